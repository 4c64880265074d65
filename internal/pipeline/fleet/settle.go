package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// keepLeases tells the server again and again that what is in hand is being worked
// on. A worker out of which nothing comes for too long ends: something in its
// hand keeps it, and who watches over it starts it anew.
func (w *Worker) keepLeases(ctx context.Context, end context.CancelCauseFunc) {
	every := time.NewTicker(w.q.opts.Lease / 3)
	defer every.Stop()
	last, since := w.told.progress(), time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		all, begun := w.hand.all()
		for _, d := range all {
			// What is not told in time is given to another worker, which does no harm.
			_ = d.msg.InProgress()
		}
		if now := w.told.progress(); now != last || len(begun) == 0 || w.told.waiting.Load() != nil {
			last, since = now, time.Now()
		} else if time.Since(since) > w.opts.Stuck {
			end(fmt.Errorf("nothing came out of %s for %s; give up", begun[0].work, w.opts.Stuck))
			return
		}
	}
}

// acknowledge settles works whose pages are all committed, or have failed.
func (w *Worker) acknowledge(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case d := <-w.acks:
			w.settle(ctx, d)
			w.settled.Done()
		}
	}
}

func (w *Worker) settle(ctx context.Context, d *delivery) {
	defer w.hand.drop(d)
	err := d.failed()
	if err == nil {
		if err = w.opts.Done(ctx, d.work); err == nil {
			w.done(ctx, d)
			return
		}
	}
	if ctx.Err() == nil {
		w.failedOnce(ctx, d, err)
	}
}

// done acknowledges a work and waits until the server has noted it. When that
// does not come, the work is given out again, and everybody knows its pages.
func (w *Worker) done(ctx context.Context, d *delivery) {
	err := w.insist(ctx, func(ctx context.Context) error { return d.msg.DoubleAck(ctx) })
	if err != nil && ctx.Err() == nil {
		w.opts.Tell(fmt.Sprintf("%s is kept, but the server could not be told: %v", d.work, err))
	}
	w.told.works.Add(1)
	if d.given > 1 {
		_ = w.q.tries.Purge(ctx, d.work.ID()) // it is forgotten by itself in a month
	}
}

// insisting is how long a server is asked at least: longer than a cluster takes to
// choose a leader (4 to 9 s, more when a vote is split).
const insisting = 20 * time.Second

// insist tries something that a server may not answer, for as long as a lease, or
// until a new leader is there.
func (w *Worker) insist(ctx context.Context, try func(context.Context) error) error {
	until := time.Now().Add(max(w.q.opts.Lease, insisting))
	for {
		once, cancel := context.WithTimeout(ctx, 3*time.Second)
		err := try(once)
		cancel()
		if err == nil || !passing(err) || time.Now().After(until) || !rest(ctx, 200*time.Millisecond) {
			return err
		}
	}
}

// tried is what is known of a work that was given out more than once.
type tried struct {
	Tries  int       `json:"tries"`
	Reason string    `json:"reason,omitempty"`
	Worker string    `json:"worker"`
	At     time.Time `json:"at"`
}

// begin notes that a work is tried again, before it is. It is false when the work
// was laid aside instead, or must be left for now. A worker that dies of a work
// cannot tell of it: so tries are counted when they begin.
func (w *Worker) begin(ctx context.Context, d *delivery) bool {
	t, err := w.triesOf(ctx, d)
	if err == nil && t.Tries >= w.opts.Tries {
		if t.Reason == "" {
			t.Reason = fmt.Sprintf("it was begun %d times and no worker came to its end; the last was %s", t.Tries, t.Worker)
		}
		w.layAside(ctx, d, t)
		w.hand.drop(d)
		return false
	}
	if err == nil {
		t.Tries++
		err = w.note(ctx, d, t)
	}
	if err != nil {
		w.opts.Tell(fmt.Sprintf("%s is left for now: %v", d.work, err))
		_ = d.msg.NakWithDelay(w.pause(t.Tries)) // else its lease runs out
		w.hand.drop(d)
		return false
	}
	return true
}

func (w *Worker) triesOf(ctx context.Context, d *delivery) (t tried, err error) {
	t = tried{Tries: int(min(d.given-1, 1))}
	err = w.insist(ctx, func(ctx context.Context) error {
		entry, err := w.q.tries.Get(ctx, d.work.ID())
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			return nil
		}
		if err == nil {
			err = json.Unmarshal(entry.Value(), &t)
		}
		return err
	})
	return t, err
}

func (w *Worker) note(ctx context.Context, d *delivery, t tried) error {
	t.Worker, t.At = w.opts.Name, time.Now().UTC()
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return w.insist(ctx, func(ctx context.Context) error {
		_, err := w.q.tries.Put(ctx, d.work.ID(), data)
		return err
	})
}

// failedOnce notes why a work failed and gives it back, or lays it aside.
func (w *Worker) failedOnce(ctx context.Context, d *delivery, failure error) {
	t, err := w.triesOf(ctx, d)
	t.Tries, t.Reason = max(t.Tries, 1), reason(failure)
	if err == nil && (d.hopeless || t.Tries >= w.opts.Tries) {
		w.layAside(ctx, d, t)
		return
	}
	w.opts.Tell(fmt.Sprintf("%s failed, try %d of %d: %s", d.work, t.Tries, w.opts.Tries, t.Reason))
	if err == nil {
		err = w.note(ctx, d, t)
	}
	if err != nil {
		w.opts.Tell(fmt.Sprintf("cannot note it: %v", err))
	}
	_ = d.msg.NakWithDelay(w.pause(t.Tries)) // else its lease runs out
}

// pause is how long a work rests before its next try.
func (w *Worker) pause(tries int) time.Duration {
	return min(w.q.opts.Lease, time.Second<<min(max(tries, 0), 10)) / 2
}

// reason puts a failure into the words that are kept.
func reason(err error) string {
	s := err.Error()
	if len(s) > 4000 { // a bug comes with its stack
		s = s[:4000] + "…"
	}
	return s
}

// layAside puts a work among the dead, and only then takes it from the queue.
func (w *Worker) layAside(ctx context.Context, d *delivery, t tried) {
	t.Worker, t.At = w.opts.Name, time.Now().UTC()
	err := w.insist(ctx, func(ctx context.Context) error { return w.q.bury(ctx, d, t) })
	if err != nil {
		w.opts.Tell(fmt.Sprintf("cannot lay %s aside: %v", d.work, err))
		_ = d.msg.NakWithDelay(w.pause(t.Tries))
		return
	}
	w.told.dead.Add(1)
	w.opts.Tell(fmt.Sprintf("%s is laid aside after %d tries: %s", d.work, t.Tries, t.Reason))
	// A server that does not hear this gives the work out once more, and it is laid
	// aside again, in the place of this time.
	_ = d.msg.TermWithReason("laid aside")
	_ = w.q.tries.Purge(ctx, d.work.ID())
}

// release gives back what is in hand after a run ended early: works that nobody
// began at once, others after a while. A work that was alone in the run is the
// one that failed.
func (w *Worker) release(ctx context.Context, err error) {
	all, begun := w.hand.all()
	begun = slices.DeleteFunc(begun, func(d *delivery) bool { return d.leaving.Load() })
	for _, d := range all {
		switch {
		case d.leaving.Load():
			continue
		case err != nil && ctx.Err() == nil && len(begun) == 1 && begun[0] == d && d.given > 1:
			w.failedOnce(ctx, d, err)
		case d.begun.IsZero():
			_ = d.msg.Nak() // else its lease runs out
		default:
			_ = d.msg.NakWithDelay(time.Second)
		}
		w.hand.drop(d)
	}
}
