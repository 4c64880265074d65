package main

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"chancery"
	"chancery/internal/pipeline"
	"chancery/record"
)

// explain writes, for each sentence of the documents, the words that could
// state an act and what was decided at each. It codes one document at a time.
func (a *app) explain(ctx context.Context, items iter.Seq2[pipeline.Item, error], options chancery.Options, quiet bool) error {
	c, err := chancery.New(options)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(a.out)
	told := newReport(a, quiet)
	for item, err := range items {
		if err != nil {
			return err
		}
		if item.Page == nil {
			told.result(&pipeline.Result{Diagnostics: item.Diagnostics, Place: item.Place})
			continue
		}
		rec, decisions, diagnostics, err := c.Explain(ctx, *item.Page)
		if err != nil {
			return err
		}
		told.result(&pipeline.Result{Page: item.Page, Record: rec, Diagnostics: pipeline.Merge(item.Diagnostics, diagnostics, item.Place), Place: item.Place})
		writeDecisions(w, item.Page.Text, &rec, decisions)
		if err := flush(w); err != nil {
			return err
		}
	}
	return nil
}

// writeDecisions writes a sentence a line, with its number, and below it the
// decisions at its words in the order of the text.
func writeDecisions(w *bufio.Writer, text string, rec *record.Record, decisions []chancery.Decision) {
	ruler := record.NewRuler(text)
	at := map[record.Span][]string{}
	for _, d := range decisions {
		at[d.Word] = append(at[d.Word], d.Text)
	}
	for n, s := range rec.Sentences {
		fmt.Fprintf(w, "[%d] %s\n", n+1, oneLine(ruler.Cut(s)))
		done := map[record.Span]bool{}
		for _, word := range inOrder(decisions, s) {
			if done[word] {
				continue
			}
			done[word] = true
			fmt.Fprintf(w, "    %s\n", ruler.Cut(word))
			last := ""
			for _, line := range at[word] {
				if line != last {
					fmt.Fprintf(w, "        %s\n", line)
				}
				last = line
			}
		}
	}
	for _, e := range rec.Events {
		sure := ""
		if e.Confidence != nil {
			sure = fmt.Sprintf(" at %.2f", *e.Confidence)
		}
		fmt.Fprintf(w, "kept %s: %s %s%s, %q\n", e.ID, e.Type, e.Status, sure, ruler.Cut(e.Trigger))
	}
	fmt.Fprintln(w)
}

// inOrder gives the words of decisions inside a sentence, in text order.
func inOrder(decisions []chancery.Decision, s record.Span) []record.Span {
	var words []record.Span
	for _, d := range decisions {
		if d.Word.Start >= s.Start && d.Word.Start < s.End {
			words = append(words, d.Word)
		}
	}
	slices.SortFunc(words, func(a, b record.Span) int { return a.Start - b.Start })
	return words
}

// oneLine brings a text into one line without control characters.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
