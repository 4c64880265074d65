package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"chancery/archive"
	"chancery/internal/pipeline"
	"chancery/internal/pipeline/fleet/node"
	"chancery/record"
)

// queue opens a queue on a server of its own.
func queue(t *testing.T, lease time.Duration) *Queue {
	t.Helper()
	n, err := node.Start(node.Options{Store: t.TempDir(), Listen: "none"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Stop)
	q, err := Connect(t.Context(), Options{Inside: n.Server, Lease: lease})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

// kept is an archive in memory that worker share.
type kept struct {
	mu    sync.Mutex
	pages map[string]int // how often each was committed
	fails []error        // of the next commits
	bad   string         // a page that spoils every commit
	batch []int          // pages of each commit
}

// desk is the archive as one worker sees it.
type desk struct {
	*kept
	batch []pipeline.Result
	told  func(archive.Outcome)
	again func(context.Context, error, int) bool
}

func (k *kept) desk(told func(archive.Outcome), again func(context.Context, error, int) bool) Archive {
	return &desk{kept: k, told: told, again: again}
}

func (d *desk) Kept(_ context.Context, page *record.Page) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.pages[page.Text] > 0, nil
}

func (d *desk) Put(_ context.Context, r pipeline.Result) error {
	d.batch = append(d.batch, r)
	return nil
}

func (d *desk) Flush(ctx context.Context) error {
	batch := d.batch
	d.batch = nil
	if len(batch) == 0 {
		return nil
	}
	for n := 1; ; n++ {
		err := d.commit(batch)
		if err == nil {
			break
		}
		if !d.again(ctx, err, n) {
			return err
		}
	}
	for _, r := range batch {
		o := archive.Outcome{Document: r.Page.Text}
		if strings.Contains(r.Page.Text, "refused") {
			o.Err = errors.New("no")
		}
		d.told(o)
	}
	return nil
}

func (d *desk) commit(batch []pipeline.Result) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.fails) > 0 {
		err := d.fails[0]
		d.fails = d.fails[1:]
		return err
	}
	for _, r := range batch {
		if d.bad != "" && r.Page.Text == d.bad {
			return errors.New("a byte that no database takes")
		}
	}
	for _, r := range batch {
		if !strings.Contains(r.Page.Text, "refused") {
			d.pages[r.Page.Text]++
		}
	}
	d.kept.batch = append(d.kept.batch, len(batch))
	return nil
}

var errPassing = errors.New("the disk is full")

// worker gives pages of works whose file says how many, as "7" or "3 bad".
func worker(q *Queue, k *kept, change func(*WorkerOptions)) *Worker {
	o := WorkerOptions{
		Name: "one", Archive: k.desk, Workers: 2, Linger: 50 * time.Millisecond, Drain: 5 * time.Second, Tries: 3,
		Passing: func(err error) bool { return errors.Is(err, errPassing) },
		Code: func(_ context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
			if strings.Contains(p.Text, "panic") {
				panic("a bug")
			}
			return record.Record{}, nil, nil
		},
		Open: func(_ context.Context, w *Work) iter.Seq2[pipeline.Item, error] {
			return func(yield func(pipeline.Item, error) bool) {
				if strings.Contains(w.File, "missing") {
					yield(pipeline.Item{}, errors.New("there is no such file"))
					return
				}
				for i := range w.Documents {
					if !yield(pipeline.Item{Page: &record.Page{Text: fmt.Sprintf("%s %d", w.File, i)}}, nil) {
						return
					}
				}
			}
		},
	}
	if change != nil {
		change(&o)
	}
	return NewWorker(q, o)
}

func submit(t *testing.T, q *Queue, works ...Work) Submitted {
	t.Helper()
	s, err := q.Submit(t.Context(), func(put func(Work) error) error {
		for _, w := range works {
			if err := put(w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func works(n, documents int) []Work {
	var out []Work
	for i := range n {
		out = append(out, Work{Kind: WARC, File: fmt.Sprintf("file %d", i), Documents: documents})
	}
	return out
}

// until runs workers until want says that all is as it should be.
func until(t *testing.T, q *Queue, want func(Status) bool, workers ...*Worker) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, w := range workers {
		all.Go(func() {
			if err := w.Work(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	var last Status
	ok := false
	for deadline := time.Now().Add(30 * time.Second); !ok && time.Now().Before(deadline); {
		<-time.After(20 * time.Millisecond)
		s, err := q.Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		last, ok = s, want(s)
	}
	if !ok {
		t.Errorf("it did not come to this: %+v", last)
	}
	stop()
	all.Wait()
}

func idle(s Status) bool { return s.Waiting+s.Hand == 0 }

func (k *kept) once(t *testing.T, works []Work) {
	t.Helper()
	n := 0
	for i := range works {
		for j := range works[i].Documents {
			name := fmt.Sprintf("%s %d", works[i].File, j)
			if k.pages[name] != 1 {
				t.Errorf("page %s was kept %d times", name, k.pages[name])
			}
			n++
		}
	}
	if len(k.pages) != n {
		t.Errorf("%d pages, want %d", len(k.pages), n)
	}
}

func newKept() *kept { return &kept{pages: map[string]int{}} }

func TestSubmittedOnce(t *testing.T) {
	q := queue(t, 5*time.Second)
	all := works(40, 3)
	if s := submit(t, q, all...); s != (Submitted{New: 40, Documents: 120}) {
		t.Errorf("%+v", s)
	}
	if s := submit(t, q, all...); s != (Submitted{Known: 40}) {
		t.Errorf("again: %+v", s)
	}
	k := newKept()
	until(t, q, idle, worker(q, k, nil))
	k.once(t, all)
	if s := submit(t, q, all...); s != (Submitted{Known: 40}) {
		t.Errorf("after they are done: %+v", s)
	}
	all[0].Again = 1
	if s := submit(t, q, all...); s != (Submitted{New: 1, Known: 39, Documents: 3}) {
		t.Errorf("once more: %+v", s)
	}
}

func TestTwoWorkers(t *testing.T) {
	q := queue(t, 5*time.Second)
	all := works(60, 10)
	submit(t, q, all...)
	k := newKept()
	one, two := worker(q, k, nil), worker(q, k, func(o *WorkerOptions) { o.Name = "two"; o.Batch = 7 })
	until(t, q, idle, one, two)
	k.once(t, all)
	a, b := one.State(), two.State()
	if a.Documents+b.Documents != 600 || a.Works+b.Works != 60 || a.Hand+b.Hand != 0 || a.Memory == 0 {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// What passes is waited for, and nothing is acknowledged before it is committed.
func TestArchiveFails(t *testing.T) {
	q := queue(t, 2*time.Second)
	all := works(8, 4)
	submit(t, q, all...)
	k := newKept()
	k.fails = []error{errPassing, errPassing, errPassing}
	w := worker(q, k, nil)
	waited := false
	until(t, q, func(s Status) bool {
		if state := w.State(); state.Waiting != "" {
			waited = true
			if s.Done > 0 {
				t.Errorf("%d works were acknowledged before a commit", s.Done)
			}
		}
		return idle(s)
	}, w)
	k.once(t, all)
	if !waited || w.State().Retries > 0 {
		t.Errorf("waited %v, %+v", waited, w.State())
	}
}

// Works that cannot be done are laid aside with the reason; the others are done.
func TestPoison(t *testing.T) {
	q := queue(t, time.Second)
	good := works(10, 3)
	poison := []Work{
		{Kind: WARC, File: "missing", Documents: 1}, {Kind: WARC, File: "panic", Documents: 1}, {Kind: WARC, File: "refused", Documents: 1},
		{Kind: WARC, File: "spoils", Documents: 1}, {Kind: "riddle", File: "x"},
	}
	submit(t, q, slices.Concat(poison[:2], good, poison[2:])...)
	k := newKept()
	k.bad = "spoils 0"
	until(t, q, func(s Status) bool { return idle(s) && s.Dead == 5 }, worker(q, k, nil))
	k.once(t, good)
	dead, err := q.Dead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for _, d := range dead {
		name := "no work"
		if d.Work != nil {
			name = d.Work.File
		}
		reasons[name] = fmt.Sprint(d.Tries, " ", d.Reason)
	}
	for name, want := range map[string]string{"missing": "3 there is no such file", "panic": "3 cannot code", "refused": "3 document refused 0: no", "spoils": "3 a byte that no database takes", "no work": "no kind of work"} {
		if !strings.Contains(reasons[name], want) {
			t.Errorf("%s is laid aside with %q", name, reasons[name])
		}
	}
	// Mended, it is done.
	k.bad = ""
	for i := range dead {
		err := q.Resubmit(t.Context(), &dead[i])
		if (err != nil) != (dead[i].Work == nil) {
			t.Error(err)
		}
	}
	until(t, q, func(s Status) bool { return idle(s) && s.Dead == 4 }, worker(q, k, nil))
	if k.pages["spoils 0"] != 1 {
		t.Errorf("kept %d times", k.pages["spoils 0"])
	}
}

// A work that takes longer than its lease stays with its worker.
func TestSlowWork(t *testing.T) {
	q := queue(t, time.Second)
	all := works(2, 2)
	submit(t, q, all...)
	k := newKept()
	slow := func(o *WorkerOptions) {
		o.Code = func(ctx context.Context, _ record.Page) (record.Record, []record.Diagnostic, error) {
			rest(ctx, 1500*time.Millisecond)
			return record.Record{}, nil, nil
		}
	}
	one, two := worker(q, k, slow), worker(q, k, func(o *WorkerOptions) { slow(o); o.Name = "two" })
	until(t, q, idle, one, two)
	k.once(t, all)
	if one.State().Retries+two.State().Retries > 0 {
		t.Error("a lease ran out under a worker that was at work")
	}
}

// A worker that is ended keeps what it has begun, gives back the rest, and ends
// in time, whatever holds it up.
//
// What is given back stands among the works in hand, to the server, until it is given
// out once more: that it was given back shows when another worker comes to the end of
// all long before the lease is over.
func TestDrain(t *testing.T) {
	q := queue(t, 5*time.Minute)
	all := works(20, 100) // two are read ahead, three wait in the hand
	submit(t, q, all...)
	k := newKept()
	for _, hold := range []time.Duration{2 * time.Millisecond, time.Hour} {
		w := worker(q, k, func(o *WorkerOptions) {
			if o.Workers, o.Drain = 1, 700*time.Millisecond; hold < time.Second {
				o.Drain = 10 * time.Second // there is time for what is begun, on a slow machine too
			}
			o.Code = func(ctx context.Context, _ record.Page) (record.Record, []record.Diagnostic, error) {
				rest(ctx, hold)
				return record.Record{}, nil, nil
			}
		})
		begun := time.Now()
		until(t, q, func(s Status) bool { return time.Since(begun) > 60*time.Millisecond }, w)
		if took := time.Since(begun); took > 15*time.Second {
			t.Errorf("it took %s to end", took)
		}
		if s, err := q.Status(t.Context()); err != nil || s.Done+s.Waiting+s.Hand != 20 || s.Hand > 5 {
			t.Errorf("%+v, %v", s, err)
		}
	}
	until(t, q, idle, worker(q, k, nil))
	k.once(t, all)
}

// A server that has no leader is asked for longer than a short lease: else a work
// that is kept would be given out once more.
func TestInsistOutlastsTheLease(t *testing.T) {
	w := &Worker{q: &Queue{opts: Options{Lease: time.Millisecond}.withDefaults()}}
	asked := 0
	err := w.insist(t.Context(), func(context.Context) error {
		if asked++; asked < 4 {
			return nats.ErrNoResponders
		}
		return nil
	})
	if err != nil || asked != 4 {
		t.Errorf("asked %d times: %v", asked, err)
	}
	refused := errors.New("refused")
	if err := w.insist(t.Context(), func(context.Context) error { return refused }); !errors.Is(err, refused) {
		t.Error(err)
	}
}

// A queue is not compressed, nor does one stay so that an earlier version made.
func TestNotCompressed(t *testing.T) {
	q := queue(t, time.Second)
	check := func() {
		t.Helper()
		info, err := q.works.Info(t.Context())
		if err != nil || info.Config.Compression != jetstream.NoCompression || info.Config.MaxMsgsPerSubject != 1 {
			t.Errorf("%+v, %v", info, err)
		}
	}
	check()
	had := q.works.CachedInfo().Config
	had.Compression = jetstream.S2Compression
	if _, err := q.js.UpdateStream(t.Context(), had); err != nil {
		t.Fatal(err)
	}
	if err := q.make(t.Context()); err != nil {
		t.Fatal(err)
	}
	check()
}
