package extract

import "chancery/internal/syntax"

// tree answers questions about the dependency trees of a document. Children
// are kept in one array, in text order.
type tree struct {
	*syntax.Doc
	first []int32 // children of word i are kids[first[i]:first[i+1]]
	kids  []int32
}

func newTree(d *syntax.Doc) tree {
	n := len(d.Words)
	t := tree{Doc: d, first: make([]int32, n+2), kids: make([]int32, n)}
	for i := range d.Words {
		if h := d.Words[i].Head; h >= 0 {
			t.first[h+2]++
		}
	}
	for i := 2; i < len(t.first); i++ {
		t.first[i] += t.first[i-1]
	}
	for i := range d.Words {
		if h := d.Words[i].Head; h >= 0 {
			t.kids[t.first[h+1]] = int32(i)
			t.first[h+1]++
		}
	}
	return t
}

// children are the dependents of a word, in text order.
func (t *tree) children(i int32) []int32 { return t.kids[t.first[i]:t.first[i+1]] }

// child is the first dependent of i under one of the relations, -1 when there is none.
func (t *tree) child(i int32, rels ...syntax.Rel) int32 {
	for _, c := range t.children(i) {
		if hasRel(t.Words[c].Rel, rels) {
			return c
		}
	}
	return -1
}

func hasRel(r syntax.Rel, rels []syntax.Rel) bool {
	for _, x := range rels {
		if x == r {
			return true
		}
	}
	return false
}

// base gives a relation without its subtype.
func base(r syntax.Rel) syntax.Rel {
	switch r {
	case syntax.NsubjPass, syntax.NsubjOuter:
		return syntax.Nsubj
	case syntax.OblAgent, syntax.OblUnmarked:
		return syntax.Obl
	case syntax.NmodDesc, syntax.NmodPoss, syntax.NmodUnmarked:
		return syntax.Nmod
	case syntax.AclRelcl:
		return syntax.Acl
	case syntax.AdvclRelcl:
		return syntax.Advcl
	case syntax.AuxPass:
		return syntax.Aux
	case syntax.CsubjPass, syntax.CsubjOuter:
		return syntax.Csubj
	case syntax.CompoundPrt:
		return syntax.Compound
	}
	return r
}

// caseOf is the preposition of a nominal as one lower-cased word ("according to"
// gives "according"), "" when it has none.
func (t *tree) caseOf(i int32) string {
	for _, c := range t.children(i) {
		if w := &t.Words[c]; w.Rel == syntax.Case && w.Norm != "'s" && w.Norm != "’s" && w.Norm != "'" && w.Norm != "’" {
			return w.Norm
		}
	}
	// The second of two coordinated nominals shares the first one's preposition.
	if w := &t.Words[i]; w.Rel == syntax.Conj && w.Head >= 0 {
		return t.caseOf(w.Head)
	}
	return ""
}

// extent is the span of words [lo, hi) that the subtree of i covers.
func (t *tree) extent(i int32) (lo, hi int32) {
	lo, hi = i, i+1
	for _, c := range t.children(i) {
		a, b := t.extent(c)
		lo, hi = min(lo, a), max(hi, b)
	}
	return lo, hi
}

// conjuncts appends i and the words coordinated with it.
func (t *tree) conjuncts(out []int32, i int32) []int32 {
	out = append(out, i)
	for _, c := range t.children(i) {
		if t.Words[c].Rel == syntax.Conj && t.nominal(c) == t.nominal(i) {
			out = t.conjuncts(out, c)
		} else if t.Words[c].Rel == syntax.Appos && c > i && t.behindAnd(c) {
			out = append(out, c)
		}
	}
	return out
}

// behindAnd says whether the phrase of a word begins with "and": the tree has
// taken "minister X and minister Y" for one.
func (t *tree) behindAnd(i int32) bool {
	for _, c := range t.children(i) {
		if w := &t.Words[c]; c < i && (w.Norm == "and" || w.Rel == syntax.NmodDesc && t.child(c, syntax.Cc) >= 0) {
			return true
		}
	}
	return false
}

// first conjunct of a coordination that i belongs to.
func (t *tree) firstConjunct(i int32) int32 {
	for t.Words[i].Rel == syntax.Conj {
		i = t.Words[i].Head
	}
	return i
}

func (t *tree) nominal(i int32) bool {
	switch t.Words[i].UPOS {
	case syntax.NOUN, syntax.PROPN, syntax.PRON, syntax.NUM, syntax.SYM:
		return true
	case syntax.ADJ, syntax.DET, syntax.X:
		return t.Words[i].Rel != syntax.Amod && t.Words[i].Rel != syntax.Root
	}
	return false
}

func (t *tree) verbal(i int32) bool {
	u := t.Words[i].UPOS
	return u == syntax.VERB || u == syntax.AUX
}

// feature says whether the word bears a UD feature such as "Tense=Past".
func (t *tree) feature(i int32, f string) bool {
	fs := t.Words[i].Feats
	for k := 0; k+len(f) <= len(fs); k++ {
		if fs[k:k+len(f)] == f && (k == 0 || fs[k-1] == '|') && (k+len(f) == len(fs) || fs[k+len(f)] == '|') {
			return true
		}
	}
	return false
}

// passive says whether a verb is in the passive voice.
func (t *tree) passive(i int32) bool {
	for _, c := range t.children(i) {
		switch t.Words[c].Rel {
		case syntax.AuxPass, syntax.NsubjPass, syntax.CsubjPass:
			return true
		case syntax.Nsubj:
			return false
		}
	}
	if t.finiteByPlace(i) || t.transitive(i) {
		return false
	}
	// A bare past participle that modifies a noun is passive ("troops sent to …").
	r := base(t.Words[i].Rel)
	if r == syntax.Advcl && t.feature(i, "Voice=Pass") && t.child(i, syntax.Aux, syntax.Obj, syntax.Ccomp) < 0 { // appeared in court, charged with spying
		return true
	}
	return (r == syntax.Acl || r == syntax.Amod) && t.Words[i].Rel != syntax.AclRelcl && t.participle(i)
}

// transitive says whether a past participle behind a noun has an object of its
// own: then it is a finite verb that the tree hung too low.
func (t *tree) transitive(i int32) bool {
	return t.Words[i].Rel == syntax.Acl && t.participle(i) && t.child(i, syntax.Obj) > i && t.child(i, syntax.Mark, syntax.Case) < 0
}

// finiteByPlace says whether a word read as a participle is rather the main
// verb: "X, now a senior fellow, called on …", where no other verb is left.
func (t *tree) finiteByPlace(i int32) bool {
	w := &t.Words[i]
	if w.Rel != syntax.Acl || w.Head < 0 || !t.participle(i) || !t.nominal(w.Head) {
		return false
	}
	if i == w.Head+1 && (t.takesObject(i) || t.objectless(i)) { // bulldozers demolished homes
		return true
	}
	if t.Words[w.Head].Rel != syntax.Root {
		return false
	}
	return i > w.Head+1 && (t.Words[i-1].Norm == "," || t.objectless(i)) && t.child(w.Head, syntax.Cop) < 0
}

// objectless says whether a verb has no passive without a preposition: what
// stands before its past is its subject.
func (t *tree) objectless(i int32) bool {
	switch t.Words[i].Lemma {
	case "march", "rally", "demonstrate", "protest", "riot", "gather", "die", "arrive", "clash", "resign", "vote", "agree", "meet", "talk", "flee", "surrender", "withdraw", "retreat":
		return t.child(i, syntax.OblAgent) < 0
	}
	return false
}

// takesObject says whether a verb has an object, and is none of those that keep
// one in the passive ("troops given orders").
func (t *tree) takesObject(i int32) bool {
	switch t.Words[i].Lemma {
	case "give", "grant", "award", "offer", "deny", "pay", "send", "hand", "show", "teach", "tell", "ask", "call", "name", "make", "elect", "owe", "promise":
		return false
	}
	return t.child(i, syntax.Obj) > i
}

// participle says whether the word is a past participle.
func (t *tree) participle(i int32) bool {
	return t.feature(i, "VerbForm=Part") && t.feature(i, "Tense=Past")
}

// span is the bytes of the words [lo, hi).
func (t *tree) span(lo, hi int32) syntax.Span {
	return syntax.Span{Start: t.Words[lo].Start, End: t.Words[hi-1].End}
}

// sentenceOf is the sentence that holds a word.
func (t *tree) sentenceOf(i int32) *syntax.Sentence { return &t.Sentences[t.Words[i].Sent] }

// capital says whether the word begins with a capital letter.
func (t *tree) capital(i int32) bool { return startsUpper(t.Form(i)) }
