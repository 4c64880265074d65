package main

import (
	"context"
	"testing"

	"chancery/archive"
	"chancery/internal/pipeline"
	"chancery/internal/pipeline/keep"
	"chancery/record"
)

// adds is a store that looks at what it is given.
type adds struct{ given []archive.Addition }

func (a *adds) Kept(context.Context, string, archive.Appearance, string) (bool, error) {
	return false, nil
}

func (a *adds) Add(_ context.Context, batch []archive.Addition, _ archive.Link) ([]archive.Outcome, error) {
	a.given = append(a.given, batch...)
	return make([]archive.Outcome, len(batch)), nil
}

// TestNewKeeperPreparesPages holds that pages come to the archive with their prints:
// without them each is looked up alone, under the lock of the archive.
func TestNewKeeperPreparesPages(t *testing.T) {
	s := &adds{}
	k := newKeeper(s, keep.Options{Coder: "test"})
	page := record.Page{Text: "The foreign ministers of Ambria and Belmark met in the capital on Tuesday and agreed to open two border posts before the winter begins."}
	if err := k.Put(t.Context(), pipeline.Result{Page: &page}); err != nil {
		t.Fatal(err)
	}
	if err := k.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(s.given) != 1 || s.given[0].Prints == nil || len(s.given[0].Prints.Bands) == 0 {
		t.Errorf("the page came without prints: %+v", s.given)
	}
}
