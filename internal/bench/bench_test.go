package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestCasesTakeTurns(t *testing.T) {
	var got []string
	note := func(what string) func(context.Context) error {
		return func(context.Context) error {
			got = append(got, fmt.Sprintf("%s on %d", what, runtime.GOMAXPROCS(0)))
			return nil
		}
	}
	before := runtime.GOMAXPROCS(0)
	cases := []Case{
		{Step: "a", Cores: 1, Words: 10, Before: note("before a"), Run: note("a"), After: func() error { return note("after a")(nil) }},
		{Step: "b", Cores: 2, Words: 20, Run: note("b")},
	}
	out, err := All(t.Context(), cases, Options{Rounds: 2})
	if err != nil {
		t.Fatal(err)
	}
	b, n := "b on 2", fmt.Sprint(before)
	round := []string{"before a on " + n, "a on 1", "after a on 1", b}
	if want := slices.Concat(round, round); !slices.Equal(got, want) {
		t.Errorf("ran %q, want %q", got, want)
	}
	if after := runtime.GOMAXPROCS(0); after != before {
		t.Errorf("%d cores afterwards, %d before", after, before)
	}
	if len(out) != 2 || len(out[0].Runs) != 2 || out[1].Peak <= 0 || out[0].WordsPerSecond <= 0 {
		t.Errorf("measures %+v", out)
	}
}

func TestFailureNamesTheStep(t *testing.T) {
	broken := errors.New("no disk")
	_, err := All(t.Context(), []Case{{Step: "keep", Run: func(context.Context) error { return broken }}}, Options{Rounds: 1})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "keep") {
		t.Errorf("error %v", err)
	}
}

func TestSpread(t *testing.T) {
	for _, tc := range []struct {
		in   []float64
		want Spread
	}{
		{nil, Spread{}},
		{[]float64{3}, Spread{3, 3, 3}},
		{[]float64{4, 1, 2}, Spread{2, 1, 4}},
		{[]float64{4, 1, 2, 3}, Spread{2.5, 1, 4}},
	} {
		if got := spread(tc.in); got != tc.want {
			t.Errorf("spread(%v) = %v, want %v", tc.in, got, tc.want)
		}
	}
}

func measured(step string, cores int, words int, seconds ...float64) Measure {
	m := Measure{Step: step, Cores: cores, Words: words}
	for _, s := range seconds {
		m.Runs = append(m.Runs, Run{Seconds: s, CPUSeconds: s, Peak: int64(1000 * s)})
	}
	m.sum()
	return m
}

func TestCompare(t *testing.T) {
	old := Report{Schema: Schema, Machine: Machine{CPU: "one"}, Corpus: Corpus{SHA256: "t", Records: "r"},
		Measures: []Measure{measured("read", 1, 100, 1, 1.1, 1.2), measured("code", 1, 100, 1, 2, 3), measured("gone", 1, 100, 1)}}
	now := Report{Schema: Schema, Machine: Machine{CPU: "two"}, Corpus: Corpus{SHA256: "t", Records: "s"},
		Measures: []Measure{measured("read", 1, 200, 1, 1.1, 1.2), measured("code", 1, 100, 1, 1.9, 3), measured("new", 1, 100, 1)}}
	c := Compare(&old, &now)
	if len(c.Changes) != 2 {
		t.Fatalf("changes %+v", c.Changes)
	}
	if r := c.Changes[0]; r.Step != "read" || r.Ratio < 1.99 || r.Ratio > 2.01 || r.WithinRuns {
		t.Errorf("read: %+v, want a ratio of 2 beyond the spread", r)
	}
	if r := c.Changes[1]; r.Step != "code" || !r.WithinRuns || r.CPU <= 1 {
		t.Errorf("code: %+v, want runs that overlap", r)
	}
	if !slices.Equal(c.Unlike, []string{"the processor"}) || c.Records != "different" {
		t.Errorf("unlike %q, records %q", c.Unlike, c.Records)
	}
}

func TestReportsAreReadAgain(t *testing.T) {
	in := Report{Schema: Schema, Machine: ThisMachine(), Program: ThisProgram("v1", "coder"), Measures: []Measure{measured("read", 1, 10, 1)}}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(out)
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("read as %s, written as %s", again, data)
	}
	for _, bad := range []string{"", "{}", `{"schema":"chancery-bench-99"}`, "[1]"} {
		if _, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read as a report", bad)
		}
	}
}

func TestMachine(t *testing.T) {
	m := ThisMachine()
	if m.Cores < 1 || m.OS != runtime.GOOS || m.Arch != runtime.GOARCH {
		t.Errorf("machine %+v", m)
	}
	if n := Memory(); n < 1<<20 {
		t.Errorf("memory of %d bytes", n)
	}
	if p := ThisProgram("v1", "c"); p.Go != runtime.Version() {
		t.Errorf("program %+v", p)
	}
}
