package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/stage/serve"
	"chancery/record"
)

const (
	maxPasted = 1 << 20
	// maxTried is the longest text in bytes that is coded at once.
	maxTried = 200_000
	// maxAddress is the longest address.
	maxAddress = 2000
	// maxCoding is how many texts are coded at the same time; others wait.
	maxCoding = 2
)

// tryPage is the form and, once a text was sent, what was read from it.
type tryPage struct {
	Text, Title, Published string
	Address                string
	MayFetch               bool
	Fetched                string // where the page came from
	Wrong                  string
	Most                   int
	Article                *articlePage
	Nothing                bool // a text was coded and nothing found
}

// try codes a text that is pasted. Nothing of it is kept.
func (d *desk) try(r *http.Request) (shown, error) {
	c := serve.CallerOf(r.Context())
	p := tryPage{MayFetch: d.o.Fetch != nil && c.Name != "" && c.May(max(d.o.Fetchers, serve.Reader)), Published: d.o.Now().Format(time.DateOnly), Most: maxTried}
	out := shown{View: "try", Title: "Try it"}
	if r.Method != http.MethodPost {
		out.Data = p
		return out, nil
	}
	if err := r.ParseForm(); err != nil {
		return shown{}, err
	}
	if r.PostForm.Has("address") {
		return d.tryAddress(r, p)
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
	return d.tryPage(r, p, record.Page{Document: record.Document{Title: p.Title, Published: p.Published}, Text: p.Text}, nil)
}

// tryAddress fetches a page and codes it. Neither is kept.
func (d *desk) tryAddress(r *http.Request, p tryPage) (shown, error) {
	out := shown{View: "try", Title: "Try it", Status: http.StatusUnprocessableEntity}
	p.Address = strings.TrimSpace(r.PostForm.Get("address"))
	wrong := func(words string) (shown, error) {
		p.Wrong = words
		out.Data = p
		return out, nil
	}
	switch {
	case !p.MayFetch:
		out, err := wrong("This server fetches no addresses for you: sign in, or paste the text of the page.")
		out.Status = http.StatusForbidden
		return out, err
	case p.Address == "" || len(p.Address) > maxAddress:
		return wrong("Give the address of a page, as https://example.org/news.")
	}
	page, notes, err := d.o.Fetch(r.Context(), p.Address)
	if err != nil {
		if r.Context().Err() != nil {
			return shown{}, r.Context().Err()
		}
		return wrong("The page could not be fetched: " + why(err) + ".")
	}
	if page.Text = strings.TrimSpace(page.Text); page.Text == "" {
		return wrong("No text of an article was found at that address; paste it instead.")
	}
	if len(page.Text) > maxTried {
		return wrong("The text at that address is too long to be read at once; paste a part of it, or use chancery code.")
	}
	p.Fetched = page.URL
	return d.tryPage(r, p, page, notes)
}

// why says in words why nothing was fetched, without what only we can see: the
// addresses of a name within our network are not told.
func why(err error) string {
	var refused interface{ Told() string }
	if errors.As(err, &refused) {
		return refused.Told()
	}
	return "it does not answer"
}

// tryPage codes a page.
func (d *desk) tryPage(r *http.Request, p tryPage, page record.Page, before []record.Diagnostic) (shown, error) {
	out := shown{View: "try", Title: "Try it"}
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
	doc := archive.Document{Document: rec.Document, Diagnostics: append(before, notes...), Words: len(strings.Fields(page.Text))}
	flat := archive.Flatten(doc, rec, page.Text)
	a := article(doc, rec, page.Text, flat.Events, flat.Said)
	a.Tried = true
	p.Article, p.Nothing = &a, len(flat.Events)+len(flat.Said) == 0
	out.Data = p
	return out, nil
}
