// Package linear is a linear classifier over hashed features: the scores of a
// feature for all classes lie side by side in one row.
//
// What must stay true:
//   - A feature is a 32-bit hash; 0 is no feature. A feature that was not seen in
//     training adds nothing.
//   - Looking up and adding allocate nothing; scores are integers, so the sum does
//     not depend on the order of the features or on the machine.
package linear

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"chancery/internal/lanes"
)

// Model is a trained classifier.
type Model struct {
	Classes int
	slots   []slot  // open addressing, a power of two
	rows    []int16 // Classes scores a feature
	shift   uint
}

type slot struct {
	key uint32
	row uint32
}

// New makes a model from features (distinct, not zero) and their rows.
func New(classes int, keys []uint32, rows []int16) *Model {
	logSize := max(4, bits.Len(uint(len(keys)*2)))
	m := &Model{Classes: classes, rows: rows, shift: uint(32 - logSize), slots: make([]slot, 1<<logSize)}
	mask := uint32(len(m.slots) - 1)
	for i, k := range keys {
		at := k * 0x9E3779B1 >> m.shift
		for m.slots[at].key != 0 {
			at = (at + 1) & mask
		}
		m.slots[at] = slot{k, uint32(i * classes)}
	}
	return m
}

// Row gives the scores of a feature, or nil.
func (m *Model) Row(h uint32) []int16 {
	at := h * 0x9E3779B1 >> m.shift
	mask := uint32(len(m.slots) - 1)
	for {
		s := m.slots[at&mask]
		if s.key == h && h != 0 {
			return m.rows[s.row : s.row+uint32(m.Classes)]
		}
		if s.key == 0 {
			return nil
		}
		at++
	}
}

// batch is the number of features looked up together.
const batch = 64

// Add adds the scores of the features to sum, which has Classes entries.
//
// The tables are larger than the processor's caches. So the first slots of all
// features are read before any is looked at: reads that wait on nothing wait
// together.
func (m *Model) Add(sum []int32, features []uint32) {
	var first [batch]slot
	var rows [batch]uint32
	for len(features) > 0 {
		part := features[:min(batch, len(features))]
		features = features[len(part):]
		for i, h := range part {
			first[i] = m.slots[h*0x9E3779B1>>m.shift]
		}
		n := 0
		for i, h := range part {
			s := first[i]
			if s.key != h && s.key != 0 {
				s = m.next(h)
			}
			rows[n&(batch-1)] = s.row
			if s.key != 0 && h != 0 {
				n++
			}
		}
		lanes.AddRows(sum[:m.Classes], m.rows, rows[:n])
	}
}

// next looks behind the first slot of a feature: its own slot, or an empty one.
func (m *Model) next(h uint32) slot {
	mask := uint32(len(m.slots) - 1)
	for at := h*0x9E3779B1>>m.shift + 1; ; at++ {
		if s := m.slots[at&mask]; s.key == h || s.key == 0 {
			return s
		}
	}
}

// Best is the class of the highest score, the first of equals.
func Best(sum []int32) int {
	best := 0
	for i, v := range sum {
		if v > sum[best] {
			best = i
		}
	}
	return best
}

// Hash gives the feature of a template with a value.
func Hash(template, value uint32) uint32 {
	h := (value ^ template*0x85EBCA6B) * 0xC2B2AE35
	h ^= h >> 15
	h *= 0x27D4EB2F
	h ^= h >> 13
	return h | 1
}

// Join gives one value for two.
func Join(a, b uint32) uint32 {
	h := a*0x9E3779B1 ^ bits.RotateLeft32(b*0x85EBCA77, 13)
	return h ^ h>>16
}

// AppendBinary writes the model: class count, feature count, keys, rows.
func (m *Model) AppendBinary(b []byte) []byte {
	var keys []uint32
	for _, s := range m.slots {
		if s.key != 0 {
			keys = append(keys, s.key)
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(m.Classes))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	// Class by class, so that like stands by like and packs well.
	for c := range m.Classes {
		for _, k := range keys {
			b = binary.LittleEndian.AppendUint16(b, uint16(m.Row(k)[c]))
		}
	}
	return b
}

// Decode reads what AppendBinary wrote and gives the rest.
func Decode(b []byte) (*Model, []byte, error) {
	if len(b) < 8 {
		return nil, nil, errors.New("cannot read linear model: too short")
	}
	classes, n := int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
	b = b[8:]
	if classes < 1 || classes > 1<<12 || n < 0 || n > 1<<26 || len(b) < n*(4+2*classes) {
		return nil, nil, errors.New("cannot read linear model: sizes do not fit")
	}
	keys, rows := make([]uint32, n), make([]int16, n*classes)
	for i := range keys {
		keys[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	b = b[4*n:]
	for c := range classes {
		for i := range keys {
			rows[i*classes+c] = int16(binary.LittleEndian.Uint16(b[2*(c*n+i):]))
		}
	}
	return New(classes, keys, rows), b[2*n*classes:], nil
}

// String gives a value for a string.
func String(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
