package train

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"chancery/internal/conllu"
	"chancery/internal/syntax"
)

// noiseConfig says which share of the sentences is repeated with noise.
type noiseConfig struct {
	Share         float64 `json:"share"`
	Datelines     string  `json:"datelines"`      // CoNLL-U file beside the config: what news puts before a first sentence
	DatelineShare float64 `json:"dateline_share"` // of the sentences, repeated behind a dateline
	Prepose       bool    `json:"prepose"`        // repeat "X said that S" as "S, X said"
}

// universal gives the relation without subtype, by relation.
var universal = func() (u [64]uint8) {
	for r := range syntax.Rels {
		name, _, _ := strings.Cut(syntax.Rel(r).String(), ":")
		p, _ := syntax.ParseRel(name)
		u[r] = uint8(p)
	}
	return u
}()

// withNoise puts noisy copies behind their sentences: all large letters, all
// small ones, headline letters, no final stop.
func withNoise(ss []conllu.Sentence, c noiseConfig, seed uint64) []conllu.Sentence {
	rng := rand.New(rand.NewPCG(seed, 6))
	out := make([]conllu.Sentence, 0, len(ss))
	for i := range ss {
		out = append(out, ss[i])
		if rng.Float64() < c.Share {
			if s, ok := noisy(&ss[i], rng); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

func noisy(s *conllu.Sentence, rng *rand.Rand) (conllu.Sentence, bool) {
	kind := rng.IntN(8)
	t := conllu.Sentence{Words: append([]conllu.Word(nil), s.Words...)}
	if kind >= 2 || rng.IntN(2) == 0 {
		stop := dropStop(&t)
		if kind >= 5 && !stop {
			return t, false
		}
	}
	for i := range t.Words {
		w := &t.Words[i]
		switch kind {
		case 0, 1:
			w.Form = strings.ToUpper(w.Form)
		case 2:
			w.Form = strings.ToLower(w.Form)
		case 3, 4:
			if len(w.Form) > 3 || i == 0 {
				w.Form = title(w.Form)
			}
		}
	}
	return t, len(t.Words) > 1
}

// dropStop takes the last word away when it is punctuation without dependents.
func dropStop(s *conllu.Sentence) bool {
	n := len(s.Words)
	if n < 3 || s.Words[n-1].Rel != "punct" {
		return false
	}
	for _, w := range s.Words {
		if w.Head == n {
			return false
		}
	}
	s.Words = s.Words[:n-1]
	return true
}

func title(s string) string {
	for i, r := range s {
		return s[:i] + string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// withDatelines gives copies of some sentences behind a dateline, whose head
// hangs loosely on the sentence's root. Each is a paragraph of its own.
func withDatelines(ss, datelines []conllu.Sentence, share float64, seed uint64) []conllu.Sentence {
	rng := rand.New(rand.NewPCG(seed, 7))
	var out []conllu.Sentence
	for i := range ss {
		if rng.Float64() >= share || len(datelines) == 0 || len(ss[i].Words) < 6 {
			continue
		}
		line := datelines[rng.IntN(len(datelines))].Words
		n, root := len(line), 0
		s := conllu.Sentence{NewPar: true, Words: append([]conllu.Word(nil), line...)}
		s.Words[n-1].Space = true
		for j, w := range ss[i].Words {
			if w.Head == 0 {
				root = n + j + 1
			} else {
				w.Head += n
			}
			s.Words = append(s.Words, w)
		}
		for j := range line {
			if line[j].Head == 0 {
				s.Words[j].Head, s.Words[j].Rel = root, "dep"
			}
		}
		out = append(out, s)
	}
	return out
}
