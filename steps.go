package chancery

import (
	"chancery/internal/stage/analyse"
	"chancery/internal/syntax"
)

// Analysis is a document that has been analysed and whose record has not been
// read yet.
type Analysis struct {
	coder       *Coder
	doc         Document
	trees       *syntax.Doc // nil when the document cannot be coded
	cuts        []analyse.Cut
	diagnostics []Diagnostic
}

// Analyse is the first half of Code, admission and analysis; Record is the
// second. They are apart so that each can be measured by itself.
func (c *Coder) Analyse(doc Document) *Analysis {
	a := &Analysis{coder: c, doc: doc}
	diagnostics, ok := c.admit(&a.doc)
	a.diagnostics = diagnostics
	if ok {
		a.trees, a.cuts = c.analyser.Analyse(a.doc.Text)
	}
	return a
}

// Record is the second half of Code.
func (a *Analysis) Record() (Record, []Diagnostic) {
	c := a.coder
	if a.trees == nil {
		return c.finish(empty(a.doc.Document), a.doc.Text), a.diagnostics
	}
	rec := c.extractor.Extract(a.trees, a.doc.Document)
	if c.options.NoInferred {
		rec.DropInferred()
	}
	rec.ToPoints(a.doc.Text)
	return c.finish(rec, a.doc.Text), append(c.dated(a.diagnostics, a.trees), cutDiagnostics(&a.doc, a.cuts)...)
}
