package ner

import (
	"chancery/internal/registry"
	"chancery/internal/syntax"
	"chancery/record"
)

// Bits of word.known: what the registry's readings of a name are.
const (
	knownState   = 1 << iota // "Russia"
	knownPeople              // "Russian", "Russians"
	knownSeat                // "Moscow", "the Kremlin"
	knownPlace               // a city, strait, mountain
	knownMain                // a city of a million or more
	knownArea                // a region of the world
	knownBody                // an intergovernmental or other body
	knownOrgan               // an organ of a state
	knownGroup               // a party, an armed group
	knownOutlet              // a newspaper, an agency
	knownMeeting             // a forum or agreement
	knownShort               // an abbreviation
	knownFirm                // a firm, a club, a brand of the web
	knownPost                // a state of the US as addresses have it
	knownTown                // a town or sight of the lists
	knownSmall               // a state or place of the registry, but for its small letters
)

// mark lays the names that the registry knows over the words.
func (l *Looker) mark(p *Page) {
	at, n := int32(0), int32(len(p.doc.Words))
	l.reg.Scan(p.doc.Text, func(m registry.Match) {
		words := p.doc.Words
		for at < n && words[at].End <= m.Start {
			at++
		}
		hi := at
		for hi < n && words[hi].End <= m.End {
			hi++
		}
		if hi == at || words[at].Start != m.Start || words[hi-1].End != m.End {
			return
		}
		bits := uint32(0)
		for _, ref := range m.Names {
			bits |= l.bits(ref)
		}
		for i := at; i < hi; i++ {
			w := &p.words[i]
			w.known, w.part = bits, partOf(i, at, hi)
		}
	})
}

// partOf gives 1 for the first of several words, 2 for an inner one, 3 for the
// last, 4 for the only one.
func partOf(i, lo, hi int32) uint32 {
	switch {
	case hi == lo+1:
		return 4
	case i == lo:
		return 1
	case i == hi-1:
		return 3
	}
	return 2
}

func (l *Looker) bits(ref registry.NameRef) uint32 {
	bits := uint32(0)
	switch ref.Role {
	case registry.Adjective, registry.Demonym, registry.DemonymPlural, registry.Prefix:
		return knownPeople
	case registry.Capital, registry.Seat:
		return knownSeat
	case registry.Abbreviation:
		bits = knownShort
	}
	e := l.reg.Entry(ref.Entry)
	switch e.File {
	case "states.tsv":
		return bits | knownState
	case "places.tsv":
		if e.Population >= 1_000_000 {
			bits |= knownMain
		}
		return bits | knownPlace
	case "regions.tsv":
		return bits | knownArea
	case "organs.tsv":
		return bits | knownOrgan
	case "groups.tsv":
		return bits | knownGroup
	case "outlets.tsv":
		return bits | knownOutlet
	}
	if e.Kind == record.Forum || e.Kind == record.Agreement {
		return bits | knownMeeting
	}
	return bits | knownBody
}

// offices marks titles that the registry knows: "prime minister".
func (l *Looker) offices(p *Page, s *syntax.Sentence) {
	p.forms = p.forms[:0]
	for i := s.First; i < s.End; i++ {
		p.forms = append(p.forms, p.officeForm(i))
	}
	for i := 0; i < len(p.forms); {
		_, n := l.reg.Office(p.forms[i:])
		for k := range n {
			p.words[s.First+int32(i+k)].title = partOf(int32(k), 0, int32(n))
		}
		i += max(n, 1)
	}
}

// officeForm is the word in small letters, but for what may be an abbreviation,
// whose case counts.
func (p *Page) officeForm(i int32) string {
	if f := p.doc.Form(i); len(f) <= 4 && p.words[i].capital && len(f) > 1 && f[1] >= 'A' && f[1] <= 'Z' {
		return f
	}
	return p.doc.Words[i].Norm
}
