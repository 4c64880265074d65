package extract

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/registry"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// page is the working state of one document: every step reads what the earlier
// steps wrote and adds its own. It is made for one document and thrown away.
type page struct {
	tree
	*Extractor
	meta *record.Document

	mentions  []mention
	cover     []int32 // word → index of the name mention that covers it, -1 for none
	heads     []int32 // word → index of the mention whose head it is, -1 for none
	entities  []entity
	index     map[string]int32 // registry key, name as written, or nominal → entity
	bySurname map[string]int32 // surname or first name, as callName gives it → latest person

	anchor     timex.Anchor // what relative dates count from
	times      []timex.Expr // in text order, First and End are document word indexes
	timed      []int32      // word → index of the time that it belongs to, -1 for none
	posts      []post
	held       map[int32][]int // person → indexes of the posts held
	statements []statement
	quoted     []quote // the quotations
	events     []event
	sums       map[int][]money                           // event → the sums of money that it concerns
	trace      func(i int32, format string, args ...any) // told why a trigger fired or was passed over; nil for nobody
	collect    func(Candidate)                           // told of every reading of a word as an act, for training; nil for nobody
	options    *[]PlaceCase                              // where the places that acts may have are put for a trainer, nil for nobody
	home       home
	on         registry.Date   // day of publication, 0 unknown
	named      map[string]bool // codes of the states and bodies that the page names
	writtenIn  string          // code of the state where the dateline says that the page was written
	focus      string          // code of the state that the page is most about, "" for none
	weights    []countryCount  // the states that the page names, the most named first
}

// mention is one place where the text refers to one or more entities.
type mention struct {
	lo, hi int32 // words [lo, hi) that the mention covers in the record
	head   int32 // the word that the tree hangs it by
	form   record.Form
	role   role
	office *office // of a nominal or a title that names an office
	sector string  // of a nominal, by its noun
	plural bool
	organ  bool    // a nominal that names a kind of organ: "central bank"
	money  bool    // names a currency: "U.S. dollars"
	ents   []int32 // entities; several for "the two countries" and "Chinese and Russian officials"
}

// role tells what a name does where it stands.
type role uint8

const (
	plain     role = iota
	adjective      // "Russian"
	metonym        // "Beijing" for the government
	location       // "in Beijing"
	title          // "President" before a name
)

// office is a title in the text.
type office struct {
	level  int
	sector string
	title  string // in lower case: "foreign minister"
}

// entity is a thing that mentions refer to.
type entity struct {
	kind     record.Kind
	name     string
	code     string
	sectors  []string
	key      string // registry key
	edition  int
	lat, lon float64
	located  bool
	gender   byte // 'm', 'f' or 0
	plural   bool
	level    int  // rank of a person or of an office holder, 0 unknown
	foreign  bool // its code is a guess from the page, not from its own words
	named    bool // it has a name of its own
	used     bool // an event, statement or post refers to it
	head     string
	surname  string
	given    string
	state    int32 // entity of the state that a place or nominal belongs to, -1 for none
}

func newPage(x *Extractor, d *syntax.Doc, meta *record.Document) *page {
	p := &page{tree: newTree(repaired(d, x.words)), Extractor: x, meta: meta, index: map[string]int32{}, bySurname: map[string]int32{}, held: map[int32][]int{}, named: map[string]bool{}}
	p.on, _ = registry.ParseDate(meta.Published)
	p.cover = filled(len(d.Words))
	p.heads = filled(len(d.Words))
	p.timed = filled(len(d.Words))
	return p
}

func filled(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// tell reports a decision at a word to whoever traces the page.
func (p *page) tell(i int32, format string, args ...any) {
	if p.trace != nil {
		p.trace(i, format, args...)
	}
}

// addMention enters a mention and gives its index.
func (p *page) addMention(m mention) int32 {
	k := int32(len(p.mentions))
	p.mentions = append(p.mentions, m)
	if m.form == record.Name {
		for i := m.lo; i < m.hi; i++ {
			p.cover[i] = k
		}
	}
	p.heads[m.head] = k
	return k
}

// addEntity enters an entity and gives its index.
func (p *page) addEntity(e entity) int32 {
	p.entities = append(p.entities, e)
	return int32(len(p.entities) - 1)
}

// mentionAt is the mention that a word is the head of or, failing that, that
// covers it; -1 for none.
func (p *page) mentionAt(i int32) int32 {
	k := p.heads[i]
	if k < 0 {
		k = p.cover[i]
	}
	if k >= 0 && p.mentions[k].form == record.Name {
		// In "US Ambassador to Germany Richard Grenell" the name is what is meant.
		if next := p.mentions[k].hi; next < int32(len(p.cover)) && p.cover[next] >= 0 && p.Words[next].Sent == p.Words[i].Sent {
			n := &p.mentions[p.cover[next]]
			if n.lo == next && p.entities[n.ents[0]].kind == record.Person && p.mentions[k].role != adjective {
				return p.cover[next]
			}
		}
	}
	return k
}

// headOf is the word of [lo, hi) whose head lies outside it; the last one when
// there are several.
func (p *page) headOf(lo, hi int32) int32 {
	found := hi - 1
	for i := hi - 1; i >= lo; i-- {
		if h := p.Words[i].Head; h < lo || h >= hi {
			found = i
			if p.Words[i].UPOS != syntax.PUNCT {
				return i
			}
		}
	}
	return found
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
