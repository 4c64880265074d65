package ner

import (
	_ "embed"
	"strings"

	"chancery/internal/registry"
	"chancery/record"
)

//go:embed data/firms.txt
var firms string

//go:embed data/states.txt
var usStates string

//go:embed data/towns.txt
var towns string

//go:embed data/surnames.txt
var surnames string

// lists are words that the registry has no place for: firms, towns, surnames,
// and how addresses shorten states; and states and places of the registry for
// texts in small letters. A name of several words is entered by its first; all
// is compared in small letters but for the short forms of states.
type lists struct {
	of       map[string][]listed
	surnames map[string]bool
}

// listed is one entry that begins with a word.
type listed struct {
	rest  []string
	bits  uint32
	exact string // how the first word must be written; "" for anyhow
}

func newLists(reg *registry.Registry) *lists {
	l := &lists{map[string][]listed{}, map[string]bool{}}
	l.read(firms, knownFirm)
	l.read(towns, knownTown)
	l.read(usStates, knownPost)
	for id := registry.ID(1); int(id) <= reg.Len(); id++ {
		e := reg.Entry(id)
		if e.Kind != record.State && e.Kind != record.Place {
			continue
		}
		for _, s := range e.Surfaces {
			if s.Role == registry.Full || s.Role == registry.Alias {
				l.add(s.Text, knownSmall)
			}
		}
	}
	for line := range strings.Lines(surnames) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			l.surnames[strings.ToLower(line)] = true
		}
	}
	return l
}

func (l *lists) read(text string, bits uint32) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			l.add(line, bits)
		}
	}
}

func (l *lists) add(name string, bits uint32) {
	exact := ""
	if bits == knownPost {
		exact = name
	}
	ws := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "-", " - "), "'s", " 's"))
	if len(ws) > 0 {
		l.of[ws[0]] = append(l.of[ws[0]], listed{ws[1:], bits, exact})
	}
}

// mark enters what the lists know of the words of a page.
func (l *lists) mark(p *Page) {
	for i := range int32(len(p.words)) {
		norm := p.doc.Words[i].Norm
		p.words[i].surname = l.surnames[norm]
		for _, e := range l.of[norm] {
			n := int32(len(e.rest))
			if i+n >= int32(len(p.words)) || e.exact != "" && p.doc.Form(i) != e.exact || !p.spells(i+1, e.rest) {
				continue
			}
			small := !p.words[i].capital
			if e.bits == knownSmall && !small {
				continue
			}
			for k := range n + 1 {
				w := &p.words[i+k]
				if small {
					w.small |= e.bits
					w.smallPart = max(w.smallPart, partOf(k, 0, n+1))
					continue
				}
				w.known, w.part = w.known|e.bits, partOf(k, 0, n+1)
			}
		}
	}
}

func (p *Page) spells(i int32, norms []string) bool {
	for k, f := range norms {
		if p.doc.Words[i+int32(k)].Norm != f {
			return false
		}
	}
	return true
}
