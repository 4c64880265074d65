package ner

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/internal/registry"
	"chancery/internal/syntax"
	"chancery/record"
)

var loadRegistry = sync.OnceValues(registry.Load)

func reg(t testing.TB) *registry.Registry {
	t.Helper()
	r, err := loadRegistry()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// document makes a document of sentences whose words are parted by spaces; a
// word with a capital is a proper noun.
func document(sentences ...string) *syntax.Doc {
	d := &syntax.Doc{Text: strings.Join(sentences, "\n"), Tags: []string{"", "NN", "NNP"}}
	at := int32(0)
	for s, text := range sentences {
		first := int32(len(d.Words))
		start := at
		for f := range strings.FieldsSeq(text) {
			lo := start + int32(strings.Index(text[start-at:], f))
			w := syntax.Word{Span: syntax.Span{Start: lo, End: lo + int32(len(f))}, Head: first - 1, Sent: int32(s),
				Norm: strings.ToLower(f), UPOS: syntax.NOUN, Tag: 1}
			if int32(len(d.Words)) > first {
				w.Head = first
			} else {
				w.Head = -1
			}
			if f != w.Norm {
				w.UPOS, w.Tag = syntax.PROPN, 2
			}
			d.Words = append(d.Words, w)
			start = w.End
		}
		d.Sentences = append(d.Sentences, syntax.Sentence{Span: syntax.Span{Start: at, End: at + int32(len(text))},
			First: first, End: int32(len(d.Words)), Root: first})
		at += int32(len(text)) + 1
	}
	return d
}

// rule is a weight of a feature that stands for something readable.
type rule struct {
	feature uint32
	label   Label
	weight  int16
}

func weightsOf(rules ...rule) *linear.Model {
	var keys []uint32
	var rows []int16
	for _, r := range rules {
		k := slices.Index(keys, r.feature)
		if k < 0 {
			k = len(keys)
			keys, rows = append(keys, r.feature), append(rows, make([]int16, Labels)...)
		}
		rows[k*Labels+int(r.label)] += r.weight
	}
	return linear.New(Labels, keys, rows)
}

// keyFeature is the feature of a word's own letters: the second of self.
func keyFeature(w string) uint32 {
	var x word
	x.spell(strings.ToLower(w))
	return linear.Hash(1, x.key)
}

func hand(t testing.TB, page *linear.Model, rules ...rule) *Recogniser {
	return Make(&Weights{Base: weightsOf(rules...), Page: page, Classes: NewWordClasses(nil)}, reg(t))
}

func texts(d *syntax.Doc, spans []Span) (out []string) {
	for _, s := range spans {
		out = append(out, string(s.Kind)+" "+d.Text[d.Words[s.Lo].Start:d.Words[s.Hi-1].End])
	}
	return out
}

func TestFindByHand(t *testing.T) {
	r := hand(t, nil,
		rule{keyFeature("Wang"), LabelOf(Person, First), 50}, rule{keyFeature("Yi"), LabelOf(Person, Last), 50},
		rule{keyFeature("Harbin"), LabelOf(Place, Whole), 50}, rule{keyFeature("Easter"), LabelOf(Other, Whole), 50},
		rule{keyFeature("Acme"), LabelOf(Body, Whole), 50})
	d := document("Yesterday Wang Yi went to Harbin at Easter", "the envoys of Acme met Wang")
	got := texts(d, r.Find(nil, d))
	want := []string{"person Wang Yi", "place Harbin", "organization Acme"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestFarWordsHaveNoNames(t *testing.T) {
	r := hand(t, nil, rule{keyFeature("talks"), LabelOf(Body, Whole), 500})
	d := document("Officials said that after a long day the talks ended")
	if got := r.Find(nil, d); len(got) > 0 {
		t.Errorf("found %q far from every capital", texts(d, got))
	}
}

// A word that is a person elsewhere on the page becomes one where the sentence
// does not tell.
func TestPageHelps(t *testing.T) {
	memory := func(best Class, l Label) uint32 {
		return linear.Hash(templateMemory+2, linear.Join(uint32(best), uint32(l)))
	}
	d := document("Today Anna Szabo spoke", "later Szabo left")
	rules := []rule{{keyFeature("Anna"), LabelOf(Person, First), 50}, {keyFeature("Szabo"), LabelOf(Person, Last), 20},
		{keyFeature("later"), LabelOf(Person, First), -50}}
	if got := texts(d, hand(t, nil, rules...).Find(nil, d)); !slices.Equal(got, []string{"person Anna Szabo"}) {
		t.Fatalf("the first decoding finds %q", got)
	}
	page := weightsOf(rule{memory(Person, Out), LabelOf(Person, Whole), 50})
	want := []string{"person Anna Szabo", "person Szabo"}
	if got := texts(d, hand(t, page, rules...).Find(nil, d)); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestBounded(t *testing.T) {
	r := hand(t, nil, rule{keyFeature("Budapest"), LabelOf(Place, Whole), 50}, rule{keyFeature("Monday"), LabelOf(Place, Whole), 50})
	d := document("In Budapest on Monday Glorp spoke")
	bounds := []Bound{Never, May, Never, Never, Must, Never}
	var got []string
	r.Bounded(d, bounds, make([]int32, 6), func(lo, hi int32, _ Class) { got = append(got, d.Form(lo)) })
	if want := []string{"Budapest", "Glorp"}; !slices.Equal(got, want) {
		t.Errorf("marked %q, want %q", got, want)
	}
}

// random makes a recogniser with weights drawn for the words of a document.
func random(t testing.TB, d *syntax.Doc, rng *rand.Rand) *Recogniser {
	var rules []rule
	for i := range d.Words {
		for range 3 {
			rules = append(rules, rule{keyFeature(d.Form(int32(i))), Label(rng.IntN(Labels)), int16(rng.IntN(100))})
		}
	}
	page := weightsOf(rule{linear.Hash(templateMemory, linear.Join(0, 4)), LabelOf(Person, Whole), 40})
	return hand(t, page, rules...)
}

// Whatever the weights: spans are ordered, apart, not empty, in one sentence,
// of a kind, and the same each time.
func TestSpansHold(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	vocabulary := strings.Fields("the of in Paris Ban Ki-moon U.N. al-Sadr said 7 — “ ” and Óscar 中国 CPC US ' (")
	for range 200 {
		var sentences []string
		for range 1 + rng.IntN(4) {
			var ws []string
			for range 1 + rng.IntN(9) {
				ws = append(ws, vocabulary[rng.IntN(len(vocabulary))])
			}
			sentences = append(sentences, strings.Join(ws, " "))
		}
		d := document(sentences...)
		r := random(t, d, rng)
		spans, end := r.Find(nil, d), int32(0)
		for _, s := range spans {
			if s.Lo < end || s.Hi <= s.Lo || int(s.Hi) > len(d.Words) || d.Words[s.Lo].Sent != d.Words[s.Hi-1].Sent ||
				s.Kind == "" || s.Score < 0 || s.Score > 1 {
				t.Fatalf("bad span %+v in %q", s, sentences)
			}
			end = s.Hi
		}
		if again := r.Find(nil, d); !slices.Equal(spans, again) {
			t.Fatalf("found %v, then %v", spans, again)
		}
	}
}

func TestFindOnNothing(t *testing.T) {
	if got := hand(t, nil).Find(nil, &syntax.Doc{}); len(got) > 0 {
		t.Errorf("found %v in nothing", got)
	}
}

func TestRegistryMarks(t *testing.T) {
	d := document("In Moscow the Russian envoy met Angela Merkel of the European Union and Google")
	l := NewLooker(reg(t), NewWordClasses(nil))
	var p Page
	l.Look(&p, d)
	for i, want := range map[int]uint32{1: knownSeat | knownPlace, 3: knownPeople, 10: knownBody, 11: knownBody, 13: knownFirm, 5: 0} {
		if want != 0 && p.words[i].known&want == 0 || want == 0 && p.words[i].known != 0 {
			t.Errorf("%q is known as %b, want %b", d.Form(int32(i)), p.words[i].known, want)
		}
	}
	if g := p.words[6].given; g != uint32(registry.Female) {
		t.Errorf("Angela is known as given name %q", rune(g))
	}
}

func TestModelFile(t *testing.T) {
	w := &Weights{Base: weightsOf(rule{keyFeature("Harbin"), LabelOf(Place, Whole), 50}), Classes: NewWordClasses(map[uint32]uint16{7: 3, 9: 1})}
	f := model.New()
	w.Put(f)
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if f, err = model.Decode(b); err != nil {
		t.Fatal(err)
	}
	r, err := New(f, reg(t))
	if err != nil {
		t.Fatal(err)
	}
	d := document("Near Harbin")
	if got := r.Find(nil, d); len(got) != 1 || got[0].Kind != record.Place {
		t.Errorf("found %v", got)
	}
	if c := r.classes; c.Of(7) != 3 || c.Of(9) != 1 || c.Of(8) != 0 {
		t.Errorf("classes %d %d %d", c.Of(7), c.Of(9), c.Of(8))
	}
}

func TestModelFileRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		SectionBase: linear.New(3, []uint32{5}, []int16{1, 2, 3}).AppendBinary(nil), SectionClasses: {1, 0, 0, 0, 9}, SectionPage: {1},
	} {
		f := model.New()
		(&Weights{Base: weightsOf(), Classes: NewWordClasses(nil)}).Put(f)
		f.Set(name, data)
		if _, err := New(f, reg(t)); err == nil || !strings.HasPrefix(err.Error(), "cannot ") {
			t.Errorf("a bad section %q gives %v", name, err)
		}
	}
	if _, err := New(model.New(), reg(t)); err == nil {
		t.Error("an empty file is taken")
	}
}
