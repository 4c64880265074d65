package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"chancery/internal/filter"
)

// Keeping says which texts go on demand. Digests, records, events and statements,
// with the words that show them, always stay.
type Keeping struct {
	// Outlets are those whose texts go; none is all.
	Outlets []string
	// Before is the day of publication before which texts go, of undated pages
	// the day on which they were added; empty is any.
	Before string
	// Dry only counts.
	Dry bool
	// Reason is written into the log.
	Reason string
}

// Forgotten tells what went.
type Forgotten struct {
	Texts   int      `json:"texts"`
	Bytes   int64    `json:"bytes"` // of the packed texts
	Outlets []string `json:"outlets"`
	Oldest  string   `json:"oldest,omitempty"`
	Newest  string   `json:"newest,omitempty"`
	Dry     bool     `json:"dry,omitempty"`
}

// Rule is a rule of retention: texts that an outlet printed, or with no outlet
// all whose outlets have no rule of their own, are kept for so many days.
type Rule struct {
	Outlet string `json:"outlet,omitempty"`
	Days   int    `json:"days"`
}

const stateRetention = "retention"

// SetRules notes the rules, in the place of the former ones.
func (s *Store) SetRules(ctx context.Context, rules []Rule) error {
	for i, r := range rules {
		if r.Days < 0 || slices.ContainsFunc(rules[:i], func(o Rule) bool { return filter.Fold(o.Outlet) == filter.Fold(r.Outlet) }) {
			return fmt.Errorf("cannot set rules of retention: %q has two rules, or a number of days below 0", r.Outlet)
		}
	}
	return s.SetState(ctx, stateRetention, "rules", rules)
}

// Rules gives the rules of retention.
func (s *Store) Rules(ctx context.Context) ([]Rule, error) {
	var rules []Rule
	_, err := s.State(ctx, stateRetention, "rules", &rules)
	return rules, err
}

// before gives the day before which the texts of outlets go; empty is none.
type before func(outlets []string) string

const endOfDays = "9999-12-31"

// Forget deletes texts, with the words under which they are found, and writes
// that into the log. A text that an outlet on the list printed goes even when
// another one printed it first.
func (s *Store) Forget(ctx context.Context, k Keeping) (Forgotten, error) {
	if k.Before != "" && day(k.Before) == 0 {
		return Forgotten{}, fmt.Errorf("cannot delete texts: %q is no day; write it as 2024-05-31", k.Before)
	}
	var why []string
	if len(k.Outlets) > 0 {
		why = append(why, "of "+strings.Join(k.Outlets, ", "))
	}
	if k.Before != "" {
		why = append(why, "before "+k.Before)
	}
	if k.Reason != "" {
		why = append(why, k.Reason)
	}
	return s.forget(ctx, k.Dry, strings.Join(why, "; "), func(outlets []string) string {
		named := len(k.Outlets) == 0
		for _, wanted := range k.Outlets {
			named = named || slices.ContainsFunc(outlets, func(o string) bool { return filter.Fold(o) == filter.Fold(wanted) })
		}
		switch {
		case !named:
			return ""
		case k.Before == "":
			return endOfDays
		}
		return k.Before
	})
}

// Retain deletes the texts that the rules of retention let go today.
func (s *Store) Retain(ctx context.Context, dry bool) (Forgotten, error) {
	rules, err := s.Rules(ctx)
	if err != nil || len(rules) == 0 {
		return Forgotten{Dry: dry, Outlets: []string{}}, err
	}
	days := map[string]int{}
	for _, r := range rules {
		days[filter.Fold(r.Outlet)] = r.Days
	}
	today := s.now().UTC()
	return s.forget(ctx, dry, "rules of retention", func(outlets []string) string {
		least := math.MaxInt
		for _, o := range outlets {
			if n, ok := days[filter.Fold(o)]; ok {
				least = min(least, n)
			}
		}
		if n, ok := days[""]; ok && least == math.MaxInt {
			least = n
		}
		if least == math.MaxInt {
			return ""
		}
		return today.AddDate(0, 0, -least).Format(time.DateOnly)
	})
}

func (s *Store) forget(ctx context.Context, dry bool, why string, limit before) (Forgotten, error) {
	var out Forgotten
	var err error
	if dry {
		_, err = textsBefore(ctx, s.read, limit, &out)
	} else {
		err = s.wiping(ctx, func() error {
			return s.write(ctx, func(t *txn) error { return t.forgetTexts(ctx, why, limit, &out) })
		})
	}
	out.Dry = dry
	return out, told(err, "cannot delete texts")
}

// wiping runs f so that what it deletes leaves nothing behind in the file.
func (s *Store) wiping(ctx context.Context, f func() error) (err error) {
	run := func(list []string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		h, err := s.take(ctx)
		for _, q := range list {
			if err == nil {
				err = h.eachOnce(ctx, func(scan) error { return nil }, q)
			}
		}
		return err
	}
	if err := run(s.d.Wipe); err != nil {
		return err
	}
	defer func() {
		if failed := run(s.d.Wiped); err == nil {
			err = failed
		}
	}()
	return f()
}

func (t *txn) forgetTexts(ctx context.Context, why string, limit before, out *Forgotten) error {
	docs, err := textsBefore(ctx, t.handle, limit, out)
	if err != nil || len(docs) == 0 {
		return err
	}
	for _, doc := range docs {
		for _, q := range []string{"DELETE FROM texts WHERE doc = ?", "DELETE FROM text_words WHERE " + t.d.Row + " = ?"} {
			if err := t.exec(ctx, q, doc); err != nil {
				return err
			}
		}
	}
	if t.d.Squeeze != nil {
		if err := t.run(ctx, t.d.Squeeze("text_words")); err != nil {
			return err
		}
	}
	return t.note(ctx, "forget", fmt.Sprintf("%d texts deleted, of %s to %s, of %d outlets: %s", out.Texts, out.Oldest, out.Newest, len(out.Outlets), why))
}

// textsBefore gives the documents whose texts go.
func textsBefore(ctx context.Context, h *handle, limit before, out *Forgotten) ([]int64, error) {
	also := map[int64][]string{}
	err := h.each(ctx, func(row scan) error {
		var doc int64
		var outlet string
		err := row(&doc, &outlet)
		also[doc] = append(also[doc], outlet)
		return err
	}, "SELECT doc, outlet FROM appearances")
	if err != nil {
		return nil, err
	}
	var docs []int64
	outlets := map[string]bool{}
	err = h.each(ctx, func(row scan) error {
		var doc, published, added, size int64
		var outlet string
		if err := row(&doc, &published, &added, &size, &outlet); err != nil {
			return err
		}
		when := dayText(published)
		if when == "" {
			when = time.UnixMilli(added).UTC().Format(time.DateOnly)
		}
		if when >= limit(append(also[doc], outlet)) {
			return nil
		}
		docs = append(docs, doc)
		outlets[outlet] = true
		out.Texts++
		out.Bytes += size
		if out.Oldest == "" || when < out.Oldest {
			out.Oldest = when
		}
		out.Newest = max(out.Newest, when)
		return nil
	}, "SELECT x.doc, d.day, d.added, length(x.body), o.value FROM texts x JOIN documents d ON d.id = x.doc JOIN terms o ON o.id = d.outlet ORDER BY x.doc")
	out.Outlets = append([]string{}, sorted(outlets)...)
	return docs, err
}
