package timex

import "chancery/internal/syntax"

// Num is a number as the words give it.
type Num struct {
	Value float64
	Words int  // how many words it takes
	Vague bool // "dozens", "several", "hundreds of thousands": Value is a guess
}

// Number reads the cardinal that the words begin with: "1,500", "two hundred and
// five", "1.5 million", "a dozen", "dozens". It gives false when there is none.
func (g *Grammar) Number(text string, words []syntax.Word) (Num, bool) {
	return g.measure(text, words, false)
}

// Ordinal reads the ordinal that the words begin with: "11th", "twenty-first".
func (g *Grammar) Ordinal(text string, words []syntax.Word) (Num, bool) {
	return g.measure(text, words, true)
}

// longestNumber is more words than any number of a news text takes.
const longestNumber = 16

func (g *Grammar) measure(text string, words []syntax.Word, ordinal bool) (Num, bool) {
	var buf [2 * longestNumber]tok
	s := scan{g: g, text: text, words: words[:min(len(words), longestNumber)]}
	s.toks, _ = s.lex(buf[:0])
	q, n := s.number(0)
	if ordinal {
		q, n = s.ordinal(0)
	}
	if n == 0 || !s.toks[n-1].last {
		return Num{}, false
	}
	return Num{Value: q.value, Words: int(s.toks[n-1].word) + 1, Vague: q.vague}, true
}

// quantity is a number, sure or not.
type quantity struct {
	value float64
	vague bool
}

// number reads a cardinal at i and gives how many toks it takes.
func (s *scan) number(i int) (quantity, int) {
	t := s.at(i)
	switch {
	case t.is(cVague):
		return s.vague(i)
	case t.is(cA):
		return s.counted(i)
	case t.is(cHalf):
		n := 1
		if s.at(i + 1).is(cA | cDash) {
			n = 2
		}
		if d := s.at(i + n); d.is(cScale) && !d.is(cPlural) {
			return quantity{value: d.num / 2}, n + 1
		}
		return quantity{}, 0
	case t.is(cCard), t.is(cScale):
		return s.cardinal(i)
	}
	return quantity{}, 0
}

// counted reads "a hundred", "a dozen", "a couple of", "a few".
func (s *scan) counted(i int) (quantity, int) {
	next := s.at(i + 1)
	switch {
	case next.is(cVague):
		return s.vague(i + 1)
	case next.is(cScale):
		q, n := s.cardinal(i + 1)
		return q, n + 1
	case next.is(cCard) && next.digits == 0 && s.at(i+2).is(cOf):
		return quantity{value: next.num}, 3
	}
	return quantity{}, 0
}

// vague reads "dozens", "several", "hundreds of thousands"; the count includes
// an article before.
func (s *scan) vague(i int) (quantity, int) {
	q, n := quantity{s.at(i).num, true}, 1
	for n < longestNumber {
		k := i + n
		if s.at(k).is(cOf) && s.at(k+1).is(cVague|cScale) {
			k++
		}
		if next := s.at(k); next.is(cScale) || k > i+n && next.is(cVague) {
			q.value *= next.num / pluralOf(next)
			n = k + 1 - i
			continue
		}
		break
	}
	if i > 0 && s.at(i-1).is(cA) {
		n++
	}
	return q, n
}

// pluralOf undoes the guess of a plural: "tens of thousands" is 20 × 1,000.
func pluralOf(t *tok) float64 {
	if t.is(cVague) {
		return 2
	}
	return 1
}

// cardinal reads digits or numerals in words, with their scales.
func (s *scan) cardinal(i int) (quantity, int) {
	total, part, n := 0.0, 0.0, 0
	seen := false // part has a value
	floor := 1e18 // scales must fall
loop:
	for n < longestNumber {
		step := s.link(i+n, seen)
		t := s.at(i + n + step - 1)
		switch {
		case t.is(cCard):
			if seen && !fits(part, t) || n > 0 && t.digits > 0 {
				break loop
			}
			part, seen = part+t.num, true
		case !t.is(cScale) || step > 1:
			break loop
		case t.num == 100 && part <= 99:
			part, seen = max(part, 1)*100, true
		case t.num == 100 || t.num >= floor || !seen && n > 0:
			break loop
		default:
			if !seen {
				part = 1
			}
			total, part, seen, floor = total+part*t.num, 0, false, t.num
		}
		n += step
	}
	if n == 0 {
		return quantity{}, 0
	}
	half, m := s.fraction(i + n)
	return quantity{value: total + part + half}, n + m
}

// link is how far the next numeral is: 2 when an "and" or a hyphen at i joins it
// to the number before, else 1.
func (s *scan) link(i int, seen bool) int {
	t := s.at(i)
	if t.is(cAnd) && s.hundreds(i) || t.is(cDash) && seen && s.tens(i-1) {
		return 2
	}
	return 1
}

// hundreds says whether the number before the "and" at i can go on after it:
// "two hundred and five", not "five and six".
func (s *scan) hundreds(i int) bool {
	return s.at(i-1).is(cScale) && s.at(i+1).is(cCard) && s.at(i+1).digits == 0
}

func (s *scan) tens(i int) bool {
	t := s.at(i)
	return t.is(cCard) && t.digits == 0 && t.num >= 20
}

// fits says whether a numeral below a hundred can follow what was read.
func fits(part float64, t *tok) bool {
	if t.digits > 0 || part != float64(int(part)) {
		return false
	}
	low := int(part) % 100
	return low == 0 && t.num < 100 || low >= 20 && low%10 == 0 && t.num < 10 && t.num > 0
}

// fraction reads "and a half" or "1/2" after a number.
func (s *scan) fraction(i int) (float64, int) {
	if s.at(i).is(cAnd) && s.at(i+1).is(cA) && s.at(i+2).is(cHalf) {
		return 0.5, 3
	}
	if s.at(i).plain(1, 3) && s.at(i+1).is(cSlash) && s.at(i+2).plain(2, 4) && s.at(i+1).glued {
		return s.at(i).num / s.at(i+2).num, 3
	}
	return 0, 0
}

// ordinal reads an ordinal at i: "11th", "second", "twenty-first", "two hundredth".
func (s *scan) ordinal(i int) (quantity, int) {
	t := s.at(i)
	if t.is(cOrd) {
		return quantity{value: t.num}, 1
	}
	if !t.is(cCard|cScale) || t.digits > 0 {
		return quantity{}, 0
	}
	q, n := s.cardinal(i)
	k := i + n
	if s.at(k).is(cDash | cAnd) {
		k++
	}
	last := s.at(k)
	switch {
	case !last.is(cOrd):
		return quantity{}, 0
	case last.num >= 100:
		return quantity{value: q.value * last.num}, k + 1 - i
	case int(q.value)%10 != 0 || last.num > 9 && int(q.value)%100 != 0:
		return quantity{}, 0
	}
	return quantity{value: q.value + last.num}, k + 1 - i
}
