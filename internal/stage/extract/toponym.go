package extract

import (
	"slices"

	"chancery/internal/registry"
	"chancery/record"
)

// toponyms is what a page tells of places whose names several places bear. What
// follows a name after a comma settles it for the page ("Tripoli, Lebanon");
// else the country of which the page names other, unambiguous things; else the
// larger place, which the registry gives first.
type toponyms struct {
	named   map[string]int    // country → unambiguous names of it, its people and its places
	placed  map[string]int    // country → unambiguous names of its places
	settled map[string]string // name → country that follows it somewhere on the page
}

// survey reads the evidence from all names that the registry knows.
func (n *names) survey() {
	t := &n.tops
	*t = toponyms{map[string]int{}, map[string]int{}, map[string]string{}}
	for k := range n.hits {
		h := &n.hits[k]
		if n.reg.Entry(h.refs[0].Entry).Kind == record.Person || n.commonParty(h) || n.bareOrgan(h) != nil {
			continue
		}
		code, place := n.onlyCode(h)
		if code != "" {
			t.named[code]++
			if place {
				t.placed[code]++
			}
		}
		if code := n.told(h); code != "" {
			if name := n.plainText(h.lo, h.hi); t.settled[name] == "" {
				t.settled[name] = code
			}
		}
	}
}

// told is the country that the words about a name give it: "Tripoli, Lebanon",
// "Georgia's governor"; "" for none.
func (n *names) told(h *hit) string {
	if next := n.follower(h); next != nil {
		return next.Code
	}
	if len(h.refs) > 1 && n.provincial(h) {
		for _, r := range h.refs {
			if e := n.reg.Entry(r.Entry); e.Class == "region" {
				return e.Code
			}
		}
	}
	return ""
}

// onlyCode is the country of a name all of whose readings are of one country;
// place says that one of them is a place.
func (n *names) onlyCode(h *hit) (code string, place bool) {
	for _, r := range h.refs {
		e := n.reg.Entry(r.Entry)
		if code != "" && e.Code != code {
			return "", false
		}
		code = e.Code
		place = place || e.Kind == record.Place
	}
	return code, place
}

// follower is the state or region that "Paris, Texas" names behind a town; nil
// for none, and in a list of places.
func (n *names) follower(h *hit) *registry.Entry {
	i, end := h.hi, n.sentenceOf(h.lo).End
	if i+1 >= end || n.Words[i].Norm != "," || !n.toponymic(h) {
		return nil
	}
	next := n.hit(i + 1)
	if next == nil {
		return nil
	}
	e := n.reg.Entry(next.refs[0].Entry)
	if e.Code == "" || e.Kind != record.State && e.Class != "region" || next.refs[0].Role > registry.Abbreviation {
		return nil
	}
	if j := next.hi; j < end {
		switch n.Words[j].Norm {
		case "and", "or", "&":
			return nil
		case ",":
			if j+1 < end && (n.hit(j+1) != nil || n.Words[j+1].Norm == "and") {
				return nil
			}
		}
	}
	return e
}

// toponymic says whether a name can be that of a town or region.
func (n *names) toponymic(h *hit) bool {
	for _, r := range h.refs {
		if n.reg.Entry(r.Entry).Kind == record.Place {
			return true
		}
	}
	return false
}

// strange enters a town that the page puts where the registry has none of that
// name, "Paris, Texas", and its later mentions; false for any other name.
func (n *names) strange(h *hit) bool {
	if k, ok := n.index[n.plainText(h.lo, h.hi)]; ok && n.entities[k].kind == record.Place && n.toponymic(h) {
		n.place(h.lo, h.hi)
		return true
	}
	e := n.follower(h)
	if e == nil {
		return false
	}
	for _, r := range h.refs {
		if o := n.reg.Entry(r.Entry); o.Code == e.Code || o.Kind == record.State && r.Role <= registry.Abbreviation {
			return false
		}
	}
	n.entities[n.named(record.Place, h.lo, h.hi)].code = e.Code
	n.place(h.lo, h.hi)
	return true
}

// townScore is how much the page speaks for one reading of a name that several
// states or places bear.
func (n *names) townScore(h *hit, e *registry.Entry) int {
	if e.Kind != record.State && e.Kind != record.Place || e.Code == "" {
		return 0
	}
	if code := n.tops.settled[n.plainText(h.lo, h.hi)]; code != "" {
		if code == e.Code && (e.Kind == record.Place || !n.toponymic(h)) {
			return 8
		}
		return 0
	}
	if e.Class == "region" && h.hi < n.sentenceOf(h.lo).End && n.Words[h.hi].Norm == "state" {
		return 8 // Washington state
	}
	first := n.firstOther(h, e)
	if first == nil || n.tops.named[first.Code] > 0 {
		return 0
	}
	support := n.tops.named[e.Code]
	if e.Kind == record.Place && first.Kind == record.State {
		support = n.tops.placed[e.Code] // that the page names the United States speaks little for their Georgia
	} else if e.Population > 0 { // a place much smaller than its namesake needs more
		switch {
		case first.Population >= 50*e.Population:
			support -= 5
		case first.Population >= 10*e.Population:
			support--
		}
	}
	if n.home.code == e.Code {
		support++
	}
	if support > 0 {
		return 4
	}
	return 0
}

// provincial says whether words of provinces stand by a name: "Georgia's
// governor".
func (n *names) provincial(h *hit) bool {
	s := n.sentenceOf(h.lo)
	for i := max(s.First, h.lo-2); i < min(s.End, h.hi+2); i++ {
		if n.words.is("provincial", n.Words[i].Norm) {
			return true
		}
	}
	return false
}

// firstOther is the first reading of a name as a state or place of another
// country; nil when there is none.
func (n *names) firstOther(h *hit, e *registry.Entry) *registry.Entry {
	for _, r := range h.refs {
		o := n.reg.Entry(r.Entry)
		if o.Code != e.Code && o.Code != "" && r.Role <= registry.Abbreviation && (o.Kind == record.State || o.Kind == record.Place) {
			return o
		}
	}
	return nil
}

// seatOf says whether a capital's name can stand for its government: a name
// that a larger town abroad or many persons bear only where the page names the
// country.
func (n *names) seatOf(h *hit, e *registry.Entry) bool {
	if n.tops.named[e.Code] > 0 {
		return true
	}
	if _, given := n.reg.Gender(n.plainText(h.lo, h.hi)); given && e.Code != "USA" {
		return false
	}
	for _, r := range h.refs {
		if o := n.reg.Entry(r.Entry); o.Kind == record.Place {
			return o.Code == e.Code
		}
	}
	return true
}

// blocSeat says whether a body that governs from a state's capital is meant
// rather than that state: "Brussels" where the page names the European Union
// more than Belgium.
func (n *names) blocSeat(h *hit, e *registry.Entry) bool {
	if n.reg.State(e.Code) != nil {
		return false
	}
	own := 0
	for _, r := range h.refs {
		if o := n.reg.Entry(r.Entry); o.Kind == record.State {
			own = max(own, n.tops.named[o.Code])
		}
	}
	return n.tops.named[e.Code] > own
}

// onlySeat says whether a name is that of a capital, and of nothing and nobody else
// that is known: what the recogniser takes for a person in "that Yerevan had not
// been told".
func (n *names) onlySeat(h *hit) bool {
	if _, given := n.reg.Gender(n.plainText(h.lo, h.hi)); given {
		return false
	}
	code, _ := n.onlyCode(h)
	return code != "" && slices.ContainsFunc(h.refs, func(r registry.NameRef) bool { return r.Role == registry.Capital })
}

// inHit says whether word i goes on a name of the registry: "New Scientist".
func (n *names) inHit(i int32) bool { return n.hitAt[i] > 0 && n.hits[n.hitAt[i]-1].lo < i }
