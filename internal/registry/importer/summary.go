package importer

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// examples is how many cases of a reason are kept.
const examples = 3

// Summary tells what was taken and what was left out, and why.
type Summary struct {
	read    int // lines
	taken   []count
	reasons map[string]*reason
}

type count struct {
	what string
	n    int
}

// reason is why something was left out.
type reason struct {
	text  string
	n     int
	cases []string
}

func newSummary() *Summary { return &Summary{reasons: map[string]*reason{}} }

func (s *Summary) leave(text string, line int, what string) {
	r := s.reasons[text]
	if r == nil {
		r = &reason{text: text}
		s.reasons[text] = r
	}
	if r.n++; len(r.cases) < examples {
		r.cases = append(r.cases, fmt.Sprintf("line %d %s", line, printable(what)))
	}
}

// printable keeps a piece of the input to one short line.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

// Taken is the number of rows written to a file.
func (s *Summary) Taken(file string) int {
	for _, c := range s.taken {
		if c.what == file {
			return c.n
		}
	}
	return 0
}

// Left is the number of times that something was left out for a reason.
func (s *Summary) Left(text string) int {
	if r := s.reasons[text]; r != nil {
		return r.n
	}
	return 0
}

// Write shows the summary, reasons by frequency.
func (s *Summary) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "read %d lines\n", s.read)
	if len(s.taken) == 0 {
		b.WriteString("took nothing\n")
	}
	for _, c := range s.taken {
		fmt.Fprintf(&b, "took %d rows into %s\n", c.n, c.what)
	}
	all := make([]*reason, 0, len(s.reasons))
	for _, r := range s.reasons {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *reason) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.text, b.text)) })
	if len(all) > 0 {
		b.WriteString("left out:\n")
	}
	for _, r := range all {
		fmt.Fprintf(&b, "%8d  %s (%s)\n", r.n, r.text, strings.Join(r.cases, "; "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
