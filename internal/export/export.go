// Package export writes what the archive holds in the forms that other programs
// read: tables, the layouts of known event data sets, maps, networks, calendars,
// annotations and notes. Formats lists them, docs/exports.md tells each column
// and what is lost.
//
// What must stay true:
//   - The same items in the same order give the same bytes; there is no clock in
//     here, Options.Now is given.
//   - Write gives the number of rows that it wrote, which is what a user is shown,
//     and of how many items they are made, and how many the format cannot tell.
//   - A layout without status never tells as done what was not: there, what is
//     denied or only possible is left out, and what is planned is written as the
//     intent to do it.
//   - Unknown is written as the layout writes missing values, never as zero.
//   - No cell of a table begins a formula, breaks a row or a column.
//   - Items stream through; only networks and notes are held in memory.
package export

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/registry"
)

// Kind is a sort of item that a format is made of; several may be or-ed.
type Kind uint8

// The kinds.
const (
	Events Kind = 1 << iota
	Incidents
	Statements
	People
	Posts
)

var kindNames = []string{"events", "incidents", "statements", "people", "posts"}

// ParseKind gives the kind of a name.
func ParseKind(name string) (Kind, bool) {
	i := slices.Index(kindNames, name)
	return 1 << max(i, 0), i >= 0
}

func (k Kind) String() string {
	var names []string
	for i, name := range kindNames {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Set is what is written: one of the sequences, and what formats look up beside
// it. An error that a sequence gives ends the writing.
type Set struct {
	Events     iter.Seq2[archive.Event, error]
	Incidents  iter.Seq2[archive.Incident, error]
	Statements iter.Seq2[archive.Statement, error]
	People     iter.Seq2[archive.Identity, error]
	Posts      iter.Seq2[archive.Tenure, error]

	// Event gives an event of an incident by its key; false when it is gone.
	Event func(key string) (archive.Event, bool, error)
	// Changes gives the history of an incident, the first change first; nil knows
	// of none.
	Changes func(incident string) ([]archive.Change, error)
}

// Holds are the kinds that the set has.
func (s *Set) Holds() Kind {
	var k Kind
	for i, is := range []bool{s.Events != nil, s.Incidents != nil, s.Statements != nil, s.People != nil, s.Posts != nil} {
		if is {
			k |= 1 << i
		}
	}
	return k
}

// Options are what the items do not hold.
type Options struct {
	Registry *registry.Registry // codes and names of countries; needed
	Coder    string             // name and version of the program
	Now      time.Time          // of writing, for formats that must say it
	Words    bool               // PLOVER events may hold words of the pages
}

// Format is one form to write in.
type Format struct {
	Name      string
	Extension string
	Of        Kind   // each alone; the first is what is taken when a user does not say
	Unit      string // what its rows are
	Reports   bool   // it looks up all reports of all incidents by Set.Event
	Gist      string
	Write     func(w io.Writer, set Set, opt Options) (Tally, error)
}

// Formats are all formats, in the order in which they are shown.
func Formats() []Format {
	const all = Events | Incidents | Statements | People | Posts
	return []Format{
		{"csv", ".csv", all, "rows", false, "table of our own, comma-separated, one row an item", CSV},
		{"tsv", ".tsv", all, "rows", false, "the same table, tab-separated without quotes", TSV},
		{"parquet", ".parquet", all, "rows", false, "typed columns with lists, for DuckDB, pandas and Spark", Parquet},
		{"plover", ".jsonl", Events, "lines", false, "PLOVER JSON lines, one event a line", PLOVER},
		{"polecat", ".txt", Events, "rows", false, "POLECAT's 40 columns, one row a pair of parties", POLECAT},
		{"icews", ".tab", Events, "rows", false, "ICEWS coded events, 20 columns, one row a pair of parties", ICEWS},
		{"phoenix", ".txt", Events, "rows", false, "Phoenix, 26 columns without header, one row a pair of parties", Phoenix},
		{"gdelt", ".export.CSV", Incidents, "rows", true, "GDELT 2.0 events, 61 columns without header, one row an incident and pair of parties", GDELT},
		{"gdelt-mentions", ".mentions.CSV", Incidents, "rows", true, "GDELT 2.0 mentions, 16 columns without header, one row a report of such a row", GDELTMentions},
		{"geojson", ".geojson", Events | Incidents, "features", false, "points on a map, with all properties", GeoJSON},
		{"graphml", ".graphml", Events | Incidents, "edges", false, "network of who acts on whom, for networkx, igraph and yEd", GraphML},
		{"gexf", ".gexf", Events | Incidents, "edges", false, "the same network for Gephi", GEXF},
		{"ical", ".ics", Incidents, "entries", false, "calendar of planned meetings and what became of them", ICalendar},
		{"annotations", ".jsonld", Events | Statements, "annotations", false, "W3C Web Annotations of the words that were read", Annotations},
		{"notes", ".zip", Incidents | People, "notes", true, "Markdown notes with links, for a vault", Notes},
	}
}

// Find gives the format of a name; the error lists the names.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("there is no export format %q; give one of %s", name, strings.Join(names, ", "))
}

// Slice makes a sequence of a list.
func Slice[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// Tally is what was written.
type Tally struct {
	Rows  int // rows, features, edges, entries or notes
	Items int // that were read
	Left  int // of them, that made no row, since the format cannot tell them
}

// each calls do for every item and counts what it says it wrote.
func each[T any](seq iter.Seq2[T, error], do func(*T) (int, error)) (Tally, error) {
	var t Tally
	for v, err := range seq {
		if err != nil {
			return t, err
		}
		n, err := do(&v)
		t.Rows += n
		if err != nil {
			return t, err
		}
		t.Items++
		if n == 0 {
			t.Left++
		}
	}
	return t, nil
}

// missing is the error of a set that has nothing for a format.
func missing(format string, of Kind) error {
	return fmt.Errorf("cannot write %s: it is made of %s, and none are given", format, of)
}

// sink is a writer that keeps its first error, so that layouts read plainly.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) print(parts ...string) {
	for _, p := range parts {
		if s.err == nil {
			_, s.err = io.WriteString(s.w, p)
		}
	}
}
