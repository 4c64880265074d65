// Package api answers programs: the lists of the archive by the filter language
// of the command line, its things by their names, and the coding of a text, as
// JSON, NDJSON and CSV. routes.go is the table of all of it, from which the
// OpenAPI document and the page that explains it are made.
//
// What must stay true:
//   - What a filter gives here is what the same filter gives on the command line
//     and in exports, row for row, and the counts are of the same rows.
//   - Every answer tells what it was drawn from (complete.Completeness).
//   - A stream that breaks off is cut off, so that nobody takes half for whole.
//   - Names in /api/v1 stay what they are; new ones may come.
package api

import (
	"context"
	"io"
	"iter"
	"net/http"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/serve/saved"
	"chancery/record"
)

// Archive is what the API asks of an archive.
type Archive interface {
	serve.Lists
	serve.Things
}

// Options are what the API is made of.
type Options struct {
	Archive Archive
	// Complete tells what answers are drawn from.
	Complete *complete.Keeper
	// Names resolves countries, bodies and places in filters.
	Names filter.Names
	// Tables write CSV with the columns of exports.
	Tables Tables
	// Code codes a text; nil when none are taken.
	Code func(context.Context, record.Page) (record.Record, []record.Diagnostic, error)
	// Saved keeps the searches that users save; nil leaves them out.
	Saved *saved.Keeper
	// Version is that of the program.
	Version string
	// Now is the clock that 30d in a filter counts from.
	Now func() time.Time
}

// Tables write rows as CSV.
type Tables struct {
	Events     func(io.Writer, iter.Seq2[archive.Event, error]) error
	Incidents  func(io.Writer, iter.Seq2[archive.Incident, error]) error
	Statements func(io.Writer, iter.Seq2[archive.Statement, error]) error
	People     func(io.Writer, iter.Seq2[archive.Identity, error]) error
	Posts      func(io.Writer, iter.Seq2[archive.Tenure, error]) error
}

// API answers.
type API struct {
	o      Options
	counts counts
	busy   chan struct{} // a place for each text that may be coded at once
}

// CodeBody is the most bytes of a text to be coded.
const CodeBody = 1 << 20

// Mounts gives the handlers with those who may reach them.
func Mounts(o Options) ([]serve.Mount, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &API{o: o, busy: make(chan struct{}, 2)}
	mux := http.NewServeMux()
	for _, r := range a.routes() {
		mux.HandleFunc(r.method+" /api/v1"+r.path, a.answering(r))
	}
	document, err := openAPI(a.routes(), o.Version)
	if err != nil {
		return nil, err
	}
	page, err := explained(a.routes(), o.Version)
	if err != nil {
		return nil, err
	}
	mux.HandleFunc("GET /api/openapi.json", whole("application/json", document))
	mux.HandleFunc("GET /api/{$}", whole("text/html; charset=utf-8", page))
	mux.HandleFunc("GET /api/docs.css", whole("text/css; charset=utf-8", style))
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		serve.Fail(w, r, serve.Problem{Status: http.StatusNotFound, Detail: "There is nothing here; /api/ explains what there is, and by which methods it is asked."})
	})
	return []serve.Mount{
		{Pattern: "/api/", Handler: mux, Read: serve.Reader, Write: serve.Reader, Scope: serve.ReadScope, Long: true},
		{Pattern: "POST /api/v1/code", Handler: mux, Write: serve.Reader, Scope: serve.CodeScope, Body: CodeBody + 4096},
	}, nil
}

// answering calls a route and tells what went wrong.
func (a *API) answering(route route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := route.known(r)
		if err == nil {
			err = route.answer(w, r)
		}
		if err != nil {
			fail(w, r, err)
		}
	}
}

// whole answers with bytes that do not change while the program runs.
func whole(kind string, body []byte) http.HandlerFunc {
	tag := tagOf(string(body))
	return func(w http.ResponseWriter, r *http.Request) {
		if same(w, r, tag) {
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body)
	}
}
