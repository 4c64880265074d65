package lemma

import (
	"encoding/binary"
	"errors"
	"slices"
)

func appendTable(b []byte, t Table) []byte {
	keys := make([]uint32, 0, len(t))
	for k := range t {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint16(b, t[k])
	}
	return b
}

func decodeTable(b []byte, limit int) (Table, []byte, error) {
	if len(b) < 4 || uint64(len(b)-4) < 6*uint64(binary.LittleEndian.Uint32(b)) {
		return nil, nil, errors.New("cannot read lemma table: too short")
	}
	n := int(binary.LittleEndian.Uint32(b))
	keys, values := b[4:4+4*n], b[4+4*n:4+6*n]
	t := make(Table, n)
	for i := range n {
		v := binary.LittleEndian.Uint16(values[2*i:])
		if int(v) >= limit {
			return nil, nil, errors.New("cannot read lemma table: a number is out of range")
		}
		t[binary.LittleEndian.Uint32(keys[4*i:])] = v
	}
	return t, b[4+6*n:], nil
}
