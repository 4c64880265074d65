package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chancery/internal/atlas"
)

// mapWidth is that of the picture, in its own units.
const mapWidth = 960

// The picture leaves out what lies beyond these parallels: Antarctica, which is no
// state's, and the sea around the pole.
const (
	mapSouth, mapNorth = -57, 84
	smallest           = 14 // square units; a smaller area is a circle
)

// globe is the map without numbers: outlines and places, in units of the picture.
type globe struct {
	states  map[string]State
	shapes  []shape // in the order in which they are drawn
	sea     string
	height  int
	noCoord int
}

// shape is an area or, without a path, a place.
type shape struct{ code, path, x, y string }

// newGlobe projects the outlines once.
func newGlobe(states []State) (*globe, error) {
	areas, err := atlas.World()
	if err != nil {
		return nil, err
	}
	right, _ := atlas.EqualEarth(atlas.Point{Lon: atlas.Middle + 180})
	_, top := atlas.EqualEarth(atlas.Point{Lat: mapNorth})
	_, bottom := atlas.EqualEarth(atlas.Point{Lat: mapSouth})
	scale := mapWidth / (2 * right)
	g := &globe{states: map[string]State{}, height: int(math.Ceil((top - bottom) * scale))}
	at := func(p atlas.Point) (float64, float64) {
		x, y := atlas.EqualEarth(p)
		return (x + right) * scale, (top - y) * scale
	}
	for _, s := range states {
		g.states[s.Code] = s
	}
	drawn := map[string]bool{}
	for i := range areas {
		path, size := outline(&areas[i], at)
		if size >= smallest || areas[i].Code == atlas.NoCode {
			g.shapes = append(g.shapes, shape{code: areas[i].Code, path: path})
			drawn[areas[i].Code] = true
		}
	}
	// Circles come last, so that no area covers them.
	slices.SortFunc(states, func(a, b State) int { return strings.Compare(a.Code, b.Code) })
	for _, s := range states {
		if drawn[s.Code] {
			continue
		}
		if !s.HasCoord {
			g.noCoord++
			continue
		}
		x, y := at(atlas.Point{Lon: s.Lon, Lat: s.Lat})
		g.shapes = append(g.shapes, shape{code: s.Code, x: place(x), y: place(y)})
	}
	var edge strings.Builder
	for lat := mapSouth; lat <= mapNorth; lat += 3 {
		x, y := at(atlas.Point{Lon: atlas.Middle + 180, Lat: float64(lat)})
		fmt.Fprintf(&edge, "%s%.1f,%.1f", map[bool]string{true: "M", false: "L"}[lat == mapSouth], x, y)
	}
	for lat := mapNorth; lat >= mapSouth; lat -= 3 {
		x, y := at(atlas.Point{Lon: atlas.Middle + 180, Lat: float64(lat)})
		fmt.Fprintf(&edge, "L%.1f,%.1f", mapWidth-x, y)
	}
	g.sea = edge.String() + "Z"
	return g, nil
}

// outline is an area as the path of a picture, with its size.
func outline(a *atlas.Area, at func(atlas.Point) (float64, float64)) (path string, size float64) {
	var out strings.Builder
	for _, ring := range a.Rings {
		twice, px, py := 0.0, 0.0, 0.0
		for i, p := range ring {
			x, y := at(p)
			letter := "L"
			if i == 0 {
				letter = "M"
			} else {
				twice += px*y - py*x
			}
			fmt.Fprintf(&out, "%s%.1f,%.1f", letter, x, y)
			px, py = x, y
		}
		x, y := at(ring[0])
		size += (px*y - py*x + twice) / 2
		out.WriteString("Z")
	}
	return out.String(), math.Abs(size)
}

const shades = 5

// shade gives each state its class of the five, and says what they mean.
func (p *mapPage) shade(d *desk) {
	classes := map[string]int{}
	values := map[string]*mapRow{}
	bounds := p.bounds()
	for i := range p.Rows {
		row := &p.Rows[i]
		values[row.Code] = row
		if row.known {
			n, _ := slices.BinarySearchFunc(bounds, row.value, func(b, v float64) int {
				if b <= v {
					return -1
				}
				return 1
			})
			classes[row.Code] = n
		}
	}
	kind := "s"
	if p.Show == showBalance {
		kind = "d"
	}
	p.Gist = p.gist()
	for _, s := range d.world.shapes {
		a := mapArea{Path: s.path, X: s.x, Y: s.y, Class: "none", Label: d.world.states[s.code].Name + ": no report"}
		if s.code == atlas.NoCode {
			a.Label = "Territory without a code of its own"
		}
		if p.With != "" && d.isWith(p.With, s.code) {
			a.Class, a.Label = "self", d.world.states[s.code].Name
		}
		if row := values[s.code]; row != nil {
			a.Label, a.URL = row.Name+": "+p.told(row), cmp.Or(row.TieURL, row.URL)
			a.Class = "unknown"
			if row.known {
				a.Class = fmt.Sprintf("%s%d", kind, classes[s.code])
			}
		}
		p.Areas = append(p.Areas, a)
	}
	// What is drawn later lies above: those with a report.
	slices.SortStableFunc(p.Areas, func(a, b mapArea) int {
		return cmp.Or(cmp.Compare(b2i(a.Path == ""), b2i(b.Path == "")), cmp.Compare(b2i(a.URL != ""), b2i(b.URL != "")))
	})
	p.legend(kind, bounds)
}

// isWith says whether a code is that of the state that all is seen from.
func (d *desk) isWith(name, code string) bool {
	side, ok := d.side(name)
	return ok && slices.Contains(side.keys, code)
}

// bounds are the least values of the classes after the first.
func (p *mapPage) bounds() []float64 {
	if p.Show == showBalance {
		return []float64{-.6, -.2, .2, .6}
	}
	most := 0.0
	for i := range p.Rows {
		most = max(most, p.Rows[i].value)
	}
	// A class holds values of one order: counts of states differ by hundreds of times.
	out := []float64{1}
	for i := 1; i < shades; i++ {
		b := math.Ceil(math.Pow(most+1, float64(i)/shades))
		if b > out[len(out)-1] && b <= most {
			out = append(out, b)
		}
	}
	return out
}

func (p *mapPage) legend(kind string, bounds []float64) {
	if p.Show == showBalance {
		for i, words := range []string{"conflict: −1 to −0.6", "−0.6 to −0.2", "−0.2 to 0.2", "0.2 to 0.6", "cooperation: 0.6 to 1"} {
			p.Legend = append(p.Legend, legendStep{fmt.Sprintf("d%d", i), words})
		}
		p.Legend = append(p.Legend, legendStep{"unknown", "neither of both"})
	} else {
		p.Legend = append(p.Legend, legendStep{kind + "0", "reported, but 0 of these"})
		for i, low := range bounds {
			words := grouped(int(low))
			switch {
			case i == len(bounds)-1:
				words += " or more"
			case int(bounds[i+1])-1 > int(low):
				words += " to " + grouped(int(bounds[i+1])-1)
			}
			p.Legend = append(p.Legend, legendStep{fmt.Sprintf("%s%d", kind, i+1), words})
		}
		if p.Show == showIncidents {
			p.Legend = p.Legend[1:] // a state that is reported has one
		}
	}
	p.Legend = append(p.Legend, legendStep{"none", "no report"})
}

// told is the value of a state in words.
func (p *mapPage) told(row *mapRow) string {
	switch p.Show {
	case showContacts:
		return many(row.Contacts, "contact")
	case showTogether:
		return many(row.Cooperation, "act of cooperation", "acts of cooperation")
	case showConflict:
		return many(row.Conflict, "act of conflict", "acts of conflict")
	case showBalance:
		return "balance " + row.Balance + " of " + many(row.Cooperation+row.Conflict, "act")
	}
	return many(row.Incidents, "incident")
}

// gist says what is shaded.
func (p *mapPage) gist() string {
	of := map[string]string{
		showIncidents: "Incidents that each state takes part in",
		showContacts:  "Contacts (meetings, visits, calls) of each state",
		showTogether:  "Acts of cooperation that each state takes part in",
		showConflict:  "Acts of conflict that each state takes part in",
		showBalance:   "Cooperation less conflict, divided by both, in the acts that each state takes part in",
	}[p.Show]
	if p.With != "" {
		of += ", with " + p.With
	}
	return of + "; acts that happened, each counted once for every state in it."
}
