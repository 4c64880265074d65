package importer

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/internal/registry"
)

// columns are those of each file that is written, the key first.
var columns = map[string]string{
	"states.tsv":  "key iso2 iso3 name official aliases former abbreviations adjectives demonyms plurals prefixes capital seats lat lon fips cameo cow gw standing from to note",
	"bodies.tsv":  "key kind class name official aliases former abbreviations adjectives demonyms plurals prefixes code sectors seats of members from to note",
	"forums.tsv":  "key kind class name official aliases former abbreviations adjectives demonyms plurals prefixes code sectors seats level series of members from to note",
	"organs.tsv":  "key class name official aliases former abbreviations adjectives demonyms plurals prefixes code sectors seats from to note",
	"groups.tsv":  "key kind class name official aliases former abbreviations adjectives demonyms plurals prefixes code sectors affiliations seats from to note",
	"persons.tsv": "key name official aliases former abbreviations gender code sectors affiliations note",
	"outlets.tsv": "key class name official aliases former abbreviations adjectives demonyms plurals prefixes code sectors seats from to note",
	"places.tsv":  "key class name aliases former abbreviations adjectives demonyms plurals prefixes seats code region lat lon population note",
	"offices.tsv": "title plural sector level category",
}

// output writes the files, each made when its first row comes.
type output struct {
	create Create
	files  map[string]*outFile
	order  []string
	keys   map[string]bool // of entries, where they are made from names
}

type outFile struct {
	columns []string
	file    io.WriteCloser
	w       *bufio.Writer
	rows    int
}

func newOutput(create Create) *output {
	return &output{create: create, files: map[string]*outFile{}, keys: map[string]bool{}}
}

func (o *output) open(name string) (*outFile, error) {
	if f := o.files[name]; f != nil {
		return f, nil
	}
	file, err := o.create(name)
	if err != nil {
		return nil, err
	}
	f := &outFile{strings.Fields(columns[name]), file, bufio.NewWriter(file), 0}
	o.files[name] = f
	o.order = append(o.order, name)
	return f, f.write(func(column string) string { return column })
}

// write puts one line; rows counts those after the head.
func (f *outFile) write(cell func(column string) string) error {
	for i, c := range f.columns {
		if i > 0 {
			f.w.WriteByte('\t') // an error stays in the writer until Flush
		}
		f.w.WriteString(cell(c))
	}
	if err := f.w.WriteByte('\n'); err != nil {
		return fmt.Errorf("cannot write: %w", err)
	}
	return nil
}

// entry writes an entry into its file.
func (o *output) entry(e *registry.Entry) error {
	f, err := o.open(e.File)
	if err != nil {
		return err
	}
	f.rows++
	return f.write(func(column string) string { return cellOf(e, column) })
}

// office writes a title with its irregular plural.
func (o *output) office(t registry.Office, plural string) error {
	f, err := o.open("offices.tsv")
	if err != nil {
		return err
	}
	f.rows++
	cells := map[string]string{"title": t.Title, "plural": plural, "sector": t.Sector, "level": number(int64(t.Level)), "category": t.Category}
	return f.write(func(column string) string { return cells[column] })
}

func (o *output) close() (err error) {
	for _, name := range o.order {
		f := o.files[name]
		if failed := errors.Join(f.w.Flush(), f.file.Close()); failed != nil {
			err = errors.Join(err, fmt.Errorf("cannot write %s: %w", name, failed))
		}
	}
	return err
}

// key makes a key that no other row has: prefix/country/name, with a number when
// it is taken. taken tells of keys elsewhere.
func (o *output) key(prefix, code, name string, taken func(string) bool) string {
	if code == "" {
		code = "x"
	}
	base := prefix + "/" + strings.ToLower(code) + "/" + slug(name)
	key := base
	for n := 2; o.keys[key] || taken(key); n++ {
		key = base + "-" + strconv.Itoa(n)
	}
	o.keys[key] = true
	return key
}

// cellOf is the cell of an entry in a column.
func cellOf(e *registry.Entry, column string) string {
	list := func(items []string) string { return strings.Join(items, "|") }
	switch column {
	case "key":
		return e.Key
	case "kind":
		return string(e.Kind)
	case "class":
		return e.Class
	case "name":
		return e.Name
	case "official":
		return e.Official
	case "code", "iso3":
		return e.Code
	case "iso2":
		return e.ISO2
	case "fips":
		return e.FIPS
	case "standing":
		return e.Standing
	case "region":
		return e.Region
	case "of":
		return e.Of
	case "note":
		return e.Note
	case "sectors":
		return list(e.Sectors)
	case "members":
		return listOf(e.Membership)
	case "affiliations":
		return listOf(e.Affiliations)
	case "gender":
		return strings.TrimRight(string(rune(e.Gender)), "\x00")
	case "cameo":
		return e.CAMEO
	case "from":
		return e.From.String()
	case "to":
		return e.To.String()
	case "capital":
		return list(e.Capitals)
	case "series":
		if e.Series {
			return "yes"
		}
		return ""
	case "lat", "lon":
		if !e.HasCoord {
			return ""
		}
		if column == "lat" {
			return strconv.FormatFloat(e.Lat, 'f', -1, 64)
		}
		return strconv.FormatFloat(e.Lon, 'f', -1, 64)
	}
	return list(namesOf(e, column)) + numberOf(e, column)
}

func listOf[T fmt.Stringer](items []T) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = item.String()
	}
	return strings.Join(texts, "|")
}

// numberOf is the cell of a column of numbers.
func numberOf(e *registry.Entry, column string) string {
	switch column {
	case "population":
		return number(e.Population)
	case "level":
		return number(int64(e.Level))
	case "cow":
		return number(int64(e.COW))
	case "gw":
		return number(int64(e.GW))
	}
	return ""
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// namesOf are the surfaces that belong into a column of names.
func namesOf(e *registry.Entry, column string) (names []string) {
	role, ok := map[string]registry.Role{"aliases": registry.Alias, "former": registry.Alias, "abbreviations": registry.Abbreviation,
		"adjectives": registry.Adjective, "demonyms": registry.Demonym, "plurals": registry.DemonymPlural,
		"prefixes": registry.Prefix, "seats": registry.Seat}[column]
	if !ok {
		return nil
	}
	for _, s := range e.Surfaces {
		if s.Role != role || (column == "former") != !s.Open() {
			continue
		}
		if !s.Open() {
			s.Text += " " + s.Period.Text()
		}
		if s.Sector != "" && s.Sector != "GOV" {
			s.Text += ":" + s.Sector
		}
		names = append(names, s.Text)
	}
	return names
}
