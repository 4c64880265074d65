package access

import (
	"sync"
	"time"
)

// guesses counts failures, and says how long somebody has to wait after them.
type guesses struct {
	now func() time.Time

	mu    sync.Mutex
	fails map[string]fail
}

type fail struct {
	n  int
	at time.Time
}

// Failures that are free: of a user from one client, of a client whoever it says
// to be, of a user from wherever. Others cannot lock a user out by a few guesses.
const (
	freePair   = 5
	freeClient = 20
	freeUser   = 100
	longest    = 15 * time.Minute
	forgotten  = 24 * time.Hour
	mostKept   = 50000
)

func newGuesses(now func() time.Time) *guesses {
	return &guesses{now: now, fails: map[string]fail{}}
}

func places(name, client string) map[string]int {
	return map[string]int{"pair " + client + " " + name: freePair, "client " + client: freeClient, "user " + name: freeUser}
}

// wait says how long a user must wait before the next try; 0 when it may be now.
func (g *guesses) wait(name, client string) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	var most time.Duration
	for key, free := range places(name, client) {
		f := g.fails[key]
		if f.n < free {
			continue
		}
		delay := longest
		if over := f.n - free; over < 10 {
			delay = min(longest, time.Second<<over)
		}
		most = max(most, f.at.Add(delay).Sub(g.now()))
	}
	return max(most, 0)
}

// failed counts a failure.
func (g *guesses) failed(name, client string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if len(g.fails) > mostKept {
		for key, f := range g.fails {
			if now.Sub(f.at) > longest {
				delete(g.fails, key)
			}
		}
	}
	for key := range places(name, client) {
		f := g.fails[key]
		if now.Sub(f.at) > forgotten {
			f = fail{}
		}
		g.fails[key] = fail{f.n + 1, now}
	}
}

// passed forgets the failures of a user from this client.
func (g *guesses) passed(name, client string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.fails, "pair "+client+" "+name)
}
