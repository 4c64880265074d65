package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed words.txt
var wordsFile string

// profiles are the languages in Latin script, English first.
type profiles struct {
	codes   []string
	words   map[string][]int // word → the languages that have it
	letters map[rune][]int   // letter → the languages that it marks
}

// latinProfiles reads the data once.
var latinProfiles = sync.OnceValue(func() profiles {
	p := profiles{words: make(map[string][]int), letters: make(map[rune][]int)}
	for line := range strings.Lines(wordsFile) {
		code, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(code, "#") {
			continue
		}
		words, letters, _ := strings.Cut(rest, "|")
		index := len(p.codes)
		p.codes = append(p.codes, code)
		for _, w := range strings.Fields(words) {
			if known := p.words[w]; len(known) == 0 || known[len(known)-1] != index {
				p.words[w] = append(known, index)
			}
		}
		for _, r := range strings.TrimSpace(letters) {
			p.letters[r] = append(p.letters[r], index)
		}
	}
	return p
})

// What a text must show to be called foreign.
const (
	minWords    = 5    // words in the text
	minEvidence = 1.7  // weight of its small words and letters
	minDistinct = 2    // different words among them
	minShare    = 0.12 // of that weight in all words that count
	sharedValue = 0.3  // what a small word weighs that English has too
	letterValue = 0.6  // what a word weighs that is marked by a letter alone
)

// tally is the evidence that a text gives.
type tally struct {
	weights  []float64         // of the words that a language has
	shares   []float64         // the same, each word divided among the languages that have it
	distinct []map[string]bool // the words of each language that were seen
	counted  int               // words that are no names
	all      int
}

// byWords tells the languages in Latin script apart by their small words. Words
// with a capital are taken for names, unless nearly all have one.
func byWords(words []string) (string, float64) {
	p := latinProfiles()
	n := len(p.codes)
	t := tally{weights: make([]float64, n), shares: make([]float64, n), distinct: make([]map[string]bool, n)}
	shouted := mostlyCapital(words)
	for i, w := range words {
		t.all++
		if !shouted && (i > 0 && capital(w) || particle(words, i)) {
			continue
		}
		t.counted++
		t.add(p, strings.ToLower(w))
	}
	return t.decide(p)
}

// add counts one word for the languages that have it, or for those that its
// letters mark.
func (t *tally) add(p profiles, w string) {
	owners, value := p.words[w], 1.0
	if len(owners) == 0 {
		owners, value = p.marked(w), letterValue
	}
	english := len(owners) > 0 && owners[0] == 0
	for _, i := range owners {
		t.shares[i] += value / float64(len(owners))
		if i > 0 && english {
			t.weights[i] += sharedValue
		} else {
			t.weights[i] += value
		}
		if t.distinct[i] == nil {
			t.distinct[i] = make(map[string]bool)
		}
		t.distinct[i][w] = true
	}
}

// marked returns the languages that all marked letters of a word fit.
func (p profiles) marked(w string) []int {
	var fit []int
	first := true
	for _, r := range w {
		if r < utf8.RuneSelf {
			continue
		}
		if first {
			fit, first = slices.Clone(p.letters[r]), false
			continue
		}
		fit = slices.DeleteFunc(fit, func(i int) bool { return !slices.Contains(p.letters[r], i) })
	}
	return fit
}

// decide weighs the best foreign language against English, which is index 0.
func (t *tally) decide(p profiles) (string, float64) {
	best := 1
	for i := range t.shares {
		if i > 0 && t.shares[i] > t.shares[best] {
			best = i
		}
	}
	english, foreign := t.weights[0], t.weights[best]
	enough := t.all >= minWords && foreign >= minEvidence && len(t.distinct[best]) >= minDistinct &&
		foreign >= minShare*float64(t.counted) && foreign > 1.5*english
	switch {
	case enough:
		return p.codes[best], foreign / (foreign + english + 0.5)
	case t.counted >= 40 && english < 0.03*float64(t.counted):
		return Undetermined, 0.7
	}
	return "en", english / (english + foreign + 1)
}

// particles stand within names: Ursula von der Leyen, Lula da Silva, Rio de Janeiro.
var particles = map[string]bool{
	"de": true, "da": true, "do": true, "dos": true, "das": true, "di": true, "del": true, "della": true, "der": true, "den": true,
	"van": true, "von": true, "la": true, "le": true, "les": true, "los": true, "las": true, "du": true, "des": true, "bin": true, "ibn": true, "al": true, "el": true,
	"y": true, "e": true, "i": true, "ter": true, "ten": true, "zu": true, "et": true, "und": true, "d": true, "l": true, "en": true, "sur": true, "o": true, "u": true,
}

// particle tells whether a word stands between two capitalised words, with
// nothing but particles between.
func particle(words []string, at int) bool {
	if !particles[words[at]] {
		return false
	}
	before, after := at-1, at+1
	for before >= 0 && particles[words[before]] {
		before--
	}
	for after < len(words) && particles[words[after]] {
		after++
	}
	return before >= 0 && after < len(words) && capital(words[before]) && capital(words[after])
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// mostlyCapital tells a text in capitals, where a capital marks no name.
func mostlyCapital(words []string) bool {
	n := 0
	for _, w := range words {
		if strings.ToUpper(w) == w {
			n++
		}
	}
	return n*10 >= len(words)*8
}
