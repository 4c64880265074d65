package timex

import (
	"fmt"
	"strconv"
	"strings"
)

// feast is the rule of a yearly day. The zero feast is none.
type feast struct {
	month, day   int8 // a fixed day
	weekday, nth int8 // the nth weekday of the month, −1 the last
	easter       bool // day counts from Easter Sunday
}

// parseFeast reads "12-25", "9:1:1" (month, weekday, nth) or "easter-2".
func parseFeast(s string) (feast, error) {
	if n, ok := strings.CutPrefix(s, "easter"); ok {
		d, err := strconv.ParseInt(n, 10, 8)
		return feast{day: int8(d), easter: true}, err
	}
	sep, want := ":", 3
	if !strings.Contains(s, sep) {
		sep, want = "-", 2
	}
	var n [3]int8
	field := strings.Split(s, sep)
	if len(field) != want {
		return feast{}, fmt.Errorf("no feast %q", s)
	}
	for i, f := range field {
		v, err := strconv.ParseInt(f, 10, 8)
		if err != nil {
			return feast{}, err
		}
		n[i] = int8(v)
	}
	f := feast{month: n[0], day: n[1]}
	if want == 3 {
		f = feast{month: n[0], weekday: n[1], nth: n[2]}
	}
	if d := f.in(2000); !d.Valid() || int8(d.Month) != f.month {
		return feast{}, fmt.Errorf("no feast %q", s)
	}
	return f, nil
}

// in is the day of the feast in a year.
func (f feast) in(year int) Date {
	switch {
	case f.easter:
		return easter(year).AddDays(int(f.day))
	case f.nth > 0:
		first := NewDate(year, int(f.month), 1)
		return first.AddDays(floorMod(int(f.weekday)-first.Weekday(), 7) + 7*int(f.nth-1))
	case f.nth < 0:
		last := NewDate(year, int(f.month)+1, 1).AddDays(-1)
		return last.AddDays(-floorMod(last.Weekday()-int(f.weekday), 7) + 7*int(f.nth+1))
	}
	return NewDate(year, int(f.month), int(f.day))
}

// easter is Easter Sunday of the Western churches (the computus of Butcher).
func easter(y int) Date {
	a, b, c := floorMod(y, 19), floorDiv(y, 100), floorMod(y, 100)
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := floorMod(19*a+b-d-g+15, 30)
	m := (a + 11*h) / 319
	l := floorMod(2*e+2*(c/4)-h+m-c%4+32, 7)
	month := (h - m + l + 90) / 25
	return NewDate(y, month, (h-m+l+month+19)%32)
}
