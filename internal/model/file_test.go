package model

import (
	"bytes"
	"strings"
	"testing"
)

func sample(t *testing.T) []byte {
	t.Helper()
	f := New()
	f.Set("b", []byte("weights"))
	f.Set("a", nil)
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRoundTrip(t *testing.T) {
	b := sample(t)
	if !bytes.Equal(b, sample(t)) {
		t.Fatal("the same sections gave other bytes")
	}
	f, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.Section("b")
	if err != nil || string(got) != "weights" {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := f.Section("c"); err == nil || !strings.Contains(err.Error(), `"c"`) {
		t.Fatalf("a missing section gave %v", err)
	}
}

func TestDamageIsRefused(t *testing.T) {
	b := sample(t)
	for i := range b {
		bad := bytes.Clone(b)
		bad[i] ^= 0x41
		if f, err := Decode(bad); err == nil {
			if _, err := f.Section("b"); err == nil && i < header {
				t.Errorf("a change at byte %d went unseen", i)
			}
		}
		if i < len(b)-1 {
			if _, err := Decode(b[:i]); err == nil && i < len(b)-8 {
				t.Errorf("a cut at byte %d went unseen", i)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	file := New()
	file.Set("x", []byte("yz"))
	b, err := file.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := Decode(b); err == nil {
			m.Names()
		}
	})
}
