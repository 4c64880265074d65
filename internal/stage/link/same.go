package link

import (
	"slices"

	"chancery/archive"
	"chancery/record"
)

// Same says whether two reports tell one act. It is symmetric, looks at nothing
// but the two, and is strict: what it joins, it joins for good, since incidents
// are its connected components. docs/linking.md explains the rules.
func Same(a, b archive.Event) bool { return same(newAct(&a), newAct(&b)) > 0 }

// same is Same with the strength of the tie, above 0 when they are one.
func same(a, b *act) float64 {
	switch {
	case a.ev.Review == archive.Rejected || b.ev.Review == archive.Rejected:
		return 0
	case a.ev.Document == b.ev.Document:
		if toldAgain(a.ev, b.ev) {
			return 10
		}
		return 0
	case !a.placed || !b.placed || !typesMeet(a, b) || !statusesMeet(a, b):
		return 0
	case forumsDiffer(a, b) || placesDiffer(a, b):
		return 0
	}
	t := timesMeet(a, b)
	if t == apartInTime {
		return 0
	}
	who := partiesMeet(a, b)
	like, n := alike(a, b)
	switch who {
	case contradict:
		return 0
	case misnamed: // one name in two spellings, where all else is the same text
		if like < reprinted || n < reprintedWords {
			return 0
		}
		who = partly
	}
	if !enough(a, b, t, who, like, n) {
		return 0
	}
	return 1 + like + float64(who) + float64(t)
}

func toldAgain(a, b *archive.Event) bool {
	return a.Key != b.Key && (a.SameAs == b.Key || b.SameAs == a.Key || a.SameAs != "" && a.SameAs == b.SameAs)
}

func typesMeet(a, b *act) bool {
	x, y := a.ev.Type, b.ev.Type
	switch {
	case x == y:
		return true
	case a.off != "" && y == "CONSULT" || b.off != "" && x == "CONSULT":
		return x == "REJECT" || y == "REJECT" // called off, and the meeting itself
	}
	return x == "AGREE" && y == "CONSULT" && planned(a) || x == "CONSULT" && y == "AGREE" && planned(b)
}

func planned(a *act) bool { return a.ev.Status == record.Planned }

// statusesMeet: a plan meets its holding; what is told as possible, denied or
// as history meets its like, and a plan or an act of the same day.
func statusesMeet(a, b *act) bool {
	x, y := a.ev.Status, b.ev.Status
	if x == record.Denied && y == record.Denied {
		return true
	}
	if x == record.Denied || y == record.Denied {
		return false
	}
	if (a.off != "") != (b.off != "") && (a.off == "" && x == record.Actual || b.off == "" && y == record.Actual) {
		return false // what is off was not held
	}
	if x == y {
		return true
	}
	firm := func(s record.Status) bool { return s == record.Actual || s == record.Planned }
	if firm(x) && firm(y) {
		return true
	}
	return a.ev.Dated && b.ev.Dated && !a.coarse && !b.coarse && a.from == b.from
}

// forumsDiffer: one edition of a series is not another.
func forumsDiffer(a, b *act) bool {
	if a.edition > 0 && b.edition > 0 && a.edition != b.edition {
		return true
	}
	f, g := a.ev.Forum, b.ev.Forum
	return f != nil && g != nil && f.Registry != "" && g.Registry != "" && f.Registry != g.Registry
}

func placesDiffer(a, b *act) bool {
	if a.country != "" && b.country != "" && a.country != b.country {
		return true
	}
	return a.town != "" && b.town != "" && a.town != b.town || onPhone(a) && visits(b) || onPhone(b) && visits(a)
}

func onPhone(a *act) bool { return slices.Contains(a.ev.Modes, "phone") }
func visits(a *act) bool  { return slices.Contains(a.ev.Modes, "visit") }

func sameTown(a, b *act) bool    { return a.town != "" && a.town == b.town }
func sameCountry(a, b *act) bool { return a.country != "" && a.country == b.country }

// meets is how two times agree.
type meets int

const (
	apartInTime meets = iota
	ahead             // a report that a plan is off, some days before the day of the plan
	loosely           // within the window that reports of one act leave
	exactly           // on the same days
)

// The windows, in days.
const (
	neighbours   = 1  // Monday in one report, Tuesday in the other
	toldWithin   = 3  // an undated report tells what happened so many days before
	printedApart = 1  // between two undated reports
	plansApart   = 5  // between two undated reports of a plan
	planAhead    = 10 // from the report of an undated plan to its holding
	planDated    = 31 // from the report of an undated plan to the day others give
	offAhead     = 21 // from the report that a plan is off to the day it was for
	longest31    = 31 // a time of more days than a month joins nothing but its like
)

func timesMeet(a, b *act) meets {
	if t := meetUsual(a, b); t != apartInTime || !offMeets(a, b) && !offMeets(b, a) {
		return t
	}
	return ahead
}

// offMeets: a report that a plan is off is often dated by itself, not by the day
// that the plan was for.
func offMeets(off, plan *act) bool {
	return off.off != "" && off.printed && off.to <= off.published && off.from >= off.published-toldWithin &&
		plan.off == "" && planned(plan) && plan.ev.Dated && plan.from >= off.from-neighbours && plan.from <= off.from+offAhead
}

func meetUsual(a, b *act) meets {
	switch {
	case a.ev.Dated && b.ev.Dated:
		return intervalsMeet(a, b)
	case !a.ev.Dated && !b.ev.Dated:
		return undatedMeet(a, b)
	case a.ev.Dated:
		return datedMeets(a, b)
	}
	return datedMeets(b, a)
}

func intervalsMeet(a, b *act) meets {
	switch {
	case a.from == b.from && a.to == b.to:
		if a.coarse {
			return loosely
		}
		return exactly
	case a.to-a.from > longest31 || b.to-b.from > longest31:
		return apartInTime
	case a.coarse != b.coarse || a.coarse:
		if a.from <= b.to && b.from <= a.to {
			return loosely
		}
		return apartInTime
	case a.from <= b.to+neighbours && b.from <= a.to+neighbours:
		return loosely
	}
	return apartInTime
}

// datedMeets: d has a date, u is as old as its report.
func datedMeets(d, u *act) meets {
	first, last := u.from-toldWithin, u.from+neighbours
	if planned(u) {
		first, last = u.from-neighbours, u.from+planAhead
		if planned(d) {
			last = u.from + planDated
		}
	}
	if d.to-d.from <= longest31 && d.from <= last && first <= d.to {
		return loosely
	}
	return apartInTime
}

func undatedMeet(a, b *act) meets {
	if a.from > b.from {
		a, b = b, a
	}
	window := printedApart
	switch {
	case planned(a) && planned(b):
		window = plansApart
	case planned(a):
		window = planAhead
	}
	if b.from-a.from <= window {
		return loosely
	}
	return apartInTime
}
