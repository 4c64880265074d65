package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"chancery/internal/stage/ingest/text"
	"chancery/record"
)

// wire is a document as written: its keys, each still JSON.
type wire map[string]json.RawMessage

// decode reads one JSON object, and counts the bytes that were no UTF-8.
func decode(raw []byte) (wire, int, error) {
	repaired := 0
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		var s string
		s, repaired = text.Repair(raw)
		raw = []byte(s)
	}
	if raw[0] != '{' {
		return nil, 0, errors.New("the line is no JSON object")
	}
	var w wire
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, 0, fmt.Errorf("the line is no JSON (%w)", err)
	}
	return w, repaired, nil
}

// convert makes a page of a document as written. A key that Chancery does not
// know, or whose value it cannot use, is kept in Extra as it was. It counts the
// characters of the text that no UTF-8 can hold, and fails without a text.
func convert(w wire) (record.Page, int, error) {
	var p record.Page
	known := map[string]*string{
		"id": &p.ID, "title": &p.Title, "url": &p.URL, "source": &p.Source,
		"published": &p.Published, "author": &p.Author, "language": &p.Language,
	}
	for key, raw := range w {
		if key == "text" {
			continue
		}
		target := known[key]
		if target != nil && scalar(raw, target) || target == &p.Author && names(raw, target) {
			continue
		}
		if target == &p.Published {
			*target = string(raw) // reported as unreadable
			continue
		}
		if p.Extra == nil {
			p.Extra = make(map[string]json.RawMessage)
		}
		p.Extra[key] = raw
	}
	raw, ok := w["text"]
	if !ok {
		return p, 0, errors.New("the object has no \"text\"")
	}
	if raw[0] != '"' {
		return p, 0, errors.New("its \"text\" is not a string")
	}
	changed, err := exactText(raw, &p.Text)
	return p, changed, err
}

// exactText reads the text and counts what changed: NULs and halves of
// surrogate pairs, each of which becomes one U+FFFD.
func exactText(raw json.RawMessage, into *string) (int, error) {
	if err := json.Unmarshal(raw, into); err != nil {
		return 0, fmt.Errorf("its \"text\" cannot be read (%w)", err)
	}
	lone := 0
	if bytes.Contains(raw, []byte(`\u`)) {
		lower := bytes.ToLower(raw)
		given := bytes.Count(raw, []byte("\uFFFD")) + bytes.Count(lower, []byte(`\ufffd`)) - bytes.Count(lower, []byte(`\\ufffd`))
		lone = max(0, strings.Count(*into, "\uFFFD")-given)
	}
	nuls := strings.Count(*into, "\x00")
	if nuls > 0 {
		*into = strings.ReplaceAll(*into, "\x00", "\uFFFD")
	}
	return lone + nuls, nil
}

// scalar reads a string, or a number as its text, or null as nothing.
func scalar(raw json.RawMessage, into *string) bool {
	switch c := raw[0]; {
	case c == '"':
		if json.Unmarshal(raw, into) != nil {
			return false
		}
		*into = strings.ReplaceAll(*into, "\x00", "\uFFFD")
		return true
	case c == '-' || c >= '0' && c <= '9':
		*into = string(raw)
		return true
	}
	return string(raw) == "null"
}

// names reads a list of names as one byline.
func names(raw json.RawMessage, into *string) bool {
	var list []string
	if json.Unmarshal(raw, &list) != nil {
		return false
	}
	*into = strings.Join(list, ", ")
	return true
}
