package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"chancery/internal/brief"
	"chancery/internal/lexicon"
	"chancery/internal/pipeline"
	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/stage/ingest"
	"chancery/internal/syntax"
	"chancery/record"
)

// timesFlags are the flags of chancery times.
type timesFlags struct {
	from, published, to string
	dayFirst, quiet     bool
}

func timesCommand(a *app) *cobra.Command {
	f := &timesFlags{}
	cmd := &cobra.Command{
		Use:   "times [FILE | DIR | -]…",
		Short: "Find dates in documents and resolve them",
		Long: `Times reads documents as chancery code does, finds every date expression, and
resolves it as coding does, against the date of publication or the dateline, and
by the tense of its clause: "on Monday", "last week", "in June".

It writes one line of JSON for each document: its id, and for each expression
start and end in code points, the closed interval from … to, and its grain. What
cannot be resolved ("for three days", "every week") has its span alone; a range
is followed by its two ends. --to table is for reading.`,
		Example: `  chancery times news.jsonl > times.jsonl
  chancery times --published 2023-05-22 --to table article.txt
  echo "They met on Friday." | chancery times --published 2023-05-22`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.times(cmd.Context(), f, args) },
	}
	cmd.Flags().StringVar(&f.from, "from", "auto", "`format` to read: auto, text, html, jsonl")
	cmd.Flags().StringVar(&f.published, "published", "", "`date` of publication, where the document tells none")
	cmd.Flags().StringVar(&f.to, "to", "jsonl", "`format` to write: jsonl, table")
	cmd.Flags().BoolVar(&f.dayFirst, "day-first", false, "read 5/6/2023 as 5 June")
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "no warnings, only errors")
	return cmd
}

func (f *timesFlags) check(args []string) error {
	switch f.from {
	case "auto", "text", "html", "jsonl":
	default:
		return usagef("--from %s: there is no such format; give auto, text, html or jsonl", f.from)
	}
	if f.to != "jsonl" && f.to != "table" {
		return usagef("--to %s: there is no such format; give jsonl or table", f.to)
	}
	if _, ok := timex.ParseDate(f.published); f.published != "" && !ok {
		return usagef("--published %s: that is not a date; give it as 2023-05-22", f.published)
	}
	if n := count(args, "-"); n > 1 {
		return usagef("standard input (-) can be read only once, but it is named %d times", n)
	}
	return nil
}

func (a *app) times(ctx context.Context, f *timesFlags, args []string) error {
	if len(args) == 0 {
		if a.inTerminal {
			return usagef("no text: name a file, a folder, or - for standard input; see chancery times --help")
		}
		args = []string{"-"}
	}
	if err := f.check(args); err != nil {
		return err
	}
	r, err := newTimesReader(f.dayFirst)
	if err != nil {
		return err
	}
	in := inputs{args: args, stdin: a.in, opts: ingest.Options{From: ingest.Format(f.from), Published: f.published}}
	w := bufio.NewWriterSize(a.out, 64<<10)
	write := writeTimesLine
	if f.to == "table" {
		write = writeTimesTable
	}
	told, failed := newReport(a, f.quiet), false
	for item, err := range in.items {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		told.result(&pipeline.Result{Page: item.Page, Diagnostics: item.Diagnostics})
		if item.Page == nil {
			failed = true
			continue
		}
		if err := write(w, r.read(item.Page)); err != nil {
			return fmt.Errorf("cannot write the times of %s: %w", item.Place, err)
		}
		if err := flush(w); err != nil {
			return err
		}
	}
	if failed {
		return errDocuments
	}
	return nil
}

// timesReader finds and resolves dates. The words are the analysis's own; on
// GUM's dates they and a plain tokeniser score the same.
type timesReader struct {
	analyser *analyse.Analyser
	grammar  *timex.Grammar
	clauses  *extract.Extractor // reads the tense of a date's clause
	options  timex.Options
}

func newTimesReader(dayFirst bool) (*timesReader, error) {
	a, err := loadAnalyser("")
	if err != nil {
		return nil, fmt.Errorf("cannot load the model: %w", err)
	}
	g, err := timex.Load()
	if err != nil {
		return nil, fmt.Errorf("cannot load the grammar of dates: %w", err)
	}
	lex, err := lexicon.Load()
	if err != nil {
		return nil, fmt.Errorf("cannot load the lexicon: %w", err)
	}
	reg, err := registry.Load()
	if err != nil {
		return nil, fmt.Errorf("cannot load the registry: %w", err)
	}
	x, err := extract.New(reg, lex, g, nil)
	if err != nil {
		return nil, fmt.Errorf("cannot make the extractor: %w", err)
	}
	return &timesReader{a, g, x, timex.Options{DayFirst: dayFirst}}, nil
}

// foundTimes is one document with its expressions.
type foundTimes struct {
	page   *record.Page
	doc    *syntax.Doc
	exprs  []timex.Expr
	anchor timex.Anchor
	g      *timex.Grammar
}

func (r *timesReader) read(page *record.Page) foundTimes {
	doc, _ := r.analyser.Analyse(page.Text)
	exprs, anchor := r.clauses.Times(doc, page.Published, r.options)
	return foundTimes{page, doc, exprs, anchor, r.grammar}
}

// timesLine is one document of the JSON lines.
type timesLine struct {
	ID    string     `json:"id"`
	Times []timeSpan `json:"times"`
}

// timeSpan is one expression; spans count code points.
type timeSpan struct {
	Start int          `json:"start"`
	End   int          `json:"end"`
	From  string       `json:"from,omitempty"`
	To    string       `json:"to,omitempty"`
	Grain record.Grain `json:"grain,omitempty"`
}

func writeTimesLine(w io.Writer, f foundTimes) error {
	ruler := record.NewRuler(f.page.Text)
	mark := func(s syntax.Span) record.Span {
		return record.Span{Start: ruler.Point(int(s.Start)), End: ruler.Point(int(s.End))}
	}
	line := timesLine{ID: f.page.ID, Times: []timeSpan{}}
	for _, t := range f.g.Times(f.exprs, f.anchor, mark) {
		line.Times = append(line.Times, timeSpan{t.Text.Start, t.Text.End, t.Start, t.End, t.Grain})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(line)
}

// writeTimesTable shows a document's expressions with their sentences.
func writeTimesTable(w io.Writer, f foundTimes) error {
	head := f.page.ID
	if f.page.Published != "" {
		head += ", published " + f.page.Published
	}
	if _, err := fmt.Fprintln(w, brief.Clean(head)); err != nil {
		return err
	}
	rows := make([][]string, 0, len(f.exprs))
	for i := range f.exprs {
		e := &f.exprs[i]
		s := f.doc.Sentences[f.doc.Words[e.First].Sent]
		interval, grain := intervalOf(e)
		rows = append(rows, []string{
			clip(brief.Clean(f.doc.Cut(e.Span)), 40), interval, grain, around(f.doc.Text, s.Span, e.Span),
		})
	}
	if len(rows) == 0 {
		_, err := fmt.Fprint(w, "  no dates\n\n")
		return err
	}
	if err := writeColumns(w, "  ", []string{"TEXT", "INTERVAL", "GRAIN", "SENTENCE"}, rows); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

// intervalOf shows the days of an expression, or why it has none.
func intervalOf(e *timex.Expr) (interval, grain string) {
	from, to, yearly := e.EachYear()
	switch {
	case yearly && from == to:
		return from, string(e.Grain)
	case yearly:
		return from + " – " + to, string(e.Grain)
	case !e.Resolved && e.Kind == timex.Point:
		return "not resolved", ""
	case !e.Resolved:
		return e.Kind.String(), ""
	case e.From == e.To:
		return e.From.String(), string(e.Grain)
	}
	return e.From.String() + " – " + e.To.String(), string(e.Grain)
}

// around shows the sentence of an expression, shortened to what is near it.
func around(text string, sentence, at syntax.Span) string {
	const before, after = 30, 40 // bytes, about
	from, to := max(sentence.Start, at.Start-before), min(sentence.End, at.End+after)
	for from > sentence.Start && !utf8.RuneStart(text[from]) {
		from--
	}
	for int(to) < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	s := brief.Clean(text[from:to])
	if from > sentence.Start {
		s = "…" + s
	}
	if to < sentence.End {
		s += "…"
	}
	return s
}

// clip shortens a cell to n runes.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
