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
	"chancery/internal/stage/ingest/fetch"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/serve/web"
	"chancery/record"
)

// pages are the desk in a browser.
func pages(db *desk, reg *registry.Registry, full *complete.Keeper, code pipeline.Code, client *fetch.Client, least serve.Role) ([]serve.Mount, error) {
	var get func(context.Context, string) (record.Page, []record.Diagnostic, error)
	if client != nil {
		get = fetcher(client)
	}
	return web.Mounts(web.Options{
		Saved: db.saved, Fetch: get, Fetchers: least,
		Archive: db, Names: filter.World(reg), Code: code, Aggregate: db.AggregateBetween, Version: version,
		States: statesOf(reg),
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

// statesOf are the states of today, at their capitals.
func statesOf(reg *registry.Registry) (out []web.State) {
	for i := range reg.Len() {
		e := reg.Entry(registry.ID(i + 1))
		if e.File != "states.tsv" || e.Standing == "former" || e.Code == "" {
			continue
		}
		s := web.State{Code: e.Code, Name: e.Name, Lat: e.Lat, Lon: e.Lon, HasCoord: e.HasCoord}
		if len(e.Capitals) > 0 {
			if c := reg.ByKey(e.Capitals[0]); c != nil && c.HasCoord {
				s.Lat, s.Lon, s.HasCoord = c.Lat, c.Lon, true
			}
		}
		out = append(out, s)
	}
	return out
}
