package extract

import "chancery/record"

// oneIncident lets acts of force, arrests and protests that name no date or
// country take those of the others of their type, when the whole page gives
// these only one: such a page tells of one incident.
func (c *coder) oneIncident() {
	for _, typ := range [...]string{"ASSAULT", "PROTEST", "COERCE"} {
		time, oneTime := c.onlyOf(typ, func(e *event) int { return e.time }, c.sameDays)
		place, onePlace := c.onlyOf(typ, func(e *event) int { return int(e.place) }, c.sameCountry)
		for k := range c.events {
			e := &c.events[k]
			if e.typ != typ || e.status != record.Actual {
				continue
			}
			if e.time < 0 && oneTime {
				e.time = time
			}
			if e.place < 0 && onePlace {
				e.place = int32(place)
			}
		}
	}
}

// oneManner lets attacks and killings that do not tell how they are done be done
// like the others, when the page tells of one manner only.
func (c *coder) oneManner() {
	manner, cameo := "", ""
	for k := range c.events {
		e := &c.events[k]
		if e.typ != "ASSAULT" || e.doubts != 0 || e.mode == "" || e.mode == "destroy" || e.mode == "abduct" {
			continue
		}
		if manner != "" && e.mode != manner {
			return
		}
		manner, cameo = e.mode, e.cameo
	}
	for k := range c.events {
		if e := &c.events[k]; e.typ == "ASSAULT" && e.mode == "" && c.words.is("harming", c.Words[e.i].Lemma) && e.status == record.Actual {
			e.mode, e.cameo = manner, cameo
		}
	}
}

// takeBackGuesses takes back the guessed country of a named person who visits
// that very country: a guest is not his host's.
func (c *coder) takeBackGuesses() {
	for k := range c.events {
		e := &c.events[k]
		if e.mode != "visit" {
			continue
		}
		for _, a := range e.actors {
			x := &c.entities[a]
			if !x.foreign || !x.named || x.kind != record.Person {
				continue
			}
			for _, b := range e.recipients {
				if y := &c.entities[b]; !y.foreign && y.code == x.code && y.kind == record.State {
					x.code, x.foreign = "", false
				}
			}
		}
	}
}

// onlyOf gives the one value that the acts of a type on the page have; false
// when they have none or differ.
func (c *coder) onlyOf(typ string, get func(*event) int, same func(a, b int) bool) (int, bool) {
	found := -1
	for k := range c.events {
		e := &c.events[k]
		if e.typ != typ || e.status != record.Actual || e.doubts != 0 {
			continue
		}
		v := get(e)
		switch {
		case v < 0:
		case found < 0:
			found = v
		case !same(found, v):
			return -1, false
		}
	}
	return found, found >= 0
}

func (c *coder) sameDays(a, b int) bool {
	return c.times[a].From == c.times[b].From && c.times[a].To == c.times[b].To
}

func (c *coder) sameCountry(a, b int) bool {
	return a == b || c.entities[a].code != "" && c.entities[a].code == c.entities[b].code
}
