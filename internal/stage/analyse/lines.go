package analyse

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/stage/analyse/segment"
)

// settleLines decides what single line breaks mean. Where lines go on in small
// letters often, the text was wrapped and a line break is a space; elsewhere a
// line is a paragraph.
func settleLines(text string, ts []segment.Token) {
	breaks, wrapped := 0, 0
	for i := 1; i < len(ts); i++ {
		if ts[i].Gap != segment.Line {
			continue
		}
		breaks++
		if r, _ := utf8.DecodeRuneInString(text[ts[i].Start:]); unicode.IsLower(r) {
			wrapped++
		}
	}
	to := segment.Paragraph
	if wrapped*4 >= breaks {
		to = segment.Space
	}
	for i := range ts {
		if ts[i].Gap == segment.Line {
			ts[i].Gap = to
		}
	}
}
