package link

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
)

//go:embed data/pages.tsv
var pagesData string

// pageWords are the words of data/pages.tsv by kind.
var pageWords = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for n, line := range strings.Split(pagesData, "\n") {
		kind, words, ok := strings.Cut(line, "\t")
		switch {
		case line == "" || line[0] == '#' || kind == "kind":
		case !ok || words == "":
			panic(fmt.Sprintf("data/pages.tsv:%d: a kind and its words, parted by a tab", n+1))
		default:
			out[kind] = append(out[kind], words)
		}
	}
	return out
})

// footerWords is the length above which a line is text, whatever words are in it.
const footerWords = 60

// Body is a text without its dateline, its credit and the lines that a site
// puts under every page.
func Body(text string) string {
	_, text = dateline(text)
	if !strings.Contains(text, "\n") {
		body, _ := closing(text)
		return body
	}
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if !isFooter(line) {
			kept = append(kept, line)
		}
	}
	body, _ := closing(strings.Join(kept, "\n"))
	return body
}

func isFooter(line string) bool {
	if len(line) > 600 || len(strings.Fields(line)) > footerWords {
		return false
	}
	return holdsAny(strings.ToLower(line), "footer") || creditLine(line) != ""
}

func holdsAny(lower, kind string) bool {
	for _, words := range pageWords()[kind] {
		if strings.Contains(lower, words) {
			return true
		}
	}
	return false
}

// Credit is the agency that a text names as its origin, in lower case: in its
// dateline, "VIENNA (RNA) —", behind its last words, "(Ruritanian News Agency)"
// or "— RNA", or in a line of its own, "Source: RNA". Empty is none.
func Credit(text string) string {
	if credit, _ := dateline(text); credit != "" {
		return credit
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	const ends = 6 // credits stand in the last lines
	for _, line := range lines[max(0, len(lines)-ends):] {
		if credit := creditLine(line); credit != "" {
			return credit
		}
	}
	_, credit := closing(ending(lines))
	return credit
}

// ending are the last lines that are no footers, enough of them for a credit.
func ending(lines []string) string {
	const enough = 100
	out := ""
	for i := len(lines) - 1; i >= 0 && len(out) < enough; i-- {
		if line := strings.TrimSpace(lines[i]); line != "" && !isFooter(line) {
			out = line + "\n" + out
		}
	}
	return out
}

// creditLine reads "Source: RNA".
func creditLine(line string) string {
	if len(line) > 200 {
		return ""
	}
	lower := strings.ToLower(strings.TrimSpace(line))
	for _, words := range pageWords()["credit"] {
		if name, ok := strings.CutPrefix(lower, words); ok {
			name, _, _ = strings.Cut(name, ". ")
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(name), "the "), " .,;:()")
		}
	}
	return ""
}

// dateline cuts "KIRSTAD, 3 March (RNA) — " off a text and gives the credit in it.
func dateline(text string) (credit, rest string) {
	text = strings.TrimLeft(text, " \t\r\n")
	head := text[:min(len(text), 100)]
	if i := strings.IndexByte(head, '\n'); i >= 0 {
		head = head[:i]
	}
	at, size := dash(head)
	if at < 0 {
		return "", text
	}
	head = strings.TrimSpace(head[:at])
	open, shut := strings.LastIndexByte(head, '('), strings.LastIndexByte(head, ')')
	if open >= 0 && shut > open {
		if strings.Contains(head, ". ") {
			return "", text
		}
		return strings.ToLower(strings.TrimSpace(head[open+1 : shut])), text[at+size:]
	}
	if first, _, _ := strings.Cut(head, ","); first == "" || first != strings.ToUpper(first) || len(strings.Fields(head)) > 8 {
		return "", text // no place in capitals
	}
	return "", text[at+size:]
}

// dash finds the dash that closes a dateline.
func dash(head string) (at, size int) {
	at = -1
	for _, d := range []string{" — ", " – ", " -- ", " - ", "—", ") "} {
		if i := strings.Index(head, d); i >= 0 && (at < 0 || i < at) {
			if d == ") " {
				i++
				d = " "
				if at >= 0 {
					continue
				}
				if !strings.HasPrefix(head, "(") {
					continue
				}
			}
			at, size = i, len(d)
		}
	}
	return at, size
}

// closing cuts a credit off the end: "(RNA)", "— RNA", "/RNA/".
func closing(text string) (body, credit string) {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	cut := func(at int, name string) (string, string) {
		name = strings.TrimSpace(name)
		if n := len(strings.Fields(name)); n == 0 || n > 5 || strings.IndexFunc(name, unicode.IsUpper) != 0 {
			return text, ""
		}
		return strings.TrimSpace(text[:at]), strings.ToLower(name)
	}
	from := max(0, len(text)-60)
	end := text[from:]
	switch {
	case strings.HasSuffix(end, ")"):
		if i := strings.LastIndexByte(end, '('); i > 0 && sentenceEnds(text[:from+i]) {
			return cut(from+i, end[i+1:len(end)-1])
		}
	case strings.HasSuffix(end, "/"):
		if i := strings.LastIndexByte(end[:len(end)-1], '/'); i > 0 {
			return cut(from+i, end[i+1:len(end)-1])
		}
	default:
		for _, d := range []string{"—", "–", "-- "} {
			if i := strings.LastIndex(end, d); i > 0 && sentenceEnds(text[:from+i]) {
				return cut(from+i, strings.TrimLeft(end[i:], "—–- "))
			}
		}
	}
	return text, ""
}

// sentenceEnds says whether a sentence ends here.
func sentenceEnds(text string) bool {
	text = strings.TrimRight(text, " \n\"”’")
	return text != "" && strings.ContainsRune(".!?", rune(text[len(text)-1]))
}
