package link

import (
	"encoding/base64"
	"slices"

	"chancery/archive"
)

// Blocks are the keys under which a report is found: two reports are compared
// when they share one. They are digests, to be short.
func Blocks(ev archive.Event) []string { return newAct(&ev).blocks() }

const (
	mostIDs     = 6 // parties that are paired; of a longer list only persons, forum, town and words count
	mostPersons = 4 // that are looked for
	sketchBands = 3 // the lowest of a sketch
	busyBands   = 6 // the same, where two states that are in the news each day meet
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
	out := make([]string, 0, len(a.found))
	for _, h := range a.found {
		var key [9]byte
		key[0] = mark
		base64.RawURLEncoding.Encode(key[1:], []byte{byte(h >> 40), byte(h >> 32), byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h)})
		out = append(out, string(key[:]))
	}
	return out
}

// block hashes what a report is found by: a few words and numbers.
type block uint64

func startBlock(group string) block { return block(hashWord(fnvBasis, group)) }

func (b block) word(s string) block { return block(hashWord((uint64(b)^' ')*fnvPrime, s)) }

func (b block) number(n int) block { return block(stir(uint64(b) ^ uint64(n)*fnvPrime)) }

// blockHashes tell what a report is found by: pairs of its parties, or one
// person; pairs of persons; its forum; its town; the lowest of its words.
func (a *act) blockHashes() []uint64 {
	if !a.placed || a.ev.Review == archive.Rejected {
		return nil
	}
	group := a.ev.Type
	if a.class == meeting || a.off != "" {
		group = "meeting"
	}
	g := startBlock(group)
	out := make([]uint64, 0, 16)
	put := func(b block) { out = append(out, stir(uint64(b))&(1<<48-1)) }
	ids := a.all.ids
	bands := sketchBands
	if len(ids) <= mostIDs {
		for i := range ids {
			for j := i + 1; j < len(ids); j++ {
				if a.pairBlocks(g.word("pair").word(ids[i]).word(ids[j]), ids[i], ids[j], put) {
					bands = busyBands
				}
			}
		}
	}
	for i := range a.all.persons[:min(mostPersons, len(a.all.persons))] {
		name := longestOf(a.all.persons[i].names)
		if len(ids) != 2 {
			put(g.word("person").word(name))
		}
		for j := range i {
			other := longestOf(a.all.persons[j].names)
			put(g.word("persons").word(min(name, other)).word(max(name, other)))
		}
	}
	if a.forum != "" {
		put(g.word("forum").word(a.forum).number(a.edition))
		put(g.word("forum").word(a.forum).number(a.from))
	}
	if a.town != "" && (a.class == force || len(ids) < 2 || len(ids) > mostIDs) {
		put(g.word("town").word(a.town))
	}
	for _, w := range a.sketch[:min(bands, len(a.sketch))] {
		put(g.word("sketch").number(int(w)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pairBlocks are those of two parties. For most pairs it is one, and all their
// reports of some days are compared. Two states that are in the news each day
// would be compared thousands of times, so theirs need a person, a town, or the
// day with rank or country besides; words do the rest.
func (a *act) pairBlocks(pair block, one, two string, put func(block)) (busy bool) {
	if !listed().busy[one] || !listed().busy[two] {
		put(pair)
		return false
	}
	for i := range a.all.persons[:min(mostPersons, len(a.all.persons))] {
		put(pair.word("person").word(longestOf(a.all.persons[i].names)))
	}
	if a.town != "" {
		put(pair.word("town").word(a.town).number(a.from))
	} else if a.country != "" {
		put(pair.word("country").word(a.country).number(a.from))
	}
	if a.ev.Level > 0 {
		put(pair.word("level").number(a.ev.Level).number(a.from))
	}
	return true
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
	x, y := a.found, b.found
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] < y[0]:
			x = x[1:]
		case x[0] > y[0]:
			y = y[1:]
		default:
			return true
		}
	}
	return false
}

// search is one question to History.Blocked.
type search struct {
	keys     []string
	from, to int // days
}

// searches are where the partners of a report may be found. The windows are
// those of timesMeet, with the length that a partner's own time may have.
func (a *act) searches() (narrow, wide search) {
	before, after := toldWithin+longAct-1, toldWithin
	if planned(a) {
		after = max(planDated, planAhead)
		before = max(before, offAhead)
	}
	if a.off != "" {
		after = max(after, offAhead)
	}
	last := a.to
	if a.to-a.from > longest31 {
		last = a.from // a longer time joins nothing but its like, which begins on the same day
	}
	narrow = search{a.keys(fine), a.from - before, last + after}
	wide = search{a.keys(coarse), a.from - planDated - longest31, last + planDated + longest31}
	return narrow, wide
}
