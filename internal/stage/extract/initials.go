package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/stage/extract/ner"
	"chancery/record"
)

// expansions adds the full names of bodies that a bracket abbreviates, where
// the initials of the capitals before it spell the abbreviation: "the General
// Workers' Confederation (GWC)".
func (n *names) expansions() {
	for i := int32(1); i+2 < int32(len(n.Words)); i++ {
		if n.Words[i].Norm != "(" || n.Words[i+2].Norm != ")" {
			continue
		}
		form := n.Form(i + 1)
		if len(form) < 3 || len(form) > 8 || strings.ToUpper(form) != form {
			continue
		}
		lo := n.spelt(form, i)
		if lo < 0 || i-lo < 2 || n.hitAt[lo] > 0 && n.hits[n.hitAt[lo]-1].hi >= i {
			continue
		}
		whole := true // no name crosses its start
		for k := lo; k < i; k++ {
			if s := n.spanAt[k]; s > 0 && (n.spans[s-1].Lo < lo || n.spans[s-1].Kind == record.Person && n.spans[s-1].Hi == i) {
				whole = false
			}
		}
		if !whole {
			continue
		}
		n.spans = append(n.spans, ner.Span{Lo: lo, Hi: i, Kind: record.Organization, Score: 1})
		for k := lo; k < i; k++ {
			n.spanAt[k] = int32(len(n.spans))
		}
	}
}

// spelt is the first of the words before i whose initials spell an abbreviation,
// small words and marks left out; -1 when they do not.
func (n *names) spelt(form string, i int32) int32 {
	first := n.sentenceOf(i).First
	left := form
	for k := i - 1; k >= first && k >= i-12; k-- {
		r, _ := utf8.DecodeRuneInString(n.Form(k))
		last, size := utf8.DecodeLastRuneInString(left)
		switch {
		case unicode.IsUpper(r) && r == last:
			left = left[:len(left)-size]
			if left == "" {
				return k
			}
		case unicode.IsUpper(r), unicode.IsDigit(r):
			return -1
		case unicode.IsLetter(r) && len(n.Form(k)) > 3:
			return -1
		}
	}
	return -1
}
