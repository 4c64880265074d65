package linear

import "testing"

func TestModel(t *testing.T) {
	keys := []uint32{1, 2, 1 << 31, 0xFFFFFFFF}
	m := New(3, keys, []int16{1, 2, 3, -4, 5, -6, 7, 8, 9, 10, 11, 12})
	back, rest, err := Decode(append(m.AppendBinary(nil), 99))
	if err != nil || len(rest) != 1 {
		t.Fatal(err, rest)
	}
	for _, m := range []*Model{m, back} {
		var sum [3]int32
		m.Add(sum[:], []uint32{2, 7, 1 << 31, 0})
		if sum != [3]int32{3, 13, 3} || Best(sum[:]) != 1 {
			t.Errorf("sums %v", sum)
		}
	}
	if _, _, err := Decode([]byte{3, 0, 0, 0, 255, 255, 255, 0}); err == nil {
		t.Error("a cut model was read")
	}
}

func TestHashIsNeverNone(t *testing.T) {
	for i := range uint32(100000) {
		if Hash(i%90, i*2654435761) == 0 {
			t.Fatal("a feature that is no feature")
		}
	}
}
