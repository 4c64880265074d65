package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"iter"
	"math/bits"
	"time"

	"chancery/archive"
	"chancery/record"
)

// Contents is what an archive says, in few words: two archives of the same
// documents have the same, whatever the order in which they came, by how many
// workers, how often, and into which database.
type Contents struct {
	Documents  int `json:"documents"`
	Events     int `json:"events"`
	Statements int `json:"statements"`
	Holdings   int `json:"holdings"`
	Incidents  int `json:"incidents"`
	// Digest is made of all of them: documents with their places, copies, texts
	// and last records, and the rest as it is asked for. When and how often a
	// document was given or coded is not in it.
	Digest string `json:"digest"`
}

// Contents reads all that the archive says. It is to be asked while nothing is
// written.
func (s *Store) Contents(ctx context.Context) (Contents, error) {
	var out Contents
	var sum multiset
	err := s.contentsOfDocuments(ctx, &out, &sum)
	if err == nil {
		out.Events, err = sumAll(&sum, "event", s.Events(ctx, Query{}))
	}
	if err == nil {
		out.Statements, err = sumAll(&sum, "statement", s.Statements(ctx, Query{}))
	}
	if err == nil {
		out.Holdings, err = sumAll(&sum, "holding", s.Holdings(ctx))
	}
	if err == nil {
		out.Incidents, err = sumAll(&sum, "incident", s.Incidents(ctx, Query{}))
	}
	out.Digest = sum.String()
	return out, told(err, "cannot read the contents of the archive")
}

func (s *Store) contentsOfDocuments(ctx context.Context, out *Contents, sum *multiset) error {
	for d, err := range s.Documents(ctx) {
		if err != nil {
			return err
		}
		if d, err = s.Document(ctx, d.SHA256); err != nil {
			return err
		}
		d.Added, d.Revision = time.Time{}, 0
		for i := range d.Diagnostics {
			d.Diagnostics[i].Document = "" // the place from which it came first
		}
		rec, err := s.Record(ctx, d.SHA256, 0)
		if err != nil {
			return err
		}
		if err := sum.add("document", struct {
			Document archive.Document
			Record   record.Record
		}{d, rec}); err != nil {
			return err
		}
		out.Documents++
	}
	return nil
}

func sumAll[T any](sum *multiset, kind string, items iter.Seq2[T, error]) (n int, err error) {
	for x, err := range items {
		if err == nil {
			err = sum.add(kind, x)
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// multiset is a sum of digests modulo 2^256: the same for the same values in any
// order, and another one when a value comes twice.
type multiset [4]uint64

func (m *multiset) add(kind string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(append([]byte(kind+" "), data...))
	carry := uint64(0)
	for i := range m {
		m[i], carry = bits.Add64(m[i], binary.LittleEndian.Uint64(digest[8*i:]), carry)
	}
	return nil
}

func (m *multiset) String() string {
	var b []byte
	for _, n := range m {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return hex.EncodeToString(b)
}
