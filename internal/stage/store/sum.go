package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"strconv"
)

// Check sums find what the disk or another program changed. Bodies carry theirs
// within (pack.go); columns that are kept nowhere else have one beside them. They
// are no proof against a person who computes them anew: that is what the chains
// are for, whose last link a backup and the user's own notes can hold.

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errSum = errors.New("its check sum is another one")

// check puts the check sum of bytes at their end.
func check(data []byte) []byte {
	return binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, castagnoli))
}

// checked takes the check sum off and says whether it was right.
func checked(data []byte) ([]byte, bool) {
	if len(data) < 4 {
		return nil, false
	}
	body := data[:len(data)-4]
	return body, binary.LittleEndian.Uint32(data[len(data)-4:]) == crc32.Checksum(body, castagnoli)
}

// sumOfNumbers says whether packed numbers are whole.
func sumOfNumbers(data []byte) bool {
	if len(data) == 0 {
		return true
	}
	_, ok := checked(data)
	return ok
}

// sum is the check sum of columns.
func sum(columns ...any) int64 {
	h := crc32.New(castagnoli)
	write(h, columns)
	return int64(h.Sum32())
}

// bound is the next link of a chain: what was before with these columns.
func bound(before []byte, columns ...any) []byte {
	h := sha256.New()
	h.Write(before)
	write(h, columns)
	return h.Sum(nil)
}

// write writes columns so that no two rows give the same bytes.
func write(h hash.Hash, columns []any) {
	for _, c := range columns {
		var text string
		switch c := c.(type) {
		case string:
			text = c
		case []byte:
			text = string(c)
		case int64:
			text = strconv.FormatInt(c, 10)
		case int:
			text = strconv.Itoa(c)
		}
		h.Write([]byte(strconv.Itoa(len(text)) + ":" + text))
	}
}

// documentRow are the columns of a document that its check sum holds.
type documentRow struct {
	given, title, url, source, published, author, language, host, credit string
	words, outlet, added, coder, revision                                int64
}

func (r *documentRow) sum(sha256 []byte) int64 {
	return sum(sha256, r.given, r.title, r.url, r.source, r.published, r.author, r.language, r.host, r.credit, r.words, r.outlet, r.added, r.coder, r.revision)
}

// kinSum is the check sum of what a document is to others; 0 of one that is no
// copy.
func kinSum(doc, original, parent int64, copied string) int64 {
	if original == 0 && parent == 0 && copied == "" {
		return 0
	}
	return sum(doc, original, parent, copied)
}
