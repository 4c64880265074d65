package bench

import "testing"

// TestLimits measures on little memory: the figures are in the order that any
// machine has them in, by wide margins.
func TestLimits(t *testing.T) {
	if r := readRate(1 << 20); r < 0.05 || r > 10_000 {
		t.Errorf("%g GB/s", r)
	}
	if w := waitIn(16 << 10); w <= 0.05 || w > 10_000 {
		t.Errorf("%g ns", w)
	}
}

// TestRingHoldsAllLines follows the ring once round.
func TestRingHoldsAllLines(t *testing.T) {
	ring := ringOf(100)
	at, n := uint32(0), 0
	for n == 0 || at != 0 {
		if at%line != 0 || n > 100 {
			t.Fatalf("at %d after %d steps", at, n)
		}
		at = ring[at]
		n++
	}
	if n != 100 {
		t.Errorf("the ring has %d places of 100", n)
	}
}
