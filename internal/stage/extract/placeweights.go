package extract

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed data/places.tsv
var placeWeightData string

// sorts of acts, by where such acts tend to happen.
const (
	anySort = iota
	forceSort
	lawSort
	crowdSort
	meetingSort
	deedSort
	wordSort
	sortCount
)

var sortNames = [sortCount]string{"any", "force", "law", "crowd", "meeting", "deed", "word"}

// sortOf gives the sort of an event type.
func sortOf(typ string) int {
	switch typ {
	case "ASSAULT", "MOBILIZE":
		return forceSort
	case "COERCE", "SANCTION":
		return lawSort
	case "PROTEST":
		return crowdSort
	case "CONSULT":
		return meetingSort
	case "AID", "COOPERATE", "RETREAT":
		return deedSort
	}
	return wordSort
}

// placeWeights is what each feature is worth.
type placeWeights struct {
	worth [sortCount][placeFeatureCount]float64
	none  map[string]float64 // of what speaks for no place
}

// loadPlaceWeights reads lines of sort, feature and weight; those of the sort
// "none" speak for no place.
func loadPlaceWeights(data string) (*placeWeights, error) {
	w := &placeWeights{none: map[string]float64{}}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("cannot read places.tsv:%d: want sort, feature, weight", n)
		}
		v, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return nil, fmt.Errorf("cannot read places.tsv:%d: %q is no number", n, f[2])
		}
		if f[0] == "none" {
			w.none[f[1]] = v
			continue
		}
		s, k := indexOf(sortNames[:], f[0]), indexOf(placeFeatureNames[:], f[1])
		if s < 0 || k < 0 {
			return nil, fmt.Errorf("cannot read places.tsv:%d: no sort %q or no feature %q", n, f[0], f[1])
		}
		w.worth[s][k] = v
	}
	return w, nil
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

// score is how much the features of a candidate speak for it.
func (w *placeWeights) score(typ string, features []placeFeature) float64 {
	s := sortOf(typ)
	sum := 0.0
	for _, f := range features {
		sum += w.worth[anySort][f] + w.worth[s][f]
	}
	return sum
}

// PlaceCase is an act with the places that it may have: what a trainer of
// data/places.tsv learns from.
type PlaceCase struct {
	Type       string
	Start, End int      // of the trigger, in bytes
	Silent     []string // what speaks for no place
	Options    []PlaceOption
}

// PlaceOption is a place, with its features as lines of data/places.tsv name them.
type PlaceOption struct {
	Name, Code string
	Features   []string // "sort<tab>feature"
}

// caseOfEvent writes out the candidates of an act.
func (p *placer) caseOfEvent(k int) PlaceCase {
	e := &p.events[k]
	lo, hi := p.triggerSpan(e)
	span := p.span(lo, hi)
	out := PlaceCase{Type: e.typ, Start: int(span.Start), End: int(span.End)}
	for _, name := range p.silent(e) {
		if name != "" {
			out.Silent = append(out.Silent, "none\t"+name)
		}
	}
	for i := range p.candidates {
		x := &p.entities[p.candidates[i].ent]
		o := PlaceOption{Name: x.name, Code: x.code}
		for _, f := range p.candidates[i].features {
			o.Features = append(o.Features, sortNames[anySort]+"\t"+placeFeatureNames[f], sortNames[sortOf(e.typ)]+"\t"+placeFeatureNames[f])
		}
		out.Options = append(out.Options, o)
	}
	return out
}
