package relations

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chancery/internal/ontology"
)

// Quad is one of PLOVER's four quarters of acts.
type Quad int

// The quads, numbered as QuadClass in event data sets.
const (
	VerbalCooperation Quad = iota + 1
	MaterialCooperation
	VerbalConflict
	MaterialConflict
)

// String is the quad's name: "verbal cooperation".
func (q Quad) String() string { return ontology.Quad(q).String() }

// What is what a measure adds up.
type What int

// What can be added up. Scores are PLOVER's, from −10 to 10.
const (
	Incidents What = iota // acts
	Reports               // of acts
	Score                 // sum of scores, with their sign
	Distance              // sum of scores without their sign
	MeanScore             // mean score of an act
)

// Measure takes one number from the acts of a period.
type Measure struct {
	Name  string
	What  What
	Quads []Quad // only these; none given is all
	Type  string // only this; empty is all
}

// Measures are the named ones, in order.
func Measures() []Measure {
	cooperation, conflict := []Quad{VerbalCooperation, MaterialCooperation}, []Quad{VerbalConflict, MaterialConflict}
	verbal, material := []Quad{VerbalCooperation, VerbalConflict}, []Quad{MaterialCooperation, MaterialConflict}
	return []Measure{
		{"incidents", Incidents, nil, ""},
		{"reports", Reports, nil, ""},
		{"cooperation", Distance, cooperation, ""},
		{"conflict", Distance, conflict, ""},
		{"net", Score, nil, ""},
		{"mean", MeanScore, nil, ""},
		{"verbal net", Score, verbal, ""},
		{"material net", Score, material, ""},
		{"cooperation incidents", Incidents, cooperation, ""},
		{"conflict incidents", Incidents, conflict, ""},
		{"verbal cooperation", Incidents, []Quad{VerbalCooperation}, ""},
		{"material cooperation", Incidents, []Quad{MaterialCooperation}, ""},
		{"verbal conflict", Incidents, []Quad{VerbalConflict}, ""},
		{"material conflict", Incidents, []Quad{MaterialConflict}, ""},
	}
}

// MeasureNamed finds a measure: one of Measures, a PLOVER type for its
// incidents ("CONSULT"), or "reports CONSULT".
func MeasureNamed(name string) (Measure, error) {
	list := Measures()
	if i := slices.IndexFunc(list, func(m Measure) bool { return m.Name == name }); i >= 0 {
		return list[i], nil
	}
	typ, reports := strings.CutPrefix(name, "reports ")
	if !ontology.ValidType(typ) {
		return Measure{}, fmt.Errorf("cannot measure %q: give a PLOVER type, or one of %s", name, measureNames(list))
	}
	m := Measure{Name: name, Type: typ}
	if reports {
		m.What = Reports
	}
	return m, nil
}

func measureNames(list []Measure) string {
	var names []string
	for _, m := range list {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

// takes says whether acts of a kind count for the measure.
func (m *Measure) takes(k ontology.Type) bool {
	return (m.Type == "" || m.Type == k.String()) && (len(m.Quads) == 0 || slices.Contains(m.Quads, Quad(k.Quad())))
}

// chosen tells for each type whether the measure takes it.
func (m *Measure) chosen() (set [ontology.Assault + 1]bool) {
	for k := range set {
		set[k] = m.takes(ontology.Type(k))
	}
	return set
}

// bin counts the acts of a period that have one type and score.
type bin struct {
	kind       ontology.Type
	scaleTenth int16
	tally
}

// value is the measure of weighted bins; NaN for a mean of nothing.
func (m *Measure) value(bins []weighted) float64 {
	var sum, n float64
	for _, b := range bins {
		scale := float64(b.scaleTenth) / 10
		switch m.What {
		case Incidents:
			sum += b.incidents
		case Reports:
			sum += b.reports
		case Score:
			sum += scale * b.incidents
		case Distance:
			sum += math.Abs(scale) * b.incidents
		case MeanScore:
			sum += scale * b.incidents
			n += b.incidents
		}
	}
	if m.What == MeanScore {
		if n == 0 {
			return math.NaN()
		}
		return sum / n
	}
	return sum
}

// weighted is a bin whose numbers have been weighted anew.
type weighted struct {
	scaleTenth         int16
	incidents, reports float64
}

// Norm is what a value is divided by.
type Norm int

// The norms.
const (
	Raw         Norm = iota
	Share            // of all actual incidents of the period, of anyone
	PerThousand      // documents of the period
)

// String is the norm in words.
func (n Norm) String() string {
	return [...]string{"", "share of all incidents", "per thousand documents"}[n]
}

// by divides a value; a mean is not divided, and nothing is divided by zero.
func (n Norm) by(m *Measure, v, all, documents float64) float64 {
	switch {
	case n == Raw || m.What == MeanScore:
		return v
	case n == Share && all > 0:
		return v / all
	case n == PerThousand && documents > 0:
		return v / documents * 1000
	}
	return math.NaN()
}
