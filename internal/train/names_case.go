package train

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/conllu"
)

// recased gives copies of a document in small letters and in the capitals of
// headlines, each sentence with the share given.
func (b *namesBuilder) recased(d *nameDoc, small, shout float64) (out []*nameDoc) {
	rng := rand.New(rand.NewPCG(b.c.Seed, uint64(len(d.gold))))
	for _, way := range []struct {
		share  float64
		change func(string) string
	}{{small, strings.ToLower}, {shout / 2, strings.ToUpper}, {shout / 2, titled}} {
		copied := &nameDoc{}
		for k := range d.sents {
			if rng.Float64() >= way.share {
				continue
			}
			s := conllu.Sentence{ID: d.sents[k].ID, Words: append([]conllu.Word(nil), d.sents[k].Words...)}
			for i := range s.Words {
				s.Words[i].Form = way.change(s.Words[i].Form)
			}
			copied.sents, copied.names = append(copied.sents, s), append(copied.names, d.names[k])
		}
		if len(copied.sents) > 0 {
			copied.analyse(b.analyser)
			out = append(out, copied)
		}
	}
	return out
}

// titled writes a word with a capital, but for short ones.
func titled(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if len(s) < 4 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
