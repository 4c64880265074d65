// Package table writes rows for people and for programs: a table that fits the
// terminal, JSON, JSON lines or CSV, from one list of columns.
//
// What must stay true:
//   - Rows are written as they come; a table fixes its columns on the first rows
//     it sees, so that memory does not grow with the length of a list.
//   - No text from outside reaches a terminal with control characters in it.
//   - JSON carries the rows whole; a table and CSV carry what the columns show.
package table

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Formats are the values of Options.To.
func Formats() []string { return []string{"table", "json", "jsonl", "csv"} }

// Options say how to write. The zero value is a table of 100 columns.
type Options struct {
	To    string // one of Formats; empty is "table"
	Width int    // columns of the terminal, at least 40; 0 is 100
	Color bool
}

// Column is one column of a table and of CSV.
type Column[T any] struct {
	Name  string // as in CSV; a table shows it in capitals
	Text  func(*T) string
	Right bool // numbers stand at the right
	Wide  bool // gives way first when the terminal is narrow
	// Table and CSV say that the column is in that format only; neither is both.
	Table, CSV bool
}

// List is what is written: columns, and below a row of a table, dim, what Below
// gives.
type List[T any] struct {
	Columns []Column[T]
	Below   func(*T) string
	// Empty is said, in a table, when there is no row.
	Empty string
}

// Write writes all rows and gives their number.
func (l List[T]) Write(w io.Writer, rows iter.Seq2[T, error], opts Options) (int, error) {
	buffer := bufio.NewWriterSize(w, 32<<10)
	n, err := l.write(buffer, rows, opts)
	if failed := buffer.Flush(); err == nil && failed != nil {
		err = fmt.Errorf("cannot write the list: %w", failed)
	}
	return n, err
}

func (l List[T]) write(w *bufio.Writer, rows iter.Seq2[T, error], opts Options) (int, error) {
	switch opts.To {
	case "", "table":
		return l.table(w, rows, opts)
	case "json":
		return writeJSON(w, rows)
	case "jsonl":
		return writeLines(w, rows)
	case "csv":
		return l.csv(w, rows)
	}
	return 0, fmt.Errorf("there is no format %q; give one of %s", opts.To, strings.Join(Formats(), ", "))
}

func encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

func writeLines[T any](w *bufio.Writer, rows iter.Seq2[T, error]) (n int, err error) {
	enc := encoder(w)
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		if err := enc.Encode(row); err != nil {
			return n, fmt.Errorf("cannot write the list: %w", err)
		}
		n++
	}
	return n, nil
}

// writeJSON writes one array, indented.
func writeJSON[T any](w *bufio.Writer, rows iter.Seq2[T, error]) (n int, err error) {
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		var b strings.Builder
		enc := encoder(&b)
		enc.SetIndent("  ", "  ")
		if err := enc.Encode(row); err != nil {
			return n, fmt.Errorf("cannot write the list: %w", err)
		}
		before := "[\n  "
		if n > 0 {
			before = ",\n  "
		}
		_, _ = w.WriteString(before + strings.TrimSuffix(b.String(), "\n")) // a bufio.Writer keeps its error for Flush
		n++
	}
	if n == 0 {
		_, _ = w.WriteString("[")
	}
	_, _ = w.WriteString("\n]\n")
	return n, nil
}

func (l List[T]) csv(w *bufio.Writer, rows iter.Seq2[T, error]) (n int, err error) {
	columns := slices.DeleteFunc(slices.Clone(l.Columns), func(c Column[T]) bool { return c.Table && !c.CSV })
	out := csv.NewWriter(w)
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.Name
	}
	_ = out.Write(line) // its error is kept for Flush
	for row, err := range rows {
		if err != nil {
			out.Flush()
			return n, err
		}
		for i, c := range columns {
			line[i] = inert(c.Text(&row))
		}
		_ = out.Write(line)
		n++
	}
	out.Flush()
	return n, out.Error()
}

// inert keeps a spreadsheet from taking a text for a formula.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) && !number(s) {
		return "'" + s
	}
	return s
}

func number(s string) bool {
	return strings.Trim(s, "+-0123456789.") == ""
}

// clean takes control characters out and joins white space.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func width(s string) int { return uniseg.StringWidth(s) }
