package relations

import (
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The measures against values computed by R: testdata/reference/reference.R
// wrote reference.tsv from series.tsv (make reference).

func fixedSeries(t *testing.T) map[string][]float64 {
	t.Helper()
	out := map[string][]float64{}
	for _, line := range fileLines(t, "testdata/reference/series.tsv") {
		name, value, _ := strings.Cut(line, "\t")
		if name == "series" {
			continue
		}
		x, err := strconv.ParseFloat(value, 64)
		if err != nil && value != "NA" {
			t.Fatal(err)
		}
		if value == "NA" {
			x = math.NaN()
		}
		out[name] = append(out[name], x)
	}
	return out
}

func fileLines(t *testing.T, file string) (lines []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

type reference struct {
	t      *testing.T
	values map[string]float64
	seen   map[string]bool
}

func readReference(t *testing.T) *reference {
	r := &reference{t, map[string]float64{}, map[string]bool{}}
	for _, line := range fileLines(t, "testdata/reference/reference.tsv") {
		name, value, _ := strings.Cut(line, "\t")
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatal(err)
		}
		r.values[name] = x
	}
	return r
}

// is compares with R's value; tolerance is relative to it, and absolute below 1.
func (r *reference) is(name string, got, tolerance float64) {
	r.t.Helper()
	r.seen[name] = true
	want, ok := r.values[name]
	if !ok || !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		r.t.Errorf("%s is %.12g, by R %.12g (known: %v)", name, got, want, ok)
	}
}

func TestAgainstR(t *testing.T) {
	s, r := fixedSeries(t), readReference(t)
	for _, p := range [][2]string{{"a", "b"}, {"ties", "b"}, {"ties", "gaps"}, {"a", "gaps"}} {
		x, y := s[p[0]], s[p[1]]
		r.is("spearman "+p[0]+","+p[1], Spearman(x, y), 1e-12)
		r.is("kendall "+p[0]+","+p[1], Kendall(x, y), 1e-12)
	}
	for _, name := range []string{"a", "b", "ties", "gaps", "rise", "counts"} {
		got := TrendOf(s[name], 1)
		r.is("trend tau "+name, got.Tau, 1e-12)
		r.is("trend z "+name, got.Z, 1e-12)
		r.is("trend p "+name, got.P, 1e-12)
		r.is("trend slope "+name, got.Slope, 1e-10)
		r.is("trend intercept "+name, got.Intercept, 1e-10)
		r.is("trend low "+name, got.Interval.Low, 1e-10)
		r.is("trend high "+name, got.Interval.High, 1e-10)
		r.is("trend variance "+name, got.Variance, 1e-12)
	}
	for _, name := range []string{"a", "b", "ties", "rise", "counts"} {
		for lag := 1; lag <= 3; lag++ {
			r.is(fmt.Sprintf("acf %s[%d]", name, lag), Autocorrelation(s[name], lag), 1e-12)
		}
	}
	referenceCounts(s, r)
	referenceCuts(s, r)
	referenceBootstrap(s, r)
	referenceShares(r)
	referenceTriads(s, r)
	referenceOutlets(s, r)
	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		if !r.seen[name] {
			t.Errorf("nothing is compared with R's %q", name)
		}
	}
}

func referenceCounts(s map[string][]float64, r *reference) {
	equal, with := FitCounts(s["counts"], nil), FitCounts(s["counts"], s["exposure"])
	r.is("nb rate counts", equal.Rate, 1e-9)
	r.is("nb size counts", equal.Size, 1e-5)
	r.is("nb rate counts,exposure", with.Rate, 1e-7)
	r.is("nb size counts,exposure", with.Size, 1e-5)
	for _, k := range []float64{0, 1, 5, 20, 60} {
		r.is(fmt.Sprintf("nb tail %v", k), Counts{4, 2.5}.Tail(k, 1), 1e-12)
		r.is(fmt.Sprintf("poisson tail %v", k), Counts{4, math.Inf(1)}.Tail(k, 1), 1e-12)
	}
}

func referenceCuts(s map[string][]float64, r *reference) {
	for _, name := range []string{"levels", "counts", "b"} {
		for _, penalty := range []float64{2, 6, 12} {
			cuts := pelt(s[name], spread(s[name]), penalty)
			r.is(fmt.Sprintf("cuts %s %v", name, penalty), float64(len(cuts)), 0)
			for k, cut := range cuts {
				r.is(fmt.Sprintf("cut %d %s %v", k+1, name, penalty), float64(cut), 0)
			}
		}
	}
}

// R draws other random numbers: the ends of two times 20,000 replicates agree to some percent.
func referenceBootstrap(s map[string][]float64, r *reference) {
	p := Point{}
	for _, x := range s["scores"] {
		p.bins = append(p.bins, bin{scaleTenth: int16(x * 10), tally: tally{incidents: 1}})
	}
	series := Series{Points: []Point{p}}
	for name, m := range map[string]Measure{"mean": {What: MeanScore}, "net": {What: Score}} {
		got := series.Intervals(m, Raw, Resampling{Replicates: 20000, Seed: 5})[0]
		tolerance := 0.06
		r.is("boot "+name+"[1]", got.Low, tolerance)
		r.is("boot "+name+"[2]", got.High, tolerance)
	}
}

// The stored values are those that R gives today, where there is an R.
func TestReferenceIsFresh(t *testing.T) {
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		t.Skip("no R here: install r-base-core, r-cran-mass and r-cran-boot to run the reference again")
	}
	if testing.Short() {
		t.Skip("R takes some seconds")
	}
	for _, pkg := range []string{"MASS", "boot"} {
		if exec.Command(rscript, "--vanilla", "-e", "library("+pkg+")").Run() != nil {
			t.Skipf("R has no package %s here: install r-cran-%s", pkg, strings.ToLower(pkg))
		}
	}
	got, err := exec.Command(rscript, "--vanilla", "testdata/reference/reference.R", "testdata/reference").Output()
	if err != nil {
		t.Fatal(err)
	}
	r, n := readReference(t), 0
	for line := range strings.Lines(string(got)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "\t")
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatalf("R wrote %q", line)
		}
		r.is(name, x, 1e-6)
		n++
	}
	if n != len(r.values) {
		t.Errorf("R wrote %d values, %d are stored: run make reference", n, len(r.values))
	}
}

func referenceShares(r *reference) {
	for _, tc := range [][2]int{{7, 20}, {0, 5}} {
		got := ProportionOf(tc[0], tc[1]).Interval
		r.is(fmt.Sprintf("wilson %d/%d[1]", tc[0], tc[1]), got.Low, 1e-12)
		r.is(fmt.Sprintf("wilson %d/%d[2]", tc[0], tc[1]), got.High, 1e-12)
	}
	for _, tc := range [][2]int{{3, 12}, {6, 12}, {1, 15}} {
		r.is(fmt.Sprintf("binomial %d/%d", tc[0], tc[1]), evenTest(tc[0], tc[1]), 1e-12)
	}
	for i, q := range []float64{0.25, 0.5, 0.75} {
		r.is(fmt.Sprintf("median type 7[%d]", i+1), quantile([]float64{1, 2, 3, 9, 14}, q), 1e-12)
	}
}

func referenceTriads(s map[string][]float64, r *reference) {
	for _, name := range []string{"a", "serial"} {
		got := TriadOf(s["b"], s[name], TriadOptions{Seed: 2, Replicates: 5000, Lags: 1})
		r.is("triad rho b,"+name, got.Rho, 1e-12)
		r.is("triad block b,"+name, float64(got.Block), 0)
		r.is("triad worth b,"+name, got.Effective, 1e-12)
		r.is("triad detectable b,"+name, got.Detectable, 1e-12)
		r.is("triad interval b,"+name+"[1]", got.Interval.Low, 0.03)
		r.is("triad interval b,"+name+"[2]", got.Interval.High, 0.03)
		r.is("triad p b,"+name, got.P, 0.015)
	}
}

// referenceOutlets holds what eight outlets printed of one period.
func referenceOutlets(s map[string][]float64, r *reference) {
	p := Point{}
	series := Series{}
	for i, x := range s["outlets"] {
		series.Outlets = append(series.Outlets, fmt.Sprint("outlet ", i))
		p.printed = append(p.printed, part{i, bin{scaleTenth: 10, tally: tally{part: int64(x * whole)}}})
	}
	series.Points = []Point{p}
	got := series.Intervals(Measure{What: Incidents}, Raw, Resampling{By: ByOutlet, Replicates: 20000, Seed: 5})[0]
	r.is("boot outlets[1]", got.Low, 0.04)
	r.is("boot outlets[2]", got.High, 0.04)
	spacing := SpacingOf([]Day{3, 10, 40, 41, 77, 140}, 150)
	r.is("spacing mean", spacing.Mean, 1e-12)
	r.is("spacing median", spacing.Median, 1e-12)
	r.is("spacing variation", spacing.Variation, 1e-12)
	r.is("spacing burstiness", spacing.Burstiness, 1e-12)
}
