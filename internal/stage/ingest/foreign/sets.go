package foreign

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chancery/archive"
)

// gdelt is the layout of GDELT by its number of columns: 61 is 2.0, 58 and 57 are
// 1.0, daily and backfile. 1.0 has one column less in each of its three places.
func gdelt(columns int) *layout {
	l := &layout{set: archive.GDELT2, columns: 61}
	place, width := 51, 8
	if columns < 61 {
		l.set, l.columns, place, width = archive.GDELT1, 57, 49, 7
	}
	added := place + width // DATEADDED; behind it SOURCEURL
	l.read = func(c []string, e *archive.Foreign) error {
		e.ID, e.Day = c[0], day(c[1])
		if !digits(e.ID) {
			return fmt.Errorf("%.20q is no event id", c[0])
		}
		if e.Day == "" {
			return fmt.Errorf("%.20q is no day", c[1])
		}
		e.CAMEO = cameo(c[26])
		if e.CAMEO == "" {
			return fmt.Errorf("%.20q is no event code", c[26])
		}
		e.Actor, e.Recipient = gdeltParty(c[5:15]), gdeltParty(c[15:25])
		e.Quad, e.Intensity = quad(c[29]), number(c[30], 10)
		e.Mentions, _ = strconv.Atoi(c[31])
		e.Place, e.PlaceCode = clean(c[place+1]), clean(c[place+2])
		e.Latitude, e.Longitude = point(c[place+width-3], c[place+width-2])
		e.Published = day(c[added][:min(len(c[added]), 8)])
		if len(c) > added+1 {
			e.URL = clean(c[added+1])
		}
		return nil
	}
	return l
}

// gdeltParty reads code, name, country, group, ethnicity, two religions, three types.
func gdeltParty(c []string) archive.ForeignParty {
	return archive.ForeignParty{Code: clean(c[0]), Name: clean(c[1]), Country: clean(c[2]), Sectors: kept(c[7:10])}
}

// column gives the cells of a line by the names of a header.
type column struct {
	names map[string]int
	cells []string
}

func (c column) get(names ...string) string {
	for _, n := range names {
		if i, ok := c.names[n]; ok && i < len(c.cells) {
			if v := clean(c.cells[i]); v != "" {
				return v
			}
		}
	}
	return ""
}

func (c column) list(name, sep string) []string { return kept(strings.Split(c.get(name), sep)) }

// width is how many columns a line must have to reach those named.
func width(names map[string]int, need ...string) int {
	most := 0
	for _, n := range need {
		most = max(most, names[n]+1)
	}
	return most
}

// polecat is the layout of POLECAT by its header, which differs from file to file.
func polecat(names map[string]int) *layout {
	return &layout{set: archive.POLECAT, columns: width(names, "event id", "event date", "event type", "actor name"), read: func(cells []string, e *archive.Foreign) error {
		c := column{names, cells}
		if err := named(c, e); err != nil {
			return err
		}
		if e.Type = strings.ToUpper(c.get("event type")); e.Type == "" {
			return fmt.Errorf("no event type")
		}
		e.Modes, e.Contexts = c.list("event mode", ";"), c.list("contexts", ";")
		e.Quad, e.Intensity = quad(c.get("quad code")), number(c.get("intensity", "event intensity"), 10)
		e.Actor = archive.ForeignParty{Name: c.get("actor name", "actor name raw"), Country: c.get("actor country"), Title: c.get("actor title"),
			Sectors: sectors(c.get("primary actor sector"), c.list("actor sectors", ";"))}
		e.Recipient = archive.ForeignParty{Name: c.get("recipient name", "recipient name raw"), Country: c.get("recipient country"), Title: c.get("recipient title"),
			Sectors: sectors(c.get("primary recipient sector"), c.list("recipient sectors", ";"))}
		e.Place, e.PlaceCode = c.get("placename", "city", "district", "province", "country"), c.get("country")
		e.Latitude, e.Longitude = point(c.get("latitude"), c.get("longitude"))
		e.Publisher, e.Published = c.get("source"), day(c.get("publication date"))
		return nil
	}}
}

// icews is the layout of ICEWS by its header.
func icews(names map[string]int) *layout {
	return &layout{set: archive.ICEWS, columns: width(names, "event id", "event date", "cameo code"), read: func(cells []string, e *archive.Foreign) error {
		c := column{names, cells}
		if err := named(c, e); err != nil {
			return err
		}
		if e.CAMEO = cameo(c.get("cameo code")); e.CAMEO == "" {
			return fmt.Errorf("%.20q is no event code", c.get("cameo code"))
		}
		e.Text, e.Intensity = c.get("event text"), number(c.get("intensity"), 10)
		e.Actor = archive.ForeignParty{Name: c.get("source name"), Country: c.get("source country"), Sectors: c.list("source sectors", ",")}
		e.Recipient = archive.ForeignParty{Name: c.get("target name"), Country: c.get("target country"), Sectors: c.list("target sectors", ",")}
		e.Place, e.PlaceCode = c.get("city", "district", "province", "country"), c.get("country")
		e.Latitude, e.Longitude = point(c.get("latitude"), c.get("longitude"))
		e.Publisher = c.get("publisher")
		e.Sentence, _ = strconv.Atoi(c.get("sentence number"))
		return nil
	}}
}

// named reads what an event of a set with a header is known by.
func named(c column, e *archive.Foreign) error {
	e.ID, e.Day = c.get("event id"), day(c.get("event date"))
	switch {
	case e.ID == "":
		return fmt.Errorf("no event id")
	case e.Day == "":
		return fmt.Errorf("%.20q is no day", c.get("event date"))
	}
	return nil
}

// clean is a cell without the ways in which sets write that they do not know.
func clean(s string) string {
	switch s = strings.TrimSpace(s); s {
	case "NA", "None", "NULL", "nan", "---", `\N`:
		return ""
	}
	return s
}

// kept are the cells that say something, without doubles.
func kept(list []string) []string {
	var out []string
	for _, s := range list {
		if s = clean(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// sectors puts the main one first.
func sectors(first string, list []string) []string { return kept(append([]string{first}, list...)) }

// cameo is an event code as the sets write it, 010 to 2042, else nothing.
func cameo(s string) string {
	if s = strings.TrimSpace(s); len(s) < 2 || len(s) > 4 || !digits(s) {
		return ""
	}
	return s
}

// quad reads a quad class, which POLECAT writes in words.
func quad(s string) int {
	switch s = strings.ToUpper(strings.TrimSpace(s)); s {
	case "1", "2", "3", "4":
		return int(s[0] - '0')
	case "V-COOP", "VERBAL COOPERATION":
		return 1
	case "M-COOP", "MATERIAL COOPERATION":
		return 2
	case "V-CONF", "VERBAL CONFLICT":
		return 3
	case "M-CONF", "MATERIAL CONFLICT":
		return 4
	}
	return 0
}

// number reads a number of at most a size, else nothing.
func number(s string, most float64) *float64 {
	f, err := strconv.ParseFloat(clean(s), 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > most {
		return nil
	}
	return &f
}

// point reads degrees; one of them alone is nothing.
func point(lat, lon string) (*float64, *float64) {
	a, b := number(lat, 90), number(lon, 180)
	if a == nil || b == nil {
		return nil, nil
	}
	return a, b
}
