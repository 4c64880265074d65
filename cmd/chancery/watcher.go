package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"strings"
	"time"

	"chancery/internal/brief"
	"chancery/internal/pipeline"
	"chancery/internal/stage/ingest/watch"
	"chancery/internal/stage/store"
	"chancery/record"
)

// watcher polls feeds in turn. Polls run beside each other; one goroutine, that
// of run, keeps what they bring. The articles of a poll are kept first and the
// state of the feed after them, so that what was cut off between is met again.
type watcher struct {
	sources []watch.Source
	states  map[string]watch.State // by URL; a copy of what the archive keeps
	opts    watch.Options
	atOnce  int
	once    bool
	keep    func(context.Context, *watch.Result) (string, error)
	note    func(context.Context, watch.State) error
	tell    func(problem bool, line string)
	after   func(time.Duration) <-chan time.Time

	busy    map[int]bool // feeds that are being polled
	done    map[int]bool // with once: those that were
	results chan polled
	failed  int // feeds that could not be polled
	refused int // polls in a row that the archive did not take
}

// polled is what a poll of a feed brought.
type polled struct {
	at  int // in the list
	res watch.Result
	err error
}

// refusals is how many polls in a row the archive may refuse before the watch
// ends.
const refusals = 5

// run polls until ctx ends, or once.
func (w *watcher) run(ctx context.Context) error {
	w.busy, w.done, w.results = map[int]bool{}, map[int]bool{}, make(chan polled, w.atOnce)
	w.failed, w.refused = 0, 0
	for {
		if ctx.Err() == nil {
			w.start(ctx)
		}
		if len(w.busy) == 0 && (w.once || ctx.Err() != nil) {
			return w.end(ctx)
		}
		var next <-chan time.Time
		wait, ok := watch.Wait(w.idle(), w.states, w.opts.Now())
		switch {
		case len(w.busy) == 0 && !ok:
			return errors.New("cannot go on: every feed of the list is gone (410)")
		case ok && len(w.busy) < w.atOnce && !w.once:
			next = w.after(wait)
		}
		ended := ctx.Done()
		if ctx.Err() != nil && len(w.busy) > 0 {
			ended = nil // only the polls on their way are waited for
		}
		select {
		case r := <-w.results:
			delete(w.busy, r.at)
			w.done[r.at] = true
			if err := w.take(ctx, r); err != nil {
				return err
			}
		case <-next:
		case <-ended:
		}
	}
}

// end tells how it went.
func (w *watcher) end(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		w.tell(false, "stopped; what was fetched is kept")
	case len(w.done) == 0:
		w.tell(false, "no feed is due")
	case w.failed == len(w.done):
		return fmt.Errorf("cannot poll any of %d feeds that were due", w.failed)
	}
	return nil
}

// start begins polls of feeds that are due.
func (w *watcher) start(ctx context.Context) {
	for _, i := range watch.Due(w.sources, w.states, w.opts.Now()) {
		switch {
		case len(w.busy) >= w.atOnce:
			return
		case w.busy[i], w.once && w.done[i]:
			continue
		}
		w.busy[i] = true
		state := w.states[w.sources[i].URL]
		go func() { w.results <- w.poll(ctx, i, state) }()
	}
}

// poll polls a feed. A panic is a bug: it is told, and the others go on.
func (w *watcher) poll(ctx context.Context, i int, state watch.State) (out polled) {
	defer func() {
		if p := recover(); p != nil {
			out = polled{at: i, err: fmt.Errorf("cannot poll %s: a bug in Chancery, please report it: %v\n%s", w.sources[i].URL, p, debug.Stack())}
		}
	}()
	res, err := watch.Poll(ctx, w.sources[i], state, w.opts)
	return polled{i, res, err}
}

// idle are the feeds that are not being polled.
func (w *watcher) idle() []watch.Source {
	var out []watch.Source
	for i := range w.sources {
		if !w.busy[i] {
			out = append(out, w.sources[i])
		}
	}
	return out
}

// take keeps what a poll brought, also when the watch is being ended. An error
// ends the watch.
func (w *watcher) take(ctx context.Context, r polled) error {
	stopped := ctx.Err() != nil
	ctx = context.WithoutCancel(ctx)
	source := &w.sources[r.at]
	kept, err := w.keep(ctx, &r.res)
	state := r.res.State
	if err == nil && r.err == nil {
		err = w.note(ctx, state)
	}
	switch {
	case err != nil:
		w.refused++
		w.failed++
		w.later(source)
		w.say(true, source, "%v; tried again at %s", err, w.clock(w.states[source.URL].Next))
		if w.refused >= refusals {
			return fmt.Errorf("cannot go on after %d polls that could not be kept: %w", w.refused, err)
		}
		return nil
	case r.err != nil && stopped: // the feed is met again by the next watch
		w.say(false, source, "interrupted%s", kept)
		return nil
	case r.err != nil:
		w.failed++
		w.later(source)
		w.say(true, source, "%v", r.err)
		return nil
	}
	w.refused = 0
	w.states[source.URL] = state
	if state.Failures > 0 {
		w.failed++
	}
	w.say(state.Failures > 0, source, "%s", w.outcome(&r.res, kept))
	return nil
}

// later puts off a feed whose poll came to nothing, without a word in the
// archive.
func (w *watcher) later(source *watch.Source) {
	s := w.states[source.URL]
	s.URL, s.Next = source.URL, w.opts.Now().Add(source.Interval)
	w.states[source.URL] = s
}

// outcome puts a poll into words.
func (w *watcher) outcome(r *watch.Result, kept string) string {
	s := &r.State
	next := "again at " + w.clock(s.Next)
	switch {
	case s.Gone:
		return "gone (410), it is not asked again; take it off the list"
	case s.Failures > 0:
		return fmt.Sprintf("failed, %s in a row [%s]; %s", times(s.Failures), s.Problem, next)
	case r.NotModified:
		return "nothing new; " + next
	}
	line := fmt.Sprintf("%d listed, %d new", r.Listed, r.New)
	if r.Changed > 0 {
		line += fmt.Sprintf(", %d changed", r.Changed)
	}
	return line + kept + "; " + next
}

func times(n int) string {
	if n == 1 {
		return "1 time"
	}
	return fmt.Sprintf("%d times", n)
}

// clock shows a moment, with its day when it is another than today.
func (w *watcher) clock(t time.Time) string {
	t, now := t.Local(), w.opts.Now().Local()
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}

func (w *watcher) say(problem bool, source *watch.Source, format string, args ...any) {
	line := fmt.Sprintf("%s %s: %s", w.opts.Now().Local().Format(time.DateTime), source.Outlet, fmt.Sprintf(format, args...))
	for part := range strings.Lines(line) { // a bug comes with its stack
		w.tell(problem, brief.Clean(strings.TrimRight(part, "\n")))
	}
}

// keepPolled codes and keeps the articles of a poll, and puts into words what
// came of them.
func (a *app) keepPolled(ctx context.Context, s *store.Store, c *coder, f *watchFlags, r *watch.Result) (string, error) {
	rep := newReport(a, f.quiet)
	rep.live = false
	for _, d := range r.Diagnostics {
		if !f.quiet || d.Severity == record.Error {
			rep.print(describe(d, &record.Record{}))
		}
	}
	defer rep.finish(pipeline.Counts{})
	if len(r.Items) == 0 {
		return "", nil
	}
	kept, err := a.keepSome(ctx, s, polledItems(r), c, &f.ingestFlags, rep)
	if err != nil {
		return "", err
	}
	return "; " + kept.words(), nil
}

func polledItems(r *watch.Result) iter.Seq2[pipeline.Item, error] {
	return func(yield func(pipeline.Item, error) bool) {
		for i := range r.Items {
			item := pipeline.Item{Place: r.Items[i].Place, Diagnostics: r.Items[i].Diagnostics}
			if !r.Items[i].Failed() {
				item.Page = &r.Items[i].Page
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}
