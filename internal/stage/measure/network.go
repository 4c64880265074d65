package measure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/relations"
)

// NetworkQuestion asks who deals with whom.
type NetworkQuestion struct {
	Span
	Weight string         // incidents, cooperation, conflict
	Least  float64        // lighter ties are left out
	Only   relations.Side // these parties alone, when given
	Forum  string         // in the frame of this forum alone: its registry key, or its name
	// States leaves out parties that are no states.
	States bool
	Seed   uint64
}

// Network is who deals with whom, and who stands where.
type Network struct {
	From        string      `json:"from,omitempty"`
	Until       string      `json:"until,omitempty"`
	Weight      string      `json:"weight"`
	Forum       string      `json:"forum,omitempty"`
	Nodes       []Node      `json:"nodes,omitempty"`
	Ties        []Tie       `json:"ties,omitempty"`
	Communities [][]string  `json:"communities,omitempty"` // keys
	Modularity  Number      `json:"modularity"`
	Density     Number      `json:"density"`
	Balance     Balance     `json:"balance"`
	Before      *NetworkWas `json:"first_half,omitempty"`
	Method      []string    `json:"method"`
}

// Node is one party.
type Node struct {
	Key         string  `json:"key"`
	Name        string  `json:"name"`
	Ties        int     `json:"ties"`
	Strength    float64 `json:"strength"`
	Eigenvector Number  `json:"eigenvector"`
	Betweenness Number  `json:"betweenness"`
	Community   int     `json:"community"`
	Filter      string  `json:"filter"`
}

// Tie is what is between two of them.
type Tie struct {
	A           string  `json:"a"`
	B           string  `json:"b"`
	Weight      float64 `json:"weight"`
	Incidents   int     `json:"incidents"`
	ByA         int     `json:"by_a"`
	ByB         int     `json:"by_b"`
	Cooperation Number  `json:"cooperation"`
	Conflict    Number  `json:"conflict"`
	Sign        int     `json:"sign"`
	Filter      string  `json:"filter"`
}

// Balance is how far friends of friends are friends.
type Balance struct {
	Triads     int         `json:"triads"` // with three signed ties
	Negatives  [4]int      `json:"by_negative_ties"`
	Balanced   Proportion  `json:"balanced"`
	Expected   Number      `json:"expected"` // by chance
	P          Number      `json:"p"`
	Unbalanced [][3]string `json:"unbalanced,omitempty"`
}

// NetworkWas is the network of the first half of the time, beside that of the
// second: what changed.
type NetworkWas struct {
	Until string `json:"until"`
	Moves []Move `json:"moves"`
}

// Move is how far a party's part of all ties changed from the first half of the
// time to the second.
type Move struct {
	Key    string `json:"key"`
	Before Number `json:"share_before"`
	After  Number `json:"share_after"`
}

// NetworkOf answers a question.
func NetworkOf(ctx context.Context, a Archive, w World, q NetworkQuestion) (*Network, error) {
	weight, err := weightNamed(q.Weight)
	if err != nil {
		return nil, err
	}
	c, err := cover(ctx, a, q.Span)
	if err != nil {
		return nil, err
	}
	q.Span = c.span
	agg, err := q.counts(ctx, a, c)
	if err != nil {
		return nil, err
	}
	dq := relations.DyadQuestion{From: q.From, Until: q.Until, Only: q.Only.Keys()}
	dyads := q.keep(w, relations.Dyads(agg, dq))
	found := relations.NetworkOf(dyads, weight, q.Least, q.Seed)
	n := &Network{From: q.From.String(), Until: q.Until.String(), Weight: string(weight), Forum: q.Forum, Modularity: Number(found.Modularity), Density: Number(found.Density),
		Communities: found.Communities}
	for _, x := range found.Nodes {
		n.Nodes = append(n.Nodes, Node{Key: x.Key, Name: w.Name(x.Key), Ties: x.Degree, Strength: x.Strength, Eigenvector: Number(x.Eigenvector), Betweenness: Number(x.Betweenness), Community: x.Community,
			Filter: q.filter(w, x.Key)})
	}
	n.ties(w, q, found.Edges, dyads)
	b := relations.BalanceOf(dyads, q.Seed)
	n.Balance = Balance{b.N, b.Triads, proportion(b.Balanced), Number(b.Expected), Number(b.P), b.Unbalanced}
	n.moves(agg, c, w, q)
	n.Method = []string{
		fmt.Sprintf("A tie is as heavy as the %s between two parties; an act of several parties is one of each of their pairs. Ties lighter than %g are left out.", weightWords(weight), q.Least),
		"Strength is the sum of a party's ties; betweenness the share of shortest ways between others that lead through it (a broker has much); eigenvector is high for who is tied to those well tied. Communities are those of greatest modularity (Louvain).",
		"A tie has a sign when cooperation and conflict differ by more than chance makes of as many acts; a triad with one negative tie is unbalanced (Heider).",
		"A network shows who is reported together. Where few outlets of a country are read, it looks lonelier than it is.",
	}
	return n, nil
}

func weightNamed(name string) (relations.Weight, error) {
	for _, w := range []relations.Weight{relations.ByIncidents, relations.ByCooperation, relations.ByConflict} {
		if string(w) == name || name == "" {
			return w, nil
		}
	}
	return "", fmt.Errorf("there is no weight %q; give incidents, cooperation or conflict", name)
}

func weightWords(w relations.Weight) string {
	if w == relations.ByIncidents {
		return "incidents"
	}
	return "scores of " + string(w)
}

// counts gives the aggregate of the question: of all acts, or of those in the
// frame of a forum.
func (q *NetworkQuestion) counts(ctx context.Context, a Archive, c *counted) (*relations.Aggregate, error) {
	if q.Forum == "" {
		err := c.count(ctx, a, scope{}, nil)
		return c.agg, err
	}
	agg, err := relations.NewAggregate(q.Grain)
	if err != nil {
		return nil, err
	}
	framed := scope{filter: filter.Set{Field: filter.Has, Any: []string{"forum"}}}
	return agg, c.count(ctx, a, framed, func(inc *archive.Incident) bool {
		if inc.Forum != nil && (inc.Forum.Registry == q.Forum || strings.EqualFold(inc.Forum.Name, q.Forum)) {
			agg.Add(inc)
		}
		return false
	})
}

// keep leaves out what is no state, if so asked.
func (q *NetworkQuestion) keep(w World, dyads []relations.Dyad) []relations.Dyad {
	if !q.States {
		return dyads
	}
	return slices.DeleteFunc(dyads, func(d relations.Dyad) bool { return w.State(d.A) == nil || w.State(d.B) == nil })
}

// filter lists the acts of parties in the time of the question.
func (q *NetworkQuestion) filter(w World, keys ...string) string {
	ask := relations.Question{From: q.From, Until: q.Until}
	for i, key := range keys {
		side := []*relations.Side{&ask.A, &ask.B}[i]
		*side = relations.SideOf(key)
	}
	e := w.Filter(&ask)
	if q.Forum != "" {
		forum := filter.Party{Name: filter.Phrase{Words: filter.WordsOf(q.Forum)}}
		if entry := w.ByKey(q.Forum); entry != nil {
			forum = filter.Party{Text: q.Forum, Keys: []string{q.Forum}}
		}
		e = filter.Both(e, filter.Parties{Field: filter.Forum, Any: []filter.Party{forum}})
	}
	return e.String()
}

func (n *Network) ties(w World, q NetworkQuestion, edges []relations.Edge, dyads []relations.Dyad) {
	at := map[[2]string]*relations.Dyad{}
	for i := range dyads {
		at[[2]string{dyads[i].A, dyads[i].B}] = &dyads[i]
	}
	for _, e := range edges {
		d := at[[2]string{e.A, e.B}]
		n.Ties = append(n.Ties, Tie{A: e.A, B: e.B, Weight: e.Weight, Incidents: d.Incidents, ByA: d.ByA, ByB: d.ByB, Cooperation: Number(d.Cooperation), Conflict: Number(d.Conflict),
			Sign: d.Sign(), Filter: q.filter(w, e.A, e.B)})
	}
}

// moves holds the two halves of the time against each other.
func (n *Network) moves(agg *relations.Aggregate, c *counted, w World, q NetworkQuestion) {
	first, last, ok := c.calendar.Span()
	if !ok || last-first < 60 {
		return
	}
	middle := relations.PeriodOf(first+(last-first)/2, q.Grain).First(q.Grain)
	weight, _ := weightNamed(q.Weight)
	part := func(from, until relations.Day) map[string]float64 {
		out, sum := map[string]float64{}, 0.0
		for _, x := range relations.NetworkOf(q.keep(w, relations.Dyads(agg, relations.DyadQuestion{From: from, Until: until, Only: q.Only.Keys()})), weight, 0, q.Seed).Nodes {
			out[x.Key] = x.Strength
			sum += x.Strength
		}
		for k := range out {
			out[k] /= sum
		}
		return out
	}
	before, after := part(first, middle-1), part(middle, last)
	n.Before = &NetworkWas{Until: (middle - 1).String()}
	for _, x := range n.Nodes {
		n.Before.Moves = append(n.Before.Moves, Move{x.Key, Number(before[x.Key]), Number(after[x.Key])})
	}
}
