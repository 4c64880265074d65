package web

import (
	"context"
	"sync"
	"time"
)

// memoAge is how old what is kept of a whole archive may be while pages are added
// to it; in an archive that rests it is never made twice.
const memoAge = 30 * time.Second

// memo keeps what takes long to gather from a whole archive. One request gathers
// it, those that come meanwhile get what was there before.
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
	if has && !mine {
		return value, nil
	}
	if !has {
		m.first.Lock()
		defer m.first.Unlock()
		m.mu.Lock()
		value, has = m.value, m.has
		m.mu.Unlock()
		if has {
			return value, nil
		}
	}
	now, err := d.o.Archive.Revision(ctx)
	fresh := value
	if err == nil && (!has || now != revision) {
		fresh, err = gather(ctx)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if mine {
		m.busy = false
	}
	if err != nil {
		return value, err
	}
	m.value, m.has, m.revision, m.at = fresh, true, now, d.o.Now()
	return fresh, nil
}
