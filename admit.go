package chancery

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/internal/language"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// admit fills in what a document's description lacks and says what is wrong
// with it. It is false for a document that cannot be coded.
func (c *Coder) admit(doc *Document) ([]Diagnostic, bool) {
	var out []Diagnostic
	report := func(severity record.Severity, code, format string, args ...any) {
		out = append(out, Diagnostic{Code: code, Severity: severity, Document: doc.ID, Message: fmt.Sprintf(format, args...)})
	}
	identify(doc)
	switch {
	case strings.TrimSpace(doc.Text) == "":
		report(record.Error, record.TextEmpty, "there is no text to read")
		return out, false
	case len(doc.Text) > c.options.MaxText:
		report(record.Error, record.TextTooLong, "the text has %d bytes, more than the %d allowed; cut it into documents", len(doc.Text), c.options.MaxText)
		return out, false
	case !utf8.ValidString(doc.Text):
		report(record.Warning, record.EncodingRepaired, "the text is not valid UTF-8; its broken bytes count as one code point each")
	}
	if code, foreign := c.foreign(doc); foreign {
		report(record.Error, record.LanguageUnsupported, "the text is in %q, and there is a model for English only; --lang en reads it all the same", code)
		return out, false
	}
	doc.Language = "en"
	if doc.Published == "" {
		report(record.Warning, record.PublishedMissing, "no date of publication, so dates such as \"on Monday\" stay open; put it into the line as \"published\", or give --published for a single text")
	} else if _, ok := timex.ParseDate(doc.Published); !ok {
		report(record.Warning, record.PublishedUnreadable, "cannot read the date %q; give it as 2006-01-02", doc.Published)
	}
	return out, true
}

// dated takes back that the date is missing, where the dateline of the text holds
// it with its year: dates such as "on Monday" count from there.
func (c *Coder) dated(told []Diagnostic, trees *syntax.Doc) []Diagnostic {
	k := slices.IndexFunc(told, func(d Diagnostic) bool { return d.Code == record.PublishedMissing })
	if k < 0 || !c.extractor.Dateline(trees) {
		return told
	}
	return slices.Delete(told, k, k+1)
}

// identify gives a document its digest, and its digest as id when it has none.
func identify(doc *Document) {
	sum := sha256.Sum256([]byte(doc.Text))
	doc.SHA256 = hex.EncodeToString(sum[:])
	if doc.ID == "" {
		doc.ID = doc.SHA256
	}
}

// foreign tells whether a text is surely in a language that there is no model
// for. What the page declares of itself is not believed: too many say "en" of
// everything.
func (c *Coder) foreign(doc *Document) (string, bool) {
	if c.options.Language != "" {
		return "", false
	}
	code, foreign := language.Foreign(doc.Text)
	if foreign {
		doc.Language = code
	}
	return code, foreign
}

// cutDiagnostics tells where sentences over the cap were cut.
func cutDiagnostics(doc *Document, cuts []analyse.Cut) []Diagnostic {
	if len(cuts) == 0 {
		return nil
	}
	at := record.NewRuler(doc.Text).Point(int(cuts[0].At))
	return []Diagnostic{{Code: record.SentenceCut, Severity: record.Warning, Document: doc.ID, At: &record.Span{Start: at, End: at},
		Message: fmt.Sprintf("sentences of more than %d words were cut, %d times", analyse.MaxWords, len(cuts))}}
}

// empty is the record of a document that could not be coded.
func empty(doc record.Document) Record { return Record{Schema: record.SchemaV1, Document: doc} }

// finish puts the text into a record when it is asked for.
func (c *Coder) finish(rec Record, text string) Record {
	if c.options.KeepText {
		rec.Text = text
	}
	return rec
}
