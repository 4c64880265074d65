package lemma

import (
	"testing"

	"chancery/internal/stage/analyse/form"
)

func TestRulesGiveTheLemma(t *testing.T) {
	for text, want := range map[string]string{"said": "say", "was": "be", "Countries": "country", "Lavrov": "Lavrov", "MOSCOW": "Moscow",
		"’s": "'s", "n't": "not", "better": "good", "U.S.": "U.S.", "x": ""} {
		r := Find(text, want)
		got := r.Apply(text)
		if want == "" {
			want = text // a word never loses everything
		}
		if got != want {
			t.Errorf("%q by %+v gives %q, want %q", text, r, got, want)
		}
	}
	if Find("walked", "walk") != Find("Talked", "talk") {
		t.Error("like changes have different rules")
	}
}

func TestLongestKnownEndWins(t *testing.T) {
	was, walked := form.Of("was"), form.Of("walked")
	l := &Lemmatiser{Rules: []Rule{{Cut: 3, Add: "be"}, {Cut: 2}, {}}, Feats: []string{"", "Tense=Past"}, ByRule: Table{}, ByFeats: Table{}}
	l.ByRule[Keys(&was, 4, 1, nil)[1]] = 0
	keys := Keys(&walked, 4, 1, nil)
	l.ByRule[keys[len(keys)-3]] = 1 // the end "ed"
	l.ByFeats[keys[len(keys)-1]] = 1
	inventories, tables, err := l.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if l, err = Decode(inventories, tables); err != nil {
		t.Fatal(err)
	}
	var w Scratch
	for i, c := range []struct {
		text string
		want Result
	}{{"was", Result{"be", "Tense=Past"}}, {"Jumped", Result{"jump", "Tense=Past"}}, {"sang", Result{"sang", "Tense=Past"}}} {
		f := form.Of(c.text)
		if got := l.Word(&f, int32(i), 4, 1, 0, &w); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.text, got, c.want)
		}
	}
}

func FuzzApply(f *testing.F) {
	f.Add("said", 2, "y")
	f.Fuzz(func(t *testing.T, text string, cut int, add string) {
		for c := Small; c <= Head; c++ {
			Rule{c, max(cut, 0), add}.Apply(text)
		}
		Find(text, add)
	})
}
