package train

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
)

// PartiesConfig says what the scorer of parties is trained from and how. It
// goes into the model file.
type PartiesConfig struct {
	Seed    uint64        `json:"seed"`
	Docs    string        `json:"docs"` // JSON lines of documents, under the data folder
	Gold    string        `json:"gold"` // their gold acts
	DevDocs string        `json:"dev_docs"`
	DevGold string        `json:"dev_gold"` // measured, never learnt from
	Folds   int           `json:"folds"`    // of the cross-validation by document
	Learn   chooserConfig `json:"learn"`
}

// ReadPartiesConfig reads a config file.
func ReadPartiesConfig(name string) (*PartiesConfig, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read config: %w", err)
	}
	c := &PartiesConfig{}
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("cannot read config %s: %w", name, err)
	}
	return c, nil
}

// RunParties trains the scorer of parties from the files in dir. What the rules
// find there is what it learns to correct.
func RunParties(c *PartiesConfig, dir string, english *model.File, x *extract.Extractor, log func(string, ...any)) (*model.File, error) {
	start := time.Now()
	say := func(s string, a ...any) {
		log("%6.1fs  %s", time.Since(start).Seconds(), fmt.Sprintf(s, a...))
	}
	a, err := analyse.New(english)
	if err != nil {
		return nil, err
	}
	r := partyReader{analyser: a, extractor: x}
	pages, err := r.read(filepath.Join(dir, c.Docs), filepath.Join(dir, c.Gold))
	if err != nil {
		return nil, err
	}
	say("%s: %d documents, %d acts paired", c.Docs, len(pages), countActs(pages))
	if c.Folds > 1 {
		crossParties(c, pages, say)
	}
	m := learnParties(c, pages)
	if c.DevDocs != "" {
		dev, err := r.read(filepath.Join(dir, c.DevDocs), filepath.Join(dir, c.DevGold))
		if err != nil {
			return nil, err
		}
		say("%s: %s", c.DevDocs, measureParties(c, m, dev))
	}
	f := model.New()
	config, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("cannot write config: %w", err)
	}
	f.Set(model.Config, config)
	f.Set(extract.SectionParties, m.AppendBinary(nil))
	return f, nil
}

// crossParties learns from all folds but one and measures on that one.
func crossParties(c *PartiesConfig, pages []*partyPage, say func(string, ...any)) {
	var sum partyFigures
	for fold := range c.Folds {
		var learn, held []*partyPage
		for i, p := range pages {
			if i%c.Folds == fold {
				held = append(held, p)
			} else {
				learn = append(learn, p)
			}
		}
		sum.add(measureParties(c, learnParties(c, learn), held))
	}
	say("cross-validated: %s%s", sum, sum.table())
}

// learnParties learns the weights from all sides of the acts of pages.
func learnParties(c *PartiesConfig, pages []*partyPage) *linear.Model {
	l := newChooser(c.Learn, c.Seed)
	for _, p := range pages {
		for _, a := range slices.Concat(p.acts, p.alone) {
			for _, s := range a.found.Sides {
				c := choice{members: slices.Clone(s.Cues), size: s.Size}
				for _, code := range s.Codes {
					c.gold = append(c.gold, a.gold.has(s.Side, code))
				}
				l.add(c)
			}
		}
	}
	return l.learn()
}

func countActs(pages []*partyPage) (n int) {
	for _, p := range pages {
		n += len(p.acts)
	}
	return n
}

// partyFigures counts acts whose parties are right.
type partyFigures struct {
	inferred            map[string][2]int // by type: codes that the rules do not put on their side, and how many are right
	acts, rules, scored int
	reachable           int     // all gold codes are among the candidates
	loss                float64 // in nats, over all sides
	sides               int
}

func (f *partyFigures) add(g partyFigures) {
	for typ, n := range g.inferred {
		f.note(typ, n)
	}
	f.loss, f.sides = f.loss+g.loss, f.sides+g.sides
	f.acts, f.rules, f.scored, f.reachable = f.acts+g.acts, f.rules+g.rules, f.scored+g.scored, f.reachable+g.reachable
}

func (f *partyFigures) note(typ string, n [2]int) {
	if f.inferred == nil {
		f.inferred = map[string][2]int{}
	}
	old := f.inferred[typ]
	f.inferred[typ] = [2]int{old[0] + n[0], old[1] + n[1]}
}

// inferences counts the codes of a side that the rules did not put there.
func (f *partyFigures) inferences(act *extract.ActCase, s *extract.SideCase, chosen []string, gold *goldSides) {
	for k, code := range s.Codes {
		if !s.Read[k] && contains(chosen, code) {
			f.note(act.Type+[...]string{" actors", " recipients", ""}[s.Side], [2]int{1, count(gold.has(s.Side, code))})
		}
	}
}

// table tells by type how many of the codes inferred are right.
func (f partyFigures) table() string {
	var b strings.Builder
	for _, typ := range slices.Sorted(maps.Keys(f.inferred)) {
		n := f.inferred[typ]
		fmt.Fprintf(&b, "\n         %-20s %3d inferred, %.2f right", typ, n[0], float64(n[1])/float64(n[0]))
	}
	return b.String()
}

func (f partyFigures) String() string {
	n := float64(max(f.acts, 1))
	return fmt.Sprintf("both sides right in %.3f by the rules, %.3f by the scorer, %.3f in reach (of %d), %.3f nats a side",
		float64(f.rules)/n, float64(f.scored)/n, float64(f.reachable)/n, f.acts, f.loss/float64(max(f.sides, 1)))
}

// measureParties counts the acts of pages whose sides have the gold codes.
func measureParties(c *PartiesConfig, m *linear.Model, pages []*partyPage) (f partyFigures) {
	for _, p := range pages {
		for i := range p.acts {
			a := &p.acts[i]
			rules, scored, reachable := true, true, true
			for _, s := range a.found.Sides {
				chosen := chosenCodes(m, &s)
				f.loss += lossOf(m, c.Learn.Scale, &s, &a.gold)
				f.sides++
				scored = scored && a.gold.same(s.Side, chosen)
				f.inferences(&a.found, &s, chosen, &a.gold)
				reachable = reachable && a.gold.within(s.Side, s.Codes)
				rules = rules && a.gold.same(s.Side, ruleCodes(&s))
			}
			f.acts++
			f.rules += count(rules)
			f.scored += count(scored)
			f.reachable += count(reachable)
		}
	}
	return f
}

// chosenCodes are the codes that a scorer puts on a side.
func chosenCodes(m *linear.Model, s *extract.SideCase) []string {
	score := func(cues []uint32) int32 {
		var sum [1]int32
		m.Add(sum[:], cues)
		return sum[0]
	}
	scores := make([]int32, len(s.Codes))
	for k := range s.Codes {
		scores[k] = score(s.Cues[k]) + s.Bonus[k]
	}
	var size [extract.SideSizes]int32
	for n := range size {
		size[n] = score(s.Size[n])
	}
	var out []string
	for k, in := range extract.Choose(scores, size) {
		if in {
			out = append(out, s.Codes[k])
		}
	}
	return out
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func ruleCodes(s *extract.SideCase) []string {
	if s.Side < 2 {
		return s.Rule[s.Side]
	}
	return append(append([]string(nil), s.Rule[0]...), s.Rule[1]...)
}

// lossOf is the negative log-probability of the gold codes of a side, without
// the bonus of those that the rules read: it tells small gains from luck.
func lossOf(m *linear.Model, scale float64, s *extract.SideCase, gold *goldSides) float64 {
	score := func(cues []uint32) float64 {
		var sum [1]int32
		m.Add(sum[:], cues)
		return float64(sum[0]) / scale
	}
	weights := make([]float64, len(s.Codes))
	n, z := 0, 0.0
	for k := range s.Codes {
		v := max(-15, min(15, score(s.Cues[k])))
		weights[k] = math.Exp(v)
		if gold.has(s.Side, s.Codes[k]) {
			n++
			z += v
		}
	}
	z += score(s.Size[min(n, extract.SideSizes-1)])
	total := 0.0
	for k, v := range symmetric(weights, -1) {
		total += v * math.Exp(score(s.Size[min(k, extract.SideSizes-1)]))
	}
	return math.Log(total) - z
}
