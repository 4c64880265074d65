package lexicon

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func mustLoad(t testing.TB) *Lexicon {
	t.Helper()
	lex, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func TestShippedLexiconLoads(t *testing.T) {
	s := mustLoad(t).Stats()
	t.Logf("%+v", s)
	floors := map[string]int{"AGREE": 150, "CONSULT": 200, "SUPPORT": 250, "COOPERATE": 200, "AID": 250,
		"CONCEDE": 200, "RETREAT": 250, "REQUEST": 250, "ACCUSE": 150, "REJECT": 150, "THREATEN": 150,
		"PROTEST": 150, "SANCTION": 150, "MOBILIZE": 150, "COERCE": 150, "ASSAULT": 150}
	for name, floor := range floors {
		if s.ByType[name] < floor {
			t.Errorf("%s has %d frames, want at least %d", name, s.ByType[name], floor)
		}
	}
	if s.Frames < 3000 || s.Speech < 300 || s.Agents < 400 || s.Light < 60 {
		t.Errorf("too small: %+v", s)
	}
}

func TestEveryModeHasFrames(t *testing.T) {
	s := mustLoad(t).Stats()
	for name, modes := range eventModes {
		for mode := range strings.FieldsSeq(modes) {
			if s.ByMode[name+"/"+mode] < 5 {
				t.Errorf("%s %s has %d frames", name, mode, s.ByMode[name+"/"+mode])
			}
		}
	}
}

func TestShippedLexiconHasNoProblems(t *testing.T) {
	problems := mustLoad(t).Check()
	for i, p := range problems {
		if i < 40 {
			t.Error(p)
		}
	}
	if len(problems) > 40 {
		t.Errorf("and %d more", len(problems)-40)
	}
}

func TestFramesAreSortedMostSpecificFirst(t *testing.T) {
	for k, list := range mustLoad(t).frames {
		if !slices.IsSortedFunc(list, compareFrames) {
			t.Errorf("frames of %s %c are out of order", k.lemma, k.pos)
		}
	}
}

func TestEveryFrameNamesAParty(t *testing.T) {
	for _, f := range mustLoad(t).All() {
		for _, slot := range slices.Concat(f.Actor, f.Recipient) {
			if len(slot) == 0 {
				t.Errorf("%s: %q has an empty slot", f.ID, f.Trigger)
			}
		}
	}
}

func TestShippedFramesOfSomeTriggers(t *testing.T) {
	lex := mustLoad(t)
	cases := []struct {
		lemma, typ, mode string
		pos              byte
		parts            []string
	}{
		{"meet", "CONSULT", "", 'v', []string{"with"}},
		{"visit", "CONSULT", "visit", 'n', nil},
		{"call", "REQUEST", "change", 'v', []string{"on"}},
		{"sign", "SUPPORT", "", 'v', []string{"agreement"}},
		{"resign", "RETREAT", "resign", 'v', nil},
		{"exercise", "COOPERATE", "", 'n', []string{"joint"}},
		{"condolence", "SUPPORT", "", 'n', nil},
		{"pardon", "CONCEDE", "", 'v', nil},
		{"evacuation", "AID", "", 'n', nil},
		{"committed", "AGREE", "", 'a', nil},
	}
	for _, c := range cases {
		if !slices.ContainsFunc(lex.Frames(c.lemma, c.pos), func(f *Frame) bool {
			return f.Type == c.typ && f.Mode == c.mode && hasParts(f, c.parts)
		}) {
			t.Errorf("no frame %s %c %v of %s %s", c.lemma, c.pos, c.parts, c.typ, c.mode)
		}
	}
}

func hasParts(f *Frame, want []string) bool {
	if len(f.Parts) != len(want) {
		return false
	}
	for i, w := range want {
		if !f.Parts[i].Is(w) {
			return false
		}
	}
	return true
}

func TestLookupAllocatesNothing(t *testing.T) {
	lex := mustLoad(t)
	if n := testing.AllocsPerRun(100, func() {
		lex.Frames("meet", 'v')
		lex.Agent("protesters")
		lex.Speech("say", 'v')
		lex.Status("plan", 'v')
		lex.Light("hold")
		lex.ContextsAt("election")
	}); n != 0 {
		t.Errorf("a lookup allocates %v times", n)
	}
}

func TestWordTables(t *testing.T) {
	lex := mustLoad(t)
	for _, w := range []string{"protesters", "protester", "police", "prime minister", "foreign ministry", "gunmen"} {
		if _, ok := lex.Agent(w); !ok {
			t.Errorf("no agent %q", w)
		}
	}
	if a, _ := lex.Agent("gunmen"); a.Sector != "UAF" || a.Group {
		t.Errorf("gunmen are %+v", a)
	}
	if s := lex.Speech("tell", 'v'); len(s) == 0 || s[len(s)-1].Takes&That == 0 {
		t.Error("tell takes no clause")
	}
	if !slices.ContainsFunc(lex.Cues(), func(s *Speech) bool { return s.Cue == "according to" }) {
		t.Error(`no cue "according to"`)
	}
	if l := lex.Light("carry"); len(l) == 0 || !l[0].Takes("attack") || l[0].Recipient {
		t.Error("carry out an attack is not light")
	}
	if l := lex.Light("face"); len(l) == 0 || !l[0].Recipient || l[0].Takes("visit") {
		t.Error("face criticism is not undergoing")
	}
}

func TestUserLexiconOverridesAndRemoves(t *testing.T) {
	header := strings.ReplaceAll(eventColumns, " ", "\t") + "\n"
	user := fstest.MapFS{
		"events/mine.tsv": {Data: []byte(header + "resign\tv\tCONCEDE\nabdicate\tv\t-\t-\t-\t-\t-\t*\n" +
			"frobnicate\tv\tAID\t-\t070\tsubj\tto|obj.of\n")},
		"agents.tsv": {Data: []byte("noun\tplural\tsector\tnumber\tnote\ngunman\tgunmen\t-\n")},
	}
	lex, err := LoadWith(user)
	if err != nil {
		t.Fatal(err)
	}
	if f := lex.Frames("resign", 'v'); f[len(f)-1].Type != "CONCEDE" || f[len(f)-1].ID != "user/mine.tsv:2" {
		t.Errorf("resign is %+v", f[len(f)-1])
	}
	if f := lex.Frames("abdicate", 'v'); slices.ContainsFunc(f, func(f *Frame) bool { return f.Trigger == "abdicate" }) {
		t.Errorf("abdicate is still there: %+v", f[0])
	}
	if f := lex.Frames("frobnicate", 'v'); len(f) != 1 || len(f[0].Recipient) != 2 {
		t.Errorf("frobnicate is %+v", f)
	}
	if _, ok := lex.Agent("gunmen"); ok {
		t.Error("gunmen are still there")
	}
}

func TestFind(t *testing.T) {
	lex := mustLoad(t)
	if len(lex.Find("RETREAT resign")) < 10 || len(lex.Find("custody arrest")) == 0 || len(lex.Find("zzz")) != 0 {
		t.Error("find does not find")
	}
}

func TestDataFilesHaveNoStrayFiles(t *testing.T) {
	entries, err := os.ReadDir("data/events")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := eventModes[strings.ToUpper(strings.TrimSuffix(e.Name(), ".tsv"))]; !ok {
			t.Errorf("events/%s is of no event type", e.Name())
		}
	}
}
