package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"chancery/record"
)

// pages gives n items with ids d0, d1, …; read counts how many were taken.
func pages(n int, text string, read *atomic.Int64) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for i := range n {
			if read != nil {
				read.Add(1)
			}
			p := record.Page{Document: record.Document{ID: fmt.Sprintf("d%d", i)}, Text: text}
			if !yield(Item{Page: &p}, nil) {
				return
			}
		}
	}
}

// echo codes a page to a record that only repeats its document.
func echo(_ context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
	return record.Record{Schema: record.SchemaV1, Document: p.Document}, nil, nil
}

// jsonl runs the pipeline and returns what it emits as JSON lines.
func jsonl(t *testing.T, in iter.Seq2[Item, error], code Code, opts Options) (string, Counts, error) {
	t.Helper()
	var out strings.Builder
	enc := json.NewEncoder(&out)
	counts, err := Run(t.Context(), in, code, opts, func(r Result) error {
		if r.Page == nil || r.Err != nil {
			return nil
		}
		return enc.Encode(r.Record)
	})
	return out.String(), counts, err
}

func TestOneAndEightWorkersGiveTheSameBytes(t *testing.T) {
	uneven := func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
		// The earlier the document the longer it takes, so that eight workers
		// finish out of order. Inside synctest the clock is not the real one.
		var i int
		fmt.Sscanf(p.ID, "d%d", &i)
		time.Sleep(time.Duration(100-i%100) * time.Millisecond)
		return echo(ctx, p)
	}
	synctest.Test(t, func(t *testing.T) {
		one, _, err := jsonl(t, pages(200, "two words", nil), uneven, Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		eight, counts, err := jsonl(t, pages(200, "two words", nil), uneven, Options{Workers: 8})
		if err != nil {
			t.Fatal(err)
		}
		if one != eight {
			t.Error("the output depends on the number of workers")
		}
		want := Counts{Documents: 200, Coded: 200, Words: 400}
		if counts != want {
			t.Errorf("counts %+v, want %+v", counts, want)
		}
	})
}

func TestAFailingDocumentDoesNotStopTheRest(t *testing.T) {
	code := func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
		switch p.ID {
		case "d1":
			return record.Record{}, nil, errors.New("model is gone")
		case "d2":
			panic("index out of range")
		case "d3":
			rec, _, err := echo(ctx, p)
			return rec, []record.Diagnostic{{Code: record.LanguageUnsupported, Severity: record.Error}}, err
		case "d4":
			rec, _, err := echo(ctx, p)
			return rec, []record.Diagnostic{{Code: record.PublishedMissing, Severity: record.Warning}}, err
		}
		return echo(ctx, p)
	}
	var errs []error
	var ids []string
	counts, err := Run(t.Context(), pages(6, "w", nil), code, Options{Workers: 3}, func(r Result) error {
		if r.Err != nil {
			errs = append(errs, r.Err)
		} else {
			ids = append(ids, r.Record.Document.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(ids, " "); got != "d0 d3 d4 d5" {
		t.Errorf("coded %s", got)
	}
	if len(errs) != 2 || !strings.HasPrefix(errs[0].Error(), "cannot code d1: model is gone") ||
		!strings.HasPrefix(errs[1].Error(), "cannot code d2: a bug in Chancery") {
		t.Errorf("errors: %v", errs)
	}
	want := Counts{Documents: 6, Coded: 3, Errors: 1, Failures: 2, Warnings: 1, Words: 4}
	if counts != want {
		t.Errorf("counts %+v, want %+v", counts, want)
	}
}

func TestASlowFirstDocumentHoldsTheInputBack(t *testing.T) {
	for _, tc := range []struct {
		name    string
		opts    Options
		text    string
		atMost  int64
		atLeast int64
	}{
		{"by number", Options{Workers: 4, Window: 10}, "w", 11, 10},
		{"by size", Options{Workers: 4, Window: 1000, Budget: 100}, strings.Repeat("x", 30), 4, 3},
		{"over the whole budget", Options{Workers: 4, Budget: 10}, strings.Repeat("x", 30), 2, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				slow := func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
					if p.ID == "d0" {
						<-release
					}
					return echo(ctx, p)
				}
				var read atomic.Int64
				var counts Counts
				var wg sync.WaitGroup
				wg.Go(func() { _, counts, _ = jsonl(t, pages(500, tc.text, &read), slow, tc.opts) })
				synctest.Wait() // everything that can go on without d0 has gone on
				if n := read.Load(); n > tc.atMost || n < tc.atLeast {
					t.Errorf("read %d documents ahead, want %d to %d", n, tc.atLeast, tc.atMost)
				}
				close(release)
				wg.Wait()
				if counts.Coded != 500 {
					t.Errorf("coded %d of 500", counts.Coded)
				}
			})
		})
	}
}

func TestItemsWithoutAPageKeepTheirPlace(t *testing.T) {
	bad := record.Diagnostic{Code: record.LineInvalid, Severity: record.Error, Document: "x.jsonl:2"}
	in := func(yield func(Item, error) bool) {
		a := record.Page{Document: record.Document{ID: "a"}}
		_ = yield(Item{Page: &a}, nil) && yield(Item{Diagnostics: []record.Diagnostic{bad}}, nil) && yield(Item{Page: &a}, nil)
	}
	var order []string
	counts, err := Run(t.Context(), in, echo, Options{}, func(r Result) error {
		if r.Page == nil {
			order = append(order, r.Diagnostics[0].Document)
		} else {
			order = append(order, r.Record.Document.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(order, " "); got != "a x.jsonl:2 a" || counts.Errors != 1 || counts.Coded != 2 {
		t.Errorf("order %q, counts %+v", got, counts)
	}
}

func TestWhatTheReaderToldIsNotToldAgain(t *testing.T) {
	p := record.Page{Document: record.Document{ID: "long-id"}}
	item := Item{Page: &p, Place: "x.txt", Diagnostics: []record.Diagnostic{{Code: record.PublishedUnreadable, Document: "x.txt"}}}
	code := func(context.Context, record.Page) (record.Record, []record.Diagnostic, error) {
		return record.Record{}, []record.Diagnostic{{Code: record.PublishedMissing, Document: "long-id"}, {Code: record.SentenceCut, Document: "long-id"}}, nil
	}
	in := func(yield func(Item, error) bool) { yield(item, nil) }
	_, err := Run(t.Context(), in, code, Options{}, func(r Result) error {
		var told []string
		for _, d := range r.Diagnostics {
			told = append(told, d.Document+" "+d.Code)
		}
		if got := strings.Join(told, ", "); got != "x.txt published-unreadable, x.txt sentence-cut" {
			t.Errorf("told %s", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestADateThatTheTextHolds(t *testing.T) {
	missing := []record.Diagnostic{{Code: record.PublishedMissing, Severity: record.Warning}}
	if got := Merge(missing, nil, "x.txt"); len(got) != 0 {
		t.Errorf("told %v", got)
	}
	if got := Merge(missing, []record.Diagnostic{{Code: record.TextEmpty, Severity: record.Error}}, "x.txt"); len(got) != 2 {
		t.Errorf("of a page that was not read: %v", got)
	}
}

func TestRunStops(t *testing.T) {
	broken := errors.New("cannot read")
	t.Run("when the input fails, after what came before", func(t *testing.T) {
		in := func(yield func(Item, error) bool) {
			for item := range pages(3, "w", nil) {
				if !yield(item, nil) {
					return
				}
			}
			yield(Item{}, broken)
		}
		out, counts, err := jsonl(t, in, echo, Options{})
		if !errors.Is(err, broken) || counts.Coded != 3 || strings.Count(out, "\n") != 3 {
			t.Errorf("err %v, counts %+v", err, counts)
		}
	})
	t.Run("when emit fails", func(t *testing.T) {
		var read atomic.Int64
		_, err := Run(t.Context(), pages(1000, "w", &read), echo, Options{Workers: 2, Window: 4}, func(Result) error { return broken })
		if !errors.Is(err, broken) || read.Load() > 10 {
			t.Errorf("err %v after %d documents", err, read.Load())
		}
	})
	t.Run("when the context ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		counts, err := Run(ctx, pages(1000, "w", nil), echo, Options{Workers: 2, Window: 4, Progress: func(c Counts) {
			if c.Documents == 5 {
				cancel()
			}
		}}, func(Result) error { return nil })
		if !errors.Is(err, context.Canceled) || counts.Documents > 6 {
			t.Errorf("err %v, counts %+v", err, counts)
		}
	})
	t.Run("when the context ends while the input is blocked", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		defer close(release)
		in := func(yield func(Item, error) bool) {
			for item := range pages(1, "w", nil) {
				yield(item, nil)
			}
			<-release // as a terminal at which nobody types
		}
		counts, err := Run(ctx, in, echo, Options{}, func(Result) error {
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) || counts.Documents != 1 {
			t.Errorf("err %v, counts %+v", err, counts)
		}
	})
	t.Run("when emit fails while the input is blocked", func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		in := func(yield func(Item, error) bool) {
			for item := range pages(1, "w", nil) {
				yield(item, nil)
			}
			<-release
		}
		if _, err := Run(t.Context(), in, echo, Options{}, func(Result) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("err %v", err)
		}
	})
	t.Run("when the context ends while a document is coded", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		stuck := func(ctx context.Context, _ record.Page) (record.Record, []record.Diagnostic, error) {
			cancel()
			<-ctx.Done()
			return record.Record{}, nil, ctx.Err()
		}
		_, err := Run(ctx, pages(10, "w", nil), stuck, Options{Workers: 2}, func(Result) error { return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("err %v", err)
		}
	})
}

func BenchmarkRun(b *testing.B) {
	text := strings.Repeat("word ", 500)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	_, err := Run(b.Context(), pages(b.N, text, nil), echo, Options{}, func(Result) error { return nil })
	if err != nil {
		b.Fatal(err)
	}
}
