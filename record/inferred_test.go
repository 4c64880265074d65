package record

import (
	"slices"
	"testing"
)

func TestDropInferred(t *testing.T) {
	r := sampleRecord(t)
	r.Events[1].Actors = []string{"e1", "e3"}
	before := r.Events[1].Actors
	r.Events[1].Inferred = []string{"e3"}
	r.DropInferred()
	if e := r.Events[0]; len(e.Inferred) > 0 || len(e.Recipients) > 0 || !slices.Equal(e.Actors, []string{"e1"}) {
		t.Errorf("the first event has %v → %v, inferred %v", e.Actors, e.Recipients, e.Inferred)
	}
	if e := r.Events[1]; len(e.Inferred) > 0 || !slices.Equal(e.Actors, []string{"e1"}) || !slices.Equal(before, []string{"e1", "e3"}) {
		t.Errorf("the second event has %v, inferred %v; the list given is now %v", e.Actors, e.Inferred, before)
	}
	if p := Validate(r, sampleText); len(p) > 0 {
		t.Errorf("invalid: %v", p)
	}
}
