package web

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
)

// agendaPage shows plans by day: those to come, and what became of past ones.
type agendaPage struct {
	question
	Day      string // that it is seen from
	Other    bool   // not today
	Coming   []planDay
	Past     []planDay
	More     bool // there are more past ones
	FeedURL  string
	Complete string
}

type planDay struct {
	Day   string
	Plans []archive.Incident
}

const (
	comingLength = 200
	pastLength   = 50
)

func (d *desk) agenda(r *http.Request) (shown, error) {
	ctx := r.Context()
	q, err := d.ask(r, filter.Incidents, `party:FRA level:<=2`)
	if err != nil {
		return shown{}, err
	}
	p := agendaPage{question: q}
	if p.Day, p.Other, err = d.seenFrom(r); err != nil {
		return shown{}, err
	}
	if d.o.Calendar != nil {
		p.FeedURL = to("/agenda.ics", "q", q.Text)
	}
	coming, _, err := d.plans(ctx, q.expr, "since:"+p.Day, true, comingLength)
	if err != nil {
		return shown{}, err
	}
	past, more, err := d.plans(ctx, q.expr, "-since:"+p.Day, false, pastLength)
	if err != nil {
		return shown{}, err
	}
	p.Coming, p.Past, p.More = byDay(coming), byDay(past), more
	if p.Complete, err = d.completeness(ctx, q.expr); err != nil {
		return shown{}, err
	}
	return shown{View: "agenda", Title: "Agenda", Data: p}, nil
}

// seenFrom is the day that a request names, else that of the archive.
func (d *desk) seenFrom(r *http.Request) (day string, other bool, err error) {
	if day = r.FormValue("day"); day != "" {
		if _, err := time.Parse(time.DateOnly, day); err == nil {
			return day, day != d.o.Now().Format(time.DateOnly), nil
		}
	}
	outlets, err := d.sources(r.Context())
	if err != nil {
		return "", false, err
	}
	day, other = d.asOf(outlets)
	return day, other, nil
}

func (d *desk) plans(ctx context.Context, e filter.Expr, days string, oldest bool, most int) ([]archive.Incident, bool, error) {
	bounds, err := d.parse(days, filter.Incidents)
	if err != nil {
		return nil, false, err
	}
	return first(d.o.Archive.Agenda(ctx, filter.Query{Filter: filter.Both(e, bounds), Oldest: oldest}), most)
}

// byDay puts plans of one day together; they come in order of day.
func byDay(list []archive.Incident) []planDay {
	var out []planDay
	for _, inc := range list {
		if n := len(out); n == 0 || out[n-1].Day != inc.Start {
			out = append(out, planDay{Day: inc.Start})
		}
		last := &out[len(out)-1]
		last.Plans = append(last.Plans, inc)
	}
	return out
}

// feed gives the agenda as iCalendar, for calendar programs.
func (d *desk) feed(w http.ResponseWriter, r *http.Request) {
	q, err := d.ask(r, filter.Incidents, "")
	var out bytes.Buffer
	if err == nil {
		err = d.o.Calendar(r.Context(), &out, d.o.Archive.Agenda(r.Context(), filter.Query{Filter: q.expr}))
	}
	if err != nil {
		serve.FailWith(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="agenda.ics"`)
	_, _ = w.Write(out.Bytes())
}
