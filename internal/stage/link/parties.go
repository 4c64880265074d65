package link

import (
	"slices"

	"chancery/archive"
)

// agree is how far the parties of two reports agree.
type agree int

const (
	contradict agree = iota - 2
	misnamed         // the same sides, but another person of one of them
	unknown          // nothing speaks for it or against it
	partly           // one party is in both
	states           // both sides, by their countries or bodies
	personally       // both sides, and a person by name
)

// partiesMeet compares the parties of two acts. In meetings the sides may stand
// in any order; otherwise who did it and whom it was done to are compared apart.
func partiesMeet(a, b *act) agree {
	if a.class == meeting || b.class == meeting {
		return sidesMeet(&a.all, &b.all, 2)
	}
	if len(a.recipients.ids) == 0 && len(a.actors.ids) > 1 || len(b.recipients.ids) == 0 && len(b.actors.ids) > 1 {
		return sidesMeet(&a.all, &b.all, 2) // done together
	}
	return directed(sidesMeet(&a.actors, &b.actors, 1), sidesMeet(&a.recipients, &b.recipients, 1))
}

// directed joins the agreement of the two sides of an act.
func directed(did, suffered agree) agree {
	switch {
	case did < unknown || suffered < unknown:
		return min(did, suffered)
	case did == unknown && suffered == unknown:
		return unknown
	case did == unknown || suffered == unknown:
		return partly
	}
	return max(did, suffered)
}

// sidesMeet compares two lists of parties; full is how many they must share to
// be one.
func sidesMeet(a, b *side, full int) agree {
	if len(a.ids) == 0 || len(b.ids) == 0 {
		return unknown
	}
	n := common(a.ids, b.ids)
	found, clash := personsMeet(a.persons, b.persons)
	switch {
	case clash && n > 0:
		return misnamed
	case n == 0 && found == 0:
		return contradict
	case n >= full && found > 0 || found >= full:
		return personally
	case n >= full && (n == len(a.ids) || n == len(b.ids) || n >= 3):
		return states
	case len(a.ids) >= full && len(b.ids) >= full && n < len(a.ids) && n < len(b.ids):
		return contradict // both name two sides, and one of them is another
	}
	return partly
}

// personsMeet counts the persons that both name; they clash when both name
// persons of one country and none of them is in both.
func personsMeet(a, b []person) (found int, clash bool) {
	for i := range a {
		if slices.ContainsFunc(b, func(p person) bool { return samePerson(&a[i], &p) }) {
			found++
		}
	}
	back := 0
	for j := range b {
		if slices.ContainsFunc(a, func(p person) bool { return samePerson(&b[j], &p) }) {
			back++
		}
	}
	return min(found, back), !countrymanFound(a, b)
}

// countrymanFound says whether each country for which both name persons has one
// of them in both, under whatever country the other page gives him.
func countrymanFound(a, b []person) bool {
	for i := range a {
		code := a[i].code
		if code == "" || !slices.ContainsFunc(b, func(p person) bool { return p.code == code }) {
			continue
		}
		hit := false
		for k := range a {
			for j := range b {
				hit = hit || (a[k].code == code || b[j].code == code) && samePerson(&a[k], &b[j])
			}
		}
		if !hit {
			return false
		}
	}
	return true
}

// The parts of two sketches that must agree, by how much else does.
const (
	reprinted      = 0.7 // the same sentence, perhaps with a word changed
	reprintedWords = 6
	reprintedLong  = 10 // for what says little of who and when: phrases return
	closelyAlike   = 0.5
	muchAlike      = 0.4
	ratherAlike    = 0.25
	somewhatAlike  = 0.12
)

// enough weighs what agrees: the vaguer the parties, the time and the place,
// the more of the words must be the same.
func enough(a, b *act, t meets, who agree, like float64, n int) bool {
	if like >= reprinted && n >= reprintedWords && (who >= states || a.from == b.from || n >= reprintedLong) {
		return true
	}
	place := 0
	switch {
	case sameTown(a, b):
		place = 2
	case sameCountry(a, b):
		place = 1
	}
	if a.forum != "" && a.forum == b.forum && (a.edition == b.edition && a.edition > 0 || t == exactly) && who >= partly {
		return true
	}
	switch {
	case a.class == meeting || b.class == meeting:
		return enoughMeeting(a, b, t, who, like, place)
	case a.class == force:
		return enoughForce(a, b, t, who, like, n, place)
	}
	return enoughWords(t, who, like)
}

func enoughMeeting(a, b *act, t meets, who agree, like float64, place int) bool {
	ranks := a.ev.Level > 0 && b.ev.Level > 0 && a.ev.Level != b.ev.Level
	if ranks && who < personally {
		return false
	}
	switch who {
	case personally:
		if t == loosely && a.from != b.from && !a.coarse && !b.coarse {
			return like >= closelyAlike // another day: the same words, or another meeting
		}
		return t == exactly || place > 0 || like >= somewhatAlike
	case states:
		switch t {
		case ahead:
			return place == 2 && like >= somewhatAlike || like >= muchAlike
		case exactly:
			return place > 0 || like >= somewhatAlike || a.ev.Level > 0 && a.ev.Level == b.ev.Level
		}
		if a.from != b.from && !a.coarse && !b.coarse {
			return like >= closelyAlike
		}
		if a.from != b.from {
			return place == 2 && like >= somewhatAlike || like >= ratherAlike // the town alone is that of each of their meetings
		}
		return place == 2 || like >= ratherAlike
	case partly:
		return t == exactly && place == 2 && like >= ratherAlike || a.from == b.from && like >= muchAlike
	}
	return false
}

func enoughForce(a, b *act, t meets, who agree, like float64, n, place int) bool {
	bar := muchAlike
	switch {
	case place == 2 && t == exactly:
		bar = somewhatAlike
		if sameCounts(a.ev, b.ev) || who >= states {
			return true
		}
	case place == 2 || who >= states && t == exactly:
		bar = ratherAlike
	}
	if place < 2 && (who == unknown || t != exactly && n < fewWords) {
		return false // "each side said that the other had fired first" is said of many
	}
	return like >= bar
}

// sameCounts says whether both reports give one number of killed, injured,
// arrested or participants.
func sameCounts(a, b *archive.Event) bool {
	if a.Size == nil || b.Size == nil {
		return false
	}
	eq := func(x, y *int) bool { return x != nil && y != nil && *x == *y }
	return eq(a.Size.Killed, b.Size.Killed) || eq(a.Size.Injured, b.Size.Injured) ||
		eq(a.Size.Arrested, b.Size.Arrested) || eq(a.Size.Participants, b.Size.Participants)
}

func enoughWords(t meets, who agree, like float64) bool {
	switch {
	case who >= states && t == exactly:
		return like >= somewhatAlike
	case who >= states:
		return like >= ratherAlike
	case who == partly:
		return like >= muchAlike
	}
	return false
}
