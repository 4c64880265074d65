package extract

import "chancery/internal/syntax"

// quote is a stretch between quotation marks: words (open, close) exclusive.
type quote struct {
	open, close int32 // the marks
	used        bool
}

// maxQuote bounds a quotation in words, so that a mark that is never closed
// does not swallow the page.
const maxQuote = 6000

// markStyle tells which marks belong together.
type markStyle uint8

const (
	noStyle   markStyle = iota
	double              // " “ ” `` ''
	low                 // „ … “
	angled              // « … »
	inverted            // » … «
	singleton           // ‘ … ’ and ' … '
)

type markKind uint8

const (
	noMark markKind = iota
	opening
	closing
	either
)

// findQuotes pairs quotation marks; of nested ones it keeps the outer. A mark at
// the head of a paragraph goes on with the quotation of the one before when that
// was left open, as is the custom of newspapers. A quotation that a paragraph
// leaves open for good ends with it, if it began with it or behind a colon or
// comma; otherwise, and where a second mark opens, the first counts for nothing.
func (p *page) findQuotes() []quote {
	var out []quote
	open, style := int32(-1), noStyle
	for i := int32(0); i < int32(len(p.Words)); i++ {
		kind, own := p.quoteMark(i, open, style)
		paragraph := i > 0 && p.Words[i].Sent != p.Words[i-1].Sent && p.sentenceOf(i).ParagraphStart
		if open >= 0 && (i-open > maxQuote || paragraph && (own != style || kind == closing) && !p.closesNext(i, style)) {
			if q := (quote{open: open, close: i - 1}); i-open <= maxQuote && p.endsOpen(q) {
				out = append(out, q)
			}
			open = -1
			kind, own = p.quoteMark(i, open, noStyle)
		}
		switch {
		case kind == noMark:
		case open >= 0 && paragraph: // repeated at the head of a paragraph
		case open < 0 && kind != closing:
			open, style = i, own
		case open >= 0 && kind != opening:
			if i > open+1 {
				out = append(out, quote{open: open, close: i})
			}
			open = -1
		case open >= 0: // a second opening mark: the first was never closed
			open, style = i, own
		}
	}
	if n := int32(len(p.Words)); open >= 0 && n-open <= maxQuote {
		if q := (quote{open: open, close: n - 1}); p.endsOpen(q) {
			out = append(out, q)
		}
	}
	return out
}

// maxAhead bounds how far a quotation that a paragraph leaves open looks for its
// end.
const maxAhead = 400

// closesNext says whether the next mark of a style, from the head of a paragraph
// on, closes: then the paragraphs belong to one quotation.
func (p *page) closesNext(i int32, style markStyle) bool {
	if style == singleton {
		return false
	}
	for j := i; j < int32(len(p.Words)) && j < i+maxAhead; j++ {
		if p.Words[j].End-p.Words[j].Start > 4 {
			continue
		}
		if kind, own := p.markAlone(j); own == style && kind != noMark {
			return kind == closing && j > i
		}
	}
	return false
}

// endsOpen says whether a quotation that is never closed may count as one to the
// end of its paragraph: it opens the paragraph or follows a colon or comma, and
// whole sentences fill it.
func (p *page) endsOpen(q quote) bool {
	if q.close-q.open < 5 {
		return false
	}
	switch p.Form(q.close) {
	case ".", "?", "!", "…":
	default:
		return false
	}
	if s := p.sentenceOf(q.open); s.First == q.open {
		return s.ParagraphStart && p.Words[q.open+1].UPOS != syntax.PUNCT
	}
	switch p.Form(q.open - 1) {
	case ":", ",":
		return true
	}
	return false
}

// quoteMark tells what word i does as a quotation mark, given the one that is
// open. A mark of another style inside an open quotation is none.
func (p *page) quoteMark(i, open int32, style markStyle) (markKind, markStyle) {
	if p.Words[i].UPOS == syntax.PART || p.Words[i].End-p.Words[i].Start > 4 {
		return noMark, noStyle
	}
	kind, own := p.markAlone(i)
	switch {
	case own == noStyle || open < 0:
		if own == singleton && kind == opening && !p.closesSoon(i) {
			return noMark, noStyle
		}
		return kind, own
	case own == style && style == low: // „…„
		return opening, low
	case style == low && own == double && kind != noMark:
		return closing, low
	case style == inverted && own == angled: // »…«
		return closing, inverted
	case style == angled && own == inverted:
		return closing, angled
	case own == style:
		return kind, own
	}
	return noMark, noStyle
}

// markAlone tells a quotation mark by its form and the spaces around it.
func (p *page) markAlone(i int32) (markKind, markStyle) {
	switch p.Form(i) {
	case "“", "``", "〝":
		return opening, double
	case "”", "〞":
		return closing, double
	case "\"", "＂", "''":
		return p.bySpaces(i), double
	case "„":
		return opening, low
	case "«":
		if p.bySpaces(i) == closing {
			return closing, inverted
		}
		return opening, angled
	case "»":
		if p.bySpaces(i) == opening {
			return opening, inverted
		}
		return closing, angled
	case "‘", "‚":
		return opening, singleton
	case "’", "'":
		if k := p.bySpaces(i); k != either {
			return k, singleton
		}
	}
	return noMark, noStyle
}

// bySpaces tells a mark that looks the same on both sides by what it touches:
// one that touches the word before it closes.
func (p *page) bySpaces(i int32) markKind {
	before := i > 0 && p.Words[i-1].End == p.Words[i].Start
	after := i+1 < int32(len(p.Words)) && p.Words[i+1].Start == p.Words[i].End
	if before && after {
		switch {
		case p.Words[i+1].UPOS == syntax.PUNCT:
			before, after = true, false
		case p.Words[i-1].UPOS == syntax.PUNCT && p.Words[i-1].Norm != "," && p.Words[i-1].Norm != ".":
			before, after = false, true
		}
	}
	switch {
	case before && !after:
		return closing
	case after && !before:
		return opening
	}
	return either
}

// maxSingle bounds how far a single mark looks for its other half.
const maxSingle = 120

// closesSoon says whether a single mark that opens is closed in its paragraph: an
// apostrophe that begins a word is not.
func (p *page) closesSoon(i int32) bool {
	for j := i + 1; j < int32(len(p.Words)) && j < i+maxSingle; j++ {
		if p.Words[j].Sent != p.Words[j-1].Sent && p.sentenceOf(j).ParagraphStart {
			return false
		}
		if p.Words[j].UPOS == syntax.PART {
			continue
		}
		if kind, own := p.markAlone(j); own == singleton && kind != noMark {
			return kind == closing && j > i+1
		}
	}
	return false
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

// isMark says whether a word is the mark of a quotation.
func (s *speech) isMark(i int32) bool {
	q := s.quoteOver(i)
	return q >= 0 && (s.quotes[q].open == i || s.quotes[q].close == i)
}
