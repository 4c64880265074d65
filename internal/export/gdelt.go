package export

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"chancery/archive"
	"chancery/record"
)

// GDELT writes incidents as GDELT 2.0 event rows: 61 columns, tabs, no header.
// An incident is one row for each pair of parties; its numbers of mentions,
// sources and articles are its reports, outlets and documents.
func GDELT(w io.Writer, set Set, opt Options) (Tally, error) {
	out := bufio.NewWriter(w)
	row, c := tabbed(out), codes{opt.Registry}
	n, err := gdeltRows(set, "gdelt", func(g *gdeltRow) (int, error) { return 1, row(g.event(c)) })
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}

// GDELTMentions writes the reports behind the rows of GDELT: 16 columns, tabs,
// no header.
func GDELTMentions(w io.Writer, set Set, _ Options) (Tally, error) {
	out := bufio.NewWriter(w)
	row := tabbed(out)
	n, err := gdeltRows(set, "gdelt-mentions", func(g *gdeltRow) (int, error) {
		rows := 0
		for _, key := range g.incident.Events {
			e, ok, err := set.Event(key)
			if err != nil {
				return rows, err
			}
			if !ok {
				continue
			}
			if err := row(g.mention(&e)); err != nil {
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

// gdeltRow is a pair of parties of an incident.
type gdeltRow struct {
	incident *archive.Incident
	best     archive.Event
	earliest archive.Event
	pair     pair
	id, code string
}

func gdeltRows(set Set, format string, do func(*gdeltRow) (int, error)) (Tally, error) {
	if set.Incidents == nil || set.Event == nil {
		return Tally{}, missing(format, Incidents)
	}
	return each(set.Incidents, func(i *archive.Incident) (int, error) {
		g := gdeltRow{incident: i}
		var err error
		if g.best, _, err = set.Event(i.Best); err != nil {
			return 0, err
		}
		if g.earliest, _, err = set.Event(i.Earliest); err != nil {
			return 0, err
		}
		coded := ""
		if g.best.Type == i.Type {
			coded = g.best.CAMEO
		}
		code, ok := told(coded, i.Type, i.Modes, i.Status, g.best.Dated)
		if g.code = code; !ok || len(i.Start) != len("2006-01-02") {
			return 0, nil
		}
		rows := 0
		for _, p := range pairs(i.Actors, i.Recipients) {
			g.pair, g.id = p, rowNumber(i.ID, p)
			n, err := do(&g)
			if rows += n; err != nil {
				return rows, err
			}
		}
		return rows, nil
	})
}

func (g *gdeltRow) event(c codes) []string {
	i := g.incident
	on := i.Start
	if i.Status == record.Planned {
		on = or(or(i.Announced, archive.Day(g.earliest.Published)), i.Start)
	}
	cells := append([]string{g.id}, gdeltDate(on)...)
	cells = append(cells, gdeltActor(c, g.pair.actor)...)
	cells = append(cells, gdeltActor(c, g.pair.recipient)...)
	cells = append(cells, "", g.code, base(g.code), g.code[:2], quadClass(g.code), goldstein(g.code),
		strconv.Itoa(i.Reports), strconv.Itoa(i.Outlets), strconv.Itoa(i.Documents), "")
	nowhere := []string{"0", "", "", "", "", "", "", ""}
	cells = append(cells, nowhere...)
	cells = append(cells, nowhere...)
	cells = append(cells, gdeltPlace(c, i.Place)...)
	return append(cells, stamp(g.earliest.Published, g.earliest.Start), cell(g.earliest.URL))
}

func (g *gdeltRow) mention(e *archive.Event) []string {
	kind, where := "1", cell(e.URL)
	if where == "" {
		kind, where = "2", cell(strings.TrimSpace(e.Outlet+" "+e.Title)) // known by name alone
	}
	return []string{g.id, stamp(g.earliest.Published, g.earliest.Start), stamp(e.Published, e.Start), kind, cell(e.Outlet), where,
		"", "-1", "-1", strconv.Itoa(e.TriggerSpan.Start), "", percent(e.Confidence), "", "", "", ""}
}

// base is the code without its fourth digit.
func base(code string) string { return code[:min(len(code), 3)] }

// gdeltDate gives Day, MonthYear, Year and FractionDate. The fraction counts
// months of 30 days in a year of 365, as GDELT does.
func gdeltDate(day string) []string {
	y, m, d := day[:4], day[5:7], day[8:10]
	month, _ := strconv.Atoi(m)
	date, _ := strconv.Atoi(d)
	fraction := float64((month-1)*30+date) / 365
	return []string{y + m + d, y + m, y, y + strings.TrimPrefix(strconv.FormatFloat(fraction, 'f', 4, 64), "0")}
}

// gdeltActor gives the ten columns of a party.
func gdeltActor(c codes, p *archive.Party) []string {
	a := c.actor(p)
	return []string{a.code, strings.ToUpper(cell(name(p))), a.country, a.group, "", "", "", a.types[0], a.types[1], a.types[2]}
}

// gdeltPlace gives the eight columns of a place; countries are FIPS codes. What
// first-level region a city is in is not known, so ADM1 is the country's.
func gdeltPlace(c codes, w *archive.Where) []string {
	s := c.spot(w)
	fips := c.fips(s.country)
	full := cell(s.name)
	kind := map[string]string{"country": "1", "city": "4", "region": "5"}[s.kind]
	if s.kind != "country" && s.country != "" {
		if s.country == "USA" {
			kind = map[string]string{"city": "3", "region": "2"}[s.kind]
		}
		full += ", " + c.country(s.country)
	}
	feature := ""
	if s.kind == "country" {
		feature = fips
	}
	return []string{or(kind, "0"), full, fips, fips, "", s.lat, s.lon, feature}
}

// stamp is a time as YYYYMMDDHHMMSS in UTC; of a day alone, its first second.
func stamp(published, day string) string {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(layout, published); err == nil {
			return t.UTC().Format("20060102150405")
		}
	}
	if t, err := time.Parse("2006-01-02", archive.Day(published)); err == nil {
		return t.Format("20060102150405")
	}
	if t, err := time.Parse("2006-01-02", day); err == nil {
		return t.Format("20060102150405")
	}
	return ""
}

// percent is a confidence in steps of ten, 10 to 100, as GDELT has it.
func percent(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.Itoa(max(10, int(math.Round(*v*10))*10))
}
