package evaluate

import (
	"math"
	"math/rand/v2"
	"slices"

	"chancery/record"
)

// mainFigures are the figures of every report, in its order.
func mainFigures() []string {
	return []string{"events", "events+actors", "events+actors+status", "trigger found", "type of found",
		"status", "mode", "date", "place country", "statements", "statements+speaker", "posts", "posts+country"}
}

// counts are what a figure is made of: hits of gold and coded elements for an
// F1, or right answers out of those judged for an accuracy.
type counts struct{ hit, gold, got, right, of int }

// tally is the counts of one document, or of many, by figure.
type tally map[string]*counts

func newTally() tally { return tally{} }

func (t tally) at(name string) *counts {
	if t[name] == nil {
		t[name] = &counts{}
	}
	return t[name]
}

func (t tally) count(name string, hit, gold, got int) {
	c := t.at(name)
	c.hit, c.gold, c.got = c.hit+hit, c.gold+gold, c.got+got
}

func (t tally) hit(name string) { t.at(name).hit++ }

func (t tally) judge(name string, right bool) {
	c := t.at(name)
	c.of++
	if right {
		c.right++
	}
}

func (c *counts) add(d counts) {
	c.hit, c.gold, c.got, c.right, c.of = c.hit+d.hit, c.gold+d.gold, c.got+d.got, c.right+d.right, c.of+d.of
}

// sum adds tallies up.
func sum(tallies []tally) tally {
	total := newTally()
	for _, t := range tallies {
		for name, c := range t {
			total.at(name).add(*c)
		}
	}
	return total
}

// Figure is one measure, an F1 or an accuracy, from 0 to 1.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	// Low and High bound the 95 % interval over documents.
	Low      *float64  `json:"low,omitempty"`
	High     *float64  `json:"high,omitempty"`
	F1       *F1       `json:"f1,omitempty"`
	Accuracy *Accuracy `json:"accuracy,omitempty"`
}

// F1 is what the harmonic mean of precision and recall was made of.
type F1 struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	Hit       int     `json:"hit"`
	Gold      int     `json:"gold"`
	Got       int     `json:"got"`
}

// Accuracy is the share of right answers where there was something to judge.
type Accuracy struct {
	Right int `json:"right"`
	Of    int `json:"of"`
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// figure is the figure that counts make, false when nothing was counted for it.
func (c counts) figure(name string) (Figure, bool) {
	switch {
	case c.gold > 0 || c.got > 0:
		p, r := share(c.hit, c.got), share(c.hit, c.gold)
		value := 0.0
		if p+r > 0 {
			value = 2 * p * r / (p + r)
		}
		return Figure{Name: name, Value: value, F1: &F1{p, r, c.hit, c.gold, c.got}}, true
	case c.of > 0:
		return Figure{Name: name, Value: share(c.right, c.of), Accuracy: &Accuracy{c.right, c.of}}, true
	}
	return Figure{}, false
}

func (t tally) figures(names []string) []Figure {
	figures := []Figure{}
	for _, name := range names {
		if c := t[name]; c != nil {
			if f, ok := c.figure(name); ok {
				figures = append(figures, f)
			}
		}
	}
	return figures
}

// bootstrap gives figures their 95 % percentile interval: what they would be on
// other documents like these, found by drawing as many documents as there are,
// with replacement, many times. Fewer than two documents give no interval.
func bootstrap(figures []Figure, tallies []tally, resamples int, seed uint64) {
	if len(tallies) < 2 || resamples < 2 {
		return
	}
	random := rand.New(rand.NewPCG(seed, 0))
	rows := make([][]counts, len(tallies)) // by document and figure
	for d, t := range tallies {
		for _, f := range figures {
			rows[d] = append(rows[d], *t.at(f.Name))
		}
	}
	values := make([][]float64, len(figures))
	for range resamples {
		total := make([]counts, len(figures))
		for range tallies {
			for i, c := range rows[random.IntN(len(rows))] {
				total[i].add(c)
			}
		}
		for i, c := range total {
			if f, ok := c.figure(figures[i].Name); ok {
				values[i] = append(values[i], f.Value)
			}
		}
	}
	for i := range figures {
		slices.Sort(values[i])
		if n := len(values[i]); n >= 2 {
			figures[i].Low = &values[i][int(math.Floor(0.025*float64(n-1)))]
			figures[i].High = &values[i][int(math.Ceil(0.975*float64(n-1)))]
		}
	}
}

// collector gathers the documents of one run.
type collector struct {
	ids       []string
	tallies   []tally
	unmatched []Unmatched
	listed    map[string]int
	warnings  []string
	sure      tenths
}

func (c *collector) warn(doubts []string) { c.warnings = append(c.warnings, doubts...) }

func (c *collector) add(doc *Document, found comparison, gold, got coding, limit int) {
	c.ids, c.tallies = append(c.ids, doc.ID), append(c.tallies, found.tally)
	inGold, inGot := map[int]bool{}, map[int]bool{}
	for _, m := range found.events {
		inGold[m.i], inGot[m.j] = true, true
	}
	for j := range got.events {
		if p := got.events[j].confidence; p != nil {
			c.sure.add(*p, inGot[j])
		}
	}
	c.list("missed", doc, gold.events, inGold, limit)
	c.list("extra", doc, got.events, inGot, limit)
}

// list keeps the unmatched events of one side, up to the limit over all documents.
func (c *collector) list(side string, doc *Document, events []event, matched map[int]bool, limit int) {
	if c.listed == nil {
		c.listed = map[string]int{}
	}
	for i, e := range events {
		if matched[i] || c.listed[side] >= limit {
			continue
		}
		c.listed[side]++
		text := ""
		if e.sentence >= 0 {
			text = doc.ruler.Cut(doc.Sentences[e.sentence])
		}
		c.unmatched = append(c.unmatched, Unmatched{Side: side, Document: doc.ID, Sentence: e.sentence, Type: e.kind,
			Status: e.status, Trigger: e.trigger, Actors: e.actors, Recipients: e.recipients, Text: text})
	}
}

func (c *collector) report(opt Options) Report {
	total := sum(c.tallies)
	r := Report{Documents: len(c.ids), Figures: total.figures(mainFigures()), Unmatched: c.unmatched, Warnings: c.warnings,
		Calibration: c.sure.calibration()}
	bootstrap(r.Figures, c.tallies, opt.Resamples, opt.Seed)
	if opt.PerType {
		r.Types = total.figures(record.Types())
	}
	if opt.PerDocument {
		for i, id := range c.ids {
			r.PerDocument = append(r.PerDocument, DocumentFigures{id, c.tallies[i].figures(mainFigures())})
		}
	}
	return r
}
