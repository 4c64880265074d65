package extract

// quote is a stretch between quotation marks: words (open, close) exclusive.
type quote struct {
	open, close int32 // the marks
	used        bool
}

// maxQuote bounds a quotation in words, so that a mark that is never closed
// does not swallow the page.
const maxQuote = 500

// findQuotes pairs quotation marks. A mark at the head of a paragraph goes on
// with the quotation of the one before when that was left open, as is the
// custom of newspapers; elsewhere a second opening mark means that the first
// was never closed.
func (p *page) findQuotes() []quote {
	var out []quote
	open := int32(-1)
	for i := int32(0); i < int32(len(p.Words)); i++ {
		paragraph := i > 0 && p.Words[i].Sent != p.Words[i-1].Sent && p.sentenceOf(i).ParagraphStart
		kind := p.quoteMark(i)
		if open >= 0 && i-open > maxQuote {
			open = -1
		}
		switch {
		case kind == noMark:
		case open >= 0 && paragraph: // repeated at the head of a paragraph
		case open < 0 && kind != closing:
			open = i
		case open >= 0 && kind != opening:
			if i > open+1 {
				out = append(out, quote{open: open, close: i})
			}
			open = -1
		case open >= 0: // a second opening mark: the first was never closed
			open = i
		}
	}
	return out
}

type markKind uint8

const (
	noMark markKind = iota
	opening
	closing
	either
)

// quoteMark tells what kind of quotation mark a word is. Single marks are left
// to apostrophes, unless they open a word.
func (p *page) quoteMark(i int32) markKind {
	switch p.Form(i) {
	case "“", "``", "«", "„":
		return opening
	case "”", "''", "»":
		return closing
	case "\"", "＂":
		// Straight marks: one that touches the word before it closes.
		if i > 0 && p.Words[i-1].End == p.Words[i].Start && (i+1 >= int32(len(p.Words)) || p.Words[i+1].Start > p.Words[i].End) {
			return closing
		}
		if i+1 < int32(len(p.Words)) && p.Words[i+1].Start == p.Words[i].End && (i == 0 || p.Words[i-1].End < p.Words[i].Start) {
			return opening
		}
		return either
	}
	return noMark
}

// quoteOver is the index of the quotation that covers word i, -1 for none.
func (s *speech) quoteOver(i int32) int {
	lo, hi := 0, len(s.quotes)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.quotes[mid].close < i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(s.quotes) && s.quotes[lo].open <= i {
		return lo
	}
	return -1
}
