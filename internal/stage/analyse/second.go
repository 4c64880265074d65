package analyse

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/lemma"
	"chancery/internal/stage/analyse/tag"
	"chancery/internal/syntax"
)

// A second look is taken at short sentences and headlines in whose tree nobody
// does anything: a word that can be a finite verb and stands behind a noun that
// agrees with it is tagged as one, and the sentence is parsed again. Where that
// is not enough, the models are shown a verb that they know well in its place.
// The new tree holds when the verb is its root and has a subject and an object.

// maxSecond is the number of words of the longest sentence looked at again.
const maxSecond = 24

// maxTries is how many words of it are tried.
const maxTries = 4

// verbless says whether a tree has no subject of a verb or of a copula.
func verbless(w *scratch, heads []int32, rels []uint8) bool {
	n := len(heads)
	if n < 3 || n > maxSecond {
		return false
	}
	for i := range n {
		switch syntax.Rel(rels[i]) {
		case syntax.Cop, syntax.Aux, syntax.AuxPass, syntax.Expl:
			return false
		case syntax.Nsubj, syntax.NsubjPass, syntax.Csubj:
			if u := syntax.UPOS(w.words.UPOS[heads[i]]); u == syntax.VERB || u == syntax.AUX {
				return false
			}
		case syntax.Root:
			if i == 0 && syntax.UPOS(w.words.UPOS[i]) == syntax.VERB {
				return false
			}
		}
	}
	return true
}

// tree is a sentence's analysis, kept while another is tried.
type tree struct {
	heads      []int32
	rels       []uint8
	upos, xpos []uint8
}

func (t *tree) keep(w *scratch, heads []int32, rels []uint8) {
	t.heads, t.rels = append(t.heads[:0], heads...), append(t.rels[:0], rels...)
	t.upos, t.xpos = append(t.upos[:0], w.words.UPOS...), append(t.xpos[:0], w.words.XPOS...)
}

// tree parses the tagged sentence, and again where it may be better.
func (a *Analyser) tree(w *scratch) ([]int32, []uint8) {
	heads, rels := a.parse(w)
	if a.seconds == nil || !verbless(w, heads, rels) {
		return heads, rels
	}
	w.first.keep(w, heads, rels)
	for i := range heads {
		w.margins[i] = a.parser.Margin(i, uint8(syntax.VERB), &w.tree)
	}
	tries := 0
	for i := 1; i+1 < len(heads) && tries < maxTries; i++ {
		xpos, ok := a.seconds.finite(w, i)
		if !ok || w.margins[i] < leastMargin {
			continue
		}
		tries++
		if heads, rels, ok = a.try(w, i, xpos); ok {
			return heads, rels
		}
	}
	return w.first.heads, w.first.rels
}

// try parses the sentence with word i as a finite verb, first as it is, then
// with the stand-in. Where that is no better, the tags are as they were.
func (a *Analyser) try(w *scratch, i int, xpos uint8) (heads []int32, rels []uint8, ok bool) {
	id, f := w.words.IDs[i], w.words.Forms[i]
	for range 2 {
		w.words.UPOS[i], w.words.XPOS[i] = uint8(syntax.VERB), xpos
		heads, rels = a.parse(w)
		w.words.UPOS[i], w.words.XPOS[i] = uint8(syntax.VERB), xpos
		ok = a.seconds.holds(w, i, heads, rels)
		if ok || w.first.xpos[i] == a.seconds.vbn {
			break
		}
		copy(w.words.UPOS, w.first.upos)
		copy(w.words.XPOS, w.first.xpos)
		w.words.IDs[i] = w.table.ID(a.seconds.stand[xpos])
		w.words.Forms[i] = &w.table.Forms[w.words.IDs[i]]
	}
	w.words.IDs[i], w.words.Forms[i] = id, f
	if !ok {
		copy(w.words.UPOS, w.first.upos)
		copy(w.words.XPOS, w.first.xpos)
	}
	return heads, rels, ok
}

// leastMargin is by how much another tag may be liked better than VERB for a
// word that is tried as one.
const leastMargin = -12

// parse draws the tree and looks at the tags again.
func (a *Analyser) parse(w *scratch) ([]int32, []uint8) {
	heads, rels := a.parser.Parse(&w.words, w.table, &w.tree)
	if a.parser.Better {
		a.parser.Retag(&w.words, &w.tree)
	}
	return heads, rels
}

//go:embed seconds.tsv
var secondText string

// seconds is what the second look knows: tags by number and words.
type seconds struct {
	vbz, vbp, vbd, vbn, nns, nnps uint8
	group, noun, never            map[string]bool
	stand                         map[uint8]string
	lemmas                        func(word string) string // the known verb of which a word is a form, or nothing
	known                         map[string]bool
}

// newSeconds gives nil where the tag set has not the tags needed.
func newSeconds(set *tag.Set, b *lemma.Bases) (*seconds, error) {
	s := &seconds{group: map[string]bool{}, noun: map[string]bool{}, never: map[string]bool{}, stand: map[uint8]string{}, known: b.Known}
	s.lemmas = func(word string) string { return b.Mend(word, "", uint8(syntax.VERB)) }
	for name, to := range map[string]*uint8{"VBZ": &s.vbz, "VBP": &s.vbp, "VBD": &s.vbd, "VBN": &s.vbn, "NNS": &s.nns, "NNPS": &s.nnps} {
		at := slices.Index(set.Names, name)
		if at < 0 {
			return nil, nil
		}
		*to = uint8(at)
	}
	for f := range rows(secondText) {
		words := strings.Fields(f[len(f)-1])
		switch {
		case len(f) == 2 && f[0] == "group":
			mark(s.group, words)
		case len(f) == 2 && f[0] == "noun":
			mark(s.noun, words)
		case len(f) == 2 && f[0] == "never":
			mark(s.never, words)
		case len(f) == 2 && f[0] == "stand" && len(words) == 2 && slices.Contains(set.Names, words[0]):
			s.stand[uint8(slices.Index(set.Names, words[0]))] = words[1]
		default:
			return nil, fmt.Errorf("seconds.tsv: cannot read %q", strings.Join(f, " "))
		}
	}
	return s, nil
}

func mark(set map[string]bool, words []string) {
	for _, w := range words {
		set[w] = true
	}
}

// finite gives the specific tag that word i has if it is a finite verb, and
// whether it can be one here.
func (s *seconds) finite(w *scratch, i int) (uint8, bool) {
	ws := &w.words
	f, before := ws.Forms[i], syntax.UPOS(ws.UPOS[i-1])
	if f.Shape != form.Lower || f.Bound || s.never[f.Norm] || before != syntax.NOUN && before != syntax.PROPN {
		return 0, false
	}
	many := ws.XPOS[i-1] == s.nns || ws.XPOS[i-1] == s.nnps || s.group[ws.Forms[i-1].Norm] || w.paired(i)
	switch {
	case ws.XPOS[i] == s.vbn:
		return s.vbd, true
	case s.known[f.Norm]:
		return s.vbp, many && !(s.noun[f.Norm] && w.nouns(i))
	case strings.HasSuffix(f.Norm, "s"):
		base := s.lemmas(f.Norm)
		return s.vbz, base != "" && (!many || ws.Forms[i-1].Shape != form.Lower) && !(s.noun[base] && w.nouns(i))
	}
	return s.vbd, f.POS&(1<<syntax.VERB) != 0 && !strings.HasSuffix(f.Norm, "ing") && !strings.HasSuffix(f.Norm, "ed")
}

// nouns says whether only common nouns stand behind word i.
func (w *scratch) nouns(i int) bool {
	for _, u := range w.words.UPOS[i+1:] {
		if syntax.UPOS(u) != syntax.NOUN {
			return false
		}
	}
	return true
}

// paired says whether the noun before word i is the last of several names: "A, B", "A and B".
func (w *scratch) paired(i int) bool {
	if i < 3 {
		return false
	}
	link, before := w.words.Forms[i-2].Norm, syntax.UPOS(w.words.UPOS[i-3])
	return (link == "," || link == "and") && (before == syntax.PROPN || before == syntax.NOUN)
}

// holds says whether the tree in which word i is a finite verb is a clause.
func (s *seconds) holds(w *scratch, i int, heads []int32, rels []uint8) bool {
	if heads[i] >= 0 {
		return false
	}
	subject, object := false, false
	for k, h := range heads {
		if int(h) == i {
			switch syntax.Rel(rels[k]) {
			case syntax.Nsubj:
				subject = subject || k < i
			case syntax.Obj, syntax.Ccomp, syntax.Xcomp:
				object = object || k > i
			}
		}
	}
	return subject && object
}
