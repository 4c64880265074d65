package timex

// This file tells what comes again each year: "it is cold in January", "summers
// are dry". Such a time has a month and perhaps a day, but no year.

// Repeats says whether the words of e name a month, a day of a month or a season
// of no year, so that a habitual clause means all of them.
func (e *Expr) Repeats() bool {
	return e.of.repeats() && (e.till.op == opNone || e.till.repeats())
}

func (m *meaning) repeats() bool {
	return !m.dated && !m.narrative && m.pick == pickTense && m.lean >= 0 && m.wday == 0 && m.shiftUnit == noUnit &&
		(m.op == opSeason || m.op == opDate && m.month != 0)
}

// Season says whether e names a season.
func (e *Expr) Season() bool { return e.of.op == opSeason }

// EachYear is the months or days that e comes back in, as ISO 8601:2000 and XML
// Schema write them: --07, --07-04. A season goes on into the month of the next
// equinox or solstice. It is false for what comes but once.
func (e *Expr) EachYear() (from, to string, ok bool) {
	if !e.yearly {
		return "", "", false
	}
	far := &e.of
	if e.till.op != opNone {
		far = &e.till
	}
	from, _ = e.of.eachYear()
	_, to = far.eachYear()
	return from, to, true
}

// leapless is a year without 29 February, and not the one of any anchor.
const leapless = 2001

func (m *meaning) eachYear() (from, to string) {
	if m.op == opSeason {
		return yearless(NewDate(leapless, 3*int(m.idx), 1), false), yearless(NewDate(leapless, 3*int(m.idx)+3, 1), false)
	}
	a, b := Date{leapless, m.month, m.day}, Date{leapless, m.month, m.day + int8(m.n)}
	if m.day != 0 {
		return yearless(a, true), yearless(b, true)
	}
	if m.part == whole {
		return yearless(a, false), yearless(b, false)
	}
	r := resolver{}
	a, b = r.narrow(m, NewDate(leapless, int(m.month), 1), NewDate(leapless, int(m.month)+1, 0))
	return yearless(a, true), yearless(b, true)
}

// yearless writes the month, and the day if it is asked for, of a date.
func yearless(d Date, day bool) string {
	b := [7]byte{'-', '-', '0' + byte(d.Month/10), '0' + byte(d.Month%10), '-', '0' + byte(d.Day/10), '0' + byte(d.Day%10)}
	if day {
		return string(b[:])
	}
	return string(b[:4])
}
