package agents

import (
	"context"
	"strings"

	"chancery/archive"
	"chancery/record"
)

// Page is a text to be coded.
type Page struct {
	Text      string `json:"text" jsonschema:"the text, up to 200,000 letters"`
	Title     string `json:"title,omitempty"`
	Source    string `json:"source,omitempty" jsonschema:"the outlet"`
	Published string `json:"published,omitempty" jsonschema:"the day of publication, from which 'on Monday' is read"`
}

// Coded is what was read from a text.
type Coded struct {
	Reports     []Report            `json:"reports"`
	Statements  []Statement         `json:"statements"`
	Posts       []archive.Holding   `json:"posts"`
	Diagnostics []record.Diagnostic `json:"diagnostics,omitempty"`
	Note        string              `json:"note"`
}

const longest = 400_000

func (t *tools) code(ctx context.Context, p Page) (Coded, error) {
	out := Coded{Note: note, Reports: []Report{}, Statements: []Statement{}, Posts: []archive.Holding{}}
	if strings.TrimSpace(p.Text) == "" || len(p.Text) > longest {
		return out, wrong("give a text, of up to 400,000 bytes")
	}
	rec, diagnostics, err := t.o.Code(ctx, record.Page{Document: record.Document{Title: p.Title, Source: p.Source, Published: p.Published}, Text: p.Text})
	if err != nil {
		return out, err
	}
	add := archive.Flatten(archive.Document{Document: rec.Document}, rec, p.Text)
	for i := range add.Events {
		out.Reports = append(out.Reports, reportOf(&add.Events[i]))
	}
	for i := range add.Said {
		out.Statements = append(out.Statements, statementOf(&add.Said[i]))
	}
	out.Posts, out.Diagnostics = append(out.Posts, add.Held...), diagnostics
	return out, nil
}
