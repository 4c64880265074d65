package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"chancery/archive"
	"chancery/internal/pipeline"
	"chancery/record"
)

// Archive is where a worker keeps pages. Put and Flush are called by one
// goroutine, Kept by several.
type Archive interface {
	// Kept says whether the archive has a page.
	Kept(ctx context.Context, page *record.Page) (bool, error)
	// Put takes a coded page, Flush writes all that was put under one commit.
	Put(ctx context.Context, r pipeline.Result) error
	Flush(ctx context.Context) error
}

// WorkerOptions say how to work. The zero value of each number asks for its
// default.
type WorkerOptions struct {
	Name string
	// Archive makes the archive. Kept is to be called for each page of a commit, in
	// the order in which they were put; again when a commit failed n times in a row:
	// if it gives true, the commit is tried once more.
	Archive func(kept func(archive.Outcome), again func(ctx context.Context, err error, n int) bool) Archive
	// Open reads the documents of a work; an error is one of the work.
	Open func(ctx context.Context, w *Work) iter.Seq2[pipeline.Item, error]
	// Done is called when all pages of a work are committed, before it is
	// acknowledged.
	Done func(ctx context.Context, w *Work) error
	Code pipeline.Code
	// Passing says whether an error of the archive may pass, such as a server that is
	// being started anew or a disk that is full: such a one is waited for.
	Passing func(error) bool

	Workers int           // documents coded at once; default runtime.GOMAXPROCS(0)
	Batch   int           // documents under one commit; default 64
	Hand    int           // works in hand at most; default 5
	Bytes   int64         // of works in hand, about; default 64 MiB
	Tries   int           // of a work before it is laid aside; default 5
	Drain   time.Duration // how long it may take to end; default 20 s
	Linger  time.Duration // how long pages wait for others of their commit; default 0.3 s
	Stuck   time.Duration // without a page coming out, the worker gives up; default 10 min

	Result func(*pipeline.Result) // told of each document that came out
	Tell   func(line string)
}

func (o WorkerOptions) withDefaults() WorkerOptions {
	for _, d := range []struct {
		n     *int
		value int
	}{{&o.Batch, 64}, {&o.Hand, 5}, {&o.Tries, 5}} {
		if *d.n <= 0 {
			*d.n = d.value
		}
	}
	for _, d := range []struct {
		n     *time.Duration
		value time.Duration
	}{{&o.Drain, 20 * time.Second}, {&o.Linger, 300 * time.Millisecond}, {&o.Stuck, 10 * time.Minute}} {
		if *d.n <= 0 {
			*d.n = d.value
		}
	}
	if o.Bytes <= 0 {
		o.Bytes = 64 << 20
	}
	if o.Passing == nil {
		o.Passing = func(error) bool { return false }
	}
	if o.Done == nil {
		o.Done = func(context.Context, *Work) error { return nil }
	}
	if o.Result == nil {
		o.Result = func(*pipeline.Result) {}
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	return o
}

// Worker takes works from a queue and keeps what they hold.
type Worker struct {
	q    *Queue
	opts WorkerOptions
	arch Archive
	hand hand
	told counters
	rate atomic.Pointer[float64]

	acks    chan *delivery
	settled sync.WaitGroup // deliveries on their way to the server

	// Of the goroutine that keeps:
	batch []*delivery // of the pages put and not yet committed, in order
	bytes int         // of their texts
	at    int         // of the outcomes told of batch
	read  []*delivery // all pages were put
}

// NewWorker makes a worker.
func NewWorker(q *Queue, opts WorkerOptions) *Worker {
	w := &Worker{q: q, opts: opts.withDefaults(), acks: make(chan *delivery, 1024)}
	w.hand.of = map[string]*delivery{}
	w.hand.freed = make(chan struct{}, 1)
	w.told.begun = time.Now()
	w.arch = w.opts.Archive(w.kept, w.again)
	return w
}

// failures is how many runs in a row may fail before the worker ends.
const failures = 8

// Work works until ctx ends, and then ends what it has in hand: works that it
// reads come to their end if there is time, the others are given back. An error
// says that this worker cannot go on.
func (w *Worker) Work(ctx context.Context) error {
	hard, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Add(1)
	unasked := context.AfterFunc(ctx, func() {
		defer beside.Done()
		w.opts.Tell("ending; works in hand come to their end")
		time.AfterFunc(w.opts.Drain, func() { cancel(errDrained) })
	})
	defer func() {
		if unasked() {
			beside.Done()
		}
	}()
	over, stop := context.WithCancel(hard)
	defer stop()
	beside.Go(func() { w.keepLeases(over, cancel) })
	beside.Go(func() { w.tellState(over) })
	beside.Go(func() { w.connected(over, cancel) })
	for range 4 {
		beside.Go(func() { w.acknowledge(over) })
	}
	for failed := 0; ; {
		done := w.told.works.Load() + w.told.dead.Load()
		err := w.watched(ctx, hard)
		w.release(hard, err)
		if ctx.Err() != nil || hard.Err() != nil {
			return w.ended(hard)
		}
		if failed++; w.told.works.Load()+w.told.dead.Load() > done {
			failed = 1
		}
		w.opts.Tell("cannot go on with what is in hand, it is given back: " + err.Error())
		if failed >= failures {
			return fmt.Errorf("cannot go on after %d failures in a row: %w", failed, err)
		}
		rest(ctx, time.Duration(failed)*time.Second)
	}
}

// connected ends a worker that no server lets in any more: its connection is not
// tried again then.
func (w *Worker) connected(ctx context.Context, end context.CancelCauseFunc) {
	select {
	case <-ctx.Done():
	case <-w.q.closed:
		end(fmt.Errorf("the connection to NATS has ended: %w", cmp.Or(w.q.conn.LastError(), nats.ErrConnectionClosed)))
	}
}

// errDrained says that the time to end was over.
var errDrained = errors.New("the time to end is over")

// ended waits for acknowledgements on their way, and tells why the worker ended.
func (w *Worker) ended(hard context.Context) error {
	all := make(chan struct{})
	go func() { w.settled.Wait(); close(all) }()
	select {
	case <-all:
	case <-hard.Done():
	}
	// What was sent must be out before the connection is closed.
	_ = w.q.conn.FlushTimeout(2 * time.Second)
	if err := context.Cause(hard); hard.Err() != nil && !errors.Is(err, errDrained) {
		return err
	}
	return nil
}

// watched runs, and does not wait for what hangs when the end has come.
func (w *Worker) watched(ctx, hard context.Context) error {
	over := make(chan error, 1)
	go func() { over <- w.run(ctx, hard) }()
	select {
	case err := <-over:
		return err
	case <-hard.Done():
	}
	select {
	case err := <-over:
		return err
	case <-time.After(3 * time.Second):
		return context.Cause(hard)
	}
}

// run codes and keeps works until ctx ends (then in good order), hard ends, or
// something fails.
func (w *Worker) run(ctx, hard context.Context) error {
	inner, stop := context.WithCancel(hard)
	defer stop()
	given := make(chan *delivery, w.opts.Hand)
	var beside sync.WaitGroup
	beside.Go(func() { w.pull(ctx, inner, given) })
	ended := make(chan struct{})
	var items iter.Seq2[pipeline.Item, error] = func(yield func(pipeline.Item, error) bool) {
		defer close(ended)
		r := reading{w: w, ctx: inner, draining: ctx, given: given, yield: yield}
		r.run()
	}
	w.batch, w.read, w.bytes, w.at = nil, nil, 0, 0
	opts := pipeline.Options{Workers: w.opts.Workers, Window: max(8*w.opts.Workers, 3*w.opts.Batch)}
	_, err := pipeline.Run(inner, items, w.opts.Code, opts, func(r pipeline.Result) error { return w.take(inner, &r) })
	if err == nil {
		err = w.flush(inner)
	}
	stop()
	<-ended
	beside.Wait()
	return err
}

// Marks that go through the pipeline between the pages, in Item.Resume.
const (
	markEnd   = "end"   // of the pages of a work
	markFlush = "flush" // all before are to be committed
)

// take keeps one result, or does what a mark says.
func (w *Worker) take(ctx context.Context, r *pipeline.Result) error {
	d := w.hand.get(r.File)
	switch r.Resume {
	case markFlush:
		return w.flush(ctx)
	case markEnd:
		if d != nil {
			w.read = append(w.read, d)
		}
		if len(w.batch) > 0 {
			return nil
		}
		return w.flush(ctx) // nothing of it is to be written
	}
	w.told.result(r)
	w.opts.Result(r)
	switch {
	case r.Err != nil && d != nil:
		d.fail(r.Err)
		return nil
	case r.Page == nil || r.Err != nil:
		return nil
	}
	if err := w.arch.Put(ctx, *r); err != nil {
		return err
	}
	w.batch = append(w.batch, d)
	if w.bytes += len(r.Page.Text); len(w.batch) < w.opts.Batch && w.bytes < batchBytes {
		return nil
	}
	return w.flush(ctx)
}

// batchBytes is how much text one commit has at most, about.
const batchBytes = 8 << 20

// flush commits what was put; the works whose last page it holds are settled.
func (w *Worker) flush(ctx context.Context) error {
	w.at = 0
	if err := w.arch.Flush(ctx); err != nil {
		return err
	}
	w.reached()
	if len(w.batch) > 0 {
		w.told.commits.Add(1)
	}
	for _, d := range w.read {
		w.leave(d)
	}
	w.batch, w.read, w.bytes = w.batch[:0], w.read[:0], 0
	return nil
}

// leave sends a work on its way to be settled.
func (w *Worker) leave(d *delivery) {
	d.leaving.Store(true)
	w.settled.Add(1)
	w.acks <- d
}

// again waits after the archive failed n times in a row, when that may pass.
func (w *Worker) again(ctx context.Context, err error, n int) bool {
	if ctx.Err() != nil || !w.opts.Passing(err) {
		return false
	}
	reason := reason(err)
	if w.told.waiting.Swap(&reason) == nil {
		w.opts.Tell("waiting for the archive: " + reason)
	}
	return rest(ctx, min(5*time.Second, 100*time.Millisecond<<min(n, 6)))
}

// reached notes that the archive answers.
func (w *Worker) reached() {
	if w.told.waiting.Load() != nil && w.told.waiting.Swap(nil) != nil {
		w.opts.Tell("the archive answers again")
	}
}

// kept is told of each page of a commit.
func (w *Worker) kept(o archive.Outcome) {
	if w.at < len(w.batch) && o.Err != nil && w.batch[w.at] != nil {
		w.batch[w.at].fail(fmt.Errorf("document %s: %w", o.Document, o.Err))
	}
	w.at++
	w.told.outcome(&o)
}
