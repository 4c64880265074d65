package timex

// This file resolves ranges, "from May 30 to June 2".

// between resolves a range. What one end lacks it takes from the other.
func (r *resolver) between(a, b meaning) (from, to Date, ok bool) {
	if b.dated && !a.dated {
		a.year, a.dated = b.year, true
		from, _, ok = r.meaning(&a)
		_, to, ok2 := r.meaning(&b)
		if ok && ok2 && from.After(to) {
			a.year--
			from, _, ok = r.meaning(&a)
		}
		return from, to, ok && ok2
	}
	if a.dated || r.tense != Future || a.op == opWeekday {
		from, _, ok = r.meaning(&a)
		return r.onwards(from, ok, &b)
	}
	// What is to come may have begun: its end decides.
	_, to, ok = r.meaning(&b)
	past := resolver{g: r.g, base: to, narrative: r.narrative, tense: Past}
	from, _, ok2 := past.meaning(&a)
	return from, to, ok && ok2
}

// onwards is the first b from a day on.
func (r *resolver) onwards(from Date, ok bool, b *meaning) (Date, Date, bool) {
	if !ok {
		return from, from, false
	}
	if b.dated || !b.relative() {
		_, to, ok := r.meaning(b)
		return from, to, ok
	}
	future := resolver{g: r.g, base: from, narrative: r.narrative, tense: Future}
	_, to, ok := future.meaning(b)
	return from, to, ok
}
