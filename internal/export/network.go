package export

import (
	"cmp"
	"slices"
	"strconv"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// network is who acts on whom: countries and bodies, and what passed between
// them. Acts that are planned, denied or only possible are left out.
type network struct {
	nodes []*node
	edges []*edge
	byID  map[string]*node
	byTwo map[[2]string]*edge
	tally Tally
}

type node struct {
	id, label, kind string
	acts            int // that it takes part in
	within          int // between parties of its own
}

type edge struct {
	from, to              string
	acts, joint           int
	cooperation, conflict int
	scales                int
	scale                 float64 // sum
	first, last           string
}

// deed is what a network needs of an event or incident.
type deed struct {
	typ                string
	status             record.Status
	dated              bool
	actors, recipients []archive.Party
	scale              *float64
	start              string
}

func gather(set Set, format string, c codes) (*network, error) {
	n := &network{byID: map[string]*node{}, byTwo: map[[2]string]*edge{}}
	var err error
	switch set.Holds() {
	case Events:
		n.tally, err = each(set.Events, func(e *archive.Event) (int, error) {
			return n.add(c, deed{e.Type, e.Status, e.Dated, e.Actors, e.Recipients, e.Scale, e.Start}), nil
		})
	case Incidents:
		n.tally, err = each(set.Incidents, func(i *archive.Incident) (int, error) {
			return n.add(c, deed{i.Type, i.Status, true, i.Actors, i.Recipients, i.Scale, i.Start}), nil
		})
	default:
		err = missing(format, Events|Incidents)
	}
	slices.SortFunc(n.nodes, func(a, b *node) int { return cmp.Compare(a.id, b.id) })
	slices.SortFunc(n.edges, func(a, b *edge) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return n, err
}

// add counts an act at the nodes it touches and their edges, and gives the
// number of nodes.
func (n *network) add(c codes, d deed) int {
	if d.status != record.Actual && (d.status != record.Historical || !d.dated) {
		return 0
	}
	seen, touched := map[[2]string]bool{}, map[string]bool{}
	for _, p := range pairs(d.actors, d.recipients) {
		joint := len(d.recipients) == 0
		from, to := n.node(c, p.actor), n.node(c, p.recipient)
		for _, end := range []*node{from, to} {
			if end != nil && !touched[end.id] {
				touched[end.id] = true
				end.acts++
			}
		}
		if from == nil || to == nil {
			continue
		}
		if joint && from.id > to.id {
			from, to = to, from
		}
		two := [2]string{from.id, to.id}
		if seen[two] {
			continue // one act counts once between two countries, whoever took part
		}
		seen[two] = true
		if from == to {
			from.within++
			continue
		}
		n.edge(two).count(d, joint)
	}
	return len(touched)
}

// node is the country of a party, else the body, else the party itself; nil for
// one of which only a common code is known.
func (n *network) node(c codes, p *archive.Party) *node {
	if p == nil {
		return nil
	}
	id, label, kind := "", p.Name, string(p.Kind)
	switch {
	case ontology.ValidCountry(p.Code):
		id, label, kind = p.Code, or(c.country(p.Code), p.Code), "state"
	case p.Code == "UNO" || p.Code == "EUR":
		id, kind = p.Code, "organization"
		label = map[string]string{"UNO": "United Nations", "EUR": "European Union"}[p.Code]
	case p.Registry != "":
		id = p.Registry
	case p.Name != "":
		id = "name/" + p.Name
	default:
		return nil
	}
	if known := n.byID[id]; known != nil {
		return known
	}
	fresh := &node{id: id, label: label, kind: kind}
	n.byID[id] = fresh
	n.nodes = append(n.nodes, fresh)
	return fresh
}

func (n *network) edge(two [2]string) *edge {
	if e := n.byTwo[two]; e != nil {
		return e
	}
	e := &edge{from: two[0], to: two[1]}
	n.byTwo[two] = e
	n.edges = append(n.edges, e)
	return e
}

func (e *edge) count(d deed, joint bool) {
	e.acts++
	if joint {
		e.joint++
	}
	switch t, _ := ontology.ParseType(d.typ); t.Quad() {
	case ontology.VerbalCooperation, ontology.MaterialCooperation:
		e.cooperation++
	case ontology.VerbalConflict, ontology.MaterialConflict:
		e.conflict++
	}
	if d.scale != nil {
		e.scale += *d.scale
		e.scales++
	}
	if d.start != "" && (e.first == "" || d.start < e.first) {
		e.first = d.start
	}
	e.last = max(e.last, d.start)
}

// attribute is a value of a node or edge, with its type in both formats.
type attribute struct{ name, kind, value string }

func (n *node) attributes() []attribute {
	return []attribute{{"label", "string", n.label}, {"kind", "string", n.kind}, {"acts", "int", strconv.Itoa(n.acts)}, {"within", "int", strconv.Itoa(n.within)}}
}

func (e *edge) attributes() []attribute {
	mean := ""
	if e.scales > 0 {
		mean = strconv.FormatFloat(e.scale/float64(e.scales), 'f', 3, 64)
	}
	return []attribute{
		{"acts", "int", strconv.Itoa(e.acts)}, {"joint", "int", strconv.Itoa(e.joint)}, {"cooperation", "int", strconv.Itoa(e.cooperation)},
		{"conflict", "int", strconv.Itoa(e.conflict)}, {"scale", "double", mean}, {"first", "string", e.first}, {"last", "string", e.last},
	}
}
