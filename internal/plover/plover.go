// Package plover shows a record, or an event of the archive, as PLOVER events:
// the JSON objects that tools for PLOVER data read, one a line.
//
// What must stay true:
//   - It is a pure function of the record: no clock, no look-up outside it.
//   - Status is folded into the type as PLOVER asks, so no planned meeting is
//     told as held; what was folded away stays readable in the fields act,
//     act_mode and status, which PLOVER does not name.
//   - Words of the text are in an event only when the text is given.
package plover

import (
	"slices"
	"strings"

	"chancery/internal/ontology"
	"chancery/record"
)

// Event is one PLOVER event. Spans count code points.
type Event struct {
	ID         string    `json:"id"`             // document id, "#", event id
	Date       string    `json:"date,omitempty"` // absent when neither the text nor the page gives one
	EndDate    string    `json:"enddate,omitempty"`
	Actor      []Entity  `json:"actor"`
	Recipient  []Entity  `json:"recipient,omitempty"`
	Event      string    `json:"event"`
	Mode       []string  `json:"mode,omitempty"`
	Context    []string  `json:"context,omitempty"`
	QuadCode   int       `json:"quad_code"`
	EventScale float64   `json:"event_scale"`
	EventLoc   *Location `json:"event_loc,omitempty"`
	EventText  []string  `json:"event_text,omitempty"`
	Text       string    `json:"text,omitempty"`
	TextInfo   TextInfo  `json:"text_info"`
	CiteInfo   CiteInfo  `json:"cite_info"`
	Coder      string    `json:"coder,omitempty"`

	// What PLOVER does not name.
	DateFrom   string   `json:"date_from,omitempty"` // "text" or "published"
	Act        string   `json:"act,omitempty"`       // the type before folding
	ActMode    []string `json:"act_mode,omitempty"`
	Status     string   `json:"status"`
	CAMEO      string   `json:"cameo,omitempty"`
	Confidence *float64 `json:"confidence,omitempty"`
	Incident   string   `json:"incident,omitempty"` // of the archive
}

// Entity is an actor or recipient.
type Entity struct {
	Code       string `json:"code,omitempty"`
	Sector     string `json:"sector,omitempty"`
	EntityText string `json:"entity_text"`
	Office     string `json:"office,omitempty"`
	Registry   string `json:"registry,omitempty"` // not of PLOVER
}

// Location is where an event happens.
type Location struct {
	ExtractedPlace string   `json:"extracted_place,omitempty"`
	ResolvedPlace  string   `json:"resolved_place"`
	Lat            *float64 `json:"lat,omitempty"`
	Lon            *float64 `json:"lon,omitempty"`
	CountryCode    string   `json:"country_code,omitempty"`
}

// TextInfo says where the event stands: the number of its sentence, from 0, when
// it is known, and its evidence.
type TextInfo struct {
	Sequence *int `json:"sequence,omitempty"`
	Start    int  `json:"start"`
	End      int  `json:"end"`
}

// CiteInfo says which page it was read from.
type CiteInfo struct {
	Title       string `json:"title,omitempty"`
	URL         string `json:"url,omitempty"`
	Publication string `json:"publication,omitempty"`
	Language    string `json:"language,omitempty"`
}

// Options are what the record does not hold.
type Options struct {
	Text  string // the text, to put words into the events; "" leaves them out
	Coder string // name and version of the program
}

// View gives the events of a record in its order, less those that are denied.
func View(rec *record.Record, opt Options) []Event {
	v := &view{rec: rec, opt: opt, entities: map[string]*record.Entity{}, offices: map[string]string{}}
	for i := range rec.Entities {
		v.entities[rec.Entities[i].ID] = &rec.Entities[i]
	}
	for _, p := range rec.Posts {
		if v.offices[p.Person] == "" && !p.Former {
			v.offices[p.Person] = p.Title
		}
	}
	if opt.Text != "" {
		v.ruler = record.NewRuler(opt.Text)
	}
	var events []Event
	for i := range rec.Events {
		if e := &rec.Events[i]; e.Status != record.Denied {
			events = append(events, v.event(e))
		}
	}
	return events
}

// view is a record with its indexes.
type view struct {
	rec      *record.Record
	opt      Options
	ruler    *record.Ruler // nil when words stay out
	entities map[string]*record.Entity
	offices  map[string]string // person → the post held
}

func (v *view) event(e *record.Event) Event {
	doc := &v.rec.Document
	name, modes := Fold(e.Type, e.Modes, e.Status)
	sentence := v.sentence(e.Trigger.Start)
	kind, _ := ontology.ParseType(name)
	out := Event{
		ID: doc.ID + "#" + e.ID, Event: name, Mode: modes, Context: e.Contexts,
		QuadCode: int(kind.Quad()), EventScale: ontology.Scale(name, modes),
		Actor: v.parties(e.Actors), Recipient: v.parties(e.Recipients), EventLoc: v.location(e.Place),
		TextInfo: TextInfo{&sentence, e.Evidence.Start, e.Evidence.End},
		CiteInfo: CiteInfo{doc.Title, doc.URL, doc.Source, doc.Language},
		Coder:    v.opt.Coder, Status: string(e.Status), CAMEO: e.CAMEO, Confidence: e.Confidence,
	}
	if name != e.Type {
		out.Act, out.ActMode = e.Type, e.Modes
	}
	out.Date, out.EndDate, out.DateFrom = date(e, doc)
	if v.ruler != nil {
		out.EventText = []string{v.ruler.Cut(e.Trigger)}
		out.Text = v.ruler.Cut(e.Evidence)
	}
	return out
}

// Fold puts the status of an act into its type and modes. A planned act of
// cooperation is an agreement to it, a planned retreat a concession; what else
// has not happened carries the auxiliary mode "hypothetical", and background
// "historical".
func Fold(eventType string, modes []string, status record.Status) (string, []string) {
	modes = slices.Clone(modes)
	switch status {
	case record.Planned:
		switch eventType {
		case "CONSULT", "SUPPORT", "COOPERATE", "AID":
			return "AGREE", nil
		case "RETREAT":
			return "CONCEDE", nil
		case "AGREE", "CONCEDE":
			return eventType, modes
		}
		return eventType, append(modes, "hypothetical")
	case record.Hypothetical, record.Historical:
		return eventType, append(modes, string(status))
	}
	return eventType, modes
}

// date is the day of the act as far as the text tells, else of the publication.
func date(e *record.Event, doc *record.Document) (start, end, from string) {
	if e.Time != nil && e.Time.Start != "" {
		if e.Time.End != e.Time.Start {
			end = e.Time.End
		}
		return e.Time.Start, end, "text"
	}
	day, _, _ := strings.Cut(doc.Published, "T")
	if len(day) != len("2006-01-02") {
		return "", "", ""
	}
	return day, "", "published"
}

func (v *view) parties(ids []string) []Entity {
	parties := []Entity{}
	for _, id := range ids {
		e := v.entities[id]
		if e == nil {
			continue
		}
		party := Entity{Code: e.Code, EntityText: e.Name, Office: v.offices[id], Registry: e.Registry}
		if len(e.Sectors) > 0 {
			party.Sector = e.Sectors[0]
		}
		parties = append(parties, party)
	}
	return parties
}

func (v *view) location(id string) *Location {
	e := v.entities[id]
	if e == nil {
		return nil
	}
	loc := &Location{ResolvedPlace: e.Name, Lat: e.Latitude, Lon: e.Longitude, CountryCode: e.Code}
	if v.ruler != nil && len(e.Mentions) > 0 {
		loc.ExtractedPlace = v.ruler.Cut(e.Mentions[0].Span)
	}
	return loc
}

// sentence is the number of the sentence that holds a code point; 0 when the
// record does not tell its sentences.
func (v *view) sentence(point int) int {
	n := slices.IndexFunc(v.rec.Sentences, func(s record.Span) bool { return point < s.End })
	return max(n, 0)
}
