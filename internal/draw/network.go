package draw

import (
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Network is who deals with whom.
type Network struct {
	Title string
	Nodes []Node
	Links []Link
}

// Node is a country or body. Group colours it, Size is its weight.
type Node struct {
	Name  string
	Group int
	Size  float64
}

// Link joins two nodes by their places in Nodes; below zero it is conflict.
type Link struct {
	From, To int
	Weight   float64
}

// Write draws a network in a format of Formats. Nodes are placed by springs
// (Eades 1984) from a fixed beginning.
func (n *Network) Write(w io.Writer, format string) error {
	p := blank(n.Title)
	p.HideAxes()
	at := n.places()
	heaviest := 0.0
	for _, l := range n.Links {
		heaviest = max(heaviest, math.Abs(l.Weight))
	}
	for _, l := range n.Links {
		line, err := plotter.NewLine(plotter.XYs{at[l.From], at[l.To]})
		if err != nil {
			return err
		}
		c := blue
		if l.Weight < 0 {
			c = orange
		}
		line.LineStyle.Color = color.NRGBA{c.R, c.G, c.B, 0x80}
		line.LineStyle.Width = vg.Points(0.5 + 4*math.Sqrt(math.Abs(l.Weight)/max(heaviest, 1e-9)))
		p.Add(line)
	}
	if len(n.Nodes) == 0 {
		return write(w, p, 7*vg.Inch, 6*vg.Inch, format)
	}
	largest := 0.0
	for _, node := range n.Nodes {
		largest = max(largest, node.Size)
	}
	dots, err := plotter.NewScatter(at)
	if err != nil {
		return err
	}
	dots.GlyphStyleFunc = func(i int) draw.GlyphStyle {
		size := math.Sqrt(n.Nodes[i].Size / max(largest, 1e-9))
		return draw.GlyphStyle{Color: lineColor(n.Nodes[i].Group), Radius: vg.Points(3 + 8*size), Shape: draw.CircleGlyph{}}
	}
	names := make([]string, len(n.Nodes))
	for i := range n.Nodes {
		names[i] = n.Nodes[i].Name
	}
	labels, err := plotter.NewLabels(plotter.XYLabels{XYs: at, Labels: names})
	if err != nil {
		return err
	}
	for i := range labels.TextStyle {
		labels.TextStyle[i].Font.Size, labels.TextStyle[i].XAlign = vg.Points(8), draw.XCenter
	}
	labels.Offset.Y = vg.Points(10)
	p.Add(dots, labels)
	airX, airY := (p.X.Max-p.X.Min)*0.1+0.1, (p.Y.Max-p.Y.Min)*0.08+0.1
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = p.X.Min-airX, p.X.Max+airX, p.Y.Min-airY, p.Y.Max+airY
	return write(w, p, 7*vg.Inch, 6*vg.Inch, format)
}

// places lays the nodes out by forces (Fruchterman and Reingold 1991), beginning
// with a circle: all push each other away, links pull together, and each step
// goes less far. gonum's layouts depend on the order of a map.
func (n *Network) places() plotter.XYs {
	at, push := make(plotter.XYs, len(n.Nodes)), make(plotter.XYs, len(n.Nodes))
	for i := range at {
		turn := 2 * math.Pi * float64(i) / float64(len(at))
		at[i] = plotter.XY{X: math.Cos(turn), Y: math.Sin(turn)}
	}
	heaviest := 1e-9
	for _, l := range n.Links {
		heaviest = max(heaviest, math.Abs(l.Weight))
	}
	reach := 2 / math.Sqrt(float64(max(len(at), 1)))
	const steps = 150
	for step := range steps {
		clear(push)
		for i := range at {
			for j := range i {
				dx, dy, d := between(at[i], at[j])
				f := reach * reach / (d * d)
				push[i].X, push[i].Y = push[i].X+dx*f, push[i].Y+dy*f
				push[j].X, push[j].Y = push[j].X-dx*f, push[j].Y-dy*f
			}
		}
		for _, l := range n.Links {
			dx, dy, d := between(at[l.From], at[l.To])
			// Heavy links pull hard, so that those who deal with each other much stand
			// together.
			f := d / reach * (0.1 + 0.9*math.Sqrt(math.Abs(l.Weight)/heaviest))
			push[l.From].X, push[l.From].Y = push[l.From].X-dx*f, push[l.From].Y-dy*f
			push[l.To].X, push[l.To].Y = push[l.To].X+dx*f, push[l.To].Y+dy*f
		}
		far := 0.2 * float64(steps-step) / steps
		for i := range at {
			// A pull towards the middle keeps lone nodes on the page.
			push[i].X, push[i].Y = push[i].X-0.3*at[i].X, push[i].Y-0.3*at[i].Y
			d := math.Hypot(push[i].X, push[i].Y)
			if d > 0 {
				at[i].X, at[i].Y = at[i].X+push[i].X/d*min(d, far), at[i].Y+push[i].Y/d*min(d, far)
			}
		}
	}
	return at
}

// between is the way from b to a, and its length.
func between(a, b plotter.XY) (dx, dy, d float64) {
	dx, dy = a.X-b.X, a.Y-b.Y
	return dx, dy, max(math.Hypot(dx, dy), 1e-3)
}
