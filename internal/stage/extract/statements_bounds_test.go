package extract

import (
	"strings"
	"testing"
	"time"

	"chancery/internal/syntax"
	"chancery/record"
)

// flatDoc is a document without trees of which the words are given: every other
// word is a noun, "said" is a verb, marks are punctuation.
func flatDoc(text string) *syntax.Doc {
	d := flat(text).Doc
	for i := range d.Words {
		w := &d.Words[i]
		form := text[w.Start:w.End]
		w.Norm, w.Lemma = strings.ToLower(form), strings.ToLower(form)
		w.UPOS = syntax.NOUN
		switch {
		case form == "said":
			w.UPOS, w.Lemma = syntax.VERB, "say"
		case len(form) < 4 && strings.ContainsAny(form, `"'.,:;“”„«»‘’`+"`"):
			w.UPOS = syntax.PUNCT
		}
	}
	for k := range d.Sentences { // a flat tree: all hang on the first verb, else on the first word
		s := &d.Sentences[k]
		for i := s.First; i < s.End; i++ {
			if d.Words[i].UPOS == syntax.VERB {
				s.Root = i
				break
			}
		}
		for i := s.First; i < s.End; i++ {
			if d.Words[i].Head, d.Words[i].Rel = s.Root, syntax.Nsubj; i == s.Root {
				d.Words[i].Head, d.Words[i].Rel = -1, syntax.Root
			}
		}
	}
	return d
}

// TestStatementsTakeBoundedTime gives marks of quotation in great numbers and no
// order. Linear work takes some tenths of a second; quadratic work takes hours.
func TestStatementsTakeBoundedTime(t *testing.T) {
	const n = 100_000
	for name, text := range map[string]string{
		"opening marks":       strings.Repeat("“ ", n),
		"closing marks":       strings.Repeat("” ", n),
		"straight marks":      strings.Repeat("\" ", n),
		"straight marks shut": strings.Repeat("\"a\" ", n/2),
		"single marks":        strings.Repeat("'a ", n/2),
		"all marks":           strings.Repeat("“a „b «c ‘d \"e ", n/10),
		"marks at paragraphs": strings.Repeat("“He said no.\n\n", n/5),
		"turns":               strings.Repeat("MR LEE: No.\n\n", n/5),
		"colons":              strings.Repeat("He said:\n\n", n/5),
		"quotes that follow":  strings.Repeat("“It is as it is.” ", n/10) + "he said.",
		"verbs of saying":     strings.Repeat(strings.Repeat("he said ", 150)+".\n", n/150),
	} {
		start := time.Now()
		d := flatDoc(text)
		r := extractor(t).Extract(d, record.Document{})
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		total := 0
		for i := range r.Statements {
			for _, c := range r.Statements[i].Content {
				total += c.End - c.Start
			}
		}
		if total > 200*len(text) {
			t.Errorf("%s: the contents are %d times the text", name, total/len(text))
		}
	}
}

// TestContentDoesNotRunAway: a mark that is never closed takes no more than its
// paragraph, and a long quotation that is closed is taken whole.
func TestContentDoesNotRunAway(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("so it is and ", 1250)) // 5,000 words
	for _, tt := range []struct {
		name, text string
		most       int // bytes of the longest content
	}{
		{"closed", "Lee said: “" + long + ".”\n\nThe sun rose.", len(long) + 1},
		{"never closed", "Lee said “no.\n\nThe sun rose. " + long + ".", 40},
		{"never closed, behind a colon", "Lee said: “No one goes there.\n\nThe sun rose. " + long + ".", 40},
		{"never opened", "Lee said no.” The sun rose.\n\n" + long + ".", 40},
	} {
		d := flatDoc(tt.text)
		r := extractor(t).Extract(d, record.Document{})
		longest := 0
		for i := range r.Statements {
			for _, c := range r.Statements[i].Content {
				longest = max(longest, c.End-c.Start)
			}
		}
		if longest > tt.most || tt.name == "closed" && longest < len(long) {
			t.Errorf("%s: the longest content has %d bytes, at most %d", tt.name, longest, tt.most)
		}
	}
}
