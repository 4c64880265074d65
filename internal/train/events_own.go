package train

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"chancery/record"
)

//go:embed data/events-own.txt
var ownSentences string

// mark is an act marked in a sentence: [TYPE words].
var mark = regexp.MustCompile(`\[([A-Z]+) ([^\]]+)\]`)

// own finds the candidates of the sentences written for training.
func (r *eventReader) own() ([]*eventDoc, error) {
	var docs []*eventDoc
	for n, block := range strings.Split(ownSentences, "\n\n") {
		d, p, sentences, err := ownBlock(block)
		if err != nil {
			return nil, fmt.Errorf("cannot read block %d of events-own.txt: %w", n+1, err)
		}
		if d == nil {
			continue
		}
		d.id = fmt.Sprintf("own-%d", n)
		r.candidates(d, p, sentences)
		d.label()
		docs = append(docs, d)
	}
	return docs, nil
}

// ownBlock reads a block: a line "= title | date", then a sentence a line. A
// block of comments gives nil.
func ownBlock(block string) (*eventDoc, *record.Page, [][2]int, error) {
	d, p := &eventDoc{}, &record.Page{}
	var sentences [][2]int
	var text strings.Builder
	points := 0
	for line := range strings.Lines(block) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if head, ok := strings.CutPrefix(line, "= "); ok {
			title, date, ok := strings.Cut(head, " | ")
			if !ok {
				return nil, nil, nil, fmt.Errorf("no date in %q", line)
			}
			p.Title, p.Published = title, date
			continue
		}
		for _, m := range mark.FindAllStringSubmatch(line, -1) {
			if !validType(m[1]) {
				return nil, nil, nil, fmt.Errorf("no type %q", m[1])
			}
			d.gold = append(d.gold, goldAct{Sentence: len(sentences), Type: m[1], Status: string(record.Actual), words: triggerWords(m[2])})
		}
		plain := mark.ReplaceAllString(line, "$2")
		long := len([]rune(plain))
		sentences = append(sentences, [2]int{points, points + long + 1})
		points += long + 1
		text.WriteString(plain + "\n")
	}
	if len(sentences) == 0 {
		return nil, nil, nil, nil
	}
	p.ID, p.Text, p.Language = p.Title, text.String(), "en"
	return d, p, sentences, nil
}

func validType(name string) bool {
	for _, t := range record.Types() {
		if t == name {
			return true
		}
	}
	return false
}
