// Package lemma gives lemmas and features by rules that are looked up by the
// end of the word and its tags, the longest known end first; the whole word is
// the longest end, so the lexicon and the rules are one table.
//
// What must stay true:
//   - Applying a rule never fails, whatever the word.
//   - The strings given are shared between equal words of a text.
package lemma

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/linear"
	"chancery/internal/stage/analyse/form"
)

// Case is what a rule does to the letters.
type Case uint8

// The cases.
const (
	Small Case = iota // all small
	Keep              // as they stand
	Head              // first large, the rest small
)

// Rule turns a form into a lemma.
type Rule struct {
	Case Case   `json:"c,omitempty"`
	Cut  int    `json:"n,omitempty"` // runes taken from the end
	Add  string `json:"a,omitempty"` // put there instead
}

// Apply gives the lemma of a form.
func (r Rule) Apply(text string) string {
	rs := cased(text, r.Case)
	rs = rs[:len(rs)-min(r.Cut, len(rs))]
	if len(rs) == 0 && r.Add == "" {
		return text
	}
	return string(rs) + r.Add
}

func cased(text string, c Case) []rune {
	rs := make([]rune, 0, len(text))
	for i, r := range text {
		switch {
		case c == Small || c == Head && i > 0:
			r = unicode.ToLower(r)
		case c == Head:
			r = unicode.ToUpper(r)
		}
		rs = append(rs, form.Straight(r))
	}
	return rs
}

// Find gives the cheapest rule that turns text into lemma.
func Find(text, lemma string) Rule {
	best, cost := Rule{}, 1<<30
	want := []rune(lemma)
	for _, c := range [...]Case{Small, Keep, Head} {
		rs := cased(text, c)
		same := 0
		for same < len(rs) && same < len(want) && rs[same] == want[same] {
			same++
		}
		if n := len(rs) - same + len(want) - same; n < cost {
			best, cost = Rule{c, len(rs) - same, string(want[same:])}, n
		}
	}
	return best
}

// MaxEnd is the number of runes of the longest end looked up, short of the whole.
const MaxEnd = 7

// The places of the keys: the first three are of the whole word, with all its
// tags, with folded spelling, and with its universal tag alone. The last of
// them says nothing of features.
const (
	Loose = 2
	Ends  = 3
)

// Keys appends the keys a word is looked up by, the most exact first.
func Keys(f *form.Form, upos, xpos uint8, dst []uint32) []uint32 {
	tags := uint32(upos)<<8 | uint32(xpos)
	dst = append(dst, linear.Hash(1, linear.Join(f.Exact, tags)), linear.Hash(2, linear.Join(f.Key, tags)),
		linear.Hash(20, linear.Join(f.Key, uint32(upos))))
	var ends [MaxEnd + 1]uint32
	n, h := 1, uint32(11)
	ends[0] = linear.Hash(3, linear.Join(h, tags))
	for rest := f.Norm; n <= MaxEnd && rest != ""; n++ {
		r, size := utf8.DecodeLastRuneInString(rest)
		if '0' <= r && r <= '9' {
			r = '0'
		}
		rest = rest[:len(rest)-size]
		h = linear.Join(h, uint32(r))
		ends[n] = linear.Hash(3+uint32(n), linear.Join(h, tags))
	}
	for n--; n >= 0; n-- {
		dst = append(dst, ends[n])
	}
	return dst
}

// Table is what a key gives, by number.
type Table map[uint32]uint16

// Look gives the first number that one of the keys has.
func (t Table) Look(keys []uint32) (uint16, bool) {
	for _, k := range keys {
		if v, ok := t[k]; ok {
			return v, true
		}
	}
	return 0, false
}

// Lemmatiser is a trained table of rules and of features.
type Lemmatiser struct {
	Rules   []Rule
	Feats   []string
	ByRule  Table
	ByFeats Table
	Bases   *Bases // nil where there are none
}

// Result is what a word gets.
type Result struct{ Lemma, Feats string }

// Scratch keeps the results of words met.
type Scratch struct {
	keys  []uint32
	cache map[uint64]Result
	round int
}

// Word gives the lemma and features of a word with its tags.
func (l *Lemmatiser) Word(f *form.Form, id int32, upos, xpos uint8, round int, w *Scratch) Result {
	if w.cache == nil || w.round != round {
		w.cache, w.round = make(map[uint64]Result, 1<<12), round
	}
	key := uint64(id)<<16 | uint64(upos)<<8 | uint64(xpos)
	if r, ok := w.cache[key]; ok {
		return r
	}
	w.keys = Keys(f, upos, xpos, w.keys[:0])
	var r Result
	r.Lemma = l.lemma(f, upos, w.keys)
	if n, ok := l.ByFeats.Look(w.keys); ok {
		r.Feats = l.Feats[n]
	}
	w.cache[key] = r
	return r
}

// lemma gives the lemma of a word by its keys.
func (l *Lemmatiser) lemma(f *form.Form, upos uint8, keys []uint32) string {
	if f.Lemma != "" && (f.Only == 0 || f.Only == upos) {
		return f.Lemma
	}
	if n, ok := l.ByRule.Look(keys[:Ends]); ok {
		return l.Rules[n].Apply(f.Plain)
	}
	out := f.Norm
	if n, ok := l.ByRule.Look(keys[Ends:]); ok {
		out = l.Rules[n].Apply(f.Plain)
	}
	return l.Bases.Mend(f.Norm, out, upos)
}

// stored is the JSON form of the inventories.
type stored struct {
	Rules []Rule
	Feats []string
}

// Encode gives the inventories as JSON and the two tables in binary.
func (l *Lemmatiser) Encode() (inventories, tables []byte, err error) {
	inventories, err = json.Marshal(stored{l.Rules, l.Feats})
	if err != nil {
		return nil, nil, fmt.Errorf("cannot write lemma rules: %w", err)
	}
	return inventories, appendTable(appendTable(nil, l.ByRule), l.ByFeats), nil
}

// Decode reads what Encode wrote.
func Decode(inventories, tables []byte) (*Lemmatiser, error) {
	var s stored
	if err := json.Unmarshal(inventories, &s); err != nil {
		return nil, fmt.Errorf("cannot read lemma rules: %w", err)
	}
	l := &Lemmatiser{Rules: s.Rules, Feats: s.Feats}
	for i := range l.Feats {
		l.Feats[i] = strings.Clone(l.Feats[i])
	}
	var err error
	if l.ByRule, tables, err = decodeTable(tables, len(l.Rules)); err != nil {
		return nil, err
	}
	if l.ByFeats, _, err = decodeTable(tables, len(l.Feats)); err != nil {
		return nil, err
	}
	return l, nil
}
