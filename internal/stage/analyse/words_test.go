package analyse_test

import (
	"os"
	"strings"
	"testing"
)

// wordsOf gives the words of a text as form/UPOS/lemma.
func wordsOf(t *testing.T, text string) []string {
	t.Helper()
	d, _ := analyser(t).Analyse(text)
	if err := check(d); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var out []string
	for i := range d.Words {
		w := &d.Words[i]
		out = append(out, d.Form(int32(i))+"/"+w.UPOS.String()+"/"+w.Lemma)
	}
	return out
}

func TestWordsOfTheNews(t *testing.T) {
	for text, want := range map[string]string{
		"Ministers met amid fears of war.":                 "amid/ADP/amid",
		"Amidst the unrest, the bank closed.":              "Amidst/ADP/amidst",
		"The plan went ahead notwithstanding the protest.": "notwithstanding/ADP/notwithstanding",
		"Soldiers astride the border waited.":              "astride/ADP/astride",
		"They left, albeit late.":                          "albeit/SCONJ/albeit",
		"He was elected anew.":                             "anew/ADV/anew",
		"Rebels shelled Taiz.":                             "shelled/VERB/shell",
		"Jets bombed the port.":                            "bombed/VERB/bomb",
		"Soldiers raided the office.":                      "raided/VERB/raid",
		"The court freed two men.":                         "freed/VERB/free",
		"Guards patrolled the border.":                     "patrolled/VERB/patrol",
		"The state downgraded ties.":                       "downgraded/VERB/downgrade",
		"Two caucuses met.":                                "caucuses/NOUN/caucus",
		"The gendarmeries of both states met.":             "gendarmeries/NOUN/gendarmerie",
		"Tuesday's vote was delayed.":                      "'s/PART/'s",
		"MONDAY’s vote was delayed.":                       "’s/PART/'s",
		"The UN chief met Ger\u200dmany's envoy.":          "Ger\u200dmany/PROPN/Germany",
		"The minis\u00adter of \u200eChad\u200e left.":     "minis\u00adter/NOUN/minister",
		"The envoy of \u200eChad\u200e left.":              "Chad/PROPN/Chad",
	} {
		words := wordsOf(t, text)
		found := false
		for _, w := range words {
			found = found || w == want
		}
		if !found {
			t.Errorf("%q has no %s: %s", text, want, strings.Join(words, " "))
		}
	}
}

func TestOnlyMarksNobodySees(t *testing.T) {
	for _, text := range []string{"\u200e", "\u200d\u200d \u2060", "a \u200e b", "x\n\n\u200e\ny", "\u00ad-\u00ad"} {
		d, _ := analyser(t).Analyse(text)
		if err := check(d); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestVerbListIsSorted keeps verbs.txt a list of single words in order, so that
// a verb is added once.
func TestVerbListIsSorted(t *testing.T) {
	b, err := os.ReadFile("verbs.txt")
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	for line := range strings.Lines(string(b)) {
		if line[0] == '#' {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			if w <= last {
				t.Errorf("%q stands behind %q", w, last)
			}
			last = w
		}
	}
}
