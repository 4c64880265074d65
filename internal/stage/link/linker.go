package link

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"slices"
	"time"

	"chancery/archive"
)

// incidents works out what the events of one document change in incidents. It
// loads the incidents that its events touch, joins and divides them, and builds
// anew those that changed.
type incidents struct {
	history archive.History
	added   archive.Document
	events  []archive.Event // of the added document, as they are now

	fresh       []*act            // made of events
	pool        map[string]*act   // all acts of the incidents touched, by key
	loaded      map[string]bool   // incidents in the pool
	before      map[string]string // the incident of each event before, by key
	ties        []namedTie        // of fresh to others
	asked       map[string]bool   // documents whose decisions were asked for
	decided     decided
	corrections []archive.Correction
	replaced    bool // the document had other events before
	again       bool // no decision is new: events that are as they were stay where they are
	kin         map[string]archive.Kinship
}

// namedTie is a tie between events by key.
type namedTie struct {
	a, b     string
	strength float64
}

func (in *incidents) link(ctx context.Context, links *archive.Links) error {
	old, err := in.history.EventsOf(ctx, in.changedDocuments())
	if err != nil {
		return err
	}
	touched := map[string]bool{}
	for i := range old {
		if old[i].Incident != "" {
			touched[old[i].Incident] = true
			in.before[old[i].Key] = old[i].Incident
		}
		in.replaced = in.replaced || old[i].Document == in.added.SHA256 && old[i].Incident != ""
	}
	for i := range in.events {
		if in.events[i].Review == archive.Rejected {
			links.Blocks[in.events[i].Key] = nil
			continue
		}
		a := newAct(&in.events[i])
		in.fresh = append(in.fresh, a)
		in.pool[a.ev.Key] = a
		links.Blocks[a.ev.Key] = a.blocks()
	}
	if in.replaced && in.again && in.unchanged(old) {
		in.replaced, in.fresh = false, nil
	}
	if in.replaced {
		// What held its former incidents together may be gone, or what kept them
		// apart: all their reports look for partners again.
		if err := in.load(ctx, touched); err != nil {
			return err
		}
		in.fresh = sorted(in.pool)
	}
	if err := in.findPartners(ctx, touched); err != nil {
		return err
	}
	if err := in.load(ctx, touched); err != nil {
		return err
	}
	return in.write(ctx, links)
}

// unchanged says whether the events of the added document are those that it had,
// all of them linked: then no tie is new, only what their incidents tell of it.
func (in *incidents) unchanged(old []archive.Event) bool {
	was := map[string]*archive.Event{}
	for i := range old {
		if e := &old[i]; e.Document == in.added.SHA256 {
			was[e.Key] = e
		}
	}
	if len(was) != len(in.events) {
		return false
	}
	for i := range in.events {
		e := in.events[i]
		w := was[e.Key]
		if w == nil || w.Incident == "" && w.Review != archive.Rejected {
			return false
		}
		e.Incident, e.Copied = w.Incident, w.Copied
		if !reflect.DeepEqual(&e, w) {
			return false
		}
	}
	return true
}

// changedDocuments are the added one and those whose place among copies is new:
// their incidents count them otherwise.
func (in *incidents) changedDocuments() []string {
	out := []string{in.added.SHA256}
	for sha := range in.kin {
		if sha != in.added.SHA256 {
			out = append(out, sha)
		}
	}
	slices.Sort(out)
	return out
}

// findPartners looks for the reports that each new one is the same as.
func (in *incidents) findPartners(ctx context.Context, touched map[string]bool) error {
	var all []search
	for _, a := range in.fresh {
		if a.placed {
			narrow, wide := a.searches()
			all = append(all, narrow, wide)
		}
	}
	found := map[string]*act{}
	for _, s := range joinSearches(all) {
		events, err := in.history.Blocked(ctx, s.keys, dayName(s.from), dayName(s.to))
		if err != nil {
			return err
		}
		for i := range events {
			if e := &events[i]; e.Document != in.added.SHA256 && in.pool[e.Key] == nil && found[e.Key] == nil {
				found[e.Key] = newAct(e)
			}
		}
	}
	partners := sorted(found)
	for _, a := range in.fresh {
		for _, b := range partners {
			if !meetInBlocks(a, b) {
				continue
			}
			if s := same(a, b); s > 0 {
				in.ties = append(in.ties, namedTie{a.ev.Key, b.ev.Key, s})
				if b.ev.Incident != "" {
					touched[b.ev.Incident] = true
				}
			}
		}
	}
	return nil
}

// sorted are acts in order of key.
func sorted(pool map[string]*act) []*act {
	out := make([]*act, 0, len(pool))
	for _, key := range slices.Sorted(maps.Keys(pool)) {
		out = append(out, pool[key])
	}
	return out
}

// nearSearches is how many days may lie between two searches that are made one.
const nearSearches = 7

// joinSearches makes few questions of many: those of about the same days are
// asked together.
func joinSearches(all []search) []search {
	slices.SortStableFunc(all, func(a, b search) int {
		return cmp.Or(cmp.Compare(a.to-a.from, b.to-b.from), cmp.Compare(a.from, b.from))
	})
	var out []search
	for _, s := range all {
		if n := len(out) - 1; n >= 0 && s.from-out[n].from <= nearSearches && s.to-out[n].to <= nearSearches && out[n].to-s.to <= nearSearches && out[n].from-s.from <= nearSearches {
			out[n].keys = append(out[n].keys, s.keys...)
			out[n].from, out[n].to = min(out[n].from, s.from), max(out[n].to, s.to)
			continue
		}
		s.keys = slices.Clone(s.keys)
		out = append(out, s)
	}
	for i := range out {
		slices.Sort(out[i].keys)
		out[i].keys = slices.Compact(out[i].keys)
	}
	return out
}

func dayName(n int) string {
	return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly)
}

// load fills the pool with the incidents touched, and with those that a
// decision of a reviewer binds to them, until there are no more.
func (in *incidents) load(ctx context.Context, touched map[string]bool) error {
	for {
		var ids []string
		for id := range touched {
			if !in.loaded[id] {
				in.loaded[id] = true
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		if len(ids) > 0 {
			events, err := in.history.Members(ctx, ids)
			if err != nil {
				return err
			}
			for i := range events {
				e := &events[i]
				in.before[e.Key] = e.Incident
				if e.Document != in.added.SHA256 && e.Review != archive.Rejected {
					in.pool[e.Key] = newAct(e)
				}
			}
		}
		more, err := in.decisions(ctx)
		if err != nil {
			return err
		}
		in.corrections = append(in.corrections, more...)
		if err := in.bound(ctx, more, touched); err != nil {
			return err
		}
		if !slices.ContainsFunc(slices.Collect(maps.Keys(touched)), func(id string) bool { return !in.loaded[id] }) {
			break
		}
	}
	slices.SortFunc(in.corrections, func(a, b archive.Correction) int { return cmp.Compare(a.ID, b.ID) })
	in.corrections = slices.CompactFunc(in.corrections, func(a, b archive.Correction) bool { return a.ID == b.ID })
	in.decided = readDecisions(in.corrections)
	return nil
}

// decisions asks for those on documents that were not asked for yet.
func (in *incidents) decisions(ctx context.Context) ([]archive.Correction, error) {
	var docs []string
	for _, a := range in.pool {
		if !in.asked[a.ev.Document] {
			in.asked[a.ev.Document] = true
			docs = append(docs, a.ev.Document)
		}
	}
	if len(docs) == 0 {
		return nil, nil
	}
	slices.Sort(docs)
	return in.history.Decided(ctx, docs)
}

// bound marks the incidents of the events that decisions name. A decision on an
// event that is not in the pool still has to be followed, because what was once
// split may come together again.
func (in *incidents) bound(ctx context.Context, corrections []archive.Correction, touched map[string]bool) error {
	var missing []string
	for _, c := range corrections {
		_, hasEvent := in.pool[c.Event]
		_, hasOther := in.pool[c.Other]
		switch {
		case hasEvent && !hasOther && c.Other != "":
			missing = append(missing, c.Other)
		case hasOther && !hasEvent:
			missing = append(missing, c.Event)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	events, err := in.history.Events(ctx, slices.Compact(missing))
	if err != nil {
		return err
	}
	for i := range events {
		if e := &events[i]; e.Incident != "" && e.Document != in.added.SHA256 {
			touched[e.Incident] = true
		}
	}
	return nil
}
