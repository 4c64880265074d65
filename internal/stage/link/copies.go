package link

import (
	"cmp"
	"strings"

	"chancery/archive"
)

// The thresholds of the test for a copy: parts of the shorter text, in shingles.
const (
	half      = 0.5  // from here on a text is a copy of another
	credited  = 0.4  // when both credit one agency, or one is that agency's
	sameSite  = 0.25 // for two states of one page
	whole     = 0.85 // from here on it is the whole of it
	share     = 0.36 // of the longer text, below which the two must share a lead
	fewest    = 20   // shingles, below which two texts must be equal in nearly all
	fewWhole  = 0.8
	templated = 0.3 // names and numbers changed, of all, that make a form filled in anew
	dense     = 0.1 // and their part in the shingles that only one text has
)

// overlap is what two texts share.
type overlap struct {
	short, long    int // shingles of the shorter and of the longer text
	shared         int
	lead, leadSeen int // the longer text's lead, and how much of it the shorter has
	own            [2]int
	numbers        [2]int // names and numbers, numbers alone that only one text has
	marks          [2]int // all names and numbers
}

// compare counts what two sorted lists of prints share.
func compare(a, b []uint64) overlap {
	var o overlap
	var leads, leadsSeen, counts [2]int
	tally := func(side int, p uint64, shared bool) {
		switch p & 3 {
		case leadPrint:
			leads[side]++
			counts[side]++
			if shared {
				leadsSeen[side]++
			}
		case bodyPrint:
			counts[side]++
		default:
			o.marks[side]++
			if !shared {
				o.own[side]++
				if p&3 == numberPrint {
					o.numbers[side]++
				}
			}
		}
	}
	for len(a) > 0 && len(b) > 0 {
		switch x, y := a[0]&^3, b[0]&^3; {
		case x < y:
			tally(0, a[0], false)
			a = a[1:]
		case x > y:
			tally(1, b[0], false)
			b = b[1:]
		default:
			tally(0, a[0], true)
			tally(1, b[0], true)
			if a[0]&2 == 0 {
				o.shared++
			}
			a, b = a[1:], b[1:]
		}
	}
	for _, p := range a {
		tally(0, p, false)
	}
	for _, p := range b {
		tally(1, p, false)
	}
	longer := 0
	if counts[1] > counts[0] {
		longer = 1
	}
	o.short, o.long = counts[1-longer], counts[longer]
	o.lead, o.leadSeen = leads[longer], leadsSeen[longer]
	return o
}

// containment is the part of the shorter text that is in the longer one.
func (o *overlap) containment() float64 { return part(o.shared, o.short) }

// resemblance is the part of all shingles of both that is shared.
func (o *overlap) resemblance() float64 { return part(o.shared, o.short+o.long-o.shared) }

func part(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Copied says whether one of two documents copies the other, and how much they
// resemble each other. It is symmetric. Texts that were printed more than
// archive.CopyDays apart are none unless they are states of one address.
func Copied(a, b *archive.Printed) (resemblance float64, ok bool) {
	if archive.PrintedApart(a.Document.Published, b.Document.Published) && !sameAddress(&a.Document, &b.Document) {
		return 0, false
	}
	o := compare(a.Prints.Shingles, b.Prints.Shingles)
	c := o.containment()
	if c < sameSite {
		return 0, false
	}
	if sameAddress(&a.Document, &b.Document) || sameTitle(&a.Document, &b.Document) && !o.refilled(&a.Document, &b.Document) {
		return o.resemblance(), true
	}
	return o.resemblance(), o.isCopy(c, &a.Document, &b.Document)
}

// isCopy is the test for texts of different pages.
func (o *overlap) isCopy(c float64, a, b *archive.Document) bool {
	bar := half
	if oneAgency(a, b) {
		bar = credited
	}
	switch {
	case o.short < fewest:
		return c >= whole && o.resemblance() >= fewWhole
	case c < bar:
		return false
	case o.refilled(a, b):
		return false
	case part(o.shared, o.long) < share:
		// A short text in a much longer one: cut from it when it has its lead;
		// else the longer one is a round-up, or quotes it.
		return part(o.leadSeen, o.lead) >= half
	}
	return true
}

// refilled tells a form that is filled in anew, as ministries do for each
// meeting or each day: names and numbers have changed on both sides alike,
// while the words between them have not.
func (o *overlap) refilled(a, b *archive.Document) bool {
	changed := min(part(o.own[0], o.marks[0]), part(o.own[1], o.marks[1]))
	density := part(o.own[0]+o.own[1], o.short+o.long-2*o.shared)
	if min(o.own[0], o.own[1]) < 2 || changed < templated || density < dense {
		return false
	}
	days, known := apart(a.Published, b.Published)
	return !known || days >= 1
}

// samePage tells two states of one page.
func samePage(a, b *archive.Document) bool { return sameAddress(a, b) || sameTitle(a, b) }

func sameAddress(a, b *archive.Document) bool {
	return anyTwo(a, b, func(x, y *archive.Appearance) bool {
		u := address(x.URL)
		return u != "" && u == address(y.URL)
	})
}

// sameTitle is one title in one outlet within some days.
func sameTitle(a, b *archive.Document) bool {
	return anyTwo(a, b, func(x, y *archive.Appearance) bool {
		t := titled(*x)
		if t == "" || t != titled(*y) {
			return false
		}
		days, known := apart(x.Published, y.Published)
		return known && days <= 2
	})
}

func anyTwo(a, b *archive.Document, is func(x, y *archive.Appearance) bool) bool {
	xs, ys := appearances(a), appearances(b)
	for i := range xs {
		for j := range ys {
			if is(&xs[i], &ys[j]) {
				return true
			}
		}
	}
	return false
}

func appearances(d *archive.Document) []archive.Appearance {
	if len(d.Appearances) == 0 {
		return []archive.Appearance{d.Appears()}
	}
	return d.Appearances
}

// oneAgency says whether two pages name one agency as their origin, or one is
// published by the agency that the other names.
func oneAgency(a, b *archive.Document) bool {
	return a.Credit != "" && (a.Credit == b.Credit || a.Credit == strings.ToLower(b.Outlet)) ||
		b.Credit != "" && b.Credit == strings.ToLower(a.Outlet)
}

// apart is the number of days between two dates.
func apart(a, b string) (days int, known bool) {
	x, okX := archive.PrintDay(a)
	y, okY := archive.PrintDay(b)
	if x < y {
		x, y = y, x
	}
	return x - y, okX && okY
}

// earlier orders documents: the first of a family is its original.
func earlier(a, b *archive.Document) bool {
	x, y := a.Appears(), b.Appears()
	if x != y {
		return x.Before(y)
	}
	return a.SHA256 < b.SHA256
}

// parentOf is the earlier document that d most resembles, nil when it copies none.
func parentOf(d *archive.Printed, near []archive.Printed) *archive.Printed {
	var best *archive.Printed
	most := 0.0
	for i := range near {
		n := &near[i]
		if n.Document.SHA256 == d.Document.SHA256 || !earlier(&n.Document, &d.Document) {
			continue
		}
		r, ok := Copied(n, d)
		if ok && (best == nil || cmp.Compare(r, most) > 0 || r == most && earlier(&n.Document, &best.Document)) {
			best, most = n, r
		}
	}
	return best
}

// sortOf says what a copy is to the original of its family.
func sortOf(d, original *archive.Document) archive.Copy {
	if samePage(d, original) || d.Outlet != "" && d.Outlet == original.Outlet {
		return archive.Version
	}
	return archive.Syndicated
}
