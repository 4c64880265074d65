package evaluate

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the perturbed records again; then run the reference scorer on them")

func source(t testing.TB, name string) Source {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return Source{name, bytes.NewReader(data)}
}

// runSmall scores a file of testdata against the small gold.
func runSmall(t *testing.T, records string, opt Options) Report {
	t.Helper()
	answers, err := ReadAnswers(source(t, records))
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Run(context.Background(), source(t, "gold.jsonl"), source(t, "docs.jsonl"), answers, opt)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// perturbed makes the records of one seed from the small gold.
func perturbed(t *testing.T, seed uint64, rate float64) []byte {
	t.Helper()
	docs, err := readDocuments(source(t, "docs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	gold, err := readGold(source(t, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	p := &perturber{rand.New(rand.NewPCG(seed, 0)), rate}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, rec := range p.records(gold, docs) {
		if err := enc.Encode(rec); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// TestAgreesWithReference holds the figures and the listing against what the
// reference scorer printed for the same files: NAME.score.txt beside each
// NAME.jsonl is its output with --per-type --errors 1000.
func TestAgreesWithReference(t *testing.T) {
	tests := []struct {
		name string
		rate float64 // of faults; 0 for a file that is not made by the perturber
		seed uint64
	}{
		{"gold", 0, 0}, {"second", 0, 0},
		{"records-1", 0.1, 1}, {"records-2", 0.2, 2}, {"records-3", 0.3, 3}, {"records-4", 0.5, 4}, {"records-5", 0.8, 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join("testdata", test.name+".jsonl")
			if test.rate > 0 {
				made := perturbed(t, test.seed, test.rate)
				if *update {
					if err := os.WriteFile(file, made, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				if kept, err := os.ReadFile(file); err != nil || !bytes.Equal(kept, made) {
					t.Fatalf("%s is not what seed %d makes (%v); run with -update", file, test.seed, err)
				}
			}
			want, err := os.ReadFile(filepath.Join("testdata", test.name+".score.txt"))
			if err != nil {
				t.Fatal(err)
			}
			got := asReference(runSmall(t, test.name+".jsonl", Options{PerType: true, Errors: 1000}))
			if got != sortTypes(string(want)) {
				t.Errorf("got:\n%s\nwant:\n%s", got, sortTypes(string(want)))
			}
		})
	}
}

// asReference prints a report as the reference scorer does.
func asReference(r Report) string {
	var b strings.Builder
	for _, u := range r.Unmatched {
		fmt.Fprintf(&b, "%s %s s%d %s/%s '%s' %s->%s: %s\n", u.Side, u.Document, u.Sentence, u.Type, u.Status,
			u.Trigger, quoted(u.Actors), quoted(u.Recipients), u.Text)
	}
	for _, f := range slices.Concat(r.Figures, r.Types) {
		if f.F1 != nil {
			fmt.Fprintf(&b, "%-24s F1 %.3f  P %.3f  R %.3f  (gold %d, got %d)\n", f.Name, f.Value, f.F1.Precision, f.F1.Recall, f.F1.Gold, f.F1.Got)
		} else {
			fmt.Fprintf(&b, "%-24s acc %.3f  (of %d)\n", f.Name, f.Value, f.Accuracy.Of)
		}
	}
	return sortTypes(b.String())
}

// sortTypes puts the lines of the event types into the order of their names:
// the reference scorer has an order of its own.
func sortTypes(output string) string {
	lines := strings.Split(strings.TrimSpace(output), "\n")
	first := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "AGREE ") })
	if first < 0 {
		return output
	}
	slices.Sort(lines[first:])
	return strings.Join(lines, "\n")
}

func quoted(codes []string) string {
	var q []string
	for _, c := range codes {
		q = append(q, "'"+c+"'")
	}
	return "[" + strings.Join(q, ", ") + "]"
}
