package relations

import (
	"fmt"
	"math"
	"slices"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Aggregate counts incidents by period, parties, type, score and status: all
// that series, triads and networks need, small however long the archive is. It
// can be kept incrementally: Add and Remove undo one another exactly, as all
// sums are whole numbers.
type Aggregate struct {
	grain   record.Grain
	sets    pool // sets of party keys, joined by a blank
	outlets pool
	cells   lines[cell]
	shares  lines[share]
	totals  map[Period]int     // actual incidents
	printed map[Period][]tally // actual incidents by outlet
	// whole tells that totals and printed were given with NewPart.
	whole bool
	// Undated and Broad count the incidents that no period holds: without a first
	// day, or spanning more than the grain ("in 2023" in a series by month).
	Undated, Broad int
}

// cell is what the incidents of one line have in common.
type cell struct {
	period     Period
	from, to   uint32
	kind       ontology.Type
	status     uint8
	scaleTenth int16
}

// share is the part of a cell, by its number, that one outlet printed.
type share struct{ cell, outlet uint32 }

// tally are the sums of a line.
type tally struct {
	incidents int64
	reports   int64
	squares   int64 // of reports, for the variance of their sum
	part      int64 // incidents, each divided by its outlets, in units of 1/whole
	sole      int64 // incidents that this outlet alone printed
}

// whole is one incident in the units of tally.part: it can be divided by 1 to
// 16 without a rest.
const whole = 720720

// pool numbers strings in the order in which they come.
type pool struct {
	ids   map[string]uint32
	names []string
}

func (p *pool) id(s []byte) uint32 {
	if id, ok := p.ids[string(s)]; ok {
		return id
	}
	if p.ids == nil {
		p.ids = map[string]uint32{}
	}
	id := uint32(len(p.names))
	name := string(s)
	p.ids[name] = id
	p.names = append(p.names, name)
	return id
}

// NewAggregate makes an empty aggregate by a grain: Month for an archive, Day
// for the incidents of one relation.
func NewAggregate(g record.Grain) (*Aggregate, error) {
	if !ValidGrain(g) {
		return nil, fmt.Errorf("cannot aggregate by %q: give day, week, month, quarter or year", g)
	}
	return &Aggregate{grain: g, totals: map[Period]int{}, printed: map[Period][]tally{}}, nil
}

// Grain is that by which the aggregate counts.
func (a *Aggregate) Grain() record.Grain { return a.grain }

// Add counts an incident; Remove takes back one that was counted.
func (a *Aggregate) Add(inc *archive.Incident) { a.count(inc, 1) }

// Remove takes back an incident as it was when it was added.
func (a *Aggregate) Remove(inc *archive.Incident) { a.count(inc, -1) }

func (a *Aggregate) count(inc *archive.Incident, sign int64) {
	first, ok := ParseDay(inc.Start)
	if !ok {
		a.Undated += int(sign)
		return
	}
	if last, ok := ParseDay(inc.End); ok && last-first >= broadest(a.grain) {
		a.Broad += int(sign)
		return
	}
	kind, _ := ontology.ParseType(inc.Type)
	var buf [128]byte
	c := cell{period: PeriodOf(first, a.grain), kind: kind, status: statusNumber(inc.Status), scaleTenth: tenths(inc)}
	c.from, c.to = a.sets.id(appendKeys(buf[:0], inc.Actors)), a.sets.id(appendKeys(buf[:0], inc.Recipients))
	reports := int64(max(inc.Reports, 1))
	at := a.add(c, tally{incidents: sign, reports: sign * reports, squares: sign * reports * reports})
	n := int64(len(inc.OutletNames))
	for _, name := range inc.OutletNames {
		t := tally{part: sign * whole / n}
		if n == 1 {
			t.sole = sign
		}
		a.addShare(&c, share{at, a.outlets.id(append(buf[:0], name...))}, t)
	}
}

// add counts a line and gives its number.
func (a *Aggregate) add(c cell, t tally) uint32 {
	if c.status == statusNumber(record.Actual) && !a.whole {
		if a.totals[c.period] += int(t.incidents); a.totals[c.period] == 0 {
			delete(a.totals, c.period)
		}
	}
	return a.cells.add(c, &t)
}

func (a *Aggregate) addShare(c *cell, s share, t tally) {
	a.shares.add(s, &t)
	if c.status == statusNumber(record.Actual) && !a.whole {
		a.print(c.period, s.outlet, &t)
	}
}

func (a *Aggregate) print(p Period, outlet uint32, t *tally) {
	list := a.printed[p]
	for int(outlet) >= len(list) {
		list = append(list, tally{})
	}
	list[outlet].plus(t)
	a.printed[p] = list
}

// lines keeps the sums of each line. What has been taken back to nothing stays
// as a line of zeros, which each passes over.
type lines[K comparable] struct {
	at   map[K]uint32
	keys []K
	sums []tally
}

// add adds to a line and gives its number.
func (l *lines[K]) add(k K, t *tally) uint32 {
	i, ok := l.at[k]
	if !ok {
		if l.at == nil {
			l.at = map[K]uint32{}
		}
		i = uint32(len(l.sums))
		l.at[k] = i
		l.keys, l.sums = append(l.keys, k), append(l.sums, tally{})
	}
	l.sums[i].plus(t)
	return i
}

// each gives the lines in the order in which they came.
func (l *lines[K]) each(yield func(K, *tally) bool) {
	for i := range l.sums {
		if t := &l.sums[i]; *t != (tally{}) && !yield(l.keys[i], t) {
			return
		}
	}
}

func (t *tally) plus(o *tally) {
	t.incidents += o.incidents
	t.reports += o.reports
	t.squares += o.squares
	t.part += o.part
	t.sole += o.sole
}

// tenths is an incident's score in tenths.
func tenths(inc *archive.Incident) int16 {
	scale := ontology.Scale(inc.Type, inc.Modes)
	if inc.Scale != nil {
		scale = *inc.Scale
	}
	if !(math.Abs(scale) <= 10) {
		return 0 // no score of PLOVER's
	}
	return int16(math.Round(scale * 10))
}

// appendKeys writes the keys of parties, sorted, each once, with blanks between.
func appendKeys(buf []byte, parties []archive.Party) []byte {
	switch len(parties) {
	case 0:
		return buf
	case 1:
		return append(buf, Key(&parties[0])...)
	}
	var some [8]string
	keys := some[:0]
	for i := range parties {
		if k := Key(&parties[i]); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for i, k := range keys {
		if i > 0 {
			buf = append(buf, ' ')
		}
		buf = append(buf, k...)
	}
	return buf
}

// statuses are those of acts; the first stands for any that is not known.
func statuses() [6]record.Status {
	return [6]record.Status{"", record.Actual, record.Planned, record.Hypothetical, record.Denied, record.Historical}
}

func statusNumber(s record.Status) uint8 {
	for i, x := range statuses() {
		if x == s {
			return uint8(i)
		}
	}
	return 0
}
