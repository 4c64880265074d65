package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/record"
)

// PlacesConfig is how the weights of places are learnt.
type PlacesConfig struct {
	Rounds  int
	Rate    float64 // of the first step
	Decay   float64 // how much a large weight costs
	Silence float64 // what an act counts to which the annotators give no place
	Precise float64 // what the right place of a country counts beside the right country
}

// DefaultPlaces are the settings of the weights that are built in.
var DefaultPlaces = PlacesConfig{Rounds: 300, Rate: 0.5, Decay: 0.1, Silence: 0.5, Precise: 1}

// presumed is what we hold of places before any page is read. Learning starts
// there and leaves it only as far as the pages tell.
var presumed = map[string]float64{
	"any\truled": 1.5, "any\thangs-on": 2.5, "any\thangs-close": 1.5, "any\thangs-far": 0.5, "any\tclause-only": 0.5,
	"any\tlocated-1": 0.7, "any\tlocated-2": 0.4, "any\tlast-located": 0.3, "any\tabroad": -1, "any\tno-country": -0.5,
	"any\tcomes-from": -0.5, "word\thangs-close": -1, "any\tlocated-next": -0.3,
}

// placeCase is an act to learn from, its features as indexes of weights.
type placeCase struct {
	none    []int
	options []placeOption
	weight  float64
	placed  bool // one of the options is right
}

type placeOption struct {
	features       []int
	country, exact bool // its country, its name is that of the gold
}

type placesDocument struct {
	ID, Title, Published, Source, Text string
	Sentences                          [][2]int
}

type placesGold struct {
	ID     string
	Events []struct {
		S             int
		Type, Trigger string
		Place         *struct{ Name, Code string }
	}
}

// Places learns what speaks for the place of an act from annotated documents,
// and writes it as lines of sort, feature and weight.
func Places(c PlacesConfig, a *analyse.Analyser, x *extract.Extractor, docs, gold io.Reader, out io.Writer) (string, error) {
	pages := map[string]placesDocument{}
	if err := decodeLines(docs, func(d placesDocument) { pages[d.ID] = d }); err != nil {
		return "", fmt.Errorf("cannot read documents: %w", err)
	}
	l := &placesLearner{index: map[string]int{}}
	if err := decodeLines(gold, func(g placesGold) {
		if d, ok := pages[g.ID]; ok {
			l.document(c, a, x, d, g)
		}
	}); err != nil {
		return "", fmt.Errorf("cannot read gold: %w", err)
	}
	if len(l.cases) == 0 {
		return "", fmt.Errorf("cannot learn places: no act of the gold was found in the documents")
	}
	l.learn(c)
	for _, i := range l.sorted() {
		if v := fmt.Sprintf("%.2f", l.weights[i]); v != "0.00" && v != "-0.00" {
			fmt.Fprintf(out, "%s\t%s\n", l.names[i], v)
		}
	}
	return l.report(), nil
}

// decodeLines decodes JSON lines.
func decodeLines[T any](r io.Reader, f func(T)) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for n := 1; s.Scan(); n++ {
		if strings.TrimSpace(s.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		f(v)
	}
	return s.Err()
}

// placesLearner holds the cases and the weights.
type placesLearner struct {
	index   map[string]int
	names   []string
	weights []float64
	cases   []placeCase
}

func (l *placesLearner) feature(name string) int {
	i, ok := l.index[name]
	if !ok {
		i = len(l.names)
		l.index[name] = i
		l.names = append(l.names, name)
		l.weights = append(l.weights, presumed[name])
	}
	return i
}

func (l *placesLearner) features(names []string) []int {
	out := make([]int, len(names))
	for i, n := range names {
		out[i] = l.feature(n)
	}
	return out
}

// sorted gives the weights in the order of their names.
func (l *placesLearner) sorted() []int {
	order := make([]int, len(l.names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(l.names[a], l.names[b]) })
	return order
}

// document pairs the acts found with those of the gold by sentence and type,
// those that share a word of the trigger first, and learns from the pairs.
func (l *placesLearner) document(c PlacesConfig, a *analyse.Analyser, x *extract.Extractor, d placesDocument, g placesGold) {
	trees, _ := a.Analyse(d.Text)
	meta := record.Document{ID: d.ID, Title: d.Title, Source: d.Source, Published: d.Published}
	found := x.PlaceCases(trees, meta)
	ruler := record.NewRuler(d.Text)
	taken := make([]bool, len(g.Events))
	for _, shared := range [2]bool{true, false} {
		for i := range found {
			f := &found[i]
			if f.Type == "" {
				continue
			}
			start := ruler.Point(f.Start)
			for k, e := range g.Events {
				if taken[k] || e.Type != f.Type || e.S >= len(d.Sentences) || start < d.Sentences[e.S][0] || start >= d.Sentences[e.S][1] ||
					shared && !sharesWord(e.Trigger, d.Text[f.Start:f.End]) {
					continue
				}
				taken[k] = true
				name, code := "", ""
				if e.Place != nil {
					name, code = e.Place.Name, e.Place.Code
				}
				l.add(c, f, name, code)
				f.Type = "" // used
				break
			}
		}
	}
}

func sharesWord(a, b string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(a)) {
		if slices.Contains(strings.Fields(strings.ToLower(b)), w) {
			return true
		}
	}
	return false
}

// add enters an act with the place that the gold gives it; code "" for none.
func (l *placesLearner) add(c PlacesConfig, f *extract.PlaceCase, name, code string) {
	k := placeCase{none: l.features(f.Silent), weight: 1}
	for _, o := range f.Options {
		p := placeOption{features: l.features(o.Features), country: code != "" && o.Code == code}
		p.exact = p.country && sharesWord(name, o.Name)
		k.placed = k.placed || p.country
		k.options = append(k.options, p)
	}
	if code == "" {
		k.weight = c.Silence
	} else if !k.placed {
		return // a place that the page does not give
	}
	l.cases = append(l.cases, k)
}

// learn takes steps down the gradient of the log loss over all cases.
func (l *placesLearner) learn(c PlacesConfig) {
	square := make([]float64, len(l.weights))
	for round := 0; round < c.Rounds; round++ {
		grad := make([]float64, len(l.weights))
		for i, w := range l.weights {
			grad[i] = -c.Decay * (w - presumed[l.names[i]]) * float64(len(l.cases)) / 10
			if strings.HasPrefix(l.names[i], "any") { // what holds for all acts is the cheaper to say
				grad[i] /= 5
			}
		}
		for i := range l.cases {
			l.step(c, &l.cases[i], grad)
		}
		for i, g := range grad {
			square[i] += g * g
			if square[i] > 0 {
				l.weights[i] += c.Rate * g / math.Sqrt(square[i])
			}
		}
	}
}

func (l *placesLearner) exp(features []int) float64 {
	sum := 0.0
	for _, i := range features {
		sum += l.weights[i]
	}
	return math.Exp(sum)
}

// step adds the gradient of one case: of the country against all others, and
// of the place within its country.
func (l *placesLearner) step(c PlacesConfig, k *placeCase, grad []float64) {
	none := l.exp(k.none)
	all, right, exact := none, 0.0, 0.0
	e := make([]float64, len(k.options))
	for i, o := range k.options {
		e[i] = l.exp(o.features)
		all += e[i]
		if o.country {
			right += e[i]
		}
		if o.exact {
			exact += e[i]
		}
	}
	push := func(features []int, by float64) {
		for _, i := range features {
			grad[i] += by * k.weight
		}
	}
	want := 0.0
	if !k.placed {
		want = 1
	}
	push(k.none, want-none/all)
	for i, o := range k.options {
		by := -e[i] / all
		if o.country {
			by += e[i] / right
			if exact > 0 {
				by -= c.Precise * e[i] / right
			}
			if o.exact {
				by += c.Precise * e[i] / exact
			}
		}
		push(o.features, by)
	}
}

// report tells how many of the cases the weights get right.
func (l *placesLearner) report() string {
	placed, right, silent, kept := 0, 0, 0, 0
	for i := range l.cases {
		k := &l.cases[i]
		none, country := l.exp(k.none), 0.0
		other := 0.0
		for _, o := range k.options {
			if v := l.exp(o.features); o.country {
				country += v
			} else {
				other = max(other, v)
			}
		}
		if k.placed {
			placed++
			if country > none && country > other {
				right++
			}
		} else {
			silent++
			if none >= other {
				kept++
			}
		}
	}
	return fmt.Sprintf("%d weights; %d of %d places right, %d of %d acts without a place left without", len(l.weights), right, placed, kept, silent)
}
