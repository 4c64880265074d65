package date

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestNormalize(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"2023-05-22", "2023-05-22"},
		{"2023-5-2", "2023-05-02"},
		{" 2023-05-22 ", "2023-05-22"},
		{"2023-05-22T10:05:00Z", "2023-05-22T10:05:00Z"},
		{"2023-05-22T10:05:00+08:00", "2023-05-22T10:05:00+08:00"},
		{"2023-05-22T10:05:00.000+0800", "2023-05-22T10:05:00+08:00"},
		{"2023-05-22T10:05:00.123Z", "2023-05-22T10:05:00Z"},
		{"2023-05-22T10:05-04:00", "2023-05-22T10:05:00-04:00"},
		{"2023-05-22T10:05", "2023-05-22T10:05:00"},
		{"2023-05-22 10:05:30", "2023-05-22T10:05:30"},
		{"20230522", "2023-05-22"},
		{"20230522T100500Z", "2023-05-22T10:05:00Z"},
		{"2023/05/22", "2023-05-22"},
		{"2023.05.22", "2023-05-22"},
		{"22.05.2023", "2023-05-22"},
		{"05.06.2023", "2023-06-05"},
		{"22/05/2023", "2023-05-22"},
		{"05/22/2023", "2023-05-22"},
		{"05/05/2023", "2023-05-05"},
		{"May 22, 2023", "2023-05-22"},
		{"May 22nd, 2023", "2023-05-22"},
		{"Monday, May 22, 2023", "2023-05-22"},
		{"Mon 22 May 2023", "2023-05-22"},
		{"22 May 2023", "2023-05-22"},
		{"the 22nd of May 2023", "2023-05-22"},
		{"22-May-2023", "2023-05-22"},
		{"Sept. 3, 2021", "2021-09-03"},
		{"22 May 2023 10:05 GMT", "2023-05-22T10:05:00Z"},
		{"Published: May 22, 2023 10:05 PM", "2023-05-22T22:05:00"},
		{"May 22, 2023, 5 p.m. EDT", "2023-05-22T17:00:00-04:00"},
		{"May 22, 2023 12:10 a.m.", "2023-05-22T00:10:00"},
		{"May 22, 2023 10:05 CST", "2023-05-22T10:05:00"},
		{"Mon, 22 May 2023 10:05:00 GMT", "2023-05-22T10:05:00Z"},
		{"Mon, 22 May 2023 10:05:00 +0300", "2023-05-22T10:05:00+03:00"},
		{"10:05, 22 May 2023 (UTC+8)", "2023-05-22T10:05:00+08:00"},
		{"22 мая 2023", "2023-05-22"},
		{"22 de mayo de 2023", "2023-05-22"},
		{"22. Mai 2023", "2023-05-22"},
		{"2023年5月22日", "2023-05-22"},
		{"1684749900", "2023-05-22T10:05:00Z"},
		{"1684749900000", "2023-05-22T10:05:00Z"},
		{"2024-02-29", "2024-02-29"},
		// Not read: ambiguous, impossible, too little, no date.
		{"05/06/2023", ""}, {"2023-02-30", ""}, {"2023-13-01", ""}, {"2023-05", ""}, {"May 2023", ""},
		{"Monday", ""}, {"yesterday", ""}, {"3 hours ago", ""}, {"", ""}, {"   ", ""}, {"n/a", ""},
		{"22 May 2023 and 23 May 2023", ""}, {"May 22", ""}, {"2023-05-22T99:00:00Z", ""}, {"5", ""},
		{"Talks on May 22, 2023 in Moscow", ""}, {"0000-00-00", ""},
	} {
		got, ok := Normalize(c.in)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Normalize(%q) = %q, %v; want %q", c.in, got, ok, c.want)
		}
	}
}

// iso is the only form that Normalize may give.
var iso = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?$`)

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"May 22, 2023 5 pm", "2023-05-22T10:05:00.1+0800", "1684749900", "22/5/2023", "UTC+", "+", "a.m"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Normalize(s)
		if !ok {
			if got != "" {
				t.Fatalf("%q: not read, but gave %q", s, got)
			}
			return
		}
		if !iso.MatchString(got) {
			t.Fatalf("%q: %q is not ISO 8601", s, got)
		}
		if again, ok := Normalize(got); !ok || again != got {
			t.Fatalf("%q: %q does not stay itself, but becomes %q", s, got, again)
		}
	})
}

// TestForeignWordsAreInNoDate joins pieces of dates and of running text at
// random: where foreign says that there is no date, the shapes find none.
func TestForeignWordsAreInNoDate(t *testing.T) {
	pieces := []string{"22", "2023", "5", "2023-05-22", "20230522T1005", "T10:05", "10:05", "10h05", "May", "mayor", "January", "Januar", "January.", "pm", "p.m.", "p m", "pmat",
		"UTC+8", "UTC", "utcplus", "+08:00", "th", "22nd", "22ndMay", "ſt", "of", "October", "octopus", "年", "月", "日", "日本語文字列", "января", "Published", ":", ",", " ", " ", " ", "-", "(", ")", ".", "’", "é", "\xff", "K"}
	rng := rand.New(rand.NewPCG(1, 2))
	caught := 0
	for range 50_000 {
		var b strings.Builder
		for range 2 + rng.IntN(6) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		s := b.String()
		if !foreign(s) {
			continue
		}
		caught++
		var p parts
		whole := true
		for _, tok := range scan(s) {
			whole = whole && p.take(tok)
		}
		if iso, ok := p.iso(); whole && ok {
			t.Fatalf("%q is %s by its shapes, but foreign", s, iso)
		}
	}
	if caught < 1000 {
		t.Errorf("only %d strings were foreign", caught)
	}
}
