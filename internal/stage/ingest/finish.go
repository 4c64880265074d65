package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"chancery/internal/stage/ingest/date"
	"chancery/record"
)

// warn adds a diagnostic that leaves the document whole.
func (i *Item) warn(code, format string, args ...any) { i.note(record.Warning, code, format, args) }

// fail adds a diagnostic that leaves the document without a text.
func (i *Item) fail(code, format string, args ...any) { i.note(record.Error, code, format, args) }

func (i *Item) note(s record.Severity, code, format string, args []any) {
	i.Diagnostics = append(i.Diagnostics, record.Diagnostic{
		Code: code, Severity: s, Document: i.Place, Message: fmt.Sprintf(format, args...),
	})
}

// finish gives a document its identity, its date in ISO 8601, and the
// diagnostics that hold for every format.
func finish(i Item) Item {
	p := &i.Page
	if !i.Failed() && blank(p.Text) {
		i.fail(record.TextEmpty, "there is no text to read")
	}
	failed := i.Failed()
	if failed {
		p.Text = ""
	}
	sum := sha256.Sum256([]byte(p.Text))
	p.SHA256 = hex.EncodeToString(sum[:])
	if p.ID == "" && failed {
		p.ID = i.Place // the digest of no text would be the same for all of them
	} else if p.ID == "" {
		p.ID = p.SHA256
	}
	p.Language = subtag(p.Language)
	given := strings.TrimSpace(p.Published)
	iso, readable := date.Normalize(given)
	rough := !readable && roughDate.MatchString(given)
	if rough {
		iso = given
	}
	p.Published = iso
	switch {
	case failed:
	case given == "":
		i.warn(record.PublishedMissing, "no date of publication, so dates such as \"on Monday\" stay open; put it into the line as \"published\", or give --published for a single text")
	case rough:
		i.warn(record.PublishedRough, "the date %q names no day; dates such as \"today\" are no more exact than that, others such as \"on Monday\" stay open; give it as 2023-05-22", given)
	case !readable:
		i.warn(record.PublishedUnreadable, "the date %q is not one that can be read; relative dates stay unresolved; give it as 2023-05-22", shorten(given))
	}
	return i
}

// roughDate is an ISO 8601 date without its day, of the years that dates are read of.
var roughDate = regexp.MustCompile(`^(1[6-9]|2[01])\d\d(-(0[1-9]|1[0-2]))?$`)

// override puts what the options say in place of what the document says.
func override(d *record.Document, o Options) {
	for _, f := range fields(d, o) {
		if f.given != "" {
			*f.target = f.given
		}
	}
}

// fill puts what the options say where the document says nothing.
func fill(d *record.Document, o Options) {
	for _, f := range fields(d, o) {
		if *f.target == "" {
			*f.target = f.given
		}
	}
}

type field struct {
	target *string
	given  string
}

func fields(d *record.Document, o Options) []field {
	return []field{
		{&d.Title, o.Title}, {&d.URL, o.URL}, {&d.Source, o.Source},
		{&d.Published, o.Published}, {&d.Author, o.Author}, {&d.Language, o.Language},
	}
}

// blank tells whether s holds nothing that can be read.
func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && r != '\uFEFF' && r != '\u200B' && r != unicode.ReplacementChar
	}) < 0
}

// subtag reduces a language tag ("en-US", "en_GB") to its language.
func subtag(tag string) string {
	main, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	return strings.ToLower(main)
}

// shorten keeps a message to one line.
func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
