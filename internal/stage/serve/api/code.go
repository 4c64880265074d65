package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"chancery/internal/stage/serve"
	"chancery/record"
)

// code codes a text. Two are coded at once; who comes later waits a moment, and
// is sent away when that is too long.
func (a *API) code(w http.ResponseWriter, r *http.Request) error {
	if a.o.Code == nil {
		serve.Fail(w, r, serve.Problem{Status: http.StatusNotImplemented, Detail: "This server codes no texts."})
		return nil
	}
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
		serve.Fail(w, r, serve.Problem{Status: http.StatusUnsupportedMediaType, Detail: "Send JSON, with Content-Type: application/json."})
		return nil
	}
	var in CodeRequest
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		if p, inside := serve.ProblemOf(err); !inside {
			serve.Fail(w, r, p)
			return nil
		}
		return badParam{"body", "The body is no JSON as it is asked for: give text, and if known title, url, source and published."}
	}
	if strings.TrimSpace(in.Text) == "" {
		return badParam{"text", "There is no text."}
	}
	select {
	case a.busy <- struct{}{}:
		defer func() { <-a.busy }()
	case <-r.Context().Done():
		return nil // nobody waits any more
	}
	page := record.Page{Document: record.Document{Title: in.Title, URL: in.URL, Source: in.Source, Published: in.Published}, Text: in.Text}
	rec, diagnostics, err := a.o.Code(r.Context(), page)
	if err != nil {
		return err
	}
	return put(w, CodeAnswer{rec, diagnostics})
}
