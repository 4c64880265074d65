package timex

import "chancery/record"

// op is the kind of a meaning.
type op uint8

const (
	opNone    op = iota // nothing that a calendar could tell
	opDate              // year, month and day, the later or the former of them missing
	opYears             // n years from year
	opWeekday           // wday
	opSeason            // season idx of year
	opQuarter           // quarter idx of year
	opHalf              // half idx of year
	opFeast             // phrase
	opPeriod            // phrase
	opUnit              // the unit that holds the base
	opStretch           // n units that end or begin at the base
	opShift             // n units from the base, the sign in n
	opIn                // "in two days": n units ahead, or a length, by tense
	opWeekend           //
	opDayOf             // day of the month, "the 22nd"
)

// pick is how a word chooses among the days of one name.
type pick int8

const (
	pickTense    pick = iota // by the tense: "on Monday", "in June"
	pickLast                 // "last Monday"
	pickThis                 // "this Monday"
	pickNext                 // "next Monday"
	pickThat                 // "that Monday": the one of the narrative
	pickPast                 // "this past Monday"
	pickComing               // "this coming Monday"
	pickLastYear             // "in June last year"
	pickNextYear             // "in June next year"
	pickNear                 // "yesterday, 23 September": the nearest
	pickOfWeek               // "Monday last week": n weeks on
)

// part narrows a stretch.
type part uint8

const (
	whole     part = iota
	early          // "early June"
	mid            // "mid-June"
	late           // "late June"
	starting       // "the beginning of June"
	ending         // "the end of June"
	firstDay       // "since the beginning of June"
	lastDay        // "by the end of June"
	earlier        // "earlier this month"
	later          // "later this month"
	firstHalf      // "the first half of June"
	lastHalf
	counted // "the first week of June"
)

// meaning is what an expression says, before any anchor.
type meaning struct {
	n         float32 // count of units or years, negative for backward; days after day, of a date
	phrase    int16   // which of the phrases of head
	head      uint16  // id of the first word of a feast or period
	shift     int16   // units from what the rest says: "two days after Christmas"
	year      int32   // when dated
	dated     bool
	narrative bool // counts from the narrative, not from the anchor day
	lean      int8 // −1 after "since", +1 after "until" and "by": what the tense leaves open
	month     int8
	day       int8
	wday      int8
	idx       int8
	place     int8 // of a counted part: first 1, last −1
	count     int8 // how many units it has
	partDay   int8 // its weekday, or 0
	partUnit  unit
	op        op
	unit      unit
	shiftUnit unit
	pick      pick
	part      part
}

// grain is the precision that the words of m claim.
func (m *meaning) grain() record.Grain {
	if m.shiftUnit != noUnit {
		return unitGrain(m.shiftUnit)
	}
	switch m.part {
	case firstDay, lastDay:
		return record.Day
	case counted:
		return unitGrain(m.partUnit)
	}
	switch m.op {
	case opDate:
		switch {
		case m.day != 0:
			return record.Day
		case m.month != 0:
			return record.Month
		}
		return record.Year
	case opYears, opPeriod:
		return record.Year
	case opSeason, opQuarter, opHalf:
		return record.Quarter
	case opUnit, opStretch, opShift, opIn:
		return unitGrain(m.unit)
	}
	return record.Day
}

func unitGrain(u unit) record.Grain {
	switch u {
	case uWeek, uFortnight:
		return record.Week
	case uMonth:
		return record.Month
	case uQuarter:
		return record.Quarter
	case uYear, uDecade, uCentury, uMillennium:
		return record.Year
	}
	return record.Day
}

// relative says whether m needs an anchor.
func (m *meaning) relative() bool {
	switch m.op {
	case opNone, opPeriod, opYears:
		return false
	case opDate, opSeason, opQuarter, opHalf, opFeast, opWeekend:
		return !m.dated
	}
	return true
}
