package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The shape of a headline, set so that doubt leaves the text whole.
const (
	headlineRunes = 150
	headlineWords = 3
)

// Headline splits "Title\n\nBody" into its two parts. It is conservative: where
// the first line is not plainly a headline, the whole text is the body.
func Headline(s string) (title, body string) {
	lead := strings.TrimLeft(s, "\n")
	line, rest, ok := strings.Cut(lead, "\n")
	if !ok {
		return "", s
	}
	gap, rest, ok := strings.Cut(rest, "\n")
	line = strings.TrimSpace(line)
	body = strings.TrimLeft(rest, " \t\n")
	if !ok || strings.TrimSpace(gap) != "" || !headline(line) || !prose(body) {
		return "", s
	}
	return line, body
}

// headline tells whether a line can only be a headline: short, some words,
// beginning like one, not ended like a sentence, a heading or a dateline.
func headline(line string) bool {
	words := strings.Fields(line)
	if utf8.RuneCountInString(line) > headlineRunes || len(words) < headlineWords {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, "\"'”’»)"))
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !strings.ContainsRune("\"'“‘«", first) {
		return false
	}
	if strings.ContainsRune(".…:;,—–-。", last) {
		return false
	}
	lower := strings.ToLower(words[0])
	return lower != "by" && lower != "dear" && lower != "from"
}

// prose tells whether the body goes on as running text: its first paragraph
// ends a sentence and is longer than a headline would be.
func prose(body string) bool {
	first, _, _ := strings.Cut(body, "\n")
	first = strings.TrimRight(strings.TrimSpace(first), "\"'”’»)")
	return len(strings.Fields(first)) >= 6 && strings.ContainsAny(lastRune(first), ".!?…。")
}

func lastRune(s string) string {
	_, size := utf8.DecodeLastRuneInString(s)
	return s[len(s)-size:]
}
