package saved

import (
	"context"
	"errors"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/ontology"
)

const (
	// looked is how many of the newest things of a search are looked at for new ones.
	looked = 1000
	// baseline is how many count as found when a search is saved: more than are
	// looked at, so that deleting documents brings nothing old to light.
	baseline = 3000
)

// Thing is something that a search finds, as feeds and alerts tell it.
type Thing struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"` // incident or statement
	Title string `json:"title"`
	Path  string `json:"path"` // its page on this server
	Day   string `json:"day,omitempty"`
	// Published is the day of the page that Words are from.
	Published string `json:"published,omitempty"`
	Words     string `json:"words,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Source    string `json:"source,omitempty"` // address of that page
	Status    string `json:"status,omitempty"`
	Outcome   string `json:"outcome,omitempty"`
	Type      string `json:"type,omitempty"`
	Reports   int    `json:"reports,omitempty"`
	Outlets   int    `json:"outlets,omitempty"`

	marks []string
	best  string
}

func matches(things []Thing) []archive.Match {
	out := make([]archive.Match, len(things))
	for i := range things {
		out[i] = archive.Match{ID: things[i].ID, Marks: things[i].marks}
	}
	return out
}

// things gives the newest that a search finds, with their words if they are asked for.
func (k *Keeper) things(ctx context.Context, x archive.SavedSearch, most int, words bool) ([]Thing, error) {
	expr, err := k.expr(x.List, x.Filter)
	if err != nil {
		return nil, err
	}
	var out []Thing
	q := filter.Query{Filter: expr}
	if x.List == Statements {
		for s, err := range k.o.Lists.Statements(ctx, q) {
			if err != nil {
				return nil, err
			}
			out = append(out, ofStatement(&s))
			if len(out) == most {
				break
			}
		}
		return out, nil
	}
	rows := k.o.Lists.Incidents(ctx, q)
	if x.List == Agenda {
		rows = k.o.Lists.Agenda(ctx, q)
	}
	for inc, err := range rows {
		if err != nil {
			return nil, err
		}
		out = append(out, ofIncident(&inc))
		if len(out) == most {
			break
		}
	}
	if words {
		return out, k.say(ctx, out)
	}
	return out, nil
}

// say puts the words of the best report into things.
func (k *Keeper) say(ctx context.Context, things []Thing) error {
	for i := range things {
		t := &things[i]
		if t.best == "" {
			continue
		}
		e, err := k.o.Lists.Event(ctx, t.best)
		if errors.Is(err, archive.ErrUnknown) {
			continue
		}
		if err != nil {
			return err
		}
		t.Words, t.Outlet, t.Source, t.Published = e.Evidence, e.Outlet, e.URL, archive.Day(e.Published)
	}
	return nil
}

func ofIncident(inc *archive.Incident) Thing {
	who := strings.TrimSpace(names(inc.Actors) + " – " + names(inc.Recipients))
	who = strings.Trim(who, " –")
	if who == "" && inc.Forum != nil {
		who = inc.Forum.Name
	}
	title := ontology.Plain(inc.Type, inc.Modes)
	if title == "" {
		title = strings.ToLower(inc.Type)
	}
	if who != "" {
		title = who + ": " + title
	}
	return Thing{ID: inc.ID, Kind: "incident", Title: title, Path: "/incident/" + inc.ID, Day: inc.Start, Status: string(inc.Status), Outcome: inc.Outcome,
		Type: inc.Type, Reports: inc.Reports, Outlets: inc.Outlets, marks: append([]string{inc.ID}, inc.Events...), best: inc.Best}
}

func ofStatement(s *archive.Statement) Thing {
	who := s.SpeakerText
	if s.Speaker != nil {
		who = s.Speaker.Name
	}
	if who == "" {
		who = "Speaker not known"
	}
	return Thing{ID: s.Key, Kind: "statement", Title: who + " " + s.Cue, Path: "/page/" + s.Document + "#s" + s.ID, Day: s.Start, Words: s.Content,
		Outlet: s.Outlet, Source: s.URL, Published: archive.Day(s.Published), marks: []string{s.Key}}
}

func names(parties []archive.Party) string {
	var out []string
	for i := range parties {
		name := parties[i].Name
		if name == "" {
			name = parties[i].Code
		}
		if len(out) == 3 {
			out = append(out, "others")
			break
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}
