package analyse_test

import (
	"testing"

	"chancery/internal/syntax"
)

// clause tells the root of a text's first sentence with its subject and object.
func clause(t *testing.T, text string) string {
	t.Helper()
	d, _ := analyser(t).Analyse(text)
	if err := check(d); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	root := d.Sentences[0].Root
	subject, object := "-", "-"
	for i := d.Sentences[0].First; i < d.Sentences[0].End; i++ {
		if w := &d.Words[i]; w.Head == root {
			switch w.Rel {
			case syntax.Nsubj:
				subject = d.Form(i)
			case syntax.Obj:
				object = d.Form(i)
			}
		}
	}
	return subject + " " + d.Words[root].Lemma + " " + object
}

func TestVerbsThatLookLikeNouns(t *testing.T) {
	for text, want := range map[string]string{
		"Police shot two protesters on Tuesday.": "Police shoot protesters",
		"Hackers targeted banks.":                "Hackers target banks",
		"Turkey backs Azerbaijan":                "Turkey back Azerbaijan",
		"Court jails activist":                   "Court jail activist",
		"Parliament backs pension bill":          "Parliament back bill",
		"EU leaders back tariffs":                "leaders back tariffs",
		"Britain sanctions Russian banks":        "Britain sanction banks",
		"Troops open fire on protesters":         "Troops open fire",
		"Taliban capture district":               "Taliban capture district",
		"Car bomb wounds five":                   "bomb wound five",
		"White House mulls strikes":              "House mull strikes",
	} {
		if got := clause(t, text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestRowsOfNounsAreNoClauses(t *testing.T) {
	for _, text := range []string{"Iran sanctions relief", "Russia sanctions bill", "Student protests leader", "Refugees return plan",
		"Troops open letter", "Arms control treaty", "Missile strikes in Yemen", "The treaty signed in 1990 and the war.",
		"Three people killed in an air raid in Idlib.", "Big cities like Lima and Quito"} {
		d, _ := analyser(t).Analyse(text)
		if u := d.Words[d.Sentences[0].Root].UPOS; u == syntax.VERB {
			t.Errorf("%q is read as a clause of %s", text, d.Form(d.Sentences[0].Root))
		}
	}
}
