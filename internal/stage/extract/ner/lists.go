package ner

import (
	_ "embed"
	"strings"
)

//go:embed data/firms.txt
var firms string

//go:embed data/states.txt
var usStates string

// lists are words that the registry has no place for: firms, and how addresses
// shorten states. A name of several words is entered by its first, with its
// number of words; the rest is compared as it stands.
type lists struct {
	of map[string][]listed
}

// listed is one entry that begins with a word.
type listed struct {
	rest []string
	bits uint32
}

func newLists() *lists {
	l := &lists{map[string][]listed{}}
	l.read(firms, knownFirm)
	l.read(usStates, knownPost)
	return l
}

func (l *lists) read(text string, bits uint32) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		ws := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(line, "-", " - "), "'s", " 's"))
		l.of[ws[0]] = append(l.of[ws[0]], listed{ws[1:], bits})
	}
}

// mark enters what the lists know of the words of a page.
func (l *lists) mark(p *Page) {
	for i := range int32(len(p.words)) {
		if !p.words[i].capital {
			continue
		}
		for _, e := range l.of[p.doc.Form(i)] {
			n := int32(len(e.rest))
			if i+n >= int32(len(p.words)) || !p.spells(i+1, e.rest) {
				continue
			}
			for k := range n + 1 {
				w := &p.words[i+k]
				w.known, w.part = w.known|e.bits, partOf(k, 0, n+1)
			}
		}
	}
}

func (p *Page) spells(i int32, forms []string) bool {
	for k, f := range forms {
		if p.doc.Form(i+int32(k)) != f {
			return false
		}
	}
	return true
}
