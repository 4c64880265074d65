package extract

import "chancery/record"

// politics is the domain of domains.tsv that speaks for a page, crime one that
// does not speak against it.
const (
	politics = "politics"
	crime    = "private_crime"
)

// relevance weighs the words of a page by domain: how much speaks for politics,
// and how much for the strongest of the other domains.
func (p *page) relevance() (political, other float64, domain string) {
	weight := map[string]float64{}
	for s := range p.Sentences {
		sent := &p.Sentences[s]
		for i := sent.First; i < sent.End; i++ {
			for _, cue := range p.lex.DomainsAt(p.Words[i].Lemma) {
				if p.lemmasAt(i, sent.End, cue.Words) {
					weight[cue.Context] += cue.Weight
				}
			}
		}
	}
	for name, w := range weight {
		switch {
		case name == politics:
			political = w
		case name == crime: // police and courts are the state's
		case w > other || w == other && name < domain:
			other, domain = w, name
		}
	}
	return political, other, domain
}

// A page is off the subject when another domain outweighs politics by
// offSubject, and by more than a chance word or two. On a page that another
// domain outweighs at all, acts need a party with a country.
const (
	offSubject = 3.0
	chanceWord = 6.0
	halfOff    = 4.0
)

// dropUnpolitical drops the acts of a page that is about sport, markets,
// weather and the like: there a "strike" is a shot at goal. Acts between states
// and their officials stay, unless the page names no country at all.
func (c *coder) dropUnpolitical() {
	political, other, domain := c.relevance()
	if c.nowhere(political, other, domain) {
		c.keep(func(k int) bool {
			c.tell(c.events[k].i, "dropped: the page names no state or body and is about other things")
			return false
		})
		return
	}
	if other < halfOff || other < political {
		return
	}
	half := other < chanceWord || other < offSubject*political
	c.keep(func(k int) bool {
		e := &c.events[k]
		if c.betweenStates(e) || half && len(c.partyCodes(e)) > 0 {
			return true
		}
		c.tell(e.i, "dropped: the page is about %s", domain)
		return false
	})
}

// What a page must have to be about public affairs though it names no state or
// body: so many places, or nationalities, or offices, troops and police.
const (
	shortPage     = 50   // words: too few to tell
	somePlaces    = 2    // named
	someAdjective = 5    // "Greek", "French"
	somePublic    = 0.03 // of its words
)

// nowhere says whether a page that is not short names no state, no known body
// and hardly a place, and tells little of offices, or tells it as a story or
// beside another subject.
func (c *coder) nowhere(political, other float64, domain string) bool {
	if len(c.Words) < shortPage {
		return false
	}
	places, adjectives, public := 0, 0, 0
	for k := range c.mentions {
		m := &c.mentions[k]
		if len(m.ents) == 0 {
			continue
		}
		e := &c.entities[m.ents[0]]
		if isPublic(m.sector) || len(e.sectors) > 0 && isPublic(e.sectors[0]) {
			public++
		}
		if m.form != record.Name {
			continue
		}
		switch {
		case e.kind == record.State && m.role == adjective:
			adjectives++
		case e.kind == record.State, e.kind == record.Organization && e.key != "":
			return false
		case e.kind == record.Place && e.code != "" && !e.foreign:
			places++
		}
	}
	if places >= somePlaces || adjectives >= someAdjective {
		return false
	}
	story := other >= chanceWord && (domain == "entertainment" || domain == "sport")
	return story || other >= offSubject*political || float64(public) < somePublic*float64(len(c.Words))
}

// isPublic says whether a sector is one of public affairs.
func isPublic(sector string) bool {
	switch sector {
	case "GOV", "MIL", "COP", "JUD", "LEG", "REB", "PTY", "OPP", "UAF", "SPY", "PRM":
		return true
	}
	return false
}

// betweenStates says whether a state, or an official of one, is a party.
func (c *coder) betweenStates(e *event) bool {
	for _, side := range [2][]int32{e.actors, e.recipients} {
		for _, k := range side {
			x := &c.entities[k]
			if x.kind == record.State && x.named {
				return true
			}
			for _, s := range x.sectors {
				if s == "GOV" || s == "MIL" || s == "COP" || s == "JUD" || s == "LEG" {
					return true
				}
			}
		}
	}
	return false
}
