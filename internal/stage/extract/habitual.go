package extract

import "chancery/internal/syntax"

// habitual says whether the clause over word i of a date tells what is so each
// year, rather than what is planned: "accommodation can be scarce in October",
// "the monsoon usually comes in July", "it is cold in the winter". Of months
// that needs a sign; "the summit is in June" is a plan.
func (p *page) habitual(i int32, season bool) bool {
	v := p.clauseOver(i)
	if v < 0 {
		return false
	}
	cop := p.child(v, syntax.Cop)
	signs := p.words.is("habit", p.Words[v].Lemma) && cop < 0 || p.feature(v, "Degree=Sup") || cop >= 0 && p.subjectOf(v) == i
	for _, c := range p.children(v) {
		switch w := &p.Words[c]; base(w.Rel) {
		case syntax.Aux, syntax.Cop:
			switch {
			case w.Norm == "can":
				signs = true
			case w.Lemma == "have", w.Norm == "will", w.Norm == "would", w.Norm == "could", w.Norm == "may", w.Norm == "might", p.feature(c, "Tense=Past"):
				return false
			}
		case syntax.Advmod:
			signs = signs || p.words.is("habit", w.Norm)
		case syntax.Nsubj:
			signs = signs || w.Norm == "it" && cop >= 0 && p.Words[v].UPOS != syntax.NOUN && p.feature(cop, "Tense=Pres") // the weather
		}
	}
	if p.feature(v, "Tense=Past") || p.passive(v) && !signs || hasSuffix(p.Words[v].Norm, "ing") && cop < 0 {
		return false
	}
	return signs || season && cop >= 0
}

// clauseOver is the verb or predicate of the clause that word i stands in, -1
// for none.
func (p *page) clauseOver(i int32) int32 {
	for n := 0; i >= 0 && n < 6; n++ {
		if p.verbal(i) || p.child(i, syntax.Cop) >= 0 {
			return i
		}
		i = p.Words[i].Head
	}
	return -1
}
