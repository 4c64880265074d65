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
// and their officials stay.
func (c *coder) dropUnpolitical() {
	political, other, domain := c.relevance()
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
