package depend

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"chancery/internal/stage/analyse/tag"
)

// Header describes a stored net.
type Header struct {
	Dims  Dims       `json:"dims"`
	Known [2][]uint8 `json:"known"` // labels that training saw, by side
	Retag bool       `json:"retag"` // the net's own tags are better than the tagger's
}

// Mark turns Known into sets.
func (h *Header) Mark() *[2][rels]bool {
	known := &[2][rels]bool{}
	for side, labels := range h.Known {
		for _, r := range labels {
			known[side][r%rels] = true
		}
	}
	return known
}

// Encode gives the net's header as JSON and its weights as integers with a
// scale for each row: a byte each for embeddings, two for the rest.
func (n *Net) Encode(h Header) (header, weights []byte, err error) {
	h.Dims = n.Dims
	if header, err = json.Marshal(h); err != nil {
		return nil, nil, fmt.Errorf("cannot write parser: %w", err)
	}
	for _, m := range n.Params() {
		for r := range m.Rows {
			weights = appendRow(weights, m.Row(r), m.limit())
		}
	}
	return header, weights, nil
}

func (m *Matrix) limit() float64 {
	if m.Sparse {
		return 127
	}
	return 32767
}

func appendRow(b []byte, row []float32, limit float64) []byte {
	high := 0.0
	for _, v := range row {
		high = max(high, math.Abs(float64(v)))
	}
	scale := float32(high / limit)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
	for _, v := range row {
		q := 0.0
		if scale > 0 {
			q = math.RoundToEven(float64(v) / float64(scale))
		}
		if limit < 128 {
			b = append(b, byte(int8(max(-limit, min(limit, q)))))
		} else {
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(max(-limit, min(limit, q)))))
		}
	}
	return b
}

// Decode reads what Encode wrote and makes a parser of it.
func Decode(header, weights []byte, set *tag.Set) (*Parser, error) {
	var h Header
	if err := json.Unmarshal(header, &h); err != nil {
		return nil, fmt.Errorf("cannot read parser: %w", err)
	}
	if err := h.Dims.check(len(weights)); err != nil {
		return nil, err
	}
	n := NewNet(h.Dims)
	want := 0
	for _, m := range n.Params() {
		want += m.Rows * (4 + m.Cols*m.width())
	}
	if want != len(weights) {
		return nil, errors.New("cannot read parser: weights do not fit its dimensions")
	}
	for _, m := range n.Params() {
		for r := range m.Rows {
			weights = readRow(weights, m.Row(r), m.width())
		}
	}
	p := NewParser(n, set, h.Mark())
	p.Better = h.Retag
	return p, nil
}

func (m *Matrix) width() int {
	if m.Sparse {
		return 1
	}
	return 2
}

func readRow(b []byte, row []float32, width int) []byte {
	scale := math.Float32frombits(binary.LittleEndian.Uint32(b))
	b = b[4:]
	for i := range row {
		if width == 1 {
			row[i] = scale * float32(int8(b[i]))
		} else {
			row[i] = scale * float32(int16(binary.LittleEndian.Uint16(b[2*i:])))
		}
	}
	return b[width*len(row):]
}

// check refuses dimensions that cannot belong to weights of that size.
func (d Dims) check(size int) error {
	for _, v := range [...]int{d.Words, d.Unknown, d.Clusters, d.Word, d.Suffix3, d.Suffix2, d.Prefix3, d.Shape, d.Cluster,
		d.UPOS, d.XPOS, d.Window, d.Memory, d.Token, d.Hidden} {
		if v < 0 || v > size {
			return errors.New("cannot read parser: a dimension is out of range")
		}
	}
	if d.Unknown < 1 || d.Window < 1 || d.Token < 1 || d.Hidden < 1 || (d.Words+d.Unknown)*d.Word > size ||
		d.Window*3*d.Input() > size || Slots*d.Token*d.Hidden > size || d.Window*d.Memory > size {
		return errors.New("cannot read parser: a dimension is out of range")
	}
	return nil
}
