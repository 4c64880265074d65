// Package brief shows a record as a dispatch that a person reads in a terminal:
// what was held, done and planned, who said what through whom, who holds which
// post, each line with the page's own words and the number of their sentence.
//
// What must stay true:
//   - Render is a pure function of its arguments.
//   - Words between “ and ” are cut from the text by a span of the record, never
//     composed, and shortened only where […] says so.
//   - Nothing of the text or of the record reaches the terminal as a control:
//     control characters, escapes and marks that turn the direction of writing
//     are taken out first.
//   - No line is wider than the width asked for, in columns of the terminal.
//   - Neutral words: a label tells the kind of act, never its merit.
package brief

import (
	"fmt"
	"slices"
	"strings"

	"chancery/record"
)

// Options say how to show a record.
type Options struct {
	// Width is the number of columns: 80 when zero, at least 40, at most 120.
	Width int
	// Color turns on ANSI colours.
	Color bool
}

// most is how many rows of one section are shown before "… and 12 more".
const most = 24

// Render shows a record. The text is the one that the record was read from; if
// it is empty, the text inside the record is used; without either, lines carry
// sentence numbers and no quoted words.
func Render(rec record.Record, text string, opts Options) string {
	if text == "" {
		text = rec.Text
	}
	p := newPrinter(opts)
	v := newView(&rec, text)
	v.header(p)
	if v.nothing() {
		p.gap()
		p.body(0, plain("Nothing to report: no events, statements or posts were found on this page."))
		return p.String()
	}
	if len(rec.Events) == 0 {
		p.gap()
		p.body(0, plain("No events were found on this page."))
	}
	for _, section := range sections {
		section(v, p)
	}
	return p.String()
}

// sections are the parts of a brief in their order: first what is, then what is
// to come, then what was said, then what one looks up.
var sections = []func(*view, *printer){
	(*view).held,
	(*view).done,
	(*view).planned,
	(*view).denied,
	(*view).possible,
	(*view).said,
	(*view).background,
	(*view).posts,
	(*view).bodies,
	(*view).contexts,
}

func (v *view) nothing() bool {
	return len(v.rec.Events) == 0 && len(v.rec.Statements) == 0 && len(v.rec.Posts) == 0
}

// header tells the outlet, the date and the title, then the counts and the
// states that the page is about.
func (v *view) header(p *printer) {
	d := &v.rec.Document
	var parts []string
	for _, s := range []string{Clean(d.Source), longDate(Clean(d.Published)), Clean(d.Title)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		parts = append(parts, untitled(d))
	}
	p.body(0, flow{{bold, strings.Join(parts, " · ")}})

	counts := []string{
		count(len(v.rec.Sentences), "sentence") + sentenceNote(len(v.rec.Sentences)),
		count(len(v.rec.Events), "event"),
		count(len(v.rec.Statements), "statement"),
		count(len(v.rec.Posts), "post"),
	}
	p.sides(flow{{dim, strings.Join(counts, dot)}}, flow{{bold, strings.Join(v.states(), " ")}})
}

// untitled names a page that has no title: by its id, shortly if that is a digest.
func untitled(d *record.Document) string {
	id := Clean(d.ID)
	if id == d.SHA256 && len(id) > 12 {
		id = id[:12]
	}
	return strings.TrimSpace("page " + id)
}

// sentenceNote says that sentences are counted from one, by showing it.
func sentenceNote(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " [1]"
	}
	return fmt.Sprintf(" [1–%d]", n)
}

func count(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun + "s"
	case 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// states are the codes of the states on the page, the most mentioned first.
func (v *view) states() []string {
	mentions := map[string]int{}
	var codes []string
	for i := range v.rec.Entities {
		e := &v.rec.Entities[i]
		if e.Code == "" || slices.Contains(notStates, e.Code) {
			continue
		}
		code := Clean(e.Code)
		if mentions[code] == 0 {
			codes = append(codes, code)
		}
		mentions[code] += max(1, len(e.Mentions))
	}
	slices.SortStableFunc(codes, func(a, b string) int { return mentions[b] - mentions[a] })
	if rest := len(codes) - 6; rest > 0 {
		codes = append(codes[:6], fmt.Sprintf("+%d", rest))
	}
	return codes
}

// notStates are the codes of bodies that belong to no single state.
var notStates = []string{"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}
