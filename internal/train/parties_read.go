package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"

	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/record"
)

// partyPage is a document with the acts that both the rules and gold have.
type partyPage struct {
	id    string
	acts  []partyAct
	alone []partyAct // the acts of its sentences, each read as a page of its own
}

type partyAct struct {
	found extract.ActCase
	gold  goldSides
}

// goldSides are the codes on both sides of a gold act.
type goldSides [2][]string

func (g *goldSides) has(side int, code string) bool {
	for k, codes := range g {
		if side != 1-k { // side 2 is both
			for _, c := range codes {
				if c == code {
					return true
				}
			}
		}
	}
	return false
}

// same says whether a side has these codes and no others.
func (g *goldSides) same(side int, codes []string) bool {
	for _, c := range codes {
		if !g.has(side, c) {
			return false
		}
	}
	return g.within(side, codes)
}

// within says whether all codes of a side are among some.
func (g *goldSides) within(side int, codes []string) bool {
	for k, gold := range g {
		if side == 1-k {
			continue
		}
		for _, c := range gold {
			if !contains(codes, c) {
				return false
			}
		}
	}
	return true
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// goldPage is a line of a gold file, as far as parties go.
type goldPage struct {
	ID     string      `json:"id"`
	Events []partyGold `json:"events"`
}

type partyGold struct {
	Sentence   int         `json:"s"`
	Trigger    string      `json:"trigger"`
	Type       string      `json:"type"`
	Actors     []goldParty `json:"actors"`
	Recipients []goldParty `json:"recipients"`
}

type goldParty struct {
	Code string `json:"code"`
}

// partyReader reads pages of gold.
type partyReader struct {
	analyser  *analyse.Analyser
	extractor *extract.Extractor
}

func (r *partyReader) read(docs, gold string) ([]*partyPage, error) {
	golds := map[string]*goldPage{}
	err := eachLine(gold, func(line []byte) error {
		g := &goldPage{}
		if err := json.Unmarshal(line, g); err != nil {
			return err
		}
		golds[g.ID] = g
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []*partyPage
	err = eachLine(docs, func(line []byte) error {
		var d struct {
			record.Page
			Sentences [][2]int `json:"sentences"`
		}
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		g := golds[d.ID]
		if g == nil {
			return nil
		}
		trees, _ := r.analyser.Analyse(d.Text)
		p := &partyPage{id: d.ID}
		p.acts = pairActs(d.Text, d.Sentences, r.extractor.Acts(trees, d.Document), g.Events)
		p.alone = r.alone(d.Text, d.Document, d.Sentences, g.Events)
		out = append(out, p)
		return nil
	})
	return out, err
}

// alone reads each sentence that tells acts as a page of its own. Gold parties
// that it does not name are out of reach there.
func (r *partyReader) alone(text string, meta record.Document, sentences [][2]int, gold []partyGold) (out []partyAct) {
	runes := []rune(text)
	for n, s := range sentences {
		var here []partyGold
		for _, g := range gold {
			if g.Sentence == n {
				g.Sentence = 0
				here = append(here, g)
			}
		}
		if len(here) == 0 || s[1] > len(runes) {
			continue
		}
		part := string(runes[s[0]:s[1]])
		trees, _ := r.analyser.Analyse(part)
		found := r.extractor.Acts(trees, record.Document{Published: meta.Published, Language: meta.Language})
		out = append(out, pairActs(part, [][2]int{{0, s[1] - s[0]}}, found, here)...)
	}
	return out
}

func eachLine(name string, each func([]byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("cannot read gold: %w", err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 16<<20)
	for n := 1; s.Scan(); n++ {
		if err := each(s.Bytes()); err != nil {
			return fmt.Errorf("cannot read %s:%d: %w", name, n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	return nil
}

// pairActs puts gold acts by the acts found: in one sentence, first those of one
// type and with a common word in their triggers, then of one type, then with a
// common word.
func pairActs(text string, sentences [][2]int, found []extract.ActCase, gold []partyGold) (out []partyAct) {
	at := make([]int, len(found))
	for i := range found {
		point := utf8.RuneCountInString(text[:found[i].Trigger[0]])
		at[i] = len(sentences) - 1
		for n, s := range sentences {
			if point < s[1] {
				at[i] = n
				break
			}
		}
	}
	usedFound, usedGold := make([]bool, len(found)), make([]bool, len(gold))
	for level := range 3 {
		for g := range gold {
			for i := range found {
				f := &found[i]
				if usedFound[i] || usedGold[g] || at[i] != gold[g].Sentence {
					continue
				}
				typ, word := f.Type == gold[g].Type, commonWord(text[f.Trigger[0]:f.Trigger[1]], gold[g].Trigger)
				if level == 0 && typ && word || level == 1 && typ || level == 2 && word {
					usedFound[i], usedGold[g] = true, true
					out = append(out, partyAct{*f, sidesOf(&gold[g])})
				}
			}
		}
	}
	return out
}

func sidesOf(g *partyGold) (out goldSides) {
	for k, list := range [2][]goldParty{g.Actors, g.Recipients} {
		for _, x := range list {
			if x.Code != "" {
				out[k] = append(out[k], x.Code)
			}
		}
	}
	return out
}

var wordRun = regexp.MustCompile(`\w+`)

func commonWord(a, b string) bool {
	words := wordRun.FindAllString(strings.ToLower(b), -1)
	for _, w := range wordRun.FindAllString(strings.ToLower(a), -1) {
		if contains(words, w) && len(w) > 2 {
			return true
		}
	}
	return false
}
