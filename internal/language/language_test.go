package language

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

type sentence struct{ code, text string }

// sentences reads the test's own sentences.
func sentences(t testing.TB) []sentence {
	f, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []sentence
	for lines := bufio.NewScanner(f); lines.Scan(); {
		code, text, ok := strings.Cut(lines.Text(), "\t")
		if ok && !strings.HasPrefix(code, "#") {
			out = append(out, sentence{code, text})
		}
	}
	if len(out) < 200 {
		t.Fatalf("only %d sentences", len(out))
	}
	return out
}

func TestEnglishIsNeverForeign(t *testing.T) {
	for _, s := range sentences(t) {
		if s.code != "en" {
			continue
		}
		if code, yes := Foreign(s.text); yes {
			t.Errorf("called %s: %s", code, s.text)
		}
	}
}

// A single sentence is a short text, so a few may stay undecided or be taken for
// a sister language; of a language with many sentences nearly all are named.
func TestSentences(t *testing.T) {
	right, refused, all := map[string]int{}, map[string]int{}, map[string]int{}
	for _, s := range sentences(t) {
		code, sure := Identify(s.text)
		all[s.code]++
		if code == s.code {
			right[s.code]++
		} else if code != "en" {
			t.Logf("%s called %s (%.2f): %s", s.code, code, sure, s.text)
		} else {
			t.Logf("%s undecided: %s", s.code, s.text)
		}
		if _, yes := Foreign(s.text); yes {
			refused[s.code]++
		}
	}
	if refused["en"] > 0 {
		t.Errorf("%d English sentences refused", refused["en"])
	}
	for code, n := range all {
		t.Logf("%s: %d of %d named, %d refused", code, right[code], n, refused[code])
		if right[code]*20 < n*17 && right[code] < n-1 {
			t.Errorf("%s: only %d of %d sentences named", code, right[code], n)
		}
	}
}

// Whole texts of a language, as they come in, leave no doubt.
func TestTexts(t *testing.T) {
	texts := map[string]string{}
	for _, s := range sentences(t) {
		texts[s.code] += s.text + "\n"
	}
	for want, text := range texts {
		code, sure := Identify(text)
		if code != want || want != "en" && sure < Sure {
			t.Errorf("text in %s is called %s (%.2f)", want, code, sure)
		}
	}
}

func TestMixed(t *testing.T) {
	english := "The minister said that the two countries would hold talks in the capital next week. "
	for name, text := range map[string]string{
		"with a Chinese name":   english + "President Xi Jinping (习近平) will attend.",
		"with a Russian title":  english + "The newspaper «Известия» was the first to report it.",
		"with a French quote":   english + english + "« La paix est possible », he said in French.",
		"with a German heading": "Süddeutsche Zeitung\n\n" + english,
		"a mail address":        `"Les Norvik" <norvik@example.com>`,
		"numbers alone":         "1,234 5,678 — 90%",
		"nothing":               "",
	} {
		if code, yes := Foreign(text); yes {
			t.Errorf("%s: called %s", name, code)
		}
	}
	unknown := strings.Repeat("mba luku tafisi orende kilo wapu senga toro mali benko ", 6)
	if code, yes := Foreign(unknown); !yes || code != Undetermined {
		t.Errorf("running text in no known language is called %s", code)
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add("The minister said")
	f.Add("Ürümqi \xff\x00 習近平 و")
	f.Fuzz(func(t *testing.T, s string) {
		code, sure := Identify(s)
		if code == "" || !utf8.ValidString(code) || sure < 0 || sure > 1 {
			t.Fatalf("Identify(%q) = %q, %v", s, code, sure)
		}
		if again, same := Identify(s); again != code || same != sure {
			t.Fatalf("Identify(%q) is %q, then %q", s, code, again)
		}
	})
}

func BenchmarkIdentify(b *testing.B) {
	text := strings.Repeat("The minister said that the two countries would hold talks in the capital next week. ", 60)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Identify(text)
	}
}
