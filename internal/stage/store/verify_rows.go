package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"

	"chancery/archive"
	"chancery/internal/filter"
)

// documentsAtOnce is how many documents are checked together.
const documentsAtOnce = 400

// part is the documents whose row ids are in a closed interval.
type part struct {
	from, to int64
	shas     map[int64]string
	days     map[int64]int64
	decided  map[int64]bool
}

// documents goes through all documents and what belongs to each.
func (v *verifier) documents(ctx context.Context) error {
	v.events, v.statements = newIndexes("event", v.most["events"]), newIndexes("statement", v.most["statements"])
	v.bands = newPostings("bands", v.most["documents"])
	v.titles, v.texted = newPostings("title_words", v.most["documents"]), newPostings("text_words", v.most["documents"])
	for from := int64(1); from <= v.most["documents"]; from += documentsAtOnce {
		p := &part{from, from + documentsAtOnce - 1, map[int64]string{}, map[int64]int64{}, map[int64]bool{}}
		for _, step := range []func(context.Context, *part) error{
			v.documentRows, v.appearances, v.texts, v.decidedOf, v.eventRows, v.saidRows, v.heldRows, v.prints,
		} {
			if err := step(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// of starts a fault of a row of a document of the part.
func (v *verifier) of(p *part, table string, doc int64, row string) func(what string) {
	f := Fault{Table: table, Document: p.shas[doc], Row: row}
	report := func(what string) {
		f.What = what
		v.fault(f)
	}
	if f.Document == "" {
		report(fmt.Sprintf("its document, row %d, is not there", doc))
	}
	return report
}

func (v *verifier) documentRows(ctx context.Context, p *part) error {
	return v.h.each(ctx, func(row scan) error {
		var id, head, day0, original, parent, check, kin int64
		var r documentRow
		var sha, extra, told []byte
		var copied string
		if err := row(&id, &head, &sha, &r.given, &r.title, &r.url, &r.source, &r.published, &r.author, &r.language, &extra, &r.words, &r.host,
			&r.outlet, &r.credit, &day0, &r.added, &r.coder, &r.revision, &original, &parent, &copied, &told, &check, &kin); err != nil {
			return err
		}
		v.out.Documents++
		p.shas[id], p.days[id] = hexOf(sha), day(r.published)
		report := v.of(p, "documents", id, fmt.Sprint(id))
		if check != r.sum(sha) {
			report("its columns: " + errSum.Error())
		}
		if kin != kinSum(id, original, parent, copied) {
			report("what it is a copy of: " + errSum.Error())
		}
		if len(sha) == 32 && head != headOfSum(sha) || day0 != day(r.published) {
			report("the columns by which it is found are not those of the document")
		}
		if v.named[r.outlet].field != ofOutlet || v.named[r.coder].field != ofCoder {
			report("its outlet or coder is not among the terms")
		}
		addWords(v.titles, id, words(r.title))
		for _, data := range [][]byte{extra, told} {
			if data == nil {
				continue
			}
			if _, err := v.s.packer.open(data); err != nil {
				report("its diagnostics or keys of its own cannot be read: " + err.Error())
			}
		}
		return nil
	}, `SELECT id, head, sha256, given, title, url, source, published, author, language, extra, words, host, outlet, credit, day, added, coder, revision,
		COALESCE(original, 0), COALESCE(parent, 0), copy, diagnostics, sum, kin FROM documents WHERE id BETWEEN ? AND ?`, p.from, p.to)
}

func (v *verifier) appearances(ctx context.Context, p *part) error {
	return v.h.each(ctx, func(row scan) error {
		var doc, check int64
		var a archive.Appearance
		if err := row(&doc, &a.URL, &a.Outlet, &a.Published, &a.Title, &check); err != nil {
			return err
		}
		report := v.of(p, "appearances", doc, "")
		if check != sum(doc, a.URL, a.Outlet, a.Published, a.Title) {
			report("an appearance: " + errSum.Error())
		}
		return nil
	}, "SELECT doc, url, outlet, published, title, sum FROM appearances WHERE doc BETWEEN ? AND ?", p.from, p.to)
}

// texts: the identity of a document is the digest of its text.
func (v *verifier) texts(ctx context.Context, p *part) error {
	return v.h.each(ctx, func(row scan) error {
		var doc int64
		var body []byte
		if err := row(&doc, &body); err != nil {
			return err
		}
		v.out.Texts++
		report := v.of(p, "texts", doc, "")
		text, err := v.s.packer.open(body)
		if err != nil {
			report("the text cannot be read: " + err.Error())
			v.texted.loose[doc] = true
			return nil
		}
		if digest := sha256.Sum256(text); hexOf(digest[:]) != p.shas[doc] {
			report("the text is not the one that the document is named after")
		}
		addWords(v.texted, doc, words(string(text)))
		return nil
	}, "SELECT doc, body FROM texts WHERE doc BETWEEN ? AND ?", p.from, p.to)
}

func (v *verifier) decidedOf(ctx context.Context, p *part) error {
	return v.h.each(ctx, func(row scan) error {
		var doc int64
		err := row(&doc)
		p.decided[doc] = true
		return err
	}, "SELECT doc FROM corrections WHERE undone = 0 AND doc BETWEEN ? AND ?", p.from, p.to)
}

func (v *verifier) saidRows(ctx context.Context, p *part) error {
	return v.h.each(ctx, func(row scan) error {
		var doc, found int64
		id, s, err := v.s.scanStatement(func(into ...any) error { return row(append(into, &doc, &found)...) })
		if err != nil {
			v.unread("statements", err)
			v.statements.leave(id)
			return nil
		}
		v.out.Statements++
		report := v.of(p, "statements", doc, s.Key)
		x, err := indexSaid(ctx, &s, v.give)
		if err != nil {
			report(err.Error())
			v.statements.leave(id)
			return nil
		}
		if found != x.day || !keyOf(s.Key, s.Document) {
			report("the columns by which it is found are not those of the statement")
		}
		v.statements.item(id, x, nil, s.Content)
		return nil
	}, "SELECT "+statementColumns+", e.doc, e.day FROM "+statementTables+" WHERE e.doc BETWEEN ? AND ?", p.from, p.to)
}

// unread notes a row whose body is not what was written.
func (v *verifier) unread(table string, err error) {
	v.fault(Fault{Table: table, What: err.Error()})
}

func (v *verifier) heldRows(ctx context.Context, p *part) error {
	return v.h.each(ctx, func(row scan) error {
		var id, doc, person, found int64
		var body []byte
		if err := row(&id, &doc, &person, &found, &body); err != nil {
			return err
		}
		report := v.of(p, "holdings", doc, fmt.Sprint(id))
		var h archive.Holding
		if err := v.s.packer.openJSON(body, &h); err != nil {
			report("the post cannot be read: " + err.Error())
		} else if (v.named[person] != term{ofPerson, clean(filter.Fold(h.Name))}) || found != p.days[doc] {
			report("it is found under another person or day than it tells")
		}
		return nil
	}, "SELECT id, doc, person, day, body FROM holdings WHERE doc BETWEEN ? AND ?", p.from, p.to)
}

func (v *verifier) prints(ctx context.Context, p *part) error {
	return v.h.each(ctx, func(row scan) error {
		var doc int64
		var bands, shingles []byte
		var published string
		if err := row(&doc, &bands, &shingles, &published); err != nil {
			return err
		}
		report := v.of(p, "prints", doc, "")
		if !sumOfNumbers(bands) || !sumOfNumbers(shingles) {
			report(errSum.Error())
			return nil
		}
		for _, b := range bandRows(openNumbers(bands), printed(published), doc) {
			v.bands.add(doc, mix(uint64(b.span), uint64(b.band), uint64(b.day)))
		}
		return nil
	}, "SELECT r.doc, r.bands, r.shingles, d.published FROM prints r JOIN documents d ON d.id = r.doc WHERE r.doc BETWEEN ? AND ?", p.from, p.to)
}

func keyOf(key, document string) bool {
	return len(document) == 64 && len(key) > 16 && bytes.Equal([]byte(key[:16]), []byte(document[:16]))
}
