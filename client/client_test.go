package client_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"chancery/archive"
	"chancery/client"
	"chancery/internal/filter"
	"chancery/internal/stage/store/storetest"
)

// opened is a server with pages and a client of it.
func opened(t *testing.T, pages int) (*desk, *client.Client) {
	t.Helper()
	d, err := open(t.Context(), pages, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.done)
	c, err := client.New(d.address+"/", client.Options{Token: d.token})
	if err != nil {
		t.Fatal(err)
	}
	return d, c
}

func all[T any](t *testing.T, rows iter.Seq2[T, error]) (out []T) {
	t.Helper()
	for v, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// sameList wants pages, the stream and the archive itself to give the same rows.
func sameList[T any](t *testing.T, what string, l client.List[T], q client.Query, want iter.Seq2[T, error]) {
	t.Helper()
	rows := all(t, want)
	if len(rows) == 0 {
		t.Errorf("%s: the archive has none", what)
	}
	if got := all(t, l.All(t.Context(), q)); text(got) != text(rows) {
		t.Errorf("%s: pages give %d rows, the archive %d", what, len(got), len(rows))
	}
	s, err := l.Stream(t.Context(), q)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer s.Close()
	if got := all(t, s.Rows()); text(got) != text(rows) || s.Completeness.Line == "" || s.ETag == "" {
		t.Errorf("%s: the stream gives %d rows, the archive %d, drawn from %+v", what, len(got), len(rows), s.Completeness)
	}
	var by []T
	next := ""
	for {
		p, err := l.Page(t.Context(), client.Query{Filter: q.Filter, Oldest: q.Oldest, Limit: 7, After: next})
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if by = append(by, p.Items...); p.Next == "" {
			break
		}
		if next = p.Next; len(p.Items) != 7 {
			t.Fatalf("%s: a page of %d", what, len(p.Items))
		}
	}
	if text(by) != text(rows) {
		t.Errorf("%s: pages of 7 give %d rows, the archive %d", what, len(by), len(rows))
	}
}

func TestListsAreThoseOfTheArchive(t *testing.T) {
	d, c := opened(t, 40)
	ctx := t.Context()
	sameList(t, "events", c.Events(), client.Query{}, d.store.Events(ctx, filter.Query{}))
	sameList(t, "events, oldest", c.Events(), client.Query{Oldest: true}, d.store.Events(ctx, filter.Query{Oldest: true}))
	sameList(t, "incidents", c.Incidents(), client.Query{}, d.store.Incidents(ctx, filter.Query{}))
	sameList(t, "statements", c.Statements(), client.Query{}, d.store.Statements(ctx, filter.Query{}))
	sameList(t, "posts", c.Posts(), client.Query{}, d.store.Tenures(ctx, filter.Query{}))
	sameList(t, "people", c.People(), client.Query{}, d.store.People(ctx, filter.Query{}))
	sameList(t, "coverage", c.Coverage(), client.Query{}, d.store.Coverage(ctx, filter.Query{}))
	if got, want := all(t, c.Agenda().All(ctx, client.Query{})), all(t, d.store.Agenda(ctx, filter.Query{})); text(got) != text(want) {
		t.Errorf("agenda: %d and %d", len(got), len(want))
	}
	expr, err := filter.Parse("outlet:herald", filter.Options{For: filter.Events})
	if err != nil {
		t.Fatal(err)
	}
	sameList(t, "a filter", c.Events(), client.Query{Filter: "outlet:herald"}, d.store.Events(ctx, filter.Query{Filter: expr}))

	events := all(t, d.store.Events(ctx, filter.Query{}))
	if got := all(t, c.Events().All(ctx, client.Query{Limit: 5})); text(got) != text(events[:5]) {
		t.Errorf("of 5 events %d came", len(got))
	}
	for event, err := range c.Events().All(ctx, client.Query{}) {
		if err != nil || event.Key != events[0].Key {
			t.Errorf("%v, %v", event, err)
		}
		break
	}
	p, err := c.Events().Page(ctx, client.Query{Limit: 3, Exact: true})
	if err != nil || p.Count == nil || p.Count.N != len(events) || p.Count.More || len(p.Items) != 3 || p.Completeness.Documents != 40 {
		t.Errorf("%+v, %v", p.Completeness, err)
	}
	var b strings.Builder
	rows, err := c.Events().CSV(ctx, client.Query{Filter: "outlet:herald"}, &b)
	table, bad := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || bad != nil || rows == 0 || len(table) != rows+1 {
		t.Errorf("CSV of %d rows, told %d, %v %v", len(table)-1, rows, err, bad)
	}
}

func TestThings(t *testing.T) {
	d, c := opened(t, 4)
	ctx := t.Context()
	want := all(t, d.store.Events(ctx, filter.Query{Limit: 1}))[0]
	event, err := c.Event(ctx, want.Key)
	if err != nil || text(event) != text(want) {
		t.Errorf("%+v, %v", event, err)
	}
	i, err := c.Incident(ctx, want.Incident)
	if err != nil || i.Incident.ID != want.Incident || len(i.Events) != i.Incident.Reports || len(i.Changes) == 0 {
		t.Errorf("%+v, %v", i, err)
	}
	doc, err := c.Document(ctx, want.Document[:16])
	if err != nil || doc.Document.SHA256 != want.Document || len(doc.Events) == 0 || doc.Document.Text != "" {
		t.Errorf("%+v, %v", doc, err)
	}
	if r, err := c.Record(ctx, want.Document); err != nil || r.Schema == "" {
		t.Errorf("%+v, %v", r, err)
	}
	counts, drawn, err := c.Counts(ctx, "")
	if err != nil || counts.Documents != 4 || drawn.Documents != 4 {
		t.Errorf("%+v %+v, %v", counts, drawn, err)
	}
	words := strings.Fields(want.Evidence)[0]
	if found, err := c.Search(ctx, words, 5); err != nil || len(found.Items) == 0 {
		t.Errorf("%q: %+v, %v", words, found, err)
	}
	if outlets, err := c.Outlets(ctx); err != nil || len(outlets) != 2 {
		t.Errorf("%+v, %v", outlets, err)
	}
	if me, err := c.Me(ctx); err != nil || me.Name != "ada" || me.Token != "notebook" || fmt.Sprint(me.Scopes) != "[read]" {
		t.Errorf("%+v, %v", me, err)
	}
	// The token is for reading only, and without one nobody reads.
	var p *client.Problem
	if _, err := c.Code(ctx, client.Text{Text: "Rice came."}); !errors.As(err, &p) || p.Status != 403 || !strings.Contains(p.Detail, "scope code") {
		t.Errorf("%v", err)
	}
	none, err := client.New(d.address, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := none.Me(ctx); !errors.As(err, &p) || p.Status != 401 {
		t.Errorf("%v", err)
	}
}

func TestFaults(t *testing.T) {
	_, c := opened(t, 2)
	ctx := t.Context()
	var p *client.Problem
	for _, err := range c.Events().All(ctx, client.Query{Filter: "type:SANCTION colour:red"}) {
		if !errors.As(err, &p) || p.Status != 400 || p.Field != "filter" || p.At == nil || *p.At != 14 || p.Problem == "" || !strings.Contains(err.Error(), "400") {
			t.Errorf("%+v", err)
		}
	}
	if p == nil {
		t.Error("a filter that cannot be read is no error")
	}
	if _, err := c.Events().Stream(ctx, client.Query{Filter: "("}); !errors.As(err, &p) || p.Status != 400 {
		t.Errorf("%v", err)
	}
	if _, err := c.Coverage().CSV(ctx, client.Query{}, io.Discard); !errors.As(err, &p) || p.Field != "format" {
		t.Errorf("%v", err)
	}
	if _, err := c.Event(ctx, "0/0/x y?"); !errors.As(err, &p) || p.Status != 404 {
		t.Errorf("%v", err)
	}
	gone, stop := context.WithCancel(ctx)
	stop()
	if _, err := c.Me(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"", "desk.example", "ftp://desk.example", "http://desk.example?x=y"} {
		if _, err := client.New(bad, client.Options{}); err == nil {
			t.Errorf("%q is taken for an address", bad)
		}
	}
	if _, err := client.New("http://desk.example", client.Options{Token: "x"}); err == nil {
		t.Error("a token would go over the network as it is")
	}
	if _, err := client.New("http://desk.example", client.Options{Token: "x", Plain: true}); err != nil {
		t.Error(err)
	}
}

func TestUnchanged(t *testing.T) {
	d, c := opened(t, 3)
	ctx := t.Context()
	p, err := c.Events().Page(ctx, client.Query{Filter: "outlet:courier"})
	if err != nil || p.ETag == "" {
		t.Fatalf("%q, %v", p.ETag, err)
	}
	again := client.Query{Filter: "outlet:courier", ETag: p.ETag}
	if _, err := c.Events().Page(ctx, again); !errors.Is(err, client.ErrUnchanged) {
		t.Errorf("%v", err)
	}
	if err := d.add(ctx, []archive.Addition{storetest.Page(9, "courier", "2031-04-20")}); err != nil {
		t.Fatal(err)
	}
	if q, err := c.Events().Page(ctx, again); err != nil || q.ETag == p.ETag || len(q.Items) <= len(p.Items) {
		t.Errorf("%d and %d, %v", len(p.Items), len(q.Items), err)
	}
}

// The server puts off who asks too often; the client waits as long as it says.
func TestTooOftenIsWaitedFor(t *testing.T) {
	d, err := open(t.Context(), 1, 50, 12)
	if err != nil {
		t.Fatal(err)
	}
	defer d.done()
	c, err := client.New(d.address, client.Options{Token: d.token})
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	// As the server says it: seconds, a moment, or too long.
	var asked atomic.Int32
	for wait, ok := range map[string]bool{"0": true, "": true, time.Now().UTC().Format(http.TimeFormat): true, "3600": false, "-5": true, "x": true} {
		s := fake(func(w http.ResponseWriter, _ *http.Request) {
			if asked.Add(1)%2 == 1 {
				w.Header().Set("Retry-After", wait)
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			_, _ = io.WriteString(w, `{"role":"reader"}`)
		})
		asked.Store(0)
		c, err := client.New(s.URL, client.Options{})
		if err != nil {
			t.Fatal(err)
		}
		me, err := c.Me(t.Context())
		var p *client.Problem
		if ok && (err != nil || me.Role != "reader") || !ok && (!errors.As(err, &p) || p.Wait != time.Hour || asked.Load() != 1) {
			t.Errorf("Retry-After %q: %+v, %v", wait, me, err)
		}
		s.Close()
	}
	// It is not asked for ever.
	asked.Store(0)
	s := fake(func(w http.ResponseWriter, _ *http.Request) { asked.Add(1); w.WriteHeader(http.StatusTooManyRequests) })
	defer s.Close()
	c, err = client.New(s.URL, client.Options{Tries: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Me(t.Context()); err == nil || asked.Load() != 2 {
		t.Errorf("asked %d times, %v", asked.Load(), err)
	}
}

// What breaks off is never taken for whole.
func TestBrokenAnswers(t *testing.T) {
	row := `{"key":"a","document":"b"}` + "\n"
	for name, answer := range map[string]http.HandlerFunc{
		"cut in a row": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, row+row[:10])
		},
		"no trailer": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, row) },
		"rows are missing": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Trailer", "Chancery-Rows")
			_, _ = io.WriteString(w, row)
			w.Header().Set("Chancery-Rows", "2")
		},
		"the connection breaks": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, row)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"no JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") },
	} {
		s := fake(answer)
		c, err := client.New(s.URL, client.Options{})
		if err != nil {
			t.Fatal(err)
		}
		stream, err := c.Events().Stream(t.Context(), client.Query{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var last error
		for _, err := range stream.Rows() {
			last = err
		}
		if !errors.Is(last, client.ErrNotWhole) {
			t.Errorf("%s: %v", name, last)
		}
		for _, last = range stream.Rows() {
		}
		if last == nil {
			t.Errorf("%s: rows can be read twice", name)
		}
		stream.Close()
		if _, err := c.Events().CSV(t.Context(), client.Query{}, io.Discard); name != "rows are missing" && !errors.Is(err, client.ErrNotWhole) {
			t.Errorf("%s, CSV: %v", name, err)
		}
		for _, err := range c.Events().All(t.Context(), client.Query{}) {
			last = err
		}
		if last == nil {
			t.Errorf("%s: pages without an error", name)
		}
		s.Close()
	}
	// A server that gives the same page again and again is left.
	s := fake(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"items":[{}],"next":"x"}`) })
	defer s.Close()
	c, err := client.New(s.URL, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	var last error
	for _, err := range c.Events().All(t.Context(), client.Query{}) {
		n, last = n+1, err
	}
	if n != 3 || last == nil {
		t.Errorf("%d items, %v", n, last)
	}
	// A token stays with the server that it is for.
	away := fake(func(w http.ResponseWriter, r *http.Request) { t.Error("another server was asked") })
	defer away.Close()
	there := fake(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, away.URL, http.StatusFound) })
	defer there.Close()
	if c, err = client.New(there.URL, client.Options{Token: "x"}); err != nil {
		t.Fatal(err)
	}
	var p *client.Problem
	if _, err := c.Me(t.Context()); !errors.As(err, &p) || p.Status != http.StatusFound {
		t.Errorf("%v", err)
	}
}
