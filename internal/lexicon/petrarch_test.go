package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"
)

const verbs = `# sets
&DOLLAR
+DOLLAR
+FOREIGN_AID

--- ZORP [070] ---
ZORP {ZORPS ZORPED} # a word of the block
ZORP_OUT  [112]
- * &DOLLAR TO + [071]
- TALKS * WITH + [040]
- * STATEMENT [010]

GLIMBER [172] ; tony 1991
- + * OF WAR_CRIME [112]
`

// A dictionary of PETRARCH gives frames of our own, with the party behind a
// preposition in its slot; what PLOVER has no type for is told.
func TestVerbDictionary(t *testing.T) {
	lex, err := LoadWith(fstest.MapFS{"verbs.txt": {Data: []byte(verbs)}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"zorp":                "AID 070",
		"zorp out":            "ACCUSE 112",
		"zorp >dollar/aid to": "AID 071",
		"zorp with":           "CONSULT 040",
		"glimber":             "COERCE 172",
		"glimber of >crime":   "ACCUSE 112",
	}
	got := map[string]string{}
	for _, head := range []string{"zorp", "glimber"} {
		for _, f := range lex.Frames(head, 'v') {
			got[f.Trigger] = f.Type + " " + f.CAMEO
			if !strings.HasPrefix(f.ID, "user/verbs.txt:") {
				t.Errorf("%s stands at %s", f.Trigger, f.ID)
			}
			if f.Trigger == "zorp >dollar/aid to" && (len(f.Recipient) != 1 || f.Recipient[0][0][0] != "to") {
				t.Errorf("%s has recipient %v", f.Trigger, f.Recipient)
			}
			if f.Trigger == "zorp with" && (len(f.Limits) != 1 || !f.Limits[0].Has("talks")) {
				t.Errorf("%s has limits %v", f.Trigger, f.Limits)
			}
		}
	}
	for trigger, kind := range want {
		if got[trigger] != kind {
			t.Errorf("%q is %q, want %q; have %v", trigger, got[trigger], kind, got)
		}
	}
	told := false
	for _, p := range lex.Check() {
		told = told || strings.HasPrefix(p.ID, "user/verbs.txt") && strings.Contains(p.Text, `"010"`)
	}
	if !told {
		t.Error("a code without a type is not told")
	}
}

// Nothing in a dictionary may make reading fail in a way that is not told.
func FuzzVerbDictionary(f *testing.F) {
	f.Add(verbs)
	f.Add("- * + [0")
	f.Add("&\n+\n--- [] ---\n[]\n- * [1]")
	f.Fuzz(func(t *testing.T, s string) {
		ld := newLoader()
		ld.user = true
		ld.readVerbs(fstest.MapFS{"v.txt": {Data: []byte(s)}})
		if _, err := ld.finish(); err != nil && len(ld.errors) == 0 {
			t.Fatal(err)
		}
	})
}

func TestFiles(t *testing.T) {
	got := Files(fstest.MapFS{"events/own.tsv": {}, "notes.md": {}, "verbs.txt": {}, "not-events.tsv": {}})
	if strings.Join(got, " ") != "events/own.tsv not-events.tsv verbs.txt" {
		t.Errorf("files: %v", got)
	}
}
