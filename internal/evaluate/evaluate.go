// Package evaluate scores codings against documents that people annotated, so
// that a change for the better can be told from one for the worse. It also gives
// the agreement of two annotators, on the same scale. The measures are defined in
// docs/evaluation.md.
//
// What must stay true:
//   - The figures are those of the project's reference scorer, to the last count:
//     the same pairing, the same order, the same words.
//   - A document without a coding counts as an empty coding, never as left out.
//   - A figure that nothing was counted for is absent, never zero.
//   - The same input and seed give the same report, byte for byte.
package evaluate

import (
	"context"
	"fmt"
	"io"

	"chancery/record"
)

// Source is an input with the name that errors call it by.
type Source struct {
	Name   string
	Reader io.Reader
}

// Document is a text with the sentences that the annotators counted.
type Document struct {
	record.Page
	Sentences []record.Span
	ruler     *record.Ruler
}

// Answers gives the coding of a document, false when there is none.
type Answers func(ctx context.Context, doc *Document) (Answer, bool, error)

// Answer is one document's coding: a record or a second annotation.
type Answer struct {
	record *record.Record
	gold   *goldDocument
}

// FromRecord makes an answer of a record.
func FromRecord(rec *record.Record) Answer { return Answer{record: rec} }

// Coding makes answers by coding each document when it is asked for.
func Coding(code func(context.Context, record.Page) (record.Record, error)) Answers {
	return func(ctx context.Context, doc *Document) (Answer, bool, error) {
		rec, err := code(ctx, doc.Page)
		return FromRecord(&rec), err == nil, err
	}
}

// Options choose what the report holds beside the main figures.
type Options struct {
	PerType     bool
	PerDocument bool
	Errors      int    // list up to so many unmatched events of each side
	Resamples   int    // of the bootstrap; 0 leaves the intervals out
	Seed        uint64 // of the bootstrap
}

// Run scores answers against gold. Every document of gold must be in docs;
// documents without gold are passed over.
func Run(ctx context.Context, gold, docs Source, answers Answers, opt Options) (Report, error) {
	texts, err := readDocuments(docs)
	if err != nil {
		return Report{}, err
	}
	annotated, err := readGold(gold)
	if err != nil {
		return Report{}, err
	}
	if len(annotated) == 0 {
		return Report{}, fmt.Errorf("cannot use %s: it holds no documents", gold.Name)
	}
	var c collector
	for _, g := range annotated {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		doc, ok := texts[g.ID]
		if !ok {
			return Report{}, lineError(gold.Name, g.line, "document %q is not in %s", g.ID, docs.Name)
		}
		right, err := g.judge(doc)
		if err != nil {
			return Report{}, err
		}
		c.warn(g.doubts(doc))
		coded, err := ask(ctx, answers, doc)
		if err != nil {
			return Report{}, err
		}
		c.add(doc, compare(right, coded, doc.Published != ""), right, coded, opt.Errors)
	}
	return c.report(opt), nil
}

// ask gets the coding of one document in the form that is compared.
func ask(ctx context.Context, answers Answers, doc *Document) (coding, error) {
	answer, ok, err := answers(ctx, doc)
	switch {
	case err != nil || !ok:
		return coding{}, err
	case answer.gold != nil:
		return answer.gold.judge(doc)
	default:
		return judgeRecord(answer.record, doc)
	}
}
