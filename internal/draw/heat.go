package draw

import (
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// Heat is a table of cells coloured by their values. NaN is unknown: such a cell
// is grey with a stroke through it. A zero is white.
type Heat struct {
	Title         string
	Rows, Columns []string
	Values        [][]float64 // by row
	// Signed colours what is below zero orange and what is above blue; else all
	// is blue.
	Signed bool
}

// Write draws a heat map in a format of Formats.
func (h *Heat) Write(w io.Writer, format string) error {
	p := blank(h.Title)
	most := 0.0
	for _, row := range h.Values {
		for _, v := range row {
			if known(v) {
				most = max(most, math.Abs(v))
			}
		}
	}
	for i, row := range h.Values {
		y := float64(len(h.Rows) - 1 - i)
		for j, v := range row {
			if err := h.cell(p, float64(j), y, v, most); err != nil {
				return err
			}
		}
	}
	rows := make([]plot.Tick, len(h.Rows))
	for i, name := range h.Rows {
		rows[i] = plot.Tick{Value: float64(len(h.Rows) - 1 - i), Label: name}
	}
	columns := make([]plot.Tick, 0, len(h.Columns))
	every := 1 + len(h.Columns)/24
	for j, name := range h.Columns {
		if j%every == 0 {
			columns = append(columns, plot.Tick{Value: float64(j), Label: name})
		}
	}
	p.Y.Tick.Marker, p.X.Tick.Marker = plot.ConstantTicks(rows), plot.ConstantTicks(columns)
	p.X.Tick.Label.Rotation = math.Pi / 4
	p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = -1, -0.5
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -0.5, float64(len(h.Columns))-0.5, -0.5, float64(len(h.Rows))-0.5
	width := vg.Length(120+max(len(h.Columns)*18, 240)) * vg.Points(1)
	height := vg.Length(110+max(len(h.Rows)*18, 60)) * vg.Points(1)
	return write(w, p, min(width, 14*vg.Inch), min(height, 14*vg.Inch), format)
}

func (h *Heat) cell(p *plot.Plot, x, y, v, most float64) error {
	fill := color.Color(grey)
	if known(v) {
		fill = h.shade(v, most)
	}
	b, err := box(x-0.46, x+0.46, y-0.46, y+0.46, fill)
	if err != nil {
		return err
	}
	b.LineStyle.Width, b.LineStyle.Color = vg.Points(0.4), grey
	p.Add(b)
	if known(v) {
		return nil
	}
	stroke, err := plotter.NewLine(plotter.XYs{{X: x - 0.4, Y: y - 0.4}, {X: x + 0.4, Y: y + 0.4}})
	if err == nil {
		stroke.LineStyle.Color, stroke.LineStyle.Width = color.Gray{0xa0}, vg.Points(0.5)
		p.Add(stroke)
	}
	return err
}

// shade goes from white to the full colour; by the root, so that few are seen
// beside many.
func (h *Heat) shade(v, most float64) color.Color {
	if most == 0 || v == 0 {
		return color.White
	}
	full := blue
	if h.Signed && v < 0 {
		full = orange
	}
	part := math.Sqrt(math.Abs(v) / most)
	mix := func(c uint8) uint8 { return uint8(math.Round(255 - part*float64(255-int(c)))) }
	return color.RGBA{mix(full.R), mix(full.G), mix(full.B), 0xff}
}
