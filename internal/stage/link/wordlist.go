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
	common map[uint32]bool // by sketchWord
	vague  map[string]bool
	busy   map[string]bool   // codes
	off    map[string]string // single words of postponed and cancelled
	// offSketch are the same as they stand in sketches.
	offSketch map[uint32]string
	offLong   []offPhrase
}

// offPhrase are several words that say that a plan was put off or dropped.
type offPhrase struct{ words, outcome string }

var listed = sync.OnceValue(func() *wordList {
	l := &wordList{common: map[uint32]bool{}, vague: map[string]bool{}, busy: map[string]bool{}, off: map[string]string{}, offSketch: map[uint32]string{}}
	for n, line := range strings.Split(eventsData, "\n") {
		kind, words, ok := strings.Cut(line, "\t")
		if line == "" || line[0] == '#' || kind == "kind" {
			continue
		}
		if !ok || !l.add(kind, words) {
			panic(fmt.Sprintf("data/events.tsv:%d: common, vague, busy, postponed or cancelled, a tab, and words", n+1))
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
			if d := archive.SketchWord(w); d != "" {
				l.common[sketchWord(d)] = true
			}
		case "busy":
			l.busy[w] = true
		case "vague":
			l.vague[w] = true
		case postponed, cancelled:
			l.off[w] = kind
			l.offSketch[sketchWord(archive.SketchWord(w))] = kind
		default:
			return false
		}
	}
	return true
}

// outcome tells whether words say that a plan was postponed or cancelled.
func (l *wordList) outcome(evidence string) string {
	const shortest = 6 // letters of the words that are looked for
	lower := strings.ToLower(evidence)
	start := 0
	for i := 0; i <= len(lower); i++ {
		if i < len(lower) && lower[i] >= 'a' && lower[i] <= 'z' {
			continue
		}
		if i-start >= shortest {
			if o := l.off[lower[start:i]]; o != "" {
				return o
			}
		}
		start = i + 1
	}
	for _, p := range l.offLong {
		if strings.Contains(lower, p.words) {
			return p.outcome
		}
	}
	return ""
}
