package link

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"chancery/archive"
)

// write divides the pool into incidents and tells what is new.
func (in *incidents) write(ctx context.Context, links *archive.Links) error {
	acts := sorted(in.pool)
	parts := partition(acts, in.allTies(acts), in.decided)
	docs, err := in.documents(ctx, acts)
	if err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(in.loaded))
	former, err := in.history.Incidents(ctx, ids)
	if err != nil {
		return err
	}
	was := map[string]*archive.Incident{}
	for i := range former {
		was[former[i].ID] = &former[i]
	}
	now := make([]archive.Incident, 0, len(parts))
	for _, part := range parts {
		events := make([]archive.Event, len(part))
		for i, a := range part {
			events[i] = *a.ev
		}
		now = append(now, Build(events, docs))
	}
	slices.SortFunc(now, func(a, b archive.Incident) int { return cmp.Compare(a.ID, b.ID) })
	in.tell(links, now, was)
	return nil
}

// allTies are the ties of the pool. Incidents that only grow keep together
// without looking again; where something was taken out or is bound by a
// decision, all pairs are compared.
func (in *incidents) allTies(acts []*act) []tie {
	if in.replaced || len(in.decided.merge)+len(in.decided.split) > 0 {
		return tiesOf(acts)
	}
	at := make(map[string]int, len(acts))
	var ties []tie
	first := map[string]int{}
	for i, a := range acts {
		at[a.ev.Key] = i
		id := in.before[a.ev.Key]
		if id == "" {
			continue
		}
		if j, ok := first[id]; ok {
			ties = append(ties, tie{j, i, 1})
		} else {
			first[id] = i
		}
	}
	for _, t := range in.ties {
		ties = append(ties, tie{at[t.a], at[t.b], t.strength})
	}
	for i, a := range acts {
		if j, ok := at[a.ev.SameAs]; ok && same(a, acts[j]) > 0 {
			ties = append(ties, tie{i, j, 1})
		}
	}
	return ties
}

// tiesOf compares all pairs that share a block, and the tellings of one act on
// one page.
func tiesOf(acts []*act) []tie {
	blocks := map[uint64][]int{}
	pages := map[string][]int{}
	var ties []tie
	last := make([]int, len(acts)) // the act that each was last compared with
	compare := func(i, j int) {
		if last[j] == i {
			return
		}
		last[j] = i
		if s := same(acts[j], acts[i]); s > 0 {
			ties = append(ties, tie{j, i, s})
		}
	}
	for i, a := range acts {
		for _, block := range a.found {
			for _, j := range blocks[block] {
				compare(i, j)
			}
			blocks[block] = append(blocks[block], i)
		}
		for _, j := range pages[a.ev.Document] {
			compare(i, j)
		}
		pages[a.ev.Document] = append(pages[a.ev.Document], i)
	}
	return ties
}

// documents are those of the acts, with their places among copies as they are now.
func (in *incidents) documents(ctx context.Context, acts []*act) (map[string]*archive.Document, error) {
	need := map[string]bool{}
	for _, a := range acts {
		need[a.ev.Document] = true
	}
	delete(need, in.added.SHA256)
	found, err := in.history.Documents(ctx, slices.Sorted(maps.Keys(need)))
	if err != nil {
		return nil, err
	}
	out := map[string]*archive.Document{in.added.SHA256: &in.added}
	for i := range found {
		out[found[i].SHA256] = &found[i]
	}
	for sha, c := range in.kin {
		if d := out[sha]; d != nil {
			d.Original, d.Parent, d.Copy = c.Original, c.Parent, c.Copy
		}
	}
	return out, nil
}

// The kinds of archive.Change that linking makes.
const (
	created = "created"
	joined  = "joined"
	merged  = "merged"
	split   = "split"
	renamed = "renamed"
	status  = "status"
	removed = "removed"
)

// tell compares the incidents as they are with what they were.
func (in *incidents) tell(links *archive.Links, now []archive.Incident, was map[string]*archive.Incident) {
	heirs := map[string][]string{} // of each former incident
	for i := range now {
		for _, id := range in.formerOf(&now[i]) {
			heirs[id] = append(heirs[id], now[i].ID)
		}
	}
	alive := map[string]bool{}
	for i := range now {
		inc := &now[i]
		alive[inc.ID] = true
		// Those of the added document are told even when nothing else is new,
		// since its events are written anew and must find their incident.
		if before := was[inc.ID]; before != nil && reflect.DeepEqual(before, inc) && !in.tells(inc) {
			continue
		}
		links.Incidents = append(links.Incidents, *inc)
		links.Changes = append(links.Changes, in.changesOf(inc, was, heirs)...)
	}
	for _, id := range slices.Sorted(maps.Keys(was)) {
		if alive[id] {
			continue
		}
		links.Removed = append(links.Removed, id)
		if len(heirs[id]) == 0 {
			links.Changes = append(links.Changes, archive.Change{Incident: id, Kind: removed, Note: "no report tells it any more"})
		}
	}
}

// tells says whether the added document is among those that tell an incident.
func (in *incidents) tells(inc *archive.Incident) bool {
	return slices.ContainsFunc(inc.Events, func(key string) bool { return in.pool[key].ev.Document == in.added.SHA256 })
}

// formerOf are the incidents from which an incident has its reports: first its
// own name, then by number of reports.
func (in *incidents) formerOf(inc *archive.Incident) []string {
	n := map[string]int{}
	for _, key := range inc.Events {
		if id := in.before[key]; id != "" {
			n[id]++
		}
	}
	return slices.SortedFunc(maps.Keys(n), func(a, b string) int {
		own := func(id string) int {
			if id == inc.ID {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(own(b), own(a)), cmp.Compare(n[b], n[a]), cmp.Compare(a, b))
	})
}

func (in *incidents) changesOf(inc *archive.Incident, was map[string]*archive.Incident, heirs map[string][]string) []archive.Change {
	former := in.formerOf(inc)
	line := func(kind, other, note string) archive.Change {
		return archive.Change{Incident: inc.ID, Kind: kind, Note: note, Other: other}
	}
	if len(former) == 0 {
		return []archive.Change{line(created, "", reports(inc.Reports))}
	}
	var out []archive.Change
	for i, id := range former {
		switch {
		case len(heirs[id]) > 1:
			out = append(out, line(split, id, fmt.Sprintf("%s of %s", reports(inc.Reports), id)))
		case i > 0:
			note := ""
			if w := was[id]; w != nil {
				note = reports(w.Reports) + " of " + id
			}
			out = append(out, line(merged, id, note))
		case id != inc.ID:
			out = append(out, line(renamed, id, "was "+id))
		}
	}
	w := was[former[0]]
	if w == nil {
		return out
	}
	if w.Reports != inc.Reports {
		out = append(out, line(joined, "", fmt.Sprintf("%s, was %d", reports(inc.Reports), w.Reports)))
	} else if w.Outlets != inc.Outlets {
		out = append(out, line(joined, "", fmt.Sprintf("outlets that print it: %d, was %d", inc.Outlets, w.Outlets)))
	}
	if w.Status != inc.Status || w.Outcome != inc.Outcome {
		out = append(out, line(status, "", fmt.Sprintf("%s → %s", fateName(w), fateName(inc))))
	}
	return out
}

func fateName(inc *archive.Incident) string {
	if inc.Outcome != "" {
		return fmt.Sprintf("%s, %s", inc.Status, inc.Outcome)
	}
	return string(inc.Status)
}

func reports(n int) string {
	if n == 1 {
		return "1 report"
	}
	return fmt.Sprintf("%d reports", n)
}
