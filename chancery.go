// Package chancery reads political and diplomatic news and keeps the record:
// who met whom, who said what and through which outlet, who holds which post,
// what was agreed, demanded, threatened or done, when and where, and what is
// planned next. Every entry points at the exact words it was read from.
//
// What must stay true:
//   - A Coder may be used by any number of goroutines at once, and the same
//     document always gives the same record.
//   - Spans in a record are half-open and counted in Unicode code points of the
//     document's text as it was given.
//   - Bad input is a Diagnostic, never an error: an error means that the Coder
//     itself failed or its context ended.
package chancery

import (
	"context"
	"fmt"
	"io/fs"

	"chancery/internal/lexicon"
	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/internal/stage/extract/judge"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/stage/extract/timex"
	"chancery/record"
	"chancery/weights"
)

// Document is a document with its text: what goes in.
type Document = record.Page

// Record is what was read from one document.
type Record = record.Record

// Diagnostic tells, under a stable code, what was wrong with a document.
type Diagnostic = record.Diagnostic

// Options are the choices of a Coder. The zero value is the shipped program.
type Options struct {
	// KeepText puts the text into each record.
	KeepText bool
	// MaxText is the length in bytes above which a text is refused; 0 means 4 MiB.
	MaxText int
	// Language is an ISO 639-1 code to read every document in, without looking
	// which language it is in; empty looks. There is a model for "en" only.
	Language string
	// NoInferred leaves out the parties of events that the words of the act do
	// not give.
	NoInferred bool
	// Registry holds files of your own, such as persons.tsv and bodies.tsv, in
	// the format of docs/registry.md; their rows are read over the built-in
	// ones. Nil is none. A bad file is an error of New that names file and line.
	Registry fs.FS
	// Lexicon holds files of your own laid out as internal/lexicon/FORMAT.md
	// says, such as events/own.tsv; their lines are laid over the built-in ones.
	// Nil is none. A bad file is an error of New that names file and line.
	Lexicon fs.FS
	// MinConfidence is the confidence from which events are kept; 0 is the
	// shipped choice, 0.38. Lower finds more and errs more.
	MinConfidence float64
}

// Coder codes documents.
type Coder struct {
	options   Options
	analyser  *analyse.Analyser
	extractor *extract.Extractor
}

// New makes a Coder from the model, registry and lexicon that are built in. It
// takes some tenths of a second; make one and keep it.
func New(options Options) (*Coder, error) {
	if options.Language != "" && options.Language != "en" {
		return nil, fmt.Errorf("cannot read %q: there is a model for en only", options.Language)
	}
	if options.MaxText == 0 {
		options.MaxText = 4 << 20
	}
	english, err := weights.English()
	if err != nil {
		return nil, fmt.Errorf("cannot load the model: %w", err)
	}
	analyser, err := analyse.New(english)
	if err != nil {
		return nil, fmt.Errorf("cannot load the model: %w", err)
	}
	registry, err := registry.LoadWith(options.Registry)
	if err != nil {
		return nil, err
	}
	lexicon, err := lexicon.LoadWith(options.Lexicon)
	if err != nil {
		return nil, fmt.Errorf("cannot load the lexicon: %w", err)
	}
	grammar, err := timex.Load()
	if err != nil {
		return nil, fmt.Errorf("cannot load the grammar of dates: %w", err)
	}
	names, err := loadNames(registry)
	if err != nil {
		return nil, err
	}
	extractor, err := extract.New(registry, lexicon, grammar, names)
	if err != nil {
		return nil, fmt.Errorf("cannot make the extractor: %w", err)
	}
	events, err := weights.Events()
	if err != nil {
		return nil, fmt.Errorf("cannot load the model of events: %w", err)
	}
	judge, err := judge.Open(events)
	if err != nil {
		return nil, err
	}
	if options.MinConfidence > 0 {
		judge = judge.WithBar(options.MinConfidence)
	}
	extractor, err = scored(extractor.WithJudge(judge))
	if err != nil {
		return nil, fmt.Errorf("cannot load the scorer of parties: %w", err)
	}
	return &Coder{options: options, analyser: analyser, extractor: extractor}, nil
}

// loadNames makes the recogniser of names.
func loadNames(reg *registry.Registry) (*ner.Recogniser, error) {
	file, err := weights.Names()
	if err != nil {
		return nil, fmt.Errorf("cannot load the model of names: %w", err)
	}
	finder, err := ner.New(file, reg)
	if err != nil {
		return nil, fmt.Errorf("cannot load the model of names: %w", err)
	}
	return finder, nil
}

func scored(x *extract.Extractor) (*extract.Extractor, error) {
	parties, err := weights.Parties()
	if err != nil {
		return nil, err
	}
	return x.WithScorer(parties)
}

// Code reads the record of one document. A document that cannot be read gives
// an empty record and a Diagnostic of severity error; the error is for the
// context alone.
func (c *Coder) Code(ctx context.Context, doc Document) (Record, []Diagnostic, error) {
	if err := ctx.Err(); err != nil {
		return Record{}, nil, fmt.Errorf("cannot code %s: %w", doc.ID, err)
	}
	rec, diagnostics := c.Analyse(doc).Record()
	return rec, diagnostics, nil
}
