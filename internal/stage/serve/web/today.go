package web

import (
	"context"
	"net/http"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
)

// todayPage is what one sees first: what is new, what comes, what is missing.
type todayPage struct {
	Empty    bool
	Day      string // that the page is of
	Other    bool   // the archive's last day, which is far from today
	News     []told
	Said     []archive.Statement
	Plans    []archive.Incident
	Outlets  []archive.Outlet
	Late     []archive.Outlet // that have published nothing of late
	Complete string
}

const (
	newsLength  = 8
	plansLength = 8
	// lateDays is how long an outlet may be silent until that is told.
	lateDays = 7
	// farDays is how far the archive's last day may be from today until pages
	// look from there.
	farDays = 45
)

func (d *desk) today(r *http.Request) (shown, error) {
	ctx := r.Context()
	p := todayPage{}
	var err error
	if p.Outlets, err = d.sources(ctx); err != nil {
		return shown{}, err
	}
	if len(p.Outlets) == 0 {
		p.Empty = true
		return shown{View: "today", Title: "Today", Data: p}, nil
	}
	p.Day, p.Other = d.asOf(p.Outlets)
	p.Late = late(p.Outlets, p.Day)
	past, err := d.parse("-status:planned,hypothetical until:"+p.Day, filter.Incidents)
	if err != nil {
		return shown{}, err
	}
	news, err := d.o.Archive.IncidentsPage(ctx, filter.Query{Filter: past, Limit: newsLength})
	if err != nil {
		return shown{}, err
	}
	if p.News, err = d.tell(ctx, news.Items); err != nil {
		return shown{}, err
	}
	said, err := d.o.Archive.StatementsPage(ctx, filter.Query{Limit: newsLength})
	if err != nil {
		return shown{}, err
	}
	p.Said = said.Items
	coming, err := d.parse("since:"+p.Day, filter.Incidents)
	if err != nil {
		return shown{}, err
	}
	if p.Plans, _, err = first(d.o.Archive.Agenda(ctx, filter.Query{Filter: coming, Oldest: true}), plansLength); err != nil {
		return shown{}, err
	}
	if p.Complete, err = d.completeness(ctx, filter.All{}); err != nil {
		return shown{}, err
	}
	return shown{View: "today", Title: "Today", Data: p}, nil
}

// sources are the outlets of the archive. They are not to be changed.
func (d *desk) sources(ctx context.Context) ([]archive.Outlet, error) {
	return d.outlets.get(ctx, d, d.o.Archive.Outlets)
}

// asOf is today, or the last day of an archive that ends long before it or goes
// on after it; other says that it is not today.
func (d *desk) asOf(outlets []archive.Outlet) (last string, other bool) {
	today := d.o.Now().Format(time.DateOnly)
	for _, o := range outlets {
		last = max(last, o.Last)
	}
	t, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return today, false
	}
	now := d.o.Now()
	if gap := now.Sub(t); gap < farDays*24*time.Hour && gap > -24*time.Hour {
		return today, false
	}
	return last, true
}

// late are the outlets that were silent for some days before a day.
func late(outlets []archive.Outlet, day string) []archive.Outlet {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	limit := t.AddDate(0, 0, -lateDays).Format(time.DateOnly)
	var out []archive.Outlet
	for _, o := range outlets {
		if o.Last != "" && o.Last < limit {
			out = append(out, o)
		}
	}
	return out
}
