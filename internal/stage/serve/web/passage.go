package web

import (
	"context"

	"chancery/archive"
	"chancery/record"
)

// reader looks up the sentences around events, each page once.
type reader struct {
	d    *desk
	docs map[string]opened
}

type opened struct {
	text      []rune
	sentences []record.Span
}

// passage is the sentence of an event with the ones before and after it, its words
// marked; nothing where the text is not kept.
func (r *reader) passage(ctx context.Context, e *archive.Event) ([]paragraph, error) {
	doc, err := r.open(ctx, e.Document)
	if err != nil || len(doc.text) == 0 {
		return nil, err
	}
	from, until := e.EvidenceSpan.Start, e.EvidenceSpan.End
	for i, s := range doc.sentences {
		if s.Start < e.EvidenceSpan.End && s.End > e.EvidenceSpan.Start {
			from = min(from, doc.sentences[max(i-1, 0)].Start)
			until = max(until, doc.sentences[min(i+1, len(doc.sentences)-1)].End)
		}
	}
	from, until = max(from, 0), min(until, len(doc.text))
	if from >= until {
		return nil, nil
	}
	shift := func(s record.Span) record.Span { return record.Span{Start: s.Start - from, End: s.End - from} }
	list := paragraphsOf(string(doc.text[from:until]), sortedMarks([]mark{
		{shift(e.EvidenceSpan), markEvidence, ""}, {shift(e.TriggerSpan), markTrigger, ""},
	}))
	for _, p := range list {
		for i := range p {
			p[i].ID, p[i].Card, p[i].Lead = "", "", false
		}
	}
	return list, nil
}

func (r *reader) open(ctx context.Context, sha256 string) (opened, error) {
	if doc, ok := r.docs[sha256]; ok {
		return doc, nil
	}
	doc, err := r.d.o.Archive.Document(ctx, sha256)
	if err != nil {
		return opened{}, err
	}
	out := opened{text: []rune(doc.Text)}
	if len(out.text) > 0 {
		rec, err := r.d.o.Archive.Record(ctx, sha256, 0)
		if err != nil {
			return opened{}, err
		}
		out.sentences = rec.Sentences
	}
	if r.docs == nil {
		r.docs = map[string]opened{}
	}
	r.docs[sha256] = out
	return out, nil
}
