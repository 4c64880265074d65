// Package jsonl reads documents from JSON: one object a line, or a whole file
// that is one array or a few objects spread over lines.
//
// What must stay true:
//   - The text stays exactly as given, code point for code point, because
//     others count their spans in it; only what no UTF-8 can hold is replaced,
//     one for one.
//   - A bad line is one entry with a diagnostic, and the next line is read.
//   - Memory holds one document at a time, however long the file.
package jsonl

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"

	"chancery/record"
)

// Entry is one line, read.
type Entry struct {
	// Page holds what was given. Its digest and a missing id are left to the
	// caller, and Published is still as written.
	Page record.Page
	// Line is where the object begins, counted from 1.
	Line int
	// Diagnostics says what was wrong with the line; an Error leaves no text.
	Diagnostics []record.Diagnostic
}

// Limits bound what is held in memory.
type Limits struct {
	Line int // bytes of one JSON object
	Text int // bytes of its text
	// Before is how many lines stand before the first one; above 0, r goes on in
	// the middle of a file of one object a line.
	Before int
}

// Read yields an entry for each line that is not blank. The error is that of
// the reader, and ends the sequence. r must give UTF-8, or what was meant as it.
func Read(r io.Reader, name string, limits Limits) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		buffered := bufio.NewReaderSize(r, headSize)
		next := chooseSplitter(buffered, limits)
		for {
			c, err := next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Entry{Line: c.line}, err)
				return
			}
			if !yield(read(c, name, limits), nil) {
				return
			}
		}
	}
}

// read makes an entry of one chunk.
func read(c chunk, name string, limits Limits) Entry {
	e := Entry{Line: c.line}
	place := fmt.Sprintf("%s:%d", name, c.line)
	if c.tooLong {
		e.Diagnostics = append(e.Diagnostics, tooLong(place, limits.Line))
		return e
	}
	w, repaired, err := decode(c.raw)
	if err != nil {
		e.Diagnostics = append(e.Diagnostics, invalid(place, err))
		return e
	}
	page, changed, err := convert(w)
	e.Page = page
	switch {
	case err != nil:
		e.Diagnostics = append(e.Diagnostics, invalid(place, err))
	case len(page.Text) > limits.Text:
		e.Page.Text = ""
		e.Diagnostics = append(e.Diagnostics, tooLong(place, limits.Text))
	case repaired+changed > 0:
		e.Diagnostics = append(e.Diagnostics, record.Diagnostic{
			Code: record.EncodingRepaired, Severity: record.Warning, Document: place,
			Message: fmt.Sprintf("%d characters could not be read and were replaced by U+FFFD; check the encoding of the file", repaired+changed),
		})
	}
	return e
}

func invalid(place string, err error) record.Diagnostic {
	return record.Diagnostic{
		Code: record.LineInvalid, Severity: record.Error, Document: place,
		Message: fmt.Sprintf("%v; a line is a JSON object with a string \"text\"", err),
	}
}

func tooLong(place string, limit int) record.Diagnostic {
	return record.Diagnostic{
		Code: record.TextTooLong, Severity: record.Error, Document: place,
		Message: fmt.Sprintf("longer than %d bytes; split the document", limit),
	}
}
