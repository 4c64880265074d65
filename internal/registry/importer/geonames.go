package importer

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/registry"
	"chancery/record"
)

// Columns of a GeoNames dump that are read.
const (
	geoID         = 0
	geoName       = 1
	geoASCII      = 2
	geoLat        = 4
	geoLon        = 5
	geoClass      = 6
	geoCode       = 7
	geoCountry    = 8
	geoAdmin1     = 10
	geoPopulation = 14
	geoColumns    = 19
)

// maxGeoLine is above the longest line of allCountries.txt.
const maxGeoLine = 64 << 10

// noTown are populated places that are none by now, or parts of one.
var noTown = []string{"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"}

// geoImport is an import of a GeoNames dump. Towns that the registry has are
// held back to the end, the most populous of each; there are no more of them
// than the registry has entries.
type geoImport struct {
	*job
	states map[string]string // ISO2 to ISO3
	admin  map[string]string // "US.CA" to name
	held   map[string]*registry.Entry
	seen   []uint64 // a bit for each geonameid
}

// maxID is above all geonameids, and bounds seen to 32 MiB.
const maxID = 1 << 28

// first marks an id and tells whether it was new.
func (g *geoImport) first(id uint64) bool {
	at, bit := int(id/64), uint64(1)<<(id%64)
	if at >= len(g.seen) {
		g.seen = append(g.seen, make([]uint64, at+1-len(g.seen))...)
	}
	known := g.seen[at]&bit != 0
	g.seen[at] |= bit
	return !known
}

func (j *job) geonames(in io.Reader) error {
	g := &geoImport{job: j, states: j.stateCodes(), admin: map[string]string{}, held: map[string]*registry.Entry{}}
	if j.Admin != nil {
		if err := g.readAdmin(j.Admin); err != nil {
			return err
		}
	}
	if err := j.lines(in, maxGeoLine, g.row); err != nil {
		return err
	}
	keys := make([]string, 0, len(g.held))
	for key := range g.held {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if err := j.out.entry(merged(j.Base.ByKey(key), g.held[key])); err != nil {
			return err
		}
	}
	return nil
}

// stateCodes maps ISO alpha-2 codes to the registry's, dependencies to their state.
func (j *job) stateCodes() map[string]string {
	codes := map[string]string{}
	for _, c := range table(territories) {
		codes[c[0]] = c[1]
	}
	for id := registry.ID(1); int(id) <= j.Base.Len(); id++ {
		if e := j.Base.Entry(id); e.Kind == record.State && e.Standing != "former" && e.ISO2 != "" {
			codes[e.ISO2] = e.Code
		}
	}
	return codes
}

// readAdmin reads the names of first-level divisions: code, name, ASCII name, id.
func (g *geoImport) readAdmin(in io.Reader) error {
	names := &job{sum: newSummary()}
	err := names.lines(in, maxGeoLine, func(line string) error {
		if f := strings.Split(line, "\t"); len(f) == 4 && readable(f[1]) {
			g.admin[f[0]] = f[1]
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("cannot read the names of regions: %w", err)
	}
	return nil
}

// row takes one line of the dump.
func (g *geoImport) row(line string) error {
	var f [geoColumns]string
	n := 0
	for cell := range strings.SplitSeq(line, "\t") {
		if n < geoColumns {
			f[n] = cell
		}
		n++
	}
	if n != geoColumns {
		g.left("not 19 columns", line)
		return nil
	}
	class := g.classOf(&f)
	if class == "" {
		return nil
	}
	e, ok := g.place(&f, class)
	if !ok {
		return nil
	}
	e.Region = g.regionOf(&f, e)
	known := g.known(e, f[geoASCII])
	if known == nil {
		return g.out.entry(e)
	}
	other := g.held[known.Key]
	if other == nil {
		g.held[known.Key] = e
		return nil
	}
	if other.Population < e.Population {
		g.held[known.Key], e = e, other
	}
	return g.out.entry(e)
}

// classOf tells the class of place; "" for one that is left out.
func (g *geoImport) classOf(f *[geoColumns]string) string {
	population, err := strconv.ParseInt(f[geoPopulation], 10, 64)
	switch class, code := f[geoClass], f[geoCode]; {
	case f[geoPopulation] != "" && (err != nil || population < 0 || population > 1e10):
		g.left("population is no number", f[geoName]+" "+f[geoPopulation])
	case class == "A" && code == "ADM1":
		return "region"
	case class == "A":
		g.left("administrative unit that is not of the first level", f[geoName]+" "+code)
	case class != "P":
		g.left("neither a populated place nor an administrative unit", f[geoName]+" "+class+"."+code)
	case slices.Contains(noTown, code):
		g.left("part of a town, or a town that is no more", f[geoName]+" "+code)
	case population < g.MinPopulation:
		g.left("fewer people than --min-population, or unknown", f[geoName])
	default:
		return "city"
	}
	return ""
}

// place makes an entry of a row.
func (g *geoImport) place(f *[geoColumns]string, class string) (*registry.Entry, bool) {
	lat, err1 := strconv.ParseFloat(f[geoLat], 64)
	lon, err2 := strconv.ParseFloat(f[geoLon], 64)
	if err1 != nil || err2 != nil || !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
		g.left("coordinates cannot be read", f[geoName])
		return nil, false
	}
	id, err := strconv.ParseUint(f[geoID], 10, 63)
	if err != nil || id >= maxID {
		g.left("geonameid is no number, or too large", f[geoID])
		return nil, false
	}
	code, ok := g.states[f[geoCountry]]
	if !ok && f[geoCountry] != "" {
		g.left("no state has the country code", f[geoName]+" "+f[geoCountry])
		return nil, false
	}
	if !readable(f[geoName]) {
		g.left(noName, f[geoName])
		return nil, false
	}
	if !g.first(id) {
		g.left("the same geonameid twice", f[geoName])
		return nil, false
	}
	where := strings.ToLower(code)
	if where == "" {
		where = "x"
	}
	e := &registry.Entry{
		Key:  fmt.Sprintf("%s/%s/%s-%d", class, where, slug(f[geoName]), id),
		Kind: record.Place, Class: class, File: "places.tsv", Name: f[geoName], Code: code,
		Lat: lat, Lon: lon, HasCoord: true, Note: fmt.Sprintf("GeoNames %d", id),
	}
	e.Population, _ = strconv.ParseInt(f[geoPopulation], 10, 64) // it was read before
	e.Surfaces = []registry.Surface{{Text: e.Name, Role: registry.Full}}
	if readable(f[geoASCII]) && slug(f[geoASCII]) != slug(e.Name) {
		addName(e, f[geoASCII], registry.Alias)
	}
	return e, true
}

// regionOf gives the key of the region; the name of one that the registry does
// not have goes into the note.
func (g *geoImport) regionOf(f *[geoColumns]string, e *registry.Entry) string {
	name := g.admin[f[geoCountry]+"."+f[geoAdmin1]]
	if name == "" || e.Class == "region" {
		return ""
	}
	for _, ref := range g.readings(name) {
		if r := g.Base.Entry(ref.Entry); r.Class == "region" && r.File == "places.tsv" && r.Code == e.Code {
			return r.Key
		}
	}
	addNote(e, "in "+name)
	return ""
}

// near is how far apart, in degrees, two entries of one name can be and still be
// the same place.
var near = map[string]float64{"city": 0.7, "region": 6}

// known is the entry of the base registry that is the same place.
func (j *job) known(e *registry.Entry, other string) *registry.Entry {
	for _, name := range []string{e.Name, other} {
		for _, ref := range j.readings(name) {
			b := j.Base.Entry(ref.Entry)
			lon := math.Abs(b.Lon - e.Lon)
			if b.File == "places.tsv" && b.Class == e.Class && b.Code == e.Code && ref.Role <= registry.Alias &&
				math.Abs(b.Lat-e.Lat) <= near[e.Class] && min(lon, 360-lon) <= near[e.Class] {
				return b
			}
		}
	}
	return nil
}

// merged is the base's entry with what a place adds to it: names, exact
// coordinates and population. Code, region and conventions stay.
func merged(base, e *registry.Entry) *registry.Entry {
	m := copyOf(base)
	m.Lat, m.Lon, m.HasCoord = e.Lat, e.Lon, true
	if e.Population > 0 {
		m.Population = e.Population
	}
	for _, s := range e.Surfaces {
		if s.Role <= registry.Alias && !slices.ContainsFunc(m.Surfaces, func(old registry.Surface) bool { return slug(old.Text) == slug(s.Text) }) {
			addName(m, s.Text, registry.Alias)
		}
	}
	addNote(m, e.Note)
	return m
}
