package extract

import (
	"strconv"
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// money is a sum that the text names.
type money struct {
	value    float64
	currency string // ISO 4217
	lo, hi   int32
}

// moneyAt reads the sum that begins at a word: "$1.5 billion", "20 million
// euros", "300 Canadian dollars".
func (p *page) moneyAt(sent *syntax.Sentence, i int32) (money, bool) {
	switch {
	case p.Words[i].UPOS == syntax.SYM, hasSuffix(p.Words[i].Norm, "$"):
		if currency := p.words.currency[strings.ToLower(p.Form(i))]; currency != "" && i+1 < sent.End {
			n, ok := p.grammar.Number(p.Text, p.Words[i+1:min(sent.End, i+1+numberBack)])
			m := money{n.Value, currency, i, i + 1 + int32(n.Words)}
			if m.hi < sent.End && p.Words[m.hi].Start == p.Words[m.hi-1].End {
				if scale := p.words.scale[p.Words[m.hi].Norm]; scale > 0 { // $300m
					m.value *= scale
					m.hi++
				}
			}
			return m, ok && !n.Vague
		}
	case p.Words[i].UPOS == syntax.NUM:
		if i > sent.First && (p.Words[i-1].UPOS == syntax.NUM || p.Words[i-1].UPOS == syntax.SYM) {
			return money{}, false
		}
		if m, ok := p.glued(i); ok {
			return m, true
		}
		n, ok := p.grammar.Number(p.Text, p.Words[i:min(sent.End, i+numberBack)])
		end := i + int32(n.Words)
		if !ok || n.Vague || end >= sent.End {
			return money{}, false
		}
		if currency := p.words.currency[p.Words[end].Lemma]; currency != "" {
			return money{n.Value, currency, i, end + 1}, true
		}
		if end+1 < sent.End {
			currency := p.words.currency[p.Words[end].Norm+" "+p.Words[end+1].Lemma]
			return money{n.Value, currency, i, end + 2}, currency != ""
		}
	}
	return money{}, false
}

// glued reads a sum that is one word: "€300,000".
func (p *page) glued(i int32) (money, bool) {
	form := strings.ToLower(p.Form(i))
	at := strings.IndexAny(form, "0123456789")
	if at <= 0 || p.words.currency[form[:at]] == "" {
		return money{}, false
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(form[at:], ",", ""), 64)
	return money{value, p.words.currency[form[:at]], i, i + 1}, err == nil
}

// payer is the event whose words a sum stands below; -1 for none.
func (c *coder) payer(i int32, events []int32) int32 {
	for h, n := i, 0; h >= 0 && n < 6; h, n = c.Words[h].Head, n+1 {
		for _, k := range events {
			e := &c.events[k]
			if e.i == h || e.pos == 'n' && e.light == h {
				return k
			}
			for _, part := range e.parts {
				if part == h {
					return k
				}
			}
		}
	}
	return -1
}

// amounts writes sums of money.
func (p *page) amounts(list []money) []record.Amount {
	var out []record.Amount
	for _, m := range list {
		out = append(out, record.Amount{Value: m.value, Currency: m.currency, Text: p.words2span(m.lo, m.hi)})
	}
	return out
}
