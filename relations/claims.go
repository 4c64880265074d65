package relations

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// ClaimKind is what words assert of a relation.
type ClaimKind string

// The kinds of claim.
const (
	Praise    ClaimKind = "praise"
	Threat    ClaimKind = "threat"
	Denial    ClaimKind = "denial"
	ZeroSumOf ClaimKind = "zero-sum" // one's gain is said to be another's loss
	WinWin    ClaimKind = "win-win"  // all are said to gain
	Momentum  ClaimKind = "momentum" // it is said to grow
	Frequency ClaimKind = "frequency"
	Damage    ClaimKind = "damage"
)

// ClaimKinds are all kinds, in order.
func ClaimKinds() []ClaimKind {
	return []ClaimKind{Praise, Threat, Denial, ZeroSumOf, WinWin, Momentum, Frequency, Damage}
}

//go:embed data/claims.tsv
var claimsData string

// ClaimLexicon finds claims in words.
type ClaimLexicon struct {
	patterns map[string][]pattern // by the first letters of their first word
	N        int
}

type pattern struct {
	kind ClaimKind
	line int
	// words are tried in turn; before says that up to maxBetween words may stand
	// before one.
	words []patternWord
}

type patternWord struct {
	any    []string // alternatives
	prefix []bool   // that stand for all words that begin so
	loose  bool
}

const (
	maxBetween = 4 // words for which … stands
	indexWidth = 3 // bytes of the first word by which patterns are found
	negateBack = 3 // words before a claim in which a negation counts
)

// DefaultClaims is the lexicon that comes with the program.
func DefaultClaims() *ClaimLexicon { return defaultClaims() }

var defaultClaims = sync.OnceValue(func() *ClaimLexicon {
	l, err := ParseClaims("claims.tsv", claimsData)
	if err != nil {
		panic("relations: cannot read the embedded lexicon: " + err.Error())
	}
	return l
})

// ParseClaims reads a lexicon: lines of kind, tab, pattern; # begins a comment.
// A pattern is words in lower case. Words with | between are alternatives, a
// final * stands for any ending, and … for up to four words. The first word has
// no … before it, and each of its alternatives has three letters or is whole.
func ParseClaims(name, text string) (*ClaimLexicon, error) {
	l := &ClaimLexicon{patterns: map[string][]pattern{}}
	seen := map[string]int{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") || line == "kind\tpattern" {
			continue
		}
		kind, words, ok := strings.Cut(line, "\t")
		if !ok || !slices.Contains(ClaimKinds(), ClaimKind(kind)) {
			return nil, fmt.Errorf("cannot read %s, line %d: %q is no kind of claim and a pattern with a tab between; the kinds are %v", name, n, line, ClaimKinds())
		}
		p, err := parsePattern(words)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s, line %d: %w", name, n, err)
		}
		if first := seen[line]; first > 0 {
			return nil, fmt.Errorf("cannot read %s, line %d: it stands on line %d too", name, n, first)
		}
		seen[line], p.kind, p.line = n, ClaimKind(kind), n
		l.add(p)
	}
	return l, nil
}

func parsePattern(words string) (p pattern, err error) {
	loose := false
	for _, w := range strings.Split(words, " ") {
		if w == "…" {
			if loose || len(p.words) == 0 {
				return p, fmt.Errorf("%q: … stands between words only", words)
			}
			loose = true
			continue
		}
		pw := patternWord{loose: loose}
		loose = false
		for _, alt := range strings.Split(w, "|") {
			stem, prefix := strings.CutSuffix(alt, "*")
			if stem == "" || stem != strings.ToLower(stem) || strings.ContainsAny(stem, "*\t,.;:!?\"“”…") {
				return p, fmt.Errorf("%q: %q is no word in lower case", words, alt)
			}
			if prefix && len(stem) < indexWidth {
				return p, fmt.Errorf("%q: %q is too short for *", words, alt)
			}
			pw.any, pw.prefix = append(pw.any, stem), append(pw.prefix, prefix)
		}
		p.words = append(p.words, pw)
	}
	if loose || len(p.words) == 0 {
		return p, fmt.Errorf("%q: … stands between words only", words)
	}
	return p, nil
}

func (l *ClaimLexicon) add(p pattern) {
	l.N++
	var done []string
	for _, w := range p.words[0].any {
		if k := indexKey(w); !slices.Contains(done, k) {
			done = append(done, k)
			l.patterns[k] = append(l.patterns[k], p)
		}
	}
}

func indexKey(w string) string { return w[:min(indexWidth, len(w))] }

func (w *patternWord) is(token string) bool {
	for i, alt := range w.any {
		if token == alt || w.prefix[i] && strings.HasPrefix(token, alt) {
			return true
		}
	}
	return false
}

// Found is one claim in a text, by bytes.
type Found struct {
	Kind       ClaimKind
	Start, End int
	// Negated tells that a negation stands shortly before.
	Negated bool
	Line    int // of the lexicon
}

// token is a word in lower case, and where it stands; a stop before it ends a
// sentence.
type token struct {
	word       string
	start, end int
	stop       bool
}

// Find gives the claims in a text, each kind once where several patterns of it
// overlap, in order.
func (l *ClaimLexicon) Find(text string) []Found {
	var some [64]token
	tokens := tokenize(some[:0], text)
	var out []Found
	for i := range tokens {
		list := l.patterns[indexKey(tokens[i].word)]
		for k := range list {
			end := list[k].match(tokens, i)
			if end < 0 {
				continue
			}
			f := Found{list[k].kind, tokens[i].start, tokens[end].end, negated(tokens, i), list[k].line}
			at := slices.IndexFunc(out, func(o Found) bool { return o.Kind == f.Kind && o.Start < f.End && f.Start < o.End })
			if at < 0 {
				out = append(out, f)
			} else if f.End-f.Start > out[at].End-out[at].Start {
				f.Negated = f.Negated || out[at].Negated
				out[at] = f
			}
		}
	}
	return out
}

// match gives the last token of the pattern that begins at a token, or -1.
func (p *pattern) match(tokens []token, i int) int {
	if !p.words[0].is(tokens[i].word) {
		return -1
	}
	for k := 1; k < len(p.words); k++ {
		w, reach := &p.words[k], 1
		if w.loose {
			reach += maxBetween
		}
		found := false
		for step := 0; step < reach && !found; step++ {
			i++
			if i >= len(tokens) || tokens[i].stop {
				return -1
			}
			found = w.is(tokens[i].word)
		}
		if !found {
			return -1
		}
	}
	return i
}

// negated says whether a negation stands shortly before a token in its sentence.
func negated(tokens []token, i int) bool {
	for k := i; k > 0 && i-k < negateBack && !tokens[k].stop; k-- {
		switch w := tokens[k-1].word; w {
		case "not", "no", "never", "without", "hardly", "neither", "nor", "cannot":
			return true
		default:
			if strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
				return true
			}
		}
	}
	return false
}

// tokenize cuts words: letters, digits, and hyphens and apostrophes inside.
func tokenize(tokens []token, text string) []token {
	start, stop, upper := -1, true, false
	flush := func(end int) {
		if start < 0 {
			return
		}
		word := strings.TrimRight(text[start:end], "-'’")
		if upper {
			word = strings.ToLower(word)
		}
		if word != "" {
			tokens = append(tokens, token{strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s"), start, start + len(word), stop})
			stop = false
		}
		start, upper = -1, false
	}
	for i, r := range text {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x2100 || r >= 0xc0 && r < 0x2000:
			if start < 0 {
				start = i
			}
			upper = upper || r >= 0x80
		case r >= 'A' && r <= 'Z':
			if start < 0 {
				start = i
			}
			upper = true
		case (r == '-' || r == '\'' || r == '’') && start >= 0:
		default:
			flush(i)
			if r == '.' || r == '!' || r == '?' || r == ';' || r == '…' {
				stop = true
			}
		}
	}
	flush(len(text))
	return tokens
}
