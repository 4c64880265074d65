package evaluate

import (
	"fmt"
	"math"
)

// Calibration says whether confidences mean what they say: of the events at
// 0.9, nine in ten should be right.
type Calibration struct {
	Events int     `json:"events"` // that have a confidence
	Error  float64 `json:"error"`  // expected calibration error
	Bins   []Bin   `json:"bins"`
}

// Bin is the events of a tenth of the confidences.
type Bin struct {
	From   float64 `json:"from"`
	To     float64 `json:"to"`
	Events int     `json:"events"`
	Said   float64 `json:"said"`  // mean confidence
	Right  float64 `json:"right"` // share that gold has too
}

// tenths are sums over the events of each tenth of the confidences.
type tenths [10]struct {
	n, right int
	said     float64
}

func (t *tenths) add(confidence float64, right bool) {
	b := &t[max(0, min(len(t)-1, int(confidence*float64(len(t)))))]
	b.n++
	b.said += confidence
	if right {
		b.right++
	}
}

// calibration sums up; nil when no event had a confidence.
func (t *tenths) calibration() *Calibration {
	c := &Calibration{}
	for k := range t {
		c.Events += t[k].n
	}
	if c.Events == 0 {
		return nil
	}
	for k, b := range t {
		if b.n == 0 {
			continue
		}
		n := float64(b.n)
		c.Error += math.Abs(b.said-float64(b.right)) / float64(c.Events)
		c.Bins = append(c.Bins, Bin{From: float64(k) / 10, To: float64(k+1) / 10, Events: b.n, Said: b.said / n, Right: float64(b.right) / n})
	}
	return c
}

// rows are the table of the report.
func (c *Calibration) rows() [][]string {
	rows := [][]string{nil, {"confidence", "", "events", "said", "right"}}
	for _, b := range c.Bins {
		rows = append(rows, []string{fmt.Sprintf("%.1f–%.1f", b.From, b.To), "", fmt.Sprint(b.Events), fmt.Sprintf("%.3f", b.Said), fmt.Sprintf("%.3f", b.Right)})
	}
	return append(rows, []string{"calibration error", "", fmt.Sprint(c.Events), fmt.Sprintf("%.3f", c.Error)})
}
