package timex

import "chancery/record"

// Resolve gives e the days it stands for, seen from anchor and spoken in tense.
// What cannot be told stays unresolved. Resolving again starts afresh.
func (g *Grammar) Resolve(e *Expr, anchor Anchor, tense Tense) {
	e.From, e.To, e.Direction, e.Resolved, e.Grain = Date{}, Date{}, Settled, false, e.grain()
	e.yearly = e.Kind == Set && e.of.op == opSeason || tense == Habitual && e.Repeats()
	if e.yearly {
		return
	} else if tense == Habitual {
		tense = Present
	}
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
	r := resolver{g: g, base: anchor.base(tense), written: anchor.written(), narrative: anchor.Narrative, exact: anchor.NarrativeGrain, tense: tense}
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

// written is the day of publication where the dateline is some days older.
func (a Anchor) written() Date {
	if a.Dateline.IsZero() || a.Published.IsZero() || a.Precision != "" {
		return Date{}
	}
	if n := a.Published.Since(a.Dateline); n < 1 || n > 6 {
		return Date{}
	}
	return a.Published
}

// Today is the last day on which the text can have been written: that of the
// dateline or of publication, the last of its month or year when no more is known.
func (a Anchor) Today() Date { return a.base(Past) }

// Now is the stretch in which the text was written, and how exact that is known.
func (a Anchor) Now() (from, to Date, g record.Grain) {
	if d := a.base(Present); a.Precision == "" || d == a.Dateline {
		return d, d, record.Day
	}
	from, to = a.span()
	return from, to, a.Precision
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
	written   Date // of publication, when that is some days after the dateline
	narrative Date
	exact     record.Grain // of narrative
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
		if r.exact != "" && m.op != opWeekday && coarser(m.grain(), r.exact) != m.grain() {
			return from, to, false
		}
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
		if m.unit == uWeek && r.tense == Past && m.part == whole && to.After(base) && !from.After(base) {
			to = base // "has happened this week", up to now
		}
		return from, to, true
	case opStretch:
		return r.stretch(m, base)
	case opShift, opIn:
		from, to = grainOf(shiftPart(base, m.unit, m.n), min(m.unit, uYear)) // "a decade ago": that year
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
	case counted:
		return m.countIn(from, to)
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
