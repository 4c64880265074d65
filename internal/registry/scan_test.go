package registry

import (
	"fmt"
	"strings"
	"testing"
)

// keys shows what Scan finds: "Beijing=capital:state/chn,full:city/chn/beijing; …".
func keys(r *Registry, text string) string {
	var out []string
	r.Scan(text, func(m Match) {
		var names []string
		for _, n := range m.Names {
			names = append(names, fmt.Sprintf("%v:%s", n.Role, r.Entry(n.Entry).Key))
		}
		out = append(out, text[m.Start:m.End]+"="+strings.Join(names, ","))
	})
	return strings.Join(out, "; ")
}

// TestScan asks for spans; a reading is asked for where it matters ("a" = role:key must be among the readings).
func TestScan(t *testing.T) {
	r := load(t)
	cases := []struct{ name, text, spans, reading string }{
		{"full name", "talks in Russia today", "Russia", "full:state/rus"},
		{"longest", "the Democratic Republic of the Congo agreed", "Democratic Republic of the Congo", "full:state/cod"},
		{"possessive", "Russia's and Iran’s envoys", "Russia|Iran", "full:state/rus"},
		{"inner possessive", "the People’s Republic of China", "People’s Republic of China", "full:state/chn"},
		{"word border", "Nigeria and Niger, Romania and Oman", "Nigeria|Niger|Romania|Oman", "full:state/ner"},
		{"small letters", "a turkey on fine china for us who is", "", ""},
		{"pronoun and abbreviation", "He told us that the US and WHO agree; who knows", "US|WHO", "abbreviation:state/usa"},
		{"abbreviation in another case", "Un and Who and Nato", "Nato", "alias:org/nato"},
		{"alias with fewer capitals", "Tass and TASS told us", "Tass|TASS", "full:outlet/rus/tass"},
		{"dots", "the U.S. and the U.K. said", "U.S.|U.K.", "abbreviation:state/usa"},
		{"capitals", "IRAN WARNS ISRAEL", "IRAN|ISRAEL", "full:state/irn"},
		{"shouted pronoun", "IRAN TELLS US TO LEAVE", "IRAN", ""},
		{"short name in capitals", "THE GOA HE BOUGHT", "", ""},
		{"hyphened pair", "China-Russia and Sino-Russian ties", "China|Russia|Sino|Russian", "prefix:state/chn"},
		{"en dash", "China–Central Asia Summit", "China–Central Asia Summit", "full:forum/china-central-asia-summit"},
		{"space for a hyphen", "the China Central Asia Summit", "China Central Asia Summit", "alias:forum/china-central-asia-summit"},
		{"prefix without hyphen", "Franco ruled; Sino deals", "", ""},
		{"metonym", "Beijing said the Kremlin agreed", "Beijing|Kremlin", "capital:state/chn"},
		{"seat with a sector", "the Pentagon denied it", "Pentagon", "seat:organ/usa/dod"},
		{"accents", "Erdogan in Cote d'Ivoire, São Tomé and Príncipe", "Cote d'Ivoire|São Tomé and Príncipe", "alias:state/civ"},
		{"combining accents", "Erdog\u0306an and Tu\u0308rkiye in Sa\u0303o Tome\u0301 and Pri\u0301ncipe", "Tu\u0308rkiye|Sa\u0303o Tome\u0301 and Pri\u0301ncipe", "alias:state/tur"},
		{"accents in capitals", "TÜRKIYE, ÉLYSÉE, CÔTE D'IVOIRE", "TÜRKIYE|ÉLYSÉE|CÔTE D'IVOIRE", "seat:state/fra"},
		{"apostrophes", "Côte d’Ivoire, Cote d‘Ivoire, Cote dʼIvoire, Côte d`Ivoire, Cote d′Ivoire, Quai d´Orsay", "Côte d’Ivoire|Cote d‘Ivoire|Cote dʼIvoire|Côte d`Ivoire|Cote d′Ivoire|Quai d´Orsay", "seat:state/fra"},
		{"hyphens", "Guinea-Bissau Guinea‐Bissau Guinea‑Bissau Guinea–Bissau Guinea—Bissau Guinea−Bissau", "Guinea-Bissau|Guinea‐Bissau|Guinea‑Bissau|Guinea–Bissau|Guinea—Bissau|Guinea−Bissau", "full:state/gnb"},
		{"soft hyphen", "in Ger\u00admany and the Krem\u00adlin", "Ger\u00admany|Krem\u00adlin", "full:state/deu"},
		{"joiners", "in Ger\u200dmany and the Krem\u2060lin", "Ger\u200dmany|Krem\u2060lin", "seat:state/rus"},
		{"marks of direction", "in \u200eIran\u200f and \u2066Iraq\u2069", "\u200eIran\u200f|\u2066Iraq\u2069", "full:state/irq"},
		{"zero-width space", "North\u200bKorea", "North\u200bKorea", "full:state/prk"},
		{"letters with strokes", "Łódź, Ærø, Đà Nẵng, Malacañang", "Łódź|Đà Nẵng|Malacañang", "seat:state/phl"},
		{"line break", "the United\nNations met", "United\nNations", "full:org/un"},
		{"no-break space", "the United\u00a0Nations met", "United\u00a0Nations", "full:org/un"},
		{"blank line", "we are United\n\nNations agree", "", ""},
		{"article", "the West fears it", "West", "full:area/western-countries"},
		{"article before a longer name", "in the West Bank and the Gulf of Aden", "West Bank|Gulf of Aden", "full:region/pse/west-bank"},
		{"outlet with its article", "he told The Guardian; The Guardian Council voted", "The Guardian|Guardian Council", "full:outlet/gbr/the-guardian"},
		{"name at the end", "a visit to Mali", "Mali", "full:state/mli"},
		{"empty", "", "", ""},
		{"broken bytes", "\xff\xfeIran\xc3 Ir\xc3an", "Iran", "full:state/irn"},
		{"seed page", "Patrushev at the Shanghai Cooperation Organization (SCO) told the Global Times in East China Normal University", "Shanghai Cooperation Organization|SCO|Global Times|East China Normal University", "full:org/sco"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var spans []string
			r.Scan(c.text, func(m Match) { spans = append(spans, c.text[m.Start:m.End]) })
			got := keys(r, c.text)
			if strings.Join(spans, "|") != c.spans {
				t.Errorf("spans %q, want %q (%s)", strings.Join(spans, "|"), c.spans, got)
			}
			if c.reading != "" && !strings.Contains(got+",", c.reading) {
				t.Errorf("no reading %s in %s", c.reading, got)
			}
		})
	}
}

// TestAmbiguous asks for all readings of names that have several.
func TestAmbiguous(t *testing.T) {
	r := load(t)
	cases := []struct{ text, want string }{
		{"Georgia", "full:state/geo,full:region/usa/georgia"},
		{"Jordan", "full:state/jor"},
		{"Niger", "full:state/ner"},
		{"Nigerien", "adjective:state/ner,demonym:state/ner"},
		{"Nigerian", "adjective:state/nga,demonym:state/nga"},
		{"Congo", "alias:state/cod,alias:state/cog"},
		{"Korea", "alias:state/kor,alias:state/prk"},
		{"Guinea", "full:state/gin"},
		{"Guinea-Bissau", "full:state/gnb"},
		{"Equatorial Guinea", "full:state/gnq"},
		{"Papua New Guinea", "full:state/png"},
		{"Turkey", "full:state/tur"},
		{"Türkiye", "alias:state/tur"},
		{"Washington", "capital:state/usa,full:city/usa/washington,full:region/usa/washington"},
		{"ROC", "abbreviation:state/cog,abbreviation:state/twn"},
		{"Ireland", "full:state/irl"},
		{"Northern Ireland", "full:region/gbr/northern-ireland"},
		{"New Mexico", "full:region/usa/new-mexico"},
		{"Punjab", "full:region/pak/punjab,full:region/ind/punjab"},
	}
	for _, c := range cases {
		if got, want := keys(r, "in "+c.text+" now"), c.text+"="+c.want; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestUsualNames asks that the names of everyday news are there.
func TestUsualNames(t *testing.T) {
	r := load(t)
	for name, key := range map[string]string{
		"Britain": "state/gbr", "Czechia": "state/cze", "Burma": "state/mmr", "DPRK": "state/prk", "ROK": "state/kor",
		"DRC": "state/cod", "the States": "state/usa", "Foggy Bottom": "state/usa", "Downing Street": "state/gbr",
		"Élysée": "state/fra", "Elysee": "state/fra", "Quai d'Orsay": "state/fra", "Zhongnanhai": "state/chn",
		"Blue House": "state/kor", "Capitol Hill": "state/usa", "Bundestag": "organ/deu/bundestag", "Knesset": "organ/isr/knesset",
		"UNHCR": "org/unhcr", "IAEA": "org/iaea", "European Commission": "org/european-commission", "ICC": "org/icc",
		"IMF": "org/imf", "AIIB": "org/aiib", "Belt and Road": "forum/bri", "G20": "forum/g20", "Normandy format": "forum/normandy-format",
		"Iran nuclear deal": "agreement/jcpoa", "Minsk agreements": "agreement/minsk-agreements", "New START": "agreement/new-start",
		"Shangri-La Dialogue": "forum/shangri-la-dialogue", "Davos": "city/che/davos", "State Duma": "organ/rus/state-duma",
		"CIA": "organ/usa/cia", "IDF": "organ/isr/idf", "Revolutionary Guards": "organ/irn/irgc", "Reuters": "outlet/gbr/reuters",
		"RIA": "outlet/rus/ria-novosti", "Xinhua": "outlet/chn/xinhua", "Hamas": "group/pse/hamas", "ISIS": "group/img/islamic-state",
		"Houthis": "group/yem/houthis", "PKK": "group/tur/kurdistan-workers-party", "CPC": "group/chn/communist-party-of-china",
		"Central Asia": "area/central-asia", "Baltic states": "area/baltic-states", "Kurds": "area/kurds", "Soviet Union": "state/former/soviet-union",
		"Strait of Hormuz": "strait/x/strait-of-hormuz", "Khan Younis": "city/pse/khan-younis", "Kharkiv": "city/ukr/kharkiv",
	} {
		found := false
		for _, h := range r.Find(name) {
			found = found || r.Entry(h.Entry).Key == key
		}
		if !found {
			t.Errorf("%q does not lead to %s: %s", name, key, keys(r, name))
		}
	}
}

// TestScanDoesNotAllocate holds Scan of foreign letters and signs to no garbage.
func TestScanDoesNotAllocate(t *testing.T) {
	r := load(t)
	text := strings.Repeat("Erdoğan, Malacañang, Côte d’Ivoire, Ger\u00admany, Guinea–Bissau and the São Tomé and Príncipe. ", 50)
	found := 0
	per := testing.AllocsPerRun(5, func() { r.Scan(text, func(Match) { found++ }) })
	if found < 50*5 || per > 4 {
		t.Errorf("%d names, %.0f allocations", found, per)
	}
}

func TestFind(t *testing.T) {
	r := load(t)
	if hits := r.Find("peking"); len(hits) != 2 || hits[0].Match != Exact || r.Entry(hits[0].Entry).Key != "state/chn" {
		t.Errorf("peking: %v", hits)
	}
	hits := r.Find("Shanghai Cooperation")
	if len(hits) == 0 || hits[0].Match != Begins {
		t.Errorf("the beginning of a name: %v", hits)
	}
	if hits := r.Find("cooperation organization"); len(hits) < 2 || hits[1].Match != Holds || hits[1].Name != "Shanghai Cooperation Organization" {
		t.Errorf("the middle of a name: %v", hits)
	}
	for _, none := range []string{"", "  ", "xyzzy", "Russia xyzzy", "\xff"} {
		if hits := r.Find(none); len(hits) != 0 {
			t.Errorf("%q: %v", none, hits)
		}
	}
}

func TestOffice(t *testing.T) {
	r := load(t)
	cases := []struct {
		words, title string
		n, level     int
		sector       string
	}{
		{"Prime Minister Mikhail Mishustin", "prime minister", 2, 1, "GOV"},
		{"deputy foreign minister of", "deputy foreign minister", 3, 3, "GOV"},
		{"Secretary of State Antony", "secretary of state", 3, 2, "GOV"},
		{"secretaries of state", "secretary of state", 3, 2, "GOV"},
		{"foreign ministers met", "foreign minister", 2, 2, "GOV"},
		{"spokesmen said", "spokesman", 1, 3, "GOV"},
		{"lawmakers voted", "lawmaker", 1, 3, "LEG"},
		{"General Milley", "general", 1, 3, "MIL"},
		{"general secretary of", "general secretary", 2, 1, "PTY"},
		{"supreme leader Ali", "supreme leader", 2, 1, "GOV"},
		{"assistant research fellow at", "assistant research fellow", 3, 4, "EDU"},
		{"judges ruled", "judge", 1, 3, "JUD"},
		{"journalist and", "journalist", 1, 4, "JRN"},
		{"CEO of", "CEO", 1, 4, "BUS"},
		{"MPs voted", "MP", 1, 3, "LEG"},
	}
	for _, c := range cases {
		o, n := r.Office(strings.Fields(c.words))
		if n != c.n || o == nil || o.Title != c.title || o.Level != c.level || o.Sector != c.sector {
			t.Errorf("%q: got %+v with %d words", c.words, o, n)
		}
	}
	for _, none := range []string{"", "banana minister", "of state", "pm on Monday"} {
		if o, n := r.Office(strings.Fields(none)); n != 0 || o != nil {
			t.Errorf("%q is the office %+v", none, o)
		}
	}
}

func TestGender(t *testing.T) {
	r := load(t)
	for name, want := range map[string]Gender{"Nikolai": Male, "Angela": Female, "Recep": Male, "Keiko": Female,
		"Wei": Either, "Narendra": Male, "Fatima": Female, "Volodymyr": Male, "Ursula": Female, "Ayesha": Female} {
		if got, ok := r.Gender(name); !ok || got != want {
			t.Errorf("%s is %c", name, got)
		}
	}
	if _, ok := r.Gender("Xyzzy"); ok {
		t.Error("a gender for no name")
	}
}
