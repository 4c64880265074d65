package brief

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"chancery/record"
)

// source is the text of a page, cut by spans of code points.
type source struct{ ruler *record.Ruler }

func newSource(text string) source { return source{record.NewRuler(text)} }

// cut gives the words of a span, made safe for a terminal and on one line; ""
// when the text does not hold the span.
func (s source) cut(at record.Span) string {
	if at.Start < 0 || at.End > s.ruler.Len() {
		return ""
	}
	return Clean(s.ruler.Cut(at))
}

// around widens a span by up to two words to each side, inside the bounds and
// not beyond a comma, a stop or a quotation mark.
func (s source) around(at, bounds record.Span) record.Span {
	if bounds.Start > at.Start || at.End > bounds.End || s.cut(bounds) == "" {
		return at
	}
	before := s.ruler.Cut(record.Span{Start: bounds.Start, End: at.Start})
	after := s.ruler.Cut(record.Span{Start: at.End, End: bounds.End})
	return record.Span{
		Start: at.Start - utf8.RuneCountInString(lastWords(before, 2)),
		End:   at.End + utf8.RuneCountInString(firstWords(after, 2)),
	}
}

// stops are marks over which a quotation does not reach.
const stops = ",;:!?()[]“”‘\"«»„—–"

// joints are words that no quotation begins or ends with.
var joints = []string{"a", "an", "and", "but", "of", "or", "the"}

// lastWords gives up to n words at the end of s with the spaces after them.
func lastWords(s string, n int) string {
	rest := s
	for range n {
		word := strings.TrimRightFunc(rest, unicode.IsSpace)
		if i := strings.LastIndexFunc(word, unicode.IsSpace); i >= 0 {
			_, size := utf8.DecodeRuneInString(word[i:])
			word = word[i+size:]
		}
		if word == "" || strings.ContainsAny(word, stops) || strings.HasSuffix(word, ".") || slices.Contains(joints, word) {
			break
		}
		rest = rest[:strings.LastIndex(rest, word)]
	}
	return s[len(rest):]
}

// firstWords gives up to n words at the start of s with the spaces before them.
func firstWords(s string, n int) string {
	end, kept := 0, 0
	for range n {
		word := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
		start := len(s) - len(word)
		if i := strings.IndexFunc(word, unicode.IsSpace); i >= 0 {
			word = word[:i]
		}
		bare := strings.TrimRight(word, ".")
		if i := strings.IndexAny(bare, stops); i >= 0 {
			bare = bare[:i]
		}
		end = start + len(bare)
		if bare != "" && !slices.Contains(joints, bare) {
			kept = end
		}
		if bare == "" || bare != word {
			break
		}
	}
	return s[:kept]
}

// escapes are whole terminal sequences, so that their tails do not stay behind:
// CSI up to its final byte, OSC up to its end, and the two-byte ones.
var escapes = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\x1b\\]|\u009d)[^\x07\x1b\u009c]*(?:\x07|\x1b\\\\|\u009c)?|\x1b[ -/]*[0-~]?")

// Clean makes a string safe for a terminal and puts it on one line: white space
// of any kind becomes one space; terminal sequences, controls and direction marks go; bytes that are
// no UTF-8 become U+FFFD.
func Clean(s string) string {
	if strings.ContainsAny(s, "\x1b\u009b\u009d") {
		s = escapes.ReplaceAllString(s, "")
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u0085':
			space = b.Len() > 0
			continue
		case unsafeRune(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unsafeRune says whether a rune could act on the terminal or turn the direction
// of what stands around it. Joiners stay: scripts and emoji need them.
func unsafeRune(r rune) bool {
	switch {
	case unicode.IsControl(r): // C0, DEL and C1, so also ESC and CSI
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069': // embeddings, overrides, isolates
		return true
	case r == '\u200e', r == '\u200f', r == '\u061c': // direction marks
		return true
	case r == '\ufeff', r == '\u00ad', r >= '\ufff9' && r <= '\ufffb': // byte order mark, soft hyphen, interlinear marks
		return true
	case r >= 0xe0000 && r <= 0xe007f: // tags, which carry hidden text
		return true
	}
	return !utf8.ValidRune(r)
}

// width is the number of columns that a string takes in a terminal.
func width(s string) int { return uniseg.StringWidth(s) }

// shorten cuts a string to at most n columns, at a space where there is one
// near, and says so with […].
func shorten(s string, n int) string {
	const mark = hard + "[…]"
	if width(s) <= n {
		return s
	}
	head := fit(s, max(n-width(mark), 1))
	if !strings.HasPrefix(s[len(head):], " ") {
		if i := strings.LastIndexByte(head, ' '); i > len(head)/2 {
			head = head[:i]
		}
	}
	return strings.TrimRight(head, " ,;:–—-") + mark
}

// fit gives the longest run of whole characters, as a reader sees them, from the
// start of s that takes at most n columns; at least one, so that loops end.
func fit(s string, n int) string {
	end, cols, state := 0, 0, -1
	for rest := s; rest != ""; {
		var cluster string
		var w int
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cols+w > n && end > 0 {
			break
		}
		cols += w
		end += len(cluster)
	}
	return s[:end]
}
