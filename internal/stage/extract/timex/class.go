package timex

import "fmt"

// class is a set of the parts that words play in date expressions.
type class uint64

// The classes. A value, where a class has one, is told beside it; numeral
// classes keep theirs in entry.num, the others in entry.val.
const (
	cMonth     class = 1 << iota // 1 January to 12 December
	cWeekday                     // 1 Monday to 7 Sunday
	cWeekdays                    // plural of a weekday: a recurring time
	cUnit                        // a unit
	cPlural                      // a unit in the plural
	cWeekend                     // "weekend"
	cHalf                        // "half"
	cSeason                      // 1 spring to 4 winter
	cQuarterly                   // "Q3": its number
	cHalfYear                    // "H1": its number
	cDeictic                     // days from today
	cDaypart                     // "morning"
	cLast                        // 1 when it counts from the narrative
	cNext                        // likewise
	cStretch                     // "the past five years"
	cRecent                      // "recent weeks"
	cThis
	cThat
	cSame
	cEarly
	cMid
	cLate
	cEarlier
	cLater
	cStart // "the beginning of"
	cEnd   // "the end of"
	cAgo
	cBack // "two years back"
	cBefore
	cAfter
	cOn
	cIn
	cCirca
	cSince
	cUntil
	cBy
	cWithin
	cOver
	cFrom
	cTo
	cBetween
	cOf
	cAnd
	cThe
	cA
	cPoss
	cEvery
	cDash
	cSlash
	cComma
	cQuote
	cGenitive
	cMarker  // the number after it is a name or an amount: "Resolution", "$"
	cMeasure // the number before it is an amount: "troops"
	cEra     // 1 AD, −1 BC
	cFiscal
	cCard // cardinal below a hundred
	cScale
	cVague // an unsure number
	cOrd
	cDecade    // last two digits, 20 to 90, or the first year, 1990
	cShortYear // "'08"
	cPhrase    // the first word of a feast or period
	cOther     // the small classes of minor
)

// telling holds the classes without which a sentence has no date, digits aside.
const telling = cMonth | cWeekday | cWeekdays | cUnit | cWeekend | cSeason | cQuarterly | cHalfYear |
	cDeictic | cDaypart | cDecade | cShortYear | cPhrase

// minor tells apart the words of cOther, and how far a word can be trusted.
type minor uint32

const (
	mDoubtful  minor = 1 << iota // also a common word or a name: "may"
	mShort                       // an abbreviation: "Mon"
	mOld                         // "years old"
	mAged                        // "aged 57"
	mTime                        // "in three weeks' time"
	mNow                         // "from now"
	mStrike                      // "the Sept. 11 attacks"
	mAbout                       // "nearly 2019 …": an amount follows
	mMoved                       // "postponed from May 5 to June 7"
	mNameSide                    // a weekday beside it is part of a name: "Black Friday", "The Sunday Times"
	mOther                       // "every other week"
	mRecurring                   // "winters"
	mFuture                      // "will"
	mWas                         // "met"
	mIs                          // "is"
	mDotted                      // the full stop of 22.05.2023
)

// name of a class or minor class in english.tsv.
type className struct {
	class class
	minor minor
}

func classNames() map[string]className {
	names := map[string]className{}
	for c, n := range map[class]string{
		cMonth: "month", cWeekday: "weekday", cWeekdays: "weekdays", cUnit: "unit", cPlural: "plural",
		cWeekend: "weekend", cHalf: "half", cSeason: "season", cQuarterly: "quarterly", cHalfYear: "halfyearly",
		cDeictic: "deictic", cDaypart: "daypart", cLast: "last", cNext: "next", cStretch: "stretch",
		cRecent: "recent", cThis: "this", cThat: "that", cSame: "same", cEarly: "early", cMid: "mid",
		cLate: "late", cEarlier: "earlier", cLater: "later", cStart: "start", cEnd: "end", cAgo: "ago",
		cBack: "back", cBefore: "before", cAfter: "after", cOn: "on", cIn: "in", cCirca: "circa",
		cSince: "since", cUntil: "until", cBy: "by", cWithin: "within", cOver: "over", cFrom: "from",
		cTo: "to", cBetween: "between", cOf: "of", cAnd: "and", cThe: "the", cA: "a", cPoss: "poss",
		cEvery: "every", cDash: "dash", cSlash: "slash", cComma: "comma", cQuote: "quote",
		cGenitive: "genitive", cMarker: "marker", cMeasure: "measure", cEra: "era",
		cFiscal: "fiscal", cCard: "card", cScale: "scale", cVague: "vague", cOrd: "ord", cDecade: "decade",
	} {
		names[n] = className{class: c}
	}
	for m, n := range map[minor]string{
		mDoubtful: "doubtful", mShort: "short", mOld: "old", mAged: "aged", mTime: "time", mNow: "now",
		mStrike: "strike", mAbout: "about", mMoved: "moved", mNameSide: "nameside", mRecurring: "recurring", mOther: "other", mFuture: "future", mWas: "was", mIs: "is",
	} {
		names[n] = className{class: cOther, minor: m}
	}
	return names
}

// unit is a length of time.
type unit int8

const (
	noUnit unit = iota
	uSecond
	uMinute
	uHour
	uDay
	uWeek
	uFortnight
	uMonth
	uQuarter
	uYear
	uDecade
	uCentury
	uMillennium
)

// entry is what is known of one word.
type entry struct {
	class class
	minor minor
	val   int16
	num   float64
}

// merge adds another row of the same word. Two rows must not disagree on a value.
func (e *entry) merge(f entry) error {
	if e.val != 0 && f.val != 0 && e.val != f.val {
		return fmt.Errorf("two values, %d and %d", e.val, f.val)
	}
	if e.num != 0 && f.num != 0 && e.num != f.num {
		return fmt.Errorf("two numbers, %g and %g", e.num, f.num)
	}
	e.class |= f.class
	e.minor |= f.minor
	e.val |= f.val
	e.num += f.num
	return nil
}
