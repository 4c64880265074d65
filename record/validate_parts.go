package record

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// What each reference may point at; a reference outside the lists takes any kind.
var (
	personKinds = []Kind{Person}
	ownerKinds  = []Kind{Group, Organization, State, Place, Forum}
	actorKinds  = []Kind{Person, Group, Organization, State, Place, Forum}
	forumKinds  = []Kind{Forum, Organization, Group, Agreement}
	placeKinds  = []Kind{Place, State}
	viaKinds    = []Kind{Person, Group, Organization, State, Forum}
)

// reference checks that an entity id is there and of a fitting kind; kinds nil
// lets any kind pass. An empty id is an absent field.
func (c *checker) reference(pointer, id string, kinds []Kind) {
	if id == "" {
		return
	}
	kind, ok := c.kinds[id]
	if !ok {
		c.add(pointer, "%q is no entity of this record", id)
	} else if kinds != nil && !slices.Contains(kinds, kind) {
		c.add(pointer, "%q is a %s; it must be one of %v", id, kind, kinds)
	}
}

func (c *checker) references(pointer string, ids []string, kinds []Kind) {
	for i, id := range ids {
		if id == "" {
			c.add(at(pointer, i), "is empty")
			continue
		}
		c.reference(at(pointer, i), id, kinds)
		c.repeated(pointer, ids, i)
	}
}

func (c *checker) entity(pointer string, e *Entity) {
	c.id(pointer+"/id", "e", e.ID)
	c.word(pointer+"/kind", "kind", string(e.Kind))
	if e.Name == "" {
		c.add(pointer+"/name", "is missing")
	}
	c.code(pointer+"/code", e.Code)
	c.distinct(pointer+"/sectors", "sector", e.Sectors)
	if e.Edition < 0 {
		c.add(pointer+"/edition", "is %d, below 1", e.Edition)
	}
	c.within(pointer+"/latitude", e.Latitude, -90, 90)
	c.within(pointer+"/longitude", e.Longitude, -180, 180)
	if (e.Latitude == nil) != (e.Longitude == nil) {
		c.add(pointer, "has only one of latitude and longitude")
	}
	if len(e.Mentions) == 0 {
		c.add(pointer+"/mentions", "is missing: an entity is mentioned at least once")
	}
	for i, m := range e.Mentions {
		here := at(pointer+"/mentions", i)
		c.span(here, m.Span)
		c.word(here+"/form", "form", string(m.Form))
		if slices.ContainsFunc(e.Mentions[:i], func(n Mention) bool { return n.Span == m.Span }) {
			c.add(here, "is listed twice")
		}
	}
}

func (c *checker) post(pointer string, p *Post) {
	c.id(pointer+"/id", "p", p.ID)
	if p.Person == "" {
		c.add(pointer+"/person", "is missing")
	}
	c.reference(pointer+"/person", p.Person, personKinds)
	if p.Title == "" {
		c.add(pointer+"/title", "is missing")
	}
	c.reference(pointer+"/organization", p.Organization, ownerKinds)
	c.code(pointer+"/code", p.Code)
	c.span(pointer+"/evidence", p.Evidence)
}

func (c *checker) event(pointer string, e *Event) {
	c.id(pointer+"/id", "v", e.ID)
	c.word(pointer+"/type", "type", e.Type)
	c.distinct(pointer+"/modes", "mode-"+e.Type, e.Modes)
	c.distinct(pointer+"/contexts", "context", e.Contexts)
	if e.CAMEO != "" && !cameoForm.MatchString(e.CAMEO) {
		c.add(pointer+"/cameo", "%q is no CAMEO code", e.CAMEO)
	}
	c.word(pointer+"/status", "status", string(e.Status))
	c.references(pointer+"/actors", e.Actors, actorKinds)
	c.references(pointer+"/recipients", e.Recipients, nil)
	c.references(pointer+"/inferred", e.Inferred, nil)
	for i, id := range e.Inferred {
		if !slices.Contains(e.Actors, id) && !slices.Contains(e.Recipients, id) {
			c.add(fmt.Sprintf("%s/inferred/%d", pointer, i), "%q is no party of the event", id)
		}
	}
	c.reference(pointer+"/forum", e.Forum, forumKinds)
	c.reference(pointer+"/place", e.Place, placeKinds)
	c.time(pointer+"/time", e.Time)
	c.size(pointer+"/size", e.Size)
	c.within(pointer+"/scale", e.Scale, -10, 10)
	c.within(pointer+"/confidence", e.Confidence, 0, 1)
	if e.Level < 0 || e.Level > 4 {
		c.add(pointer+"/level", "is %d, outside 1 to 4", e.Level)
	}
	c.span(pointer+"/trigger", e.Trigger)
	c.span(pointer+"/evidence", e.Evidence)
	if e.Trigger.Start < e.Evidence.Start || e.Trigger.End > e.Evidence.End {
		c.add(pointer+"/evidence", "does not cover the trigger")
	}
	if e.Statement != "" && !c.statements[e.Statement] {
		c.add(pointer+"/statement", "%q is no statement of this record", e.Statement)
	}
	if e.SameAs != "" && !c.told[e.SameAs] {
		c.add(pointer+"/same_as", "%q is no earlier event of this record", e.SameAs)
	}
	c.told[e.ID] = e.SameAs == ""
}

func (c *checker) statement(pointer string, s *Statement) {
	c.id(pointer+"/id", "s", s.ID)
	c.reference(pointer+"/speaker", s.Speaker, nil)
	if s.SpeakerText != nil {
		c.span(pointer+"/speaker_text", *s.SpeakerText)
	}
	c.span(pointer+"/cue", s.Cue)
	if len(s.Content) == 0 {
		c.add(pointer+"/content", "is missing: a statement has words")
	}
	c.ordered(pointer+"/content", s.Content)
	if !c.words.has("statementKind", s.Kind) {
		c.add(pointer+"/kind", "%q is no kind of statement", s.Kind)
	}
	if s.SpeakerKind != "" && !c.words.has("speakerKind", s.SpeakerKind) {
		c.add(pointer+"/speaker_kind", "%q is no kind of speaker", s.SpeakerKind)
	}
	if s.Polarity != "" && !c.words.has("polarity", s.Polarity) {
		c.add(pointer+"/polarity", "%q is no polarity", s.Polarity)
	}
	c.otherStatement(pointer+"/parent", s.ID, s.Parent)
	c.otherStatement(pointer+"/answers", s.ID, s.Answers)
	c.reference(pointer+"/via", s.Via, viaKinds)
	c.time(pointer+"/time", s.Time)
	c.references(pointer+"/about", s.About, nil)
}

// otherStatement checks a link from one statement to another.
func (c *checker) otherStatement(pointer, own, id string) {
	switch {
	case id == "":
	case !c.statements[id]:
		c.add(pointer, "%q is no statement of this record", id)
	case id == own:
		c.add(pointer, "is the statement itself")
	}
}

func (c *checker) size(pointer string, s *Size) {
	if s == nil {
		return
	}
	counts := []struct {
		name  string
		value *int
	}{{"killed", s.Killed}, {"injured", s.Injured}, {"arrested", s.Arrested}, {"participants", s.Participants}}
	stated := false
	for _, count := range counts {
		if count.value == nil {
			continue
		}
		stated = true
		if *count.value < 0 {
			c.add(pointer+"/"+count.name, "is %d, below 0", *count.value)
		}
	}
	if !stated && len(s.Amounts) == 0 {
		c.add(pointer, "states no count; leave it out")
	}
	for k, a := range s.Amounts {
		at := at(pointer+"/amounts", k)
		if math.IsNaN(a.Value) || math.IsInf(a.Value, 0) || a.Value < 0 {
			c.add(at+"/value", "is %v, no sum", a.Value)
		}
		if !currencyForm.MatchString(a.Currency) {
			c.add(at+"/currency", "%q is no ISO 4217 code", a.Currency)
		}
		c.span(at+"/text", a.Text)
	}
}

func (c *checker) within(pointer string, value *float64, low, high float64) {
	if value != nil && (math.IsNaN(*value) || *value < low || *value > high) {
		c.add(pointer, "is %v, outside %v to %v", *value, low, high)
	}
}

func (c *checker) time(pointer string, t *Time) {
	if t == nil {
		return
	}
	c.span(pointer+"/text", t.Text)
	if t.Grain != "" {
		c.word(pointer+"/grain", "grain", string(t.Grain))
	}
	switch {
	case t.Start == "" && t.End == "":
		return
	case t.Start == "":
		c.add(pointer+"/start", "is missing, though there is an end")
		return
	case t.End == "":
		c.add(pointer+"/end", "is missing, though there is a start")
		return
	case t.Grain == "":
		c.add(pointer+"/grain", "is missing, though there is a start")
	}
	first, ok := c.day(pointer+"/start", t.Start)
	last, ok2 := c.day(pointer+"/end", t.End)
	if !ok || !ok2 {
		return
	}
	if last.Before(first) {
		c.add(pointer, "is reversed: %s to %s", t.Start, t.End)
	} else if !fillsGrain(first, last, t.Grain) {
		c.add(pointer+"/grain", "is %q, but %s to %s is no run of whole %ss", t.Grain, t.Start, t.End, t.Grain)
	}
}

func (c *checker) day(pointer, text string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		c.add(pointer, "%q is no ISO 8601 date of the calendar", text)
	}
	return day, err == nil
}

// fillsGrain says whether a closed interval of days is a run of whole units.
// A week is any seven days: where it begins differs between countries.
func fillsGrain(first, last time.Time, grain Grain) bool {
	after := last.AddDate(0, 0, 1)
	switch grain {
	case Week:
		return int(after.Sub(first).Hours()/24)%7 == 0
	case Month:
		return first.Day() == 1 && after.Day() == 1
	case Quarter:
		return first.Day() == 1 && after.Day() == 1 && first.Month()%3 == 1 && after.Month()%3 == 1
	case Year:
		return first.YearDay() == 1 && after.YearDay() == 1
	}
	return true
}
