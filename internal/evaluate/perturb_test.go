package evaluate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"chancery/record"
)

// perturber turns gold into records with faults of every sort that the scorer
// can meet, the same for the same seed.
type perturber struct {
	random *rand.Rand
	rate   float64 // probability of each fault
}

func (p *perturber) chance() bool { return p.random.Float64() < p.rate }

func pick[T any](p *perturber, from []T) T { return from[p.random.IntN(len(from))] }

// records gives one record for each annotated document, less some.
func (p *perturber) records(gold []*goldDocument, docs map[string]*Document) []record.Record {
	var records []record.Record
	for _, g := range gold {
		if p.random.Float64() < p.rate/4 {
			continue // a document that was not coded
		}
		records = append(records, p.record(g, docs[g.ID]))
	}
	return records
}

func (p *perturber) record(g *goldDocument, doc *Document) record.Record {
	b := &builder{doc: doc, rec: record.Record{Schema: record.SchemaV1, Document: doc.Document}, ids: map[string]string{}}
	b.rec.Document.SHA256 = record.Digest(doc.Text)
	for i := range g.Events {
		if p.chance() {
			continue
		}
		e := b.event(&g.Events[i])
		p.spoilEvent(&e, b)
		b.rec.Events = append(b.rec.Events, e)
		if p.chance() {
			b.rec.Events = append(b.rec.Events, e) // told twice
		}
	}
	for i := range g.Statements {
		if s, ok := b.statement(&g.Statements[i]); ok && !p.chance() {
			p.spoilStatement(&s, b)
			b.rec.Statements = append(b.rec.Statements, s)
		}
	}
	for _, gp := range g.Posts {
		if p.chance() {
			continue
		}
		post := record.Post{Person: b.entity(goldName{gp.Person, gp.Code}), Title: gp.Title, Code: gp.Code}
		p.spoilPost(&post, b)
		b.rec.Posts = append(b.rec.Posts, post)
	}
	if p.chance() {
		p.random.Shuffle(len(b.rec.Events), func(i, j int) {
			b.rec.Events[i], b.rec.Events[j] = b.rec.Events[j], b.rec.Events[i]
		})
	}
	return b.rec
}

func (p *perturber) spoilEvent(e *record.Event, b *builder) {
	if p.chance() {
		e.Type = pick(p, record.Types())
	}
	if p.chance() {
		e.Status = pick(p, statuses())
	}
	if p.chance() {
		e.Modes = append(record.Modes(e.Type), e.Modes...)
	}
	if p.chance() {
		e.Actors, e.Recipients = e.Recipients, e.Actors
	}
	if p.chance() && len(e.Actors) > 0 {
		e.Actors = e.Actors[1:]
	}
	if p.chance() {
		e.Recipients = append(slices.Clone(e.Recipients), b.entity(goldName{"somebody", pick(p, []string{"", "RUS", "USA", "IGO"})}))
	}
	if p.chance() { // the words before or after
		shift := p.random.IntN(21) - 10
		e.Trigger.Start = max(0, e.Trigger.Start+shift)
		e.Trigger.End = min(b.doc.ruler.Len(), max(e.Trigger.Start+1, e.Trigger.End+shift))
		e.Trigger.Start = min(e.Trigger.Start, e.Trigger.End-1)
	}
	if p.chance() {
		e.Time = pick(p, []*record.Time{nil, {Start: "2023"}, {Start: "2023-05"}, {Start: "2016-10-01"}, {Start: "2023-05-22"}})
	}
	if p.chance() {
		e.Place = b.entity(goldName{"elsewhere", pick(p, []string{"", "SYR", "CHN"})})
	}
}

func (p *perturber) spoilStatement(s *record.Statement, b *builder) {
	whole := s.Content[0]
	length := whole.End - whole.Start
	if p.chance() && length > 8 { // split in two
		cut := whole.Start + 1 + p.random.IntN(length-2)
		s.Content = []record.Span{{Start: whole.Start, End: cut}, {Start: cut, End: whole.End}}
	}
	if p.chance() {
		shift := p.random.IntN(length + 1)
		c := &s.Content[0]
		c.Start = min(c.Start+shift, b.doc.ruler.Len()-1)
		c.End = min(c.End+shift, b.doc.ruler.Len())
		c.End = max(c.End, c.Start+1)
	}
	if p.chance() {
		s.Speaker = "" // then the words in the text count
	}
	if p.chance() {
		s.Speaker = b.entity(goldName{"the other Speaker", ""})
	}
}

func (p *perturber) spoilPost(post *record.Post, b *builder) {
	if p.chance() {
		post.Code = pick(p, []string{"", "USA"})
	}
	if words := strings.Fields(post.Title); p.chance() && len(words) > 1 {
		post.Title = strings.Join(words[1:], " ")
	}
	if p.chance() {
		post.Title = "Chair of the " + post.Title
	}
	if p.chance() {
		post.Person = b.entity(goldName{"Somebody Else", ""})
	}
}

// builder turns gold into a record that says the same.
type builder struct {
	doc *Document
	rec record.Record
	ids map[string]string
}

func (b *builder) entity(n goldName) string {
	key := n.Name + "\x00" + n.Code
	if b.ids[key] == "" {
		b.ids[key] = "e" + strconv.Itoa(len(b.ids)+1)
		b.rec.Entities = append(b.rec.Entities, record.Entity{ID: b.ids[key], Kind: record.Group, Name: n.Name, Code: n.Code})
	}
	return b.ids[key]
}

func (b *builder) event(g *goldEvent) record.Event {
	e := record.Event{ID: fmt.Sprintf("v%d", len(b.rec.Events)+1), Type: g.Type, Status: record.Status(g.Status)}
	if g.Mode != "" {
		e.Modes = []string{g.Mode}
	}
	for _, a := range g.Actors {
		e.Actors = append(e.Actors, b.entity(a))
	}
	for _, a := range g.Recipients {
		e.Recipients = append(e.Recipients, b.entity(a))
	}
	if g.Date != "" {
		e.Time = &record.Time{Start: g.Date}
	}
	if g.Place != (goldName{}) {
		e.Place = b.entity(g.Place)
	}
	sentence := b.doc.Sentences[*g.S]
	at := max(0, strings.Index(b.doc.ruler.Cut(sentence), g.Trigger))
	start := b.doc.ruler.Point(b.doc.ruler.Byte(sentence.Start) + at)
	e.Trigger = record.Span{Start: start, End: min(start+len([]rune(g.Trigger)), b.doc.ruler.Len())}
	return e
}

// statement is false when the words are not in the text: a record cannot say it.
func (b *builder) statement(g *goldStatement) (record.Statement, bool) {
	span := locate(g.Content, b.doc, b.doc.Sentences[*g.S].Start)
	if span.Start < 0 {
		return record.Statement{}, false
	}
	return record.Statement{ID: "s1", Speaker: b.entity(goldName{g.Speaker, ""}), SpeakerText: &b.doc.Sentences[*g.S],
		Content: []record.Span{span}, Kind: g.Kind}, true
}
