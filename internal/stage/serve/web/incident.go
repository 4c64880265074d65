package web

import (
	"net/http"
	"strconv"

	"chancery/archive"
)

// incidentPage is one incident with all its reports.
type incidentPage struct {
	archive.Incident
	Reports []report
	Changes []archive.Change
	Differ  []difference
	Score   string
}

// passages is how many reports of an incident are shown with the sentences around
// them; the others have their own words only.
const passages = 40

// report is one event of an incident.
type report struct {
	archive.Event
	Best, Earliest bool
	Passage        []paragraph
}

// difference is a detail on which reports differ, with who says what.
type difference struct {
	Field  string
	Values []saidBy
}

type saidBy struct {
	Value   string
	Reports []report
}

func (d *desk) incident(r *http.Request) (shown, error) {
	ctx, id := r.Context(), r.PathValue("id")
	changes, err := d.o.Archive.Changes(ctx, id)
	if err != nil {
		return shown{}, err
	}
	inc, err := d.o.Archive.Incident(ctx, id)
	if err != nil {
		// It may live on under another name.
		if n := len(changes); n > 0 && changes[n-1].Other != "" && changes[n-1].Other != id {
			return shown{To: "/incident/" + changes[n-1].Other}, nil
		}
		return shown{}, err
	}
	p := incidentPage{Incident: inc, Changes: changes}
	if inc.Scale != nil {
		p.Score = strconv.FormatFloat(*inc.Scale, 'f', -1, 64)
	}
	at := map[string]report{}
	pages := reader{d: d}
	events, err := d.o.Archive.EventsNamed(ctx, inc.Events)
	if err != nil {
		return shown{}, err
	}
	for i, e := range events {
		rep := report{Event: e, Best: e.Key == inc.Best, Earliest: e.Key == inc.Earliest}
		if i < passages {
			if rep.Passage, err = pages.passage(ctx, &e); err != nil {
				return shown{}, err
			}
		}
		at[e.Key] = rep
		p.Reports = append(p.Reports, rep)
	}
	for _, c := range inc.Conflicts {
		diff := difference{Field: c.Field}
		for _, v := range c.Values {
			said := saidBy{Value: v.Value}
			for _, key := range v.Events {
				if rep, ok := at[key]; ok {
					said.Reports = append(said.Reports, rep)
				}
			}
			diff.Values = append(diff.Values, said)
		}
		p.Differ = append(p.Differ, diff)
	}
	return shown{View: "incident", Title: actOfIncident(&inc).title(), Data: p}, nil
}
