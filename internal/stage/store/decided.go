package store

import (
	"context"
	"iter"
	"slices"

	"chancery/archive"
)

// Decisions gives all decisions, the taken back ones too, in order of number.
func (s *Store) Decisions(ctx context.Context) iter.Seq2[archive.Correction, error] {
	return func(yield func(archive.Correction, error) bool) {
		list, err := corrections(ctx, s.read, s, "1=1")
		if err != nil {
			yield(archive.Correction{}, err)
			return
		}
		for i := range list {
			if !yield(list[i].Correction, nil) {
				return
			}
		}
	}
}

// Examples gives the decisions in force on single events, each with the event as
// it was coded and the page's text where that is kept: training data.
func (s *Store) Examples(ctx context.Context) iter.Seq2[archive.Example, error] {
	return func(yield func(archive.Example, error) bool) {
		list, err := corrections(ctx, s.read, s, "undone = 0")
		if err != nil {
			yield(archive.Example{}, err)
			return
		}
		reader := &txn{handle: s.read, s: s}
		for _, k := range list {
			if k.Verdict == archive.Merge || k.Verdict == archive.Split {
				continue
			}
			x := archive.Example{Correction: k.Correction}
			events, err := reader.coded(ctx, k.doc)
			if err == nil {
				if i := anchor(events, k.Event, k.Trigger); i >= 0 {
					x.Coded = events[i]
				}
				x.Text, err = s.text(ctx, k.doc, k.Document)
			}
			if !yield(x, err) || err != nil {
				return
			}
		}
	}
}

// Decided gives the merges and splits in force that name an event of one of the
// documents, under the keys that the events have now.
func (h *history) Decided(ctx context.Context, documents []string) ([]archive.Correction, error) {
	if a := h.ahead(); len(documents) == 0 || a != nil && !a.decided {
		return nil, nil
	}
	in := "IN (SELECT id FROM documents WHERE " + h.h.d.Among("head") + ")"
	numbers := h.h.d.Numbers(heads(documents))
	list, err := corrections(ctx, h.h, h.s, "undone = 0 AND (doc "+in+" OR otherdoc "+in+")", numbers, numbers)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(k kept) bool { return k.Verdict != archive.Merge && k.Verdict != archive.Split })
	if len(list) == 0 {
		return nil, nil
	}
	var out []archive.Correction
	for _, k := range list {
		c := k.Correction
		var there, otherThere bool
		if c.Event, there, err = h.now(ctx, c.Event); err != nil {
			return nil, err
		}
		if c.Other, otherThere, err = h.now(ctx, c.Other); err != nil {
			return nil, err
		}
		if there && otherThere {
			out = append(out, c)
		}
	}
	return out, nil
}

// now is the key that the event of a key has in the coding that is kept.
func (h *history) now(ctx context.Context, key string) (string, bool, error) {
	events, err := h.EventsOf(ctx, []string{key})
	if err != nil {
		return "", false, err
	}
	trigger, _ := triggerOf(key)
	i := anchor(events, key, trigger)
	if i < 0 {
		return "", false, nil
	}
	return events[i].Key, true, nil
}
