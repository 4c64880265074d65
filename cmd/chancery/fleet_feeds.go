package main

import (
	"context"
	"iter"
	"math/rand/v2"
	"sync"
	"time"

	"chancery/internal/pipeline"
	"chancery/internal/pipeline/fleet"
	"chancery/internal/stage/ingest/fetch"
	"chancery/internal/stage/ingest/watch"
	"chancery/internal/stage/store"
)

// polls read works: those in files, and polls of feeds, whose state is kept in the
// archive when their articles are.
type polls struct {
	s      *store.Store
	root   string
	client *fetch.Client
	opts   watch.Options

	mu     sync.Mutex
	states map[string]watch.State // of feeds polled and not yet done, by work
}

func newPolls(s *store.Store, f *workFlags) (*polls, error) {
	f.fetching.workers, f.fetching.atOnce = f.workers, 1
	client, err := f.fetching.client()
	if err != nil {
		return nil, err
	}
	return &polls{s: s, root: f.root, client: client, states: map[string]watch.State{},
		opts: watch.Options{Get: client, Now: time.Now, Chance: rand.Float64, FromFeed: f.fetching.fromFeed}}, nil
}

func (p *polls) close() { p.client.Close() }

// open reads the documents of a work.
func (p *polls) open(ctx context.Context, w *fleet.Work) iter.Seq2[pipeline.Item, error] {
	if w.Kind != fleet.Poll {
		return fleet.Open(ctx, w, p.root)
	}
	return func(yield func(pipeline.Item, error) bool) {
		res, err := p.poll(ctx, w)
		if err != nil {
			yield(pipeline.Item{}, err)
			return
		}
		for item, err := range polledItems(res) {
			if !yield(item, err) {
				return
			}
		}
	}
}

// poll asks a feed, unless it asked to be left alone for longer. A feed that fails
// is none of a work: its state notes that.
func (p *polls) poll(ctx context.Context, w *fleet.Work) (*watch.Result, error) {
	source := watch.Source{Outlet: w.Feed.Outlet, Country: w.Feed.Country, Ownership: w.Feed.Ownership, URL: w.Feed.URL, Interval: w.Feed.Interval, Note: w.Feed.Note}
	var state watch.State
	found, err := p.s.Feed(ctx, source.URL, &state)
	if err != nil {
		return nil, err
	}
	due := watch.Due([]watch.Source{source}, map[string]watch.State{source.URL: state}, p.opts.Now())
	if found && len(due) == 0 {
		return &watch.Result{}, nil
	}
	if !found {
		if err := knowOutlets(ctx, p.s, []watch.Source{source}); err != nil {
			return nil, err
		}
	}
	res, err := watch.Poll(ctx, source, state, p.opts)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.states[w.ID()] = res.State
	return &res, nil
}

// done notes the state of a feed whose articles are committed.
func (p *polls) done(ctx context.Context, w *fleet.Work) error {
	if w.Kind != fleet.Poll {
		return nil
	}
	p.mu.Lock()
	state, polled := p.states[w.ID()]
	delete(p.states, w.ID())
	p.mu.Unlock()
	if !polled {
		return nil
	}
	return p.s.SetFeed(ctx, w.Feed.URL, state)
}
