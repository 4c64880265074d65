package relations

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

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
	cells   map[cell]*tally
	shares  map[share]*tally
	totals  map[Period]int // actual incidents
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

// share is the part of a cell that one outlet printed.
type share struct {
	cell
	outlet uint32
}

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
	return &Aggregate{grain: g, cells: map[cell]*tally{}, shares: map[share]*tally{}, totals: map[Period]int{}}, nil
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
	a.add(c, tally{incidents: sign, reports: sign * reports, squares: sign * reports * reports})
	n := int64(len(inc.OutletNames))
	for _, name := range inc.OutletNames {
		t := tally{part: sign * whole / n}
		if n == 1 {
			t.sole = sign
		}
		a.addShare(share{c, a.outlets.id(append(buf[:0], name...))}, t)
	}
}

func (a *Aggregate) add(c cell, t tally) {
	if c.status == statusNumber(record.Actual) {
		if a.totals[c.period] += int(t.incidents); a.totals[c.period] == 0 {
			delete(a.totals, c.period)
		}
	}
	put(a.cells, c, t)
}

func (a *Aggregate) addShare(s share, t tally) { put(a.shares, s, t) }

// put adds to a line, and drops it when nothing is left.
func put[K comparable](lines map[K]*tally, k K, t tally) {
	have := lines[k]
	if have == nil {
		have = &tally{}
		lines[k] = have
	}
	have.incidents += t.incidents
	have.reports += t.reports
	have.squares += t.squares
	have.part += t.part
	have.sole += t.sole
	if *have == (tally{}) {
		delete(lines, k)
	}
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

// Row is one line of an aggregate in the form in which it is kept: a table with
// the first seven fields as its key and the others as sums.
type Row struct {
	Period     string        `json:"period"` // first day
	Actors     string        `json:"actors,omitempty"`
	Recipients string        `json:"recipients,omitempty"`
	Type       string        `json:"type"`
	Scale      float64       `json:"scale"`
	Status     record.Status `json:"status"`
	Outlet     string        `json:"outlet,omitempty"` // empty for the line of all outlets

	Incidents int64 `json:"incidents"`
	Reports   int64 `json:"reports"`
	Squares   int64 `json:"squares"`
	Part      int64 `json:"part,omitempty"`
	Sole      int64 `json:"sole,omitempty"`
}

// Minus is the row that takes this one back.
func (r Row) Minus() Row {
	r.Incidents, r.Reports, r.Squares, r.Part, r.Sole = -r.Incidents, -r.Reports, -r.Squares, -r.Part, -r.Sole
	return r
}

// AddRow counts a row as Rows gave it.
func (a *Aggregate) AddRow(r Row) error {
	first, ok := ParseDay(r.Period)
	if !ok {
		return fmt.Errorf("cannot read the aggregate: %q is no day", r.Period)
	}
	kind, _ := ontology.ParseType(r.Type)
	c := cell{period: PeriodOf(first, a.grain), kind: kind, status: statusNumber(r.Status), scaleTenth: int16(math.Round(r.Scale * 10))}
	c.from, c.to = a.sets.id([]byte(r.Actors)), a.sets.id([]byte(r.Recipients))
	t := tally{incidents: r.Incidents, reports: r.Reports, squares: r.Squares, part: r.Part, sole: r.Sole}
	if r.Outlet == "" {
		a.add(c, t)
	} else {
		a.addShare(share{c, a.outlets.id([]byte(r.Outlet))}, t)
	}
	return nil
}

// RowsOf are the rows that one incident adds.
func RowsOf(inc *archive.Incident, g record.Grain) ([]Row, error) {
	a, err := NewAggregate(g)
	if err != nil {
		return nil, err
	}
	a.Add(inc)
	return a.Rows(), nil
}

// Rows are the lines of the aggregate, in order of their keys.
func (a *Aggregate) Rows() []Row {
	rows := make([]Row, 0, len(a.cells)+len(a.shares))
	for c, t := range a.cells {
		rows = append(rows, a.row(c, "", t))
	}
	for s, t := range a.shares {
		rows = append(rows, a.row(s.cell, a.outlets.names[s.outlet], t))
	}
	slices.SortFunc(rows, func(x, y Row) int {
		return cmp.Or(strings.Compare(x.Period, y.Period), strings.Compare(x.Actors, y.Actors), strings.Compare(x.Recipients, y.Recipients),
			strings.Compare(x.Type, y.Type), cmp.Compare(x.Scale, y.Scale), strings.Compare(string(x.Status), string(y.Status)), strings.Compare(x.Outlet, y.Outlet))
	})
	return rows
}

func (a *Aggregate) row(c cell, outlet string, t *tally) Row {
	return Row{Period: c.period.First(a.grain).String(), Actors: a.sets.names[c.from], Recipients: a.sets.names[c.to], Type: c.kind.String(),
		Scale: float64(c.scaleTenth) / 10, Status: statuses()[c.status], Outlet: outlet,
		Incidents: t.incidents, Reports: t.reports, Squares: t.squares, Part: t.part, Sole: t.sole}
}

// Keys are all party keys that the aggregate knows, in order.
func (a *Aggregate) Keys() []string {
	seen := map[string]bool{}
	for _, set := range a.sets.names {
		for _, k := range strings.Fields(set) {
			seen[k] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
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
