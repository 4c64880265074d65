package chancery_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"chancery"
	"chancery/record"
)

// leastRight is the share of the texts of testdata/names whose names all come
// out; the model of names is trained anew now and then, so a few may not.
const leastRight = 0.75

// TestNames tries the names of news on texts of our own.
func TestNames(t *testing.T) {
	raw, err := os.ReadFile("testdata/names/news.txt")
	if err != nil {
		t.Fatal(err)
	}
	c, err := chancery.New(chancery.Options{Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	for block := range strings.SplitSeq(string(raw), "\n\n") {
		var text string
		var want []string
		told := false
		for line := range strings.Lines(block) {
			line = strings.TrimSpace(line)
			if w, ok := strings.CutPrefix(line, "="); ok {
				told = true
				for n := range strings.SplitSeq(w, "|") {
					if n = strings.TrimSpace(n); n != "" {
						want = append(want, n)
					}
				}
			} else if line != "" && line[0] != '#' {
				text = line
			}
		}
		if !told {
			continue
		}
		rec, _, err := c.Code(context.Background(), chancery.Document{Document: record.Document{ID: "names", Published: "2024-05-06"}, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		got := namesOf(&rec)
		slices.Sort(want)
		all++
		if slices.Equal(got, want) {
			right++
		} else {
			t.Logf("%s\n got %s\nwant %s", text, strings.Join(got, " | "), strings.Join(want, " | "))
		}
	}
	if t.Logf("%d of %d right", right, all); all < 30 || float64(right) < leastRight*float64(all) {
		t.Errorf("only %d of %d texts have all names right", right, all)
	}
}

// namesOf gives kind and name of the entities that the text names.
func namesOf(r *record.Record) (out []string) {
	for _, e := range r.Entities {
		for _, m := range e.Mentions {
			if m.Form == record.Name {
				out = append(out, string(e.Kind)+" "+e.Name)
				break
			}
		}
	}
	slices.Sort(out)
	return out
}
