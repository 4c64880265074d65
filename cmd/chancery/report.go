package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/internal/brief"
	"chancery/internal/pipeline"
	"chancery/record"
)

// few is the number of documents that need no progress and no summary.
const few = 3

// perCode is how many warnings of one code are told; the rest are counted.
const perCode = 10

// report tells on standard error what is wrong and how far the run is.
type report struct {
	w      io.Writer
	live   bool // redraw a line of progress
	quiet  bool // only errors
	start  time.Time
	drawn  time.Time
	line   bool // a line of progress stands on the terminal
	warned map[string]int
}

func newReport(a *app, quiet bool) *report {
	// A line that is redrawn would tear records apart on the same terminal.
	live := a.errTerminal && !a.outTerminal && !quiet
	return &report{w: a.err, live: live, quiet: quiet, start: time.Now(), warned: map[string]int{}}
}

// result tells what is wrong with one document.
func (p *report) result(r *pipeline.Result) {
	for _, d := range r.Diagnostics {
		if d.Severity == record.Warning {
			p.warned[d.Code]++
			if p.quiet || p.warned[d.Code] > perCode {
				continue
			}
		}
		p.print(describe(d, &r.Record))
	}
	if r.Err != nil {
		for line := range strings.Lines(r.Err.Error()) { // a bug comes with its stack
			p.print(brief.Clean(line))
		}
	}
}

// describe puts a diagnostic into one line: document, sentence, severity, code
// and what to do.
func describe(d record.Diagnostic, rec *record.Record) string {
	where := d.Document
	if n := sentence(d, rec); n > 0 {
		where += ", sentence " + strconv.Itoa(n)
	}
	d.Document = where
	return brief.Clean(d.String())
}

// sentence is the number, from one, of the sentence a diagnostic points into.
func sentence(d record.Diagnostic, rec *record.Record) int {
	if d.At == nil {
		return 0
	}
	return 1 + slices.IndexFunc(rec.Sentences, func(s record.Span) bool { return s.Start <= d.At.Start && d.At.Start < s.End })
}

// print writes a line, over the line of progress if there is one. Errors on
// standard error have nowhere to be reported.
func (p *report) print(line string) {
	p.wipe()
	fmt.Fprintf(p.w, "chancery: %s\n", line)
}

func (p *report) wipe() {
	if p.line {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.line = false
	}
}

// progress redraws the line of progress, five times a second at most.
func (p *report) progress(c pipeline.Counts) {
	now := time.Now()
	if !p.live || c.Documents <= few || now.Sub(p.drawn) < 200*time.Millisecond {
		return
	}
	p.drawn, p.line = now, true
	fmt.Fprintf(p.w, "\r\x1b[K%s", tally(c, now.Sub(p.start)))
}

// counted redraws a line of progress that counts one sort of thing.
func (p *report) counted(n int, what string) {
	now := time.Now()
	if !p.live || now.Sub(p.start) < time.Second || now.Sub(p.drawn) < 200*time.Millisecond {
		return
	}
	p.drawn, p.line = now, true
	fmt.Fprintf(p.w, "\r\x1b[K%s %s in %s", thousands(n), what, lasted(now.Sub(p.start)))
}

// finish counts the warnings that were not told, and sums up the run.
func (p *report) finish(c pipeline.Counts) {
	p.wipe()
	if p.quiet {
		return
	}
	for _, code := range sortedKeys(p.warned) {
		if n := p.warned[code] - perCode; n > 0 {
			p.print(fmt.Sprintf("and %s more documents with warning [%s]", thousands(n), code))
		}
	}
	if c.Documents > few {
		fmt.Fprintln(p.w, tally(c, time.Since(p.start)))
	}
}

func sortedKeys[K ~string](m map[K]int) []K {
	var keys []K
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// tally is the state of a run in one line.
func tally(c pipeline.Counts, took time.Duration) string {
	s := fmt.Sprintf("%s documents, %s words in %s", thousands(c.Documents), thousands(c.Words), lasted(took))
	if sec := took.Seconds(); sec > 0 && c.Words > 0 {
		s += fmt.Sprintf(", %s words per second", thousands(int(float64(c.Words)/sec)))
	}
	if bad := c.Errors + c.Failures; bad > 0 {
		s += fmt.Sprintf("; %s with errors", thousands(bad))
	}
	return s
}

// lasted shows a time as a person would say it.
func lasted(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return d.Round(time.Second).String()
}

// thousands writes a number with a comma between thousands.
func thousands(n int) string {
	s := strconv.Itoa(n)
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 && s[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}
