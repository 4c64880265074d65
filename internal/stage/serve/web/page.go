package web

import (
	"net/http"
	"regexp"
	"slices"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/record"
)

// articlePage is a document with all that was read from it.
type articlePage struct {
	Document   archive.Document
	Kept       bool // the text is there
	Paragraphs []paragraph
	Events     []archive.Event
	Statements []archive.Statement
	Entities   []mentioned
	Posts      []archive.Holding
	Tried      bool // coded just now, nothing is kept
	Notes      []record.Diagnostic
}

// mentioned is an entity of the page.
type mentioned struct {
	record.Entity
	Count int
	Party archive.Party
}

var digits = regexp.MustCompile(`^[0-9a-f]{16,64}$`)

func (d *desk) page(r *http.Request) (shown, error) {
	ctx := r.Context()
	name := r.PathValue("sha256")
	if !digits.MatchString(name) {
		return shown{}, archive.ErrUnknown
	}
	sha, err := d.o.Archive.Named(ctx, name)
	if err != nil {
		return shown{}, err
	}
	doc, err := d.o.Archive.Document(ctx, sha)
	if err != nil {
		return shown{}, err
	}
	rec, err := d.o.Archive.Record(ctx, sha, 0)
	if err != nil {
		return shown{}, err
	}
	events, err := d.o.Archive.EventsOf(ctx, sha)
	if err != nil {
		return shown{}, err
	}
	expr, err := d.parse("document:"+sha, filter.Statements)
	if err != nil {
		return shown{}, err
	}
	var said []archive.Statement
	for s, err := range d.o.Archive.Statements(ctx, filter.Query{Filter: expr}) {
		if err != nil {
			return shown{}, err
		}
		said = append(said, s)
	}
	p := article(doc, rec, doc.Text, events, said)
	return shown{View: "page", Title: titleOf(&doc), Data: p}, nil
}

func titleOf(doc *archive.Document) string {
	if doc.Title != "" {
		return doc.Title
	}
	return "Page without a title"
}

// article brings together what is shown of a document.
func article(doc archive.Document, rec record.Record, text string, events []archive.Event, said []archive.Statement) articlePage {
	slices.SortStableFunc(events, func(a, b archive.Event) int { return a.TriggerSpan.Start - b.TriggerSpan.Start })
	slices.SortStableFunc(said, func(a, b archive.Statement) int { return a.CueSpan.Start - b.CueSpan.Start })
	p := articlePage{Document: doc, Events: events, Statements: said, Notes: doc.Diagnostics, Kept: text != ""}
	for _, e := range rec.Entities {
		p.Entities = append(p.Entities, mentioned{e, len(e.Mentions), archive.Party{Name: e.Name, Kind: e.Kind, Code: e.Code, Registry: e.Registry}})
	}
	slices.SortStableFunc(p.Entities, func(a, b mentioned) int { return b.Count - a.Count })
	p.Posts = archive.Flatten(doc, rec, text).Held
	if p.Kept {
		p.Paragraphs = paragraphsOf(text, marksOf(rec.Entities, events, said))
	}
	return p
}
