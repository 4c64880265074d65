// Package judge weighs whether a place where a frame could fire reports an
// event: a trained linear model over hashed clues, and the table that turns its
// scores into probabilities.
//
// What must stay true:
//   - Scores are whole numbers, so that what is kept does not depend on the machine.
//   - The table rises: a higher score never has a lower probability.
package judge

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sort"

	"chancery/internal/linear"
	"chancery/internal/model"
)

// The sections of the model file.
const (
	weightsSection = "events weights"
	tableSection   = "events table"
)

// Step is one corner of the table: up from this score an event has this probability.
type Step struct {
	Score       int32
	Probability float64
}

// Judge is the trained model. It is safe for concurrent use.
type Judge struct {
	weights *linear.Model
	bar     int32
	table   []Step
}

// New makes a judge. Candidates that score bar or more are kept; between the
// corners of the table probabilities are interpolated.
func New(weights *linear.Model, bar int32, table []Step) (*Judge, error) {
	if weights.Classes != 1 {
		return nil, fmt.Errorf("cannot use events model: it has %d classes, want 1", weights.Classes)
	}
	if len(table) == 0 {
		return nil, errors.New("cannot use events model: its table is empty")
	}
	for k := range table {
		if p := table[k].Probability; !(p >= 0 && p <= 1) || k > 0 && (table[k].Score <= table[k-1].Score || p < table[k-1].Probability) {
			return nil, fmt.Errorf("cannot use events model: step %d of its table does not rise", k)
		}
	}
	return &Judge{weights, bar, table}, nil
}

// Score adds up what the clues say.
func (j *Judge) Score(clues []uint32) int32 {
	var sum [1]int32
	j.weights.Add(sum[:], clues)
	return sum[0]
}

// Keeps says whether a candidate of that score is taken for an event.
func (j *Judge) Keeps(score int32) bool { return score >= j.bar }

// Probability is the share of candidates of that score that are events.
func (j *Judge) Probability(score int32) float64 {
	k := sort.Search(len(j.table), func(k int) bool { return j.table[k].Score > score })
	switch {
	case k == 0:
		return j.table[0].Probability
	case k == len(j.table):
		return j.table[k-1].Probability
	}
	a, b := &j.table[k-1], &j.table[k]
	return a.Probability + (b.Probability-a.Probability)*float64(score-a.Score)/float64(b.Score-a.Score)
}

// WithBar is the judge that keeps candidates from a probability on.
func (j *Judge) WithBar(p float64) *Judge {
	k := *j
	k.bar = Bar(j.table, p)
	return &k
}

// Bar is the lowest score whose probability reaches p.
func Bar(table []Step, p float64) int32 {
	for k := range table {
		if table[k].Probability < p {
			continue
		}
		if k == 0 {
			return math.MinInt32
		}
		a, b := &table[k-1], &table[k]
		return a.Score + int32(math.Ceil((p-a.Probability)/(b.Probability-a.Probability)*float64(b.Score-a.Score)))
	}
	return math.MaxInt32
}

// millionth is the unit that probabilities are stored in.
const millionth = 1e6

// Store puts the judge into a model file.
func (j *Judge) Store(f *model.File) {
	f.Set(weightsSection, j.weights.AppendBinary(nil))
	b := binary.LittleEndian.AppendUint32(nil, uint32(j.bar))
	for _, s := range j.table {
		b = binary.LittleEndian.AppendUint32(b, uint32(s.Score))
		b = binary.LittleEndian.AppendUint32(b, uint32(s.Probability*millionth+0.5))
	}
	f.Set(tableSection, b)
}

// Open reads the judge from a model file.
func Open(f *model.File) (*Judge, error) {
	b, err := f.Section(weightsSection)
	if err != nil {
		return nil, err
	}
	weights, _, err := linear.Decode(b)
	if err != nil {
		return nil, err
	}
	if b, err = f.Section(tableSection); err != nil {
		return nil, err
	}
	if len(b)%8 != 4 {
		return nil, errors.New("cannot use events model: its table is cut short")
	}
	bar := int32(binary.LittleEndian.Uint32(b))
	var table []Step
	for b = b[4:]; len(b) > 0; b = b[8:] {
		table = append(table, Step{int32(binary.LittleEndian.Uint32(b)), float64(binary.LittleEndian.Uint32(b[4:])) / millionth})
	}
	return New(weights, bar, table)
}
