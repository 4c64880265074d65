package api

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/complete"
	"chancery/record"
)

// IncidentAnswer is an incident with the reports that it is made of, each with
// its words, and what became of it.
type IncidentAnswer struct {
	Incident     archive.Incident      `json:"incident"`
	Events       []archive.Event       `json:"events"`
	Changes      []archive.Change      `json:"changes"`
	Completeness complete.Completeness `json:"completeness"`
}

// EventAnswer is a report with the words that show it.
type EventAnswer struct {
	Event        archive.Event         `json:"event"`
	Completeness complete.Completeness `json:"completeness"`
}

// DocumentAnswer is a page, with its text where that is kept and may be read.
type DocumentAnswer struct {
	Document     archive.Document      `json:"document"`
	Events       []archive.Event       `json:"events"`
	Completeness complete.Completeness `json:"completeness"`
}

// SearchAnswer are the places where words stand.
type SearchAnswer struct {
	Items        []archive.Hit         `json:"items"`
	Completeness complete.Completeness `json:"completeness"`
}

// CountsAnswer tells apart what is easily mixed up.
type CountsAnswer struct {
	Counts       archive.Counts        `json:"counts"`
	Completeness complete.Completeness `json:"completeness"`
}

// OutletsAnswer are the outlets.
type OutletsAnswer struct {
	Items        []archive.Outlet      `json:"items"`
	Completeness complete.Completeness `json:"completeness"`
}

var (
	incidentName = regexp.MustCompile(`^i[0-9a-f]{16}$`)
	documentName = regexp.MustCompile(`^[0-9a-f]{16,64}$`)
)

// tagged answers with a thing, or says that the client has it.
func (a *API) tagged(w http.ResponseWriter, r *http.Request, fill func(complete.Completeness) (any, error), marks ...string) error {
	revision, err := a.o.Archive.Revision(r.Context())
	if err != nil {
		return err
	}
	c, err := a.o.Complete.Of(r.Context(), nil)
	if err != nil {
		return err
	}
	answer, err := fill(c)
	if err != nil {
		return err
	}
	if same(w, r, tagOf(append(marks, revision, r.URL.RequestURI(), a.o.Now().Format(time.DateOnly), a.o.Version, fmt.Sprint(serve.CallerOf(r.Context()).Scopes))...)) {
		return nil
	}
	return put(w, answer)
}

func (a *API) incident(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if !incidentName.MatchString(id) {
		return badParam{"id", "The id of an incident is an i with 16 digits, as lists write it."}
	}
	return a.tagged(w, r, func(c complete.Completeness) (any, error) {
		out := IncidentAnswer{Events: []archive.Event{}, Completeness: c}
		var err error
		if out.Incident, err = a.o.Archive.Incident(r.Context(), id); err != nil {
			return nil, err
		}
		if out.Events, err = a.o.Archive.EventsNamed(r.Context(), out.Incident.Events); err != nil {
			return nil, err
		}
		out.Changes, err = a.o.Archive.Changes(r.Context(), id)
		return out, err
	})
}

func (a *API) event(w http.ResponseWriter, r *http.Request) error {
	return a.tagged(w, r, func(c complete.Completeness) (any, error) {
		e, err := a.o.Archive.Event(r.Context(), r.PathValue("key"))
		return EventAnswer{e, c}, err
	})
}

// sum is the document that a request names.
func (a *API) sum(r *http.Request) (string, error) {
	digits := strings.ToLower(r.PathValue("sha256"))
	if !documentName.MatchString(digits) {
		return "", badParam{"sha256", "A document is named by its SHA-256, or by 16 digits of that."}
	}
	return a.o.Archive.Named(r.Context(), digits)
}

func (a *API) document(w http.ResponseWriter, r *http.Request) error {
	sum, err := a.sum(r)
	if err != nil {
		return err
	}
	d, err := a.o.Archive.Document(r.Context(), sum)
	if err != nil {
		return err
	}
	// A place where the text was found again makes no new revision.
	places := fmt.Sprint(len(d.Appearances))
	return a.tagged(w, r, func(c complete.Completeness) (any, error) {
		if !serve.CallerOf(r.Context()).In(serve.TextScope) {
			d.Text = ""
		}
		events, err := a.o.Archive.EventsOf(r.Context(), sum)
		return DocumentAnswer{d, append([]archive.Event{}, events...), c}, err
	}, places)
}

func (a *API) record(w http.ResponseWriter, r *http.Request) error {
	sum, err := a.sum(r)
	if err != nil {
		return err
	}
	return a.tagged(w, r, func(complete.Completeness) (any, error) {
		rec, err := a.o.Archive.Record(r.Context(), sum, 0)
		if !serve.CallerOf(r.Context()).In(serve.TextScope) {
			rec.Text = ""
		}
		return rec, err
	})
}

func (a *API) search(w http.ResponseWriter, r *http.Request) error {
	q, err := a.asking(r, filter.Events)
	if err != nil {
		return err
	}
	words := r.URL.Query().Get("words")
	if strings.Trim(words, ` "*`) == "" {
		return badParam{"words", "words are what to look for, such as nuclear talks."}
	}
	return a.tagged(w, r, func(c complete.Completeness) (any, error) {
		hits, err := a.o.Archive.Search(r.Context(), words, min(q.limit, 200))
		if !serve.CallerOf(r.Context()).In(serve.TextScope) {
			hits = withoutTexts(hits)
		}
		return SearchAnswer{append([]archive.Hit{}, hits...), c}, err
	})
}

// withoutTexts leaves out what stands in texts that a caller may not read.
func withoutTexts(hits []archive.Hit) (out []archive.Hit) {
	for _, h := range hits {
		if h.Kind != "text" {
			out = append(out, h)
		}
	}
	return out
}

func (a *API) countsOf(w http.ResponseWriter, r *http.Request) error {
	q, err := a.asking(r, filter.Events)
	if err != nil {
		return err
	}
	return a.tagged(w, r, func(complete.Completeness) (any, error) {
		n, err := a.o.Archive.Counts(r.Context(), q.query.Filter)
		if err != nil {
			return nil, err
		}
		c, err := a.o.Complete.Of(r.Context(), q.query.Filter)
		return CountsAnswer{n, c}, err
	})
}

func (a *API) outlets(w http.ResponseWriter, r *http.Request) error {
	return a.tagged(w, r, func(c complete.Completeness) (any, error) {
		list, err := a.o.Archive.Outlets(r.Context())
		return OutletsAnswer{append([]archive.Outlet{}, list...), c}, err
	})
}

// Me is who is asking.
type Me struct {
	Name   string   `json:"name,omitempty"`
	Role   string   `json:"role"`
	Token  string   `json:"token,omitempty"`
	Scopes []string `json:"scopes,omitempty"`
}

func (a *API) me(w http.ResponseWriter, r *http.Request) error {
	c := serve.CallerOf(r.Context())
	return put(w, Me{c.Name, c.Role.String(), c.Token, c.Scopes})
}

// CodeRequest is a text to be coded.
type CodeRequest struct {
	Text      string `json:"text"`
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty" jsonschema:"the outlet"`
	Published string `json:"published,omitempty" jsonschema:"the day, or moment, of publication, from which 'on Monday' is read"`
}

// CodeAnswer is what was read from it. Nothing of it is kept.
type CodeAnswer struct {
	Record      record.Record       `json:"record"`
	Diagnostics []record.Diagnostic `json:"diagnostics,omitempty"`
}
