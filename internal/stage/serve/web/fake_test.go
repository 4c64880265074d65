package web_test

import (
	"context"
	"io"
	"iter"
	"net/http"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
	"chancery/record"
)

// caller puts somebody into each request.
func caller(c serve.Caller, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(serve.WithCaller(r.Context(), c)))
	})
}

// asReviewer lets everybody be a reviewer with a name.
func asReviewer(h http.Handler) http.Handler {
	return caller(serve.Caller{Name: "rita", Role: serve.Reviewer, Form: "form-of-rita"}, h)
}

// What a page or a user may bring, so that it does something in a browser.
const (
	hostileTitle  = `</title><script>alert("title")</script>`
	hostileName   = `"><img src=x onerror=alert(1)>`
	hostileQuote  = `</blockquote><svg onload=alert(2)> '"&amp; {{.}} ` + "`${1}`"
	hostileOutlet = `<b onmouseover=alert(3)>Outlet</b>`
	hostileURL    = `javascript:alert(4)`
)

const (
	fakeSHA  = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	fakeText = "Talks.\n\n" + hostileName + " met Estravia <b>on</b> Monday.\nHe said " + hostileQuote + " there."
)

// fake is an archive of one page that means harm.
type fake struct {
	serve.Archive
	bare      bool // no text is kept
	happened  bool // the incident is no plan
	fetch     func(context.Context, string) (record.Page, []record.Diagnostic, error)
	decisions []archive.Correction
	undone    []int64
}

func spanOf(words string) record.Span {
	before, _, _ := strings.Cut(fakeText, words)
	start := len([]rune(before))
	return record.Span{Start: start, End: start + len([]rune(words))}
}

func fakeParty() archive.Party {
	return archive.Party{Name: hostileName, Kind: record.Person, Code: "XES", Title: hostileTitle, Person: `name/"x`}
}

func (f *fake) event() archive.Event {
	sure := 0.7
	met := spanOf("met")
	return archive.Event{Key: archive.EventKey(fakeSHA, met.Start, met.End, "CONSULT", 0), Document: fakeSHA, ID: "e1", Type: "CONSULT", Modes: []string{"visit"},
		Status: record.Actual, Actors: []archive.Party{fakeParty()}, Recipients: []archive.Party{{Name: "Estravia", Kind: record.State, Code: "XES"}},
		Forum: &archive.Party{Name: hostileName, Kind: record.Forum}, Start: "2042-05-05", End: "2042-05-05", Dated: true, Place: &archive.Where{Name: hostileName, Code: "XES"},
		Level: 1, Confidence: &sure, Trigger: "met", Evidence: hostileName + " met Estravia", TriggerSpan: met, EvidenceSpan: spanOf(hostileName + " met Estravia"),
		Title: hostileTitle, Outlet: hostileOutlet, URL: hostileURL, Published: "2042-05-06", Incident: "i0123456789abcdef"}
}

func (f *fake) incident() archive.Incident {
	e := f.event()
	status := record.Planned
	if f.happened {
		status = record.Actual
	}
	return archive.Incident{ID: "i0123456789abcdef", Type: e.Type, Modes: e.Modes, Status: status, Outcome: "held", Actors: e.Actors, Recipients: e.Recipients, Forum: e.Forum,
		Start: e.Start, End: e.End, Place: e.Place, Confidence: e.Confidence, Reports: 1, Documents: 1, Outlets: 1, Independent: 1, OutletNames: []string{hostileOutlet},
		Earliest: e.Key, Best: e.Key, Events: []string{e.Key}, Conflicts: []archive.Conflict{{Field: "place", Values: []archive.Variant{{Value: hostileName, Events: []string{e.Key}}}}}, Announced: "2042-05-01"}
}

func (f *fake) statement() archive.Statement {
	p := fakeParty()
	return archive.Statement{Key: "s", Document: fakeSHA, ID: "s1", Speaker: &p, SpeakerText: "He", Via: &p, Cue: "said", Content: hostileQuote, Kind: "direct", Polarity: "denies",
		About: []archive.Party{p}, Answers: "s", Start: "2042-05-05", CueSpan: spanOf("said"), ContentSpans: []record.Span{spanOf(hostileQuote)},
		Title: hostileTitle, Outlet: hostileOutlet, URL: hostileURL, Published: "2042-05-06"}
}

func one[T any](v T) iter.Seq2[T, error] { return func(yield func(T, error) bool) { yield(v, nil) } }

func (f *fake) EventsPage(context.Context, filter.Query) (filter.Page[archive.Event], error) {
	return filter.Page[archive.Event]{Items: []archive.Event{f.event()}}, nil
}

func (f *fake) IncidentsPage(_ context.Context, q filter.Query) (filter.Page[archive.Incident], error) {
	return filter.Page[archive.Incident]{Items: []archive.Incident{f.incident()}, Next: "next&<"}, nil
}

func (f *fake) StatementsPage(context.Context, filter.Query) (filter.Page[archive.Statement], error) {
	return filter.Page[archive.Statement]{Items: []archive.Statement{f.statement()}, Next: "n"}, nil
}

func (f *fake) Incidents(context.Context, filter.Query) iter.Seq2[archive.Incident, error] {
	return one(f.incident())
}

func (f *fake) Statements(context.Context, filter.Query) iter.Seq2[archive.Statement, error] {
	return one(f.statement())
}

func (f *fake) Agenda(context.Context, filter.Query) iter.Seq2[archive.Incident, error] {
	return one(f.incident())
}

func (f *fake) Queue(context.Context, filter.Query) iter.Seq2[archive.Event, error] {
	return one(f.event())
}

func (f *fake) Tenures(context.Context, filter.Query) iter.Seq2[archive.Tenure, error] {
	return one(archive.Tenure{Person: `name/"x`, Name: hostileName, Title: hostileTitle, Organization: hostileOutlet, First: "2042-05-05", Contradicts: []string{hostileName}, Reports: 1,
		Evidence: []archive.Holding{{Document: fakeSHA, Evidence: hostileQuote, Outlet: hostileOutlet, Day: "2042-05-05"}}})
}

func (f *fake) People(context.Context, filter.Query) iter.Seq2[archive.Identity, error] {
	return one(archive.Identity{ID: `name/"x`, Name: hostileName, Aliases: []string{hostileTitle}, Documents: 2})
}

func (f *fake) Coverage(context.Context, filter.Query) iter.Seq2[archive.Coverage, error] {
	return one(archive.Coverage{Day: "2042-05-06", Outlet: hostileOutlet, Documents: 1, Events: 1})
}

func (f *fake) Revision(context.Context) (string, error) { return "1", nil }

func (f *fake) Outlets(context.Context) ([]archive.Outlet, error) {
	return []archive.Outlet{{Source: archive.Source{Outlet: hostileOutlet}, Documents: 1, First: "2042-05-06", Last: "2042-05-06"}}, nil
}

func (f *fake) Search(context.Context, string, int) ([]archive.Hit, error) {
	return []archive.Hit{{Kind: "text", Document: fakeSHA, Words: hostileQuote, Title: hostileTitle, Outlet: hostileOutlet}}, nil
}

func (f *fake) CountIncidents(context.Context, filter.Expr, int) (filter.Count, error) {
	return filter.Count{N: 1}, nil
}

func (f *fake) CountStatements(context.Context, filter.Expr, int) (filter.Count, error) {
	return filter.Count{N: 1}, nil
}

func (f *fake) Event(_ context.Context, key string) (archive.Event, error) {
	if e := f.event(); key == e.Key {
		return e, nil
	}
	return archive.Event{}, archive.ErrUnknown
}

func (f *fake) EventsNamed(ctx context.Context, keys []string) (out []archive.Event, err error) {
	for _, key := range keys {
		if e, err := f.Event(ctx, key); err == nil {
			out = append(out, e)
		}
	}
	return out, nil
}

func (f *fake) Incident(_ context.Context, id string) (archive.Incident, error) {
	if i := f.incident(); id == i.ID {
		return i, nil
	}
	return archive.Incident{}, archive.ErrUnknown
}

func (f *fake) Changes(_ context.Context, id string) ([]archive.Change, error) {
	if id == "i000000000000000f" {
		return []archive.Change{{Incident: id, Kind: "created"}, {Incident: id, Kind: "renamed", Other: "i0123456789abcdef"}}, nil
	}
	if id != "i0123456789abcdef" {
		return nil, nil
	}
	return []archive.Change{{Incident: id, Revision: 1, At: time.Unix(0, 0), Kind: "created", Note: hostileQuote}}, nil
}

func (f *fake) Named(_ context.Context, digits string) (string, error) {
	if strings.HasPrefix(fakeSHA, digits) {
		return fakeSHA, nil
	}
	return "", archive.ErrUnknown
}

func (f *fake) Document(context.Context, string) (archive.Document, error) {
	d := archive.Document{Document: f.record().Document, Text: fakeText, Words: 10, Outlet: hostileOutlet, Credit: hostileName, Original: fakeSHA, Parent: fakeSHA, Copy: archive.Syndicated,
		Appearances: []archive.Appearance{{URL: hostileURL, Outlet: hostileOutlet}, {URL: "https://example.invalid/", Outlet: "B"}},
		Diagnostics: []record.Diagnostic{{Code: "html-partial", Message: hostileQuote}}}
	if f.bare {
		d.Text = ""
	}
	return d, nil
}

func (f *fake) record() record.Record {
	return record.Record{Document: record.Document{SHA256: fakeSHA, Title: hostileTitle, URL: hostileURL, Author: hostileName, Published: "2042-05-06"},
		Sentences: []record.Span{{Start: 0, End: 6}},
		Entities:  []record.Entity{{ID: "n1", Kind: record.Person, Name: hostileName, Mentions: []record.Mention{{Span: spanOf(hostileName), Form: record.Name}}}}}
}

func (f *fake) Record(context.Context, string, int) (record.Record, error) { return f.record(), nil }

func (f *fake) EventsOf(context.Context, string) ([]archive.Event, error) {
	return []archive.Event{f.event()}, nil
}

func (f *fake) Correct(_ context.Context, c archive.Correction) (archive.Correction, error) {
	c.ID = int64(len(f.decisions) + 1)
	f.decisions = append(f.decisions, c)
	return c, nil
}

func (f *fake) Undo(_ context.Context, id int64, _, _ string) error {
	f.undone = append(f.undone, id)
	return nil
}

func (f *fake) Decisions(context.Context) iter.Seq2[archive.Correction, error] {
	return one(archive.Correction{ID: 7, Reviewer: "rita", Reason: hostileQuote, Verdict: archive.Reject, Event: f.event().Key, Document: fakeSHA})
}

// DecidedTwice gives two reviewers who agree on most of 25 events.
func (f *fake) DecidedTwice(context.Context) iter.Seq2[archive.Example, error] {
	return func(yield func(archive.Example, error) bool) {
		for n := range 50 {
			e := f.event()
			x := archive.Example{Coded: e, Correction: archive.Correction{ID: int64(n), Reviewer: []string{"rita", hostileName}[n%2], Verdict: archive.Accept, Event: e.Key,
				Document: fakeSHA, Trigger: record.Span{Start: n / 2, End: n/2 + 1}}}
			if n == 7 || n == 8 || n == 9 {
				x.Correction.Verdict = archive.Reject
			}
			if !yield(x, nil) {
				return
			}
		}
	}
}

// code finds one act in any text.
func code(_ context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
	n := len([]rune(p.Text))
	return record.Record{Document: record.Document{Title: p.Title, SHA256: record.Digest(p.Text)}, Events: []record.Event{{ID: "e1", Type: "CONSULT", Status: record.Actual,
		Trigger: record.Span{Start: 0, End: min(3, n)}, Evidence: record.Span{Start: 0, End: n}}}}, []record.Diagnostic{{Code: "text-empty", Message: hostileQuote}}, nil
}

func calendar(_ context.Context, w io.Writer, plans iter.Seq2[archive.Incident, error]) error {
	for p, err := range plans {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, "BEGIN:VEVENT "+p.ID+"\r\n"); err != nil {
			return err
		}
	}
	return nil
}
