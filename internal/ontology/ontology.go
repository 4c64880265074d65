// Package ontology knows the vocabulary of event coding: PLOVER's types, modes,
// scores, contexts, sectors and codes, and how they meet the older CAMEO codes.
//
// What must stay true:
//   - The closed lists (types, modes, contexts, sectors, codes) are those of the
//     record's schema; this package reads them from package record, and adds the
//     scores and the links to CAMEO from its own data file, ontology.json.
//   - A type's CAMEO codes lead back to the same type.
//   - Names are the interface; the small numbers of Type and Mode may change
//     between versions and are never stored.
package ontology

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"chancery/record"
)

//go:embed ontology.json
var data string

// Quad is one of the four quarters of verbal and material, conflict and cooperation.
type Quad uint8

// The quads, numbered as the column QuadClass of event data sets.
const (
	NoQuad Quad = iota
	VerbalCooperation
	MaterialCooperation
	VerbalConflict
	MaterialConflict
)

func (q Quad) String() string {
	return [...]string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}[q]
}

func parseQuad(name string) (Quad, error) {
	for q := VerbalCooperation; q <= MaterialConflict; q++ {
		if q.String() == name {
			return q, nil
		}
	}
	return NoQuad, fmt.Errorf("no quad is named %q", name)
}

// typeFacts is what the data file tells of one type.
type typeFacts struct {
	Name  string      `json:"name"`
	Quad  string      `json:"quad"`
	Score float64     `json:"score"`
	Roots []string    `json:"roots"`
	CAMEO string      `json:"cameo"`
	Gist  string      `json:"gist"`
	Modes []modeFacts `json:"modes"`
}

type modeFacts struct {
	Name  string  `json:"name"`
	Score float64 `json:"score"`
	CAMEO string  `json:"cameo"`
}

// act is a type with one mode or none.
type act struct {
	kind Type
	mode Mode
}

// facts is the data file, indexed.
type facts struct {
	types    []typeFacts // by Type; the first is empty
	quads    []Quad      // by Type
	modes    []string    // by Mode; the first is empty
	typeNum  map[string]Type
	modeNum  map[string]Mode
	score    map[act]float64
	cameo    map[act]string
	acts     map[string]act // by CAMEO code
	contexts map[string]bool
	sectors  map[string]bool
	states   map[string]bool
	bodies   map[string]bool
}

// known is the data file, read once. A broken file is a bug of this program.
var known = sync.OnceValue(func() *facts {
	f, err := load(data)
	if err != nil {
		panic("ontology: cannot read the embedded data: " + err.Error())
	}
	return f
})

func load(text string) (*facts, error) {
	var file struct {
		Source string            `json:"source"`
		Types  []typeFacts       `json:"types"`
		CAMEO  map[string]string `json:"cameo"`
	}
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		return nil, err
	}
	f := &facts{types: []typeFacts{{}}, quads: []Quad{NoQuad}, modes: []string{""},
		typeNum: map[string]Type{}, modeNum: map[string]Mode{},
		score: map[act]float64{}, cameo: map[act]string{}, acts: map[string]act{},
		contexts: set(record.Contexts()), sectors: set(record.Sectors()),
		states: set(record.Countries()), bodies: set(record.Bodies())}
	for _, t := range file.Types {
		if err := f.addType(t); err != nil {
			return nil, err
		}
	}
	for code, name := range file.CAMEO {
		typeName, modeName, _ := strings.Cut(name, "/")
		a := act{f.typeNum[typeName], f.modeNum[modeName]}
		if _, ok := f.score[a]; !ok {
			return nil, fmt.Errorf("CAMEO %s leads to %q, which is no type and mode", code, name)
		}
		f.acts[code] = a
	}
	return f, nil
}

func (f *facts) addType(t typeFacts) error {
	quad, err := parseQuad(t.Quad)
	if err != nil {
		return err
	}
	n := Type(len(f.types))
	f.types, f.quads, f.typeNum[t.Name] = append(f.types, t), append(f.quads, quad), n
	f.score[act{n, NoMode}], f.cameo[act{n, NoMode}] = t.Score, t.CAMEO
	for _, m := range t.Modes {
		if _, ok := f.modeNum[m.Name]; !ok {
			f.modeNum[m.Name] = Mode(len(f.modes))
			f.modes = append(f.modes, m.Name)
		}
		a := act{n, f.modeNum[m.Name]}
		f.score[a], f.cameo[a] = m.Score, m.CAMEO
	}
	return nil
}

func set(words []string) map[string]bool {
	s := make(map[string]bool, len(words))
	for _, w := range words {
		s[w] = true
	}
	return s
}

// Types are the sixteen types in order.
func Types() []Type {
	types := make([]Type, 0, len(known().types)-1)
	for t := Agree; int(t) < len(known().types); t++ {
		types = append(types, t)
	}
	return types
}

// ParseType gives the type of that name, NoType and false when there is none.
func ParseType(name string) (Type, bool) { t, ok := known().typeNum[name]; return t, ok }

// ParseMode gives the mode of that name, NoMode and false when there is none.
func ParseMode(name string) (Mode, bool) { m, ok := known().modeNum[name]; return m, ok }

// String is the name that records carry: "CONSULT"; "" for NoType.
func (t Type) String() string { return t.facts().Name }

// String is the name that records carry: "visit"; "" for NoMode.
func (m Mode) String() string {
	if int(m) >= len(known().modes) {
		return ""
	}
	return known().modes[m]
}

func (t Type) facts() typeFacts {
	if int(t) >= len(known().types) {
		return typeFacts{}
	}
	return known().types[t]
}

// Quad is the quarter the type belongs to.
func (t Type) Quad() Quad {
	if int(t) >= len(known().quads) {
		return NoQuad
	}
	return known().quads[t]
}

// Gist says in a few words what the type stands for.
func (t Type) Gist() string { return t.facts().Gist }

// Roots are the two-digit CAMEO roots that the type gathers.
func (t Type) Roots() []string { return slices.Clone(t.facts().Roots) }

// Modes are the modes of the type, in order.
func (t Type) Modes() []Mode {
	var modes []Mode
	for _, m := range t.facts().Modes {
		modes = append(modes, known().modeNum[m.Name])
	}
	return modes
}

// Has says whether the mode belongs to the type.
func (t Type) Has(m Mode) bool {
	_, ok := known().score[act{t, m}]
	return ok && t != NoType && m != NoMode
}

// Score is PLOVER's conflict–cooperation score, −10 to 10, of a type with one
// mode. A mode that does not belong to the type leaves the type's own score.
func (t Type) Score(m Mode) float64 {
	if s, ok := known().score[act{t, m}]; ok {
		return s
	}
	return t.facts().Score
}

// Scale is the score of an event as a record names it. Of several modes the one
// farthest from zero counts, the first of equals; without a mode the type's own
// score does. A type that is not known scores 0.
func Scale(eventType string, modes []string) float64 {
	t, _ := ParseType(eventType)
	best, found := 0.0, false
	for _, name := range modes {
		m, _ := ParseMode(name)
		if s := t.Score(m); t.Has(m) && (!found || math.Abs(s) > math.Abs(best)) {
			best, found = s, true
		}
	}
	if !found {
		return t.Score(NoMode)
	}
	return best
}

// ValidType says whether a name is one of the sixteen types.
func ValidType(name string) bool { return known().typeNum[name] != NoType }

// ValidMode says whether a mode belongs to a type.
func ValidMode(eventType, mode string) bool {
	return known().typeNum[eventType].Has(known().modeNum[mode])
}

// ValidContext says whether a name is one of the 37 contexts.
func ValidContext(name string) bool { return known().contexts[name] }

// ValidSector says whether a code is one of PLOVER's sectors.
func ValidSector(code string) bool { return known().sectors[code] }

// ValidCountry says whether a code is an ISO 3166-1 alpha-3 code, or KOS.
func ValidCountry(code string) bool { return known().states[code] }

// ValidBody says whether a code is UNO, EUR, IGO, NGO, ISM, IMG or MNC.
func ValidBody(code string) bool { return known().bodies[code] }

// ValidCode says whether a code may stand in a record's field "code".
func ValidCode(code string) bool { return ValidCountry(code) || ValidBody(code) }
