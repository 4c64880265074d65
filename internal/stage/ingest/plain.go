package ingest

import (
	"chancery/internal/stage/ingest/page"
	"chancery/internal/stage/ingest/text"
	"chancery/record"
)

// fromText reads a plain text.
func fromText(raw []byte, opts Options, item *Item) {
	s, ok := item.decode(raw, text.HeaderCharset(opts.ContentType))
	if !ok {
		return
	}
	item.Page.Text = text.Lines(s)
	title, body := text.Headline(item.Page.Text)
	if opts.Title == "" || opts.Title == title {
		item.Page.Title, item.Page.Text = title, body
	}
}

// fromPage reads an HTML page.
func fromPage(raw []byte, opts Options, item *Item) {
	s, ok := item.decode(raw, page.Charset(raw, opts.ContentType))
	if !ok || blank(s) {
		return
	}
	found := page.Read(s, opts.URL)
	item.Page = found.Page
	if found.Cut {
		item.warn(record.HTMLTooDeep, "tags are nested too deep or too many; some were passed over, their text was kept")
	}
	if found.Page.Text == "" {
		item.fail(record.HTMLNoArticle, "no article text was found in the page; save the article's own page, or its text")
	} else if found.Partial {
		item.warn(record.HTMLPartial, "the page says that the rest of the article is for subscribers; only what is in the page is coded")
	}
}

// decode reads the encoding of raw and notes what was wrong with its bytes.
func (i *Item) decode(raw []byte, declared string) (string, bool) {
	d := text.Decode(raw, declared)
	if d.Binary != "" {
		i.fail(record.TextBinary, "this is %s, no text; %s", d.Binary, text.Hint(d.Binary))
		return "", false
	}
	if d.Repaired > 0 {
		i.warn(record.EncodingRepaired, "%d characters could not be read as %s and were replaced by U+FFFD; check the encoding of the file", d.Repaired, d.Encoding)
	}
	return d.Text, true
}
