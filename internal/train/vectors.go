package train

import (
	"math"
	"math/rand/v2"
	"slices"

	"chancery/internal/train/vec"
)

// vectors are word vectors learnt from raw text by guessing the neighbours of a
// word, each place of the window with a table of its own, so that words of like
// grammar lie near one another.
type vectors struct {
	width int
	keys  []uint32
	in    []float32
}

// window is how far neighbours are looked at on either side.
const window = 2

const negatives = 4

func learnVectors(c *corpus, r rawConfig, seed uint64) *vectors {
	v := &vectors{width: r.Width}
	renumber := make([]int32, len(c.keys))
	var counts []int
	for i, n := range c.count {
		renumber[i] = -1
		if n >= r.MinCount {
			renumber[i] = int32(len(v.keys))
			v.keys, counts = append(v.keys, c.keys[i]), append(counts, n)
		}
	}
	rng := noise(seed*2654435761 + 12345)
	v.in = make([]float32, len(v.keys)*v.width)
	for i := range v.in {
		v.in[i] = (rng.unit() - 0.5) / float32(v.width)
	}
	l := &vectorLearner{v: v, out: make([]float32, 2*window*len(v.in)), gather: make([]float32, v.width), rng: rng, draw: lots(counts)}
	keep := keepRates(counts)
	total, done := float32(r.Epochs*len(c.ids)), 0
	var line []int32
	for range r.Epochs {
		for _, id := range c.ids {
			done++
			if id >= 0 {
				if k := renumber[id]; k >= 0 && l.rng.unit() < keep[k] {
					line = append(line, k)
				}
				continue
			}
			l.sentence(line, 0.05*max(1-float32(done)/total, 0.01))
			line = line[:0]
		}
	}
	return v
}

// keepRates thin out the most frequent words.
func keepRates(counts []int) []float32 {
	total := 0
	for _, n := range counts {
		total += n
	}
	keep := make([]float32, len(counts))
	for i, n := range counts {
		share := float64(n) / float64(total)
		keep[i] = float32(min(1, math.Sqrt(3e-4/share)+3e-4/share))
	}
	return keep
}

// lots is a table from which words are drawn by frequency to the power of 3/4.
func lots(counts []int) []int32 {
	total := 0.0
	for _, n := range counts {
		total += math.Pow(float64(n), 0.75)
	}
	table, sum, id := make([]int32, 1<<20), 0.0, -1
	for i := range table {
		for id < 0 || id+1 < len(counts) && sum < float64(i)/float64(len(table)) {
			id++
			sum += math.Pow(float64(counts[id]), 0.75) / total
		}
		table[i] = int32(id)
	}
	return table
}

type vectorLearner struct {
	v      *vectors
	out    []float32 // a table for each place of the window
	gather []float32
	rng    noise
	draw   []int32
}

func (l *vectorLearner) sentence(ids []int32, rate float32) {
	w := l.v.width
	for i, id := range ids {
		x := l.v.in[int(id)*w:][:w]
		clear(l.gather)
		place := 0
		for d := -window; d <= window; d++ {
			if d == 0 {
				continue
			}
			if j := i + d; j >= 0 && j < len(ids) {
				out := l.out[place*len(l.v.in):]
				l.pair(x, out[int(ids[j])*w:][:w], 1, rate)
				for range negatives {
					k := l.draw[l.rng.next()>>12]
					if k != ids[j] {
						l.pair(x, out[int(k)*w:][:w], 0, rate)
					}
				}
			}
			place++
		}
		vec.Axpy(x, 1, l.gather)
	}
}

func (l *vectorLearner) pair(x, y []float32, want, rate float32) {
	p := 1 / (1 + exp(-vec.Dot(x, y)))
	vec.Pull(x, y, l.gather, rate*(want-p))
}

// norm makes all vectors one long.
func (v *vectors) norm() {
	for i := range v.keys {
		x := v.in[i*v.width : (i+1)*v.width]
		f := 1 / float32(math.Sqrt(float64(vec.Dot(x, x))+1e-12))
		for j := range x {
			x[j] *= f
		}
	}
}

// clusters groups the words into classes 1..k by k-means over directions.
func (v *vectors) clusters(k int, seed uint64) map[uint32]uint16 {
	rng := rand.New(rand.NewPCG(seed, 8))
	n, w := len(v.keys), v.width
	k = min(k, n)
	centre := make([]float32, k*w)
	for i, j := range rng.Perm(n)[:k] {
		copy(centre[i*w:(i+1)*w], v.in[j*w:(j+1)*w])
	}
	class := make([]uint16, n)
	scores, turned := make([]float32, 256*k), make([]float32, k*w)
	for range 25 {
		vec.Transpose(turned, centre, k, w)
		for at := 0; at < n; at += 256 {
			m := min(256, n-at)
			clear(scores)
			vec.Multiply(scores, k, vec.Rows(v.in[at*w:], w), turned, k, m, k, w)
			for i := range m {
				row := scores[i*k : (i+1)*k]
				class[at+i] = uint16(slices.Index(row, slices.Max(row)))
			}
		}
		clear(centre)
		for i, c := range class {
			vec.Axpy(centre[int(c)*w:][:w], 1, v.in[i*w:(i+1)*w])
		}
		(&vectors{width: w, keys: make([]uint32, k), in: centre}).norm()
	}
	out := make(map[uint32]uint16, n)
	for i, key := range v.keys {
		out[key] = class[i] + 1
	}
	return out
}
