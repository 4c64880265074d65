package draw

import (
	"image/color"
	"io"
	"math"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Chart is one or more lines over the same periods.
type Chart struct {
	Title, Axis string
	// Starts are the first days of the periods, and the day behind the last one.
	Starts []time.Time
	Gaps   []bool // periods of which nothing is known
	Lines  []Line
	Marks  []Mark
	// Zero draws the line between conflict and cooperation.
	Zero bool
}

// Line is one series; NaN is unknown.
type Line struct {
	Name      string
	Values    []float64
	Low, High []float64 // of the interval; nil for none
	Dashed    bool
}

// Mark is a point with words, such as a change point.
type Mark struct {
	At    time.Time
	Words string
}

// Write draws a chart in a format of Formats.
func (c *Chart) Write(w io.Writer, format string) error {
	p := blank(c.Title)
	p.Y.Label.Text = c.Axis
	p.X.Tick.Marker = years{}
	low, high := c.bounds()
	p.Y.Min, p.Y.Max = low, high
	if n := len(c.Starts); n > 1 {
		p.X.Min, p.X.Max = float64(c.Starts[0].Unix()), float64(c.Starts[n-1].Unix())
	}
	c.bands(p, low, high)
	if c.Zero && low < 0 && high > 0 {
		p.Add(plotter.NewFunction(func(float64) float64 { return 0 }))
	}
	for i := range c.Lines {
		if err := c.line(p, i); err != nil {
			return err
		}
	}
	if err := c.marks(p, low, high); err != nil {
		return err
	}
	return write(w, p, 8*vg.Inch, 4*vg.Inch, format)
}

// bounds leave some air around the values and intervals.
func (c *Chart) bounds() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, l := range c.Lines {
		for _, list := range [][]float64{l.Values, l.Low, l.High} {
			for _, v := range list {
				if known(v) {
					low, high = min(low, v), max(high, v)
				}
			}
		}
	}
	if low > high {
		return 0, 1
	}
	if low > 0 {
		low = 0
	}
	if high < 0 {
		high = 0
	}
	air := (high - low) * 0.08
	if air == 0 {
		air = 1
	}
	if low < 0 {
		low -= air
	}
	return low, high + 2*air
}

// bands draws the gaps as grey bands over the whole height.
func (c *Chart) bands(p *plot.Plot, low, high float64) {
	first := true
	for i := 0; i < len(c.Gaps) && i+1 < len(c.Starts); i++ {
		if !c.Gaps[i] {
			continue
		}
		end := i
		for end+1 < len(c.Gaps) && end+2 < len(c.Starts) && c.Gaps[end+1] {
			end++
		}
		band, err := box(float64(c.Starts[i].Unix()), float64(c.Starts[end+1].Unix()), low, high, grey)
		if err == nil {
			p.Add(band)
			if first {
				p.Legend.Add("no documents", band)
			}
			first = false
		}
		i = end
	}
}

func box(left, right, low, high float64, c color.Color) (*plotter.Polygon, error) {
	b, err := plotter.NewPolygon(plotter.XYs{{X: left, Y: low}, {X: right, Y: low}, {X: right, Y: high}, {X: left, Y: high}})
	if err != nil {
		return nil, err
	}
	b.Color, b.LineStyle.Width = c, 0
	return b, nil
}

// middle is the middle of a period.
func (c *Chart) middle(i int) float64 {
	from := c.Starts[i].Unix()
	return float64(from) + float64(c.Starts[i+1].Unix()-from)/2
}

// line draws one line, broken where a value is unknown, over its interval.
func (c *Chart) line(p *plot.Plot, i int) error {
	l, color := &c.Lines[i], lineColor(i)
	named := false
	for _, run := range runs(l.Values, len(c.Starts)-1) {
		if band := c.interval(l, run); len(band) > 2 {
			poly, err := plotter.NewPolygon(band)
			if err != nil {
				return err
			}
			poly.Color, poly.LineStyle.Width = faint(color), 0
			p.Add(poly)
		}
		xys := make(plotter.XYs, 0, run[1]-run[0])
		for k := run[0]; k < run[1]; k++ {
			xys = append(xys, plotter.XY{X: c.middle(k), Y: l.Values[k]})
		}
		drawn, dots, err := plotter.NewLinePoints(xys)
		if err != nil {
			return err
		}
		drawn.LineStyle.Color, drawn.LineStyle.Width = color, vg.Points(1.4)
		if l.Dashed {
			drawn.LineStyle.Dashes = []vg.Length{vg.Points(4), vg.Points(3)}
		}
		dots.GlyphStyle = draw.GlyphStyle{Color: color, Radius: vg.Points(1.8), Shape: draw.CircleGlyph{}}
		p.Add(drawn)
		if !l.Dashed {
			p.Add(dots)
		}
		if !named && l.Name != "" {
			p.Legend.Add(l.Name, drawn)
		}
		named = true
	}
	return nil
}

// interval is the outline of a line's band over a run of known periods.
func (c *Chart) interval(l *Line, run [2]int) (band plotter.XYs) {
	if len(l.Low) < run[1] || len(l.High) < run[1] {
		return nil
	}
	for k := run[0]; k < run[1]; k++ {
		if known(l.High[k]) {
			band = append(band, plotter.XY{X: c.middle(k), Y: l.High[k]})
		}
	}
	for k := run[1] - 1; k >= run[0]; k-- {
		if known(l.Low[k]) {
			band = append(band, plotter.XY{X: c.middle(k), Y: l.Low[k]})
		}
	}
	return band
}

// runs are the stretches of known values, as half-open ranges.
func runs(values []float64, n int) (out [][2]int) {
	n = min(n, len(values))
	for i := 0; i < n; i++ {
		if !known(values[i]) {
			continue
		}
		end := i
		for end < n && known(values[end]) {
			end++
		}
		out = append(out, [2]int{i, end})
		i = end
	}
	return out
}

// marks draws upright lines with their words at the top.
func (c *Chart) marks(p *plot.Plot, low, high float64) error {
	for k, m := range c.Marks {
		x := float64(m.At.Unix())
		l, err := plotter.NewLine(plotter.XYs{{X: x, Y: low}, {X: x, Y: high}})
		if err != nil {
			return err
		}
		l.LineStyle.Color, l.LineStyle.Dashes = black, []vg.Length{vg.Points(2), vg.Points(2)}
		labels, err := plotter.NewLabels(plotter.XYLabels{
			XYs: plotter.XYs{{X: x, Y: high - (high-low)*0.05*float64(1+k%3)}}, Labels: []string{" " + m.Words},
		})
		if err != nil {
			return err
		}
		labels.TextStyle[0].Font.Size = vg.Points(7)
		p.Add(l, labels)
	}
	return nil
}
