package train

import (
	"strings"
	"unicode"

	"chancery/internal/conllu"
)

// News often puts what is said first: "The talks failed, the ministry said."
// Treebanks of web text show it seldom, but hold the other order in plenty:
// withPreposed turns "X said that S" about, by the tree alone.

// withPreposed gives copies of the sentences that can be turned so.
func withPreposed(ss []conllu.Sentence) []conllu.Sentence {
	comma, ok := findComma(ss)
	if !ok {
		return nil
	}
	var out []conllu.Sentence
	for i := range ss {
		if t, ok := prepose(&ss[i], comma); ok {
			out = append(out, t)
		}
	}
	return out
}

// findComma gives a comma as the treebank writes it.
func findComma(ss []conllu.Sentence) (conllu.Word, bool) {
	for i := range ss {
		for _, w := range ss[i].Words {
			if w.Form == "," && w.Rel == "punct" {
				return w, true
			}
		}
	}
	return conllu.Word{}, false
}

// clause is the parts of a sentence that says something: words are counted
// from 1, as heads are.
type clause struct {
	said, verb  int // roots of what is said, and of the sentence
	first, last int // of what is said, without its mark
	main        int // words before it that stay
	stop        int // the final punctuation, 0 when there is none
}

func prepose(s *conllu.Sentence, comma conllu.Word) (conllu.Sentence, bool) {
	c, ok := findClause(s.Words)
	if !ok {
		return conllu.Sentence{}, false
	}
	at := make([]int, len(s.Words)+1) // new place of each word that stays
	t := conllu.Sentence{NewPar: true}
	put := func(i int) {
		t.Words = append(t.Words, s.Words[i-1])
		at[i] = len(t.Words)
	}
	for i := c.first; i <= c.last; i++ {
		put(i)
	}
	t.Words = append(t.Words, comma)
	commaAt := len(t.Words)
	for i := 1; i <= c.main; i++ {
		put(i)
	}
	if c.stop > 0 {
		put(c.stop)
	}
	for i, place := range at {
		if place == 0 {
			continue
		}
		w := &t.Words[place-1]
		switch i {
		case c.said:
			w.Head, w.Rel = 0, "root"
		case c.verb:
			w.Head, w.Rel = at[c.said], "parataxis"
		case c.stop:
			w.Head = at[c.said]
		default:
			if w.Head = at[w.Head]; w.Head == 0 {
				return t, false
			}
		}
	}
	t.Words[commaAt-1].Head, t.Words[commaAt-1].Space = at[c.verb], true
	t.Words[commaAt-2].Space = false
	t.Words[commaAt+c.main-1].Space = false
	t.Words[len(t.Words)-1].Space = true
	first := &t.Words[commaAt]
	t.Words[0].Form = title(t.Words[0].Form)
	if first.UPOS != "PROPN" && len(first.Form) > 1 && strings.ToUpper(first.Form) != first.Form {
		first.Form = small(first.Form)
	}
	return t, true
}

// findClause looks for a root with its subject before it and what is said as
// the last thing after it.
func findClause(ws []conllu.Word) (clause, bool) {
	c, n := clause{}, len(ws)
	for i, w := range ws {
		if w.Head == 0 {
			c.verb = i + 1
		}
	}
	if n > 0 && ws[n-1].Rel == "punct" && ws[n-1].Head == c.verb {
		c.stop, n = n, n-1
	}
	subject := false
	for i, w := range ws[:n] {
		if w.Head != c.verb {
			continue
		}
		if i+1 < c.verb && strings.HasPrefix(w.Rel, "nsubj") {
			subject = true
		}
		if i+1 > c.verb && w.Rel == "ccomp" {
			c.said = i + 1
		}
	}
	if !subject || c.said == 0 {
		return c, false
	}
	c.first, c.last = n+1, 0
	for i := 1; i <= n; i++ {
		if under(ws, i, c.said) {
			c.first, c.last = min(c.first, i), max(c.last, i)
		}
	}
	c.main = c.first - 1
	for i := c.first; i <= c.last; i++ {
		if !under(ws, i, c.said) {
			return c, false
		}
	}
	if ws[c.first-1].Rel == "mark" {
		c.first++
	}
	if c.main > 1 && ws[c.main-1].Rel == "punct" && ws[c.main-1].Head != c.said {
		c.main--
	}
	whole := c.last == n && c.main >= c.verb && c.main <= 10 && c.last-c.first >= 2
	return c, whole && !ws[c.first-1].Joined && c.first <= c.said
}

// under says whether word i is word top or hangs below it.
func under(ws []conllu.Word, i, top int) bool {
	for n := 0; i != 0 && n <= len(ws); n++ {
		if i == top {
			return true
		}
		i = ws[i-1].Head
	}
	return false
}

func small(s string) string {
	for i, r := range s {
		return s[:i] + string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}
