package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"sync"
	"time"

	"chancery"
	"chancery/archive"
	"chancery/internal/export"
	"chancery/internal/pipeline"
	"chancery/internal/stage/link"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/api"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/serve/saved"
	"chancery/internal/stage/store"
	"chancery/record"
)

// desk is an archive as the server asks it: decisions are linked, people and
// posts are brought up to date.
type desk struct {
	*store.Store
	err io.Writer
	// full tells what answers are drawn from.
	full *complete.Keeper
	// saved keeps the searches of users.
	saved *saved.Keeper

	mu    sync.Mutex
	fresh time.Time
}

func (d *desk) Correct(ctx context.Context, c archive.Correction) (archive.Correction, error) {
	return d.Store.Correct(ctx, c, link.Link)
}

func (d *desk) Undo(ctx context.Context, id int64, by, reason string) error {
	return d.Store.Undo(ctx, id, by, reason, link.Link)
}

// warm counts the archive before the first reader asks, and gives what waits for
// that to end.
func (d *desk) warm(ctx context.Context) (wait func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = d.full.Of(ctx, nil) // whoever asks next is told of an error
	}()
	return func() { stop(); <-done }
}

// search looks through the archive for what saved searches tell, and gives what
// waits for that to end.
func (d *desk) search(ctx context.Context) (wait func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.saved.Run(ctx, searchEvery)
	}()
	return func() { stop(); <-done }
}

// gauges tell the size of the archive with the metrics of the server.
func (d *desk) gauges(ctx context.Context, m *serve.Metrics) {
	gauge := func(name string, of func(complete.Completeness) int) {
		m.Gauge(name, func() float64 {
			c, err := d.full.Of(ctx, nil)
			if err != nil {
				return math.NaN()
			}
			return float64(of(c))
		})
	}
	gauge("chancery_documents", func(c complete.Completeness) int { return c.Documents })
	gauge("chancery_outlets", func(c complete.Completeness) int { return c.Outlets })
	gauge("chancery_outlet_days_without_documents", func(c complete.Completeness) int { return c.Gaps })
}

// ledgerAge is how old people and posts may be while documents come in: making
// them anew takes a while in a large archive.
const ledgerAge = time.Minute

func (d *desk) refresh(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.fresh.IsZero() && time.Since(d.fresh) < ledgerAge {
		return nil
	}
	_, err := d.RefreshLedger(ctx, link.Posts)
	if errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrLocked) {
		fmt.Fprintf(d.err, "chancery: people and posts are shown as of an earlier state of the archive: %v\n", err)
		err = nil
	}
	if err == nil {
		d.fresh = time.Now()
	}
	return err
}

func (d *desk) Tenures(ctx context.Context, q store.Query) iter.Seq2[archive.Tenure, error] {
	return refreshed(ctx, d, d.Store.Tenures(ctx, q))
}

func (d *desk) People(ctx context.Context, q store.Query) iter.Seq2[archive.Identity, error] {
	return refreshed(ctx, d, d.Store.People(ctx, q))
}

func refreshed[T any](ctx context.Context, d *desk, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := d.refresh(ctx); err != nil {
			yield(none, err)
			return
		}
		rows(yield)
	}
}

// apiTables write rows with the columns of exports.
func apiTables() api.Tables {
	return api.Tables{
		Events: func(w io.Writer, rows iter.Seq2[archive.Event, error]) error {
			return asCSV(w, export.Set{Events: rows})
		},
		Incidents: func(w io.Writer, rows iter.Seq2[archive.Incident, error]) error {
			return asCSV(w, export.Set{Incidents: rows})
		},
		Statements: func(w io.Writer, rows iter.Seq2[archive.Statement, error]) error {
			return asCSV(w, export.Set{Statements: rows})
		},
		People: func(w io.Writer, rows iter.Seq2[archive.Identity, error]) error {
			return asCSV(w, export.Set{People: rows})
		},
		Posts: func(w io.Writer, rows iter.Seq2[archive.Tenure, error]) error {
			return asCSV(w, export.Set{Posts: rows})
		},
	}
}

func asCSV(w io.Writer, set export.Set) error {
	_, err := export.CSV(w, set, export.Options{})
	return err
}

// lazyCoder makes the coder when the first text comes, so that the server starts
// at once.
func (a *app) lazyCoder(options chancery.Options) pipeline.Code {
	get := sync.OnceValues(func() (pipeline.Code, error) { return a.newCode(options) })
	return func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
		code, err := get()
		if err != nil {
			return record.Record{}, nil, err
		}
		return code(ctx, p)
	}
}
