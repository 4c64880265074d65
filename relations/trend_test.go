package relations

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"chancery/record"
)

// What there is too little of has a verdict of its own, and nothing is made up.
func TestTrendEdges(t *testing.T) {
	line := []float64{1, 2, 3, nan, 5, 6, 7, 8, 9, 10, 11, 12}
	constant := slices.Repeat([]float64{3}, 15)
	for _, tc := range []struct {
		name    string
		values  []float64
		verdict Direction
		slope   float64
	}{
		{"none", nil, TooFewKnown, nan},
		{"one", []float64{4}, TooFewKnown, nan},
		{"two", []float64{4, 6}, TooFewKnown, 2},
		{"gaps only", []float64{nan, nan, nan}, TooFewKnown, nan},
		{"constant", constant, NoTrend, 0},
		{"a line with a gap", line, Rising, 1},
		{"falling", []float64{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, Falling, -1},
		{"ties", []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, NoTrend, 0},
	} {
		got := TrendOf(tc.values, 1)
		if got.Verdict != tc.verdict || !same([]float64{got.Slope}, []float64{tc.slope}) {
			t.Errorf("%s: %+v", tc.name, got)
		}
	}
	if got := TrendOf(constant, 1); got.P != 1 || got.PBlock != 1 || !math.IsNaN(got.Serial) {
		t.Errorf("constant: %+v", got)
	}
}

func TestBlockLength(t *testing.T) {
	for _, tc := range []struct {
		phi  float64
		n    int
		want int
	}{{nan, 50, 1}, {-0.5, 50, 1}, {0.01, 50, 1}, {0.5, 60, 5}, {0.9, 24, 6}, {1, 1000, 73}} {
		if got := blockLength(tc.phi, tc.n); got != tc.want && tc.phi < 1 || got > tc.n/4 && got > 1 {
			t.Errorf("φ %v, n %d: blocks of %d, want %d", tc.phi, tc.n, got, tc.want)
		}
	}
	x, into := []float64{1, 2, 3, 4, 5, 6, 7}, make([]float64, 7)
	rng := rand.New(rand.NewPCG(1, 1))
	for length := 1; length < 7; length++ {
		shuffleBlocks(into, x, length, rng)
		if got := slices.Sorted(slices.Values(into)); !slices.Equal(got, x) {
			t.Errorf("blocks of %d: %v is no order of the values", length, into)
		}
	}
}

func TestShocks(t *testing.T) {
	quiet := []float64{2, 3, 1, 2, 4, 2, 3, 1, 2, 0, 3, 2, 1, 4, 2, 3, 2, 1, 3, 2}
	with := slices.Concat(quiet[:10], []float64{42, 30, 12, 3}, quiet[10:])
	s, err := ShocksOf(with, nil, 1)
	if err != nil || len(s.List) != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	k := s.List[0]
	if k.From != 10 || k.To < 11 || k.Peak != 10 || k.Count != 42 || !k.Returned {
		t.Errorf("shock %+v", k)
	}
	// The excess falls from 42−m to 30−m to 12−m: half of it lies between.
	m := s.Base.Rate
	if want := 1 + (30-m-(42-m)/2)/18; math.Abs(k.HalfLife-want) > 1e-9 {
		t.Errorf("half-life %v, want %v", k.HalfLife, want)
	}
	if s, _ := ShocksOf(quiet, nil, 1); len(s.List) != 0 || !s.Enough {
		t.Errorf("a quiet series has %+v", s.List)
	}
	last := append(slices.Clone(quiet), 50)
	if s, _ := ShocksOf(last, nil, 1); len(s.List) != 1 || s.List[0].Returned || !math.IsNaN(s.List[0].HalfLife) {
		t.Errorf("a shock at the end: %+v", s.List)
	}
	gap := slices.Concat(quiet, []float64{50, nan}, quiet)
	if s, _ := ShocksOf(gap, nil, 1); len(s.List) != 1 || s.List[0].Returned || s.N != 41 {
		t.Errorf("a shock before a gap: %+v", s)
	}
	for _, few := range [][]float64{nil, {3}, {0, 0, 0}} {
		if s, err := ShocksOf(few, nil, 1); err != nil || s.Enough || len(s.List) != 0 {
			t.Errorf("%v: %+v, %v", few, s, err)
		}
	}
	if s, err := ShocksOf(make([]float64, 30), nil, 1); err != nil || len(s.List) != 0 || s.Base.Rate != 0 {
		t.Errorf("nothing ever: %+v, %v", s, err)
	}
	for _, bad := range []float64{-1, 0.5} {
		if _, err := ShocksOf([]float64{bad}, nil, 1); err == nil {
			t.Errorf("%v is no count", bad)
		}
	}
}

// What rises with the number of documents is no shock.
func TestShocksAllowForExposure(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var counts, documents []float64
	for i := range 40 {
		docs := 100.0
		if i == 20 {
			docs = 2000
		}
		counts, documents = append(counts, poisson(docs*0.03, rng)), append(documents, docs)
	}
	if s, _ := ShocksOf(counts, nil, 1); len(s.List) != 1 {
		t.Errorf("without exposure %+v", s.List)
	}
	if s, _ := ShocksOf(counts, documents, 1); len(s.List) != 0 {
		t.Errorf("with exposure %+v", s.List)
	}
}

func TestChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var x []float64
	for i := range 60 {
		x = append(x, rng.NormFloat64()+4*float64(i/20%2))
	}
	x[3], x[50] = nan, nan
	c := ChangesOf(x, 1)
	if len(c.List) != 2 || len(c.Segments) != 3 || c.Segments[2].To != 60 {
		t.Fatalf("%+v", c)
	}
	for i, want := range []int{20, 40} {
		if k := c.List[i]; k.Low > want || k.High < want || k.P > 0.01 || k.At < want-1 || k.At > want+1 {
			t.Errorf("change %d: %+v", i, k)
		}
	}
	for _, quiet := range [][]float64{nil, {1}, slices.Repeat([]float64{2}, 40), {nan, nan}} {
		if c := ChangesOf(quiet, 1); len(c.List) != 0 {
			t.Errorf("%v: %+v", quiet, c)
		}
	}
	if c := ChangesOf(slices.Repeat([]float64{2}, 40), 1); !c.Enough || len(c.Segments) != 1 || c.Segments[0].Mean != 2 {
		t.Errorf("a constant has one level: %+v", c)
	}
}

func TestPersistence(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	if got := Persistence(ar(rng, 4000, 0.5)); math.Abs(got-1) > 0.15 {
		t.Errorf("half-life of φ = 0.5 is %v periods, want about 1", got)
	}
	if got := Persistence([]float64{1, 1, 1, 1}); !math.IsNaN(got) {
		t.Errorf("of a constant %v", got)
	}
	if got := Persistence([]float64{1, -1, 1, -1, 1, -1, 1, -1}); got != 0 {
		t.Errorf("of what swings back at once %v", got)
	}
}

func TestTriadEdges(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 11))
	x, opposite, noise := ar(rng, 48, 0), make([]float64, 48), ar(rng, 48, 0)
	for i := range x {
		opposite[i] = -x[i] + 0.3*noise[i]
	}
	gaps := slices.Clone(opposite)
	gaps[5], gaps[30] = nan, nan
	few := make([]float64, 48)
	few[3], few[40] = 1, 2
	for _, tc := range []struct {
		name string
		x, y []float64
		want Sum
		n    int
	}{
		{"opposed", x, opposite, ZeroSum, 48},
		{"opposed, with gaps", x, gaps, ZeroSum, 46},
		{"alike", opposite, gaps, PositiveSum, 46},
		{"unrelated", x, noise, Independent, 48},
		{"short", x[:10], opposite[:10], NotEnough, 10},
		{"unrelated, short", x[:14], noise[:14], NotEnough, 14},
		{"nothing", nil, nil, NotEnough, 0},
		{"a constant", x, slices.Repeat([]float64{2}, 48), NotEnough, 48},
		{"hardly anything", x, few, NotEnough, 48},
	} {
		got := TriadOf(tc.x, tc.y, TriadOptions{Seed: 1})
		if got.Verdict != tc.want || got.N != tc.n || got.Reason == "" {
			t.Errorf("%s: %s of %d periods, %s", tc.name, got.Verdict, got.N, got.Reason)
		}
	}
	got := TriadOf(x, opposite, TriadOptions{Seed: 1, Lags: 2})
	if len(got.Lags) != 5 || got.Lags[2].Rho != got.Rho || got.LagP > 0.01 || got.Detectable > 0.5 {
		t.Errorf("%+v", got)
	}
}

func TestTriadBetween(t *testing.T) {
	list := someIncidents(2000)
	q := TriadQuestion{A: SideOf("CHN"), B: SideOf("IND"), C: SideOf("RUS"), Measure: measure(t, "incidents"), Norm: Share, Grain: record.Month, From: NoDay, Until: NoDay}
	got, s, err := TriadBetween(aggregate(t, record.Month, list...), calendarOf(list), q)
	if err != nil || got.N != 36 || len(s[0].Points) != 36 || s[1].Question.A.Name != "IND" {
		t.Errorf("%+v, %v", got, err)
	}
	q.A = Side{}
	if _, _, err := TriadBetween(aggregate(t, record.Month, list...), nil, q); err == nil {
		t.Error("no error without a side")
	}
}
