package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"

	"chancery/internal/brief"
	"chancery/internal/pipeline"
	"chancery/internal/plover"
	"chancery/record"
)

// output writes records in one format. A document without a record is skipped.
type output interface {
	write(r *pipeline.Result) error
	end() error
}

// show says how records are shown.
type show struct {
	withText bool
	brief    brief.Options
}

// formats are the values of --to.
var formats = []struct {
	name string
	open func(w *bufio.Writer, s show) output
}{
	{"brief", func(w *bufio.Writer, s show) output { return &briefOutput{w: w, opts: s.brief} }},
	{"json", func(w *bufio.Writer, s show) output { return &jsonOutput{w: w, withText: s.withText} }},
	{"jsonl", func(w *bufio.Writer, s show) output { return &jsonlOutput{enc: encoder(w), withText: s.withText} }},
	{"plover", func(w *bufio.Writer, s show) output { return &ploverOutput{enc: encoder(w), withText: s.withText} }},
}

func formatNames() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

func openOutput(name string, w *bufio.Writer, s show) (output, error) {
	for _, f := range formats {
		if f.name == name {
			return f.open(w, s), nil
		}
	}
	return nil, usagef("--to %s: there is no such format; give one of %s", name, strings.Join(formatNames(), ", "))
}

func encoder(w *bufio.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

// recordOf is the record to write; its text is added only when asked for.
func recordOf(r *pipeline.Result, withText bool) record.Record {
	rec := r.Record
	rec.Text = ""
	if withText {
		rec.Text = r.Page.Text
	}
	return rec
}

// jsonlOutput writes one record a line.
type jsonlOutput struct {
	enc      *json.Encoder
	withText bool
}

func (o *jsonlOutput) write(r *pipeline.Result) error { return o.enc.Encode(recordOf(r, o.withText)) }
func (o *jsonlOutput) end() error                     { return nil }

// jsonOutput writes one indented object, or an array when there are several. It
// holds the first record back until it knows which.
type jsonOutput struct {
	w        *bufio.Writer
	withText bool
	first    []byte
	count    int
}

func (o *jsonOutput) write(r *pipeline.Result) error {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(recordOf(r, o.withText)); err != nil {
		return err
	}
	text := strings.TrimSuffix(b.String(), "\n")
	o.count++
	var err error
	switch o.count {
	case 1:
		o.first = []byte(text)
	case 2:
		_, err = fmt.Fprintf(o.w, "[\n%s,\n%s", o.first, text)
		o.first = nil
	default:
		_, err = fmt.Fprintf(o.w, ",\n%s", text)
	}
	return err
}

func (o *jsonOutput) end() error {
	var err error
	switch o.count {
	case 0:
		_, err = fmt.Fprintln(o.w, "[]")
	case 1:
		_, err = fmt.Fprintf(o.w, "%s\n", o.first)
	default:
		_, err = fmt.Fprint(o.w, "\n]\n")
	}
	return err
}

// ploverOutput writes PLOVER events, one a line.
type ploverOutput struct {
	enc      *json.Encoder
	withText bool
}

func (o *ploverOutput) write(r *pipeline.Result) error {
	opts := plover.Options{Coder: "chancery " + version}
	if o.withText {
		opts.Text = r.Page.Text
	}
	for _, e := range plover.View(&r.Record, opts) {
		if err := o.enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}

func (o *ploverOutput) end() error { return nil }

// briefOutput writes dispatches with a rule between them.
type briefOutput struct {
	w     *bufio.Writer
	opts  brief.Options
	count int
}

func (o *briefOutput) write(r *pipeline.Result) error {
	if o.count++; o.count > 1 {
		if _, err := fmt.Fprint(o.w, "\n"+brief.Rule(o.opts)+"\n"); err != nil {
			return err
		}
	}
	_, err := o.w.WriteString(brief.Render(r.Record, r.Page.Text, o.opts))
	return err
}

func (o *briefOutput) end() error { return nil }
