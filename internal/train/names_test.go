package train

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"chancery/internal/conllu"
	"chancery/internal/linear"
	"chancery/internal/registry"
	"chancery/internal/stage/extract/ner"
)

func forms(ws []conllu.Word) (out []string) {
	for _, w := range ws {
		out = append(out, w.Form)
	}
	return out
}

func TestReadLabelled(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.conll")
	text := "-DOCSTART- O\n\nThe O\nAnglo-Dutch I-MISC\nfirm O\n\nKofi I-PER\nAnnan I-PER\nAccra B-LOC\n\n-DOCSTART- O\n\nRio I-LOC\nUN I-ORG\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	docs, err := readLabelled(file, 0, 1, true, marks["conll"])
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 || len(docs[0].sents) != 2 {
		t.Fatalf("%d documents", len(docs))
	}
	if got, want := forms(docs[0].sents[0].Words), []string{"The", "Anglo", "-", "Dutch", "firm"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
	want := [][]nameSpan{{{1, 4, ner.Other, "MISC"}}, {{0, 2, ner.Person, "PER"}, {2, 3, ner.Place, "LOC"}}}
	if !reflect.DeepEqual(docs[0].names, want) {
		t.Errorf("names %v, want %v", docs[0].names, want)
	}
	if want := []nameSpan{{0, 1, ner.Place, "LOC"}, {1, 2, ner.Body, "ORG"}}; !reflect.DeepEqual(docs[1].names[0], want) {
		t.Errorf("names %v, want %v", docs[1].names[0], want)
	}
	if _, err := readLabelled(file, 0, 4, true, nil); err == nil || !strings.HasPrefix(err.Error(), "cannot ") {
		t.Errorf("too few columns give %v", err)
	}
}

func TestSpaced(t *testing.T) {
	ts := []token{}
	for w := range strings.FieldsSeq("The U.S. 's envoy ( al - Ani ) said , \" no \" .") {
		ts = append(ts, token{form: w})
	}
	s := conllu.Sentence{Words: spaced(ts)}
	if got, want := s.Text(), `The U.S.'s envoy (al-Ani) said, "no".`; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
}

// tree reads words as form/xpos/head/rel.
func tree(s string) (ws []conllu.Word) {
	for f := range strings.FieldsSeq(s) {
		c := strings.Split(f, "/")
		w := conllu.Word{Form: c[0], XPOS: c[1], Rel: c[3], Space: true}
		fmt.Sscan(c[2], &w.Head)
		switch c[1] {
		case "NNP", "NNPS":
			w.UPOS = "PROPN"
		case "DT":
			w.UPOS = "DET"
		case "IN":
			w.UPOS = "ADP"
		case ",":
			w.UPOS = "PUNCT"
		default:
			w.UPOS = "NOUN"
		}
		ws = append(ws, w)
	}
	return ws
}

func TestNamesInMarks(t *testing.T) {
	ws := tree("the/DT/2/det University/NNP/6/nsubj of/IN/4/case Ghana/NNP/2/nmod ,/,/6/punct pleased/JJ/0/root Kofi/NNP/6/obj Annan/NNP/7/flat " +
		",/,/6/punct a/DT/11/det man/NN/7/appos")
	marks := []string{"(1-organization-new-x", "", "", "(2-place-new-x)1)", "", "", "(3-person-new-x", "", "", "(3-person-giv-x", "3)3)"}
	got := namesIn(ws, entitiesOf(marks))
	want := []nameSpan{{1, 4, ner.Body, "organization"}, {6, 8, ner.Person, "person"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("names %v, want %v", got, want)
	}
}

func testTrimmer(t *testing.T) *trimmer {
	t.Helper()
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &trimmer{reg, map[string]int{}}
}

func TestTrim(t *testing.T) {
	tr := testTrimmer(t)
	for _, tc := range []struct {
		text  string
		class ner.Class
		want  string
		as    ner.Class
	}{
		{"Iraqi President Fuad Masum", ner.Person, "Fuad Masum", ner.Person},
		{"Mr. Annan", ner.Person, "Annan", ner.Person},
		{"the World Bank", ner.Body, "World Bank", ner.Body},
		{"Australia", ner.Body, "Australia", ner.Place},
		{"Russians", ner.Person, "Russians", ner.Other},
		{"Mali 's", ner.Place, "Mali", ner.Place},
		{"Bank of Ghana", ner.Body, "Bank of Ghana", ner.Body},
	} {
		var ws []conllu.Word
		for f := range strings.FieldsSeq(tc.text) {
			ws = append(ws, conllu.Word{Form: f, Space: true})
		}
		n := tr.trim(ws, nameSpan{0, len(ws), tc.class, ""})
		s := conllu.Sentence{Words: ws[n.lo:n.hi]}
		if s.Text() != tc.want || n.class != tc.as {
			t.Errorf("%q as %d: %q as %d, want %q as %d", tc.text, tc.class, s.Text(), n.class, tc.want, tc.as)
		}
	}
	loose := []conllu.Word{{Form: "Iraqi"}, {Form: "population"}}
	if strict(loose, nameSpan{0, 2, ner.Body, ""}) || !strict(loose, nameSpan{0, 1, ner.Body, ""}) {
		t.Error("strict takes small words for a name, or refuses a capital")
	}
}

func TestReadIOB2(t *testing.T) {
	in := "# newdoc id = a\n# text = We do n't.\n1\tWe\tO\t-\t-\n2\tdo\tO\t-\t-\n3\tn't\tO\t-\t-\n4\t.\tO\t-\t-\n\n# text = #\n1\t#\tO\t-\t-\n"
	ss, err := ReadIOB2(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if len(ss) != 2 || !ss[0].NewDoc || ss[0].Text() != "We do n't." || ss[1].Text() != "#" {
		t.Errorf("read %+v", ss)
	}
	if _, err := ReadIOB2(strings.NewReader("1 a\n")); err == nil {
		t.Error("a line of one column is taken")
	}
}

func nextLabels() (next [labels][]ner.Label) {
	for a := range ner.Label(labels) {
		for b := range ner.Label(labels) {
			if ner.Follows(a, b) {
				next[a] = append(next[a], b)
			}
		}
	}
	return next
}

// The sums of the field are those over all chains.
func TestFieldAgainstAllChains(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	next := nextLabels()
	for range 20 {
		var f field
		n := 1 + rng.IntN(3)
		f.reset(n)
		for i := range n {
			for l := range f.score[i] {
				f.score[i][l] = rng.NormFloat64() * 2
			}
		}
		for a := range f.step {
			for b := range f.step[a] {
				f.step[a][b] = rng.NormFloat64()
			}
		}
		given, z := slices.Clone(f.score), 0.0
		want, pairs := make([][labels]float64, n), [labels][labels]float64{}
		chain := make([]ner.Label, n)
		var try func(i int, before ner.Label, sum float64)
		try = func(i int, before ner.Label, sum float64) {
			if i == n {
				if !ner.Follows(before, ner.Out) {
					return
				}
				p := math.Exp(sum + f.step[before][ner.Out])
				z += p
				was := ner.Out
				for k, l := range chain {
					want[k][l] += p
					pairs[was][l] += p
					was = l
				}
				pairs[was][ner.Out] += p
				return
			}
			for _, l := range next[before] {
				chain[i] = l
				try(i+1, l, sum+f.step[before][l]+given[i][l])
			}
		}
		try(0, ner.Out, 0)
		f.run(&next)
		for i := range want {
			for l, v := range want[i] {
				if math.Abs(v/z-f.marginal[i][l]) > 1e-9 {
					t.Fatalf("word %d label %d: %v, want %v", i, l, f.marginal[i][l], v/z)
				}
			}
		}
		for a := range pairs {
			for b, v := range pairs[a] {
				if math.Abs(v/z-f.pair[a][b]) > 1e-9 {
					t.Fatalf("step %d %d: %v, want %v", a, b, f.pair[a][b], v/z)
				}
			}
		}
	}
}

// The teacher learns what features tell, the same way each time.
func TestTeacher(t *testing.T) {
	person, place := ner.LabelOf(ner.Person, ner.Whole), ner.LabelOf(ner.Place, ner.Whole)
	chains := []*chain{
		{features: [][]uint32{{11, 7}, nil}, open: []bool{true, false}, gold: []ner.Label{person, ner.Out}},
		{features: [][]uint32{{13, 7}, {17}}, open: []bool{true, true}, gold: []ner.Label{place, ner.Out}},
	}
	c := learnConfig{Epochs: 30, Rate: 0.1, L2: 0.001, Count: 1, Drop: 0.1, Scale: 500, Least: 2}
	m := newTeacher(c, 1).learn(chains)
	for h, l := range map[uint32]ner.Label{11: person, 13: place, 17: ner.Out} {
		sum := make([]int32, labels)
		m.Add(sum, []uint32{h})
		if got := ner.Label(linear.Best(sum)); got != l {
			t.Errorf("feature %d tells label %d, want %d", h, got, l)
		}
	}
	if again := newTeacher(c, 1).learn(chains); !slices.Equal(m.AppendBinary(nil), again.AppendBinary(nil)) {
		t.Error("two trainings differ")
	}
}

func TestNamesConfig(t *testing.T) {
	c, err := ReadNamesConfig("config/names.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, dev := range c.Dev {
		for _, used := range append(slices.Clone(c.Corpora), c.Self...) {
			if dev.File == used.File {
				t.Errorf("%s is measured on and learnt from", dev.File)
			}
		}
	}
}
