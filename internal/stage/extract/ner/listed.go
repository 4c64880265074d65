package ner

import (
	_ "embed"
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

//go:embed data/common.txt
var common string

// commonWords are the names of the lists that are words too.
func commonWords() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(common) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			set[strings.ToLower(line)] = true
		}
	}
	return set
}

// smallPlace says whether word i, in small letters and without a label, is a
// town of the lists behind a preposition of place: "we live in noida".
func (r *Recogniser) smallPlace(p *Page, i int32) bool {
	w := &p.words[i]
	if w.small&knownTown == 0 || w.smallPart != 4 || i == 0 || p.doc.Words[i-1].Sent != p.doc.Words[i].Sent {
		return false
	}
	d := &p.doc.Words[i]
	switch p.doc.Words[i-1].Norm {
	case "in", "to", "from", "near", "around", "for":
	default:
		return false
	}
	return d.UPOS != syntax.ADJ && d.UPOS != syntax.ADV && !r.common[d.Norm]
}

// firm is the end of a name of several words that the list of firms has, from
// word i on; i for none.
func (p *Page) firm(i int32) int32 {
	if p.words[i].known&knownFirm == 0 || p.words[i].part != 1 {
		return i
	}
	for k := i + 1; k < int32(len(p.words)) && p.words[k].known&knownFirm != 0; k++ {
		switch p.words[k].part {
		case 3:
			return k + 1
		case 2:
		default:
			return i
		}
	}
	return i
}

// listedScore is what is said of how sure a name is that only the lists tell.
const listedScore = 0.5

// listed appends a name that the lists tell at word i, where the chain found
// none, and gives its end.
func (r *Recogniser) listed(dst []Span, p *Page, i int32, labels []Label) ([]Span, int32) {
	if p.words[i].small != 0 && r.smallPlace(p, i) {
		return append(dst, Span{i, i + 1, record.Place, listedScore}), i + 1
	}
	hi := p.firm(i)
	if w := &p.words[i]; hi > i && (w.runLo != i || w.runHi != hi) {
		hi = i // "the U.S. Air Force F-16"
	}
	for k := i; k < hi; k++ {
		if labels[k].Kind() != "" {
			return dst, i + 1
		}
	}
	if hi > i && (hi == int32(len(labels)) || !labels[hi].continues()) {
		return append(dst, Span{i, hi, record.Organization, listedScore}), hi
	}
	return dst, i + 1
}
