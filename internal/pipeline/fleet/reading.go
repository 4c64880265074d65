package fleet

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"chancery/internal/pipeline"
)

// pull takes works from the queue while there is room in the hand, until ctx or
// hard ends.
func (w *Worker) pull(ctx, hard context.Context, to chan<- *delivery) {
	defer close(to)
	failed := 0 // pulls in a row
	for ctx.Err() == nil && hard.Err() == nil {
		n := w.hand.room(w.opts.Hand, w.opts.Bytes)
		if n == 0 {
			select {
			case <-w.hand.freed:
			case <-ctx.Done():
			case <-hard.Done():
			}
			continue
		}
		batch, err := w.q.given.Fetch(n, jetstream.FetchMaxWait(time.Second))
		if err == nil {
			for msg := range batch.Messages() {
				if d := w.deliver(msg); d != nil {
					to <- d // there is room: it holds as many as the hand
				}
			}
			err = batch.Error()
		}
		if err == nil || errors.Is(err, jetstream.ErrNoMessages) {
			failed = 0
			continue
		}
		if failed++; failed == pullsTold {
			w.opts.Tell("no works can be taken: " + err.Error())
		}
		rest(ctx, 300*time.Millisecond)
	}
}

// pullsTold is how many pulls in a row may fail before that is told.
const pullsTold = 20

// deliver takes a message into the hand. What is no work is laid aside at once.
func (w *Worker) deliver(msg jetstream.Msg) *delivery {
	d := &delivery{msg: msg, given: 1, settled: make(chan struct{})}
	if meta, err := msg.Metadata(); err == nil {
		d.given, d.sequence = meta.NumDelivered, meta.Sequence.Stream
	}
	var err error
	if d.work, err = read(msg.Data()); err != nil {
		d.work = &Work{}
		d.fail(err)
		d.hopeless = true
	}
	d.id = fmt.Sprint(d.sequence)
	if d.given > 1 {
		w.told.retries.Add(1)
	}
	if !w.hand.take(d) {
		// It is in hand already: its lease ran out under us. What is done to it holds
		// for this delivery too.
		return nil
	}
	if d.hopeless {
		w.leave(d)
		return nil
	}
	return d
}

// reading turns works into items for the pipeline.
type reading struct {
	w        *Worker
	ctx      context.Context // the end of it all
	draining context.Context // no work is begun any more
	given    <-chan *delivery
	yield    func(pipeline.Item, error) bool
	open     bool // pages were handed on and not yet asked to be committed
}

func (r *reading) run() {
	for {
		d, more := r.next()
		if !more || d != nil && !r.work(d) {
			return
		}
	}
}

// next waits for a work. When none comes for a while, what was read is committed.
func (r *reading) next() (d *delivery, more bool) {
	if len(r.given) == 0 && r.open && r.w.hand.room(r.w.opts.Hand, r.w.opts.Bytes) == 0 {
		return nil, r.mark(markFlush, "") // none can come before some are done
	}
	linger := time.NewTimer(r.w.opts.Linger)
	defer linger.Stop()
	select {
	case <-r.draining.Done():
		return nil, false
	case <-r.ctx.Done():
		return nil, false
	case d, more = <-r.given:
		return d, more
	case <-linger.C:
		return nil, !r.open || r.mark(markFlush, "")
	}
}

func (r *reading) mark(what, id string) bool {
	r.open = what == markEnd
	return r.yield(pipeline.Item{File: id, Resume: what}, nil)
}

// work hands the pages of a work on. One that was given out before goes alone, so
// that if it brings the worker down, it takes no other with it.
func (r *reading) work(d *delivery) bool {
	if d.work.Kind == Poll && r.open && !r.mark(markFlush, "") {
		return false // a poll takes its time: what was read need not wait for it
	}
	if d.given == 1 {
		return r.pages(d)
	}
	if r.open && !r.mark(markFlush, "") {
		return false
	}
	if !r.w.hand.wait(r.ctx) {
		return false
	}
	if !r.w.begin(r.ctx, d) {
		return r.ctx.Err() == nil
	}
	if !r.pages(d) || !r.mark(markFlush, "") {
		return false
	}
	select {
	case <-d.settled:
	case <-r.ctx.Done():
	}
	return r.ctx.Err() == nil
}

// pages hands on the pages that the archive has not.
func (r *reading) pages(d *delivery) bool {
	r.w.hand.begin(d)
	for item, err := range r.w.opts.Open(r.ctx, d.work) {
		if r.ctx.Err() != nil {
			return false
		}
		if err != nil {
			d.fail(err)
			break
		}
		if late := item.Late; late != nil {
			item.Late = func() (read pipeline.Item, err error) {
				if read, err = late(); err == nil {
					read.Skip, err = r.kept(&read)
				}
				return read, err
			}
		} else if known, err := r.kept(&item); err != nil {
			r.yield(pipeline.Item{}, err) // it ends the run
			return false
		} else if known {
			continue
		}
		r.open = true
		item.File, item.Resume = d.id, ""
		if !r.yield(item, nil) {
			return false
		}
	}
	return r.mark(markEnd, d.id)
}

// kept asks the archive for a page, again when it is not reached.
func (r *reading) kept(item *pipeline.Item) (known bool, err error) {
	if item.Page == nil {
		return false, nil
	}
	for n := 1; ; n++ {
		known, err := r.w.arch.Kept(r.ctx, item.Page)
		if err == nil {
			r.w.reached()
			if known {
				r.w.told.known.Add(1)
			}
			return known, nil
		}
		if !r.w.again(r.ctx, err, n) {
			return false, err
		}
	}
}
