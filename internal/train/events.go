package train

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"chancery/internal/lexicon"
	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/internal/stage/extract/judge"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/stage/extract/timex"
	"chancery/weights"
)

// EventsConfig says what the judge of events is trained from and how. It goes
// into the model file.
type EventsConfig struct {
	Seed    uint64  `json:"seed"`
	Docs    string  `json:"docs"` // texts and annotations that are learnt from
	Gold    string  `json:"gold"`
	DevDocs string  `json:"dev_docs"` // measured, never learnt from; "" for none
	DevGold string  `json:"dev_gold"`
	Folds   int     `json:"folds"` // of the cross-validation by document that the table of probabilities comes from
	Epochs  int     `json:"epochs"`
	Rate    float64 `json:"rate"`
	L2      float64 `json:"l2"`
	Drop    float64 `json:"drop"`  // share of the clues that is left out at random while learning
	Count   int     `json:"count"` // clues seen in fewer documents are left out
	Least   int     `json:"least"` // weights of less than so many thousandths are left out
	Bar     float64 `json:"bar"`   // candidates of at least this probability are kept
	Shift   float64 `json:"shift"` // added to each score, since the lexicon knows the texts that are learnt from
}

// ReadEventsConfig reads a config file.
func ReadEventsConfig(name string) (*EventsConfig, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read config: %w", err)
	}
	c := &EventsConfig{}
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("cannot read config %s: %w", name, err)
	}
	if c.Folds < 2 || c.Epochs < 1 || c.Rate <= 0 {
		return nil, fmt.Errorf("cannot use config %s: it needs two folds, an epoch and a rate", name)
	}
	return c, nil
}

// thousandth is the unit of the weights of the judge.
const thousandth = 1000

// RunEvents trains the judge of events from the files in dir; english is the
// model that gives tags and trees.
func RunEvents(c *EventsConfig, dir string, english *model.File, log func(string, ...any)) (*model.File, error) {
	r, err := newEventReader(english)
	if err != nil {
		return nil, err
	}
	docs, err := r.read(filepath.Join(dir, c.Docs), filepath.Join(dir, c.Gold))
	if err != nil {
		return nil, err
	}
	right := 0
	for _, d := range docs {
		for k := range d.candidates {
			right += asInt(d.candidates[k].right)
		}
	}
	log("%d documents, %d annotated events, %d candidates, %d of them right", len(docs), golds(docs), candidates(docs), right)
	own, err := r.own()
	if err != nil {
		return nil, err
	}
	log("%d texts of our own, %d marked events, %d candidates", len(own), golds(own), candidates(own))
	measure := func(name string, docs []*eventDoc, scores [][]float64) {
		log("%-28s %s", name, judged(docs, scores, math.Log(c.Bar/(1-c.Bar))))
	}
	measure("frames alone", docs, firm(docs))
	all := slices.Concat(docs, own)
	out := crossValidate(c, all)
	measure("judged, cross-validated", docs, out[:len(docs)])
	measure("own texts: frames alone", own, firm(own))
	measure("own texts, cross-validated", own, out[len(docs):])
	out = out[:len(docs)]
	full := learnEvents(c, all)
	weights := full.linear(c.Least)
	table := calibrate(docs, out, c.Shift)
	j, err := judge.New(weights, judge.Bar(table, c.Bar), table)
	if err != nil {
		return nil, err
	}
	log("%d clues have a weight", full.count(c.Least))
	if c.DevDocs != "" {
		dev, err := r.read(filepath.Join(dir, c.DevDocs), filepath.Join(dir, c.DevGold))
		if err != nil {
			return nil, err
		}
		measure("dev: frames alone", dev, firm(dev))
		scores := make([][]float64, len(dev))
		for d := range dev {
			for k := range dev[d].candidates {
				p := j.Probability(j.Score(dev[d].candidates[k].clues))
				scores[d] = append(scores[d], math.Log(p/(1-p)))
			}
		}
		measure("dev: judged", dev, scores)
	}
	f := model.New()
	config, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("cannot write config: %w", err)
	}
	f.Set(model.Config, config)
	j.Store(f)
	return f, nil
}

// newEventReader loads what finds the candidates.
func newEventReader(english *model.File) (*eventReader, error) {
	a, err := analyse.New(english)
	if err != nil {
		return nil, err
	}
	reg, err := registry.Load()
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Load()
	if err != nil {
		return nil, err
	}
	grammar, err := timex.Load()
	if err != nil {
		return nil, err
	}
	names, err := weights.Names()
	if err != nil {
		return nil, err
	}
	finder, err := ner.New(names, reg)
	if err != nil {
		return nil, err
	}
	x, err := extract.New(reg, lex, grammar, finder)
	if err != nil {
		return nil, err
	}
	return &eventReader{a, x}, nil
}

// linear packs the weights for use.
func (m *logistic) linear(least int) *linear.Model {
	var keys []uint32
	var rows []int16
	for _, k := range m.keys() {
		if v := m.quantum(k); v >= least || v <= -least {
			keys = append(keys, k)
			rows = append(rows, int16(max(-1<<15, min(1<<15-1, v))))
		}
	}
	return linear.New(1, keys, rows)
}
