package store

import (
	"context"
	"fmt"
	"time"
)

// Weight says how much a finding matters.
type Weight string

// The weights.
const (
	Fine  Weight = "ok"
	Note  Weight = "note"    // worth knowing
	Warn  Weight = "warning" // to be done soon
	Wrong Weight = "fault"   // the archive is not as it should be
)

// Finding is one thing that the doctor looked at.
type Finding struct {
	Check  string `json:"check"`
	Weight Weight `json:"weight"`
	Text   string `json:"text"`
	Do     string `json:"do,omitempty"` // what to do about it
}

// Checkup is what the doctor is asked to look at beside the archive itself.
type Checkup struct {
	// Size and Log are the bytes of the file and of its write-ahead log; 0 where
	// there is no file.
	Size, Log int64
	// Gap is the number of days without a document of an outlet from which a gap
	// is told; 7 when 0.
	Gap int
}

// Doctor looks an archive over, quicker than Verify and with more in view: each
// finding says what to do.
func (s *Store) Doctor(ctx context.Context, c Checkup) ([]Finding, error) {
	if c.Gap <= 0 {
		c.Gap = 7
	}
	d := &doctor{s: s, asked: c}
	err := s.snapshot(ctx, func(h *handle) error {
		d.h = h
		for _, check := range []func(context.Context) error{d.schema, d.structure, d.size, d.orphans, d.index, d.backups, d.texts, d.feeds, d.gaps} {
			if err := check(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return d.found, told(err, "cannot look the archive over")
}

type doctor struct {
	s     *Store
	h     *handle
	asked Checkup
	found []Finding
}

func (d *doctor) say(check string, w Weight, do, format string, args ...any) {
	d.found = append(d.found, Finding{check, w, fmt.Sprintf(format, args...), do})
}

func (d *doctor) number(ctx context.Context, query string, args ...any) (n int64, err error) {
	_, err = d.h.one(ctx, []any{&n}, query, args...)
	return n, err
}

func (d *doctor) schema(ctx context.Context) error {
	have, err := applied(ctx, d.h)
	if err != nil || len(have) == 0 {
		return err
	}
	last := have[len(have)-1]
	d.say("schema", Fine, "", "version %d (%s), since %s, in %s", last.Number, last.Name, last.At.Format(time.DateOnly), d.s.d.Name)
	return nil
}

func (d *doctor) structure(ctx context.Context) error {
	n := 0
	err := d.h.eachOnce(ctx, func(row scan) error {
		var line string
		if err := row(&line); err != nil {
			return err
		}
		if line != "ok" {
			n++
			d.say("structure", Wrong, "restore a backup by chancery restore; chancery verify tells what else is damaged", "%s", line)
		}
		return nil
	}, d.s.d.Check)
	if err == nil && n == 0 {
		d.say("structure", Fine, "", "the database finds nothing wrong with its tables and indexes")
	}
	return err
}

func (d *doctor) size(ctx context.Context) error {
	if d.asked.Size == 0 || d.s.d.Free == "" {
		return nil
	}
	var free, pages int64
	if _, err := d.h.one(ctx, []any{&free, &pages}, d.s.d.Free); err != nil {
		return err
	}
	switch {
	case pages > 2000 && free*4 > pages:
		d.say("size", Note, "a backup has no free pages: chancery backup, then restore it in the place of the archive", "%s, of which %d in 100 pages are free", bytesText(d.asked.Size), 100*free/pages)
	default:
		d.say("size", Fine, "", "%s, %d of %d pages are free", bytesText(d.asked.Size), free, pages)
	}
	if d.asked.Log > 64<<20 {
		d.say("log", Warn, "some program has been reading for very long and holds the log; end it, and it shrinks with the next commit", "the write-ahead log has %s", bytesText(d.asked.Log))
	} else {
		d.say("log", Fine, "", "the write-ahead log has %s", bytesText(d.asked.Log))
	}
	return nil
}

func bytesText(n int64) string {
	switch {
	case n >= 10<<30:
		return fmt.Sprintf("%d GiB", n>>30)
	case n >= 10<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d KiB", (n+1023)>>10)
}

// orphans are rows that belong to nothing.
func (d *doctor) orphans(ctx context.Context) error {
	sum := int64(0)
	for _, x := range []struct{ table, column, of string }{
		{"texts", "doc", "documents"}, {"records", "doc", "documents"}, {"appearances", "doc", "documents"}, {"events", "doc", "documents"},
		{"statements", "doc", "documents"}, {"holdings", "doc", "documents"}, {"prints", "doc", "documents"}, {"bands", "doc", "documents"}, {"bands_young", "doc", "documents"}, {"corrections", "doc", "documents"},
		{"event_parties", "event", "events"}, {"event_terms", "event", "events"}, {"event_blocks", "event", "events"}, {"event_blocks_young", "event", "events"},
		{"statement_parties", "statement", "statements"}, {"statement_terms", "statement", "statements"}, {"events", "incident", "incidents"},
		{"incident_terms", "incident", "incidents"}, {"incident_terms", "term", "terms"}, {"pair_keys", "pair", "pairs"}, {"coverage", "outlet", "terms"},
		{"event_terms", "term", "terms"}, {"event_parties", "party", "terms"}, {"lookups", "term", "terms"},
	} {
		n, err := d.number(ctx, fmt.Sprintf("SELECT count(*) FROM %s x WHERE x.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s y WHERE y.id = x.%s)", x.table, x.column, x.of, x.column))
		if err != nil {
			return err
		}
		if sum += n; n > 0 {
			d.say("orphans", Wrong, "chancery verify names them; restore a backup, or code the documents again by chancery recode", "%d rows of %s belong to no row of %s", n, x.table, x.of)
		}
	}
	if sum == 0 {
		d.say("orphans", Fine, "", "every row belongs to one that is there")
	}
	return nil
}

// index compares how many events and statements there are with how many can be
// found.
func (d *doctor) index(ctx context.Context) error {
	bad := 0
	n, err := d.number(ctx, "SELECT count(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM event_terms t WHERE t.term = e.type AND t.day = e.day AND t.event = e.id)")
	if err != nil {
		return err
	}
	if n > 0 {
		bad++
		d.say("index", Wrong, "chancery verify names them; restore a backup, or code the documents again by chancery recode", "%d events are not found by their type and day", n)
	}
	events := int64(0)
	for _, x := range []struct{ items, words string }{{"events", "event_words"}, {"statements", "statement_words"}, {"documents", "title_words"}, {"texts", "text_words"}} {
		items, err := d.number(ctx, "SELECT count(*) FROM "+x.items)
		if err != nil {
			return err
		}
		found, err := d.number(ctx, "SELECT count(*) FROM "+x.words)
		if err != nil {
			return err
		}
		if x.items == "events" {
			events = items
		}
		if items != found {
			bad++
			d.say("index", Wrong, "chancery verify names them; restore a backup, or code the documents again by chancery recode", "%d %s, and the words of %d are indexed", items, x.items, found)
		}
	}
	if bad == 0 {
		d.say("index", Fine, "", "%d events, each of them is found by its type and words", events)
	}
	return nil
}

func (d *doctor) backups(ctx context.Context) error {
	var at int64
	found, err := d.h.one(ctx, []any{&at}, "SELECT at FROM log WHERE kind = 'backup' ORDER BY id DESC LIMIT 1")
	if err != nil {
		return err
	}
	documents, err := d.number(ctx, "SELECT count(*) FROM documents")
	age := d.s.now().Sub(time.UnixMilli(at))
	const do = "chancery backup FILE makes one while the archive is in use"
	switch {
	case err != nil || documents == 0:
	case !found:
		d.say("backup", Warn, do, "there never was a backup")
	case age > 7*24*time.Hour:
		d.say("backup", Warn, do, "the last backup is %d days old", int(age.Hours()/24))
	default:
		d.say("backup", Fine, "", "the last backup was made on %s", time.UnixMilli(at).UTC().Format(time.DateTime))
	}
	return err
}

func (d *doctor) texts(ctx context.Context) error {
	documents, err := d.number(ctx, "SELECT count(*) FROM documents")
	if err != nil {
		return err
	}
	texts, err := d.number(ctx, "SELECT count(*) FROM texts")
	if err != nil {
		return err
	}
	rules, err := d.s.Rules(ctx)
	if err != nil {
		return err
	}
	says := "there is no rule of retention"
	if len(rules) > 0 {
		says = fmt.Sprintf("%d rules of retention", len(rules))
	}
	d.say("texts", Fine, "", "%d of %d documents have their text; %s", texts, documents, says)
	if len(rules) == 0 {
		return nil
	}
	due, err := d.s.Retain(ctx, true)
	if err == nil && due.Texts > 0 {
		d.say("texts", Warn, "chancery forget --due deletes them", "%d texts are older than the rules let them be", due.Texts)
	}
	return err
}
