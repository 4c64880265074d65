package keep

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/pipeline"
	"chancery/record"
)

// shelf is a store that remembers what it was asked.
type shelf struct {
	kept    map[string]archive.Appearance
	batches []int
	fail    error
}

func (s *shelf) Kept(_ context.Context, sha string, at archive.Appearance, _ string) (bool, error) {
	was, ok := s.kept[sha]
	return ok && was == at, s.fail
}

func (s *shelf) Add(_ context.Context, batch []archive.Addition, _ archive.Link) ([]archive.Outcome, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	s.batches = append(s.batches, len(batch))
	var out []archive.Outcome
	for _, add := range batch {
		o := archive.Outcome{Document: add.Document.SHA256, Result: archive.New}
		if add.Document.Title == "bad" {
			o = archive.Outcome{Document: add.Document.SHA256, Err: errors.New("refused")}
		}
		s.kept[add.Document.SHA256] = add.Document.Appears()
		out = append(out, o)
	}
	return out, nil
}

func result(text, title string) pipeline.Result {
	doc := record.Document{Title: title, URL: "https://courier.example/" + title, SHA256: Digest(text)}
	return pipeline.Result{Page: &record.Page{Document: doc, Text: text}, Record: record.Record{Document: doc, Events: []record.Event{{ID: "v1", Type: "AID"}}}}
}

func TestAcknowledgesAfterTheCommit(t *testing.T) {
	s := &shelf{kept: map[string]archive.Appearance{}}
	var told []archive.Outcome
	k := New(s, nil, Options{Batch: 2, Now: func() time.Time { return time.Time{} }, Kept: func(o archive.Outcome) {
		if len(s.batches) == 0 {
			t.Error("acknowledged before the store had it")
		}
		told = append(told, o)
	}})
	ctx := context.Background()
	for _, r := range []pipeline.Result{result("one", "a"), {}, {Page: &record.Page{}, Err: errors.New("bug")}, result("two", "bad"), result("three", "c")} {
		if err := k.Put(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if len(told) != 2 {
		t.Errorf("%d acknowledged before the last flush, want the full batch of 2", len(told))
	}
	if err := k.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	if want := []int{2, 1}; !slices.Equal(s.batches, want) {
		t.Errorf("batches %v, want %v", s.batches, want)
	}
	if c := k.Counts(); c.New != 2 || c.Failed != 1 || c.Events != 2 {
		t.Errorf("counts %+v", c)
	}
}

func TestAFailedCommitIsAnErrorAndNotAcknowledged(t *testing.T) {
	s := &shelf{fail: errors.New("disk full")}
	k := New(s, nil, Options{Kept: func(archive.Outcome) { t.Error("acknowledged") }})
	_ = k.Put(context.Background(), result("one", "a"))
	if err := k.Flush(context.Background()); !errors.Is(err, s.fail) {
		t.Errorf("got %v", err)
	}
}

func TestFreshLeavesOutWhatIsKept(t *testing.T) {
	old := result("one", "a").Page
	s := &shelf{kept: map[string]archive.Appearance{Digest("one"): Appearance(&old.Document)}}
	elsewhere := *old
	elsewhere.URL = "https://mirror.example/a"
	items := func(yield func(pipeline.Item, error) bool) {
		for _, item := range []pipeline.Item{{Page: old}, {Page: &elsewhere}, {Place: "broken"}} {
			if !yield(item, nil) {
				return
			}
		}
	}
	unread := func(yield func(pipeline.Item, error) bool) {
		for item := range items {
			if !yield(pipeline.Item{Place: item.Place, Late: func() (pipeline.Item, error) { return item, nil }}, nil) {
				return
			}
		}
	}
	for name, in := range map[string]iter.Seq2[pipeline.Item, error]{"read": items, "unread": unread} {
		t.Run(name, func(t *testing.T) { freshLeavesOut(t, in, s) })
	}
}

func freshLeavesOut(t *testing.T, items iter.Seq2[pipeline.Item, error], s *shelf) {
	skipped := 0
	var got []string
	for item, err := range Fresh(context.Background(), items, s, "coder", func(string) { skipped++ }) {
		if err != nil {
			t.Fatal(err)
		}
		if item, err = item.Read(); item.Skip {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if item.Page == nil {
			got = append(got, item.Place)
			continue
		}
		got = append(got, item.Page.URL)
	}
	if want := []string{"https://mirror.example/a", "broken"}; skipped != 1 || !slices.Equal(got, want) {
		t.Errorf("%d skipped, went through %v", skipped, got)
	}
}

func TestReachedIsToldFileByFileAfterTheCommit(t *testing.T) {
	s := &shelf{kept: map[string]archive.Appearance{}}
	var reached []string
	k := New(s, nil, Options{Batch: 2, Reached: func(file, resume string) error {
		reached = append(reached, file+"@"+resume)
		return nil
	}})
	ctx := context.Background()
	for _, at := range [][2]string{{"a.warc", "10"}, {"a.warc", "20"}, {"a.warc", "30"}, {"b.warc", "7"}, {"", ""}} {
		r := result(at[0]+at[1], "t")
		r.File, r.Resume = at[0], at[1]
		if err := k.Put(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a.warc@20", "a.warc@30", "b.warc@7"}; !slices.Equal(reached, want) {
		t.Errorf("reached %v, want %v", reached, want)
	}
	if want := []int{2, 1, 1, 1}; !slices.Equal(s.batches, want) {
		t.Errorf("batches %v, want %v", s.batches, want)
	}
}
