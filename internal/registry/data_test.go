package registry

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"chancery/record"
)

// TestNumbers holds the data to the sizes that the project promises.
func TestNumbers(t *testing.T) {
	r := load(t)
	count := map[string]int{}
	for _, e := range r.entries[1:] {
		count[e.File]++
		switch {
		case e.Kind == record.State:
			count[e.Standing]++
		case e.File == "bodies.tsv" && e.Code != "NGO" && r.byState[e.Code] == 0:
			count["intergovernmental"]++
			if len(e.Membership) > 0 {
				count["bodies with members"]++
			}
		case e.Class == "city", e.Class == "region":
			count[e.Class]++
		}
	}
	exact := map[string]int{"member": 193, "observer": 2, "other": 4}
	for what, want := range exact {
		if count[what] != want {
			t.Errorf("%d states are %s, want %d", count[what], what, want)
		}
	}
	floor := map[string]int{"intergovernmental": 300, "bodies with members": 300, "forums.tsv": 150, "groups.tsv": 200,
		"outlets.tsv": 250, "organs.tsv": 200, "city": 3000, "region": 1000}
	for what, want := range floor {
		if count[what] < want {
			t.Errorf("%d of %s, want %d at least", count[what], what, want)
		}
	}
	if n := len(r.Offices()); n < 250 {
		t.Errorf("%d offices", n)
	}
	if n := len(r.given); n < 3000 {
		t.Errorf("%d given names", n)
	}
}

func TestStates(t *testing.T) {
	r := load(t)
	fips, iso2, cow := map[string]string{}, map[string]string{}, map[int]string{}
	for _, e := range r.entries[1:] {
		if e.Kind != record.State || e.Standing == "former" {
			continue
		}
		if e.Key != "state/"+strings.ToLower(e.Code) {
			t.Errorf("%s has the code %s", e.Key, e.Code)
		}
		if len(e.Capitals) == 0 && e.Code != "HKG" && e.Code != "MAC" {
			t.Errorf("%s has no capital", e.Key)
		}
		for _, key := range e.Capitals {
			c := r.ByKey(key)
			if !c.HasCoord || c.Code != e.Code {
				t.Errorf("capital %s of %s: coordinates %v, code %s", key, e.Key, c.HasCoord, c.Code)
			}
		}
		if !e.HasCoord || e.ISO2 == "" {
			t.Errorf("%s lacks coordinates or an ISO2 code", e.Key)
		}
		once(t, fips, e.FIPS, e.Key)
		once(t, iso2, e.ISO2, e.Key)
		if e.COW != 0 {
			once(t, cow, e.COW, e.Key)
		}
		if e.Standing == "member" && (e.COW == 0 || e.GW == 0 || e.FIPS == "" || !has(e, Demonym) && !has(e, DemonymPlural) && e.Code != "DMA" || !has(e, Adjective) && e.Code != "DMA") {
			t.Errorf("%s lacks a number or an adjective", e.Key)
		}
	}
}

// TestYears asks for the years of existence: of every state but those older than
// the lists of states, and of every former one.
func TestYears(t *testing.T) {
	r := load(t)
	old := strings.Fields("AND BTN CHE CHN DNK ESP ETH FRA GBR IRN JPN LIE MCO NLD NPL OMN PRT SMR SWE THA")
	for _, e := range r.entries[1:] {
		if e.Kind != record.State {
			continue
		}
		switch {
		case e.Standing == "former":
			if e.From == 0 || e.To == 0 {
				t.Errorf("%s lacks years", e.Key)
			}
		case e.From == 0 != slices.Contains(old, e.Code) || e.To != 0:
			t.Errorf("%s exists from %s to %s", e.Key, e.From, e.To)
		}
	}
}

// TestNumberRanges holds the Correlates of War numbers to the parts of the world
// that they are given by.
func TestNumberRanges(t *testing.T) {
	r := load(t)
	for _, c := range []struct {
		area   string
		lo, hi int
		but    string
	}{
		{"area/africa", 400, 626, "EGY"}, {"area/north-africa", 600, 652, ""}, {"area/west-africa", 402, 475, ""},
		{"area/central-america", 80, 95, ""}, {"area/south-america", 100, 165, ""}, {"area/caribbean", 31, 60, ""},
		{"area/europe", 200, 395, ""}, {"area/western-balkans", 339, 347, ""}, {"area/nordic-countries", 375, 395, ""},
		{"area/baltic-states", 366, 368, ""}, {"area/south-caucasus", 371, 373, ""}, {"area/gulf-states", 645, 698, "IRN"},
		{"area/central-asia", 700, 705, ""}, {"area/south-asia", 700, 790, ""}, {"area/southeast-asia", 775, 860, ""},
		{"area/east-asia", 710, 740, ""}, {"area/oceania", 900, 990, ""},
	} {
		e := r.ByKey(c.area)
		if e == nil {
			t.Errorf("no %s", c.area)
			continue
		}
		if len(e.Members) == 0 {
			t.Errorf("%s has no members", c.area)
		}
		for _, m := range e.Members {
			s := r.State(m)
			if s.COW != 0 && (s.COW < c.lo || s.COW > c.hi) && !strings.Contains(c.but, m) {
				t.Errorf("%s of %s has the number %d", s.Name, c.area, s.COW)
			}
			if d := s.GW - s.COW; d != 0 && !strings.Contains("DEU SRB YEM KIR NRU TON TUV", m) {
				t.Errorf("%s has the numbers %d and %d", s.Name, s.COW, s.GW)
			}
		}
	}
}

// TestFormerNames asks which state an earlier name is of, and until when it was official.
func TestFormerNames(t *testing.T) {
	r := load(t)
	for name, want := range map[string]string{
		"Burma": "state/mmr ..1989", "Zaire": "state/cod 1971..1997", "Zaïre": "state/cod 1971..1997", "Swaziland": "state/swz ..2018-04-18",
		"Republic of Turkey": "state/tur 1923..2022-06-02", "Macedonia": "state/mkd ..2019-02-12", "Ceylon": "state/lka ..1972",
		"Kampuchea": "state/khm 1976..1989", "Upper Volta": "state/bfa ..1984", "Rhodesia": "state/zwe 1965..1979", "Cape Verde": "state/cpv ..2013-10-24",
		"Persia": "state/irn ..1935", "West Germany": "state/deu 1949..1990-10-03", "East Timor": "state/tls ..2002", "Siam": "state/tha ..1949",
	} {
		found := ""
		for _, h := range r.Find(name) {
			e := r.Entry(h.Entry)
			for _, s := range e.Surfaces {
				if e.Kind == record.State && foldAtom(s.Text) == foldAtom(name) {
					found = e.Key + " " + s.Period.Text()
				}
			}
		}
		if found != want {
			t.Errorf("%s is %q, want %q", name, found, want)
		}
	}
	for key, want := range map[string]string{
		"state/former/soviet-union": "1922..1991 365 RUS", "state/former/yugoslavia": "1918..2003 345 SRB", "state/former/czechoslovakia": "1918..1992 315 CZE",
		"state/former/east-germany": "1949..1990 265 DEU", "state/former/south-vietnam": "1955..1975 817 VNM",
		"state/former/serbia-and-montenegro": "2003-02-04..2006-06-03 345 SRB", "state/former/south-yemen": "1967..1990 680 YEM",
	} {
		if e := r.ByKey(key); e == nil || fmt.Sprint(e.Period.Text(), " ", e.COW, " ", e.Code) != want {
			t.Errorf("%s: %+v, want %s", key, e, want)
		}
	}
}

func once[K comparable](t *testing.T, seen map[K]string, value K, key string) {
	t.Helper()
	var zero K
	if value == zero {
		return
	}
	if other, twice := seen[value]; twice {
		t.Errorf("%s and %s both have %v", other, key, value)
	}
	seen[value] = key
}

func has(e *Entry, role Role) bool {
	return slices.ContainsFunc(e.Surfaces, func(s Surface) bool { return s.Role == role })
}

func TestMembers(t *testing.T) {
	r := load(t)
	cases := []struct {
		key     string
		count   int
		in, out string
	}{
		{"org/un", 193, "CHE SSD TLS", "KOS TWN VAT PSE"},
		{"org/nato", 32, "USA TUR FIN SWE MNE MKD", "AUT IRL UKR CYP"},
		{"org/eu", 27, "IRL MLT CYP HRV", "GBR NOR CHE UKR"},
		{"org/sco", 10, "CHN RUS IND PAK IRN BLR UZB", "TKM MNG AFG TUR"},
		{"org/asean", 11, "TLS MMR LAO", "PNG CHN"},
		{"org/eaeu", 5, "ARM KGZ", "UZB TJK"},
		{"org/csto", 6, "ARM TJK", "UZB AZE"},
		{"org/gcc", 6, "OMN", "YEM IRQ"},
		{"org/opec", 12, "IRN GAB", "AGO QAT ECU RUS"},
		{"org/arab-league", 22, "COM PSE SYR", "TUR IRN"},
		{"org/au", 54, "MAR SSD", "YEM"},
		{"org/oecd", 38, "COL CRI ISR", "CHN RUS BRA"},
		{"org/coe", 46, "TUR AZE UKR", "RUS BLR KOS"},
		{"org/osce", 57, "MNG USA RUS VAT", "CHN KOS"},
		{"org/oic", 57, "IRN NGA ALB", "IND RUS"},
		{"org/apec", 21, "TWN HKG RUS PER", "IND BRA"},
		{"org/brics", 10, "BRA RUS IND CHN ZAF IRN ARE IDN", "ARG SAU TUR"},
		{"org/schengen-area", 29, "CHE ROU BGR", "IRL CYP GBR"},
		{"forum/p5", 5, "CHN FRA RUS GBR USA", "DEU JPN IND"},
		{"forum/g7", 7, "JPN CAN", "RUS CHN"},
		{"forum/quad", 4, "AUS IND JPN USA", "KOR"},
		{"forum/china-central-asia-summit", 6, "CHN TKM", "RUS"},
	}
	for _, c := range cases {
		e := r.ByKey(c.key)
		if e == nil {
			t.Errorf("no %s", c.key)
			continue
		}
		if len(e.Members) != c.count {
			t.Errorf("%s has %d members, want %d", c.key, len(e.Members), c.count)
		}
		for m := range strings.FieldsSeq(c.in) {
			if !slices.Contains(e.Members, m) {
				t.Errorf("%s is no member of %s", m, c.key)
			}
		}
		for m := range strings.FieldsSeq(c.out) {
			if slices.Contains(e.Members, m) {
				t.Errorf("%s is a member of %s", m, c.key)
			}
		}
	}
}

// TestMembersInTime asks who was a member when.
func TestMembersInTime(t *testing.T) {
	r := load(t)
	for _, c := range []struct {
		key, day string
		count    int
		in, out  string
	}{
		{"org/eu", "2003-01-01", 15, "GBR SWE", "POL"}, {"org/eu", "2013-07-01", 28, "GBR HRV", ""}, {"org/eu", "2020-02-01", 27, "HRV", "GBR"},
		{"org/european-commission", "2019-05-05", 28, "GBR", ""}, {"org/europol", "2021-05-05", 27, "", "GBR"},
		{"org/nato", "1990-01-01", 16, "ESP", "POL"}, {"org/nato", "2020-01-01", 29, "MNE", "MKD"}, {"org/nato", "2023-05-05", 31, "FIN", "SWE"},
		{"org/shape", "2024-05-05", 32, "SWE", ""},
		{"org/brics", "2009-01-01", 4, "RUS", "ZAF"}, {"org/brics", "2023-05-05", 5, "ZAF", "IRN"}, {"org/brics", "2024-05-05", 9, "IRN", "IDN"},
		{"org/sco", "2016-01-01", 6, "UZB", "IND"}, {"org/sco", "2023-01-01", 8, "PAK", "IRN"},
		{"org/cis", "2008-01-01", 11, "GEO UKR", ""}, {"org/cis", "2020-01-01", 9, "MDA", "GEO UKR"},
		{"org/opec", "2018-06-01", 15, "QAT AGO", ""}, {"org/opec", "2019-06-01", 14, "ECU", "QAT"},
		{"org/ecowas", "2024-12-31", 15, "MLI", ""}, {"org/ecowas", "2025-03-01", 12, "NGA", "MLI BFA NER"},
		{"org/asean", "2025-05-05", 10, "LAO", "TLS"}, {"org/au", "2016-01-01", 53, "SSD", "MAR"},
		{"org/un", "1990-12-31", 157, "", "PRK CHE EST"}, {"org/un", "2012-01-01", 193, "SSD CHE", ""}, {"org/unga", "2001-01-01", 189, "", "CHE TLS"},
		{"org/unsc", "2022-05-05", 15, "ALB NOR USA", "JPN"}, {"org/unsc", "2023-05-05", 15, "JPN CHE", "NOR"}, {"org/unsc", "2017-05-05", 15, "ITA", "NLD"},
		{"org/coe", "2021-05-05", 47, "RUS", ""}, {"org/eurozone", "2010-05-05", 16, "SVK", "EST"}, {"org/oecd", "1970-01-01", 22, "FIN JPN", "MEX"},
		{"agreement/jcpoa", "2016-01-01", 7, "USA IRN", ""}, {"agreement/jcpoa", "2019-01-01", 6, "IRN", "USA"}, {"agreement/npt", "2024-01-01", 190, "IRN", "PRK IND"},
		{"agreement/paris-agreement", "2021-01-01", 191, "", "USA"}, {"agreement/inf", "2018-01-01", 2, "RUS USA", ""}, {"forum/east-asia-summit", "2008-01-01", 16, "IND", "USA"},
		{"org/warsaw-pact", "1980-01-01", 7, "POL DEU", "ALB"}, {"org/csto", "2010-01-01", 7, "UZB", ""},
	} {
		e := r.ByKey(c.key)
		if e == nil {
			t.Errorf("no %s", c.key)
			continue
		}
		on, _ := ParseDate(c.day)
		got := e.MembersOn(on)
		if len(got) != c.count {
			t.Errorf("%s had %d members on %s, want %d: %v", c.key, len(got), c.day, c.count, got)
		}
		for m := range strings.FieldsSeq(c.in) {
			if !slices.Contains(got, m) {
				t.Errorf("%s was no member of %s on %s", m, c.key, c.day)
			}
		}
		for m := range strings.FieldsSeq(c.out) {
			if slices.Contains(got, m) {
				t.Errorf("%s was a member of %s on %s", m, c.key, c.day)
			}
		}
	}
}

// TestConventions holds the disputed places to data/README.md.
func TestConventions(t *testing.T) {
	r := load(t)
	for key, code := range map[string]string{
		"region/ukr/crimea": "UKR", "region/geo/abkhazia": "GEO", "region/mda/transnistria": "MDA",
		"region/aze/nagorno-karabakh": "AZE", "region/syr/golan-heights": "SYR", "region/pse/west-bank": "PSE",
		"region/cyp/northern-cyprus": "CYP", "region/som/somaliland": "SOM", "region/x/western-sahara": "",
		"region/x/kashmir": "", "island/x/spratly-islands": "", "region/dnk/greenland": "DNK",
		"region/gbr/falkland-islands": "GBR", "island/mus/diego-garcia": "MUS", "city/ukr/sevastopol": "UKR",
	} {
		e := r.ByKey(key)
		if e == nil {
			t.Errorf("no %s", key)
		} else if e.Code != code {
			t.Errorf("%s has the code %q, want %q", key, e.Code, code)
		}
	}
}

// TestPlaces looks for coordinates that cannot be right: a place far from the
// centre of its state, or a city far from the centre of its region.
func TestPlaces(t *testing.T) {
	r := load(t)
	scattered := []string{"USA", "GBR", "FRA", "NLD", "DNK", "NZL", "KIR", "RUS"}
	wide := map[string]float64{"CAN": 75, "CHL": 75, "AUS": 45, "BRA": 30, "CHN": 35, "IDN": 26, "NOR": 25, "ECU": 16,
		"ESP": 22, "PRT": 24, "MUS": 17, "IND": 22, "DZA": 18, "KAZ": 24, "ARG": 24, "FSM": 21,
		"region/usa/alaska": 17, "region/can/nunavut": 27, "region/dnk/greenland": 30}
	for _, e := range r.entries[1:] {
		if e.File != "places.tsv" {
			continue
		}
		if region := r.ByKey(e.Region); region != nil && distance(e, region) > max(13, wide[e.Region]) {
			t.Errorf("%s lies %.0f degrees from the centre of %s", e.Key, distance(e, region), region.Key)
		}
		if e.Code == "" || slices.Contains(scattered, e.Code) {
			continue
		}
		if s, limit := r.State(e.Code), max(17, wide[e.Code]); distance(e, s) > limit {
			t.Errorf("%s lies %.0f degrees from the centre of %s", e.Key, distance(e, s), s.Name)
		}
	}
}

// distance is the larger of the differences in latitude and longitude, in degrees.
func distance(a, b *Entry) float64 {
	lon := math.Abs(a.Lon - b.Lon)
	return max(math.Abs(a.Lat-b.Lat), min(lon, 360-lon))
}
