package registry

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const newsText = `Russian Security Council Secretary Nikolai Patrushev will attend the eighth round of talks with
the Commission for Political and Legal Affairs of the Communist Party of China (CPC) Central Committee in Beijing, RIA
Novosti reported. The United States’ State Department said on Monday that Washington, London and the EU were watching
the Sino-Russian ties; NATO's Jens Stoltenberg told us who is in charge. `

// checkMatches tests what must hold of every match.
func checkMatches(t *testing.T, r *Registry, text string) {
	t.Helper()
	end := int32(0)
	r.Scan(text, func(m Match) {
		if m.Start < end || m.Start >= m.End || int(m.End) > len(text) {
			t.Fatalf("match [%d, %d) after %d in %d bytes", m.Start, m.End, end, len(text))
		}
		if !border(text, int(m.Start)) || !border(text, int(m.End)) {
			t.Fatalf("match [%d, %d) %q cuts a rune or a word", m.Start, m.End, text[m.Start:m.End])
		}
		if len(m.Names) == 0 {
			t.Fatalf("match %q without a reading", text[m.Start:m.End])
		}
		for _, n := range m.Names {
			if r.Entry(n.Entry) == nil || n.Role < Full || n.Role > Seat {
				t.Fatalf("match %q has the reading %v", text[m.Start:m.End], n)
			}
		}
		end = m.End
	})
}

// border tells whether a position is between runes and not inside a word.
func border(text string, at int) bool {
	if at == 0 || at == len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, size := utf8.DecodeRuneInString(text[at:])
	if after == utf8.RuneError && size == 1 && !utf8.RuneStart(text[at]) && utf8.ValidString(text) {
		return false
	}
	return !inWord(before) || !inWord(after)
}

func FuzzScan(f *testing.F) {
	r := load(f)
	for _, seed := range []string{"", newsText, "US", "U.S.", "Sino-", "the ", "the West", "Côte d’Ivoire’s", "\xff\xc3", "United\n\nNations",
		strings.Repeat("People's Republic of ", 9), strings.Repeat("the ", 40), "И́ран Iran\u0301 STRASSE ß ŉ", "The The West Bank Bank"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkMatches(t, r, text) })
}

func FuzzFile(f *testing.F) {
	f.Add("key\tiso3\tname\nstate/xyz\tXYZ\tXyz\n")
	f.Add("# c\nkey\tiso3\tname\tlat\tlon\tseats\nstate/a\tAAA\tA\t1\t2\tHill:LEG\n")
	f.Add("key\tiso3\tname\n\t\t\n\x00")
	spec := entryFiles()[0]
	f.Fuzz(func(t *testing.T, data string) {
		entries, bad := parseEntries(spec, []byte(data))
		lines := strings.Count(data, "\n") + 1
		for _, p := range bad {
			if p.File != spec.name || p.Line < 0 || p.Line > lines || p.Message == "" {
				t.Fatalf("problem %+v in a file of %d lines", p, lines)
			}
		}
		seen := map[string]bool{}
		for _, e := range entries {
			if seen[e.Key] || e.Name == "" || !strings.HasPrefix(e.Key, spec.prefix) {
				t.Fatalf("entry %+v", e.Entry)
			}
			seen[e.Key] = true
			if !(e.Lat >= -90 && e.Lat <= 90 && e.Lon >= -180 && e.Lon <= 180) {
				t.Fatalf("entry %s lies at %v, %v", e.Key, e.Lat, e.Lon)
			}
		}
	})
}

// TestAnyBytes runs 10 MB of unfriendly texts; the time must stay linear.
func TestAnyBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("10 MB")
	}
	r := load(t)
	const size = 10 << 20
	for name, unit := range map[string]string{"one word": "a", "broken": "\xff\xc3", "prefix of a long name": "People's Republic of ",
		"articles": "the ", "marks": "\u0301", "digits": "9", "spaces": " ", "news": newsText, "signs": "-’."} {
		text := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		checkMatches(t, r, text)
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%s: %v for 10 MB", name, d)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	r := load(b)
	text := strings.Repeat(newsText, 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		r.Scan(text, func(m Match) { n += len(m.Names) })
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
