package export

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/internal/plover"
	"chancery/record"
)

// layout is a table of another data set that is made of events, one row for each
// pair of parties.
type layout struct {
	name   string
	header []string // nil for none
	row    func(c codes, e *archive.Event, p pair, id string) []string
	// leave says which events the layout cannot tell.
	leave func(e *archive.Event) bool
}

func (l layout) write(w io.Writer, set Set, opt Options) (Tally, error) {
	if set.Events == nil {
		return Tally{}, missing(l.name, Events)
	}
	out := bufio.NewWriter(w)
	row, c := tabbed(out), codes{opt.Registry}
	if l.header != nil {
		if err := row(l.header); err != nil {
			return Tally{}, err
		}
	}
	n, err := each(set.Events, func(e *archive.Event) (int, error) {
		if len(e.Start) != len("2006-01-02") || l.leave(e) {
			return 0, nil
		}
		rows := 0
		for _, p := range pairs(e.Actors, e.Recipients) {
			if err := row(l.row(c, e, p, rowNumber(e.Key, p))); err != nil {
				return rows, err
			}
			rows++
		}
		return rows, nil
	})
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}

// day is the day of an act under the code that it is told by: what is told as an
// intent happened when it was announced, not when the plan is for.
func day(e *archive.Event, intent bool) string {
	if published := archive.Day(e.Published); intent && published != "" {
		return published
	}
	return e.Start
}

// untold leaves out what a layout of CAMEO codes cannot tell.
func untold(e *archive.Event) bool {
	_, ok := told(e.CAMEO, e.Type, e.Modes, e.Status, e.Dated)
	return !ok
}

var icewsHeader = []string{"Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name",
	"Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude"}

// ICEWS writes the 20 columns of ICEWS coded events, with tabs and a header.
func ICEWS(w io.Writer, set Set, opt Options) (Tally, error) {
	return layout{"icews", icewsHeader, icewsRow, untold}.write(w, set, opt)
}

func icewsRow(c codes, e *archive.Event, p pair, id string) []string {
	code, _ := told(e.CAMEO, e.Type, e.Modes, e.Status, e.Dated)
	about, _ := cameo(code)
	s := c.spot(e.Place)
	province := ""
	if s.kind == "region" {
		province = s.name
	}
	cells := []string{id, day(e, e.Status == record.Planned), name(p.actor), sectorWords(p.actor), countryOf(c, p.actor), about.name, code, goldstein(code), name(p.recipient),
		sectorWords(p.recipient), countryOf(c, p.recipient), number(e.Document), "", e.Outlet, s.city, "", province, c.country(s.country), s.lat, s.lon}
	return filled(cells, "NA")
}

// filled makes cells plain and puts the layout's word where there is nothing.
func filled(cells []string, missing string) []string {
	for i := range cells {
		cells[i] = or(cell(cells[i]), missing)
	}
	return cells
}

func sectorWords(p *archive.Party) string {
	if p == nil {
		return ""
	}
	var words []string
	for _, s := range p.Sectors {
		if w := sectorNames[s]; w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, ",")
}

func countryOf(c codes, p *archive.Party) string { return c.country(code(p)) }

var polecatHeader = []string{"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country", "Actor COW",
	"Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
	"Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
	"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
	"Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"}

// POLECAT writes POLECAT's 40 columns, with tabs and a header. Status is folded
// into the type as PLOVER asks, so denied acts are left out.
func POLECAT(w io.Writer, set Set, opt Options) (Tally, error) {
	denied := func(e *archive.Event) bool { return e.Status == record.Denied }
	row := func(c codes, e *archive.Event, p pair, id string) []string { return polecatRow(c, e, p, id, opt.Coder) }
	return layout{"polecat", polecatHeader, row, denied}.write(w, set, opt)
}

func polecatRow(c codes, e *archive.Event, p pair, id, version string) []string {
	typ, modes := plover.Fold(e.Type, e.Modes, e.Status)
	kind, _ := ontology.ParseType(typ)
	s := c.spot(e.Place)
	province := ""
	if s.kind == "region" {
		province = s.name
	}
	cells := []string{id, day(e, typ != e.Type), typ, strings.Join(modes, ";"), strconv.FormatFloat(ontology.Scale(typ, modes), 'f', 1, 64),
		strings.ToUpper(kind.Quad().String()), strings.Join(e.Contexts, ";")}
	for _, party := range []*archive.Party{p.actor, p.recipient} {
		sectors := ""
		if party != nil {
			sectors = strings.Join(party.Sectors, ";")
		}
		cells = append(cells, name(party), code(party), c.cow(code(party)), primary(party), sectors, title(party), name(party), "")
	}
	cells = append(cells, s.name, s.city, "", province, s.country, s.lat, s.lon, "", s.name, "", e.Outlet, archive.Day(e.Published), "", "", "", "", version)
	return filled(cells, "None")
}

// Phoenix writes the 26 columns of real-time Phoenix, with tabs and no header.
func Phoenix(w io.Writer, set Set, opt Options) (Tally, error) {
	return layout{"phoenix", nil, phoenixRow, untold}.write(w, set, opt)
}

func phoenixRow(c codes, e *archive.Event, p pair, id string) []string {
	code, _ := told(e.CAMEO, e.Type, e.Modes, e.Status, e.Dated)
	s := c.spot(e.Place)
	state := ""
	if s.kind == "region" {
		state = s.name
	}
	on := strings.ReplaceAll(day(e, e.Status == record.Planned), "-", "")
	cells := []string{id, on, on[:4], on[4:6], on[6:]}
	for _, party := range []*archive.Party{p.actor, p.recipient} {
		a := c.actor(party)
		cells = append(cells, a.code, or(a.country, or(a.group, a.types[0])), role(a), "")
	}
	cells = append(cells, base(code), code[:2], quadClass(code), goldstein(code), "", s.lat, s.lon, s.name, state, s.country,
		number(e.Document)+"_"+strconv.Itoa(e.TriggerSpan.Start), e.URL, e.Outlet)
	return filled(cells, "")
}

// role is the role code of a party that has a country; others have theirs in
// the entity.
func role(a cameoActor) string {
	if a.country == "" {
		return a.types[1]
	}
	return a.types[0]
}
