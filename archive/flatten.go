package archive

import (
	"net/url"
	"sort"
	"strings"

	"chancery/record"
)

// Flatten makes an addition of a coded page: every event, statement and post
// with all that it refers to filled in, and the words they were read from. Text
// is the text that the record's spans count in.
func Flatten(doc Document, rec record.Record, text string) Addition {
	f := flattener{doc: &doc, rec: &rec, ruler: []rune(text), entities: map[string]*record.Entity{}, posts: map[string]string{}, said: map[string]*record.Statement{}}
	doc.Describe()
	if doc.Words == 0 {
		doc.Words = len(strings.Fields(text))
	}
	for i := range rec.Entities {
		f.entities[rec.Entities[i].ID] = &rec.Entities[i]
	}
	for _, p := range rec.Posts {
		if f.posts[p.Person] == "" && !p.Former {
			f.posts[p.Person] = p.Title
		}
	}
	for i := range rec.Statements {
		f.said[rec.Statements[i].ID] = &rec.Statements[i]
	}
	add := Addition{Document: doc, Record: rec}
	add.Events = f.events()
	for i := range rec.Statements {
		add.Said = append(add.Said, f.statement(&rec.Statements[i]))
	}
	for i := range rec.Posts {
		add.Held = append(add.Held, f.holding(&rec.Posts[i]))
	}
	return add
}

// Describe fills in host and outlet where they are not given.
func (d *Document) Describe() {
	if d.Host == "" {
		d.Host = Host(d.URL)
	}
	if d.Outlet == "" {
		d.Outlet = d.Source
	}
	if d.Outlet == "" {
		d.Outlet = d.Host
	}
}

// Host is the host of an address, in lower case and without "www."; empty when
// there is none.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// Day is the day of an ISO 8601 date or date-time; empty when there is none.
func Day(published string) string {
	if len(published) < len("2006-01-02") {
		return ""
	}
	return published[:len("2006-01-02")]
}

// flattener fills in what a record's parts refer to.
type flattener struct {
	doc      *Document
	rec      *record.Record
	ruler    []rune // the text by code points
	entities map[string]*record.Entity
	posts    map[string]string // title by person
	said     map[string]*record.Statement
}

func (f *flattener) words(s record.Span) string {
	if s.Start < 0 || s.End > len(f.ruler) || s.Start > s.End {
		return ""
	}
	return strings.Join(strings.Fields(string(f.ruler[s.Start:s.End])), " ")
}

// sentences are the words of the sentences in which a span lies.
func (f *flattener) sentences(s record.Span) string {
	all := f.rec.Sentences
	first := sort.Search(len(all), func(i int) bool { return all[i].End > s.Start })
	for _, sentence := range all[first:] {
		if sentence.Start >= s.End {
			break
		}
		s.Start, s.End = min(s.Start, sentence.Start), max(s.End, sentence.End)
	}
	return f.words(s)
}

func (f *flattener) party(id string) *Party {
	e := f.entities[id]
	if e == nil {
		return nil
	}
	return &Party{Name: e.Name, Kind: e.Kind, Code: e.Code, Sectors: e.Sectors, Registry: e.Registry, Edition: e.Edition, Title: f.posts[id]}
}

func (f *flattener) parties(ids, inferred []string) []Party {
	var out []Party
	for _, id := range ids {
		p := f.party(id)
		if p == nil {
			continue
		}
		for _, other := range inferred {
			p.Inferred = p.Inferred || other == id
		}
		out = append(out, *p)
	}
	return out
}

func (f *flattener) events() []Event {
	out := make([]Event, 0, len(f.rec.Events))
	taken, keys := map[string]int{}, map[string]string{}
	for i := range f.rec.Events {
		e := f.event(&f.rec.Events[i])
		n := taken[e.Key]
		taken[e.Key]++
		if n > 0 {
			e.Key = EventKey(f.doc.SHA256, e.TriggerSpan.Start, e.TriggerSpan.End, e.Type, n)
		}
		keys[e.ID] = e.Key
		e.Sketch = Sketch(f.sentences(e.EvidenceSpan))
		out = append(out, e)
	}
	for i := range out {
		out[i].SameAs = keys[f.rec.Events[i].SameAs]
	}
	return out
}

func (f *flattener) event(e *record.Event) Event {
	out := Event{
		Key: EventKey(f.doc.SHA256, e.Trigger.Start, e.Trigger.End, e.Type, 0), Document: f.doc.SHA256, ID: e.ID,
		Type: e.Type, Modes: e.Modes, Contexts: e.Contexts, CAMEO: e.CAMEO, Status: e.Status,
		Actors: f.parties(e.Actors, e.Inferred), Recipients: f.parties(e.Recipients, e.Inferred), Forum: f.party(e.Forum),
		Size: e.Size, Scale: e.Scale, Level: e.Level, Confidence: e.Confidence,
		Trigger: f.words(e.Trigger), Evidence: f.words(e.Evidence), TriggerSpan: e.Trigger, EvidenceSpan: e.Evidence,
		Title: f.doc.Title, Outlet: f.doc.Outlet, URL: f.doc.URL, Published: f.doc.Published,
	}
	if e.Time != nil && e.Time.Start != "" {
		out.Start, out.End, out.Grain, out.Dated = e.Time.Start, e.Time.End, e.Time.Grain, true
	} else if day := Day(f.doc.Published); day != "" {
		out.Start, out.End = day, day
	}
	if out.End == "" {
		out.End = out.Start
	}
	if p := f.entities[e.Place]; p != nil {
		out.Place = &Where{Name: p.Name, Code: p.Code, Registry: p.Registry, Latitude: p.Latitude, Longitude: p.Longitude}
	}
	if s := f.said[e.Statement]; s != nil {
		out.Attributed, out.Speaker, out.Via = true, f.party(s.Speaker), f.party(s.Via)
	}
	return out
}

func (f *flattener) statement(s *record.Statement) Statement {
	out := Statement{
		Key: f.saidKey(s), Document: f.doc.SHA256, ID: s.ID, Speaker: f.party(s.Speaker), SpeakerKind: s.SpeakerKind,
		Via: f.party(s.Via), Cue: f.words(s.Cue), Kind: s.Kind, Polarity: s.Polarity,
		CueSpan: s.Cue, ContentSpans: s.Content, Parent: f.saidKey(f.said[s.Parent]), Answers: f.saidKey(f.said[s.Answers]),
		Title: f.doc.Title, Outlet: f.doc.Outlet, URL: f.doc.URL, Published: f.doc.Published, Start: Day(f.doc.Published),
	}
	if s.SpeakerText != nil {
		out.SpeakerText = f.words(*s.SpeakerText)
	}
	parts := make([]string, 0, len(s.Content))
	for _, c := range s.Content {
		parts = append(parts, f.words(c))
	}
	out.Content = strings.Join(parts, " … ")
	out.About = f.parties(s.About, nil)
	if s.Time != nil && s.Time.Start != "" {
		out.Start, out.Dated = s.Time.Start, true
	}
	return out
}

// saidKey names a statement by its cue and the first of its words.
func (f *flattener) saidKey(s *record.Statement) string {
	if s == nil {
		return ""
	}
	return StatementKey(f.doc.SHA256, s)
}

func (f *flattener) holding(p *record.Post) Holding {
	out := Holding{Document: f.doc.SHA256, Title: p.Title, Code: p.Code, Former: p.Former, Evidence: f.words(p.Evidence),
		Span: p.Evidence, Day: Day(f.doc.Published), Outlet: f.doc.Outlet}
	if e := f.entities[p.Person]; e != nil {
		out.Name = e.Name
		if e.Registry != "" && strings.HasPrefix(e.Registry, "person/") {
			out.Person = e.Registry
		}
	}
	if e := f.entities[p.Organization]; e != nil {
		out.Organization = e.Name
	}
	return out
}
