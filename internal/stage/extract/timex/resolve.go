package timex

import "chancery/record"

// Resolve gives e the days it stands for, seen from anchor and spoken in tense.
// What cannot be told stays unresolved. Resolving again starts afresh.
func (g *Grammar) Resolve(e *Expr, anchor Anchor, tense Tense) {
	e.From, e.To, e.Direction, e.Resolved, e.Grain = Date{}, Date{}, Settled, false, e.grain()
	if e.of.op == opIn {
		e.Kind = Point
		if tense == Past || tense == Unknown && e.of.unit > uMonth {
			e.Kind = Duration
		}
	}
	if e.Kind != Point && e.Kind != Vague || e.of.op == opNone {
		return
	}
	switch {
	case e.of.lean < 0:
		tense = Past
	case e.of.lean > 0 && tense == Past:
		tense = Unknown // "left the talks until June": the tense is not that of June
	case e.of.lean > 0:
		tense = Future
	}
	r := resolver{g: g, base: anchor.base(tense), narrative: anchor.Narrative, tense: tense}
	from, to, ok := r.expr(e)
	if ok && anchor.rough(e) {
		from, to, ok = r.widen(e, anchor)
	}
	if ok && !to.Before(from) {
		e.From, e.To, e.Direction, e.Resolved = from, to, r.direction, true
	}
}

// grain is the precision that the words of e claim.
func (e *Expr) grain() record.Grain {
	if e.till.op == opNone {
		return e.of.grain()
	}
	return coarser(e.of.grain(), e.till.grain())
}

// base is the day that "today" means. Of a month or year it is the day that
// leaves a tense the most room.
func (a Anchor) base(t Tense) Date {
	if a.Published.IsZero() {
		return a.Dateline
	}
	if !a.Dateline.IsZero() {
		if n := a.Published.Since(a.Dateline); n >= 0 && n <= 7 || a.Precision != "" {
			return a.Dateline
		}
	}
	if t == Future || t == Present {
		return a.Published
	}
	_, last := a.span()
	return last
}

// span is the stretch in which the text was published.
func (a Anchor) span() (from, to Date) {
	switch a.Precision {
	case record.Month:
		return grainOf(a.Published, uMonth)
	case record.Year:
		return grainOf(a.Published, uYear)
	}
	return a.Published, a.Published
}

// rough says whether e counts in days from a day that is not known.
func (a Anchor) rough(e *Expr) bool {
	if a.Precision != record.Month && a.Precision != record.Year || !a.Dateline.IsZero() || e.of.narrative || e.of.pick == pickThat {
		return false
	}
	switch e.of.op {
	case opWeekday, opWeekend, opUnit, opStretch, opShift, opIn, opDayOf:
		return coarser(e.Grain, a.Precision) == a.Precision && e.Grain != a.Precision
	}
	return false
}

// widen gives what happens about the unknown day of publication the whole
// stretch of publication, and leaves the rest open.
func (r *resolver) widen(e *Expr, a Anchor) (from, to Date, ok bool) {
	switch m := &e.of; m.op {
	case opWeekday, opWeekend:
		ok = m.pick == pickTense || m.pick == pickThis
	case opUnit, opShift:
		ok = m.n == 0 && m.shiftUnit == noUnit
	}
	if ok {
		from, to = a.span()
		e.Grain, r.direction = a.Precision, Settled
	}
	return from, to, ok
}

// resolver resolves one expression.
type resolver struct {
	g         *Grammar
	base      Date
	narrative Date
	tense     Tense
	direction Direction
}

// expr gives the interval of a whole expression.
func (r *resolver) expr(e *Expr) (from, to Date, ok bool) {
	if e.till.op == opNone {
		return r.meaning(&e.of)
	}
	return r.between(e.of, e.till)
}

// meaning gives the interval of m.
func (r *resolver) meaning(m *meaning) (from, to Date, ok bool) {
	from, to, ok = r.core(m)
	if !ok {
		return from, to, false
	}
	if m.shiftUnit != noUnit {
		from = shift(from, m.shiftUnit, int(m.shift))
		from, to = grainOf(from, m.shiftUnit)
	}
	if m.part != whole {
		from, to = r.narrow(m, from, to)
	}
	return from, to, !to.Before(from)
}

func (r *resolver) core(m *meaning) (from, to Date, ok bool) {
	switch m.op {
	case opDate:
		return r.date(m)
	case opYears:
		from = NewDate(int(m.year), 1, 1)
		return from, NewDate(int(m.year)+int(m.n), 1, 0), true
	case opPeriod:
		p := r.g.phrases[m.head][m.phrase]
		return p.from, p.to, true
	case opSeason, opQuarter, opHalf, opFeast:
		return r.yearly(m)
	}
	base := r.base
	if m.narrative || m.pick == pickThat {
		base = r.narrative
	}
	if base.IsZero() {
		if m.op == opWeekend && m.dated {
			return weekendOf(NewDate(int(m.year), int(m.month), int(m.day)))
		}
		return from, to, false
	}
	return r.fromBase(m, base)
}

// fromBase resolves what counts from a day.
func (r *resolver) fromBase(m *meaning, base Date) (from, to Date, ok bool) {
	switch m.op {
	case opWeekday:
		from = r.weekday(m, base)
		return from, from, true
	case opWeekend:
		return r.weekend(m, base)
	case opUnit:
		from, to = grainOf(shift(base, m.unit, int(m.n)), m.unit)
		return from, to, true
	case opStretch:
		return r.stretch(m, base)
	case opShift, opIn:
		from, to = grainOf(shiftPart(base, m.unit, m.n), m.unit)
		return from, to, true
	case opDayOf:
		return r.dayOf(m, base)
	}
	return from, to, false
}

// stretch is n units up to the base, or from it on.
func (r *resolver) stretch(m *meaning, base Date) (from, to Date, ok bool) {
	if m.n < 0 {
		from = shiftPart(base, m.unit, m.n)
		if m.unit > uDay {
			from = from.AddDays(1)
		}
		return from, base, true
	}
	return base, shiftPart(base, m.unit, m.n), true
}

// shift moves a day by whole units.
func shift(d Date, u unit, n int) Date {
	switch u {
	case uDay:
		return d.AddDays(n)
	case uWeek:
		return d.AddDays(7 * n)
	case uFortnight:
		return d.AddDays(14 * n)
	case uMonth:
		return d.AddMonths(n)
	case uQuarter:
		return d.AddMonths(3 * n)
	case uYear:
		return d.AddMonths(12 * n)
	case uDecade:
		return d.AddMonths(120 * n)
	case uCentury:
		return d.AddMonths(1200 * n)
	case uMillennium:
		return d.AddMonths(12000 * n)
	}
	return d
}

// shiftPart moves a day by units that need not be whole: hours, half years.
func shiftPart(d Date, u unit, n float32) Date {
	if n > 1e5 || n < -1e5 {
		return d
	}
	whole := int(n)
	rest := n - float32(whole)
	switch u {
	case uSecond, uMinute:
		return d
	case uHour:
		return d.AddDays(int(n / 24))
	case uWeek:
		return d.AddDays(int(n * 7))
	case uMonth:
		return shift(d, u, whole).AddDays(int(rest * 30))
	case uYear:
		return d.AddMonths(int(n * 12))
	case uDecade, uCentury:
		return shift(d, u, whole).AddMonths(int(rest * 120))
	}
	return shift(d, u, whole)
}

// grainOf is the calendar unit that holds a day; weeks begin on Monday.
func grainOf(d Date, u unit) (from, to Date) {
	y, m := int(d.Year), int(d.Month)
	switch u {
	case uWeek, uFortnight:
		from = d.AddDays(1 - d.Weekday())
		return from, from.AddDays(6)
	case uMonth:
		return NewDate(y, m, 1), NewDate(y, m+1, 0)
	case uQuarter:
		m -= (m - 1) % 3
		return NewDate(y, m, 1), NewDate(y, m+3, 0)
	case uYear:
		return NewDate(y, 1, 1), NewDate(y, 12, 31)
	case uDecade:
		return decadeOf(y, 10)
	case uCentury:
		return decadeOf(y, 100)
	case uMillennium:
		return decadeOf(y, 1000)
	}
	return d, d
}

func decadeOf(year, n int) (from, to Date) {
	year -= floorMod(year, n)
	return NewDate(year, 1, 1), NewDate(year+n-1, 12, 31)
}

// narrow cuts a part out of a stretch.
func (r *resolver) narrow(m *meaning, from, to Date) (Date, Date) {
	days := to.Since(from) + 1
	if days == 1 {
		return from, to
	}
	switch m.part {
	case firstDay:
		return from, from
	case lastDay:
		return to, to
	case earlier:
		if !r.base.Before(from) && r.base.Before(to) {
			to = r.base
		}
	case later:
		if r.base.After(from) && !r.base.After(to) && r.tense != Past {
			from = r.base
		}
	case firstHalf:
		return from, from.AddDays(days/2 - 1)
	case lastHalf:
		return from.AddDays(days / 2), to
	case early, starting:
		return from, cut(from, to, days, 0)
	case mid:
		if days > 1200 && days < 4000 {
			return NewDate(int(from.Year)+4, 1, 1), NewDate(int(from.Year)+6, 12, 31)
		}
		return cut(from, to, days, 0).AddDays(1), cut(from, to, days, 1)
	case late, ending:
		if days > 1200 && days < 4000 {
			return NewDate(int(from.Year)+5, 1, 1), to
		}
		return cut(from, to, days, 1).AddDays(1), to
	}
	return from, to
}

// cut is the last day of the first (0) or second (1) part of three: days 10 and
// 20 of a month, April and August of a year, years 4 and 5 of a decade — the
// early and the late half of which meet in the middle.
func cut(from, to Date, days, which int) Date {
	switch {
	case days <= 3:
		return from.AddDays((days - 1) * (which + 1) / 3)
	case days < 28:
		return from.AddDays(days*(which+1)/3 - 1)
	case days <= 31:
		return from.AddDays(9 + 10*which)
	case days <= 1200:
		months := (int(to.Year)-int(from.Year))*12 + int(to.Month) - int(from.Month) + 1
		return NewDate(int(from.Year), int(from.Month)+months*(which+1)/3, 0)
	case days < 4000:
		return NewDate(int(from.Year)+5+which, 1, 0)
	}
	years := int(to.Year) - int(from.Year) + 1
	return NewDate(int(from.Year)+years*(1+2*which)/4, 1, 0)
}

// Grains in order, for the coarser of two.
func coarser(a, b record.Grain) record.Grain {
	for _, g := range [...]record.Grain{record.Year, record.Quarter, record.Month, record.Week} {
		if a == g || b == g {
			return g
		}
	}
	return record.Day
}
