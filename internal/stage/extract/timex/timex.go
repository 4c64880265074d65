// Package timex finds the date expressions of English text and turns them into
// closed intervals of civil days with a grain, after the model of TIMEX3.
//
// Finding reads words alone; resolving needs to know when the text was written
// and in which tense the clause speaks. The two are apart: Find says what the
// words mean ("a Monday", "three weeks before now"), Resolve turns that meaning
// into days and is a pure function of expression, anchor and tense.
//
// What must stay true:
//   - The words of an expression are consecutive, its span cuts out exactly
//     them, and the expressions of a sentence are ordered and do not overlap.
//   - A resolved expression has From ≤ To; an unresolved one has neither.
//   - Without an anchor nothing relative is resolved. Unknown is absent.
//   - An underspecified date ("on Monday", "in June") in the future tense never
//     ends before the anchor day, and in the past tense never begins after it,
//     unless "until" or "by" sets it apart from the verb.
//   - The English words are data (english.tsv), not code; a Grammar does not
//     change after Load and serves any number of goroutines.
//   - Finding is linear in the words and allocates only the expressions.
package timex

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// Kind is what sort of time an expression tells.
type Kind uint8

// The kinds of expression. A Point is resolved where its anchor allows; of the
// Vague ones those that reach to the anchor day, with a guess of their length.
const (
	Point    Kind = iota // a stretch of the calendar: "May 22", "last week", "the 1990s"
	Duration             // a length: "for three days"
	Set                  // times that recur: "every Monday"
	Age                  // how old someone is: "57-year-old"
	Vague                // a time without sure bounds: "in recent weeks", "several years ago"
)

var kindNames = [...]string{"point", "duration", "set", "age", "vague"}

func (k Kind) String() string { return kindNames[k] }

// Direction tells which way an underspecified expression was resolved.
type Direction int8

// The directions, seen from the anchor.
const (
	Backward Direction = -1
	Settled  Direction = 0 // the words left no choice
	Forward  Direction = 1
)

// Tense is what the clause of an expression speaks about, as the caller reads
// it from the tree. A planned or scheduled act is Future whatever its verb form.
type Tense uint8

// The tenses.
const (
	Unknown Tense = iota
	Past
	Present
	Future
	Habitual // what is so each year: "the monsoon comes in July"
	Planned  // what was planned once, whether its day has come or not: "had been due on 3 May"
)

// Anchor is what relative expressions count from. Each date may be absent (zero).
type Anchor struct {
	// Published is the day of publication, or the first day of the month or year
	// when Precision says that no more is known.
	Published Date
	// Precision is the grain of Published: Month, Year, or else Day.
	Precision record.Grain
	// Dateline is the day the dateline names; it goes before Published when
	// both are known and it is at most a week older.
	Dateline Date
	// Narrative is the day, or the first day of the stretch, that the text last
	// spoke of: what "two days earlier" and "the next day" count from. Without
	// a date of publication it also lends its year to "on 5 November".
	Narrative Date
	// NarrativeGrain is how exact Narrative is, Day when empty. "Two days later"
	// is not counted from a month.
	NarrativeGrain record.Grain
}

// ParseAnchor is the anchor of a document published on an ISO 8601 date or
// date-time, which may lack its day or month. An unreadable one gives no anchor.
func ParseAnchor(published string) Anchor {
	d, ok := ParseDate(published)
	switch {
	case !ok:
		return Anchor{}
	case len(published) < len("2006-01"):
		return Anchor{Published: d, Precision: record.Year}
	case len(published) < len("2006-01-02"):
		return Anchor{Published: d, Precision: record.Month}
	}
	return Anchor{Published: d}
}

// Expr is one date expression of a sentence.
type Expr struct {
	First, End int         // words [First, End) of the slice that was given
	Span       syntax.Span // bytes of the text
	From, To   Date        // closed interval, when Resolved
	Grain      record.Grain
	Kind       Kind
	Relative   bool // counts from an anchor
	Resolved   bool
	Direction  Direction

	yearly bool    // comes back each year
	of     meaning // what the words say
	till   meaning // the far end of a range
	half   [2]half // the words of its two ends, when each stands alone
}

// Time is the expression in the form of the record, its text span left to the
// caller, who counts code points. It is nil when e is not resolved.
func (e *Expr) Time() *record.Time {
	if !e.Resolved {
		return nil
	}
	return &record.Time{Start: e.From.String(), End: e.To.String(), Grain: e.Grain}
}

// Since says whether e tells where a time begins that has not ended: "since 2009".
func (e *Expr) Since() bool { return e.of.lean < 0 }

// Long says whether e is a stretch of more than a week up to now or from now on:
// "over the last two years".
func (e *Expr) Long() bool { return e.of.op == opStretch && e.To.Since(e.From) > 7 }

// half is where one end of a range lies.
type half struct {
	first, end int
	span       syntax.Span
}

// Options are the choices that a source of text may need.
type Options struct {
	// DayFirst reads 5/6/2023 as 5 June. The default is May 6, as American
	// wires write; numbers above 12 and dates with full stops (22.05.2023)
	// tell themselves.
	DayFirst bool
}
