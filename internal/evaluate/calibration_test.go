package evaluate

import (
	"math"
	"testing"
)

func TestCalibration(t *testing.T) {
	var none tenths
	if none.calibration() != nil {
		t.Error("no event with a confidence must give no calibration")
	}
	var x tenths
	for k := range 10 {
		x.add(0.85, k < 9)    // nine in ten right where 0.85 was said
		x.add(0.35, k%2 == 0) // half right where 0.35 was said
	}
	x.add(1, true)
	c := x.calibration()
	if c.Events != 21 || len(c.Bins) != 3 {
		t.Fatalf("%+v", c)
	}
	if b := c.Bins[1]; b.From != 0.8 || b.To != 0.9 || b.Events != 10 || math.Abs(b.Said-0.85) > 1e-9 || math.Abs(b.Right-0.9) > 1e-9 {
		t.Errorf("bin %+v", b)
	}
	if want := (10*0.05 + 10*0.15) / 21; math.Abs(c.Error-want) > 1e-9 {
		t.Errorf("error %v, want %v", c.Error, want)
	}
}
