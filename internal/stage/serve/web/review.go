package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/ontology"
	"chancery/internal/stage/serve"
	"chancery/record"
)

// reviewPage is one event of the queue with the form to decide on it.
type reviewPage struct {
	question
	Event   *archive.Event
	Passage []paragraph
	Skip    int
	SkipURL string
	Next    []archive.Event
	History []archive.Correction
	Form    decision
	Wrong   string
	// What can be chosen.
	Types    []ontology.Type
	Statuses []string
}

// decision is the form as it is shown: what is coded, or what was sent.
type decision struct {
	Type, Status, Modes, Actors, Recipients, Start, End, PlaceName, PlaceCode, Reason string
}

const queueShown = 8

func formOf(e *archive.Event) decision {
	f := decision{Type: e.Type, Status: string(e.Status), Modes: strings.Join(e.Modes, ", "), Actors: linesOf(e.Actors), Recipients: linesOf(e.Recipients)}
	if e.Dated {
		f.Start, f.End = e.Start, e.End
	}
	if e.Place != nil {
		f.PlaceName, f.PlaceCode = e.Place.Name, e.Place.Code
	}
	return f
}

// reviewers gives a page only to those who may decide.
func reviewers(make maker) maker {
	return func(r *http.Request) (shown, error) {
		if !serve.CallerOf(r.Context()).May(serve.Reviewer) {
			return forbidden("Reviewing is for reviewers; an administrator can make you one."), nil
		}
		return make(r)
	}
}

func forbidden(detail string) shown {
	p := serve.Problem{Status: http.StatusForbidden, Title: http.StatusText(http.StatusForbidden), Detail: detail}
	return shown{View: "problem", Title: p.Title, Status: p.Status, Data: problem{Problem: p}}
}

// review shows the event that is asked for, else the next one of the queue.
func (d *desk) review(r *http.Request) (shown, error) {
	p, err := d.reviewing(r)
	if err != nil {
		return shown{}, err
	}
	if p.Event != nil {
		p.Form = formOf(p.Event)
	}
	return shown{View: "review", Title: "Review", Data: p}, nil
}

func (d *desk) reviewing(r *http.Request) (reviewPage, error) {
	ctx := r.Context()
	q, err := d.ask(r, filter.Events, `confidence:<0.6 party:FRA`)
	if err != nil {
		return reviewPage{}, err
	}
	p := reviewPage{question: q, Types: ontology.Types(), Statuses: record.Statuses()}
	p.Path = "/review"
	p.Skip, _ = strconv.Atoi(r.FormValue("skip"))
	p.Skip = min(max(p.Skip, 0), 10_000)
	queue, _, err := first(d.o.Archive.Queue(ctx, filter.Query{Filter: q.expr, Limit: p.Skip + queueShown}), p.Skip+queueShown)
	if err != nil {
		return reviewPage{}, err
	}
	queue = queue[min(p.Skip, len(queue)):]
	if key := r.FormValue("event"); key != "" {
		e, err := d.o.Archive.Event(ctx, key)
		if err != nil {
			return reviewPage{}, err
		}
		p.Event, p.Next = &e, queue
	} else if len(queue) > 0 {
		p.Event, p.Next = &queue[0], queue[1:]
		p.SkipURL = to("/review", "q", q.Text, "skip", strconv.Itoa(p.Skip+1))
	}
	if p.Event == nil {
		return p, nil
	}
	if p.Passage, err = (&reader{d: d}).passage(ctx, p.Event); err != nil {
		return reviewPage{}, err
	}
	for c, err := range d.o.Archive.Decisions(ctx) {
		if err != nil {
			return reviewPage{}, err
		}
		if c.Event == p.Event.Key || c.Other == p.Event.Key {
			p.History = append(p.History, c)
		}
	}
	return p, nil
}

// decide takes a decision and goes on to the next event.
func (d *desk) decide(r *http.Request) (shown, error) {
	if err := r.ParseForm(); err != nil {
		return shown{}, err
	}
	p, err := d.reviewing(r)
	if err != nil {
		return shown{}, err
	}
	if p.Event == nil {
		return shown{}, archive.ErrUnknown
	}
	p.Form = sent(r.PostForm)
	c := archive.Correction{Reviewer: serve.CallerOf(r.Context()).Name, Reason: p.Form.Reason, Verdict: archive.Verdict(r.PostForm.Get("verdict")), Event: p.Event.Key}
	switch c.Verdict {
	case archive.Accept, archive.Reject:
	case archive.Correct:
		if c.Set, p.Wrong = d.patch(p.Form, p.Event); p.Wrong == "" && c.Set.Empty() {
			p.Wrong = "Nothing is changed; change a field, or accept the event."
		}
	case archive.Merge, archive.Split:
		c.Other = r.PostForm.Get("other")
		if _, err := d.o.Archive.Event(r.Context(), c.Other); err != nil {
			return shown{}, err
		}
	default:
		p.Wrong = "Choose what to do."
	}
	if p.Wrong != "" {
		return shown{View: "review", Title: "Review", Status: http.StatusUnprocessableEntity, Data: p}, nil
	}
	if _, err := d.o.Archive.Correct(r.Context(), c); err != nil {
		return shown{}, err
	}
	if id := r.PostForm.Get("incident"); id != "" {
		return shown{To: "/incident/" + url.PathEscape(id)}, nil
	}
	skip := ""
	if p.Skip > 0 {
		skip = strconv.Itoa(p.Skip)
	}
	return shown{To: to("/review", "q", p.Text, "skip", skip)}, nil
}

func sent(v url.Values) decision {
	get := func(name string) string { return strings.TrimSpace(strings.ReplaceAll(v.Get(name), "\r\n", "\n")) }
	return decision{get("type"), get("status"), get("modes"), get("actors"), get("recipients"), get("start"), get("end"), get("place"), get("country"), get("reason")}
}

// join says that two incidents are one act.
func (d *desk) join(r *http.Request) (shown, error) {
	ctx := r.Context()
	if err := r.ParseForm(); err != nil {
		return shown{}, err
	}
	one, err := d.o.Archive.Incident(ctx, r.PostForm.Get("incident"))
	if err != nil {
		return shown{}, err
	}
	// An address that was copied is as good as an id.
	id := r.PostForm.Get("with")
	id = strings.TrimSpace(id[strings.LastIndex(id, "/")+1:])
	other, err := d.o.Archive.Incident(ctx, id)
	if err != nil {
		return shown{}, err
	}
	c := archive.Correction{Reviewer: serve.CallerOf(ctx).Name, Reason: strings.TrimSpace(r.PostForm.Get("reason")), Verdict: archive.Merge, Event: one.Best, Other: other.Best}
	if _, err := d.o.Archive.Correct(ctx, c); err != nil {
		return shown{}, err
	}
	return shown{To: "/incident/" + url.PathEscape(one.ID)}, nil
}

// logPage lists decisions, the newest first.
type logPage struct {
	By        string
	Items     []archive.Correction
	Total     int
	Reviewers []reviewerCount
}

type reviewerCount struct {
	Name string
	N    int
}

const logLength = 200

func (d *desk) decisions(r *http.Request) (shown, error) {
	p := logPage{By: r.FormValue("by")}
	by := tally{}
	for c, err := range d.o.Archive.Decisions(r.Context()) {
		if err != nil {
			return shown{}, err
		}
		by[c.Reviewer]++
		if p.By == "" || p.By == c.Reviewer {
			p.Items = append(p.Items, c)
		}
	}
	p.Total = len(p.Items)
	slices.SortStableFunc(p.Items, func(a, b archive.Correction) int { return cmp.Compare(b.ID, a.ID) })
	p.Items = p.Items[:min(len(p.Items), logLength)]
	for _, name := range by.sorted() {
		p.Reviewers = append(p.Reviewers, reviewerCount{name, by[name]})
	}
	return shown{View: "decisions", Title: "Decisions", Data: p}, nil
}

// undo takes a decision back.
func (d *desk) undo(r *http.Request) (shown, error) {
	if err := r.ParseForm(); err != nil {
		return shown{}, err
	}
	id, err := strconv.ParseInt(r.PostForm.Get("id"), 10, 64)
	if err != nil {
		return shown{}, archive.ErrUnknown
	}
	if err := d.o.Archive.Undo(r.Context(), id, serve.CallerOf(r.Context()).Name, strings.TrimSpace(r.PostForm.Get("reason"))); err != nil {
		return shown{}, err
	}
	return shown{To: "/review/log"}, nil
}
