// Package language tells which language a text is in, so that a text that
// Chancery cannot read is refused and not misread.
//
// What must stay true:
//   - Doubt is for English: short texts, headlines and lines full of foreign
//     names are never called foreign. A foreign language needs its own small
//     words, in lower case, and more of them than English has.
//   - The answer depends on the text alone.
package language

import (
	"strings"
	"unicode"
)

// Undetermined is the code for running text in none of the languages known.
const Undetermined = "und"

// Sure is the confidence from which a text may be refused as foreign.
const Sure = 0.6

// sample is how many bytes of a text are looked at, in three stretches.
const sample = 12 << 10

// Identify returns the ISO 639-1 code of the language a text is in, and how
// sure that is, from 0 to 1. A text that gives no sign is English with low
// confidence.
func Identify(text string) (code string, confidence float64) {
	text = stretches(text)
	if code, confidence = byScript(text); code != latin {
		return code, confidence
	}
	return byWords(strings.FieldsFunc(prose(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '-'
	}))
}

// prose leaves addresses of mail and of the web out, whose "com" and "de" are
// words of no language.
func prose(text string) string {
	if !strings.Contains(text, "@") && !strings.Contains(text, "://") && !strings.Contains(text, "www.") {
		return text
	}
	var b strings.Builder
	for f := range strings.FieldsSeq(text) {
		if !strings.Contains(f, "@") && !strings.Contains(f, "://") && !strings.Contains(f, "www.") {
			b.WriteString(f)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Foreign tells whether a text is surely in another language than English, and
// in which.
func Foreign(text string) (code string, yes bool) {
	code, confidence := Identify(text)
	return code, code != "en" && confidence >= Sure
}

// stretches takes the beginning, the middle and the end of a long text, cut at
// white space.
func stretches(text string) string {
	if len(text) <= sample {
		return text
	}
	const part = sample / 3
	var b strings.Builder
	for _, at := range []int{0, len(text)/2 - part/2, len(text) - part} {
		b.WriteString(strings.ToValidUTF8(text[at:at+part], ""))
		b.WriteByte('\n')
	}
	return b.String()
}
