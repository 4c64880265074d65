package analyse

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/segment"
	"chancery/internal/stage/analyse/tag"
	"chancery/internal/syntax"
)

//go:embed likes.tsv
var likeText string

//go:embed lemmas.tsv
var lemmaText string

// likes reads what is known of words beside the model: likes.tsv and lemmas.tsv.
func likes(set *tag.Set) (map[uint32]form.Like, error) {
	out := map[uint32]form.Like{}
	for f := range rows(likeText) {
		if len(f) != 5 {
			return nil, fmt.Errorf("likes.tsv: %q has %d cells, not 5", f[0], len(f))
		}
		l := form.Like{As: f[1], Lemma: f[4]}
		if l.Lemma == "-" {
			l.Lemma = f[0]
		}
		if f[2] != "-" {
			upos, ok := syntax.ParseUPOS(f[2])
			xpos := slices.Index(set.Names, f[3])
			if !ok || xpos < 0 {
				return nil, fmt.Errorf("likes.tsv: %q has the unknown tags %s %s", f[0], f[2], f[3])
			}
			l.UPOS, l.XPOS = uint8(upos), uint8(xpos)
		}
		out[form.KeyOf(f[0])] = l
	}
	for f := range rows(lemmaText) {
		if len(f) != 3 {
			return nil, fmt.Errorf("lemmas.tsv: %q has %d cells, not 3", f[0], len(f))
		}
		upos, ok := syntax.ParseUPOS(f[1])
		if !ok {
			return nil, fmt.Errorf("lemmas.tsv: %q has the unknown tag %s", f[0], f[1])
		}
		out[form.KeyOf(f[0])] = form.Like{Lemma: f[2], Only: uint8(upos)}
	}
	return out, nil
}

// rows gives the cells of every line that holds data.
func rows(table string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\r\n")
			if line != "" && line[0] != '#' && !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

// maxWhole is the number of words that a word with hyphens falls into at most.
const maxWhole = 5

// joinWholes makes one word of those with hyphens that likes.tsv knows:
// "vis-à-vis". It works in place.
func (a *Analyser) joinWholes(text string, ts []segment.Token) []segment.Token {
	out := ts[:0]
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if i+2 < len(ts) && ts[i+1].Gap == segment.None && text[ts[i+1].Start] == '-' {
			last := i + 2
			for last+1 < len(ts) && last-i+1 < maxWhole && ts[last+1].Gap == segment.None {
				last++
			}
			for ; last > i+1; last-- {
				if _, ok := a.words.Likes[form.KeyOf(text[t.Start:ts[last].End])]; ok {
					t.End, i = ts[last].End, last
					break
				}
			}
		}
		out = append(out, t)
	}
	return out
}
