package importer

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/registry"
	"chancery/record"
)

// Properties of Wikidata that are read.
const (
	instanceOf  = "P31"
	country     = "P17"
	isoAlpha2   = "P297"
	isoAlpha3   = "P298"
	inception   = "P571"
	dissolved   = "P576"
	coordinates = "P625"
	population  = "P1082"
	gender      = "P21"
	citizenship = "P27"
	occupation  = "P106"
)

// Items that are asked for by name: a human, and genders.
const (
	human  = "Q5"
	male   = "Q6581097"
	female = "Q6581072"
)

// wikiClass says what the entities of a class become.
type wikiClass struct{ file, class, code, sector string }

// wikiImport is an import of Wikidata. Entries that are in the base registry are
// held to the end, so that two entities of one name do not make one key twice.
type wikiImport struct {
	*job
	classes   map[string]wikiClass
	countries map[string]string // item of a state to its code
	// occupations are items of occupations with PLOVER's sector.
	occupations map[string]string
	held        map[string]*registry.Entry
	written     map[string]bool // items
}

func (j *job) wikidata(in io.Reader) error {
	w := &wikiImport{job: j, classes: map[string]wikiClass{}, countries: map[string]string{}, occupations: map[string]string{},
		held: map[string]*registry.Entry{}, written: map[string]bool{}}
	for _, c := range table(classes) {
		w.classes[c[0]] = wikiClass{c[1] + ".tsv", c[2], c[3], c[4]}
	}
	for _, c := range table(countries) {
		w.countries[c[0]] = c[1]
	}
	for _, c := range table(occupations) {
		w.occupations[c[0]] = c[1]
	}
	if err := j.objects(in, w.object); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(w.held)) {
		if err := j.out.entry(w.held[key]); err != nil {
			return err
		}
	}
	return nil
}

// object takes one JSON object: an entity, or an answer with several.
func (w *wikiImport) object(text []byte) error {
	var e wikiEntity
	if err := json.Unmarshal(text, &e); err != nil {
		w.left("no entity can be read", string(text[:min(len(text), 80)]))
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(e.Entities)) {
		var inner wikiEntity
		if err := json.Unmarshal(e.Entities[id], &inner); err != nil {
			w.left("no entity can be read", string(e.Entities[id]))
		} else if err := w.entity(&inner); err != nil {
			return err
		}
	}
	if len(e.Entities) > 0 {
		return nil
	}
	return w.entity(&e)
}

// entity takes one entity, or counts why not.
func (w *wikiImport) entity(e *wikiEntity) error {
	class, ok := w.classify(e)
	if !ok {
		return nil
	}
	names := texts(e.Labels)
	if len(names) == 0 || !readable(names[0]) {
		w.left("no English label that can be held", e.ID)
		return nil
	}
	if w.written[e.ID] {
		w.left("the same entity twice", e.ID)
		return nil
	}
	if class.file == "states.tsv" {
		return w.state(e, names[0])
	}
	entry, ok := w.entry(e, class, names[0])
	if !ok {
		return nil
	}
	w.written[e.ID] = true
	known := w.same(entry)
	if known == nil {
		return w.out.entry(entry)
	}
	if w.held[known.Key] != nil {
		// Two entities of one name: the first is the one the registry has.
		return w.out.entry(entry)
	}
	w.held[known.Key] = extended(known, entry)
	return nil
}

// classify finds what an entity becomes by the first of its classes that is known.
func (w *wikiImport) classify(e *wikiEntity) (c wikiClass, ok bool) {
	number, isItem := strings.CutPrefix(e.ID, "Q")
	if !isItem || number == "" || len(number) > 12 || strings.Trim(number, "0123456789") != "" {
		w.left("not an item", e.ID)
		return c, false
	}
	ids := e.items(instanceOf)
	for _, id := range ids {
		if c, ok = w.classes[id]; ok {
			return c, true
		}
	}
	switch {
	case slices.Contains(ids, human):
		return wikiClass{file: "persons.tsv"}, true
	case len(ids) == 0:
		w.left("no class (P31)", e.ID)
	default:
		w.left("class (P31) that is not taken", e.ID+" is a "+ids[0])
	}
	return c, false
}

// state adds names to a state of the registry. A state that the registry lacks
// cannot be made, for a row needs more than Wikidata tells.
func (w *wikiImport) state(e *wikiEntity, label string) error {
	state := w.Base.State(e.text(isoAlpha3))
	if state == nil {
		state = w.byISO2(e.text(isoAlpha2))
	}
	if state == nil {
		w.left("state that the registry does not have (P298, P297)", e.ID+" "+label)
		return nil
	}
	w.countries[e.ID] = state.Code
	w.written[e.ID] = true
	held := w.held[state.Key]
	if held == nil {
		held = copyOf(state)
		addNote(held, "Wikidata "+e.ID)
		w.held[state.Key] = held
	}
	w.name(held, e, label)
	return nil
}

func (w *wikiImport) byISO2(code string) *registry.Entry {
	for id := registry.ID(1); int(id) <= w.Base.Len(); id++ {
		if e := w.Base.Entry(id); code != "" && e.ISO2 == code && e.Standing != "former" {
			return e
		}
	}
	return nil
}

// entry makes a row of an entity.
func (w *wikiImport) entry(e *wikiEntity, c wikiClass, label string) (*registry.Entry, bool) {
	out := &registry.Entry{Kind: record.Organization, Class: c.class, File: c.file, Name: label, Code: c.code, Note: "Wikidata " + e.ID}
	if c.sector != "" {
		out.Sectors = []string{c.sector}
	}
	if c.code == "" && c.file != "forums.tsv" {
		ids := e.items(country)
		if c.file == "persons.tsv" {
			ids = e.items(citizenship)
		}
		for _, id := range ids {
			if out.Code == "" {
				out.Code = w.countries[id]
			}
		}
		if out.Code == "" && len(ids) > 0 {
			w.left("country (P17) that the registry does not have", e.ID+" "+label+" "+ids[0])
			return nil, false
		}
	}
	switch c.file {
	case "persons.tsv":
		w.person(out, e)
	case "places.tsv":
		out.Kind, out.Population = record.Place, e.amount(population)
		if out.Lat, out.Lon, out.HasCoord = e.point(coordinates); !out.HasCoord {
			w.left("place without coordinates (P625)", e.ID+" "+label)
			return nil, false
		}
	case "forums.tsv":
		out.Kind = record.Forum
		if c.class == "treaty" {
			out.Kind = record.Agreement
		}
	}
	if out.File != "places.tsv" && out.File != "persons.tsv" {
		out.From, out.To = e.year(inception), e.year(dissolved)
		if out.To != 0 && out.From > out.To {
			w.left("years of existence in the wrong order, left empty", e.ID)
			out.From, out.To = 0, 0
		}
	}
	out.Key = w.keyOf(out, e.ID)
	out.Surfaces = []registry.Surface{{Text: label, Role: registry.Full}}
	w.name(out, e, "")
	return out, true
}

// person fills in what a person has of its own: the gender, and the sector of the
// first occupation that has one. The posts (P39) are items of their own, whose
// sense an extract does not hold; they are left out.
func (w *wikiImport) person(out *registry.Entry, e *wikiEntity) {
	out.Kind = record.Person
	switch ids := e.items(gender); {
	case slices.Contains(ids, male):
		out.Gender = registry.Male
	case slices.Contains(ids, female):
		out.Gender = registry.Female
	}
	for _, id := range e.items(occupation) {
		if s := w.occupations[id]; s != "" {
			out.Sectors = []string{s}
			return
		}
	}
}

// keyOf ends in the item, which no other row has.
func (w *wikiImport) keyOf(e *registry.Entry, id string) string {
	last := slug(e.Name) + "-" + strings.ToLower(id)
	where := strings.ToLower(e.Code)
	if where == "" {
		where = "x"
	}
	prefix := map[string]string{"bodies.tsv": "org", "organs.tsv": "organ/" + where, "groups.tsv": "group/" + where,
		"outlets.tsv": "outlet/" + where, "persons.tsv": "person/" + where, "forums.tsv": string(e.Kind), "places.tsv": e.Class + "/" + where}[e.File]
	return prefix + "/" + last
}

// name adds the label and the aliases that can be held.
func (w *wikiImport) name(to *registry.Entry, e *wikiEntity, label string) {
	for i, name := range append([]string{label}, texts(e.Aliases)...) {
		switch {
		case i == 0 && name == "":
		case !readable(name):
			w.left("alias that cannot be held", name)
		case inCapitals(name):
			addName(to, name, registry.Abbreviation)
		case !capitalWord(name):
			w.left("alias in small letters, which would be found everywhere", name)
		default:
			addName(to, name, registry.Alias)
		}
	}
}

// inCapitals tells whether a name looks like an abbreviation: SCO, U.N., G20.
func inCapitals(name string) bool {
	return !strings.Contains(name, " ") && utf8.RuneCountInString(name) <= 8 && name == strings.ToUpper(name) &&
		strings.ContainsFunc(name, unicode.IsUpper)
}

func capitalWord(name string) bool { return strings.ContainsFunc(name, unicode.IsUpper) }

// same is the entry of the base registry that an entity is: for a place one of
// that name nearby, else one of that name and code in the same file.
func (w *wikiImport) same(e *registry.Entry) *registry.Entry {
	if e.File == "places.tsv" {
		if near[e.Class] == 0 {
			return nil
		}
		return w.known(e, "")
	}
	for _, ref := range w.readings(e.Name) {
		if b := w.Base.Entry(ref.Entry); b.File == e.File && b.Code == e.Code && ref.Role <= registry.Alias {
			return b
		}
	}
	return nil
}

// extended is the base's entry with what an entity adds to it. Only what is
// unknown there is filled; names are added.
func extended(base, e *registry.Entry) *registry.Entry {
	if e.File == "places.tsv" {
		m := merged(base, e)
		for _, s := range e.Surfaces {
			if s.Role == registry.Abbreviation {
				addName(m, s.Text, s.Role)
			}
		}
		return m
	}
	m := copyOf(base)
	for _, s := range e.Surfaces {
		role := s.Role
		if role == registry.Full {
			role = registry.Alias
		}
		addName(m, s.Text, role)
	}
	if m.From == 0 && (m.To == 0 || e.From <= m.To) {
		m.From = e.From
	}
	if m.To == 0 && e.To >= m.From {
		m.To = e.To
	}
	addNote(m, e.Note)
	return m
}
