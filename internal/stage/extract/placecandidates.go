package extract

import (
	"slices"
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// gather collects the places that an act may have.
func (p *placer) gather(k int) {
	e := &p.events[k]
	p.candidates = p.candidates[:0]
	s := int(p.Words[e.i].Sent)
	for _, x := range p.spots[p.from[s]:p.from[s+1]] {
		p.add(x.ent, p.relation(e, &x))
	}
	p.around(e, s)
	p.pageWide()
	p.others(k)
	p.party(e)
	p.keepLocated(sortOf(e.typ))
	for i := range p.candidates {
		p.describe(e, p.given[k], &p.candidates[i])
	}
	p.candidates = slices.DeleteFunc(p.candidates, func(c prospect) bool {
		return c.elsewhere(sortOf(e.typ)) || e.mode == "phone" && !c.has(hangsOn) // a call is held nowhere
	})
}

// elsewhere says whether an act cannot have been done at a place, or nothing
// but the nationality of a party says that it was: sanctions on Iran are not
// imposed in Iran, French soldiers need not be in France, and the president of
// Kenya may be met anywhere.
func (c *prospect) elsewhere(sort int) bool {
	switch sort {
	case wordSort, lawSort:
		if c.has(hangsOn) || sort == lawSort && c.has(hangsClose) || c.has(domesticAct) && (sort == lawSort || c.has(wholeState)) {
			return false
		}
		if sort == wordSort && !c.has(wholeState) {
			return true // words are spoken where the page does not tell
		}
		return c.has(abroad) || c.has(ofRecipient) && !c.has(ofActor) || c.has(isRecipient) || !c.placed() || sort == lawSort && c.has(ofNoParty)
	case forceSort:
		if c.has(ofActor) && !c.has(ofRecipient) && !c.has(domesticAct) && !c.inSentence() {
			return true // at the attacker's home, where no victim is
		}
		return !c.placed() && !c.has(ofRecipient) && (c.has(ofActor) || !c.has(clearState))
	case meetingSort:
		return !c.placed() && !c.has(domesticAct)
	}
	return false
}

// placed says whether the page tells of the candidate that something is there.
func (c *prospect) placed() bool {
	for _, f := range c.features {
		switch {
		case f == ruled || f >= hangsOn && f <= goesTo || f >= located1 && f <= locatedNext:
			return true
		case f == lastLocated || f == leads || f == topTown || f == neighbour || f == sameSort:
			return true
		}
	}
	return false
}

// relation tells how a place of the act's own sentence stands to it.
func (p *placer) relation(e *event, x *spot) placeFeature {
	if x.located {
		cost, ok := p.distance(e, x.head)
		switch {
		case ok && cost <= 1:
			return hangsOn
		case ok && cost <= 2:
			return hangsClose
		case ok:
			return hangsFar
		case p.inClauseOf(e, x.head):
			return clauseOnly
		}
		return sentenceOnly
	}
	m := &p.mentions[p.heads[x.head]]
	switch {
	case m.role == adjective:
		return adjectival
	case p.Words[x.head].Head == e.i && p.Words[x.head].Rel != syntax.Nsubj:
		if e.typ == "CONSULT" && p.Words[x.head].Rel == syntax.Compound {
			return mentioned // a Sudan meeting is about Sudan
		}
		return ofTrigger
	case m.role == metonym:
		return standsFor
	}
	switch p.caseOf(x.head) {
	case "to":
		return goesTo
	case "from":
		return comesFrom
	}
	return mentioned
}

// around adds the places of the sentences about the act's, but not where another
// meeting is planned to be held.
func (p *placer) around(e *event, s int) {
	if s+1 < len(p.Sentences) {
		for _, x := range p.spots[p.from[s+1]:p.from[s+2]] {
			if x.located && !p.ofAnother(e, x.ent, s+1) {
				p.add(x.ent, locatedNext)
			}
		}
	}
	for b := max(0, s-4); b < s; b++ {
		for _, x := range p.spots[p.from[b]:p.from[b+1]] {
			switch back := s - b; {
			case p.ofAnother(e, x.ent, b):
			case x.located && back == 1:
				p.add(x.ent, located1)
			case x.located && back == 2:
				p.add(x.ent, located2)
			case x.located:
				p.add(x.ent, located4)
			case back <= 2:
				p.add(x.ent, mentioned1)
			}
		}
	}
	for i := p.from[s] - 1; i >= 0 && i > p.from[s]-20; i-- {
		if p.spots[i].located {
			if !p.ofAnother(e, p.spots[i].ent, int(p.Words[p.spots[i].head].Sent)) {
				p.add(p.spots[i].ent, lastLocated)
			}
			return
		}
	}
}

// pageWide adds the places that the page is about.
func (p *placer) pageWide() {
	if p.top >= 0 {
		p.add(p.top, topTown)
	}
	for i, ent := range p.lead {
		if i < 4 {
			p.add(ent, leads)
		}
	}
	if ent := p.stateEntity(p.focus); ent >= 0 {
		p.add(ent, topState)
		if p.clearFocus() == p.focus {
			p.add(ent, clearState)
		}
	}
}

// stateEntity is the entity of a state that the page names; -1 for none.
func (p *placer) stateEntity(code string) int32 {
	if s := p.reg.State(code); code != "" && s != nil {
		if ent, ok := p.index[s.Key]; ok {
			return ent
		}
	}
	return -1
}

// ofAnother says whether a place that a sentence names is only that of a meeting
// which is planned there, while the act is one that is over.
func (p *placer) ofAnother(e *event, ent int32, s int) bool {
	return e.typ == "CONSULT" && e.status == record.Actual && p.planned[[2]int32{int32(s), ent}] && p.overBy(e.i)
}

// others adds the places that the tree gives to neighbouring and like acts.
func (p *placer) others(k int) {
	if k > 0 && p.given[k-1] >= 0 && p.Words[p.events[k].i].Sent-p.Words[p.events[k-1].i].Sent <= 1 {
		p.add(p.given[k-1], neighbour)
	}
	for d := 1; d < 12; d++ {
		for _, o := range [2]int{k - d, k + d} {
			if o >= 0 && o < len(p.given) && p.given[o] >= 0 && p.events[o].typ == p.events[k].typ && !p.ofAnother(&p.events[k], p.given[o], int(p.Words[p.events[o].i].Sent)) {
				p.add(p.given[o], sameSort)
				return
			}
		}
	}
}

// party adds the states of the parties.
func (p *placer) party(e *event) {
	for n, side := range [2][]int32{e.actors, e.recipients} {
		for _, x := range side {
			if k := p.entities[x].kind; k == record.State || k == record.Place {
				p.add(x, isActor+placeFeature(n))
			}
			if ent := p.stateEntity(p.entities[x].code); ent >= 0 {
				p.add(ent, ofActor+placeFeature(n))
			}
		}
	}
}

// describe adds what follows from a candidate's country.
func (p *placer) describe(e *event, given int32, c *prospect) {
	x := &p.entities[c.ent]
	add := func(f placeFeature, yes bool) {
		if yes {
			p.add(c.ent, f)
		}
	}
	if given >= 0 {
		add(ruled, given == c.ent)
		add(ruledCountry, x.code != "" && p.entities[given].code == x.code)
	}
	add(wholeState, x.kind == record.State)
	add(noCountry, x.code == "")
	add(inTitle, p.meta.Title != "" && strings.Contains(p.meta.Title, x.name))
	if x.code == "" {
		return
	}
	add(onlyCountry, len(p.weights) == 1 && p.focus == x.code)
	known, of := 0, 0
	for n, side := range [2][]int32{e.actors, e.recipients} {
		for _, y := range side {
			code := p.entities[y].code
			if code == "" {
				continue
			}
			known++
			if code == x.code {
				of++
				add(ofActor+placeFeature(n), true)
			}
		}
	}
	add(domesticAct, known > 0 && of == known)
	add(ofNoParty, known > 0 && of == 0)
	add(homeState, known > 0 && of == known && x.kind == record.State)
	add(abroad, known > 0 && of == 0 && x.kind == record.Place && !c.inSentence())
}

// inSentence says whether the act's own sentence names the place.
func (c *prospect) inSentence() bool {
	for _, f := range c.features {
		if f >= hangsOn && f <= mentioned {
			return true
		}
	}
	return false
}

// located says whether the act's own sentence names it as a place.
func (c *prospect) located() bool {
	for _, f := range c.features {
		if f >= hangsOn && f <= sentenceOnly {
			return true
		}
	}
	return false
}

func (c *prospect) has(f placeFeature) bool { return slices.Contains(c.features, f) }

// keepLocated drops, where the act's clause names a place, the countries that
// its sentence does not place anything in: "killed by US forces in Pakistan".
func (p *placer) keepLocated(sort int) {
	if !slices.ContainsFunc(p.candidates, func(c prospect) bool { return c.has(hangsOn) || c.has(hangsClose) && sort != wordSort }) {
		return
	}
	var codes [8]string
	n := 0
	for i := range p.candidates {
		if c := &p.candidates[i]; c.located() && n < len(codes) {
			codes[n] = p.entities[c.ent].code
			n++
		}
	}
	p.candidates = slices.DeleteFunc(p.candidates, func(c prospect) bool {
		return !slices.Contains(codes[:n], p.entities[c.ent].code)
	})
}
