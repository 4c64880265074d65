package filter

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Options are what a filter is read against.
type Options struct {
	// For is what is asked of; zero is Events. A field that it does not have is an error.
	For Target
	// Names resolves countries, bodies and places; without it only codes and keys
	// are known, and all else is a name.
	Names Names
	// Today is the day that 30d and today count from, as 2006-01-02; without it
	// they are an error.
	Today string
}

const (
	maxText  = 8 << 10 // bytes of a filter, as given and in canonical form
	maxDepth = 40      // of an Expr
	maxNest  = 100     // parentheses and nots inside one another
)

var table = sync.OnceValue(Specs)

// Parse reads a filter. What is wrong with it is told by an *Error.
func Parse(text string, opt Options) (e Expr, err error) {
	if opt.For == 0 {
		opt.For = Events
	}
	p := &parser{text: text, opt: opt}
	if len(text) > maxText {
		return nil, p.fail(0, "the filter has %d bytes, %d are allowed; split it, or name a body with actor.bloc instead of a list", len(text), maxText)
	}
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			return nil, p.fail(i, "the text is not valid UTF-8")
		case unicode.IsControl(r) && !unicode.IsSpace(r):
			return nil, p.fail(i, "there is a control character; take it out")
		}
	}
	if p.space(); p.at == len(text) {
		return All{}, nil
	}
	if e, err = p.or(0); err != nil {
		return nil, err
	}
	if p.at < len(text) {
		return nil, p.fail(p.at, "there is a %q too many; open it with \"(\" or take it out", text[p.at:p.at+1])
	}
	switch {
	case depth(e) > maxDepth:
		return nil, p.fail(0, "and, or and not stand more than %d deep; write it flatter", maxDepth)
	case len(e.String()) > maxText:
		return nil, p.fail(0, "the filter is too long: %d bytes when it is written out, %d are allowed", len(e.String()), maxText)
	}
	return e, nil
}

// depth counts how deep expressions stand in one another.
func depth(e Expr) int {
	deepest := func(of []Expr) (most int) {
		for _, x := range of {
			most = max(most, depth(x))
		}
		return most
	}
	switch e := e.(type) {
	case And:
		return 1 + deepest(e.Of)
	case Or:
		return 1 + deepest(e.Of)
	case Not:
		return 1 + depth(e.X)
	}
	return 1
}

// parser goes through the text once, from left to right.
type parser struct {
	text string
	at   int
	opt  Options
}

func (p *parser) space() {
	rest := strings.TrimLeftFunc(p.text[p.at:], unicode.IsSpace)
	p.at = len(p.text) - len(rest)
}

// take eats a text if it comes next.
func (p *parser) take(s string) bool {
	ok := strings.HasPrefix(p.text[p.at:], s)
	if ok {
		p.at += len(s)
	}
	return ok
}

// word eats a keyword, in any case, if it comes next and stands alone.
func (p *parser) word(s string) bool {
	rest := p.text[p.at:]
	if len(rest) < len(s) || !strings.EqualFold(rest[:len(s)], s) {
		return false
	}
	if next, _ := utf8.DecodeRuneInString(rest[len(s):]); len(rest) > len(s) && !unicode.IsSpace(next) && next != '(' && next != ')' && next != '"' {
		return false
	}
	p.at += len(s)
	return true
}

func (p *parser) or(depth int) (Expr, error) {
	var of []Expr
	for {
		x, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		of = append(of, x)
		if !p.word("or") && !p.take("|") {
			return or(of), nil
		}
		p.space()
	}
}

func (p *parser) and(depth int) (Expr, error) {
	var of []Expr
	for {
		x, err := p.unary(depth)
		if err != nil {
			return nil, err
		}
		of = append(of, x)
		p.space()
		begin := p.at
		if p.word("and") || p.take("&") {
			p.space()
			continue
		}
		if p.at == len(p.text) || p.text[p.at] == ')' || p.text[p.at] == '|' || p.word("or") {
			p.at = begin
			return and(of), nil
		}
	}
}

func (p *parser) unary(depth int) (Expr, error) {
	begin := p.at
	if depth > maxNest {
		return nil, p.fail(begin, "parentheses and nots stand more than %d deep; write it flatter", maxNest)
	}
	switch {
	case p.take("-") || p.take("!") || p.word("not"):
		p.space()
		x, err := p.unary(depth + 1)
		if err != nil {
			return nil, err
		}
		return not(x), nil
	case p.take("("):
		return p.group(begin, depth+1)
	}
	return p.term()
}

func (p *parser) group(begin, depth int) (Expr, error) {
	p.space()
	if p.take(")") {
		return nil, p.fail(begin, "there is nothing between the parentheses; write a test there or take them out")
	}
	x, err := p.or(depth)
	if err != nil {
		return nil, err
	}
	if !p.take(")") {
		return nil, p.fail(begin, "the parenthesis is not closed; add \")\"")
	}
	return x, nil
}

// term reads field:values, or words that stand alone.
func (p *parser) term() (Expr, error) {
	begin := p.at
	switch {
	case p.at == len(p.text):
		return nil, p.fail(begin, "the filter breaks off; a test such as actor:CHN is missing at the end")
	case p.word("or"), p.word("and"), p.take("|"), p.take("&"):
		return nil, p.fail(begin, "a test is missing before %q; write one, or put the word in quotes to search for it", p.text[begin:p.at])
	case p.take(")"), p.take(","):
		return nil, p.fail(begin, "a test such as actor:CHN is missing before %q", p.text[begin:p.at])
	}
	name := p.name()
	if name == "" {
		return p.loose(begin)
	}
	spec, ok := specOf(name)
	if !ok {
		return nil, p.unknown(begin, name)
	}
	if spec.Of&p.opt.For == 0 {
		return nil, p.misplaced(begin, spec)
	}
	if spec.Form != NumberForm {
		p.take("=")
		if compared := p.text[p.at:]; strings.HasPrefix(compared, "<") || strings.HasPrefix(compared, ">") {
			return nil, p.fail(p.at, "%s cannot be compared by < and >, only numbers can; for days write since:2023-05 and until:2023-06", spec.Field)
		}
	}
	items, err := p.items()
	if err != nil {
		return nil, err
	}
	return p.leaf(begin, spec, items)
}

// name eats "field:" or "field" before a comparison, and gives the field.
func (p *parser) name() string {
	rest := p.text[p.at:]
	end := strings.IndexFunc(rest, func(r rune) bool {
		return r != '.' && r != '_' && r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	if end <= 0 || !strings.ContainsRune(":<>=", rune(rest[end])) {
		return ""
	}
	if p.at += end; rest[end] == ':' {
		p.at++
	}
	return rest[:end]
}

// loose reads words without a field, which stand for text.
func (p *parser) loose(begin int) (Expr, error) {
	field := Content
	spec, _ := specOf(string(field))
	if spec.Of&p.opt.For == 0 {
		return nil, p.misplaced(begin, spec)
	}
	it, err := p.item()
	if err != nil {
		return nil, err
	}
	return p.leaf(begin, spec, []item{it})
}

// item is one value as written.
type item struct {
	at     int
	text   string
	quoted bool
	star   bool   // a wildcard behind
	sector string // behind a slash, after quotes
}

func (p *parser) items() ([]item, error) {
	var out []item
	for {
		it, err := p.item()
		if err != nil {
			return nil, err
		}
		if out = append(out, it); !p.take(",") {
			return out, nil
		}
	}
}

// item reads a quoted text or one that goes on to the next space, parenthesis,
// comma or quotation mark.
func (p *parser) item() (item, error) {
	it := item{at: p.at}
	if p.take(`"`) {
		it.quoted = true
		text, err := p.quote(it.at)
		if err != nil {
			return it, err
		}
		it.text = text
	}
	rest := p.text[p.at:]
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`(),"`, r) })
	if end < 0 {
		end = len(rest)
	}
	bare := rest[:end]
	p.at += end
	if p.at < len(p.text) && p.text[p.at] == '"' {
		return it, p.fail(p.at, "there is a quotation mark in the middle; begin the value with it, and write \\\" for one inside")
	}
	if it.quoted {
		it.star = strings.HasPrefix(bare, "*")
		bare = strings.TrimPrefix(bare, "*")
		if sector, ok := strings.CutPrefix(bare, "/"); ok {
			it.sector, bare = sector, ""
		}
		if bare != "" {
			return it, p.fail(p.at-len(bare), "%q stands right behind the quotation mark; put a space or a comma between", bare)
		}
	} else {
		it.text = bare
	}
	if strings.TrimSpace(it.text) == "" && it.sector == "" {
		return it, p.fail(it.at, "a value is missing; write one, as in actor:CHN")
	}
	return it, nil
}

// quote reads on to the closing mark; \" and \\ stand for the mark and the stroke.
func (p *parser) quote(begin int) (string, error) {
	var b strings.Builder
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == '"':
			return b.String(), nil
		case c == '\\' && p.at < len(p.text) && strings.IndexByte(`"\`, p.text[p.at]) >= 0:
			b.WriteByte(p.text[p.at])
			p.at++
		default:
			b.WriteByte(c)
		}
	}
	return "", p.fail(begin, "the quotation mark is not closed; add one at the end")
}

// special tells the characters for which a value is written in quotes.
func special(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`(),"*\<>=`, r) }

// leaf makes the expression of a field and its values.
func (p *parser) leaf(begin int, spec Spec, items []item) (Expr, error) {
	switch spec.Form {
	case PairForm:
		return p.pair(begin, items)
	case PartyForm, BlocForm:
		any, err := each(items, func(it item) (Party, error) { return p.party(spec, it) })
		return Parties{spec.Field, any}, err
	case SetForm:
		return p.set(spec, items)
	case PrefixForm, NameForm, IDForm:
		any, err := each(items, func(it item) (Text, error) { return p.pattern(spec, it) })
		return Pattern{spec.Field, any}, err
	case WordForm:
		any, err := each(items, func(it item) (Phrase, error) { return p.phrase(it) })
		return Words{spec.Field, any}, err
	case NumberForm:
		any, err := each(items, func(it item) (Range, error) { return p.number(spec, it) })
		return Numbers{spec.Field, any}, err
	}
	if len(items) > 1 && (spec.Field == Since || spec.Field == Until) {
		return nil, p.fail(items[1].at, "%s takes one day; on takes several, or a stretch such as on:2023-05..2023-07", spec.Field)
	}
	any, err := each(items, func(it item) (Period, error) { return p.period(spec, it) })
	return Days{spec.Field, any}, err
}

// each reads all values, and leaves out what is written twice.
func each[T interface{ String() string }](items []item, read func(item) (T, error)) ([]T, error) {
	var out []T
	for _, it := range items {
		v, err := read(it)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(o T) bool { return o.String() == v.String() }) {
			out = append(out, v)
		}
	}
	return out, nil
}

// pair reads between:A,B as party:A party:B.
func (p *parser) pair(begin int, items []item) (Expr, error) {
	if len(items) != 2 {
		return nil, p.fail(begin, "between takes two parties, as in between:CHN,RUS, but has %d", len(items))
	}
	spec, _ := specOf(string(Side))
	var of []Expr
	for _, it := range items {
		party, err := p.party(spec, it)
		if err != nil {
			return nil, err
		}
		of = append(of, Parties{Side, []Party{party}})
	}
	return and(of), nil
}
