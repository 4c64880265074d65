package train

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"chancery/internal/conllu"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
)

func plainSentence(text string) conllu.Sentence {
	s := conllu.Sentence{}
	for f := range strings.FieldsSeq(text) {
		s.Words = append(s.Words, conllu.Word{Form: f, Space: true})
	}
	return s
}

func TestParseStandoff(t *testing.T) {
	ss := []conllu.Sentence{plainSentence("Ann Lee left Lima ."), plainSentence("Zed spoke .")}
	names, unsure, err := parseStandoff("# a comment\n1\t0\t2\tPER\n1\t3\t4\tLOC\n2\t0\t1\t?\n", ss)
	if err != nil {
		t.Fatal(err)
	}
	if want := []nameSpan{{0, 2, ner.Person, "PER"}, {3, 4, ner.Place, "LOC"}}; !reflect.DeepEqual(names[0], want) {
		t.Errorf("names %v, want %v", names[0], want)
	}
	if !reflect.DeepEqual(unsure, []bool{false, true}) {
		t.Errorf("unsure %v", unsure)
	}
	for _, bad := range []string{"1\t0\t2", "1\t0\t6\tPER", "0\t0\t1\tPER", "3\t0\t1\tPER", "1\t2\t2\tPER", "1\t0\t1\tDOG", "x\t0\t1\tPER"} {
		if _, _, err := parseStandoff(bad, ss); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// The marks that are built in must be well formed and in order.
func TestEWTNames(t *testing.T) {
	last, n := 0, 0
	for line := range strings.Lines(ewtNames) {
		if line[0] == '#' {
			continue
		}
		n++
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || !slices.Contains([]string{"PER", "LOC", "ORG", "?"}, f[3]) {
			t.Fatalf("%q", line)
		}
		s := 0
		for _, c := range f[0] {
			s = 10*s + int(c-'0')
		}
		if s < last {
			t.Fatalf("%q stands after sentence %d", line, last)
		}
		last = s
	}
	if n < 7000 {
		t.Errorf("%d marks", n)
	}
}

func TestMistag(t *testing.T) {
	text := "Ann Report left"
	d := &nameDoc{doc: &syntax.Doc{Text: text, Tags: []string{"", "NN", "NNP"}, Words: []syntax.Word{
		{Span: syntax.Span{Start: 0, End: 3}, UPOS: syntax.PROPN, Tag: 2},
		{Span: syntax.Span{Start: 4, End: 10}, UPOS: syntax.NOUN, Tag: 1},
		{Span: syntax.Span{Start: 11, End: 15}, UPOS: syntax.VERB, Tag: 0}}}}
	d.mistag(1, rand.New(rand.NewPCG(1, 1)))
	if got := []syntax.UPOS{d.doc.Words[0].UPOS, d.doc.Words[1].UPOS, d.doc.Words[2].UPOS}; !reflect.DeepEqual(got, []syntax.UPOS{syntax.NOUN, syntax.PROPN, syntax.VERB}) {
		t.Errorf("tags %v", got)
	}
}

// Names of another length move the borders of those behind them.
func TestSwapNames(t *testing.T) {
	d := &nameDoc{sents: []conllu.Sentence{plainSentence("Ann Lee met Bo in Lima .")},
		names: [][]nameSpan{{{0, 2, ner.Person, "PER"}, {3, 4, ner.Person, "PER"}, {5, 6, ner.Place, "LOC"}}}}
	p := poolOf([]*nameDoc{d, {sents: []conllu.Sentence{plainSentence("Juan Carlos de Borbon")}, names: [][]nameSpan{{{0, 4, ner.Person, "PER"}}}}})
	if len(p[ner.Person]) != 3 || len(p[ner.Place]) != 1 {
		t.Fatalf("pool %v", p)
	}
	changed := false
	for seed := range uint64(8) {
		out := replaceNames(d, p, rand.New(rand.NewPCG(seed, 1)))
		for _, n := range out.names[0] {
			var forms []string
			for _, w := range out.sents[0].Words[n.lo:n.hi] {
				forms = append(forms, w.Form)
			}
			name := strings.Join(forms, " ")
			if !slices.Contains([]string{"Ann Lee", "Bo", "Lima", "Juan Carlos de Borbon"}, name) {
				t.Errorf("name %q", name)
			}
			changed = changed || name == "Juan Carlos de Borbon"
		}
	}
	if !changed {
		t.Error("no name was changed")
	}
}

func TestTitled(t *testing.T) {
	for in, want := range map[string]string{"attack": "Attack", "in": "in", "éclair": "Éclair", "": ""} {
		if got := titled(in); got != want {
			t.Errorf("titled(%q) = %q, want %q", in, got, want)
		}
	}
}
