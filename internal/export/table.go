package export

import (
	"bufio"
	"encoding/csv"
	"io"
	"iter"
	"strings"
)

// CSV writes our own table, as RFC 4180 asks, with a header, in UTF-8.
func CSV(w io.Writer, set Set, _ Options) (Tally, error) {
	out := csv.NewWriter(w)
	n, err := table("csv", set, out.Write)
	if err != nil {
		return n, err
	}
	out.Flush()
	return n, out.Error()
}

// TSV writes our own table with tabs and no quotes: cells hold neither tabs nor
// ends of lines.
func TSV(w io.Writer, set Set, _ Options) (Tally, error) {
	out := bufio.NewWriter(w)
	n, err := table("tsv", set, tabbed(out))
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}

// tabbed writes rows of cells with tabs between them.
func tabbed(out *bufio.Writer) func([]string) error {
	return func(cells []string) error {
		_, err := out.WriteString(strings.Join(cells, "\t") + "\n")
		return err
	}
}

func table(format string, set Set, row func([]string) error) (Tally, error) {
	switch set.Holds() {
	case Events:
		return rows(set.Events, EventColumns(), row)
	case Incidents:
		return rows(set.Incidents, IncidentColumns(), row)
	case Statements:
		return rows(set.Statements, StatementColumns(), row)
	case People:
		return rows(set.People, PersonColumns(), row)
	case Posts:
		return rows(set.Posts, PostColumns(), row)
	}
	return Tally{}, missing(format, Events|Incidents|Statements|People|Posts)
}

func rows[T any](seq iter.Seq2[T, error], columns []Column[T], row func([]string) error) (Tally, error) {
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.Name
	}
	if err := row(cells); err != nil {
		return Tally{}, err
	}
	return each(seq, func(item *T) (int, error) {
		for i, c := range columns {
			if cells[i] = c.value(item); !c.number {
				cells[i] = safe(cells[i])
			}
		}
		return 1, row(cells)
	})
}
