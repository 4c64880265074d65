package relations

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/record"
)

// Forums gathers what happened in the frame of meetings, mechanisms and bodies.
type Forums struct{ byKey map[string]*forum }

type forum struct {
	names     map[string]int
	incidents int
	parties   map[string]bool
	editions  map[int]*edition
}

type edition struct {
	days    map[Day]int // reports by day
	planned map[Day]int
	parties map[string]bool
	places  map[string]int
	n       int
}

// NewForums gathers nothing yet.
func NewForums() *Forums { return &Forums{byKey: map[string]*forum{}} }

// Add takes an incident if it happened or is planned in the frame of a forum.
func (f *Forums) Add(inc *archive.Incident) {
	day, ok := ParseDay(inc.Start)
	if inc.Forum == nil || !ok || inc.Status != record.Actual && inc.Status != record.Planned {
		return
	}
	key := cmp.Or(inc.Forum.Registry, strings.ToLower(inc.Forum.Name))
	at := f.byKey[key]
	if at == nil {
		at = &forum{names: map[string]int{}, parties: map[string]bool{}, editions: map[int]*edition{}}
		f.byKey[key] = at
	}
	at.names[inc.Forum.Name]++
	e := at.editions[inc.Forum.Edition]
	if e == nil {
		e = &edition{days: map[Day]int{}, planned: map[Day]int{}, parties: map[string]bool{}, places: map[string]int{}}
		at.editions[inc.Forum.Edition] = e
	}
	if inc.Status == record.Planned {
		e.planned[day] += max(1, inc.Reports)
		return
	}
	at.incidents++
	e.n++
	e.days[day] += max(1, inc.Reports)
	for _, k := range slices.Concat(keysOf(inc.Actors), keysOf(inc.Recipients)) {
		e.parties[k], at.parties[k] = true, true
	}
	if inc.Place != nil {
		e.places[inc.Place.Name]++
	}
}

// Forum is one forum as it stood on a day.
type Forum struct {
	Key, Name string
	Incidents int
	Parties   []string  // keys of those who took part, in order
	Editions  []Edition // numbered ones that were held or are planned, by number
	// Missing are the numbers between the first and the last held that no report
	// tells of.
	Missing []int
	Next    Due
}

// Edition is one numbered meeting of a series.
type Edition struct {
	Number    int
	Day       Day // on which most reports place it
	Place     string
	Incidents int
	Parties   []string
	// Planned tells that it is only announced.
	Planned bool
}

// Due is when the next edition can be expected.
type Due struct {
	Number int // 0 when it cannot be told
	// Announced is the day for which it is announced, NoDay when it is not.
	Announced Day
	// Expected is the day of the last edition plus the median time from one to the
	// next; Earliest and Latest take the shortest and the longest time. They need
	// three editions; NoDay without.
	Expected, Earliest, Latest Day
	Every                      float64 // median days from one edition to the next
}

// Report tells of each forum as it stood on a day, those with most incidents
// first.
func (f *Forums) Report(asOf Day) []Forum {
	var out []Forum
	for _, key := range slices.Sorted(maps.Keys(f.byKey)) {
		out = append(out, f.byKey[key].report(key, asOf))
	}
	slices.SortStableFunc(out, func(a, b Forum) int { return b.Incidents - a.Incidents })
	return out
}

func (f *forum) report(key string, asOf Day) Forum {
	r := Forum{Key: key, Name: tallies(f.names)[0].Name, Incidents: f.incidents, Parties: slices.Sorted(maps.Keys(f.parties)),
		Next: Due{Announced: NoDay, Expected: NoDay, Earliest: NoDay, Latest: NoDay, Every: math.NaN()}}
	var held []Edition
	for _, n := range slices.Sorted(maps.Keys(f.editions)) {
		e := f.editions[n]
		if n == 0 || len(e.days)+len(e.planned) == 0 {
			continue
		}
		ed := Edition{Number: n, Incidents: e.n, Parties: slices.Sorted(maps.Keys(e.parties)), Planned: len(e.days) == 0}
		if ed.Planned {
			ed.Day = commonest(e.planned)
		} else {
			ed.Day = commonest(e.days)
			held = append(held, ed)
		}
		if places := tallies(e.places); len(places) > 0 {
			ed.Place = places[0].Name
		}
		r.Editions = append(r.Editions, ed)
	}
	if len(held) == 0 {
		return r
	}
	for n, k := held[0].Number, 0; n < held[len(held)-1].Number && len(r.Missing) < 1000; n++ {
		if held[k].Number == n {
			k++
		} else {
			r.Missing = append(r.Missing, n)
		}
	}
	r.Next.expect(held)
	for _, e := range r.Editions {
		if e.Number == r.Next.Number && e.Planned && e.Day > asOf {
			r.Next.Announced = e.Day
		}
	}
	return r
}

// commonest is the day with most reports, the first of equals.
func commonest(days map[Day]int) Day {
	best := NoDay
	for _, d := range slices.Sorted(maps.Keys(days)) {
		if best == NoDay || days[d] > days[best] {
			best = d
		}
	}
	return best
}

// expect sets the number after the last edition, and its day from the time that
// passed between editions, divided by the steps between their numbers.
func (d *Due) expect(held []Edition) {
	last := held[len(held)-1]
	d.Number = last.Number + 1
	var every []float64
	for i := 1; i < len(held); i++ {
		if days := float64(held[i].Day - held[i-1].Day); days > 0 {
			every = append(every, days/float64(held[i].Number-held[i-1].Number))
		}
	}
	if len(every) < 2 {
		return
	}
	slices.Sort(every)
	d.Every = quantile(every, 0.5)
	after := func(days float64) Day { return last.Day + Day(math.Round(days)) }
	d.Expected, d.Earliest, d.Latest = after(d.Every), after(every[0]), after(every[len(every)-1])
}
