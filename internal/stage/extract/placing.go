package extract

import (
	"math"

	"chancery/record"
)

// The place of an act is chosen among the places that its sentence, the ones
// before it, the page and the parties suggest. What speaks for each is a set of
// features; data/places.tsv holds what each is worth for each sort of act, and
// what the act without a place is worth. The places of one country speak
// together against those of another.

// placeFeature is something that speaks for or against a place.
type placeFeature uint8

const (
	ruled        placeFeature = iota // the tree, or the one place of the sentence, gives it
	ruledCountry                     // its country is that of the place so given
	hangsOn                          // "in X" on the trigger in the tree
	hangsClose                       // "in X" one word farther
	hangsFar                         // "in X" farther up or down
	clauseOnly                       // "in X" in the same clause without a way in the tree
	sentenceOnly                     // "in X" in another clause
	ofTrigger                        // it hangs on the trigger in some other way: "the Mosul offensive"
	goesTo                           // "to X"
	comesFrom                        // "from X"
	adjectival                       // "Iraqi"
	standsFor                        // "Baghdad" for a government
	mentioned                        // named in the sentence in some other way
	located1                         // "in X" one sentence back
	located2                         // two back
	located4                         // three or four back
	locatedNext                      // in the next sentence
	mentioned1                       // named otherwise one or two sentences back
	lastLocated                      // the last "in X" before the sentence, wherever
	leads                            // "in X" in the first two sentences
	topTown                          // the town or region that the page names most
	topState                         // the page's focus
	clearState                       // a clear focus
	onlyCountry                      // the page names no other country
	inTitle                          // the title names it
	ofActor                          // its country is an actor's
	ofRecipient                      // its country is a recipient's
	domesticAct                      // all parties whose country is known are of this one
	ofNoParty                        // parties are known, and none is of its country
	isActor                          // it is an actor itself
	isRecipient                      // it is a recipient itself
	neighbour                        // the tree gives it to the act before this one
	sameSort                         // the tree gives it to another act of the same type
	wholeState                       // it is a state
	noCountry                        // its country is not known
	homeState                        // it is the state of all parties
	abroad                           // a town that the sentence does not name, in no party's country
	placeFeatureCount
)

var placeFeatureNames = [placeFeatureCount]string{"ruled", "ruled-country", "hangs-on", "hangs-close", "hangs-far", "clause-only",
	"sentence-only", "of-trigger", "goes-to", "comes-from", "adjectival", "stands-for", "mentioned", "located-1", "located-2",
	"located-4", "located-next", "mentioned-1", "last-located", "leads", "top-town", "top-state", "clear-state", "only-country",
	"in-title", "of-actor", "of-recipient", "domestic-act", "of-no-party", "is-actor", "is-recipient", "neighbour",
	"same-sort", "whole-state", "no-country", "home-state", "abroad"}

// spot is a mention of a place or state.
type spot struct {
	head, ent int32
	located   bool // it tells where: "in X"
}

// prospect is a place that an act may have, with what speaks for it.
type prospect struct {
	ent      int32
	features []placeFeature
}

// maxCandidates bounds how many places an act may have; the act's own sentence
// comes first.
const maxCandidates = 32

// placer chooses the places of the acts of one page.
type placer struct {
	*coder
	spots      []spot
	from       []int32 // sentence → index of its first spot
	top        int32   // entity of the town named most, -1 for none
	lead       []int32 // entities located in the first two sentences
	given      []int32 // event → place that the tree gave it, -1 for none
	candidates []prospect
	planned    map[[2]int32]bool // sentence and place → the tree gives it to a meeting that is planned
}

// placeEvents gives every act its place.
func (c *coder) placeEvents() {
	p := c.newPlacer()
	for k := range c.events {
		p.gather(k)
		if p.options != nil {
			*p.options = append(*p.options, p.caseOfEvent(k))
		}
		if e := &c.events[k]; e.mode != "visit" || e.place < 0 { // a visit is where it goes
			e.place = p.choose(k)
		}
	}
	for k := range c.events {
		p.retold(k)
	}
}

// retold gives an act that is told again the place of its first telling, unless the
// tree gives it one: "the exercise", in a sentence on a visit elsewhere.
func (p *placer) retold(k int) {
	e := &p.events[k]
	if e.same < 0 || e.place < 0 || e.place == p.given[k] || e.pos != 'n' || !p.definite(e.i) || sortOf(e.typ) == forceSort {
		return
	}
	first := p.events[e.same].place
	if first < 0 || p.entities[first].kind == record.State && p.entities[first].code == p.entities[e.place].code {
		return
	}
	e.place = first
}

func (c *coder) newPlacer() *placer {
	p := &placer{coder: c, top: -1, from: make([]int32, len(c.Sentences)+1), given: make([]int32, len(c.events))}
	count := make([]int32, len(c.entities))
	for s := range c.Sentences {
		p.from[s] = int32(len(p.spots))
		for j := c.Sentences[s].First; j < c.Sentences[s].End; j++ {
			k := c.heads[j]
			if k < 0 || c.mentions[k].form != record.Name || len(c.mentions[k].ents) != 1 {
				continue
			}
			ent := c.mentions[k].ents[0]
			e := &c.entities[ent]
			if e.kind != record.Place && e.kind != record.State {
				continue
			}
			located := c.isPlace(&c.mentions[k], j)
			p.spots = append(p.spots, spot{j, ent, located})
			if located && s < 2 {
				p.lead = append(p.lead, ent)
			}
			count[ent]++
			if e.kind == record.Place && (p.top < 0 || count[ent] > count[p.top]) {
				p.top = ent
			}
		}
	}
	p.from[len(c.Sentences)] = int32(len(p.spots))
	p.planned = map[[2]int32]bool{}
	for k := range c.events {
		e := &c.events[k]
		if p.given[k] = e.place; e.typ == "CONSULT" && e.place >= 0 && e.status == record.Planned {
			p.planned[[2]int32{c.Words[e.i].Sent, e.place}] = true
		}
	}
	return p
}

// add notes what speaks for a place.
func (p *placer) add(ent int32, f placeFeature) {
	for i := range p.candidates {
		if p.candidates[i].ent != ent {
			continue
		}
		for _, g := range p.candidates[i].features {
			if g == f {
				return
			}
		}
		p.candidates[i].features = append(p.candidates[i].features, f)
		return
	}
	if len(p.candidates) < maxCandidates {
		p.candidates = append(p.candidates, prospect{ent, append(make([]placeFeature, 0, 12), f)})
	}
}

// choose weighs the candidates of an act: the country that they speak for most,
// if they say more than that the act has no place, and its best place.
func (p *placer) choose(k int) int32 {
	e := &p.events[k]
	silence := 0.0
	for _, name := range p.silent(e) {
		silence += p.places.none[name]
	}
	var worth [maxCandidates]float64
	for i := range p.candidates {
		worth[i] = math.Exp(p.places.score(e.typ, p.candidates[i].features))
	}
	best, most := int32(-1), math.Exp(silence)
	for i := range p.candidates {
		code := p.entities[p.candidates[i].ent].code
		sum, top := 0.0, i
		for j := range p.candidates {
			if i != j && (code == "" || p.entities[p.candidates[j].ent].code != code) {
				continue
			}
			sum += worth[j]
			if worth[j] > worth[top] {
				top = j
			}
		}
		if sum > most {
			best, most = p.candidates[top].ent, sum
		}
	}
	return best
}

// silent names what speaks for leaving an act without a place: its type, mode
// and status, the sector of its first actor, and how far its parties' countries
// agree.
func (p *placer) silent(e *event) [5]string {
	sector := "no-actor"
	if len(e.actors) > 0 {
		sector = "no-sector"
		if x := p.entities[e.actors[0]].sectors; len(x) > 0 {
			sector = x[0]
		}
	}
	code, parties := "", "unknown"
	for _, side := range [2][]int32{e.actors, e.recipients} {
		for _, x := range side {
			switch c := p.entities[x].code; {
			case p.reg.State(c) == nil:
			case code == "":
				code, parties = c, "domestic"
			case c != code:
				parties = "foreign"
			}
		}
	}
	return [5]string{e.typ, e.mode, string(e.status), sector, parties}
}
