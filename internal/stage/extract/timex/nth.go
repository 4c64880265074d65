package timex

import "chancery/record"

// This file reads counted parts of a month or year: "the first week of June",
// "the last three months of 2022", "the second Sunday of May".

// nth reads such a part; i is after the article.
func (s *scan) nth(i int) found {
	place, k := s.place(i)
	if k == 0 {
		return nothing
	}
	count := 1.0
	if q, n := s.number(k); n > 0 && !q.vague && (place == 1 || place == -1) {
		count, k = q.value, k+n
	}
	t := s.at(k)
	u := unit(t.val)
	byUnit := t.is(cUnit) && (u == uDay || u == uWeek || u == uMonth) && (count > 1) == t.is(cPlural) && count < 100
	if !byUnit && !(t.is(cWeekday) && count == 1) || !s.at(k+1).is(cOf|cIn) {
		return nothing
	}
	f := s.inner(k + 2)
	if f.end == 0 || f.m.op != opDate && f.m.op != opUnit || f.m.part != whole || f.m.shiftUnit != noUnit {
		return nothing
	}
	if g := f.m.grain(); g != record.Month && g != record.Year || byUnit && coarser(g, unitGrain(u)) == unitGrain(u) {
		return nothing
	}
	f.first, f.m.part, f.m.place, f.m.count = i, counted, int8(place), int8(count)
	if byUnit {
		f.m.partUnit = u
	} else {
		f.m.partUnit, f.m.partDay = uDay, int8(t.val)
	}
	return f
}

// place reads the ordinal, or −1 for "last", and gives where it ends, or 0.
func (s *scan) place(i int) (place float64, end int) {
	if t := s.at(i); t.is(cLast) && t.is(cStretch) && t.val == 0 {
		return -1, i + 1
	}
	q, n := s.ordinal(i)
	if n == 0 || q.value < 1 || q.value > 31 {
		return 0, 0
	}
	return q.value, i + n
}

// countIn cuts the counted part out of a stretch; to is before from when the
// stretch does not have it.
func (m *meaning) countIn(from, to Date) (Date, Date) {
	place, count := int(m.place), int(m.count)
	var a, b Date
	switch {
	case m.partDay != 0 && place > 0:
		a = from.AddDays(floorMod(int(m.partDay)-from.Weekday(), 7) + 7*(place-1))
		b = a
	case m.partDay != 0:
		a = to.AddDays(-floorMod(to.Weekday()-int(m.partDay), 7))
		b = a
	case place > 0:
		a = shift(from, m.partUnit, place-1)
		b = shift(a, m.partUnit, count).AddDays(-1)
	default:
		a, b = shift(to.AddDays(1), m.partUnit, -count), to
	}
	if a.Before(from) || a.After(to) {
		return a, a.AddDays(-1)
	}
	if b.After(to) {
		b = to
	}
	return a, b
}
