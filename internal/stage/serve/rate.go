package serve

import (
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// rates gives each client a bucket of requests that fills by and by.
type rates struct {
	rate  float64
	burst float64
	now   func() time.Time

	mu      sync.Mutex
	buckets map[string]*bucket
	swept   time.Time
}

type bucket struct {
	left float64
	at   time.Time
}

// mostClients bounds the memory for clients; beyond it those who come share one.
const mostClients = 20000

func newRates(rate float64, burst int, now func() time.Time) *rates {
	if rate == 0 {
		rate = 20
	}
	if burst == 0 {
		burst = 200
	}
	return &rates{rate: rate, burst: float64(burst), now: now, buckets: map[string]*bucket{}, swept: now()}
}

// take takes one request of a client's, or says how long to wait.
func (r *rates) take(client string) (wait time.Duration, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	r.sweep(now)
	b := r.buckets[client]
	if b == nil {
		if len(r.buckets) >= mostClients {
			client = "others"
			b = r.buckets[client]
		}
		if b == nil {
			b = &bucket{left: r.burst, at: now}
			r.buckets[client] = b
		}
	}
	b.left = min(r.burst, b.left+now.Sub(b.at).Seconds()*r.rate)
	b.at = now
	if b.left < 1 {
		return time.Duration((1 - b.left) / r.rate * float64(time.Second)), false
	}
	b.left--
	return 0, true
}

// sweep forgets clients whose buckets are full again.
func (r *rates) sweep(now time.Time) {
	if now.Sub(r.swept) < time.Minute {
		return
	}
	r.swept = now
	for client, b := range r.buckets {
		if b.left+now.Sub(b.at).Seconds()*r.rate >= r.burst {
			delete(r.buckets, client)
		}
	}
}

func (r *rates) limit(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		wait, ok := r.take(network(ClientOf(req)))
		if !ok {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
			Fail(w, req, Problem{Status: http.StatusTooManyRequests, Detail: "Too many requests; wait as long as Retry-After says."})
			return
		}
		h.ServeHTTP(w, req)
	})
}

// network is what counts as one client: an IPv4 address, or a /64 of IPv6.
func network(address string) string {
	ip := net.ParseIP(address)
	if ip == nil || ip.To4() != nil {
		return address
	}
	return ip.Mask(net.CIDRMask(64, 128)).String()
}
