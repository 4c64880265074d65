package link

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"chancery/archive"
	"chancery/record"
)

// class is a group of types whose reports are compared alike.
type class uint8

const (
	words   class = iota // said: accuse, request, reject, threaten, support, concede
	meeting              // consult, agree, cooperate: two sides, in any order
	force                // done: the rest
)

func classOf(typ string) class {
	switch typ {
	case "CONSULT", "AGREE", "COOPERATE":
		return meeting
	case "ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "CONCEDE":
		return words
	}
	return force
}

// side is who stands on one side of an act.
type side struct {
	ids     []string // countries, bodies, groups, and persons without a country
	persons []person
}

type person struct {
	code  string
	key   string   // registry, when known
	names []string // folded words of the name, sorted
}

// act is an event made ready to be compared.
type act struct {
	ev         *archive.Event
	class      class
	actors     side
	recipients side
	all        side // both together
	forum      string
	edition    int
	country    string
	town       string
	from, to   int // days, when placed
	placed     bool
	coarse     bool // not known to the day
	published  int
	printed    bool // published is known
	off        string
	sketch     []uint32
	found      []uint64 // its blocks, sorted
}

// newAct reads what is compared out of an event.
func newAct(ev *archive.Event) *act {
	a := &act{ev: ev, class: classOf(ev.Type)}
	a.actors, a.recipients = sideOf(ev.Actors), sideOf(ev.Recipients)
	switch {
	case len(ev.Recipients) == 0:
		a.all = a.actors
	case len(ev.Actors) == 0:
		a.all = a.recipients
	default:
		a.all = both(a.actors, a.recipients)
	}
	if f := ev.Forum; f != nil {
		a.forum, a.edition = f.Registry, f.Edition
		if a.forum == "" {
			a.forum = Fold(f.Name)
		}
	}
	a.where()
	a.when()
	if a.class == meeting || ev.Type == "REJECT" {
		a.off = fateOf(ev)
	}
	a.sketch = readSketch(ev.Sketch)
	a.found = a.blockHashes()
	return a
}

func (a *act) where() {
	p := a.ev.Place
	if p == nil || a.class == meeting && onPhone(a) {
		return // a call has two places, of which each page gives its own
	}
	a.country = p.Code
	switch kind, _, _ := strings.Cut(p.Registry, "/"); kind {
	case "state", "region", "area":
	case "":
		if p.Name != "" {
			a.town = Fold(p.Name)
		}
	default:
		a.town = p.Registry
	}
}

// longAct is the number of days from which a time counts as coarse.
const longAct = 3

func (a *act) when() {
	a.published, a.printed = archive.PrintDay(a.ev.Published)
	from, ok := archive.PrintDay(a.ev.Start)
	to, okTo := archive.PrintDay(a.ev.End)
	if !okTo || to < from {
		to = from
	}
	a.from, a.to, a.placed = from, to, ok
	a.coarse = to-from >= longAct || !a.ev.Dated && a.ev.Status == record.Planned
}

// sideOf reads the parties of one side. What is only called by a common noun
// counts with its country alone, and not at all without one.
func sideOf(parties []archive.Party) side {
	if len(parties) == 0 {
		return side{}
	}
	s := side{ids: make([]string, 0, len(parties))}
	for i := range parties {
		p := &parties[i]
		named := p.Kind == record.Person && named(p)
		switch {
		case named:
			n := person{code: p.Code, names: nameWords(p.Name)}
			if strings.HasPrefix(p.Registry, "person/") {
				n.key = p.Registry
			}
			if !slices.ContainsFunc(s.persons, func(p person) bool { return p.code == n.code && slices.Equal(p.names, n.names) }) {
				s.persons = append(s.persons, n)
			}
			if isState(p.Code) {
				s.ids = append(s.ids, p.Code)
			} else {
				s.ids = append(s.ids, strings.Join(n.names, " "))
			}
		case isState(p.Code):
			s.ids = append(s.ids, p.Code)
		case p.Registry != "":
			s.ids = append(s.ids, p.Registry)
		case p.Kind != record.Person && capital(p.Name):
			s.ids = append(s.ids, Fold(p.Name))
		}
	}
	slices.Sort(s.ids)
	s.ids = slices.Compact(s.ids)
	return s
}

func both(a, b side) side {
	out := side{ids: slices.Concat(a.ids, b.ids), persons: slices.Clip(a.persons)}
	for _, p := range b.persons {
		if !slices.ContainsFunc(a.persons, func(q person) bool { return p.code == q.code && slices.Equal(p.names, q.names) }) {
			out.persons = append(out.persons, p)
		}
	}
	slices.Sort(out.ids)
	out.ids = slices.Compact(out.ids)
	return out
}

// isState tells the code of a country from those of sorts of body.
func isState(code string) bool {
	switch code {
	case "", "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC":
		return false
	}
	return true
}

// named tells a person's name from a noun that stands for one.
func named(p *archive.Party) bool {
	if p.Registry != "" {
		return true
	}
	fields := strings.Fields(p.Name)
	if len(fields) == 0 || !capital(fields[len(fields)-1]) || !capital(fields[0]) && len(fields) < 2 {
		return false
	}
	return !listed().vague[strings.ToLower(fields[len(fields)-1])]
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// nameWords are the folded words of a name, sorted, without initials unless
// there is nothing else.
func nameWords(name string) []string {
	out := strings.Fields(Fold(name))
	initial := func(w string) bool { return len(w) < 2 || len(w) < utf8.UTFMax && utf8.RuneCountInString(w) < 2 }
	if slices.ContainsFunc(out, func(w string) bool { return !initial(w) }) {
		out = slices.DeleteFunc(out, initial)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Fold writes a name in lower case, without marks on its letters and with one
// space between its words: "Ždral-Kőhl" and "zdral kohl" are one.
func Fold(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	space := false
	put := func(r rune) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		} else if !unicode.Is(unicode.Mn, r) && r != '\'' && r != '’' {
			space = true
		}
	}
	if ascii(name) {
		for _, r := range name {
			put(r)
		}
	} else {
		for _, r := range norm.NFKD.String(name) {
			put(r)
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// samePerson says whether two names may be one person's: by registry, else when
// the words of one are all among those of the other.
func samePerson(a, b *person) bool {
	if a.key != "" && b.key != "" {
		return a.key == b.key
	}
	if a.code != b.code && a.code != "" && b.code != "" && (len(a.names) < 2 || !slices.Equal(a.names, b.names)) {
		return false // a full name in both is one person's, whatever country a page gives
	}
	short, long := a.names, b.names
	if len(short) > len(long) {
		short, long = long, short
	}
	for _, w := range short {
		if !slices.Contains(long, w) {
			return false
		}
	}
	return len(short) > 0
}

// sketchDigits is the length of one word in a sketch.
const sketchDigits = 4

// readSketch decodes a sketch, without the words that stand in all news.
func readSketch(s string) []uint32 {
	common := listed().common
	out := make([]uint32, 0, len(s)/sketchDigits)
	for ; len(s) >= sketchDigits; s = s[sketchDigits:] {
		if w := sketchWord(s); !common[w] {
			out = append(out, w)
		}
	}
	return out
}

// sketchWord reads the first digest of a sketch.
func sketchWord(s string) uint32 {
	return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
}

// fateOf tells whether the words of a report say that a plan was postponed or
// cancelled. Of what is told as a plan the whole sentence counts: "a visit that
// was to begin on Monday has been postponed".
func fateOf(ev *archive.Event) string {
	l := listed()
	if o := l.outcome(ev.Evidence); o != "" {
		return o
	}
	if o := l.outcome(ev.Trigger); o != "" || ev.Status != record.Planned {
		return o
	}
	for s := ev.Sketch; len(s) >= sketchDigits; s = s[sketchDigits:] {
		if o := l.offSketch[sketchWord(s)]; o != "" {
			return o
		}
	}
	return ""
}

// shared counts what two sorted sketches have in common.
func shared(a, b []uint32) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// fewWords is the number of words below which a sketch proves little: shorter
// ones are taken as if they had so many.
const fewWords = 5

// alike is how far the words of two reports agree, from 0 to 1: the part of the
// shorter sketch that is in the other, and a little for what both leave out.
func alike(a, b *act) (likeness float64, words int) {
	n := shared(a.sketch, b.sketch)
	short, long := len(a.sketch), len(b.sketch)
	if short > long {
		short, long = long, short
	}
	if n == 0 {
		return 0, 0
	}
	contain := float64(n) / float64(max(short, fewWords))
	union := float64(n) / float64(max(short+long-n, fewWords))
	return (contain + union) / 2, n
}

// common counts what two sorted lists share, and what each has alone.
func common(a, b []string) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
