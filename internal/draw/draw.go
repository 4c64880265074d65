// Package draw makes the pictures of relations: series with intervals, heat maps
// of pairs, calendars of contact, networks; as SVG or PNG, by gonum/plot.
//
// What must stay true: what is unknown is drawn as a grey band or a hatched
// cell, never as a zero; the same data give the same picture, byte for byte; the
// colours are told apart by people who see no red or green (Okabe and Ito 2008).
package draw

import (
	"fmt"
	"image/color"
	"io"
	"math"
	"path/filepath"
	"strings"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
)

// The colours, in the order in which lines take them.
var (
	blue   = color.RGBA{0x00, 0x72, 0xb2, 0xff}
	orange = color.RGBA{0xd5, 0x5e, 0x00, 0xff}
	green  = color.RGBA{0x00, 0x9e, 0x73, 0xff}
	purple = color.RGBA{0xcc, 0x79, 0xa7, 0xff}
	black  = color.RGBA{0x22, 0x22, 0x22, 0xff}
	grey   = color.RGBA{0xe4, 0xe4, 0xe4, 0xff}
)

func lineColor(i int) color.RGBA { return [...]color.RGBA{blue, orange, green, purple, black}[i%5] }

// faint is a colour for bands.
func faint(c color.RGBA) color.Color { return color.NRGBA{c.R, c.G, c.B, 0x38} }

// Formats are the formats that can be written.
func Formats() []string { return []string{"svg", "png"} }

// FormatOf gives the format of a file by its name.
func FormatOf(file string) (string, error) {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
	for _, f := range Formats() {
		if f == format {
			return f, nil
		}
	}
	return "", fmt.Errorf("%s: a plot is written as .svg or .png", file)
}

// write renders a plot.
func write(w io.Writer, p *plot.Plot, width, height vg.Length, format string) error {
	out, err := p.WriterTo(width, height, format)
	if err != nil {
		return fmt.Errorf("cannot draw %q: %w", p.Title.Text, err)
	}
	_, err = out.WriteTo(w)
	return err
}

// blank is a plot with our fonts and sizes.
func blank(title string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Title.TextStyle.Font.Size = vg.Points(12)
	p.Title.Padding = vg.Points(6)
	p.X.Tick.Label.Font.Size, p.Y.Tick.Label.Font.Size = vg.Points(8), vg.Points(8)
	p.X.Label.TextStyle.Font.Size, p.Y.Label.TextStyle.Font.Size = vg.Points(9), vg.Points(9)
	p.Legend.TextStyle.Font.Size = vg.Points(8)
	p.Legend.Top, p.Legend.Left = true, true
	return p
}

// known says whether a value can be drawn.
func known(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// years are ticks at the beginnings of years, quarters or months, as many as fit.
type years struct{}

// Ticks gives the marks of an axis whose unit is the second of the Unix clock.
func (years) Ticks(low, high float64) []plot.Tick {
	from, to := time.Unix(int64(low), 0).UTC(), time.Unix(int64(high), 0).UTC()
	step, layout := 12, "2006"
	switch months := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month()); {
	case months <= 14:
		step, layout = 1, "Jan 06"
	case months <= 42:
		step, layout = 3, "Jan 06"
	case months > 240:
		step = 60
	}
	at := time.Date(from.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
	var out []plot.Tick
	for ; !at.After(to); at = at.AddDate(0, step, 0) {
		if !at.Before(from) {
			label := at.Format(layout)
			if float64(at.Unix()) > high-(high-low)*0.02 {
				label = "" // it would be cut off at the edge
			}
			out = append(out, plot.Tick{Value: float64(at.Unix()), Label: label})
		}
	}
	return out
}
