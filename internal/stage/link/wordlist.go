package link

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"chancery/archive"
)

//go:embed data/events.tsv
var eventsData string

// wordList is data/events.tsv.
type wordList struct {
	common  map[string]bool // by archive.SketchWord
	vague   map[string]bool
	off     map[string]string // single words of postponed and cancelled
	offLong []offPhrase
}

// offPhrase are several words that say that a plan was put off or dropped.
type offPhrase struct{ words, outcome string }

var listed = sync.OnceValue(func() *wordList {
	l := &wordList{common: map[string]bool{}, vague: map[string]bool{}, off: map[string]string{}}
	for n, line := range strings.Split(eventsData, "\n") {
		kind, words, ok := strings.Cut(line, "\t")
		if line == "" || line[0] == '#' || kind == "kind" {
			continue
		}
		if !ok || !l.add(kind, words) {
			panic(fmt.Sprintf("data/events.tsv:%d: common, vague, postponed or cancelled, a tab, and words", n+1))
		}
	}
	return l
})

func (l *wordList) add(kind, words string) bool {
	if strings.Contains(words, "|") {
		for _, phrase := range strings.Split(words, "|") {
			l.offLong = append(l.offLong, offPhrase{phrase, kind})
		}
		return kind == postponed || kind == cancelled
	}
	for _, w := range strings.Fields(words) {
		switch kind {
		case "common":
			l.common[archive.SketchWord(w)] = true
		case "vague":
			l.vague[w] = true
		case postponed, cancelled:
			l.off[w] = kind
		default:
			return false
		}
	}
	return true
}

// outcome tells whether words say that a plan was postponed or cancelled.
func (l *wordList) outcome(evidence string) string {
	lower := strings.ToLower(evidence)
	for _, w := range strings.FieldsFunc(lower, func(r rune) bool { return r < 'a' || r > 'z' }) {
		if o := l.off[w]; o != "" {
			return o
		}
	}
	for _, p := range l.offLong {
		if strings.Contains(lower, p.words) {
			return p.outcome
		}
	}
	return ""
}
