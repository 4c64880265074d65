package fleet

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// delivery is a work that this worker was given.
type delivery struct {
	msg      jetstream.Msg
	work     *Work
	id       string
	sequence uint64
	given    uint64 // how often, to all workers
	begun    time.Time
	hopeless bool          // no try will do
	leaving  atomic.Bool   // on its way to be settled
	settled  chan struct{} // closed when it is out of the hand

	mu      sync.Mutex
	failure error // the first one
}

func (d *delivery) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failure == nil {
		d.failure = err
	}
}

func (d *delivery) failed() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failure
}

// hand holds the works that a worker has, from the time when they are given until
// the server knows what became of them.
type hand struct {
	mu    sync.Mutex
	of    map[string]*delivery
	bytes int64
	freed chan struct{} // something is out of the hand
}

func (h *hand) get(id string) *delivery {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.of[id]
}

// take puts a work into the hand; false when it is there already.
func (h *hand) take(d *delivery) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.of[d.id] != nil {
		return false
	}
	h.of[d.id] = d
	h.bytes += d.work.Bytes
	return true
}

// drop takes a work out of the hand.
func (h *hand) drop(d *delivery) {
	h.mu.Lock()
	if h.of[d.id] == d {
		delete(h.of, d.id)
		h.bytes -= d.work.Bytes
		close(d.settled)
	}
	h.mu.Unlock()
	select {
	case h.freed <- struct{}{}:
	default:
	}
}

// room is how many works may be taken. A hand without any may take one, however
// long that is.
func (h *hand) room(most int, bytes int64) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.of) > 0 && h.bytes >= bytes {
		return 0
	}
	return max(most-len(h.of), 0)
}

func (h *hand) begin(d *delivery) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d.begun = time.Now()
}

// all lists what is in hand; begun those that are being read or kept.
func (h *hand) all() (all, begun []*delivery) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, d := range h.of {
		all = append(all, d)
		if !d.begun.IsZero() {
			begun = append(begun, d)
		}
	}
	return all, begun
}

// wait waits until no work that was begun is in hand.
func (h *hand) wait(ctx context.Context) bool {
	for {
		_, begun := h.all()
		if len(begun) == 0 {
			return true
		}
		select {
		case <-begun[0].settled:
		case <-ctx.Done():
			return false
		}
	}
}
