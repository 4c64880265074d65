package timex

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// Read finds and resolves the expressions of a whole document, sentence by
// sentence, and keeps count of the day that the text last spoke of. Word indexes
// of the result are those of doc.Words, before tense is asked too. A nil tense is
// Unknown throughout.
func (g *Grammar) Read(doc *syntax.Doc, anchor Anchor, opt Options, tense func(e *Expr) Tense) []Expr {
	var all []Expr
	told := anchor // the last that does not lie ahead
	for _, sent := range doc.Sentences {
		anchor = told // plans are mentioned, the story goes on
		from := len(all)
		all = g.Find(all, doc.Text, doc.Words[sent.First:sent.End], opt)
		for i := from; i < len(all); i++ {
			e := &all[i]
			e.offset(int(sent.First))
			t := Unknown
			if tense != nil {
				t = tense(e)
			}
			g.Resolve(e, anchor, t)
			anchor = anchor.After(e)
			if today := anchor.base(Past); today.IsZero() || !anchor.Narrative.After(today) {
				told = anchor
			}
		}
	}
	return all
}

// offset moves the word indexes of e.
func (e *Expr) offset(n int) {
	e.First, e.End = e.First+n, e.End+n
	if e.half[1].end != 0 {
		for i := range e.half {
			e.half[i].first += n
			e.half[i].end += n
		}
	}
}

// After is the anchor for the expressions that come after e in the text.
func (a Anchor) After(e *Expr) Anchor {
	switch {
	case !e.Resolved, e.Kind != Point, e.of.op == opPeriod, e.of.op == opStretch, e.of.op == opYears:
	case e.of.lean != 0: // "since Friday", "until May": a limit, not a time of the story
	default:
		a.Narrative, a.NarrativeGrain = e.From, e.Grain
	}
	return a
}

// Times gives resolved expressions in the form of the record, and for a range
// its ends too, as TIMEX3 annotates them. What comes each year has no year (--07). Unresolved ones have their span alone.
// The spans are left to mark, which turns bytes into code points.
func (g *Grammar) Times(exprs []Expr, anchor Anchor, mark func(syntax.Span) record.Span) []record.Time {
	out := make([]record.Time, 0, len(exprs))
	add := func(e *Expr) {
		t := record.Time{Text: mark(e.Span)}
		if from, to, ok := e.EachYear(); ok {
			t.Start, t.End, t.Grain = from, to, e.Grain
		} else if e.Resolved {
			t.Start, t.End, t.Grain = e.From.String(), e.To.String(), e.Grain
		}
		out = append(out, t)
	}
	for i := range exprs {
		e := &exprs[i]
		add(e)
		tense := Unknown
		if e.yearly {
			tense = Habitual
		}
		if a, b, ok := g.Ends(e, anchor, tense); ok {
			add(&a)
			add(&b)
		}
	}
	return out
}
