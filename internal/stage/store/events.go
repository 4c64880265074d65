package store

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
)

// laid is an event as it is in force; under is what was coded, when a correction
// lies over it.
type laid struct {
	event *archive.Event
	under *archive.Event
}

// insert writes all that is read from the record of a document.
func (t *txn) insert(ctx context.Context, doc int64, a *archive.Addition, old *head, events []laid, links *archive.Links, joined map[string]int64) error {
	if err := t.insertEvents(ctx, doc, events, links, joined, nil); err != nil {
		return err
	}
	if err := t.insertSaid(ctx, doc, a.Said); err != nil {
		return err
	}
	if err := t.insertHeld(ctx, doc, a.Held); err != nil {
		return err
	}
	was := int64(unprinted)
	if old != nil {
		was = printed(old.first.Published)
	}
	return t.insertPrints(ctx, doc, &links.Prints, was, printed(clean(a.Document.Published)))
}

// insertEvents writes events under the blocks that linking gives them, or under
// those that they had.
func (t *txn) insertEvents(ctx context.Context, doc int64, events []laid, links *archive.Links, joined map[string]int64, had map[string][]uint64) error {
	w := newEventRows()
	first, err := t.next(ctx, "events", len(events))
	if err != nil {
		return err
	}
	for i, l := range events {
		blocks := had[l.event.Key]
		if had == nil {
			blocks = hashes(links.Blocks[l.event.Key])
		}
		if err := t.addEvent(ctx, w, first+int64(i), doc, l, blocks, joined[l.event.Key]); err != nil {
			return err
		}
	}
	for _, r := range []*rows{w.parties, w.terms} {
		t.later.add(r)
	}
	if t.ahead != nil { // they are known there
		t.later.add(w.blocks)
	} else if err := w.blocks.flush(ctx, t.handle); err != nil {
		return err
	}
	return w.events.flush(ctx, t.handle)
}

// eventRows are the rows that events are written as.
type eventRows struct{ events, parties, terms, blocks *rows }

func newEventRows() *eventRows {
	w := &eventRows{
		events: table("events", "id", "doc", "head", "tail", "day", "until", "type", "status", "level", "confidence", "scale",
			"flags", "review", "incident", "blocks", "body", "coded"),
		parties: table("event_parties", "event", "role", "party"),
		terms:   table("event_terms", "term", "day", "event"),
		blocks:  table("event_blocks", "block", "day", "event"),
	}
	return w
}

func (t *txn) addEvent(ctx context.Context, w *eventRows, id, doc int64, l laid, blocks []uint64, incident int64) error {
	e := l.event
	h, tail, ok := splitKey(e.Key)
	if !ok {
		return errItem{unknown("a document for the event", e.Key)}
	}
	found, err := indexEvent(ctx, e, t.term)
	if err != nil {
		return err
	}
	body, err := eventBody(e)
	if err != nil {
		return errItem{err}
	}
	var under any
	if l.under != nil {
		data, err := eventBody(l.under)
		if err != nil {
			return errItem{err}
		}
		under = t.s.packer.pack(data)
	}
	if err := t.month(ctx, found.day); err != nil {
		return err
	}
	w.events.add(id, doc, h, clean(tail), found.day, day(e.End), found.kind, place(statuses(), string(e.Status)), optionalInt(e.Level), optionalFloat(e.Confidence), optionalFloat(e.Scale),
		flags(e), place(reviews(), string(e.Review)), known(incident), packNumbers(blocks), t.s.packer.pack(body), under)
	for _, p := range found.parties {
		w.parties.add(id, p.role, p.id)
	}
	for _, term := range found.terms {
		w.terms.add(term, found.day, id)
	}
	if e.Review != archive.Rejected {
		seen := map[uint64]bool{} // two keys may have one digest
		for _, b := range blocks {
			if !seen[b] {
				w.blocks.add(int64(b), found.day, id)
			}
			seen[b] = true
		}
	}
	t.word("event_words", id, false, e.Evidence)
	t.added(id, found.day, e, blocks, incident)
	return nil
}

// eventBody is what is kept of an event beside the columns: what the document,
// the incident and the review say of it stands there.
func eventBody(e *archive.Event) ([]byte, error) {
	c := *e
	c.Key, c.Document, c.Title, c.Outlet, c.URL, c.Published = "", "", "", "", "", ""
	c.Copied, c.Incident, c.Review = false, "", ""
	return json.Marshal(&c)
}

// hashes are the numbers under which blocks are found; two blocks with one
// number would only bring a candidate too much.
func hashes(blocks []string) []uint64 {
	out := make([]uint64, len(blocks))
	for i, b := range blocks {
		h := fnv.New64a()
		h.Write([]byte(b))
		out[i] = h.Sum64()
	}
	return out
}

func flags(e *archive.Event) (n int64) {
	if e.Dated {
		n |= flagDated
	}
	if e.Attributed {
		n |= flagAttributed
	}
	return n
}

func optionalInt(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

func optionalFloat(f *float64) any {
	if f == nil {
		return nil
	}
	return *f
}

func known(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// partyRole is one party of an event or statement.
type partyRole struct {
	role int64
	id   int64
}

// indexed is under what an event, statement or incident is found.
type indexed struct {
	day     int64
	kind    int64 // term of its type
	parties []partyRole
	terms   []int64
}

// indexEvent says under what an event is found.
func indexEvent(ctx context.Context, e *archive.Event, give giver) (*indexed, error) {
	x := &indexer{give: give, ctx: ctx, to: &indexed{day: day(e.Start)}}
	x.to.kind = x.term(ofType, e.Type)
	if e.Status != "actual" {
		x.term(ofStatus, string(e.Status))
	}
	x.all(ofMode, e.Modes)
	x.all(ofContext, e.Contexts)
	x.parties(roleActor, ofActor, e.Actors)
	x.parties(roleRecipient, ofRecipient, e.Recipients)
	x.dyads(e.Actors, e.Recipients)
	x.party(roleForum, e.Forum)
	x.party(roleSpeaker, e.Speaker)
	if e.Speaker != nil {
		x.term(ofSpeaker, e.Speaker.Code)
	}
	x.party(roleVia, e.Via)
	x.where(e.Place)
	x.term(ofOutlet, e.Outlet)
	x.term(ofCAMEO, e.CAMEO)
	x.term(ofTrigger, strings.Join(filter.WordsOf(e.Trigger), " "))
	x.term(ofReview, string(e.Review))
	if e.Size != nil {
		x.term(ofHas, "size")
		x.number(ofKilled, e.Size.Killed)
		x.number(ofInjured, e.Size.Injured)
		x.number(ofArrested, e.Size.Arrested)
		x.number(ofParticipants, e.Size.Participants)
	}
	return x.to, x.err
}
