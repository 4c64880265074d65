package filter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"chancery/internal/ontology"
)

// same are other spellings of values in closed lists.
var same = map[string]string{
	"true": "yes", "false": "no", "y": "yes", "n": "no",
	"verbal cooperation": "1", "material cooperation": "2", "verbal conflict": "3", "material conflict": "4",
	"verbal-cooperation": "1", "material-cooperation": "2", "verbal-conflict": "3", "material-conflict": "4",
	"canceled": "cancelled",
}

// set reads values of a closed list, and puts them in its order.
func (p *parser) set(spec Spec, items []item) (Expr, error) {
	var found []string
	for _, it := range items {
		if it.star || it.sector != "" {
			return nil, p.fail(it.at, "%s takes whole values from a list, without a star or slash", spec.Field)
		}
		text := strings.Join(strings.Fields(it.text), " ")
		v, ok := choose(spec.Values, text)
		if other := same[strings.ToLower(text)]; !ok && other != "" {
			v, ok = choose(spec.Values, other)
		}
		if !ok {
			return nil, p.noValue(spec, it, text)
		}
		found = append(found, v)
	}
	var any []string
	for _, v := range spec.Values {
		if slices.Contains(found, v) {
			any = append(any, v)
		}
	}
	return Set{spec.Field, any}, nil
}

func (p *parser) noValue(spec Spec, it item, text string) error {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return p.fail(it.at, "%s has no value %q; write -%s:%s to leave it out", spec.Field, text, spec.Field, rest)
	}
	if near := nearest(strings.ToLower(text), lower(spec.Values)); near != "" {
		v, _ := choose(spec.Values, near)
		return p.fail(it.at, "%s has no value %q; did you mean %s?", spec.Field, text, v)
	}
	return p.fail(it.at, "%s has no value %q; it has %s", spec.Field, text, strings.Join(spec.Values, ", "))
}

func lower(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ToLower(s)
	}
	return out
}

// star takes the wildcard off the end of a bare value.
func (p *parser) star(it item) (item, error) {
	if !it.quoted {
		rest, star := strings.CutSuffix(it.text, "*")
		it.text, it.star = rest, star
		if strings.Contains(rest, "*") {
			return it, p.fail(it.at, "a star may stand at the end only; put a star that is meant in quotes")
		}
	}
	return it, nil
}

func (p *parser) pattern(spec Spec, it item) (Text, error) {
	it, err := p.star(it)
	if err != nil {
		return Text{}, err
	}
	if it.sector != "" {
		return Text{}, p.fail(it.at, "%s takes no sector; /%s is for parties", spec.Field, it.sector)
	}
	t := Text{Text: strings.Join(strings.Fields(it.text), " "), Prefix: it.star, star: it.star}
	switch spec.Form {
	case NameForm:
		t.Text = Fold(it.text)
	case PrefixForm:
		t.Prefix, t.star = true, false
	}
	switch {
	case t.Text == "":
		return t, p.fail(it.at, "a value is missing before the star; take the test out to match all")
	case spec.Field == CAMEO && (strings.Trim(t.Text, "0123456789") != "" || len(t.Text) > 4):
		return t, p.fail(it.at, "%q is no CAMEO code; it is one to four digits with the leading zero, such as cameo:042", t.Text)
	case spec.Field == Document && strings.Trim(strings.ToLower(t.Text), "0123456789abcdef") != "":
		return t, p.fail(it.at, "%q is no SHA-256; give its first hex digits", t.Text)
	case spec.Field == Document:
		t.Text = strings.ToLower(t.Text)
	}
	return t, nil
}

func (p *parser) phrase(it item) (Phrase, error) {
	it, err := p.star(it)
	if err != nil {
		return Phrase{}, err
	}
	words := WordsOf(it.text)
	switch {
	case it.sector != "":
		return Phrase{}, p.fail(it.at, "a slash stands right behind the quotation mark; put it inside")
	case len(words) == 0:
		return Phrase{}, p.fail(it.at, "%q has no letter or digit to search for", it.text)
	}
	return Phrase{words, it.star}, nil
}

// party reads a country, body, key or name, with a sector behind a slash.
func (p *parser) party(spec Spec, it item) (Party, error) {
	name := it
	sector := it.sector
	if i := strings.LastIndexByte(it.text, '/'); sector == "" && i >= 0 && ontology.ValidSector(it.text[i+1:]) {
		sector, name.text = it.text[i+1:], it.text[:i]
	}
	if sector != "" && !ontology.ValidSector(sector) {
		return Party{}, p.fail(it.at, "there is no sector %q; the sectors are those of actor.sector, such as MIL", sector)
	}
	if strings.TrimSpace(name.text) == "" {
		return Party{Sector: sector}, nil
	}
	name, err := p.star(name)
	if err != nil {
		return Party{}, err
	}
	var out Party
	if spec.Form == BlocForm {
		out, err = p.bloc(name)
	} else {
		out, err = p.named(spec, name)
	}
	out.Sector = sector
	return out, err
}

func (p *parser) bloc(it item) (Party, error) {
	text := strings.Join(strings.Fields(it.text), " ")
	if p.opt.Names != nil && !it.star {
		if codes := p.opt.Names.Members(text); len(codes) > 0 {
			return Party{Text: text, Codes: codes}, nil
		}
	}
	return Party{}, p.fail(it.at, "no body or region with members is called %q; chancery registry find looks names up", text)
}

// named finds what a name stands for: a code, a key, else what the registry
// says, else the words themselves.
func (p *parser) named(spec Spec, it item) (Party, error) {
	text := strings.Join(strings.Fields(it.text), " ")
	phrase := Party{Name: Phrase{WordsOf(text), it.star}}
	code := strings.ToUpper(text)
	isCode := len(text) == 3 && !it.quoted && !it.star && spec.Field != Person
	switch {
	case len(phrase.Name.Words) == 0:
		return Party{}, p.fail(it.at, "%q has no letter or digit to search for", text)
	case it.star:
		return phrase, nil
	case isCode && ontology.ValidCode(code):
		return Party{Text: code, Codes: []string{code}}, nil
	case isKey(text):
		return Party{Text: text, Keys: []string{text}}, nil
	}
	joined := strings.Join(phrase.Name.Words, " ")
	if p.opt.Names != nil {
		for _, try := range []string{text, joined} {
			if codes, keys := p.opt.Names.Named(try, spec.Field); len(codes)+len(keys) > 0 {
				return sense(try, codes, keys), nil
			}
		}
	}
	if isCode && text == code && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return Party{}, p.fail(it.at, "no country or body has the code %s; put it in quotes to search for a name", text)
	}
	return phrase, nil
}

// sense is a party that the registry knows; a state alone is written by its code.
func sense(text string, codes, keys []string) Party {
	out := Party{Text: text, Codes: codes, Keys: keys}
	if len(codes) == 1 && len(keys) == 0 {
		out.Text = codes[0]
	}
	return out
}

// isKey tells the keys of registry and identities: "org/sco", "city/fra/paris".
func isKey(text string) bool {
	return strings.Contains(text, "/") && !strings.HasPrefix(text, "/") && !strings.HasSuffix(text, "/") && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789/-") == ""
}

// Range is a test of a number: an operator with X, or from X to Y.
type Range struct {
	Op   string // = < <= > >= ..
	X, Y float64
}

// Has says whether a number passes.
func (r Range) Has(v float64) bool {
	switch r.Op {
	case "<":
		return v < r.X
	case "<=":
		return v <= r.X
	case ">":
		return v > r.X
	case ">=":
		return v >= r.X
	case "..":
		return r.X <= v && v <= r.Y
	}
	return v == r.X
}

func (r Range) String() string {
	x := strconv.FormatFloat(r.X, 'f', -1, 64)
	switch r.Op {
	case "=":
		return x
	case "..":
		return x + ".." + strconv.FormatFloat(r.Y, 'f', -1, 64)
	}
	return r.Op + x
}

func (p *parser) number(spec Spec, it item) (Range, error) {
	text, op := it.text, "="
	for _, o := range []string{"<=", ">=", "<", ">", "="} {
		if rest, ok := strings.CutPrefix(text, o); ok {
			text, op = rest, o
			break
		}
	}
	low, high, stretch := strings.Cut(text, "..")
	r := Range{Op: op}
	var err error
	if r.X, err = number(low); err == nil && stretch {
		r.Op = ".."
		r.Y, err = number(high)
	}
	switch {
	case err != nil || it.star || it.sector != "" || stretch && op != "=":
		return r, p.fail(it.at, "%s takes a number, such as %s:2, %s:<=2 or %s:1..2, but has %q", spec.Field, spec.Field, spec.Field, spec.Field, it.text)
	case stretch && r.X > r.Y:
		return r, p.fail(it.at, "%s goes from the higher to the lower number; turn it round", it.text)
	}
	return r, nil
}

// number reads a plain decimal number.
func number(s string) (float64, error) {
	s = strings.Replace(s, "−", "-", 1)
	if strings.ContainsFunc(s, func(r rune) bool { return r != '-' && r != '.' && !unicode.IsDigit(r) }) || len(s) > 15 {
		return 0, fmt.Errorf("%q is no number", s)
	}
	v, err := strconv.ParseFloat(s, 64)
	if v == 0 {
		v = 0 // no −0
	}
	if err == nil && len(strconv.FormatFloat(v, 'f', -1, 64)) > 15 {
		return 0, fmt.Errorf("%q has too many digits", s)
	}
	return v, err
}
