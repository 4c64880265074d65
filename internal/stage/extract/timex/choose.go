package timex

// This file chooses among the days of one name: which Monday, which June.

// ahead is how many months an undated month may lie in the future when the
// tense is not known; further ones are taken from the past.
const ahead = 3

// lately is how many days back what was planned once may lie: plans of longer ago
// are seldom told with a day and no year.
const lately = 60

// date resolves a calendar date, which may lack its year.
func (r *resolver) date(m *meaning) (from, to Date, ok bool) {
	if m.dated {
		return dateIn(m, int(m.year))
	}
	base := r.base
	if m.narrative || m.pick == pickThat {
		if base = r.narrative; base.IsZero() {
			return from, to, false
		}
		return dateIn(m, int(base.Year))
	}
	if base.IsZero() {
		if r.narrative.IsZero() || m.pick != pickTense {
			return from, to, false
		}
		return dateIn(m, int(r.narrative.Year))
	}
	if m.wday != 0 && m.pick == pickTense {
		if d, ok := r.onWeekday(m, base); ok {
			return d, d, true
		}
	}
	return r.choose(m.pick, base, func(year int) (Date, Date, bool) { return dateIn(m, year) })
}

// onWeekday is the year beside the base in which "Friday, Oct. 13" is a Friday,
// on the side that the tense allows.
func (r *resolver) onWeekday(m *meaning, base Date) (Date, bool) {
	for _, year := range [...]int{int(base.Year), int(base.Year) - 1, int(base.Year) + 1} {
		d, _, ok := dateIn(m, year)
		if !ok || d.Weekday() != int(m.wday) || r.tense == Past && d.After(base) || r.tense == Future && d.Before(base) {
			continue
		}
		r.direction = Backward
		if d.After(base) {
			r.direction = Forward
		}
		return d, true
	}
	return Date{}, false
}

// yearly resolves what comes once a year and lacks its year.
func (r *resolver) yearly(m *meaning) (from, to Date, ok bool) {
	in := yearOf(func(year int) (Date, Date, bool) { return r.yearlyIn(m, year) })
	if m.dated {
		return in(int(m.year))
	}
	if m.narrative || m.pick == pickThat {
		if r.narrative.IsZero() {
			return from, to, false
		}
		return in(int(r.narrative.Year))
	}
	if r.base.IsZero() {
		return from, to, false
	}
	return r.choose(m.pick, r.base, in)
}

// yearOf is something yearly in one year; false when that year lacks it.
type yearOf func(year int) (from, to Date, ok bool)

// before is the last that has begun on a day.
func (in yearOf) before(day Date) (from, to Date, ok bool) {
	for y := int(day.Year) + 1; y >= int(day.Year)-8; y-- {
		if from, to, ok = in(y); ok && !from.After(day) {
			return from, to, true
		}
	}
	return Date{}, Date{}, false
}

// after is the first that is not over on a day.
func (in yearOf) after(day Date) (from, to Date, ok bool) {
	for y := int(day.Year) - 1; y <= int(day.Year)+8; y++ {
		if from, to, ok = in(y); ok && !to.Before(day) {
			return from, to, true
		}
	}
	return Date{}, Date{}, false
}

// near is the nearer of the last before a day and the next after it.
func (in yearOf) near(day Date) (from, to Date, ok bool) {
	from, to, ok = in.before(day)
	if f, t, ok2 := in.after(day); ok2 && (!ok || f.Since(day) < day.Since(to)) {
		return f, t, true
	}
	return from, to, ok
}

// choose picks the year of something yearly.
func (r *resolver) choose(p pick, base Date, in yearOf) (from, to Date, ok bool) {
	year := int(base.Year)
	switch p {
	case pickLast, pickPast:
		if from, to, ok = in.before(base); ok && !to.Before(base) { // it is going on: the one before
			return in(int(from.Year) - 1)
		}
		return from, to, ok
	case pickNext, pickComing:
		if from, to, ok = in.after(base); ok && !from.After(base) {
			return in(int(from.Year) + 1)
		}
		return from, to, ok
	case pickThis:
		if from, to, ok = in(year); ok && r.tense == Past && from.After(base) {
			return in(year - 1)
		}
		return from, to, ok
	case pickLastYear:
		return in(year - 1)
	case pickNextYear:
		return in(year + 1)
	case pickNear:
		return in.near(base)
	}
	if r.tense == Planned {
		if from, to, ok = in.near(base); ok && to.Before(base) && base.Since(to) > lately {
			return in.after(base)
		}
		return from, to, ok
	}
	return r.byTense(base, in)
}

// byTense picks the year that the tense asks for; without one the past, unless
// what is to come is near.
func (r *resolver) byTense(base Date, in yearOf) (from, to Date, ok bool) {
	from, to, ok1 := in.before(base)
	next, nextTo, ok2 := in.after(base)
	soon := ok2 && r.tense != Past && next.Before(base.AddMonths(ahead)) && next.Since(base) < base.Since(to)
	switch {
	case ok1 && ok2 && from == next:
		r.direction = Settled
	case !ok1 || r.tense == Future || soon:
		r.direction = Forward
		return next, nextTo, ok2
	default:
		r.direction = Backward
	}
	return from, to, ok1
}

// dateIn is a calendar date in a year; 29 February only where there is one.
func dateIn(m *meaning, year int) (from, to Date, ok bool) {
	switch {
	case m.month == 0:
		return NewDate(year, 1, 1), NewDate(year, 12, 31), true
	case m.day == 0:
		return NewDate(year, int(m.month), 1), NewDate(year, int(m.month)+1, 0), true
	}
	from = Date{int32(year), m.month, m.day}
	return from, from.AddDays(int(m.n)), from.Valid()
}

// yearlyIn is a season, quarter, half or feast in a year. Winter is told by the
// year in which it begins.
func (r *resolver) yearlyIn(m *meaning, year int) (from, to Date, ok bool) {
	first, months := 1, 3
	switch m.op {
	case opFeast:
		from = r.g.phrases[m.head][m.phrase].feast.in(year)
		return from, from, true
	case opSeason:
		first = 3 * int(m.idx)
	case opQuarter:
		first = 3*int(m.idx) - 2
	case opHalf:
		first, months = 6*int(m.idx)-5, 6
	}
	return NewDate(year, first, 1), NewDate(year, first+months, 0), true
}

// weekday is the day of that name which is meant.
func (r *resolver) weekday(m *meaning, base Date) Date {
	if m.pick == pickTense && r.tense != Future && r.tense != Present && base == r.base && !r.written.IsZero() {
		base = r.written // "said on Wednesday" of a page with Tuesday's dateline that came out on Wednesday
	}
	since := floorMod(base.Weekday()-int(m.wday), 7) // days since the last one, 0 today
	monday := base.AddDays(1 - base.Weekday())
	switch m.pick {
	case pickLast, pickPast:
		if since == 0 {
			since = 7
		}
		return base.AddDays(-since)
	case pickNext:
		if m.narrative {
			return base.AddDays(7 - since)
		}
		return monday.AddDays(6 + int(m.wday))
	case pickComing:
		return base.AddDays(7 - since)
	case pickOfWeek:
		return monday.AddDays(int(m.wday) - 1 + 7*int(m.n))
	case pickThis:
		return r.inTense(monday.AddDays(int(m.wday)-1), base, 7)
	}
	if since == 0 {
		return base
	}
	if r.tense == Future || r.tense == Present || r.tense == Planned && since > 3 {
		r.direction = Forward
		return base.AddDays(7 - since)
	}
	r.direction = Backward
	return base.AddDays(-since)
}

// inTense moves a day by a period when it lies on the wrong side of the base.
func (r *resolver) inTense(d, base Date, period int) Date {
	switch {
	case r.tense == Future && d.Before(base):
		return d.AddDays(period)
	case r.tense == Past && d.After(base):
		return d.AddDays(-period)
	}
	return d
}

// weekend is Saturday and Sunday.
func (r *resolver) weekend(m *meaning, base Date) (from, to Date, ok bool) {
	if m.dated {
		return weekendOf(NewDate(int(m.year), int(m.month), int(m.day)))
	}
	from, to, _ = weekendOf(base)
	during := !base.Before(from)
	n := 0
	switch m.pick {
	case pickLast, pickPast:
		n = -7
	case pickNext, pickComing:
		if n = 7; m.pick == pickComing && !during {
			n = 0
		}
	default:
		switch {
		case during:
		case r.tense == Future, m.pick == pickThis && r.tense != Past && base.Weekday() >= 4:
			r.direction = Forward
		default:
			n, r.direction = -7, Backward
		}
	}
	return from.AddDays(n), to.AddDays(n), true
}

// weekendOf is the weekend of the week that holds d.
func weekendOf(d Date) (from, to Date, ok bool) {
	from = d.AddDays(6 - d.Weekday())
	return from, from.AddDays(1), true
}

// dayOf is "the 22nd": that day of the month of the base or of one beside it.
func (r *resolver) dayOf(m *meaning, base Date) (from, to Date, ok bool) {
	day := func(n int) (Date, bool) {
		d := NewDate(int(base.Year), int(base.Month)+n, 1)
		d.Day = m.day
		return d, d.Valid()
	}
	step := -1
	r.direction = Backward
	if r.tense == Future {
		step, r.direction = 1, Forward
	}
	for n := 0; n != 4*step; n += step {
		d, valid := day(n)
		if valid && (step < 0 && !d.After(base) || step > 0 && !d.Before(base)) {
			return d, d, true
		}
	}
	return from, to, false
}
