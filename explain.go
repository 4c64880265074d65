package chancery

import (
	"context"
	"fmt"

	"chancery/record"
)

// Decision tells, for a word that could state an act, which frame fired there
// and where its parties stand, or why none did.
type Decision struct {
	Word record.Span `json:"word"` // in code points
	Text string      `json:"text"`
}

// Explain is Code that also tells why: its decisions are in the order in which
// they were taken. A document that cannot be read has none.
func (c *Coder) Explain(ctx context.Context, doc Document) (Record, []Decision, []Diagnostic, error) {
	if err := ctx.Err(); err != nil {
		return Record{}, nil, nil, fmt.Errorf("cannot code %s: %w", doc.ID, err)
	}
	diagnostics, ok := c.admit(&doc)
	if !ok {
		return c.finish(empty(doc.Document), doc.Text), nil, diagnostics, nil
	}
	trees, cuts := c.analyser.Analyse(doc.Text)
	ruler := record.NewRuler(doc.Text)
	var decisions []Decision
	rec := c.extractor.Trace(trees, doc.Document, func(i int32, format string, args ...any) {
		w := trees.Words[i]
		span := record.Span{Start: ruler.Point(int(w.Start)), End: ruler.Point(int(w.End))}
		decisions = append(decisions, Decision{span, fmt.Sprintf(format, args...)})
	})
	rec.ToPoints(doc.Text)
	return c.finish(rec, doc.Text), decisions, append(c.dated(diagnostics, trees), cutDiagnostics(&doc, cuts)...), nil
}
