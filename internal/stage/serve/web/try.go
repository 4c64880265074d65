package web

import (
	"net/http"
	"strings"
	"time"

	"chancery/archive"
	"chancery/record"
)

const (
	maxPasted = 1 << 20
	// maxTried is the longest text in bytes that is coded at once.
	maxTried = 200_000
	// maxCoding is how many texts are coded at the same time; others wait.
	maxCoding = 2
)

// tryPage is the form and, once a text was sent, what was read from it.
type tryPage struct {
	Text, Title, Published string
	Wrong                  string
	Most                   int
	Article                *articlePage
	Nothing                bool // a text was coded and nothing found
}

// try codes a text that is pasted. Nothing of it is kept.
func (d *desk) try(r *http.Request) (shown, error) {
	p := tryPage{Published: d.o.Now().Format(time.DateOnly), Most: maxTried}
	out := shown{View: "try", Title: "Try it"}
	if r.Method != http.MethodPost {
		out.Data = p
		return out, nil
	}
	if err := r.ParseForm(); err != nil {
		return shown{}, err
	}
	p.Text, p.Title, p.Published = r.PostForm.Get("text"), r.PostForm.Get("title"), strings.TrimSpace(r.PostForm.Get("published"))
	p.Text = strings.ReplaceAll(p.Text, "\r\n", "\n")
	switch _, err := time.Parse(time.DateOnly, p.Published); {
	case strings.TrimSpace(p.Text) == "":
		p.Wrong = "Paste the text of a page first."
	case len(p.Text) > maxTried:
		p.Wrong = "The text is too long to be read at once; give a part of it, or use chancery code."
	case p.Published != "" && err != nil:
		p.Wrong = "Give the day of publication as 2024-05-31, or leave it out."
	}
	if p.Wrong != "" {
		out.Status, out.Data = http.StatusUnprocessableEntity, p
		return out, nil
	}
	page := record.Page{Document: record.Document{Title: p.Title, Published: p.Published}, Text: p.Text}
	select {
	case d.coding <- struct{}{}:
		defer func() { <-d.coding }()
	case <-r.Context().Done():
		return shown{}, r.Context().Err()
	}
	rec, notes, err := d.o.Code(r.Context(), page)
	if err != nil {
		return shown{}, err
	}
	doc := archive.Document{Document: rec.Document, Diagnostics: notes, Words: len(strings.Fields(p.Text))}
	flat := archive.Flatten(doc, rec, p.Text)
	a := article(doc, rec, p.Text, flat.Events, flat.Said)
	a.Tried = true
	p.Article, p.Nothing = &a, len(flat.Events)+len(flat.Said) == 0
	out.Data = p
	return out, nil
}
