package web

import (
	"context"
	"sync"
	"time"
)

// memoAge is how old what is kept of a whole archive may be while pages are added
// to it; in an archive that rests it is never made twice.
const memoAge = 30 * time.Second

// memo keeps what takes long to gather from a whole archive. The first who asks
// waits for it; when it has grown old it is gathered again beside the requests,
// which get what was there before.
type memo[T any] struct {
	mu       sync.Mutex
	has      bool
	value    T
	revision string
	at       time.Time
	busy     bool

	first sync.Mutex // held while it is gathered for the first time
}

// get gives what is kept, or gathers it.
func (m *memo[T]) get(ctx context.Context, d *desk, gather func(context.Context) (T, error)) (T, error) {
	m.mu.Lock()
	value, has, revision, old := m.value, m.has, m.revision, d.o.Now().Sub(m.at) >= memoAge
	mine := has && old && !m.busy
	m.busy = m.busy || mine
	m.mu.Unlock()
	if mine {
		go m.renew(context.WithoutCancel(ctx), d, revision, gather)
	}
	if has {
		return value, nil
	}
	m.first.Lock()
	defer m.first.Unlock()
	m.mu.Lock()
	value, has = m.value, m.has
	m.mu.Unlock()
	if has {
		return value, nil
	}
	now, err := d.o.Archive.Revision(ctx)
	if err == nil {
		value, err = gather(ctx)
	}
	if err == nil {
		m.set(value, now, d.o.Now())
	}
	return value, err
}

// renew gathers again when the archive has changed, one memo at a time, so that
// readers keep most of the machine. What fails is tried again by the next who
// asks.
func (m *memo[T]) renew(ctx context.Context, d *desk, revision string, gather func(context.Context) (T, error)) {
	d.renewing.Lock()
	defer d.renewing.Unlock()
	m.mu.Lock()
	value := m.value
	m.mu.Unlock()
	now, err := d.o.Archive.Revision(ctx)
	if err == nil && now != revision {
		value, err = gather(ctx)
	}
	if err == nil {
		m.set(value, now, d.o.Now())
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.busy = false
}

func (m *memo[T]) set(value T, revision string, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.value, m.has, m.revision, m.at, m.busy = value, true, revision, at, false
}
