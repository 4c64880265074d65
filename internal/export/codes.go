package export

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"chancery/archive"
	"chancery/internal/registry"
	"chancery/record"
)

//go:embed data/cameo.tsv
var cameoText string

// category is what is known of a CAMEO code.
type category struct {
	goldstein float64
	name      string
}

// categories reads the table of CAMEO codes.
var categories = sync.OnceValue(func() map[string]category {
	out := map[string]category{}
	for line := range strings.Lines(cameoText) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 3 || cells[0] == "code" {
			continue
		}
		score, err := strconv.ParseFloat(cells[1], 64)
		if err != nil {
			panic("export: cameo.tsv: " + err.Error())
		}
		out[cells[0]] = category{score, cells[2]}
	}
	return out
})

// cameo gives what is known of a code, or of the longest code above it.
func cameo(code string) (category, bool) {
	for n := len(code); n >= 2; n-- {
		if c, ok := categories()[code[:n]]; ok {
			return c, true
		}
	}
	return category{}, false
}

// goldstein is a code's score with one decimal; empty for no known code.
func goldstein(code string) string {
	if c, ok := cameo(code); ok {
		return strconv.FormatFloat(c.goldstein, 'f', 1, 64)
	}
	return ""
}

// quadClass is the quarter that a CAMEO root belongs to, 1 to 4.
func quadClass(code string) string {
	if len(code) < 2 {
		return ""
	}
	switch root := code[:2]; {
	case root <= "05":
		return "1"
	case root <= "08":
		return "2"
	case root <= "13":
		return "3"
	}
	return "4"
}

// codes are the registry as layouts ask it.
type codes struct{ *registry.Registry }

func (c codes) state(code string) *registry.Entry {
	if c.Registry == nil || code == "" {
		return nil
	}
	return c.State(code)
}

// country is the name of a country; empty for none.
func (c codes) country(code string) string {
	if e := c.state(code); e != nil {
		return e.Name
	}
	return ""
}

// fips is the two-letter code of FIPS 10-4.
func (c codes) fips(code string) string {
	if e := c.state(code); e != nil {
		return e.FIPS
	}
	return ""
}

// cow is the Correlates of War number.
func (c codes) cow(code string) string {
	if e := c.state(code); e != nil && e.COW != 0 {
		return strconv.Itoa(e.COW)
	}
	return ""
}

// cameoCountry is CAMEO's code of a country.
func (c codes) cameoCountry(code string) string {
	e := c.state(code)
	if e == nil {
		return ""
	}
	if e.CAMEO != "" {
		return e.CAMEO
	}
	return e.Code
}

// cameoTypes are CAMEO's codes of role for the codes of bodies and for PLOVER's
// sectors. A sector that CAMEO has no role for is left out.
var cameoTypes = map[string]string{
	"UNO": "IGO", "EUR": "IGO", "IGO": "IGO", "NGO": "NGO", "IMG": "IMG", "MNC": "MNC",
	"COP": "COP", "GOV": "GOV", "JUD": "JUD", "LEG": "LEG", "MIL": "MIL", "PRM": "UAF", "REB": "REB", "SPY": "SPY", "UAF": "UAF",
	"AGR": "AGR", "BUS": "BUS", "CRM": "CRM", "CVL": "CVL", "EDU": "EDU", "ELI": "ELI", "JRN": "MED", "LAB": "LAB", "MED": "HLH",
	"REF": "REF", "OPP": "OPP",
}

// knownGroups are CAMEO's codes of bodies, by registry key.
var knownGroups = map[string]string{"org/un": "UNO", "org/eu": "EEC", "org/nato": "NAT", "org/asean": "ASN", "org/arab-league": "ARL"}

// cameoActor are the columns that CAMEO has for a party.
type cameoActor struct {
	code, country, group string
	types                [3]string
}

func (c codes) actor(p *archive.Party) cameoActor {
	var out cameoActor
	if p == nil {
		return out
	}
	out.country, out.group = c.cameoCountry(p.Code), knownGroups[p.Registry]
	n := 0
	for _, of := range append([]string{p.Code}, p.Sectors...) {
		role := cameoTypes[of]
		if role == "" || n == len(out.types) || strings.Contains(strings.Join(out.types[:n], " "), role) {
			continue
		}
		out.types[n] = role
		n++
	}
	switch {
	case out.country != "":
		out.code = out.country + strings.Join(out.types[:], "")
	default:
		out.code = out.types[0] + out.group + strings.Join(out.types[1:], "")
	}
	return out
}

// sectorNames are words for PLOVER's sectors, as ICEWS writes sectors in words.
var sectorNames = map[string]string{
	"COP": "Police", "GOV": "Government", "JUD": "Judicial", "LEG": "Legislative / Parliamentary", "MIL": "Military", "PRM": "Paramilitary",
	"PTY": "Parties", "REB": "Rebel", "SPY": "Intelligence", "UAF": "Unidentified Forces", "AGR": "Agricultural", "BUS": "Business",
	"CRM": "Criminals / Gangs", "CVL": "General Population / Civilian / Social", "EDU": "Education", "ELI": "Elite", "JRN": "News",
	"LAB": "Labor", "MED": "Medical / Health", "REF": "Refugees / Displaced", "OPP": "Dissident", "PRE": "Press Officials", "REL": "Religious", "SOC": "Civic Group",
}

// spot is a place as layouts have it: its city when it is one, and its country.
type spot struct {
	name, city, country string // country is the code
	lat, lon            string
	kind                string // city, region or country
}

func (c codes) spot(w *archive.Where) spot {
	if w == nil {
		return spot{}
	}
	s := spot{name: w.Name, country: w.Code, lat: coordinate(w.Latitude), lon: coordinate(w.Longitude), kind: "region"}
	if s.lat == "" || s.lon == "" {
		s.lat, s.lon = "", ""
	}
	switch {
	case strings.HasPrefix(w.Registry, "city/"):
		s.kind, s.city = "city", w.Name
	case strings.HasPrefix(w.Registry, "state/"), w.Registry == "" && w.Name == c.country(w.Code):
		s.kind = "country"
	}
	return s
}

func coordinate(v *float64) string { return decimal(v) }

// primary is the main sector.
func primary(p *archive.Party) string {
	if p == nil || len(p.Sectors) == 0 {
		return ""
	}
	return p.Sectors[0]
}

// title is the post of a person.
func title(p *archive.Party) string {
	if p == nil || p.Kind != record.Person {
		return ""
	}
	return p.Title
}

func name(p *archive.Party) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func code(p *archive.Party) string {
	if p == nil {
		return ""
	}
	return p.Code
}
