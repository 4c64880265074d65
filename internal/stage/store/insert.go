package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"

	"chancery/archive"
)

// place writes the line of a document, its record and its text.
func (t *txn) place(ctx context.Context, a *archive.Addition, old *head) (doc int64, err error) {
	d := &a.Document
	d.Revision = 1
	if old != nil {
		doc = old.id
		d.Revision = int(old.revision) + 1
	} else if doc, err = t.next(ctx, "documents", 1); err != nil {
		return 0, err
	}
	switch {
	case old != nil:
		d.Added = old.added
	case d.Added.IsZero():
		d.Added = t.s.now()
	}
	outlet, err := t.term(ctx, ofOutlet, clean(d.Outlet))
	if err != nil {
		return 0, err
	}
	coder, err := t.term(ctx, ofCoder, clean(d.Coder))
	if err != nil {
		return 0, err
	}
	delete(t.near, doc)
	t.placed[d.SHA256] = doc
	if t.ahead != nil {
		if list := heads([]string{d.SHA256}); len(list) == 1 {
			delete(t.ahead.absent, list[0])
		}
	}
	t.cover(covering{day(clean(d.Published)), outlet, 1, int64(len(a.Events))})
	if err := t.placeDocument(ctx, doc, d, outlet, coder); err != nil {
		return 0, err
	}
	if a.KeepText && d.Text != "" {
		err := t.exec(ctx, "INSERT INTO texts (doc, body) VALUES (?, ?) ON CONFLICT (doc) DO UPDATE SET body = excluded.body", doc, t.s.packer.pack([]byte(d.Text)))
		if err != nil {
			return 0, err
		}
		t.word("text_words", doc, old != nil, d.Text)
	}
	if old == nil || old.first.Title != clean(d.Title) {
		t.word("title_words", doc, old != nil, d.Title)
	}
	return doc, t.placeRecord(ctx, doc, a, coder)
}

func (t *txn) placeDocument(ctx context.Context, doc int64, d *archive.Document, outlet, coder int64) error {
	sum, err := shaBytes(d.SHA256)
	if err != nil {
		return err
	}
	given := d.ID
	if given == d.SHA256 {
		given = ""
	}
	extra, err := t.optional(d.Extra, len(d.Extra))
	if err != nil {
		return err
	}
	told, err := t.optional(d.Diagnostics, len(d.Diagnostics))
	if err != nil {
		return err
	}
	row := documentRow{given: clean(given), title: clean(d.Title), url: clean(d.URL), source: clean(d.Source), published: clean(d.Published), author: clean(d.Author),
		language: clean(d.Language), words: int64(d.Words), host: clean(d.Host), outlet: outlet, credit: clean(d.Credit), added: d.Added.UnixMilli(), coder: coder, revision: int64(d.Revision)}
	return t.exec(ctx, `INSERT INTO documents (id, head, sha256, given, title, url, source, published, author, language, extra, words, host, outlet, credit, day, added, coder, revision, copy, diagnostics, sum, kin)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, 0)
		ON CONFLICT (id) DO UPDATE SET given = excluded.given, title = excluded.title, url = excluded.url, source = excluded.source,
		published = excluded.published, author = excluded.author, language = excluded.language, extra = excluded.extra, words = excluded.words,
		host = excluded.host, outlet = excluded.outlet, credit = excluded.credit, day = excluded.day, coder = excluded.coder,
		revision = excluded.revision, diagnostics = excluded.diagnostics, sum = excluded.sum`,
		doc, headOfSum(sum), sum, row.given, row.title, row.url, row.source, row.published, row.author, row.language, extra,
		row.words, row.host, row.outlet, row.credit, day(row.published), row.added, row.coder, row.revision, told, row.sum(sum))
}

// optional packs a value as JSON; nothing of none.
func (t *txn) optional(v any, n int) (any, error) {
	if n == 0 {
		return nil, nil
	}
	data, err := json.Marshal(v)
	if err != nil {
		return nil, errItem{err}
	}
	return t.s.packer.pack(data), nil
}

// placeRecord writes the record as the next revision, bound to all before it.
func (t *txn) placeRecord(ctx context.Context, doc int64, a *archive.Addition, coder int64) error {
	rec := a.Record
	rec.Text = "" // texts have their own table
	body, err := json.Marshal(&rec)
	if err != nil {
		return errItem{err}
	}
	if t.chain == nil {
		if _, err := t.one(ctx, []any{&t.chain}, "SELECT chain FROM records ORDER BY seq DESC LIMIT 1"); err != nil {
			return err
		}
	}
	seq, err := t.next(ctx, "records", 1)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(body)
	t.chain = linked(t.chain, a.Document.SHA256, int64(a.Document.Revision), a.Document.Coder, digest[:])
	into := table("records", "seq", "doc", "revision", "coder", "coded", "digest", "chain", "body")
	into.add(seq, doc, int64(a.Document.Revision), coder, t.s.now().UnixMilli(), digest[:], t.chain, t.s.packer.pack(body))
	t.later.add(into)
	return nil
}

// linked is the next link of the chain.
func linked(before []byte, sha256hex string, revision int64, coder string, digest []byte) []byte {
	h := sha256.New()
	h.Write(before)
	h.Write([]byte(sha256hex + " " + strconv.FormatInt(revision, 10) + " " + clean(coder) + "\n"))
	h.Write(digest)
	return h.Sum(nil)
}
