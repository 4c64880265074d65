package link

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"chancery/archive"
	"chancery/record"
)

// Build makes the incident of some events. docs tells of each of their documents
// whose copy it is and where it appeared; a document that is not there counts as
// one of its own.
func Build(events []archive.Event, docs map[string]*archive.Document) archive.Incident {
	members := make([]*archive.Event, len(events))
	for i := range events {
		members[i] = &events[i]
	}
	slices.SortFunc(members, func(a, b *archive.Event) int {
		return cmp.Or(cmp.Compare(undatedLast(a.Published), undatedLast(b.Published)), cmp.Compare(a.Key, b.Key))
	})
	best := bestOf(members, docs)
	inc := archive.Incident{
		Type: best.Type, Modes: best.Modes, Contexts: best.Contexts, Actors: best.Actors, Recipients: best.Recipients,
		Forum: best.Forum, Start: best.Start, End: best.End, Place: best.Place, Scale: best.Scale, Level: best.Level,
		Confidence: best.Confidence, Reports: len(members), Earliest: members[0].Key, Best: best.Key,
	}
	for _, e := range members {
		inc.Events = append(inc.Events, e.Key)
		if inc.Place == nil || inc.Place.Registry == "" && e.Place != nil && e.Place.Registry != "" {
			inc.Place = cmp.Or(e.Place, inc.Place)
		}
		if inc.Forum == nil {
			inc.Forum = e.Forum
		}
		if inc.Level == 0 || e.Level > 0 && e.Level < inc.Level {
			inc.Level = e.Level
		}
	}
	inc.ID = archive.IncidentID(inc.Events)
	inc.Status, inc.Outcome, inc.Announced = fate(members)
	dates(&inc, members)
	count(&inc, members, docs)
	inc.Conflicts = conflicts(members, inc.Status)
	return inc
}

func undatedLast(published string) string {
	if published == "" {
		return "~"
	}
	return published
}

// bestOf is the report with the most detail and the highest confidence that is
// no copy; of copies only, the best copy.
func bestOf(members []*archive.Event, docs map[string]*archive.Document) *archive.Event {
	rank := func(e *archive.Event) float64 {
		r := detail(e)
		if d := docs[e.Document]; d != nil && d.Original != "" {
			r -= 100
		}
		return r
	}
	best := members[0]
	for _, e := range members[1:] {
		if rank(e) > rank(best) {
			best = e
		}
	}
	return best
}

// detail weighs how much a report tells.
func detail(e *archive.Event) float64 {
	r := 0.0
	for _, p := range slices.Concat(e.Actors, e.Recipients) {
		switch {
		case p.Inferred:
			r += 0.2
		case p.Code != "" && p.Kind == record.Person && named(&p):
			r += 1
		case p.Code != "" || p.Registry != "":
			r += 0.7
		default:
			r += 0.3
		}
	}
	r = min(r, 4)
	if e.Dated && e.Grain == record.Day {
		r++
	}
	if e.Place != nil {
		r += 0.5
		if e.Place.Registry != "" {
			r += 0.5
		}
	}
	if e.Size != nil {
		r++
	}
	if e.Forum != nil {
		r += 0.5
	}
	if e.Status == record.Actual {
		r += 2 // the act itself tells more than its plan
	}
	if e.Confidence != nil {
		r += 2 * *e.Confidence
	}
	return r
}

// What became of a plan.
const (
	held      = "held"
	postponed = "postponed"
	cancelled = "cancelled"
)

// fate tells the status of an incident, what became of it when it was a plan,
// and when it was announced.
func fate(members []*archive.Event) (status record.Status, outcome, announced string) {
	seen := map[record.Status]int{}
	off, offPages := "", map[string]bool{}
	for _, e := range members { // the latest word on it counts
		if o := fateOf(e); o != "" {
			off, offPages[e.Document] = o, true
		}
		if e.Status == record.Planned && announced == "" {
			announced = archive.Day(e.Published)
		}
	}
	for _, e := range members {
		switch {
		case !offPages[e.Document]:
			seen[e.Status]++
		case e.Type != "REJECT":
			seen[record.Planned]++ // a page on what was put off tells no holding of it, whatever its words
		}
	}
	for _, s := range []record.Status{record.Actual, record.Planned, record.Historical, record.Denied, record.Hypothetical} {
		if seen[s] > 0 {
			status = s
			break
		}
	}
	if status == "" {
		status = members[0].Status
	}
	switch {
	case status == record.Actual && seen[record.Planned] > 0:
		return status, held, announced
	case status == record.Planned:
		return status, off, ""
	}
	return status, "", ""
}

// dates takes the days that most reports of the act give; what is dated by a
// report counts before a day of publication.
func dates(inc *archive.Incident, members []*archive.Event) {
	type span struct{ start, end string }
	votes := map[span]int{}
	var top span
	most := 0
	for _, e := range members {
		if !e.Dated || e.Grain != record.Day || e.Status != inc.Status {
			continue
		}
		s := span{e.Start, e.End}
		votes[s]++
		if votes[s] > most || votes[s] == most && e.Key == inc.Best {
			top, most = s, votes[s]
		}
	}
	if most > 0 {
		inc.Start, inc.End = top.start, top.end
		return
	}
	for _, e := range members {
		if e.Dated && e.Status == inc.Status {
			inc.Start, inc.End = e.Start, e.End
			return
		}
	}
}

// count counts documents, outlets that print it, and outlets with a text of
// their own: one for each family of copies, that of its first print here.
func count(inc *archive.Incident, members []*archive.Event, docs map[string]*archive.Document) {
	documents, outlets, own := map[string]bool{}, map[string]bool{}, map[string]bool{}
	families := map[string]bool{}
	for _, e := range members {
		if documents[e.Document] {
			continue
		}
		documents[e.Document] = true
		outlets[e.Outlet] = true
		family := e.Document
		if d := docs[e.Document]; d != nil {
			family = cmp.Or(d.Original, d.SHA256)
			for _, a := range d.Appearances {
				outlets[a.Outlet] = true
			}
		}
		if !families[family] {
			families[family] = true
			own[e.Outlet] = true
		}
	}
	inc.Documents, inc.Outlets, inc.Independent = len(documents), len(outlets), len(own)
	delete(outlets, "")
	inc.OutletNames = slices.Sorted(maps.Keys(outlets))
}

// conflicts are the details on which reports differ, in a fixed order, each
// with its values in the order in which they were first reported.
func conflicts(members []*archive.Event, status record.Status) []archive.Conflict {
	var out []archive.Conflict
	fields := []struct {
		name string
		of   func(*archive.Event) string
	}{
		{"killed", number(func(s *record.Size) *int { return s.Killed })},
		{"injured", number(func(s *record.Size) *int { return s.Injured })},
		{"arrested", number(func(s *record.Size) *int { return s.Arrested })},
		{"participants", number(func(s *record.Size) *int { return s.Participants })},
		{"day", func(e *archive.Event) string {
			if !e.Dated || e.Grain != record.Day || e.Status != status {
				return ""
			}
			if e.End != e.Start {
				return e.Start + "/" + e.End
			}
			return e.Start
		}},
		{"place", func(e *archive.Event) string {
			if e.Place == nil || newTown(e) == "" {
				return ""
			}
			return e.Place.Name
		}},
	}
	for _, f := range fields {
		var values []archive.Variant
		for _, e := range members {
			v := f.of(e)
			if v == "" {
				continue
			}
			i := slices.IndexFunc(values, func(x archive.Variant) bool { return x.Value == v })
			if i < 0 {
				i = len(values)
				values = append(values, archive.Variant{Value: v})
			}
			values[i].Events = append(values[i].Events, e.Key)
		}
		if len(values) > 1 {
			out = append(out, archive.Conflict{Field: f.name, Values: values})
		}
	}
	return out
}

func number(of func(*record.Size) *int) func(*archive.Event) string {
	return func(e *archive.Event) string {
		if e.Size == nil || of(e.Size) == nil {
			return ""
		}
		return strconv.Itoa(*of(e.Size))
	}
}

func newTown(e *archive.Event) string {
	a := act{ev: e}
	a.where()
	return a.town
}
