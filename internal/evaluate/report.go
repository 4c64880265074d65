package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Report is the outcome of a run. Its JSON form is what --to json prints.
type Report struct {
	Documents   int               `json:"documents"`
	Figures     []Figure          `json:"figures"`
	Types       []Figure          `json:"types,omitempty"`
	PerDocument []DocumentFigures `json:"per_document,omitempty"`
	Calibration *Calibration      `json:"calibration,omitempty"`
	Unmatched   []Unmatched       `json:"unmatched,omitempty"`
	// Warnings name gold that quotes words which its document does not hold.
	Warnings []string `json:"warnings,omitempty"`
}

// DocumentFigures are the figures of one document alone.
type DocumentFigures struct {
	ID      string   `json:"id"`
	Figures []Figure `json:"figures"`
}

// Unmatched is an event that only one side has.
type Unmatched struct {
	Side       string   `json:"side"` // "missed": only gold has it; "extra": only the coding has it
	Document   string   `json:"document"`
	Sentence   int      `json:"sentence"` // from 0
	Type       string   `json:"type"`
	Status     string   `json:"status"`
	Trigger    string   `json:"trigger"`
	Actors     []string `json:"actors,omitempty"` // country codes
	Recipients []string `json:"recipients,omitempty"`
	Text       string   `json:"text"` // of the sentence
}

// WriteJSON writes the report as indented JSON.
func (r Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// WriteTable writes the report for people.
func (r Report) WriteTable(w io.Writer) error {
	var b strings.Builder
	for _, warning := range r.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", warning)
	}
	for _, u := range r.Unmatched {
		fmt.Fprintln(&b, u)
	}
	if len(r.Warnings)+len(r.Unmatched) > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n", plural(r.Documents, "document"))
	rows := [][]string{{"figure", "", "value", "95 % interval", "precision", "recall", "gold", "coded"}}
	rows = append(rows, figureRows(r.Figures)...)
	if len(r.Types) > 0 {
		rows = append(rows, nil, []string{"type"})
		rows = append(rows, figureRows(r.Types)...)
	}
	if r.Calibration != nil {
		rows = append(rows, r.Calibration.rows()...)
	}
	for _, d := range r.PerDocument {
		rows = append(rows, nil, []string{d.ID})
		rows = append(rows, figureRows(d.Figures)...)
	}
	align(&b, rows)
	_, err := io.WriteString(w, plain(b.String()))
	return err
}

// String is one line, in the layout of the reference scorer's listing.
func (u Unmatched) String() string {
	return fmt.Sprintf("%-6s %s s%d %s/%s '%s' %s -> %s: %s", u.Side, u.Document, u.Sentence, u.Type, u.Status, u.Trigger,
		braced(u.Actors), braced(u.Recipients), strings.Join(strings.Fields(u.Text), " "))
}

// plain leaves out what could move the cursor of a terminal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

func braced(codes []string) string { return "{" + strings.Join(codes, " ") + "}" }

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func figureRows(figures []Figure) [][]string {
	var rows [][]string
	for _, f := range figures {
		interval := ""
		if f.Low != nil {
			interval = fmt.Sprintf("%.3f–%.3f", *f.Low, *f.High)
		}
		row := []string{f.Name, "F1", fmt.Sprintf("%.3f", f.Value), interval}
		if f.F1 != nil {
			row = append(row, fmt.Sprintf("%.3f", f.F1.Precision), fmt.Sprintf("%.3f", f.F1.Recall),
				fmt.Sprint(f.F1.Gold), fmt.Sprint(f.F1.Got))
		} else {
			row[1] = "acc"
			row = append(row, "", "", fmt.Sprintf("of %d", f.Accuracy.Of))
		}
		rows = append(rows, row)
	}
	return rows
}

// align writes rows in columns: the first two to the left, numbers to the right.
func align(b *strings.Builder, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if len(row) > 1 || i > 0 { // a heading alone in its row may be wider
				widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			}
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(cell)))
			if i < 2 {
				line.WriteString(cell + pad)
			} else {
				line.WriteString(pad + cell)
			}
			line.WriteString("  ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
