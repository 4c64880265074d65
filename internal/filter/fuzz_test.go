package filter

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse: any text gives a filter that is read again as itself, or an error
// with a place in the text; the depth is bounded, and not, and, or keep their laws.
func FuzzParse(f *testing.F) {
	for _, s := range Specs() {
		f.Add(s.Example, uint8(s.Of))
	}
	for _, text := range []string{`(a or -b) c`, `actor:"CAN"/GOV,ken,"SCO",Congo*`, `text:"℡ İ ß"*`, `outlet:"\\\"*,()"`, "level:-.5..5. killed:>−0", "-between:al-shabaab,x_y", "since:+1m on:2023-w01..today"} {
		f.Add(text, uint8(1))
	}
	ev := sample()
	f.Fuzz(func(t *testing.T, text string, of uint8) {
		opt := options([]Target{Events, Incidents, Statements, Posts, People}[of%5])
		e, err := Parse(text, opt)
		if err != nil {
			var bad *Error
			if !errors.As(err, &bad) || bad.At < 0 || bad.At > utf8.RuneCountInString(text) || bad.Problem == "" {
				t.Fatalf("%q: error %#v", text, err)
			}
			bad.Show()
			return
		}
		again, err := Parse(e.String(), opt)
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Fatalf("%q: written %q, read again as %#v (%v), was %#v", text, e.String(), again, err, e)
		}
		if depth(e) > maxDepth {
			t.Fatalf("%q: %d deep", text, depth(e))
		}
		if opt.For != Events {
			return
		}
		yes := Match(e, &ev)
		if Match(not(e), &ev) == yes || Match(not(not(e)), &ev) != yes || !Match(or([]Expr{e, not(e)}), &ev) || Match(and([]Expr{e, not(e)}), &ev) {
			t.Fatalf("%q: not, and, or do not agree", text)
		}
	})
}

// FuzzWords: the words of the joined words are the words again, and each phrase
// of a text is found in it.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"Élysée-palace's U.S.", "℡ İstanbul ǅ", "a\u0345\u0390", "漢字かな 12½"} {
		f.Add(s, 1, 2)
	}
	f.Fuzz(func(t *testing.T, s string, from, n int) {
		words := WordsOf(s)
		if again := WordsOf(strings.Join(words, " ")); !slices.Equal(again, words) {
			t.Fatalf("%q: %q, then %q", s, words, again)
		}
		if again := Fold(Fold(s)); again != Fold(s) {
			t.Fatalf("%q: folded %q, then %q", s, Fold(s), again)
		}
		if len(words) == 0 {
			return
		}
		from = abs(from) % len(words)
		p := Phrase{Words: words[from:min(len(words), from+1+abs(n)%3)]}
		if !p.In(words) {
			t.Fatalf("%q does not hold %q", words, p.Words)
		}
		last := len(p.Words) - 1
		_, size := utf8.DecodeRuneInString(p.Words[last])
		p = Phrase{append(slices.Clone(p.Words[:last]), p.Words[last][:size]), true}
		if !p.In(words) {
			t.Fatalf("%q does not hold %q*", words, p.Words)
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }
