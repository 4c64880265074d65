package lexicon

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// row is one line of a table.
type row struct {
	id    string // file:line
	cells []string
}

// cell is the i-th cell, "-" when the line ends before it.
func (r row) cell(i int) string {
	if i >= len(r.cells) || r.cells[i] == "" {
		return "-"
	}
	return r.cells[i]
}

// text is the i-th cell, "" when it is empty.
func (r row) text(i int) string {
	if c := r.cell(i); c != "-" {
		return c
	}
	return ""
}

// list is the i-th cell split at "|" and ",".
func (r row) list(i int) []string {
	return strings.FieldsFunc(r.text(i), func(c rune) bool { return c == '|' || c == ',' || c == ' ' })
}

// parseTable reads a file: a header row that names the columns, then lines.
// Lines that are sound come back even when others are not.
func parseTable(name, data string, t table) ([]row, error) {
	if !utf8.ValidString(data) {
		return nil, fmt.Errorf("%s: cannot read: not UTF-8", name)
	}
	columns := strings.Fields(t.columns)
	var rows []row
	var faults []error
	header := false
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id := fmt.Sprintf("%s:%d", name, n)
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if !header {
			header = true
			if strings.Join(cells, " ") != t.columns {
				return nil, fmt.Errorf("%s: cannot read header %q: want %q", id, cells, columns)
			}
			continue
		}
		if len(cells) < t.need || len(cells) > len(columns) {
			faults = append(faults, fmt.Errorf("%s: cannot read line: %d cells, want %d to %d",
				id, len(cells), t.need, len(columns)))
			continue
		}
		rows = append(rows, row{id, cells})
	}
	return rows, errors.Join(faults...)
}
