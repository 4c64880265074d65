package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"chancery/archive"
)

// chain follows links. When one is wrong, it cannot be known whether the link or
// what it is made of was changed: the next may go on from either.
type chain struct{ before [][]byte }

func newChain() *chain { return &chain{[][]byte{nil}} }

// follow says whether a link is what one of the ways to make it gives.
func (c *chain) follow(link []byte, ways ...func(before []byte) []byte) bool {
	var made [][]byte
	for _, before := range c.before {
		for _, way := range ways {
			m := way(before)
			if bytes.Equal(m, link) {
				c.before = [][]byte{m}
				return true
			}
			made = append(made, m)
		}
	}
	c.before = append(made[:min(len(made), 4)], link)
	return false
}

// records follows the chain over all revisions of all records.
func (v *verifier) records(ctx context.Context) error {
	c := newChain()
	err := v.h.each(ctx, func(row scan) error {
		var seq, doc, revision, coder int64
		var digest, link, body, sum []byte
		if err := row(&seq, &doc, &revision, &coder, &digest, &link, &body, &sum); err != nil {
			return err
		}
		v.out.Records++
		f := Fault{Table: "records", Document: hexOf(sum), Revision: int(revision), Row: fmt.Sprint(seq)}
		report := func(what string) {
			f.What = what
			v.fault(f)
		}
		if sum == nil {
			report(fmt.Sprintf("its document, row %d, is not there", doc))
		}
		if v.named[coder].field != ofCoder {
			report(fmt.Sprintf("its coder, term %d, is not there", coder))
		}
		plain, err := v.s.packer.open(body)
		real := sha256.Sum256(plain)
		switch {
		case err != nil:
			report("the record cannot be read: " + err.Error())
		case !bytes.Equal(real[:], digest):
			report("the record is not the one that its digest was made of")
		}
		by := func(d []byte) func([]byte) []byte {
			return func(before []byte) []byte {
				return linked(before, hexOf(sum), revision, v.named[coder].value, d)
			}
		}
		if !c.follow(link, by(digest), by(real[:])) {
			report("the chain breaks here: this revision, or one before it, was changed, taken out or put in")
		}
		v.out.Chain = hex.EncodeToString(link)
		return nil
	}, "SELECT r.seq, r.doc, r.revision, r.coder, r.digest, r.chain, r.body, d.sha256 FROM records r LEFT JOIN documents d ON d.id = r.doc ORDER BY r.seq")
	if err != nil {
		return err
	}
	return v.missing(ctx)
}

// missing finds documents without all of their revisions.
func (v *verifier) missing(ctx context.Context) error {
	return v.h.each(ctx, func(row scan) error {
		var sum []byte
		var revision, n, last int64
		err := row(&sum, &revision, &n, &last)
		v.fault(Fault{Table: "records", Document: hexOf(sum), Revision: int(revision), What: fmt.Sprintf("the document says that it has %d revisions, and %d are there, the last of them number %d", revision, n, last)})
		return err
	}, `SELECT d.sha256, d.revision, count(r.seq), COALESCE(max(r.revision), 0) FROM documents d LEFT JOIN records r ON r.doc = d.id
		GROUP BY d.id, d.sha256, d.revision HAVING count(r.seq) <> d.revision OR COALESCE(max(r.revision), 0) <> d.revision`)
}

// decisions follows the chain over the decisions of reviewers.
func (v *verifier) decisions(ctx context.Context) error {
	c := newChain()
	return v.h.each(ctx, func(row scan) error {
		var id, doc, other, undone, check int64
		var link, body, document, second []byte
		if err := row(&id, &doc, &other, &undone, &link, &check, &body, &document, &second); err != nil {
			return err
		}
		v.out.Decisions++
		f := Fault{Table: "corrections", Document: hexOf(document), Row: fmt.Sprint(id)}
		report := func(what string) {
			f.What = what
			v.fault(f)
		}
		plain, err := v.s.packer.open(body)
		var kept archive.Correction
		if err == nil {
			err = json.Unmarshal(plain, &kept)
		}
		switch {
		case err != nil:
			report("the decision cannot be read: " + err.Error())
		case kept.ID != id || kept.Document != f.Document || (kept.Other == "") != (other == 0):
			report("the decision is of another event than its row")
		}
		if document == nil || other != 0 && second == nil {
			report("its document is not there")
		}
		if check != sum(id, doc, other, undone) {
			report("row, documents or the mark that it was taken back: " + errSum.Error())
		}
		if !c.follow(link, func(before []byte) []byte { return bound(before, id, string(plain)) }) {
			report("the chain breaks here: this decision, or one before it, was changed, taken out or put in")
		}
		return nil
	}, `SELECT c.id, c.doc, COALESCE(c.otherdoc, 0), c.undone, c.chain, c.sum, c.body, d.sha256, o.sha256 FROM corrections c
		LEFT JOIN documents d ON d.id = c.doc LEFT JOIN documents o ON o.id = c.otherdoc ORDER BY c.id`)
}

// log follows the chain over the log.
func (v *verifier) log(ctx context.Context) error {
	c := newChain()
	return v.h.each(ctx, func(row scan) error {
		var id, at int64
		var kind, note string
		var link []byte
		if err := row(&id, &at, &kind, &note, &link); err != nil {
			return err
		}
		if !c.follow(link, func(before []byte) []byte { return bound(before, id, at, kind, note) }) {
			v.fault(Fault{Table: "log", Row: fmt.Sprint(id), What: "the chain breaks here: this line, or one before it, was changed, taken out or put in"})
		}
		return nil
	}, "SELECT id, at, kind, note, chain FROM log ORDER BY id")
}
