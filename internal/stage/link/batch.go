package link

import (
	"cmp"
	"slices"

	"chancery/archive"
)

// Whole is all that is linked in a set of documents.
type Whole struct {
	Copies    []archive.Kinship  // of every document, in order of SHA-256
	Incidents []archive.Incident // in order of ID
}

// All links a set of documents from nothing: each text once, with all its
// appearances. It is what Link comes to, document by document, in any order; it
// serves tests and the repair of an archive. It takes all pairs of documents
// that share a band and of events that share a block.
func All(additions []archive.Addition, corrections []archive.Correction) Whole {
	printed := make([]archive.Printed, len(additions))
	for i := range additions {
		doc := additions[i].Document
		if doc.Credit == "" {
			doc.Credit = Credit(doc.Text)
		}
		printed[i].Prints = PrintsOf(&doc, doc.Text)
		doc.Text, doc.Original, doc.Parent, doc.Copy = "", "", "", ""
		printed[i].Document = doc
	}
	slices.SortFunc(printed, func(a, b archive.Printed) int { return cmp.Compare(a.Document.SHA256, b.Document.SHA256) })
	w := Whole{Copies: allFamilies(printed)}
	docs := map[string]*archive.Document{}
	for i := range printed {
		d, c := &printed[i].Document, w.Copies[i]
		d.Original, d.Parent, d.Copy = c.Original, c.Parent, c.Copy
		docs[d.SHA256] = d
	}
	var acts []*act
	for i := range additions {
		for j := range additions[i].Events {
			if e := &additions[i].Events[j]; e.Review != archive.Rejected {
				acts = append(acts, newAct(e))
			}
		}
	}
	slices.SortFunc(acts, func(a, b *act) int { return cmp.Compare(a.ev.Key, b.ev.Key) })
	for _, part := range partition(acts, tiesOf(acts), readDecisions(corrections)) {
		events := make([]archive.Event, len(part))
		for i, a := range part {
			events[i] = *a.ev
		}
		w.Incidents = append(w.Incidents, Build(events, docs))
	}
	slices.SortFunc(w.Incidents, func(a, b archive.Incident) int { return cmp.Compare(a.ID, b.ID) })
	return w
}

// allFamilies gives each document its place; printed is in order of SHA-256.
func allFamilies(printed []archive.Printed) []archive.Kinship {
	bands := map[uint64][]int{}
	at := map[string]*archive.Printed{}
	for i := range printed {
		at[printed[i].Document.SHA256] = &printed[i]
		for _, b := range printed[i].Prints.Bands {
			bands[b] = append(bands[b], i)
		}
	}
	out := make([]archive.Kinship, len(printed))
	parents := map[string]string{}
	for i := range printed {
		var near []archive.Printed
		seen := map[int]int{}
		for _, b := range printed[i].Prints.Bands {
			for _, j := range bands[b] {
				had := seen[j]
				if seen[j]++; archive.Alone(b) {
					seen[j]++
				}
				if j != i && had < 2 && seen[j] >= 2 {
					near = append(near, printed[j])
				}
			}
		}
		out[i].Document = printed[i].Document.SHA256
		if p := parentOf(&printed[i], near); p != nil {
			out[i].Parent = p.Document.SHA256
			parents[out[i].Document] = out[i].Parent
		}
	}
	for i := range out {
		if out[i].Parent == "" {
			continue
		}
		root := out[i].Parent
		for parents[root] != "" {
			root = parents[root]
		}
		out[i].Original = root
		out[i].Copy = sortOf(&printed[i].Document, &at[root].Document)
	}
	return out
}
