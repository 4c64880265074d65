package relations

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/record"
)

func TestClaimsFound(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Our relations have reached the highest level in their history.", "praise:highest level in their history"},
		{"This is a win-win for both peoples and serves common prosperity.", "win-win:win-win win-win:common prosperity"},
		{"They want to expand at the expense of our security: a zero-sum game.", "zero-sum:at the expense of zero-sum:zero-sum"},
		{"This cooperation is not directed against any third country.", "denial:not directed against any third"},
		{"The ministry denied the report.", "denial:denied"},
		{"Ties show great potential and strong momentum.", "momentum:great potential momentum:strong momentum"},
		{"Frequent high-level exchanges continue.", "frequency:Frequent high-level exchanges"},
		{"It will not damage our relations.", "damage:damage our relations (negated)"},
		{"They don't undermine trust.", "damage:undermine trust (negated)"},
		{"The other side will face serious consequences.", "threat:will face serious consequences"},
		{"We will face. Serious people spoke of consequences.", ""},
		{"It did not. Trust was damaged.", "damage:Trust was damaged"},
		{"Wheat prices rose.", ""},
		{"", ""},
		{"…", ""},
		{"Le développement, l’été — ÉLOGE", ""},
	} {
		var got []string
		for _, f := range DefaultClaims().Find(tc.text) {
			s := string(f.Kind) + ":" + tc.text[f.Start:f.End]
			if f.Negated {
				s += " (negated)"
			}
			got = append(got, s)
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%q\n got %q\nwant %q", tc.text, strings.Join(got, " "), tc.want)
		}
	}
}

// Every line of the lexicon can be found: a text made of its own words has it.
func TestClaimsLexicon(t *testing.T) {
	l := DefaultClaims()
	if l.N < 140 {
		t.Errorf("%d patterns", l.N)
	}
	n := 0
	for line := range strings.Lines(claimsData) {
		n++
		kind, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") || kind == "kind" {
			continue
		}
		var text []string
		for _, w := range strings.Fields(words) {
			w, _, _ = strings.Cut(w, "|")
			if w == "…" {
				w = "somewhat"
			}
			text = append(text, strings.TrimSuffix(w, "*"))
		}
		s := strings.Join(text, " ")
		if !slices.ContainsFunc(l.Find(s), func(f Found) bool { return string(f.Kind) == kind && f.Start == 0 && f.End == len(s) }) {
			t.Errorf("line %d: %q is not found whole in %q: %v", n, words, s, l.Find(s))
		}
	}
}

func TestParseClaimsRefuses(t *testing.T) {
	for _, bad := range []string{"warmth\tgood", "praise good", "praise\t", "praise\tgood…", "praise\t… good", "praise\tgood …", "praise\tgood … … ties", "praise\tGood", "praise\tgo*", "praise\tgood,", "praise\tgood|", "praise\tgood\npraise\tgood", "praise\tgood\ttwice", "praise\tgood  ties"} {
		if _, err := ParseClaims("x", bad); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if l, err := ParseClaims("x", "# nothing\n\nkind\tpattern\npraise\tgood|fine … relat*\r\n"); err != nil || l.N != 1 || len(l.Find("Fine and stable relations")) != 1 {
		t.Error(l, err)
	}
}

func FuzzClaims(f *testing.F) {
	f.Add("It is not a zero-sum game, at the expense of … trust; don’t")
	f.Add("\xff\xfe'-'’s")
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range DefaultClaims().Find(text) {
			if c.Start < 0 || c.End > len(text) || c.Start >= c.End {
				t.Fatal(fmt.Sprint("no place in the text: ", c))
			}
		}
	})
}

func said(key, speaker, content, on, outlet string, about ...string) *archive.Statement {
	s := &archive.Statement{Key: key, Speaker: &archive.Party{Code: speaker, Name: "a spokesman of " + speaker}, Content: content, Start: on, Outlet: outlet}
	for _, c := range about {
		s.About = append(s.About, archive.Party{Code: c, Name: c})
	}
	return s
}

func TestClaims(t *testing.T) {
	c := NewClaims(nil, SideOf("CHN"), SideOf("RUS"))
	answer := said("s4", "RUS", "That is baseless.", "2024-01-12", "b")
	answer.Answers = "s3"
	copied := said("s2", "CHN", "Relations show strong momentum and great potential.", "2024-01-10", "b", "RUS")
	copied.Copied = true
	for _, s := range []*archive.Statement{
		said("s1", "CHN", "Relations show strong momentum and great potential.", "2024-01-10", "a", "RUS"), copied,
		said("s3", "USA", "This is a zero-sum game.", "2024-01-11", "a", "RUS", "CHN"), answer,
		said("s5", "CHN", "It will not damage our relations.", "2024-02-01", "a", "RUS"),
		said("s6", "CHN", "This is a zero-sum game.", "2024-02-01", "a", "IND"),
		said("s7", "CHN", "Nothing much.", "2024-02-01", "a", "RUS"),
	} {
		c.Add(s)
	}
	r := c.Report()
	var got []string
	for _, k := range r.Kinds {
		got = append(got, fmt.Sprint(k.Kind, k.N, k.Negated, k.Answered, k.Speakers, k.Outlets))
	}
	want := []string{
		"zero-sum1 0 1 [{USA 1}] [{a 1}]",
		"momentum2 0 0 [{CHN 2}] [{a 2} {b 2}]",
		"damage1 1 0 [{CHN 1}] [{a 1}]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if k := r.Claims[2]; k.Words != "zero-sum" || len(k.Answers) != 1 || k.Answers[0].Speaker != "RUS" || !slices.Equal(k.Answers[0].Kinds, []ClaimKind{Denial}) {
		t.Errorf("answered claim %+v", k)
	}
	a := aggregate(t, record.Month, inc(one("CHN"), "CONSULT", one("RUS"), "2024-01-20"), inc(one("CHN"), "ACCUSE", one("IND"), "2024-02-20"))
	s := seriesOf(t, a, nil, Ask(SideOf("CHN"), SideOf("RUS"), record.Month))
	b := r.Beside(&s, Raw, measure(t, "incidents"), measure(t, "conflict"))
	if len(b) != 2 || b[0].Claims[Momentum] != 2 || b[0].Claims[ZeroSumOf] != 1 || !same(b[0].Values, []float64{1, 0}) || len(b[1].Claims) != 0 || !same(b[1].Values, []float64{0, 0}) {
		t.Errorf("beside the series: %+v", b)
	}
	if got := r.Pairs(Momentum); len(got) != 1 || got[0] != (Tally{"CHN RUS", 2}) {
		t.Errorf("who speaks of whom: %v", got)
	}
	if got := NewClaims(nil, SideOf("CHN"), SideOf("RUS")).Report(); len(got.Claims)+len(got.Kinds) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}
