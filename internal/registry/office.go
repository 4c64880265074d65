package registry

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// officeTable is a trie over lower-cased words.
type officeTable struct {
	list []Office
	next map[wordEdge]int32
	at   []int32 // node to index in list, -1 for none
}

type wordEdge struct {
	node int32
	word string
}

func (t *officeTable) add(title string, index int32) {
	node := int32(0)
	for word := range strings.FieldsSeq(strings.ToLower(title)) {
		edge := wordEdge{node, word}
		to, ok := t.next[edge]
		if !ok {
			to = int32(len(t.at))
			t.at = append(t.at, -1)
			t.next[edge] = to
		}
		node = to
	}
	t.at[node] = index
}

// written tells whether the last word of a title is spelt as it must be: an
// abbreviation such as MP or PM stands in capitals, so that "5 pm" is no office.
func (o *Office) written(word string) bool {
	return o.Title != strings.ToUpper(o.Title) || strings.HasPrefix(word, o.Title)
}

// Office looks up the longest title that begins at the first of words, without
// regard to case but for abbreviations; a plural counts too. It gives the number of words it took,
// 0 when there is no title. A hyphened title is one word: "vice-president".
func (r *Registry) Office(words []string) (*Office, int) {
	var found *Office
	taken, node := 0, int32(0)
	for i, word := range words {
		to, ok := r.offices.next[wordEdge{node, strings.ToLower(word)}]
		if !ok {
			break
		}
		node = to
		if k := r.offices.at[node]; k >= 0 && r.offices.list[k].written(word) {
			found, taken = &r.offices.list[k], i+1
		}
	}
	return found, taken
}

// Offices gives all titles. The slice is not to be changed.
func (r *Registry) Offices() []Office { return r.offices.list }

func (r *Registry) readOffices(all []fs.FS) (bad []Problem) {
	const file = "offices.tsv"
	columns := []string{"title", "plural", "sector", "level", "category"}
	r.offices = officeTable{next: make(map[wordEdge]int32, 4000), at: []int32{-1}}
	index := map[string]int{}
	bad = readRows(all, file, columns, func(line int, cell map[string]string) error {
		o, err := parseOffice(cell)
		if err != nil {
			return err
		}
		i, known := index[o.Title]
		if !known {
			i = len(r.offices.list)
			index[o.Title] = i
			r.offices.list = append(r.offices.list, o)
		}
		r.offices.list[i] = o
		r.offices.add(o.Title, int32(i))
		r.offices.add(pluralOf(o.Title, cell["plural"]), int32(i))
		return nil
	})
	return bad
}

func parseOffice(cell map[string]string) (Office, error) {
	o := Office{Title: cell["title"], Sector: cell["sector"], Category: cell["category"]}
	if o.Title == "" || o.Title != strings.ToLower(o.Title) && o.Title != strings.ToUpper(o.Title) {
		return o, fmt.Errorf("title %q is empty or neither in small letters nor in capitals", o.Title)
	}
	if o.Sector != "" && !slices.Contains(sectorCodes, o.Sector) {
		return o, fmt.Errorf("no sector %q", o.Sector)
	}
	if cell["level"] != "" {
		level, err := strconv.Atoi(cell["level"])
		if err != nil || level < 1 || level > 4 {
			return o, fmt.Errorf("level %q is not 1 to 4", cell["level"])
		}
		o.Level = level
	}
	return o, nil
}

// pluralOf gives the irregular plural, or makes the regular one. A title with
// "of" or "to" has its plural before it: "secretaries of state".
func pluralOf(title, irregular string) string {
	if irregular != "" {
		return irregular
	}
	head, tail := title, ""
	for _, preposition := range []string{" of ", " to ", " for ", " in ", " at "} {
		if i := strings.Index(head, preposition); i > 0 {
			head, tail = title[:i], title[i:]
		}
	}
	switch {
	case strings.HasSuffix(head, "man") && !strings.HasSuffix(head, "human"):
		head = head[:len(head)-2] + "en"
	case strings.HasSuffix(head, "y") && len(head) > 1 && !strings.ContainsRune("aeiou", rune(head[len(head)-2])):
		head = head[:len(head)-1] + "ies"
	case strings.HasSuffix(head, "s"), strings.HasSuffix(head, "ch"), strings.HasSuffix(head, "sh"), strings.HasSuffix(head, "x"):
		head += "es"
	default:
		head += "s"
	}
	return head + tail
}

func (r *Registry) readGiven(all []fs.FS) []Problem {
	r.given = make(map[string]Gender, 8000)
	return readRows(all, "given.tsv", []string{"name", "gender"}, func(_ int, cell map[string]string) error {
		g := cell["gender"]
		if cell["name"] == "" || (g != "m" && g != "f" && g != "x") {
			return fmt.Errorf("name %q with gender %q", cell["name"], g)
		}
		r.given[cell["name"]] = Gender(g[0])
		return nil
	})
}

// readRows reads a small table from every layer that has it. The first column
// is the key; it may not be twice in one file.
func readRows(all []fs.FS, file string, columns []string, use func(line int, cell map[string]string) error) (bad []Problem) {
	for _, layer := range all {
		data, err := fs.ReadFile(layer, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			bad = append(bad, Problem{file, 0, err.Error()})
			continue
		}
		t, problems := parseTable(file, data, columns, func(c string) bool { return slices.Contains(columns, c) })
		bad = append(bad, problems...)
		if len(problems) > 0 {
			continue
		}
		seen := make(map[string]int, len(t.rows))
		cell := make(map[string]string, len(columns))
		for _, row := range t.rows {
			for i, c := range t.columns {
				cell[c] = row.cells[i]
			}
			key := cell[columns[0]]
			if first, twice := seen[key]; twice {
				bad = append(bad, Problem{file, row.line, fmt.Sprintf("%q is in line %d already", key, first)})
				continue
			}
			seen[key] = row.line
			if err := use(row.line, cell); err != nil {
				bad = append(bad, Problem{file, row.line, err.Error()})
			}
		}
	}
	return bad
}
