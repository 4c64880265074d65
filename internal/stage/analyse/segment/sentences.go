package segment

import (
	"errors"

	"chancery/internal/linear"
	"chancery/internal/stage/analyse/form"
)

// View is what the sentence model sees of a word.
type View struct {
	Key, Exact, POS uint32
	Suffix          uint32
	Cluster         uint16
	Shape           form.Shape
	Long            uint8
	Gap             Gap
	Joined          bool
	Quote           bool
	Inside          bool // no sentence begins with it, whatever the model says
}

// Look makes the view of a word.
func Look(t Token, f *form.Form) View {
	return View{Key: f.Key, Exact: f.Exact, POS: f.POS, Suffix: f.Suf[1], Cluster: f.Cluster, Shape: f.Shape,
		Long: min(f.Long, 8), Gap: t.Gap, Joined: t.Joined, Quote: f.Shape == form.Punct && (f.Norm == `"` || f.Norm == `''`)}
}

// Ender finds the ends of sentences.
type Ender struct{ Model *linear.Model }

// Candidate says whether a sentence may end before word i, inside a paragraph.
func Candidate(ws []View, i int) bool {
	if ws[i].Joined || ws[i].Inside {
		return false
	}
	return ws[i].Gap != None || ws[i-1].Shape == form.Punct
}

var outside = View{Key: 1, Exact: 1, Shape: form.Shapes}

func at(ws []View, i int) *View {
	if i < 0 || i >= len(ws) {
		return &outside
	}
	return &ws[i]
}

// Features appends the features of a sentence's end before word i of a
// paragraph, where the sentence would have begun at word first and quotes says
// whether a quotation is open.
func Features(ws []View, i, first int, open bool, dst []uint32) []uint32 {
	j := linear.Join
	a, b, z, c := at(ws, i-1), at(ws, i), at(ws, i-2), at(ws, i+1)
	sa, sb, sc, sz := uint32(a.Shape), uint32(b.Shape), uint32(c.Shape), uint32(z.Shape)
	long := uint32(min(i-first, 12))
	if i-first > 12 {
		long = uint32(13 + min((i-first)/10, 6))
	}
	quote := uint32(0)
	if open {
		quote = 1
	}
	gap := uint32(b.Gap)
	sbg := j(sb, gap)
	posB := j(b.POS, sb)
	left := uint32(min(len(ws)-i, 3))
	values := [...]uint32{
		j(gap, sa), a.Exact, b.Exact, z.Key, c.Key, j(a.Exact, sbg), j(j(sa, gap), sb), j(z.Key, a.Exact), j(sz, a.Exact),
		j(a.Exact, b.Exact), j(j(sa, sb), j(sc, sz)), posB, j(a.Exact, posB), j(z.POS, a.Exact), j(j(sz, a.Exact), sbg),
		j(a.POS, posB), j(a.Key, sb), j(b.Key, a.Exact), j(long, a.Exact), j(long, sb), j(j(quote, a.Exact), sbg),
		j(j(quote, b.Exact), a.Exact), j(j(uint32(z.Long), a.Exact), sbg), j(b.Exact, c.Key), j(j(sb, sc), a.Exact),
		j(j(z.Key, a.Exact), sbg), j(uint32(b.Cluster), a.Exact), j(uint32(a.Cluster), uint32(b.Cluster)),
		j(j(left, a.Exact), sb), j(posB, c.POS), j(j(a.Exact, posB), j(c.POS, sc)), j(z.Suffix, j(a.Exact, sbg)),
		j(at(ws, i-3).Exact, j(z.Exact, a.Exact)), j(j(at(ws, first).Exact, quote), a.Exact), j(sa, j(long, posB)),
	}
	for t, v := range values {
		dst = append(dst, linear.Hash(uint32(t)+64, v))
	}
	return dst
}

// Ends calls f with the bounds of every sentence of a paragraph's words, in order.
func (e *Ender) Ends(ws []View, w *Scratch, f func(first, end int)) {
	first, open := 0, false
	for i := 1; i < len(ws); i++ {
		if ws[i-1].Quote {
			open = !open
		}
		if !Candidate(ws, i) {
			continue
		}
		w.features = Features(ws, i, first, open, w.features[:0])
		var sum [2]int32
		e.Model.Add(sum[:], w.features)
		if sum[1] > sum[0] {
			f(first, i)
			first, open = i, false
		}
	}
	if first < len(ws) {
		f(first, len(ws))
	}
}

// DecodeEnder reads the model of sentence ends.
func DecodeEnder(b []byte) (*Ender, error) {
	m, _, err := linear.Decode(b)
	if err != nil || m.Classes != 2 {
		return nil, errors.Join(errors.New("cannot read sentence model"), err)
	}
	return &Ender{m}, nil
}
