package web

import (
	"fmt"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/record"
)

// mark is a stretch of the text that was read as something.
type mark struct {
	record.Span
	sort markSort
	card string // id of the card that tells about it
}

// markSort says what a stretch is; where several lie over one another, the
// highest one is what leads to a card.
type markSort int

const (
	markEvidence markSort = iota
	markContent
	markCue
	markEntity
	markTrigger
	marks
)

var markClasses = [marks]string{"evidence", "content", "cue", "entity", "trigger"}

// segment is a piece of the text with the marks that lie over all of it.
type segment struct {
	ID, Class, Card, Text string
	// Lead is true on the first piece of what its card tells about: it is what
	// the keyboard reaches.
	Lead bool
}

type paragraph []segment

func eventCard(e *archive.Event) string         { return fmt.Sprintf("e%s", e.ID) }
func statementCard(s *archive.Statement) string { return fmt.Sprintf("s%s", s.ID) }
func entityCard(e *record.Entity) string        { return fmt.Sprintf("n%s", e.ID) }

func marksOf(entities []record.Entity, events []archive.Event, said []archive.Statement) []mark {
	var out []mark
	for i := range events {
		e := &events[i]
		out = append(out, mark{e.EvidenceSpan, markEvidence, eventCard(e)}, mark{e.TriggerSpan, markTrigger, eventCard(e)})
	}
	for i := range said {
		s := &said[i]
		out = append(out, mark{s.CueSpan, markCue, statementCard(s)})
		for _, c := range s.ContentSpans {
			out = append(out, mark{c, markContent, statementCard(s)})
		}
	}
	for i := range entities {
		for _, m := range entities[i].Mentions {
			if m.Form == record.Name {
				out = append(out, mark{m.Span, markEntity, entityCard(&entities[i])})
			}
		}
	}
	return sortedMarks(out)
}

func sortedMarks(list []mark) []mark {
	slices.SortStableFunc(list, func(a, b mark) int { return a.Start - b.Start })
	return list
}

// paragraphsOf cuts a text at its ends of lines and at the ends of all marks.
// Marks are sorted by their beginnings; those outside the text are left out.
func paragraphsOf(text string, sorted []mark) []paragraph {
	runes := []rune(text)
	kept := sorted[:0:0]
	for _, m := range sorted {
		if m.Start >= 0 && m.Start < m.End && m.End <= len(runes) {
			kept = append(kept, m)
		}
	}
	c := cutter{runes: runes, marks: kept, leads: map[string]bool{}}
	var out []paragraph
	for start := 0; start < len(runes); {
		end := start
		for end < len(runes) && runes[end] != '\n' {
			end++
		}
		if p := c.cut(start, end); len(p) > 0 {
			out = append(out, p)
		}
		start = end + 1
	}
	return out
}

// cutter walks through a text once.
type cutter struct {
	runes []rune
	marks []mark
	next  int    // the first mark that has not begun
	open  []mark // those that have begun and not ended
	leads map[string]bool
}

// cut makes the segments of one line.
func (c *cutter) cut(start, end int) paragraph {
	var out paragraph
	for at := start; at < end; {
		c.open = slices.DeleteFunc(c.open, func(m mark) bool { return m.End <= at })
		for c.next < len(c.marks) && c.marks[c.next].Start <= at {
			if c.marks[c.next].End > at {
				c.open = append(c.open, c.marks[c.next])
			}
			c.next++
		}
		stop := end
		if c.next < len(c.marks) {
			stop = min(stop, c.marks[c.next].Start)
		}
		for _, m := range c.open {
			stop = min(stop, m.End)
		}
		out = append(out, c.segment(at, stop))
		at = stop
	}
	if strings.TrimSpace(string(c.runes[start:end])) == "" {
		return nil
	}
	return out
}

func (c *cutter) segment(start, end int) segment {
	s := segment{Text: string(c.runes[start:end])}
	var has [marks]bool
	var top *mark
	for i := range c.open {
		m := &c.open[i]
		has[m.sort] = true
		// Of equals the one that began last is the innermost.
		if top == nil || m.sort >= top.sort {
			top = m
		}
		if m.Start == start {
			s.ID = fmt.Sprintf("c%d", start)
		}
	}
	var classes []string
	for k, on := range has {
		if on {
			classes = append(classes, markClasses[k])
		}
	}
	s.Class = strings.Join(classes, " ")
	if top != nil && top.sort >= markCue {
		s.Card = top.card
		s.Lead = !c.leads[s.Card]
		c.leads[s.Card] = true
	}
	return s
}
