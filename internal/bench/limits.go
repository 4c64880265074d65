package bench

import (
	"math/rand/v2"
	"time"
)

// Limits are what the machine can do at best, to set measures beside: how fast
// one core reads memory from end to end, and how long it waits for a place that
// it could not foresee.
type Limits struct {
	// ReadGB is gigabytes a second that one core sums up, of a stretch that is in
	// no cache.
	ReadGB float64 `json:"read_gb_per_second"`
	// Waits are nanoseconds for one look-up that depends on the one before, by the
	// size of what is looked up in.
	Waits []Wait `json:"waits"`
}

// Wait is the time for one look-up in so many bytes.
type Wait struct {
	Bytes       int     `json:"bytes"`
	Nanoseconds float64 `json:"ns"`
}

// MachineLimits measures them, in about a second.
func MachineLimits() Limits {
	out := Limits{ReadGB: readRate(128 << 20)}
	for _, size := range []int{32 << 10, 512 << 10, 4 << 20, 16 << 20, 256 << 20} {
		out.Waits = append(out.Waits, Wait{size, waitIn(size)})
	}
	return out
}

// readRate sums words of a stretch; the best of some runs, for what disturbs one
// is not the machine's limit.
func readRate(size int) float64 {
	words := make([]uint64, size/8)
	for i := range words {
		words[i] = uint64(i)
	}
	best, sum := 0.0, uint64(0)
	for range 5 {
		start := time.Now()
		var a, b, c, d uint64
		for i := 0; i+8 <= len(words); i += 8 {
			w := words[i : i+8 : i+8]
			a += w[0] + w[4]
			b += w[1] + w[5]
			c += w[2] + w[6]
			d += w[3] + w[7]
		}
		sum += a + b + c + d
		best = max(best, float64(size)/1e9/time.Since(start).Seconds())
	}
	if sum == 0 { // it is not: so that the sums are worked out
		return 0
	}
	return best
}

// line is how many numbers stand in 64 bytes, which come into the cache at once.
const line = 16

// ringOf makes a random ring through so many lines, from 0 back to 0.
func ringOf(lines int) []uint32 {
	ring := make([]uint32, lines*line)
	order := rand.New(rand.NewPCG(1, 2)).Perm(lines)
	for i, at := range order {
		ring[at*line] = uint32(order[(i+1)%lines] * line)
	}
	return ring
}

// waitIn follows a random ring through all lines of a stretch.
func waitIn(size int) float64 {
	lines := size / 64
	ring := ringOf(lines)
	steps := 1 << 20
	at := uint32(0)
	follow := func(n int) {
		for range n {
			at = ring[at]
		}
	}
	follow(min(lines, steps)) // into the caches, as far as it goes in
	best := 0.0
	for range 3 {
		start := time.Now()
		follow(steps)
		if t := float64(time.Since(start).Nanoseconds()) / float64(steps); best == 0 || t < best {
			best = t
		}
	}
	if at == uint32(len(ring)) { // it is not: so that the ring is followed
		return 0
	}
	return best
}
