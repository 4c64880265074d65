package filter

import (
	"slices"
	"strconv"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Item is what a filter is asked of: an event, an incident, a statement, a post or
// a person.
type Item interface {
	// Keys are the strings that Keyed leaves of the field compare.
	Keys(f Field) []string
	// Number is the number of a field; false when it is not known.
	Number(f Field) (float64, bool)
	// Day is the day of a field, 2006-01-02; empty when it is not known.
	Day(f Field) string
}

// Match says whether an event matches. It is the meaning of a filter, and as slow
// as it is plain: a store answers from indexes, and must give the same.
func Match(e Expr, ev *archive.Event) bool { return Matches(e, OfEvent(ev)) }

// Matches says whether an item matches.
func Matches(e Expr, it Item) bool {
	switch e := e.(type) {
	case All:
		return true
	case And:
		return !slices.ContainsFunc(e.Of, func(x Expr) bool { return !Matches(x, it) })
	case Or:
		return slices.ContainsFunc(e.Of, func(x Expr) bool { return Matches(x, it) })
	case Not:
		return !Matches(e.X, it)
	case Keyed:
		return slices.ContainsFunc(it.Keys(e.On()), e.MatchKey)
	case Numbers:
		v, ok := it.Number(e.Field)
		return ok && slices.ContainsFunc(e.Any, func(r Range) bool { return r.Has(v) })
	case Days:
		day := it.Day(e.Field)
		return slices.ContainsFunc(e.Any, func(d Period) bool { return d.Has(day) })
	}
	return false
}

// OfEvent makes an item of an event.
func OfEvent(e *archive.Event) Item { return event{e} }

// OfIncident makes an item of an incident.
func OfIncident(i *archive.Incident) Item { return incident{i} }

// OfStatement makes an item of a statement.
func OfStatement(s *archive.Statement) Item { return statement{s} }

type event struct{ *archive.Event }

func (e event) Keys(f Field) []string {
	switch f {
	case CAMEO:
		return known(e.CAMEO)
	case Attributed:
		return yes(e.Attributed)
	case Dated:
		return yes(e.Dated)
	case Copied:
		return yes(e.Copied)
	case Review:
		return []string{orNone(string(e.Review))}
	case Outlet:
		return known(Fold(e.Outlet))
	case Content:
		return words(e.Evidence, e.Title)
	case Title:
		return words(e.Title)
	case Trigger:
		return words(e.Trigger)
	case Incident:
		return known(e.Event.Incident)
	case Event:
		return known(e.Key)
	case Document:
		return known(e.Event.Document)
	case Has:
		return e.has()
	}
	return e.act().keys(f)
}

func (e event) act() act {
	return act{e.Type, string(e.Status), e.Modes, e.Contexts, e.Actors, e.Recipients, e.Forum, e.Speaker, e.Via, e.Place}
}

func (e event) has() []string {
	has := e.act().has()
	for _, h := range []struct {
		name string
		is   bool
	}{{"level", e.Level > 0}, {"size", e.Size != nil}, {"cameo", e.CAMEO != ""}, {"incident", e.Incident != ""}, {"date", e.Dated}} {
		if h.is {
			has = append(has, h.name)
		}
	}
	return has
}

func (e event) Number(f Field) (float64, bool) {
	switch f {
	case Level:
		return float64(e.Level), e.Level > 0
	case Confidence:
		return float(e.Confidence)
	case Scale:
		return float(e.Scale)
	case Edition:
		return edition(e.Forum)
	}
	if e.Size == nil {
		return 0, false
	}
	switch f {
	case Killed:
		return count(e.Size.Killed)
	case Injured:
		return count(e.Size.Injured)
	case Arrested:
		return count(e.Size.Arrested)
	case Participants:
		return count(e.Size.Participants)
	}
	return 0, false
}

func (e event) Day(f Field) string {
	switch f {
	case Since, Until, Day:
		return e.Start
	case Published:
		return archive.Day(e.Published)
	}
	return ""
}

type incident struct{ *archive.Incident }

func (i incident) act() act {
	return act{i.Type, string(i.Status), i.Modes, i.Contexts, i.Actors, i.Recipients, i.Forum, nil, nil, i.Place}
}

func (i incident) Keys(f Field) []string {
	switch f {
	case Outcome:
		return []string{orNone(i.Outcome)}
	case Incident:
		return known(i.ID)
	case Conflict:
		var out []string
		for _, c := range i.Conflicts {
			out = append(out, c.Field)
		}
		return out
	case Has:
		has := i.act().has()
		if i.Level > 0 {
			has = append(has, "level")
		}
		return has
	}
	return i.act().keys(f)
}

func (i incident) Number(f Field) (float64, bool) {
	switch f {
	case Level:
		return float64(i.Level), i.Level > 0
	case Confidence:
		return float(i.Confidence)
	case Scale:
		return float(i.Scale)
	case Edition:
		return edition(i.Forum)
	case Reports:
		return float64(i.Reports), true
	case Documents:
		return float64(i.Documents), true
	case Outlets:
		return float64(i.Outlets), true
	case Independent:
		return float64(i.Independent), true
	}
	return 0, false
}

func (i incident) Day(f Field) string {
	switch f {
	case Since, Until, Day:
		return i.Start
	case Announced:
		return i.Announced
	}
	return ""
}

type statement struct{ *archive.Statement }

func (s statement) Keys(f Field) []string {
	switch f {
	case Speaker:
		return parties(one(s.Speaker))
	case SpeakerBloc:
		return parties(one(s.Speaker))
	case SpeakerSector:
		return sectors(one(s.Speaker))
	case Via:
		return parties(one(s.Via))
	case About:
		return parties(s.About)
	case Person:
		return parties(persons(one(s.Speaker), one(s.Via), s.About))
	case SpeakerKind:
		return known(s.SpeakerKind)
	case Kind:
		return known(s.Kind)
	case Polarity:
		return known(s.Polarity)
	case Dated:
		return yes(s.Dated)
	case Copied:
		return yes(s.Copied)
	case Outlet:
		return known(Fold(s.Outlet))
	case Content:
		return words(s.Content)
	case Title:
		return words(s.Title)
	case Cue:
		return words(s.Cue)
	case Statement:
		return known(s.Key)
	case Document:
		return known(s.Document)
	case Has:
		return s.has()
	}
	return nil
}

func (s statement) has() (has []string) {
	for _, h := range []struct {
		name string
		is   bool
	}{{"speaker", s.Speaker != nil}, {"via", s.Via != nil}, {"about", len(s.About) > 0}, {"date", s.Dated}} {
		if h.is {
			has = append(has, h.name)
		}
	}
	return has
}

func (s statement) Number(Field) (float64, bool) { return 0, false }

func (s statement) Day(f Field) string {
	switch f {
	case Since, Until, Day:
		return s.Start
	case Published:
		return archive.Day(s.Published)
	}
	return ""
}

// act is what events and incidents share.
type act struct {
	typ, status         string
	modes, contexts     []string
	actors, recipients  []archive.Party
	forum, speaker, via *archive.Party
	place               *archive.Where
}

func (a act) keys(f Field) []string {
	switch f {
	case Type:
		return known(a.typ)
	case Quad:
		t, _ := ontology.ParseType(a.typ)
		if t == ontology.NoType {
			return nil
		}
		return []string{strconv.Itoa(int(t.Quad()))}
	case Mode:
		return a.modes
	case Context:
		return a.contexts
	case Status:
		return known(a.status)
	case Actor, ActorBloc:
		return parties(a.actors)
	case Recipient, RecipientBloc:
		return parties(a.recipients)
	case Side, SideBloc:
		return parties(slices.Concat(a.actors, a.recipients))
	case ActorSector:
		return sectors(a.actors)
	case RecipientSector:
		return sectors(a.recipients)
	case SideSector:
		return sectors(slices.Concat(a.actors, a.recipients))
	case Forum:
		return parties(one(a.forum))
	case Speaker, SpeakerBloc:
		return parties(one(a.speaker))
	case SpeakerSector:
		return sectors(one(a.speaker))
	case Via:
		return parties(one(a.via))
	case Person:
		return parties(persons(a.actors, a.recipients, one(a.speaker)))
	case Place, PlaceBloc:
		if a.place != nil {
			return []string{PlaceKey(a.place)}
		}
	}
	return nil
}

func (a act) has() (has []string) {
	for _, h := range []struct {
		name string
		is   bool
	}{
		{"actor", len(a.actors) > 0}, {"recipient", len(a.recipients) > 0}, {"forum", a.forum != nil}, {"place", a.place != nil},
		{"coordinates", a.place != nil && a.place.Latitude != nil && a.place.Longitude != nil},
		{"speaker", a.speaker != nil}, {"via", a.via != nil},
	} {
		if h.is {
			has = append(has, h.name)
		}
	}
	return has
}

func parties(list []archive.Party) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = PartyKey(&list[i])
	}
	return out
}

func sectors(list []archive.Party) (out []string) {
	for _, p := range list {
		out = append(out, p.Sectors...)
	}
	return out
}

func persons(lists ...[]archive.Party) (out []archive.Party) {
	for _, p := range slices.Concat(lists...) {
		if p.Kind == record.Person {
			out = append(out, p)
		}
	}
	return out
}

func one(p *archive.Party) []archive.Party {
	if p == nil {
		return nil
	}
	return []archive.Party{*p}
}

func words(texts ...string) (out []string) {
	for _, t := range texts {
		if w := WordsOf(t); len(w) > 0 {
			out = append(out, strings.Join(w, " "))
		}
	}
	return out
}

func known(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func yes(b bool) []string {
	if b {
		return []string{"yes"}
	}
	return []string{"no"}
}

func float(v *float64) (float64, bool) {
	if v == nil {
		return 0, false
	}
	return *v, true
}

func count(v *int) (float64, bool) {
	if v == nil {
		return 0, false
	}
	return float64(*v), true
}

func edition(forum *archive.Party) (float64, bool) {
	if forum == nil || forum.Edition == 0 {
		return 0, false
	}
	return float64(forum.Edition), true
}
