package ontology

import (
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chancery/record"
)

// TestSameListsAsTheRecord: the data file must name just the types and modes of
// the record's schema, in the same order.
func TestSameListsAsTheRecord(t *testing.T) {
	var types []string
	for _, kind := range Types() {
		types = append(types, kind.String())
		var modes []string
		for _, m := range kind.Modes() {
			modes = append(modes, m.String())
		}
		if want := record.Modes(kind.String()); !slices.Equal(modes, want) {
			t.Errorf("%s has modes %v, the schema %v", kind, modes, want)
		}
	}
	if want := record.Types(); !slices.Equal(types, want) {
		t.Errorf("types %v, the schema %v", types, want)
	}
	if n := len(record.Contexts()); n != 37 {
		t.Errorf("%d contexts, want 37", n)
	}
	if n := len(record.Countries()); n != 250 {
		t.Errorf("%d countries, want the 249 of ISO 3166-1 and KOS", n)
	}
}

// TestConstants holds the Go names against the order of the data file.
func TestConstants(t *testing.T) {
	types := map[Type]string{NoType: "", Agree: "AGREE", Consult: "CONSULT", Retreat: "RETREAT", Request: "REQUEST",
		Protest: "PROTEST", Mobilize: "MOBILIZE", Coerce: "COERCE", Assault: "ASSAULT", Assault + 1: ""}
	for kind, want := range types {
		if kind.String() != want {
			t.Errorf("type %d is %q, want %q", kind, kind, want)
		}
	}
	modes := map[Mode]string{NoMode: "", Visit: "visit", ThirdParty: "third-party", Resign: "resign", Allege: "allege",
		Violence: "violence", Vandalize: "vandalize", MartialLaw: "martial-law", SuicideAttack: "suicide-attack",
		HeavyWeapons: "heavy-weapons", Unconventional: "unconventional", Unconventional + 1: ""}
	for mode, want := range modes {
		if mode.String() != want {
			t.Errorf("mode %d is %q, want %q", mode, mode, want)
		}
	}
}

func TestScale(t *testing.T) {
	tests := []struct {
		kind  string
		modes []string
		want  float64
	}{
		{"CONSULT", nil, 2.5}, {"CONSULT", []string{"visit"}, 4}, {"CONSULT", []string{"phone", "multilateral"}, 4},
		{"CONSULT", []string{"riot"}, 2.5}, {"REQUEST", []string{"meet"}, 0}, {"REQUEST", []string{"assist", "change"}, -1},
		{"ACCUSE", []string{"investigate", "disapprove"}, -3.5}, {"ASSAULT", []string{"unconventional"}, -10},
		{"AID", nil, 10}, {"DINNER", []string{"visit"}, 0},
	}
	for _, test := range tests {
		if got := Scale(test.kind, test.modes); got != test.want {
			t.Errorf("Scale(%s, %v) = %v, want %v", test.kind, test.modes, got, test.want)
		}
	}
	for _, kind := range Types() {
		cooperates := strings.Contains(kind.Quad().String(), "cooperation")
		for _, m := range append(kind.Modes(), NoMode) {
			s := kind.Score(m)
			if math.Abs(s) > 10 || (cooperates && s <= 0) || (!cooperates && s > 0.5) {
				t.Errorf("%s/%s scores %v, which does not suit %s", kind, m, s, kind.Quad())
			}
		}
	}
}

func TestValid(t *testing.T) {
	tests := []struct {
		name string
		got  bool
		want bool
	}{
		{"type", ValidType("AGREE"), true}, {"no type", ValidType("agree"), false}, {"empty type", ValidType(""), false},
		{"mode", ValidMode("RETREAT", "withdraw"), true}, {"shared mode", ValidMode("SANCTION", "withdraw"), true},
		{"other mode", ValidMode("AGREE", "withdraw"), false}, {"empty mode", ValidMode("RETREAT", ""), false},
		{"context", ValidContext("cbrn"), true}, {"no context", ValidContext("sport"), false},
		{"sector", ValidSector("UAF"), true}, {"no sector", ValidSector("XXX"), false},
		{"kosovo", ValidCode("KOS"), true}, {"taiwan", ValidCountry("TWN"), true}, {"palestine", ValidCountry("PSE"), true},
		{"union", ValidBody("EUR"), true}, {"union is no state", ValidCountry("EUR"), false}, {"old code", ValidCode("YUG"), false},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %v, want %v", test.name, test.got, test.want)
		}
	}
}

// TestCAMEOLeadsBack: every default code leads back to its own type, and stands
// under a root of that type unless the table below says why not.
func TestCAMEOLeadsBack(t *testing.T) {
	elsewhere := map[string]string{
		"116":  "CAMEO puts a guilty verdict under disapproval, PLOVER under sanctions",
		"1712": "CAMEO puts destruction of property under coercion, PLOVER under assault",
		"175":  "CAMEO puts violent repression under coercion, PLOVER under assault",
	}
	for _, kind := range Types() {
		for _, m := range append(kind.Modes(), NoMode) {
			code := CAMEO(kind, m)
			back, mode, ok := FromCAMEO(code)
			if !ok || back != kind {
				t.Errorf("%s/%s is %s, which leads back to %s/%s", kind, m, code, back, mode)
			}
			if !slices.Contains(kind.Roots(), code[:2]) && elsewhere[code] == "" {
				t.Errorf("%s/%s is %s, outside its roots %v", kind, m, code, kind.Roots())
			}
		}
	}
}

func TestFromCAMEO(t *testing.T) {
	tests := []struct {
		code string
		kind Type
		mode Mode
		ok   bool
	}{
		{"04", Consult, NoMode, true}, {"042", Consult, Visit, true}, {"043", Consult, Visit, true}, {"041", Consult, Phone, true},
		{"046", Consult, NoMode, true}, {"045", Consult, ThirdParty, true}, {"057", Support, NoMode, true}, {"055", Concede, NoMode, true},
		{"036", Agree, NoMode, true}, {"0871", Retreat, Ceasefire, true}, {"1031", Request, Assist, true}, {"112", Accuse, Allege, true},
		{"1411", Protest, Demo, true}, {"173", Coerce, Arrest, true}, {"195", Assault, Aerial, true}, {"0429", Consult, Visit, true},
		{"0149", NoType, NoMode, false}, {"010", NoType, NoMode, false}, {"21", NoType, NoMode, false}, {"", NoType, NoMode, false},
		{"4", NoType, NoMode, false}, {"04x", NoType, NoMode, false}, {"00", NoType, NoMode, false},
	}
	for _, test := range tests {
		kind, mode, ok := FromCAMEO(test.code)
		if kind != test.kind || mode != test.mode || ok != test.ok {
			t.Errorf("FromCAMEO(%q) = %s, %s, %v", test.code, kind, mode, ok)
		}
	}
	if got := CAMEOOf("CONSULT", []string{"riot", "phone"}); got != "041" {
		t.Errorf("CAMEOOf = %q, want 041", got)
	}
}

func TestLoadRefusesBrokenData(t *testing.T) {
	for _, text := range []string{"", `{"types": [{"name": "A", "quad": "verbal"}]}`, `{"cameo": {"010": "TALK"}}`} {
		if _, err := load(text); err == nil {
			t.Errorf("load(%q) gives no error", text)
		}
	}
}

// TestDocumentedTypes: the table in docs/record.md tells the scores and modes
// of the data file.
func TestDocumentedTypes(t *testing.T) {
	page, err := os.ReadFile("../../docs/record.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range Types() {
		var modes []string
		for _, m := range kind.Modes() {
			modes = append(modes, m.String())
		}
		score := strings.Replace(strconv.FormatFloat(kind.Score(NoMode), 'f', -1, 64), "-", "−", 1)
		want := []string{kind.String(), score, strings.Join(modes, ", ")}
		found := false
		for line := range strings.Lines(string(page)) {
			if cells := strings.Split(line, "|"); len(cells) == 6 && strings.TrimSpace(cells[1]) == want[0] {
				found = true
				if got := []string{want[0], strings.TrimSpace(cells[2]), strings.TrimSpace(cells[4])}; !slices.Equal(got, want) {
					t.Errorf("docs/record.md has %q, want %q", got, want)
				}
			}
		}
		if !found {
			t.Errorf("docs/record.md has no row for %s", kind)
		}
	}
}

func TestEveryTypeAndModeHasPlainWords(t *testing.T) {
	for _, typ := range record.Types() {
		base := Plain(typ, nil)
		if base == "" {
			t.Errorf("type %s has no plain words", typ)
		}
		for _, mode := range record.Modes(typ) {
			if got := Plain(typ, []string{mode}); got == base {
				t.Errorf("mode %s/%s has no plain words of its own", typ, mode)
			}
		}
	}
	if Rank(1) == "" || Rank(4) == "" || Rank(0) != "" || Rank(5) != "" {
		t.Error("ranks are told for 1 to 4 only")
	}
}
