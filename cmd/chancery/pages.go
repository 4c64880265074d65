package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"chancery/archive"
	"chancery/internal/export"
	"chancery/internal/filter"
	"chancery/internal/pipeline"
	"chancery/internal/registry"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/serve/web"
)

// pages are the desk in a browser.
func pages(db *desk, reg *registry.Registry, full *complete.Keeper, code pipeline.Code) ([]serve.Mount, error) {
	return web.Mounts(web.Options{
		Archive: db, Names: filter.World(reg), Code: code, Aggregate: db.AggregateBetween, Version: version,
		Complete: func(ctx context.Context, e filter.Expr) (string, error) {
			c, err := full.Of(ctx, e)
			return c.Line, err
		},
		Calendar: func(ctx context.Context, w io.Writer, plans iter.Seq2[archive.Incident, error]) error {
			set := export.Set{
				Incidents: plans,
				Event: func(key string) (archive.Event, bool, error) {
					e, err := db.Event(ctx, key)
					if errors.Is(err, archive.ErrUnknown) {
						return e, false, nil
					}
					return e, err == nil, err
				},
				Changes: func(incident string) ([]archive.Change, error) { return db.Changes(ctx, incident) },
			}
			_, err := export.ICalendar(w, set, export.Options{Registry: reg, Coder: "chancery " + version, Now: time.Now()})
			return err
		},
	})
}
