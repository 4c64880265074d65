package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
)

// add adds pages and wants the result of each.
func add(t testing.TB, ctx context.Context, s *store.Store, want archive.Result, batch ...archive.Addition) []archive.Outcome {
	t.Helper()
	out, err := s.Add(ctx, batch, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range out {
		if o.Err != nil || o.Result != want {
			t.Fatalf("document %s: %q, %v; want %q", o.Document, o.Result, o.Err, want)
		}
	}
	return out
}

func document(t *testing.T, ctx context.Context, s *store.Store, sha256 string) archive.Document {
	t.Helper()
	d, err := s.Document(ctx, sha256)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// addAndRead: what goes in comes out.
func addAndRead(t *testing.T, ctx context.Context, s *store.Store) {
	page := Page(1, "courier", "2031-04-30")
	page.Document.Extra = map[string]json.RawMessage{"desk": json.RawMessage(`"north"`)}
	page.Record.Document.Extra = page.Document.Extra
	bare := Page(2, "herald", "2031-04-30")
	bare.KeepText = false
	want, events := page, append([]archive.Event(nil), page.Events...)
	add(t, ctx, s, archive.New, page, bare)

	d := document(t, ctx, s, page.Document.SHA256)
	wantDoc := want.Document
	wantDoc.Revision, wantDoc.Appearances = 1, []archive.Appearance{wantDoc.Appears()}
	if !reflect.DeepEqual(d, wantDoc) {
		t.Errorf("document\n%+v, want\n%+v", d, wantDoc)
	}
	rec, err := s.Record(ctx, page.Document.SHA256, 0)
	if err != nil || !reflect.DeepEqual(rec, want.Record) {
		t.Errorf("record %+v, %v", rec, err)
	}
	for _, e := range events {
		got, err := s.Event(ctx, e.Key)
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("event\n%+v, want\n%+v, %v", got, e, err)
		}
	}
	if d := document(t, ctx, s, bare.Document.SHA256); d.Text != "" || d.Words == 0 {
		t.Errorf("text that is not to be kept: %q, %d words", d.Text, d.Words)
	}
	if _, err := s.Document(ctx, Page(9, "x", "").Document.SHA256); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("a document that is not there: %v", err)
	}
}

// replay: the same again changes nothing.
func replay(t *testing.T, ctx context.Context, s *store.Store) {
	page := Page(1, "courier", "2031-04-30")
	add(t, ctx, s, archive.New, page)
	before := document(t, ctx, s, page.Document.SHA256)
	add(t, ctx, s, archive.Known, Page(1, "courier", "2031-04-30"), Page(1, "courier", "2031-04-30"))
	if after := document(t, ctx, s, page.Document.SHA256); !reflect.DeepEqual(before, after) {
		t.Errorf("before %+v, after %+v", before, after)
	}
	for _, tc := range []struct {
		outlet, published, coder string
		want                     bool
	}{{"courier", "2031-04-30", "coder-1", true}, {"herald", "2031-04-30", "coder-1", false}, {"courier", "2031-04-30", "coder-2", false}, {"courier", "2031-04-30", "", true}, {"herald", "2031-04-30", "", false}} {
		p := Page(1, tc.outlet, tc.published)
		if got, err := s.Kept(ctx, p.Document.SHA256, p.Document.Appears(), tc.coder); err != nil || got != tc.want {
			t.Errorf("kept %v: %v, %v", tc, got, err)
		}
	}
}

// appearances: the same text elsewhere and later is noted, in order.
func appearances(t *testing.T, ctx context.Context, s *store.Store) {
	add(t, ctx, s, archive.New, Page(1, "courier", "2031-04-30"))
	add(t, ctx, s, archive.Appeared, Page(1, "herald", "2031-05-02"), Page(1, "gazette", "2031-05-01"))
	add(t, ctx, s, archive.Known, Page(1, "herald", "2031-05-02"))
	d := document(t, ctx, s, Page(1, "", "").Document.SHA256)
	var outlets []string
	for _, a := range d.Appearances {
		outlets = append(outlets, a.Outlet)
	}
	if !reflect.DeepEqual(outlets, []string{"courier", "gazette", "herald"}) || d.Outlet != "courier" || d.Revision != 1 {
		t.Errorf("%v, first %s, revision %d", outlets, d.Outlet, d.Revision)
	}
}

// appearancesLinked: a text that is found at another place is linked again, as it
// is kept and with all its places, and so is one that is coded again.
func appearancesLinked(t *testing.T, ctx context.Context, s *store.Store) {
	var places, kept [][]string
	var texts []string
	outlets := func(d *archive.Document) []string {
		var out []string
		for _, a := range d.Appearances {
			out = append(out, a.Outlet)
		}
		return out
	}
	link := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		places, texts = append(places, outlets(&a.Document)), append(texts, a.Document.Text)
		known, err := h.Documents(ctx, []string{a.Document.SHA256})
		for i := range known {
			kept = append(kept, outlets(&known[i]))
		}
		ids := []string{}
		for i := range a.Events {
			ids = append(ids, a.Events[i].Key)
		}
		return archive.Links{Credit: "gale", Prints: archive.Prints{Bands: []uint64{uint64(3 + 4*len(places))}, Shingles: []uint64{1}},
			Incidents: []archive.Incident{{ID: "i1", Type: "CONSULT", Status: "actual", Start: "2031-04-30", Outlets: len(places), Events: ids}}}, err
	}
	coded := Page(1, "courier", "2031-04-30")
	coded.Document.Coder = "coder-2"
	for i, page := range []archive.Addition{Page(1, "courier", "2031-04-30"), Page(1, "herald", "2031-05-02"), Page(1, "herald", "2031-05-02"), coded, Page(1, "gazette", "2031-04-29")} {
		if out, err := s.Add(ctx, []archive.Addition{page}, link); err != nil || out[0].Err != nil || len(out[0].Incidents) != 1 && i != 2 {
			t.Fatalf("%+v, %v", out, err)
		}
	}
	if want := [][]string{nil, {"courier", "herald"}, {"courier", "herald"}, {"gazette", "courier", "herald"}}; !reflect.DeepEqual(places, want) {
		t.Errorf("linked with %v, want %v", places, want)
	}
	if want := [][]string{{"courier", "herald"}, {"courier", "herald"}}; len(kept) < 2 || !reflect.DeepEqual(kept[:2], want) {
		t.Errorf("kept are %v, want %v", kept, want)
	}
	if slices.Contains(texts, "") {
		t.Error("linked without its text")
	}
	if inc, err := s.Incident(ctx, "i1"); err != nil || inc.Outlets != 4 {
		t.Errorf("%+v, %v", inc, err)
	}
	for band, want := range map[uint64]int{7: 0, 11: 0, 19: 1} {
		if near, err := s.History().Near(ctx, []uint64{band}, ""); err != nil || len(near) != want {
			t.Errorf("%d documents with band %d, want %d, %v", len(near), band, want, err)
		}
	}
	if d := document(t, ctx, s, coded.Document.SHA256); d.Credit != "gale" {
		t.Errorf("the agency is %q", d.Credit)
	}
}

// earlierAppearance: the first one gives the record, in whatever order they come.
func earlierAppearance(t *testing.T, ctx context.Context, s *store.Store) {
	late, early := Page(1, "herald", "2031-05-02"), Page(1, "courier", "2031-04-30")
	add(t, ctx, s, archive.New, late)
	add(t, ctx, s, archive.Recoded, early)
	add(t, ctx, s, archive.Known, Page(1, "herald", "2031-05-02"), Page(1, "courier", "2031-04-30"))
	d := document(t, ctx, s, early.Document.SHA256)
	if d.Outlet != "courier" || d.Published != "2031-04-30" || len(d.Appearances) != 2 || d.Revision != 2 {
		t.Errorf("%+v", d)
	}
	events, err := s.EventsOf(ctx, early.Document.SHA256)
	if err != nil || len(events) != 2 || events[0].Outlet != "courier" || events[1].Start != "2031-04-30" {
		t.Errorf("%+v, %v", events, err)
	}
}

// revisions: another coder's record is a new revision and the old one stays.
func revisions(t *testing.T, ctx context.Context, s *store.Store) {
	old, page := Page(1, "courier", "2031-04-30"), Page(1, "courier", "2031-04-30")
	add(t, ctx, s, archive.New, old)
	page.Document.Coder = "coder-2"
	page.Record.Events = page.Record.Events[:1]
	page = recoded(page)
	out, err := s.Replace(ctx, []archive.Addition{page}, nil)
	if err != nil || out[0].Err != nil || out[0].Result != archive.Recoded {
		t.Fatalf("%+v, %v", out, err)
	}
	if d := document(t, ctx, s, page.Document.SHA256); d.Revision != 2 || d.Coder != "coder-2" || d.Text == "" {
		t.Errorf("%+v", d)
	}
	for revision, n := range map[int]int{0: 1, 1: 2, 2: 1} {
		if rec, err := s.Record(ctx, page.Document.SHA256, revision); err != nil || len(rec.Events) != n {
			t.Errorf("revision %d: %d events, want %d, %v", revision, len(rec.Events), n, err)
		}
	}
	if events, err := s.EventsOf(ctx, page.Document.SHA256); err != nil || len(events) != 1 {
		t.Errorf("%+v, %v", events, err)
	}
	stranger := Page(7, "courier", "2031-04-30")
	if out, err := s.Replace(ctx, []archive.Addition{stranger}, nil); err != nil || !errors.Is(out[0].Err, store.ErrUnknown) {
		t.Errorf("a coding of a document that is not kept: %+v, %v", out, err)
	}
}

// recoded flattens a page again, after its record was changed.
func recoded(a archive.Addition) archive.Addition {
	out := archive.Flatten(a.Document, a.Record, a.Document.Text)
	out.KeepText = a.KeepText
	return out
}

// refusedDocument: one that cannot be linked leaves nothing, and the others are in.
func refusedDocument(t *testing.T, ctx context.Context, s *store.Store) {
	bad := Page(2, "courier", "2031-04-30")
	why := errors.New("no such thing")
	link := func(_ context.Context, _ archive.History, a *archive.Addition) (archive.Links, error) {
		if a.Document.SHA256 == bad.Document.SHA256 {
			return archive.Links{}, why
		}
		return archive.Links{}, nil
	}
	batch := []archive.Addition{Page(1, "courier", "2031-04-30"), bad, Page(3, "courier", "2031-04-30")}
	out, err := s.Add(ctx, batch, link)
	if err != nil || out[0].Err != nil || !errors.Is(out[1].Err, why) || out[2].Err != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	if _, err := s.Document(ctx, bad.Document.SHA256); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("the refused one: %v", err)
	}
	if events, err := s.EventsOf(ctx, bad.Document.SHA256); err != nil || len(events) != 0 {
		t.Errorf("%d events of the refused one, %v", len(events), err)
	}
	broken := Page(4, "courier", "")
	broken.Document.SHA256 = "no digest"
	if out, err := s.Add(ctx, []archive.Addition{broken}, nil); err != nil || out[0].Err == nil {
		t.Errorf("%+v, %v", out, err)
	}
	add(t, ctx, s, archive.New, bad)
}
