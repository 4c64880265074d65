package api

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/export"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/link"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/serve/saved"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
	"chancery/record"
)

// db is a store with what cmd adds to it.
type db struct{ *store.Store }

func (d db) Correct(ctx context.Context, c archive.Correction) (archive.Correction, error) {
	return d.Store.Correct(ctx, c, link.Link)
}

func (d db) Undo(ctx context.Context, id int64, by, reason string) error {
	return d.Store.Undo(ctx, id, by, reason, link.Link)
}

// desk is a server with the API over an archive of some pages.
type desk struct {
	*serve.Server
	store *store.Store
	pages []archive.Addition
}

func open(t *testing.T, pages int, as serve.Caller) *desk {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	d := &desk{store: s}
	for n := range pages {
		d.pages = append(d.pages, storetest.Page(n, []string{"courier", "herald"}[n%2], fmt.Sprintf("2031-04-%02d", 1+n%28)))
	}
	d.add(t, d.pages)
	if _, err := s.RefreshLedger(t.Context(), link.Posts); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC) }
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	keeper := saved.New(saved.Options{Store: s, Lists: s, Names: filter.World(reg), Now: now, Post: func(context.Context, string, http.Header, []byte) (int, error) { return 200, nil }})
	mounts, err := Mounts(Options{Archive: db{s}, Saved: keeper, Complete: complete.New(s, now, 0), Names: filter.World(reg), Now: now, Version: "test", Tables: tables(), Code: code})
	if err != nil {
		t.Fatal(err)
	}
	d.Server, err = serve.New(serve.Options{Archive: db{s}, Mounts: mounts, Now: now, Burst: 10000, Access: func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(serve.WithCaller(r.Context(), as)))
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) add(t *testing.T, pages []archive.Addition) {
	t.Helper()
	out, err := d.store.Add(t.Context(), pages, link.Link)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range out {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
	}
}

func tables() Tables {
	return Tables{
		Events: func(w io.Writer, rows iter.Seq2[archive.Event, error]) error {
			_, err := export.CSV(w, export.Set{Events: rows}, export.Options{})
			return err
		},
		Posts: func(w io.Writer, rows iter.Seq2[archive.Tenure, error]) error {
			_, err := export.CSV(w, export.Set{Posts: rows}, export.Options{})
			return err
		},
	}
}

func code(_ context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
	return record.Record{Schema: record.SchemaV1, Document: p.Document, Sentences: []record.Span{{End: len([]rune(p.Text))}}}, nil, nil
}

func reader() serve.Caller { return serve.Caller{Name: "ada", Role: serve.Reader} }

func (d *desk) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "localhost"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	d.Handler().ServeHTTP(w, r)
	return w
}

// get asks and reads JSON.
func get[T any](t *testing.T, d *desk, target string) (v T) {
	t.Helper()
	w := d.do("GET", target, "")
	if w.Code != 200 {
		t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s: %v in %s", target, err, w.Body)
	}
	return v
}

// problem asks and wants a problem.
func problem(t *testing.T, w *httptest.ResponseRecorder, status int) (p serve.Problem) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != status || p.Status != status || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s, want a problem %d (%v)", w.Code, w.Body, status, err)
	}
	return p
}

func TestPagesCountsAndStreamsAgree(t *testing.T) {
	d := open(t, 30, reader())
	for _, filter := range []string{"", "type:CONSULT", "since:2031-04-10 outlet:courier"} {
		q := "filter=" + strings.ReplaceAll(filter, " ", "+")
		var paged []string
		after := ""
		for {
			a := get[Answer[archive.Event]](t, d, "/api/v1/events?limit=7&"+q+"&after="+after)
			for _, e := range a.Items {
				paged = append(paged, e.Key)
			}
			if after = a.Next; after == "" {
				if a.Count.N != len(paged) || a.Count.More {
					t.Errorf("%q: count %+v of %d", filter, *a.Count, len(paged))
				}
				break
			}
		}
		w := d.do("GET", "/api/v1/events?"+q, "", "Accept", "application/x-ndjson")
		var streamed []string
		for line := range strings.Lines(w.Body.String()) {
			var e archive.Event
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			streamed = append(streamed, e.Key)
		}
		rows, err := csv.NewReader(d.do("GET", "/api/v1/events?format=csv&"+q, "").Body).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Join(paged, " ") != strings.Join(streamed, " ") || len(rows)-1 != len(paged) || len(paged) == 0 {
			t.Errorf("%q: %d in pages, %d streamed, %d in CSV", filter, len(paged), len(streamed), len(rows)-1)
		}
		if got := w.Result().Trailer.Get(rowsTrailer); got != fmt.Sprint(len(paged)) {
			t.Errorf("trailer %q", got)
		}
		var c complete.Completeness
		if err := json.Unmarshal([]byte(w.Header().Get(completenessHeader)), &c); err != nil || c.Documents == 0 {
			t.Errorf("header %+v %v", c, err)
		}
	}
}

func TestListsWithoutMarksArePaged(t *testing.T) {
	d := open(t, 6, reader())
	all := get[Answer[archive.Coverage]](t, d, "/api/v1/coverage")
	first := get[Answer[archive.Coverage]](t, d, "/api/v1/coverage?limit=5")
	second := get[Answer[archive.Coverage]](t, d, "/api/v1/coverage?limit=5&after="+first.Next)
	if got := append(first.Items, second.Items...); len(first.Items) != 5 || fmt.Sprint(got) != fmt.Sprint(all.Items[:len(got)]) {
		t.Errorf("%v\n%v", got, all.Items)
	}
	problem(t, d.do("GET", "/api/v1/coverage?after=x", ""), 400)
	problem(t, d.do("GET", "/api/v1/coverage?format=csv", ""), 400)
	if a := get[Answer[archive.Tenure]](t, d, "/api/v1/posts"); len(a.Items) == 0 {
		t.Error("no posts")
	}
	if a := get[Answer[archive.Incident]](t, d, "/api/v1/agenda?order=oldest"); len(a.Items) == 0 || a.Items[0].Status != record.Planned {
		t.Errorf("agenda %+v", a.Items)
	}
}

func TestThings(t *testing.T) {
	d := open(t, 2, reader())
	list := get[Answer[archive.Incident]](t, d, "/api/v1/incidents")
	inc := get[IncidentAnswer](t, d, "/api/v1/incidents/"+list.Items[0].ID)
	if inc.Incident.ID != list.Items[0].ID || len(inc.Events) != inc.Incident.Reports || inc.Events[0].Evidence == "" || len(inc.Changes) == 0 || inc.Completeness.Documents != 2 {
		t.Errorf("%+v", inc)
	}
	e := get[EventAnswer](t, d, "/api/v1/events/"+inc.Events[0].Key)
	doc := get[DocumentAnswer](t, d, "/api/v1/documents/"+e.Event.Document[:16])
	if doc.Document.SHA256 != e.Event.Document || doc.Document.Text == "" || len(doc.Events) != 2 {
		t.Errorf("%+v", doc)
	}
	if rec := get[record.Record](t, d, "/api/v1/documents/"+e.Event.Document+"/record"); rec.Schema != record.SchemaV1 {
		t.Errorf("%+v", rec)
	}
	if hits := get[SearchAnswer](t, d, "/api/v1/search?words=envoy"); len(hits.Items) == 0 {
		t.Error("no hits")
	}
	if c := get[CountsAnswer](t, d, "/api/v1/counts?filter=type:AID"); c.Counts.Reports != 2 || c.Counts.Outlets != 2 {
		t.Errorf("%+v", c)
	}
	if o := get[OutletsAnswer](t, d, "/api/v1/outlets"); len(o.Items) != 2 {
		t.Errorf("%+v", o)
	}
	for path, status := range map[string]int{
		"/api/v1/incidents/i0000000000000000": 404, "/api/v1/incidents/..%2f..%2fetc%2fpasswd": 400, "/api/v1/events/none": 404,
		"/api/v1/documents/0123456789abcdef": 404, "/api/v1/documents/short": 400, "/api/v1/nothing": 404, "/api/v1/search": 400,
	} {
		problem(t, d.do("GET", path, ""), status)
	}
}

func TestFaultsSayWhere(t *testing.T) {
	d := open(t, 1, reader())
	p := problem(t, d.do("GET", "/api/v1/events?filter=type:CONSULT+typo:X", ""), 400)
	if p.Field != "filter" || p.At == nil || *p.At != 13 || !strings.Contains(p.Problem, "typo") {
		t.Errorf("%+v", p)
	}
	for target, field := range map[string]string{
		"/api/v1/events?limit=0": "limit", "/api/v1/events?limit=1001": "limit", "/api/v1/events?order=up": "order", "/api/v1/events?filtre=x": "filtre",
		"/api/v1/events?after=zzz": "after", "/api/v1/events?format=xml": "format", "/api/v1/events?limit=1&limit=2": "limit", "/api/v1/events?count=all": "count",
		"/api/v1/me?x=1": "x",
	} {
		if p := problem(t, d.do("GET", target, ""), 400); p.Field != field {
			t.Errorf("%s: field %q", target, p.Field)
		}
	}
}

func TestUnchangedUntilTheArchiveChanges(t *testing.T) {
	d := open(t, 2, reader())
	w := d.do("GET", "/api/v1/events", "")
	tag := w.Header().Get("ETag")
	if again := d.do("GET", "/api/v1/events", "", "If-None-Match", tag); again.Code != 304 || again.Body.Len() != 0 {
		t.Errorf("%d", again.Code)
	}
	if other := d.do("GET", "/api/v1/events", "", "If-None-Match", tag, "Accept", "text/csv"); other.Code != 200 {
		t.Errorf("another form: %d", other.Code)
	}
	d.add(t, []archive.Addition{storetest.Page(77, "herald", "2031-04-30")})
	if again := d.do("GET", "/api/v1/events", "", "If-None-Match", tag); again.Code != 200 {
		t.Errorf("after a new page: %d", again.Code)
	}
}

func TestScopesOfTokens(t *testing.T) {
	post := func(d *desk) int {
		return d.do("POST", "/api/v1/code", `{"text":"They met."}`, "Content-Type", "application/json").Code
	}
	for _, tc := range []struct {
		scopes     []string
		list, code int
		text       bool
	}{
		{[]string{serve.ReadScope}, 200, 403, false},
		{[]string{serve.ReadScope, serve.TextScope}, 200, 403, true},
		{[]string{serve.CodeScope}, 403, 200, false},
		{[]string{serve.MetricsScope}, 403, 403, false},
		{nil, 403, 403, false},
	} {
		d := open(t, 1, serve.Caller{Name: "ada", Role: serve.Reader, Token: "t", Scopes: tc.scopes})
		w := d.do("GET", "/api/v1/documents/"+d.pages[0].Document.SHA256, "")
		if w.Code != tc.list || strings.Contains(w.Body.String(), `"text":"Minister`) != tc.text || post(d) != tc.code {
			t.Errorf("%v: %d, code %d, %s", tc.scopes, w.Code, post(d), w.Body)
		}
		if hits := d.do("GET", "/api/v1/search?words=minister", ""); strings.Contains(hits.Body.String(), `"kind":"text"`) != tc.text {
			t.Errorf("%v: search %s", tc.scopes, hits.Body)
		}
	}
}

func TestCode(t *testing.T) {
	d := open(t, 0, reader())
	w := d.do("POST", "/api/v1/code", `{"text":"They met.","title":"<b>T</b>"}`, "Content-Type", "application/json; charset=utf-8")
	var a CodeAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || a.Record.Document.Title != "<b>T</b>" || a.Record.Sentences[0].End != 9 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if n, err := d.store.CountEvents(t.Context(), nil, 9); err != nil || n.N != 0 {
		t.Errorf("kept %v %v", n, err)
	}
	for _, tc := range []struct {
		kind, body string
		want       int
	}{{"text/plain", `{"text":"x"}`, 415}, {"application/json", `{"txt":"x"}`, 400}, {"application/json", `{"text":" "}`, 400}, {"application/json", `{"text":"` + strings.Repeat("x", CodeBody+5000) + `"}`, 413}} {
		problem(t, d.do("POST", "/api/v1/code", tc.body, "Content-Type", tc.kind), tc.want)
	}
}

func TestNobodyReadsNothing(t *testing.T) {
	d := open(t, 1, serve.Caller{})
	for _, path := range []string{"/api/v1/events", "/api/v1/documents/" + d.pages[0].Document.SHA256, "/api/openapi.json", "/api/"} {
		problem(t, d.do("GET", path, ""), 401)
	}
}

func TestBrokenStreamIsCutOff(t *testing.T) {
	broken := func(yield func(archive.Event, error) bool) {
		_ = yield(archive.Event{Key: "a"}, nil) && yield(archive.Event{}, fmt.Errorf("the disk is gone"))
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("an answer that is half looks whole")
		}
	}()
	l := list[archive.Event]{all: func(context.Context, filter.Query) iter.Seq2[archive.Event, error] { return broken }}
	_ = stream(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), l, asked{format: asNDJSON}, complete.Completeness{})
}
