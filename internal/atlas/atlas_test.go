package atlas

import (
	"math"
	"slices"
	"strings"
	"testing"

	"chancery/internal/registry"
)

// Every outline belongs to a state of today, and closes.
func TestWorld(t *testing.T) {
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]bool{}
	for id := range reg.Len() {
		if e := reg.Entry(registry.ID(id + 1)); e.File == "states.tsv" && e.Standing != "former" {
			states[e.Code] = true
		}
	}
	areas, err := World()
	if err != nil {
		t.Fatal(err)
	}
	drawn := 0
	for _, a := range areas {
		switch {
		case a.Code == NoCode:
		case !states[a.Code]:
			t.Errorf("%q is no state of the registry", a.Code)
		default:
			drawn++
		}
	}
	if drawn < 160 {
		t.Errorf("only %d of %d states are drawn", drawn, len(states))
	}
}

// The registry's cities were written down apart from the outlines: nearly all that
// are on drawn land lie in the state that they belong to. Those that do not are
// towns at a boundary.
func TestCitiesLieInTheirStates(t *testing.T) {
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	areas, err := World()
	if err != nil {
		t.Fatal(err)
	}
	right, wrong := 0, []string{}
	for id := range reg.Len() {
		e := reg.Entry(registry.ID(id + 1))
		if e.Class != "city" || !e.HasCoord || e.Code == "" {
			continue
		}
		p := Point{e.Lon, e.Lat}
		if p.Lon < Middle-180 {
			p.Lon += 360
		}
		at := slices.IndexFunc(areas, func(a Area) bool { return a.Contains(p) })
		switch {
		case at < 0: // in what the coarse coast leaves to the sea
		case areas[at].Code == e.Code:
			right++
		default:
			wrong = append(wrong, e.Name+" in "+areas[at].Code)
		}
	}
	if share := float64(right) / float64(right+len(wrong)); right < 3000 || share < .95 {
		t.Errorf("%d right, %.3f; wrong: %s", right, share, strings.Join(wrong, ", "))
	}
}

func TestParseTellsTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"FRA\t.\t1,1 2,2 2,3 1,1\nFRA\tDEU\t0,0": "line 2",
		"FRA\tFRA\t0,0 1,1":                      "two different sides",
		"FRA\t.\t0,0 1,x":                        `"1,x" is no point`,
		"FRA\t.\t0,0 100,0 0,100":                "does not go on",
		"FRA\t.\t0,0 100,0 0,0":                  "no inside",
		"FRA\t.\t0,0 99999,0 0,0":                "is no point",
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	two, err := Parse([]byte("A\tB\t100,0 100,100\nA\t.\t100,100 0,100 0,0 100,0\nB\t.\t100,0 200,0 200,100 100,100"))
	if err != nil || len(two) != 2 || !two[0].Contains(Point{.5, .5}) || two[0].Contains(Point{1.5, .5}) || !two[1].Contains(Point{1.5, .5}) {
		t.Errorf("two squares: %v, %v", two, err)
	}
}

// The values are those of the published formula at the edges, and of equal area in
// between: a cell of the grid has the area that it has on the sphere.
func TestEqualEarth(t *testing.T) {
	if x, y := EqualEarth(Point{Middle, 0}); x != 0 || y != 0 {
		t.Errorf("the middle is at %f, %f", x, y)
	}
	x, _ := EqualEarth(Point{Middle + 180, 0})
	_, y := EqualEarth(Point{Middle, 90})
	if math.Abs(x-2.7066) > 1e-4 || math.Abs(y-1.3173) > 1e-4 {
		t.Errorf("the edges are at %f, %f", x, y)
	}
	for lat := -80.0; lat < 80; lat += 10 {
		const d = .01
		x0, y0 := EqualEarth(Point{100, lat})
		x1, _ := EqualEarth(Point{100 + d, lat})
		_, y1 := EqualEarth(Point{100, lat + d})
		rad := d * math.Pi / 180
		if got, want := (x1-x0)*(y1-y0), rad*rad*math.Cos((lat+d/2)*math.Pi/180); math.Abs(got/want-1) > .001 {
			t.Errorf("at %v a cell has %g in place of %g", lat, got, want)
		}
	}
}
