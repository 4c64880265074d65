package evaluate

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"chancery/record"
)

// line is one JSON object of a JSONL source.
type line struct {
	number int // from 1
	data   []byte
}

// lines reads a JSONL source; blank lines are passed over.
func lines(src Source) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		r := bufio.NewReaderSize(src.Reader, 1<<16)
		for n := 1; ; n++ {
			data, err := r.ReadBytes('\n')
			if n == 1 {
				data = bytes.TrimPrefix(data, []byte("\ufeff"))
			}
			if data = bytes.TrimSpace(data); len(data) > 0 && !yield(line{n, data}, nil) {
				return
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(line{}, fmt.Errorf("cannot read %s: %w", src.Name, err))
				return
			}
		}
	}
}

// lineError is an error that names its line, as compilers do.
func lineError(name string, number int, format string, args ...any) error {
	return fmt.Errorf("cannot use %s:%d: %w", name, number, fmt.Errorf(format, args...))
}

// seen reports an id that came before.
type seen map[string]int

func (s seen) check(src Source, l line, id string) error {
	if id == "" {
		return lineError(src.Name, l.number, "the id is missing")
	}
	if first, ok := s[id]; ok {
		return lineError(src.Name, l.number, "document %q was given before, in line %d", id, first)
	}
	s[id] = l.number
	return nil
}

// readDocuments reads the texts with their sentences, by id.
func readDocuments(src Source) (map[string]*Document, error) {
	docs, ids := map[string]*Document{}, seen{}
	for l, err := range lines(src) {
		if err != nil {
			return nil, err
		}
		var raw struct {
			record.Page
			Sentences [][2]int `json:"sentences"`
		}
		if err := json.Unmarshal(l.data, &raw); err != nil {
			return nil, lineError(src.Name, l.number, "%w", err)
		}
		if err := ids.check(src, l, raw.ID); err != nil {
			return nil, err
		}
		doc := &Document{Page: raw.Page, ruler: record.NewRuler(raw.Text)}
		for i, s := range raw.Sentences {
			if s[0] < 0 || s[1] < s[0] || s[1] > doc.ruler.Len() {
				return nil, lineError(src.Name, l.number, "sentence %d, %v, is outside the text of %d code points", i, s, doc.ruler.Len())
			}
			doc.Sentences = append(doc.Sentences, record.Span{Start: s[0], End: s[1]})
		}
		docs[doc.ID] = doc
	}
	return docs, nil
}

// readGold reads the annotated documents in order.
func readGold(src Source) ([]*goldDocument, error) {
	var docs []*goldDocument
	ids := seen{}
	for l, err := range lines(src) {
		if err != nil {
			return nil, err
		}
		g, err := parseGold(src, l)
		if err != nil {
			return nil, err
		}
		if err := ids.check(src, l, g.ID); err != nil {
			return nil, err
		}
		docs = append(docs, g)
	}
	return docs, nil
}

// ReadAnswers reads codings from a JSONL file of records, of annotated
// documents, or of both. Documents that no gold names are passed over.
func ReadAnswers(src Source) (Answers, error) {
	answers, ids := map[string]Answer{}, seen{}
	for l, err := range lines(src) {
		if err != nil {
			return nil, err
		}
		answer, id, err := parseAnswer(src, l)
		if err != nil {
			return nil, err
		}
		if err := ids.check(src, l, id); err != nil {
			return nil, err
		}
		answers[id] = answer
	}
	return func(_ context.Context, doc *Document) (Answer, bool, error) {
		a, ok := answers[doc.ID]
		return a, ok, nil
	}, nil
}

// parseAnswer tells a record by its key "document".
func parseAnswer(src Source, l line) (Answer, string, error) {
	var head struct {
		ID       string           `json:"id"`
		Document *record.Document `json:"document"`
	}
	if err := json.Unmarshal(l.data, &head); err != nil {
		return Answer{}, "", lineError(src.Name, l.number, "%w", err)
	}
	if head.Document == nil {
		g, err := parseGold(src, l)
		return Answer{gold: g}, head.ID, err
	}
	rec := new(record.Record)
	if err := json.Unmarshal(l.data, rec); err != nil {
		return Answer{}, "", lineError(src.Name, l.number, "%w", err)
	}
	id := head.ID
	if id == "" {
		id = rec.Document.ID
	}
	return Answer{record: rec}, id, nil
}
