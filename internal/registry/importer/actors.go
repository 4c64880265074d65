package importer

import (
	"slices"
	"strings"

	"chancery/internal/registry"
	"chancery/record"
)

// dictionary is an import of actors. Entries of the base registry that get new
// names are held to the end.
type dictionary struct {
	*job
	book  *codeBook
	names []string // of the actor that is being read, the first its head
	codes []string
	first int // line of the actor
	// persons says that what is read are persons, whatever their names.
	persons    bool
	collective map[string]bool // words of names of bodies
	grown      []*registry.Entry
	// bodies counts the keys of grown, by key to index.
	bodies map[string]int
}

// Reasons that several places give.
const (
	noName   = "name cannot be held"
	noDate   = "date cannot be read, the code is left out"
	lostPart = "part of a code that PLOVER has nothing for, the rest is taken"
	noSense  = "code has no country, body or sector that PLOVER knows"
	knownAll = "known already"
)

// actorLine reads a line: an actor, "+" and a synonym, or codes of the actor before.
func (d *dictionary) actorLine(line string) error {
	name, codes := brackets(line)
	switch {
	case strings.HasPrefix(name, "+"):
		if len(d.names) == 0 {
			d.left("synonym without an actor", name)
			return nil
		}
		d.names = append(d.names, strings.TrimSpace(name[1:]))
		d.codes = append(d.codes, codes...)
		return nil
	case name == "" && len(d.names) == 0:
		d.left("code without an actor", line)
		return nil
	case name == "":
		d.codes = append(d.codes, codes...)
		return nil
	}
	if err := d.flush(); err != nil {
		return err
	}
	d.names, d.codes, d.first = []string{name}, codes, d.line
	return nil
}

// flush turns the actor that was read into rows; its problems carry its line.
func (d *dictionary) flush() error {
	if len(d.names) == 0 {
		return nil
	}
	at := d.line
	d.line = d.first
	defer func() { d.line, d.names, d.codes = at, nil, nil }()
	var names []spelt
	for _, raw := range d.names {
		if s, ok := d.spell(raw); ok {
			names = append(names, s)
		} else {
			d.left(noName, raw)
		}
	}
	periods := d.periods(d.codes)
	if len(names) == 0 || len(periods) == 0 {
		return nil
	}
	return d.actor(names, periods)
}

// periods reads the codes of an actor.
func (d *dictionary) periods(codes []string) (all []period) {
	if len(codes) == 0 {
		d.left("actor without a code", d.names[0])
	}
	for _, text := range codes {
		code, date := text, ""
		if i := strings.IndexAny(text, " \t<>"); i >= 0 {
			code, date = text[:i], strings.TrimSpace(text[i:])
		}
		when, ok := parsePeriod(date)
		if !ok {
			d.left(noDate, d.names[0]+" ["+text+"]")
			continue
		}
		if code == "---" {
			d.left("code --- tells that it is no actor", d.names[0])
			continue
		}
		c, lost, ok := d.book.read(code)
		if !ok {
			d.left(noSense, d.names[0]+" ["+text+"]")
			continue
		}
		if len(lost) > 0 {
			d.left(lostPart, strings.Join(lost, " ")+" of "+code)
		}
		all = append(all, period{c, when})
	}
	out := joined(all)
	for range len(all) - len(out) {
		d.left("dated code joined with another of the same meaning", d.names[0])
	}
	return out
}

// actor writes an actor: into the entry that the registry has of it, or as a row
// of its own with what it was in each period.
func (d *dictionary) actor(names []spelt, periods []period) error {
	if e := d.knownActor(names, periods); e != nil {
		return d.grow(e, names)
	}
	return d.out.entry(d.row(names, periods))
}

// row makes a row of persons.tsv for what is named like a person, else of groups.tsv.
func (d *dictionary) row(names []spelt, periods []period) *registry.Entry {
	e := &registry.Entry{Kind: record.Organization, Class: "actor", File: "groups.tsv", Name: names[0].text, Note: "from a PETRARCH dictionary"}
	prefix := "group"
	if d.personal(names[0].text) {
		e.Kind, e.Class, e.File, prefix = record.Person, "", "persons.tsv", "person"
	}
	where := periods[0].code.country
	e.Key = d.out.key(prefix, where, names[0].text, func(key string) bool {
		known := d.Base.ByKey(key)
		return known != nil && (known.Kind != record.Person || known.Name != e.Name)
	})
	if len(periods) == 1 && periods[0].Open() {
		e.Code, e.Sectors = where, periods[0].code.list()
	} else {
		for _, p := range periods {
			e.Affiliations = append(e.Affiliations, registry.Affiliation{Code: p.code.country, Sectors: p.code.list(), Period: p.Period})
		}
	}
	e.Surfaces = []registry.Surface{{Text: e.Name, Role: registry.Full}}
	if o := names[0].other; o != "" {
		e.Surfaces = append(e.Surfaces, registry.Surface{Text: o, Role: registry.Alias})
	}
	for _, s := range names[1:] {
		s.addTo(e)
	}
	if known := d.Base.ByKey(e.Key); known != nil {
		return withMore(known, e)
	}
	return e
}

// withMore is a person of the base registry with the names and, behind the
// registry's own, the affiliations that a dictionary adds.
func withMore(known, more *registry.Entry) *registry.Entry {
	e := copyOf(known)
	for _, s := range more.Surfaces {
		addName(e, s.Text, s.Role)
	}
	e.Affiliations = slices.Concat(known.Affiliations, more.Affiliations)
	if e.Code == "" {
		e.Code = more.Code
	}
	addNote(e, "more from a PETRARCH dictionary")
	return e
}

// personal tells whether a name is a person's: of two to four words, the first of
// them a given name, and none a word that bodies are called by.
func (d *dictionary) personal(name string) bool {
	words := strings.Fields(name)
	if d.persons {
		return true
	}
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		if _, ok := d.collective[strings.ToLower(w)]; ok {
			return false
		}
	}
	_, given := d.Base.Gender(words[0])
	return given
}

// knownActor is the entry of the base registry that the actor's head names: the
// state for a bare country code, else a body, organ or group of that code.
func (d *dictionary) knownActor(names []spelt, periods []period) *registry.Entry {
	code := periods[0].code
	for _, p := range periods[1:] {
		if p.code.country != code.country {
			return nil
		}
	}
	bare := code.sectors == "" && len(periods) == 1 && d.Base.State(code.country) != nil
	for _, ref := range d.readings(names[0].text) {
		e := d.Base.Entry(ref.Entry)
		if e.Code == code.country && bare == (e.Kind == record.State) && ref.Role <= registry.Adjective && columns[e.File] != "" && e.File != "places.tsv" {
			return e
		}
	}
	return nil
}

// grow adds names to an entry of the base registry. Names that the registry has
// for the same country, a city for its state, are left to it.
func (d *dictionary) grow(base *registry.Entry, names []spelt) error {
	i, held := d.bodies[base.Key]
	if !held {
		i = len(d.grown)
		d.bodies[base.Key] = i
		d.grown = append(d.grown, copyOf(base))
	}
	e := d.grown[i]
	for _, s := range names {
		same := slices.ContainsFunc(d.readings(s.text), func(ref registry.NameRef) bool {
			known := d.Base.Entry(ref.Entry)
			return known.Code == e.Code && e.Code != "" || known.Key == e.Key
		})
		if same || !s.addTo(e) {
			d.left(knownAll, s.text)
		}
	}
	return nil
}

// finish writes the entries that got names.
func (d *dictionary) finish() error {
	if err := d.flush(); err != nil {
		return err
	}
	for _, e := range d.grown {
		if len(e.Surfaces) == len(d.Base.ByKey(e.Key).Surfaces) {
			continue
		}
		addNote(e, "more names from a PETRARCH dictionary")
		if err := d.out.entry(e); err != nil {
			return err
		}
	}
	return nil
}
