package registry

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Problem is one thing wrong with a data file.
type Problem struct {
	File    string
	Line    int // from 1; 0 is the whole file
	Message string
}

func (p Problem) Error() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message) }

// table is a data file cut into cells.
type table struct {
	file    string
	columns []string
	rows    []row
}

type row struct {
	line  int
	cells []string
}

// parseTable cuts a file of tab-separated cells. The first line that is not a
// comment names the columns; allowed says which names may stand there. Rows
// with the wrong number of cells are reported and left out.
func parseTable(file string, data []byte, required []string, allowed func(string) bool) (table, []Problem) {
	t := table{file: file}
	if !utf8.Valid(data) {
		return t, []Problem{{file, 0, "not UTF-8"}}
	}
	var bad []Problem
	report := func(line int, format string, args ...any) {
		bad = append(bad, Problem{file, line, fmt.Sprintf(format, args...)})
	}
	line := 0
	for text := range strings.Lines(string(data)) {
		line++
		text = strings.TrimRight(text, "\r\n")
		if text == "" || text[0] == '#' {
			continue
		}
		cells := strings.Split(text, "\t")
		if t.columns == nil {
			t.columns = cells
			bad = append(bad, checkHeader(file, line, cells, required, allowed)...)
			if len(bad) > 0 {
				return t, bad
			}
			continue
		}
		if len(cells) != len(t.columns) {
			report(line, "%d cells where the header has %d", len(cells), len(t.columns))
			continue
		}
		if i := slices.IndexFunc(cells, func(c string) bool { return c != strings.TrimSpace(c) }); i >= 0 {
			report(line, "stray space in column %s", t.columns[i])
			continue
		}
		t.rows = append(t.rows, row{line, cells})
	}
	if t.columns == nil {
		report(0, "no header")
	}
	return t, bad
}

func checkHeader(file string, line int, columns, required []string, allowed func(string) bool) (bad []Problem) {
	for i, c := range columns {
		if !allowed(c) {
			bad = append(bad, Problem{file, line, fmt.Sprintf("unknown column %q", c)})
		} else if slices.Contains(columns[:i], c) {
			bad = append(bad, Problem{file, line, fmt.Sprintf("column %q is there twice", c)})
		}
	}
	for _, c := range required {
		if !slices.Contains(columns, c) {
			bad = append(bad, Problem{file, line, fmt.Sprintf("column %q is missing", c)})
		}
	}
	return bad
}

// parseEntries reads a file of entries. It checks each row by itself.
func parseEntries(f fileSpec, data []byte) ([]located, []Problem) {
	t, bad := parseTable(f.name, data, f.required, f.allows)
	seen := make(map[string]int, len(t.rows))
	var out []located
	for _, r := range t.rows {
		e := &Entry{Kind: f.kind, File: f.name}
		if problems := fillEntry(e, f, t.columns, r); len(problems) > 0 {
			bad = append(bad, problems...)
			continue
		}
		if first, twice := seen[e.Key]; twice {
			bad = append(bad, Problem{f.name, r.line, fmt.Sprintf("key %s is in line %d already", e.Key, first)})
			continue
		}
		seen[e.Key] = r.line
		out = append(out, located{e, r.line})
	}
	return out, bad
}

// located is an entry and the line it came from.
type located struct {
	*Entry
	line int
}

func fillEntry(e *Entry, f fileSpec, columns []string, r row) (bad []Problem) {
	report := func(format string, args ...any) {
		bad = append(bad, Problem{f.name, r.line, fmt.Sprintf(format, args...)})
	}
	coordinates := 0
	for i, cell := range r.cells {
		column := columns[i]
		if cell == "" {
			if slices.Contains(f.required, column) && column != "code" && column != "sectors" {
				report("column %s is empty", column)
			}
			continue
		}
		if column == "lat" || column == "lon" {
			coordinates++
		}
		if err := setCell(e, column, cell); err != nil {
			report("%s: %v", column, err)
		}
	}
	if coordinates == 1 {
		report("lat without lon, or lon without lat")
	}
	if !strings.HasPrefix(e.Key, f.prefix) || !isKey(e.Key) {
		report("key %q does not begin with %q or has other signs than a-z, 0-9, / and -", e.Key, f.prefix)
	}
	if err := e.Period.check(); err != nil {
		report("%v", err)
	}
	return bad
}

// isKey says whether a key has no other signs than a-z, 0-9, / and -.
func isKey(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '/', c == '-':
		default:
			return false
		}
	}
	return true
}
