package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"chancery/record"
	"chancery/relations"
)

// chart is a picture of one or two series. What is not known is a grey band.
type chart struct {
	Width, Height, Left, Bottom int
	Lines                       []chartLine
	Bands                       []string // polygons of the interval
	Gaps                        []box
	Dots                        []dot
	Across, Up                  []tick
	Zero                        string
	Label                       string
}

type chartLine struct {
	Name, Path string
	Second     bool
}

type box struct{ X, Y, W, H string }

type dot struct {
	X, Y, Label, URL string
	Second           bool
}

type tick struct{ At, Words string }

const (
	chartWidth, chartHeight = 900, 260
	chartLeft, chartBottom  = 54, 230
	chartTop                = 12
)

// draw measures the series of a relation and makes the picture of it.
func (p *relationPage) draw(agg *relations.Aggregate, cal *relations.Calendar, sides []sideOf, between string) error {
	m, err := relations.MeasureNamed(p.Measure)
	if err != nil {
		return err
	}
	grain := record.Grain(p.Grain)
	s, err := relations.NewSeries(agg, cal, relations.Ask(sides[0].side, sides[1].side, grain))
	if err != nil {
		return err
	}
	values := s.Values(m, relations.Raw)
	intervals := s.Intervals(m, relations.Raw, relations.Resampling{Replicates: replicates, Seed: 1})
	p.Gaps = s.Gaps()
	if len(values) > 0 {
		p.Trend, p.HasTrend = relations.TrendOf(values, 1), true
	}
	var second []float64
	if len(sides) > 2 {
		if second, err = p.compare(agg, cal, sides, m); err != nil {
			return err
		}
	}
	p.Chart = chartOf(values, second, intervals, &s, between)
	p.Chart.Label = fmt.Sprintf("%s of %s and %s by %s", p.Measure, p.A, p.B, p.Grain)
	for i, pt := range s.Points {
		row := seriesRow{Label: pt.Label, Value: number(values[i]), Gap: pt.Gap, Documents: pt.Documents, Incidents: pt.Incidents, URL: incidentsOf(between, pt.Label)}
		if i < len(intervals) && !math.IsNaN(intervals[i].Low) {
			row.Interval = number(intervals[i].Low) + " to " + number(intervals[i].High)
		}
		if i < len(second) {
			row.Other = number(second[i])
		}
		p.Rows = append(p.Rows, row)
	}
	return nil
}

// compare measures the first side with the third, and whether one of the two
// relations grows at the other's cost.
func (p *relationPage) compare(agg *relations.Aggregate, cal *relations.Calendar, sides []sideOf, m relations.Measure) ([]float64, error) {
	grain := record.Grain(p.Grain)
	t, both, err := relations.TriadBetween(agg, cal, relations.TriadQuestion{A: sides[1].side, B: sides[2].side, C: sides[0].side, Measure: m,
		Norm: relations.PerThousand, Grain: grain, From: relations.NoDay, Until: relations.NoDay, Options: relations.TriadOptions{Seed: 1}})
	if err != nil {
		return nil, err
	}
	p.Triad = &t
	return both[1].Values(m, relations.Raw), nil
}

// number writes a value with at most three digits behind the point.
func number(v float64) string {
	if math.IsNaN(v) {
		return "not known"
	}
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// plane turns values into places of the picture.
type plane struct {
	low, high float64
	n         int
}

func (p plane) x(i float64) string {
	step := float64(chartWidth-chartLeft-8) / float64(max(p.n, 1))
	return strconv.FormatFloat(chartLeft+step*(i+.5), 'f', 1, 64)
}

func (p plane) y(v float64) string {
	return strconv.FormatFloat(chartBottom-(v-p.low)/(p.high-p.low)*(chartBottom-chartTop), 'f', 1, 64)
}

func chartOf(values, second []float64, intervals []relations.Interval, s *relations.Series, between string) chart {
	c := chart{Width: chartWidth, Height: chartHeight, Left: chartLeft, Bottom: chartBottom}
	at := plane{n: len(values)}
	for _, list := range [][]float64{values, second} {
		for _, v := range list {
			if !math.IsNaN(v) {
				at.low, at.high = min(at.low, v), max(at.high, v)
			}
		}
	}
	for _, iv := range intervals {
		if !math.IsNaN(iv.Low) && !math.IsNaN(iv.High) {
			at.low, at.high = min(at.low, iv.Low), max(at.high, iv.High)
		}
	}
	step := nice((at.high - at.low) / 4)
	at.low, at.high = math.Floor(at.low/step)*step, math.Ceil(at.high/step)*step
	if at.high == at.low {
		at.high++
	}
	for v := at.low; v <= at.high+step/2; v += step {
		c.Up = append(c.Up, tick{at.y(v), number(v)})
	}
	c.Zero = at.y(0)
	c.Lines = append(c.Lines, chartLine{Path: at.path(values)})
	if second != nil {
		c.Lines = append(c.Lines, chartLine{Path: at.path(second), Second: true})
	}
	c.Bands = at.bands(intervals)
	every := max(1, (len(s.Points)+11)/12)
	for i, pt := range s.Points {
		if i%every == 0 {
			c.Across = append(c.Across, tick{at.x(float64(i)), pt.Label})
		}
		if pt.Gap {
			width := float64(chartWidth-chartLeft-8) / float64(at.n)
			c.Gaps = append(c.Gaps, box{strconv.FormatFloat(chartLeft+width*float64(i), 'f', 1, 64), strconv.Itoa(chartTop), strconv.FormatFloat(width, 'f', 1, 64), strconv.Itoa(chartBottom - chartTop)})
			continue
		}
		if !math.IsNaN(values[i]) {
			c.Dots = append(c.Dots, dot{at.x(float64(i)), at.y(values[i]), pt.Label + ": " + number(values[i]), incidentsOf(between, pt.Label), false})
		}
	}
	return c
}

// path is the line through known values, broken where one is not known.
func (p plane) path(values []float64) string {
	var b strings.Builder
	pen := "M"
	for i, v := range values {
		if math.IsNaN(v) {
			pen = "M"
			continue
		}
		b.WriteString(pen + p.x(float64(i)) + " " + p.y(v))
		pen = "L"
	}
	return b.String()
}

// bands are the intervals, one polygon for each run of known ones.
func (p plane) bands(list []relations.Interval) []string {
	var out []string
	for i := 0; i < len(list); {
		if math.IsNaN(list[i].Low) || math.IsNaN(list[i].High) {
			i++
			continue
		}
		j := i
		var up, down []string
		for ; j < len(list) && !math.IsNaN(list[j].Low) && !math.IsNaN(list[j].High); j++ {
			up = append(up, p.x(float64(j))+","+p.y(list[j].High))
			down = append([]string{p.x(float64(j)) + "," + p.y(list[j].Low)}, down...)
		}
		out = append(out, strings.Join(append(up, down...), " "))
		i = j
	}
	return out
}

// nice is 1, 2 or 5 times a power of ten, not below a step.
func nice(step float64) float64 {
	if step <= 0 || math.IsNaN(step) || math.IsInf(step, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, k := range []float64{1, 2, 5, 10} {
		if k*power >= step {
			return k * power
		}
	}
	return 10 * power
}
