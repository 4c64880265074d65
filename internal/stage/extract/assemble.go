package extract

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/ontology"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// record writes what was found as a record, its spans in bytes. Entities that
// nothing names and nothing refers to are left out, unless their own words tell
// their country ("Belarusian officials").
func (p *page) record() record.Record {
	r := record.Record{Schema: record.SchemaV1, Document: *p.meta}
	for i := range p.Sentences {
		r.Sentences = append(r.Sentences, byteSpan(p.Sentences[i].Span))
	}
	p.markUsed()
	id := p.entityRecords(&r)
	for k := range p.posts {
		r.Posts = append(r.Posts, p.postRecord(k, id))
	}
	r.Events = slices.Grow(r.Events, len(p.events))
	for k := range p.events {
		r.Events = append(r.Events, p.eventRecord(k, id))
	}
	r.Statements = slices.Grow(r.Statements, len(p.statements))
	for k := range p.statements {
		r.Statements = append(r.Statements, p.statementRecord(k, id))
	}
	return r
}

func byteSpan(s syntax.Span) record.Span { return record.Span{Start: int(s.Start), End: int(s.End)} }

func (p *page) words2span(lo, hi int32) record.Span { return byteSpan(p.span(lo, hi)) }

// markUsed marks the entities that events, statements and posts refer to.
func (p *page) markUsed() {
	use := func(k int32) {
		if k >= 0 {
			p.entities[k].used = true
		}
	}
	for k := range p.events {
		e := &p.events[k]
		for _, x := range e.actors {
			use(x)
		}
		for _, x := range e.recipients {
			use(x)
		}
		use(e.place)
		use(e.forum)
	}
	for k := range p.statements {
		use(p.statements[k].speaker)
		use(p.statements[k].via)
	}
	for k := range p.posts {
		use(p.posts[k].person)
		use(p.posts[k].org)
	}
}

// entityRecords writes the entities in the order of their first mention and
// gives the ids by index, "" for those left out.
func (p *page) entityRecords(r *record.Record) []string {
	id := make([]string, len(p.entities))
	at := make([]int, len(p.entities)) // position in r.Entities plus one
	for _, k := range p.mentionsInOrder() {
		m := &p.mentions[k]
		if m.role == title {
			continue
		}
		for _, e := range m.ents {
			ent := &p.entities[e]
			if !ent.named && !ent.used && (ent.code == "" || ent.foreign) { // somebody, of nowhere, who does nothing
				continue
			}
			if at[e] == 0 {
				id[e] = "e" + strconv.Itoa(len(r.Entities)+1)
				r.Entities = append(r.Entities, p.entityRecord(ent, id[e]))
				at[e] = len(r.Entities)
			}
			out := &r.Entities[at[e]-1]
			form := m.form
			if m.role == adjective || ent.kind == record.Group && strings.HasPrefix(ent.key, "area/") { // "Russian" is no name of Russia, "Muslims" none of a body
				form = record.Nominal
			}
			out.Mentions = append(out.Mentions, record.Mention{Span: p.words2span(m.lo, m.hi), Form: form})
		}
	}
	return id
}

func (p *page) entityRecord(e *entity, id string) record.Entity {
	out := record.Entity{ID: id, Kind: e.kind, Name: e.name, Code: e.code, Sectors: e.sectors, Registry: e.key, Edition: e.edition}
	if !e.named && e.kind == record.Person {
		switch { // the capital, an eastern city; a country that nobody named
		case p.words.is("state_noun", e.head):
			out.Kind = record.State
		case e.head != "state" && p.words.is("settlement", e.head):
			out.Kind = record.Place
		}
	}
	if e.located {
		lat, lon := e.lat, e.lon
		out.Latitude, out.Longitude = &lat, &lon
	}
	return out
}

// mentionsInOrder lists the mentions by their place in the text.
func (p *page) mentionsInOrder() []int32 {
	order := make([]int32, len(p.mentions))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &p.mentions[a], &p.mentions[b]
		if x.lo != y.lo {
			return int(x.lo - y.lo)
		}
		if x.hi != y.hi {
			return int(x.hi - y.hi)
		}
		return int(a - b)
	})
	return order
}

func (p *page) postRecord(k int, id []string) record.Post {
	q := &p.posts[k]
	out := record.Post{ID: "p" + strconv.Itoa(k+1), Person: id[q.person], Title: p.titleText(q), Code: q.code,
		Former: q.former, Evidence: p.words2span(q.evidLo, q.evidHi)}
	if q.org >= 0 {
		out.Organization = id[q.org]
	}
	return out
}

func ids(list []int32, id []string) []string {
	var out []string
	for _, k := range list {
		if id[k] != "" {
			out = append(out, id[k])
		}
	}
	return out
}

// amongParties keeps of a list what stands in one of two others: a party that was
// inferred and taken back again is none.
func amongParties(list, a, b []int32) (out []int32) {
	for _, k := range list {
		if slices.Contains(a, k) || slices.Contains(b, k) {
			out = append(out, k)
		}
	}
	return out
}

func (p *page) eventRecord(k int, id []string) record.Event {
	e := &p.events[k]
	lo, hi := (&coder{page: p}).triggerSpan(e)
	out := record.Event{ID: "v" + strconv.Itoa(k+1), Type: e.typ, CAMEO: e.cameo, Status: e.status, Level: e.level,
		Contexts: p.contextsOf(e), Actors: ids(e.actors, id), Recipients: ids(e.recipients, id),
		Trigger: p.words2span(lo, hi), Evidence: p.words2span(min(lo, e.evidLo), max(hi, e.evidHi)), Size: p.sizeRecord(k)}
	out.Inferred = ids(amongParties(unique(e.inferred), e.actors, e.recipients), id)
	if e.same >= 0 {
		out.SameAs = "v" + strconv.Itoa(e.same+1)
	}
	if e.mode != "" {
		out.Modes = []string{e.mode}
	}
	scale := ontology.Scale(e.typ, out.Modes)
	out.Scale = &scale
	if e.place >= 0 {
		out.Place = id[e.place]
	}
	if e.forum >= 0 {
		out.Forum = id[e.forum]
	}
	if e.statement >= 0 {
		out.Statement = "s" + strconv.Itoa(e.statement+1)
	}
	out.Time = p.timeRecord(e.time)
	if p.judge != nil {
		sure := math.Round(e.confidence*100) / 100
		out.Confidence = &sure
	}
	return out
}

func (p *page) timeRecord(k int) *record.Time {
	if k < 0 {
		return nil
	}
	t := p.times[k].Time()
	if t != nil {
		t.Grain = wholeGrain(&p.times[k], t.Grain)
		t.Text = byteSpan(p.times[k].Span)
	}
	return t
}

func (p *page) statementRecord(k int, id []string) record.Statement {
	s := &p.statements[k]
	text := p.words2span(s.textLo, s.textHi)
	out := record.Statement{ID: "s" + strconv.Itoa(k+1), SpeakerText: &text, Cue: p.words2span(s.cueLo, s.cueHi), Kind: s.kind,
		Polarity: s.polarity, SpeakerKind: s.who, Time: p.timeRecord(s.time)}
	if s.parent >= 0 {
		out.Parent = "s" + strconv.Itoa(s.parent+1)
	}
	if s.answers >= 0 {
		out.Answers = "s" + strconv.Itoa(s.answers+1)
	}
	if s.speaker >= 0 {
		out.Speaker = id[s.speaker]
	}
	if s.via >= 0 {
		out.Via = id[s.via]
	}
	for _, c := range s.content {
		out.Content = append(out.Content, p.words2span(c.lo, c.hi))
	}
	out.About = p.about(s, id)
	return out
}

// about lists the entities named in the content of a statement.
func (p *page) about(s *statement, id []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range s.content {
		for i := c.lo; i < c.hi; i++ {
			k := p.heads[i]
			if k < 0 || p.mentions[k].form == record.Pronoun && len(p.mentions[k].ents) == 0 {
				continue
			}
			for _, e := range p.mentions[k].ents {
				if id[e] != "" && p.entities[e].named && !seen[id[e]] {
					seen[id[e]] = true
					out = append(out, id[e])
				}
			}
		}
	}
	return out
}

// wholeGrain is the coarsest grain not above the given one that the days of an
// expression fill: a season is told in months, a month up to now in days.
func wholeGrain(x *timex.Expr, grain record.Grain) record.Grain {
	next := x.To.AddDays(1)
	months := x.From.Day == 1 && next.Day == 1
	switch {
	case grain == record.Year && months && x.From.Month == 1 && next.Month == 1,
		grain == record.Quarter && months && x.From.Month%3 == 1 && next.Month%3 == 1,
		grain == record.Week && (x.To.Since(x.From)+1)%7 == 0:
		return grain
	case grain != record.Week && grain != record.Day && months:
		return record.Month
	}
	return record.Day
}
