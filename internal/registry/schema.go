package registry

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/record"
)

// fileSpec says which columns a data file may have and what its rows are.
type fileSpec struct {
	name     string
	kind     record.Kind // of every row, unless a kind column says otherwise
	prefix   string      // every key begins with it
	required []string
	optional []string
}

// entryFiles are the files of entries in the order of their ids; of two
// entries with the same name, the one from the earlier file is read first.
func entryFiles() []fileSpec {
	names := []string{"aliases", "abbreviations", "adjectives", "demonyms", "plurals", "prefixes", "former", "seats", "note"}
	with := func(columns ...string) []string { return append(columns, names...) }
	return []fileSpec{
		{"states.tsv", record.State, "state/", []string{"key", "iso3", "name"},
			with("iso2", "official", "capital", "lat", "lon", "fips", "cameo", "cow", "gw", "standing", "from", "to")},
		{"bodies.tsv", record.Organization, "org/", []string{"key", "kind", "name", "code"},
			with("official", "sectors", "class", "of", "members", "from", "to")},
		{"forums.tsv", record.Forum, "", []string{"key", "kind", "name"},
			with("official", "code", "sectors", "class", "of", "members", "from", "to", "level", "series")},
		{"organs.tsv", record.Organization, "organ/", []string{"key", "name", "code", "sectors"},
			with("official", "class", "from", "to")},
		{"groups.tsv", record.Organization, "group/", []string{"key", "name", "code", "sectors"},
			with("official", "kind", "class", "from", "to", "affiliations")},
		{"persons.tsv", record.Person, "person/", []string{"key", "name"},
			with("official", "code", "sectors", "gender", "affiliations")},
		{"outlets.tsv", record.Organization, "outlet/", []string{"key", "name", "code", "sectors"},
			with("official", "class", "from", "to")},
		{"regions.tsv", record.Place, "area/", []string{"key", "kind", "name"},
			with("code", "members", "class", "lat", "lon")},
		{"places.tsv", record.Place, "", []string{"key", "class", "name"},
			with("code", "region", "lat", "lon", "population")},
	}
}

// Files are the names of all data files, in the order of reading.
func Files() []string {
	var names []string
	for _, f := range entryFiles() {
		names = append(names, f.name)
	}
	return append(names, "kinds.tsv", "offices.tsv", "given.tsv")
}

func (f fileSpec) allows(column string) bool {
	return slices.Contains(f.required, column) || slices.Contains(f.optional, column)
}

// setCell puts a cell that is not empty into the entry. It checks the form of
// the cell; whether codes and keys exist is checked when all files are read.
func setCell(e *Entry, column, cell string) error {
	switch column {
	case "key":
		e.Key = cell
	case "kind":
		return setKind(e, cell)
	case "class":
		e.Class = cell
	case "name":
		e.Name = cell
		return e.addSurfaces([]string{cell}, Full)
	case "official":
		e.Official = cell
		return e.addSurfaces([]string{cell}, Full)
	case "note":
		e.Note = cell
	case "iso3", "code":
		e.Code = cell
	case "iso2":
		e.ISO2 = cell
	case "fips":
		e.FIPS = cell
	case "standing":
		e.Standing = cell
	case "region":
		e.Region = cell
	case "of":
		e.Of = cell
	case "sectors":
		return setList(&e.Sectors, cell)
	case "members":
		return e.setMembers(cell)
	case "affiliations":
		return e.setAffiliations(cell)
	case "former":
		return e.addFormer(cell)
	case "gender":
		return e.setGender(cell)
	case "cameo":
		e.CAMEO = cell
	case "capital":
		return setList(&e.Capitals, cell)
	case "series":
		return setFlag(&e.Series, cell)
	case "seats":
		return e.addSeats(cell)
	case "lat", "lon":
		return setCoordinate(e, column, cell)
	case "from", "to":
		return e.setDate(column, cell)
	case "population", "level", "cow", "gw":
		return setNumber(e, column, cell)
	default:
		return setNames(e, column, cell)
	}
	return nil
}

func setNames(e *Entry, column, cell string) error {
	role, ok := roleOf(column)
	if !ok {
		return fmt.Errorf("no column %q", column)
	}
	var list []string
	if err := setList(&list, cell); err != nil {
		return err
	}
	return e.addSurfaces(list, role)
}

// roleOf is the role of the names in a column.
func roleOf(column string) (Role, bool) {
	switch column {
	case "aliases":
		return Alias, true
	case "abbreviations":
		return Abbreviation, true
	case "adjectives":
		return Adjective, true
	case "demonyms":
		return Demonym, true
	case "plurals":
		return DemonymPlural, true
	case "prefixes":
		return Prefix, true
	}
	return 0, false
}

func setKind(e *Entry, cell string) error {
	kinds := []record.Kind{record.Group, record.Organization, record.State, record.Place, record.Forum, record.Agreement}
	if !slices.Contains(kinds, record.Kind(cell)) {
		return fmt.Errorf("no kind %q; give one of %v", cell, kinds)
	}
	e.Kind = record.Kind(cell)
	return nil
}

func setList(to *[]string, cell string) error {
	list := strings.Split(cell, "|")
	for i, item := range list {
		if item == "" || item != strings.TrimSpace(item) {
			return fmt.Errorf("empty item or stray space in list %q", cell)
		}
		if slices.Contains(list[:i], item) {
			return fmt.Errorf("%q is twice in the list", item)
		}
	}
	*to = list
	return nil
}

func setFlag(to *bool, cell string) error {
	if cell != "yes" {
		return fmt.Errorf("%q is not yes or empty", cell)
	}
	*to = true
	return nil
}

func setCoordinate(e *Entry, column, cell string) error {
	limit, to := 90.0, &e.Lat
	if column == "lon" {
		limit, to = 180.0, &e.Lon
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || !(v >= -limit && v <= limit) {
		return fmt.Errorf("%q is no %s", cell, column)
	}
	*to, e.HasCoord = v, true
	return nil
}

func setNumber(e *Entry, column, cell string) error {
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil || n < -4000 || n > 1e10 {
		return fmt.Errorf("%q is no number for %s", cell, column)
	}
	switch column {
	case "population":
		e.Population = n
	case "level":
		e.Level = int(n)
	case "cow":
		e.COW = int(n)
	case "gw":
		e.GW = int(n)
	}
	return nil
}

func (e *Entry) setDate(column, cell string) error {
	d, ok := ParseDate(cell)
	if !ok {
		return fmt.Errorf("%q is no date; write 1993 or 1993-01-20", cell)
	}
	if column == "from" {
		e.From = d
	} else {
		e.To = d
	}
	return nil
}

func (e *Entry) setGender(cell string) error {
	if cell != "m" && cell != "f" && cell != "x" {
		return fmt.Errorf("%q is not m, f or x", cell)
	}
	e.Gender = Gender(cell[0])
	return nil
}

// addSurfaces adds names. A name that the entry has already in the same role is an error.
func (e *Entry) addSurfaces(names []string, role Role) error {
	for _, name := range names {
		s := Surface{Text: name, Role: role}
		if slices.ContainsFunc(e.Surfaces, func(o Surface) bool { return o.Text == name && o.Role == role }) {
			return fmt.Errorf("the name %q is there twice", name)
		}
		e.Surfaces = append(e.Surfaces, s)
	}
	return nil
}

// addSeats adds seats of power, "Kremlin" or with a sector "Pentagon:MIL".
func (e *Entry) addSeats(cell string) error {
	var list []string
	if err := setList(&list, cell); err != nil {
		return err
	}
	for _, item := range list {
		name, sector, found := strings.Cut(item, ":")
		if !found {
			sector = "GOV"
		}
		if name == "" || !slices.Contains(sectorCodes, sector) {
			return fmt.Errorf("%q is no seat with a sector", item)
		}
		e.Surfaces = append(e.Surfaces, Surface{Text: name, Role: Seat, Sector: sector})
	}
	return nil
}
