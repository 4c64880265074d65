// Package atlas holds the outlines of the world's states, and the projection in
// which they are drawn. The outlines are coarse and our own (world.tsv says how
// they came about); they show where a state lies, and are evidence of nothing.
//
// What must stay true: each state's stretches of boundary close to rings, so that
// neighbours share their lines exactly; every code is that of a state of the
// registry (a test holds both, and how many of the registry's cities lie in the
// state that they belong to).
package atlas

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

//go:embed world.tsv
var world []byte

// Sea and NoCode stand on the side of a boundary where no state is.
const (
	Sea    = "."
	NoCode = "?"
)

// Point is a place in degrees, north and east positive; a longitude may exceed 180.
type Point struct{ Lon, Lat float64 }

// Ring is a closed line whose last point is joined to its first.
type Ring []Point

// Area is what a state consists of, with its lakes' shores as rings of their own.
type Area struct {
	Code  string
	Rings []Ring
}

// World gives the areas of all states, in order of their codes.
func World() ([]Area, error) { return Parse(world) }

// at is a point as the file writes it.
type at struct{ x, y int }

// Parse reads areas in the format that world.tsv tells.
func Parse(data []byte) ([]Area, error) {
	stretches := map[string][][]at{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		text := lines.Text()
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		left, right, points, err := stretch(text)
		if err != nil {
			return nil, fmt.Errorf("cannot read the outlines: line %d: %w", n, err)
		}
		if left != Sea {
			stretches[left] = append(stretches[left], points)
		}
		if right != Sea {
			back := slices.Clone(points)
			slices.Reverse(back)
			stretches[right] = append(stretches[right], back)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("cannot read the outlines: %w", err)
	}
	out := make([]Area, 0, len(stretches))
	for _, code := range slices.Sorted(maps.Keys(stretches)) {
		rings, err := closed(stretches[code])
		if err != nil {
			return nil, fmt.Errorf("cannot read the outlines of %s: %w", code, err)
		}
		out = append(out, Area{code, rings})
	}
	return out, nil
}

// stretch reads a line of the file.
func stretch(text string) (left, right string, points []at, err error) {
	cells := strings.Split(text, "\t")
	if len(cells) != 3 || cells[0] == cells[1] || cells[0] == "" || cells[1] == "" {
		return "", "", nil, fmt.Errorf("give two different sides and points, separated by tabs")
	}
	for _, word := range strings.Fields(cells[2]) {
		x, y, _ := strings.Cut(word, ",")
		lon, bad := strconv.Atoi(x)
		lat, worse := strconv.Atoi(y)
		if bad != nil || worse != nil || lon < -18000 || lon > 19100 || lat < -9000 || lat > 9000 {
			return "", "", nil, fmt.Errorf("%q is no point", word)
		}
		points = append(points, at{lon, lat})
	}
	if len(points) < 2 {
		return "", "", nil, fmt.Errorf("a boundary has two points or more")
	}
	return cells[0], cells[1], points, nil
}

// closed joins stretches, each of which has the area on its left, to rings.
func closed(stretches [][]at) ([]Ring, error) {
	from := map[at][]int{}
	for i, s := range stretches {
		from[s[0]] = append(from[s[0]], i)
	}
	used := make([]bool, len(stretches))
	var rings []Ring
	for i := range stretches {
		if used[i] {
			continue
		}
		var ring Ring
		start, next := stretches[i][0], i
		for {
			used[next] = true
			s := stretches[next]
			for _, p := range s[:len(s)-1] {
				ring = append(ring, Point{float64(p.x) / 100, float64(p.y) / 100})
			}
			end := s[len(s)-1]
			if end == start {
				break
			}
			free := slices.IndexFunc(from[end], func(k int) bool { return !used[k] })
			if free < 0 {
				return nil, fmt.Errorf("the line that comes to %d,%d does not go on", end.x, end.y)
			}
			next = from[end][free]
		}
		if len(ring) < 3 {
			return nil, fmt.Errorf("a ring at %d,%d has no inside", start.x, start.y)
		}
		rings = append(rings, ring)
	}
	return rings, nil
}

// Contains says whether a place lies within an area.
func (a *Area) Contains(p Point) bool {
	in := false
	for _, ring := range a.Rings {
		for i, q := range ring {
			r := ring[(i+1)%len(ring)]
			if (q.Lat > p.Lat) != (r.Lat > p.Lat) && p.Lon < (r.Lon-q.Lon)*(p.Lat-q.Lat)/(r.Lat-q.Lat)+q.Lon {
				in = !in
			}
		}
	}
	return in
}

// Middle is the meridian in the middle of the picture. With it no state is cut in
// two at the edge, for the edge lies in the Bering Strait.
const Middle = 11

// The polynomial of the Equal Earth projection.
const (
	a1 = 1.340264
	a2 = -0.081106
	a3 = 0.000893
	a4 = 0.003796
)

// EqualEarth projects a place: areas keep their proportions, and parallels are
// straight. x grows to the east and y to the north, in radii of the earth. The
// formula is that of B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map
// projection", International Journal of Geographical Information Science 33
// (2019), 454–465.
func EqualEarth(p Point) (x, y float64) {
	lon := p.Lon - Middle
	if lon < -180 {
		lon += 360
	}
	if lon > 180 {
		lon -= 360
	}
	t := math.Asin(math.Sqrt(3) / 2 * math.Sin(p.Lat*math.Pi/180))
	s := t * t
	x = 2 * math.Sqrt(3) * lon * math.Pi / 180 * math.Cos(t) / (3 * (9*a4*s*s*s*s + 7*a3*s*s*s + 3*a2*s + a1))
	return x, t * (a4*s*s*s*s + a3*s*s*s + a2*s + a1)
}
