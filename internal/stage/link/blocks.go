package link

import (
	"encoding/base64"
	"slices"

	"chancery/archive"
)

// Blocks are the keys under which a report is found: two reports are compared
// when they share one. They are digests, to be short; blockNames tells what of.
func Blocks(ev archive.Event) []string { return newAct(&ev).blocks() }

const (
	mostIDs     = 6 // parties that are paired; of a longer list only persons, forum, town and words count
	mostPersons = 4 // that are looked for
	sketchBands = 3 // the lowest of a sketch
)

// The marks that begin a key: a report that is dated to the day stands under
// fine, another under coarse, since it is looked for over a longer time.
const (
	fine   = 'd'
	coarse = 'c'
)

func (a *act) blocks() []string {
	mark := byte(fine)
	if a.coarse {
		mark = coarse
	}
	return a.keys(mark)
}

// keys are the block keys under a mark.
func (a *act) keys(mark byte) []string {
	if !a.placed || a.ev.Review == archive.Rejected {
		return nil
	}
	names := a.blockNames()
	out := make([]string, 0, len(names))
	for _, n := range names {
		h := stir(hashWord(fnvBasis, n))
		var key [9]byte
		key[0] = mark
		base64.RawURLEncoding.Encode(key[1:], []byte{byte(h >> 40), byte(h >> 32), byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h)})
		out = append(out, string(key[:]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// blockNames tell in words what a report is found by: pairs of its parties, or
// one party with the place; its forum; the lowest of its words.
func (a *act) blockNames() []string {
	group := a.ev.Type
	if a.class == meeting || a.off != "" {
		group = "meeting"
	}
	var out []string
	ids := a.all.ids
	if len(ids) <= mostIDs {
		for i := range ids {
			for j := i + 1; j < len(ids); j++ {
				out = append(out, group+" "+ids[i]+" "+ids[j])
			}
		}
	}
	for i, p := range a.all.persons[:min(mostPersons, len(a.all.persons))] {
		name := longestOf(p.names)
		if len(ids) != 2 {
			out = append(out, group+" person "+name)
		}
		for _, q := range a.all.persons[:i] {
			other := longestOf(q.names)
			out = append(out, group+" persons "+min(name, other)+" "+max(name, other))
		}
	}
	if a.forum != "" {
		out = append(out, group+" forum "+a.forum)
	}
	if a.town != "" && (a.class == force || len(ids) < 2 || len(ids) > mostIDs) {
		out = append(out, group+" town "+a.town)
	}
	for _, w := range a.sketch[:min(sketchBands, len(a.sketch))] {
		out = append(out, group+" word "+string([]byte{byte(w >> 24), byte(w >> 16), byte(w >> 8), byte(w)}))
	}
	return out
}

func longestOf(names []string) string {
	best := ""
	for _, n := range names {
		if len(n) > len(best) {
			best = n
		}
	}
	return best
}

// meetInBlocks says whether two reports share a block, under whatever mark.
func meetInBlocks(a, b *act) bool {
	x, y := a.keys(fine), b.keys(fine)
	return common(x, y) > 0
}

// search is one question to History.Blocked.
type search struct {
	keys     []string
	from, to int // days
}

// searches are where the partners of a report may be found. The windows are
// those of timesMeet, with the length that a partner's own time may have.
func (a *act) searches() (narrow, wide search) {
	before, after := toldWithin+longAct, toldWithin+longAct
	if planned(a) {
		after = max(planDated, planAhead)
	}
	narrow = search{a.keys(fine), a.from - before, a.to + after}
	wide = search{a.keys(coarse), a.from - planDated - longest31, a.to + planDated + longest31}
	return narrow, wide
}
