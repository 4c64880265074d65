package extract

import (
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// findTimes finds the date expressions and resolves them by the tense of the
// clause that each stands in.
func (p *page) findTimes() {
	p.anchor = p.grammar.Dated(p.Doc, timex.ParseAnchor(p.meta.Published), timex.Options{})
	p.times = p.readTimes(p.anchor, timex.Options{})
	for k := range p.times {
		t := &p.times[k]
		for i := t.First; i < t.End; i++ {
			p.timed[i] = int32(k)
		}
	}
}

// Dateline says whether the dateline of a text holds a date with its year.
func (x *Extractor) Dateline(d *syntax.Doc) bool {
	return !x.grammar.Dated(d, timex.Anchor{}, timex.Options{}).Dateline.IsZero()
}

func (p *page) readTimes(anchor timex.Anchor, opt timex.Options) []timex.Expr {
	return p.grammar.Read(p.Doc, anchor, opt, func(e *timex.Expr) timex.Tense {
		h := p.headOf(int32(e.First), int32(e.End))
		t := p.tenseAt(h)
		switch {
		case e.Repeats() && (t == timex.Present || t == timex.Unknown) && p.habitual(h, e.Season()):
			return timex.Habitual
		case t == timex.Future && e.Repeats() && p.wasPlanned(h):
			return timex.Planned
		case t != timex.Unknown:
			return t
		}
		return p.grammar.Tense(p.Doc, e)
	})
}

// Times finds the date expressions of a document and resolves them as Extract
// does: by the dateline and by the tense of the clause that each stands in. It
// gives the anchor with the dateline too.
func (x *Extractor) Times(d *syntax.Doc, published string, opt timex.Options) ([]timex.Expr, timex.Anchor) {
	p := newPage(x, d, &record.Document{Published: published})
	anchor := x.grammar.Dated(d, timex.ParseAnchor(published), opt)
	return p.readTimes(anchor, opt), anchor
}

// tenseAt is the tense of the clause that governs word i; a noun that is
// scheduled or planned lies in the future.
func (p *page) tenseAt(i int32) timex.Tense {
	switch p.caseOf(i) {
	case "until", "till":
		return timex.Future
	case "as": // "as of Tuesday, the border is closed"
		if t := p.clauseTense(i); t != timex.Present {
			return t
		}
		return timex.Past
	case "for": // a hearing, a vote, put off or planned for then
		h := p.Words[i].Head
		if !p.pluperfect(h) {
			return timex.Future
		}
		if p.plans(h) {
			return timex.Planned
		}
	}
	if h := p.Words[i].Head; h >= 0 && p.Words[i].Rel == syntax.Nsubj && p.Words[h].Head >= 0 {
		i = p.Words[h].Head // a date does nothing: "Monday's attack" read as subject and verb
	}
	return p.clauseTense(i)
}

// clauseTense is the tense of the first word from i upwards that has one.
func (p *page) clauseTense(i int32) timex.Tense {
	for n := 0; i >= 0 && n < 10; n++ {
		w := &p.Words[i]
		if w.UPOS == syntax.NOUN {
			v := verdict{page: p}
			v.modifiers(i)
			if v.found == record.Planned {
				return timex.Future
			}
		}
		if p.verbal(i) || p.child(i, syntax.Cop) >= 0 {
			if t := p.verbTense(i); t != timex.Unknown {
				return t
			}
		}
		i = w.Head
	}
	return timex.Unknown
}

// plans says whether a verb or adjective tells that something is planned.
func (p *page) plans(i int32) bool {
	v := verdict{page: p}
	return v.entry(i, v.posOf(i), "for") && v.found == record.Planned
}

// wasPlanned says whether the date at word i is that of a plan told in the past:
// "was due in May", "had been scheduled for 3 June".
func (p *page) wasPlanned(i int32) bool {
	for n := 0; i >= 0 && n < 4; i, n = p.Words[i].Head, n+1 {
		if !p.plans(i) {
			continue
		}
		for _, k := range p.children(i) {
			if r := base(p.Words[k].Rel); (r == syntax.Aux || r == syntax.Cop) && p.feature(k, "Tense=Past") {
				return true
			}
		}
		return false
	}
	return false
}

// pluperfect says whether a verb has the auxiliary "had".
func (p *page) pluperfect(i int32) bool {
	if i >= 0 {
		for _, k := range p.children(i) {
			if p.Words[k].Rel == syntax.Aux && p.Words[k].Lemma == "have" && p.feature(k, "Tense=Past") {
				return true
			}
		}
	}
	return false
}

func (p *page) verbTense(i int32) timex.Tense {
	v := verdict{page: p}
	if v.posOf(i) == 'a' {
		v.entry(i, 'a', "subj") // was due in May
	}
	v.climb(i, 0)
	if v.found == record.Planned {
		return timex.Future
	}
	for _, c := range p.children(i) {
		if r := base(p.Words[c].Rel); r == syntax.Aux || r == syntax.Cop {
			switch {
			case p.Words[c].Norm == "will":
				return timex.Future
			case p.feature(c, "Tense=Past") || p.Words[c].Lemma == "have":
				return timex.Past
			case p.feature(c, "Tense=Pres") && p.feature(c, "VerbForm=Fin"):
				if m := p.child(i, syntax.Mark); m >= 0 && p.Words[m].Norm == "to" {
					return timex.Future // is to be held
				}
				if p.passive(i) || hasSuffix(p.Words[i].Norm, "ing") {
					return timex.Present
				}
			}
		}
	}
	if p.feature(i, "VerbForm=Fin") && p.subjectOf(i) < 0 && base(p.Words[i].Rel) == syntax.Advcl {
		return timex.Unknown // a finite clause has a subject: the word is no verb
	}
	switch {
	case p.feature(i, "Tense=Past"):
		return timex.Past
	case p.feature(i, "Tense=Pres"):
		return timex.Present
	}
	return timex.Unknown
}
