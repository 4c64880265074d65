package brief

import "strings"

// word is what stands between two spaces. A style may change inside it.
type word struct {
	space  int // spaces before it
	pieces flow
}

// wrap breaks a flow at its spaces into lines of at most n columns. A word that
// is wider than a line is broken between characters. There is always one line.
func wrap(f flow, n int) []flow {
	n = max(n, 1)
	var lines []flow
	var line flow
	used := 0
	newline := func() {
		lines = append(lines, line)
		line, used = nil, 0
	}
	for _, w := range words(f) {
		whole := w.pieces.width()
		if used > 0 && used+w.space+whole > n && (whole <= n || n-used-w.space < max(n/4, 1)) {
			newline()
		}
		if used > 0 {
			between := normal // a space inside a stretch of one style keeps that style
			if last := line[len(line)-1]; len(w.pieces) > 0 && last.style == w.pieces[0].style {
				between = last.style
			}
			line = append(line, piece{between, strings.Repeat(" ", w.space)})
			used += w.space
		}
		for _, q := range w.pieces {
			for width(q.text) > n-used { // only in a word wider than a line
				head := fit(q.text, n-used)
				if used > 0 && width(head) > n-used {
					newline()
					continue
				}
				if head == q.text {
					break // one character wider than the line
				}
				line = append(line, piece{q.style, head})
				q.text = q.text[len(head):]
				newline()
			}
			line = append(line, q)
			used += width(q.text)
		}
	}
	return append(lines, line)
}

// words splits a flow at its spaces.
func words(f flow) []word {
	var out []word
	var w word
	flush := func() {
		if len(w.pieces) > 0 {
			out = append(out, w)
			w = word{}
		}
	}
	for _, q := range f {
		for text := q.text; text != ""; {
			if text[0] == ' ' {
				flush()
				w.space++
				text = text[1:]
				continue
			}
			end := strings.IndexByte(text, ' ')
			if end < 0 {
				end = len(text)
			}
			w.pieces = append(w.pieces, piece{q.style, text[:end]})
			text = text[end:]
		}
	}
	flush()
	return out
}
