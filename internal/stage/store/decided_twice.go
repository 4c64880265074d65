package store

import (
	"context"
	"iter"
	"slices"

	"chancery/archive"
	"chancery/record"
)

// DecidedTwice gives the decisions in force on single events on which two or more
// reviewers decided, in order of number, each with the event as it was coded. Only
// the documents of such events are read.
func (s *Store) DecidedTwice(ctx context.Context) iter.Seq2[archive.Example, error] {
	return func(yield func(archive.Example, error) bool) {
		list, err := corrections(ctx, s.read, s, "undone = 0")
		if err != nil {
			yield(archive.Example{}, err)
			return
		}
		list = twice(list)
		reader := &txn{handle: s.read, s: s}
		coded := map[int64][]archive.Event{}
		for _, k := range list {
			events, read := coded[k.doc]
			if !read {
				if events, err = reader.coded(ctx, k.doc); err != nil {
					yield(archive.Example{}, err)
					return
				}
				coded[k.doc] = events
			}
			x := archive.Example{Correction: k.Correction}
			if i := anchor(events, k.Event, k.Trigger); i >= 0 {
				x.Coded = events[i]
			}
			if !yield(x, nil) {
				return
			}
		}
	}
}

// twice leaves the decisions on single events of which somebody else decided on
// the same words.
func twice(list []kept) []kept {
	type words struct {
		doc  int64
		span record.Span
	}
	first, more := map[words]string{}, map[words]bool{}
	list = slices.DeleteFunc(list, func(k kept) bool { return k.Verdict == archive.Merge || k.Verdict == archive.Split })
	for _, k := range list {
		at := words{k.doc, k.Trigger}
		if by, there := first[at]; !there {
			first[at] = k.Reviewer
		} else if by != k.Reviewer {
			more[at] = true
		}
	}
	return slices.DeleteFunc(list, func(k kept) bool { return !more[words{k.doc, k.Trigger}] })
}
