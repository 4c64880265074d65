package pipeline

import (
	"context"
	"sync"
	"unicode"
)

// window holds the documents in flight to a number and to a sum of sizes. One
// document over the whole budget may enter, alone.
type window struct {
	mu    sync.Mutex
	freed *sync.Cond

	places, budget int // limits
	docs, size     int // in flight
}

func newWindow(places, budget int) *window {
	w := &window{places: places, budget: budget}
	w.freed = sync.NewCond(&w.mu)
	return w
}

// enter waits for room and takes it; false means that ctx ended first.
func (w *window) enter(ctx context.Context, size int) bool {
	stop := context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.freed.Broadcast()
	})
	defer stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.docs >= w.places || w.docs > 0 && w.size+size > w.budget {
		if ctx.Err() != nil {
			return false
		}
		w.freed.Wait()
	}
	if ctx.Err() != nil {
		return false
	}
	w.docs++
	w.size += size
	return true
}

// change takes note of a page that has been read: it holds another size now.
func (w *window) change(j *job) {
	size := 0
	if j.item.Page != nil {
		size = len(j.item.Page.Text)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.size += size - j.size
	j.size = size
	w.freed.Signal()
}

func (w *window) leave(size int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.docs--
	w.size -= size
	w.freed.Signal()
}

// Words counts the stretches of text between white space, without
// allocating.
func Words(text string) int {
	n, inWord := 0, false
	for _, r := range text {
		if unicode.IsSpace(r) {
			inWord = false
		} else if !inWord {
			inWord = true
			n++
		}
	}
	return n
}
