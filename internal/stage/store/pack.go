package store

import (
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/klauspost/compress/zstd"
)

// Packed bytes begin with one that says how: plain, or compressed by zstd with the
// dictionary, and end with a check sum over all of them.
const (
	plain  = 0
	zipped = 1
)

// smallest is the length from which compressing pays.
const smallest = 48

// dictionary has the words that packed values have in common, from invented
// pages. What was packed with it is read with it only: it never changes. A better
// one would get a name and a number of its own.
//
//go:embed dictionary.txt
var dictionary []byte

const dictionaryID = 1

// packer compresses; it is not for two goroutines at once. Opening is for many.
type packer struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newPacker() (*packer, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderDictRaw(dictionaryID, dictionary), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(dictionaryID, dictionary), zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return nil, err
	}
	return &packer{enc, dec}, nil
}

// pack compresses data when that makes it shorter.
func (p *packer) pack(data []byte) []byte {
	if len(data) >= smallest {
		if out := p.enc.EncodeAll(data, []byte{zipped}); len(out) < len(data) {
			return check(out)
		}
	}
	return check(append([]byte{plain}, data...))
}

func (p *packer) open(data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, errors.New("packed bytes are missing")
	}
	body, ok := checked(data)
	switch {
	case !ok || len(body) == 0:
		return nil, errSum
	case body[0] == plain:
		return body[1:], nil
	case body[0] == zipped:
		return p.dec.DecodeAll(body[1:], nil)
	}
	return nil, fmt.Errorf("bytes are packed in the unknown way %d", body[0])
}

func (p *packer) openJSON(data []byte, into any) error {
	body, err := p.open(data)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// Packed numbers begin with one that says how: eight bytes each, or, of a list in
// order, the distance from the one before.
const (
	wide  = 0
	steps = 1
)

// packNumbers writes numbers and a check sum.
func packNumbers(in []uint64) []byte {
	if len(in) == 0 {
		return []byte{}
	}
	out := make([]byte, 1, 8*len(in)+5)
	if slices.IsSorted(in) {
		out[0] = steps
		last := uint64(0)
		for _, n := range in {
			out = binary.AppendUvarint(out, n-last)
			last = n
		}
		if len(out) <= 8*len(in)+1 {
			return check(out)
		}
		out = out[:1]
	}
	out[0] = wide
	for _, n := range in {
		out = binary.LittleEndian.AppendUint64(out, n)
	}
	return check(out)
}

// openNumbers reads what packNumbers wrote; sumOfNumbers tells whether it is
// whole.
func openNumbers(data []byte) []uint64 {
	if len(data) < 5 {
		return []uint64{}
	}
	how, data := data[0], data[1:len(data)-4]
	out := make([]uint64, 0, len(data)/8)
	if how == steps {
		last := uint64(0)
		for len(data) > 0 {
			step, n := binary.Uvarint(data)
			if n <= 0 {
				return out
			}
			last += step
			out, data = append(out, last), data[n:]
		}
		return out
	}
	for ; len(data) >= 8; data = data[8:] {
		out = append(out, binary.LittleEndian.Uint64(data))
	}
	return out
}
