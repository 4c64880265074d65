package ner

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/registry"
	"chancery/internal/syntax"
)

// Looker lays out what each word of a document shows.
type Looker struct {
	reg     *registry.Registry
	classes *WordClasses
	lists   *lists
}

// NewLooker makes a looker over a registry and word classes.
func NewLooker(reg *registry.Registry, classes *WordClasses) *Looker {
	return &Looker{reg, classes, newLists(reg)}
}

// affixes is how many lengths of prefix and suffix are kept.
const affixes = 4

// word is what one word shows.
type word struct {
	key          uint32 // of the small letters, digits as 0
	shape        uint32 // hash of the runs of capitals, small letters, digits and signs
	pre, suf     [affixes]uint32
	class        uint32 // word class, 0 for none
	upos, tag    uint32
	rel          uint32
	known        uint32 // what the registry calls it, a bit for each kind of thing
	part         uint32 // where it stands in the registry's name
	given        uint32 // gender of the given name that it is, 0 for none
	title        uint32 // part of an office: 1 first of several, 2 inner, 3 last, 4 whole
	seen         uint32 // how the page writes the word elsewhere
	runLo, runHi int32  // of the run of capitals, empty for none
	small        uint32 // what the lists call it though it has no capital
	smallPart    uint32
	surname      bool
	capital      bool
	quoted       bool
	start        bool // first in the sentence but for quotes and signs
}

// edge stands before and after a sentence.
var edge = word{key: 1, shape: 1, upos: 31, tag: 1}

// Page is a document made ready.
type Page struct {
	doc   *syntax.Doc
	words []word
	open  []bool
	tags  []uint32 // hashes of the document's tags
	forms []string
	cases caseTable
	lo    int32 // the sentence that features are taken in
	hi    int32
}

// Open says whether a word may be in a name.
func (p *Page) Open(i int32) bool { return p.open[i] }

// OpenIn gives Open for the words of a sentence.
func (p *Page) OpenIn(s *syntax.Sentence) []bool { return p.open[s.First:s.End] }

// Look fills in the page for a document.
func (l *Looker) Look(p *Page, doc *syntax.Doc) {
	n := len(doc.Words)
	p.doc, p.words, p.open = doc, grow(p.words, n), grow(p.open, n)
	p.tags = p.tags[:0]
	for _, t := range doc.Tags {
		p.tags = append(p.tags, hashString(t))
	}
	p.cases.reset(n)
	for i := range p.words {
		l.word(p, int32(i))
	}
	l.mark(p)
	l.lists.mark(p)
	for s := range doc.Sentences {
		p.sentence(&doc.Sentences[s])
		l.offices(p, &doc.Sentences[s])
	}
	for i := range p.words {
		p.words[i].seen = p.cases.get(p.words[i].key)
	}
}

// word looks at the spelling and tags of a word.
func (l *Looker) word(p *Page, i int32) {
	w, d := &p.words[i], &p.doc.Words[i]
	*w = word{upos: uint32(d.UPOS), rel: uint32(d.Rel)}
	if int(d.Tag) < len(p.tags) {
		w.tag = p.tags[d.Tag]
	}
	form := p.doc.Text[d.Start:d.End]
	w.spell(d.Norm)
	w.look(form)
	w.class = uint32(l.classes.Of(w.key))
	if w.capital {
		if g, ok := l.reg.Gender(form); ok {
			w.given = uint32(g)
		}
	}
}

// spell takes key and affixes from the word in small letters.
func (w *word) spell(norm string) {
	h := uint32(keySeed)
	n := 0
	for _, r := range norm {
		h = (h ^ uint32(foldDigit(r))) * keyPrime
		if n < affixes {
			w.pre[n] = finish(h)
		}
		n++
	}
	w.key = finish(h)
	h = keySeed + 1
	end := len(norm)
	for k := 0; k < affixes && end > 0; k++ {
		r, size := utf8.DecodeLastRuneInString(norm[:end])
		h = (h ^ uint32(foldDigit(r))) * keyPrime
		w.suf[k] = finish(h)
		end -= size
	}
}

// look takes the shape.
func (w *word) look(form string) {
	h, last, first := uint32(keySeed), uint32(0), true
	upper := false
	for _, r := range form {
		c := uint32(4)
		switch {
		case 'a' <= r && r <= 'z':
			c = 1
		case 'A' <= r && r <= 'Z':
			c = 2
		case '0' <= r && r <= '9':
			c = 3
		case r < utf8.RuneSelf:
			c = 5 + uint32(r)
		case unicode.IsUpper(r):
			c = 2
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			c = 1
		}
		if c == 2 {
			upper = true
		}
		if c != last || first {
			h = (h ^ c) * keyPrime
		} else if last == 2 { // a run of capitals is another shape than one
			h |= 1 << 31
		}
		last, first = c, false
	}
	w.shape, w.capital = finish(h), upper
}

// sentence sets what depends on the words around: runs of capitals, quotes,
// and which words are open.
func (p *Page) sentence(s *syntax.Sentence) {
	start, quoted := true, false
	for i := s.First; i < s.End; i++ {
		w := &p.words[i]
		d := &p.doc.Words[i]
		if isQuote(d.Norm) {
			quoted = !quoted
		}
		w.quoted, w.start = quoted, start
		if d.UPOS != syntax.PUNCT && !isQuote(d.Norm) {
			p.cases.note(w.key, w.capital, start)
			start = false
		}
	}
	for i := s.First; i < s.End; {
		hi := p.run(i, s.End)
		for k := i; k < hi; k++ {
			p.words[k].runLo, p.words[k].runHi = i, hi
		}
		i = max(hi, i+1)
	}
	p.unlock(s)
}

// run gives the end of the run of capitals that begins at word i; i when none does.
func (p *Page) run(i, end int32) int32 {
	for i < end && p.words[i].capital {
		i++
		if i+1 < end && p.words[i+1].capital && p.doc.Form(i) == "-" && p.tight(i) {
			i++
		}
	}
	return i
}

// tight says whether no white space stands around word i, which has neighbours.
func (p *Page) tight(i int32) bool {
	w := p.doc.Words
	return w[i-1].End == w[i].Start && w[i].End == w[i+1].Start
}

// reach is how far from a capital a word may still be in a name.
const reach = 2

// unlock sets which words of a sentence are open: those near a capital, a name
// of the lists in small letters, or a word tagged as a proper noun.
func (p *Page) unlock(s *syntax.Sentence) {
	for i := s.First; i < s.End; i++ {
		p.open[i] = false
	}
	for i := s.First; i < s.End; i++ {
		w := &p.words[i]
		if w.capital || w.known != 0 || w.small != 0 || w.upos == uint32(syntax.PROPN) {
			for k := max(s.First, i-reach); k < min(s.End, i+reach+1); k++ {
				p.open[k] = true
			}
		}
	}
}

func isQuote(norm string) bool {
	switch norm {
	case "\"", "``", "''", "“", "”":
		return true
	}
	return false
}

const (
	keySeed  = 0x811C9DC5
	keyPrime = 0x01000193
)

func finish(h uint32) uint32 { h ^= h >> 15; h *= 0x2C1B3C6D; h ^= h >> 13; return h | 1 }

func foldDigit(r rune) rune {
	if '0' <= r && r <= '9' || r >= utf8.RuneSelf && unicode.IsDigit(r) {
		return '0'
	}
	return r
}

func hashString(s string) uint32 {
	h := uint32(keySeed)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * keyPrime
	}
	return finish(h)
}
