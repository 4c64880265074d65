package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"unicode"

	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/record"
)

// eventReader finds the candidates of annotated documents.
type eventReader struct {
	analyser  *analyse.Analyser
	extractor *extract.Extractor
}

// eventDoc is an annotated document with its candidates.
type eventDoc struct {
	id         string
	gold       []goldAct
	candidates []candidate
}

// goldAct is an event that an annotator marked.
type goldAct struct {
	Sentence int    `json:"s"`
	Type     string `json:"type"`
	Mode     string `json:"mode"`
	Status   string `json:"status"`
	Trigger  string `json:"trigger"`
	words    []string
}

// candidate is a reading of a word as an act, and whether an annotator saw it so.
type candidate struct {
	word     int // where it begins, to tell which readings are of one word
	sentence int
	kind     string
	mode     string
	status   string
	words    []string
	doubtful bool
	right    bool
	clues    []uint32
}

// read reads texts and annotations, and pairs candidates with annotated events.
func (r *eventReader) read(docsFile, goldFile string) ([]*eventDoc, error) {
	gold := map[string][]goldAct{}
	err := eachJSON(goldFile, func(b []byte) error {
		var g struct {
			ID     string    `json:"id"`
			Events []goldAct `json:"events"`
		}
		err := json.Unmarshal(b, &g)
		for k := range g.Events {
			g.Events[k].words = triggerWords(g.Events[k].Trigger)
		}
		gold[g.ID] = g.Events
		return err
	})
	if err != nil {
		return nil, err
	}
	var docs []*eventDoc
	err = eachJSON(docsFile, func(b []byte) error {
		var p struct {
			record.Page
			Sentences [][2]int `json:"sentences"`
		}
		if err := json.Unmarshal(b, &p); err != nil {
			return err
		}
		acts, ok := gold[p.ID]
		if !ok {
			return nil
		}
		d := &eventDoc{id: p.ID, gold: acts}
		r.candidates(d, &p.Page, p.Sentences)
		d.label()
		docs = append(docs, d)
		return nil
	})
	return docs, err
}

// candidates finds the readings in one document.
func (r *eventReader) candidates(d *eventDoc, p *record.Page, sentences [][2]int) {
	trees, _ := r.analyser.Analyse(p.Text)
	ruler := record.NewRuler(p.Text)
	r.extractor.Candidates(trees, p.Document, func(c extract.Candidate) {
		at := ruler.Point(c.Trigger.Start)
		s := sort.Search(len(sentences), func(k int) bool { return at < sentences[k][1] })
		d.candidates = append(d.candidates, candidate{word: c.Word, sentence: min(s, len(sentences)-1), kind: c.Type, mode: c.Mode, status: c.Status,
			words: triggerWords(p.Text[c.Trigger.Start:c.Trigger.End]), doubtful: c.Doubtful, clues: slices.Clone(c.Clues)})
	})
}

// label marks the candidates that answer to an annotated event: of its sentence
// and type, best with its words, then without doubt.
func (d *eventDoc) label() {
	all := make([]int, len(d.candidates))
	for k := range all {
		all[k] = k
	}
	for _, k := range d.pair(all, func(g *goldAct, c *candidate) int {
		rank := 0
		if shared(g.words, c.words) {
			rank += 4
		}
		if !c.doubtful {
			rank += 2
		}
		if g.Status == c.status {
			rank++
		}
		return rank
	}) {
		d.candidates[k].right = true
	}
}

// pair matches candidates with annotated events of their sentence and type one
// to one, the highest rank first, and gives the matched ones.
func (d *eventDoc) pair(some []int, rank func(*goldAct, *candidate) int) []int {
	type match struct{ rank, gold, k int }
	var matches []match
	for g := range d.gold {
		for _, k := range some {
			if c := &d.candidates[k]; c.sentence == d.gold[g].Sentence && c.kind == d.gold[g].Type {
				matches = append(matches, match{rank(&d.gold[g], c), g, k})
			}
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return b.rank - a.rank })
	goldDone, done := map[int]bool{}, map[int]bool{}
	var out []int
	for _, m := range matches {
		if !goldDone[m.gold] && !done[m.k] {
			goldDone[m.gold], done[m.k] = true, true
			out = append(out, m.k)
		}
	}
	return out
}

// triggerWords are the words of a trigger in lower case, the commonest left out.
func triggerWords(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return slices.DeleteFunc(words, func(w string) bool {
		switch w {
		case "the", "a", "an", "of", "for", "and", "in", "to", "at", "on":
			return true
		}
		return false
	})
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(w string) bool { return slices.Contains(b, w) })
}

// eachJSON calls yield with each line of a file that is not blank.
func eachJSON(name string, yield func([]byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("cannot read documents: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := yield(lines.Bytes()); err != nil {
			return fmt.Errorf("cannot read %s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	return nil
}

func golds(docs []*eventDoc) (n int) {
	for _, d := range docs {
		n += len(d.gold)
	}
	return n
}

func candidates(docs []*eventDoc) (n int) {
	for _, d := range docs {
		n += len(d.candidates)
	}
	return n
}
