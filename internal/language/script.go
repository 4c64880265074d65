package language

import (
	"strings"
	"unicode"
)

// latin stands for the languages in Latin script, which words tell apart.
const latin = "latin"

// script is a writing system and the language it mostly writes.
type script struct {
	table *unicode.RangeTable
	code  string
	// weight is what one character counts in Latin letters.
	weight int
}

// scripts lists the writing systems; each is looked up in this order.
var scripts = []script{
	{unicode.Latin, latin, 1},
	{unicode.Cyrillic, "ru", 1},
	{unicode.Han, "zh", 3},
	{unicode.Arabic, "ar", 1},
	{unicode.Hiragana, "ja", 2},
	{unicode.Katakana, "ja", 2},
	{unicode.Hangul, "ko", 3},
	{unicode.Greek, "el", 1},
	{unicode.Hebrew, "he", 1},
	{unicode.Devanagari, "hi", 1},
	{unicode.Thai, "th", 1},
	{unicode.Georgian, "ka", 1},
	{unicode.Armenian, "hy", 1},
	{unicode.Bengali, "bn", 1},
	{unicode.Tamil, "ta", 1},
	{unicode.Telugu, "te", 1},
	{unicode.Gujarati, "gu", 1},
	{unicode.Gurmukhi, "pa", 1},
	{unicode.Kannada, "kn", 1},
	{unicode.Malayalam, "ml", 1},
	{unicode.Sinhala, "si", 1},
	{unicode.Khmer, "km", 1},
	{unicode.Lao, "lo", 1},
	{unicode.Myanmar, "my", 1},
	{unicode.Ethiopic, "am", 1},
	{unicode.Tibetan, "bo", 1},
	{unicode.Mongolian, "mn", 1},
}

// byScript returns the language of the script that most letters are in, and
// the share of those letters. Han with kana is Japanese.
func byScript(text string) (code string, share float64) {
	counts := make(map[string]int)
	total := 0
	for _, r := range text {
		if r < unicode.MaxASCII {
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				counts[latin]++
				total++
			}
			continue
		}
		if s := scriptOf(r); s != nil {
			counts[s.code] += s.weight
			total += s.weight
		}
	}
	if total == 0 {
		return "en", 0
	}
	if counts["ja"]*8 >= counts["zh"] && counts["ja"] > 0 {
		counts["ja"] += counts["zh"]
		delete(counts, "zh")
	}
	code = latin
	for _, s := range scripts { // in order, so that a tie has one answer
		if counts[s.code] > counts[code] {
			code = s.code
		}
	}
	share = float64(counts[code]) / float64(total)
	switch code {
	case "ru":
		return cyrillic(text), share
	case "ar":
		return arabic(text), share
	}
	return code, share
}

func scriptOf(r rune) *script {
	for i := range scripts {
		if unicode.Is(scripts[i].table, r) {
			return &scripts[i]
		}
	}
	return nil
}

// marks are the letters that one language of a script has and the others lack.
type marks struct {
	code, letters string
	weight        int
}

var (
	cyrillicMarks = []marks{
		{"uk", "іїєґ", 1}, {"be", "ўі", 1}, {"sr", "ђјљњћџ", 1}, {"mk", "ѓќѕјљњ", 1}, {"kk", "әғқңұһі", 1}, {"mn", "өү", 1}, {"ru", "ыэё", 1},
	}
	arabicMarks = []marks{{"ur", "ٹڈڑںےہ", 4}, {"fa", "پچژگکی", 1}, {"ar", "ةيكىأإ", 1}}
)

func cyrillic(text string) string {
	text = strings.ToLower(text)
	best := marked(text, cyrillicMarks, "ru")
	// Bulgarian has no letter of its own, but writes ъ in the middle of every other word.
	letters, hard := 0, 0
	for _, r := range text {
		if unicode.Is(unicode.Cyrillic, r) {
			letters++
		}
		if r == 'ъ' {
			hard++
		}
	}
	if best == "ru" && hard*100 > letters && !strings.ContainsAny(text, "ыэ") {
		return "bg"
	}
	return best
}

func arabic(text string) string { return marked(text, arabicMarks, "ar") }

// marked returns the language whose own letters occur most.
func marked(text string, all []marks, fallback string) string {
	best, most := fallback, 0
	for _, m := range all {
		n := 0
		for _, r := range text {
			if strings.ContainsRune(m.letters, r) {
				n += m.weight
			}
		}
		if n > most {
			best, most = m.code, n
		}
	}
	return best
}
