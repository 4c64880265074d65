// Package complete tells, with every answer of the desk, what it was drawn from:
// how many documents of how many outlets, on which days, and where there are
// gaps. Without that a count of acts says little: nothing was reported, and
// nothing was read, look alike.
//
// What must stay true:
//   - What is told is of one moment, which is named (AsOf). When the archive has
//     changed since, it is older than what New was given only as long as counting
//     takes, and where counting takes long, so that it takes a twentieth of the time.
//   - Of a filter its days and outlets narrow what is told, all else does not:
//     documents that tell of nothing that is asked for count too.
package complete

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
)

// Archive is what is asked of an archive.
type Archive interface {
	Coverage(ctx context.Context, q filter.Query) iter.Seq2[archive.Coverage, error]
	Revision(ctx context.Context) (string, error)
}

// Completeness is what an answer was drawn from.
type Completeness struct {
	// Line says it in words.
	Line string `json:"line"`
	// From and Until are the days that were asked for, else those of the archive.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
	// Documents were published by Outlets on these days.
	Documents int `json:"documents"`
	Outlets   int `json:"outlets"`
	// Days is the number of days from From until Until, Covered of those with a
	// document.
	Days    int `json:"days"`
	Covered int `json:"days_covered"`
	// Gaps counts days without a document of an outlet that has some before or
	// after, each outlet for itself.
	Gaps int `json:"gaps"`
	// Undated documents are of no day, and counted in Documents only when no days
	// were asked for.
	Undated int `json:"undated,omitempty"`
	// AsOf is the moment at which the archive was counted.
	AsOf time.Time `json:"as_of"`
}

// Keeper counts an archive and keeps the numbers until it changes. It may be
// used by several goroutines.
type Keeper struct {
	archive Archive
	now     func() time.Time
	old     time.Duration

	first sync.Mutex // held while there are no numbers yet and some are counted
	mu    sync.Mutex
	kept  *numbers
	busy  bool
}

// numbers are those of one moment.
type numbers struct {
	revision string
	at       time.Time
	took     time.Duration
	lines    []entry // in order of day, the undated ones first
	outlets  []string
}

// entry is a line of coverage.
type entry struct {
	day       string
	outlet    int32
	documents int32
	gap       bool
}

// New makes a keeper. Numbers of an archive that has changed are counted again in
// the background once they are older than old; 30 seconds when 0.
func New(a Archive, now func() time.Time, old time.Duration) *Keeper {
	if now == nil {
		now = time.Now
	}
	return &Keeper{archive: a, now: now, old: cmp.Or(old, 30*time.Second)}
}

// Of tells what the answer to a filter is drawn from.
func (k *Keeper) Of(ctx context.Context, e filter.Expr) (Completeness, error) {
	n, err := k.numbers(ctx)
	if err != nil {
		return Completeness{}, err
	}
	return n.of(boundsOf(e)), nil
}

// numbers gives those that are kept, and sees to it that they are not too old.
func (k *Keeper) numbers(ctx context.Context) (*numbers, error) {
	k.mu.Lock()
	kept := k.kept
	again := kept != nil && !k.busy && k.now().Sub(kept.at) >= max(k.old, 20*kept.took)
	k.busy = k.busy || again
	k.mu.Unlock()
	if kept == nil {
		return k.begin(ctx)
	}
	if again {
		go k.renew(context.WithoutCancel(ctx), kept)
	}
	return kept, nil
}

// begin counts for the first time; who asks meanwhile waits.
func (k *Keeper) begin(ctx context.Context) (*numbers, error) {
	k.first.Lock()
	defer k.first.Unlock()
	k.mu.Lock()
	kept := k.kept
	k.mu.Unlock()
	if kept != nil {
		return kept, nil
	}
	n, err := k.count(ctx)
	if err == nil {
		k.set(n)
	}
	return n, err
}

// renew counts again when the archive has changed. What fails is tried again by
// the next who asks.
func (k *Keeper) renew(ctx context.Context, kept *numbers) {
	n := *kept
	n.at = k.now()
	if revision, err := k.archive.Revision(ctx); err == nil && revision != kept.revision {
		counted, err := k.count(ctx)
		if err != nil {
			counted = kept
		}
		n = *counted
	}
	k.set(&n)
}

func (k *Keeper) set(n *numbers) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept, k.busy = n, false
}

func (k *Keeper) count(ctx context.Context) (*numbers, error) {
	n := &numbers{at: k.now()}
	var err error
	if n.revision, err = k.archive.Revision(ctx); err != nil {
		return nil, err
	}
	place := map[string]int32{}
	for c, err := range k.archive.Coverage(ctx, filter.Query{}) {
		if err != nil {
			return nil, err
		}
		i, ok := place[c.Outlet]
		if !ok {
			i = int32(len(n.outlets))
			place[c.Outlet] = i
			n.outlets = append(n.outlets, c.Outlet)
		}
		n.lines = append(n.lines, entry{c.Day, i, int32(c.Documents), c.Gap})
	}
	slices.SortStableFunc(n.lines, func(a, b entry) int { return cmp.Compare(a.day, b.day) })
	n.took = k.now().Sub(n.at)
	return n, nil
}

// of adds up the lines within bounds.
func (n *numbers) of(b bounds) Completeness {
	c := Completeness{From: b.from, Until: b.until, AsOf: n.at.UTC()}
	dated, _ := slices.BinarySearchFunc(n.lines, "0", func(e entry, day string) int { return cmp.Compare(e.day, day) })
	for _, e := range n.lines[:dated] {
		if b.wants(n.outlets[e.outlet]) {
			c.Undated += int(e.documents)
		}
	}
	if b.from == "" && b.until == "" {
		c.Documents = c.Undated
	}
	if lines := n.lines[dated:]; len(lines) > 0 {
		c.From, c.Until = cmp.Or(c.From, lines[0].day), cmp.Or(c.Until, lines[len(lines)-1].day)
	}
	begin, _ := slices.BinarySearchFunc(n.lines, c.From, func(e entry, day string) int { return cmp.Compare(e.day, day) })
	seen, last := make([]bool, len(n.outlets)), ""
	for _, e := range n.lines[max(begin, dated):] {
		if e.day > c.Until {
			break
		}
		switch {
		case !b.wants(n.outlets[e.outlet]):
		case e.gap:
			c.Gaps++
		default:
			c.Documents += int(e.documents)
			if !seen[e.outlet] {
				seen[e.outlet] = true
				c.Outlets++
			}
			if e.day != last {
				c.Covered++
				last = e.day
			}
		}
	}
	c.Days = days(c.From, c.Until)
	c.Line = c.line()
	return c
}

func days(from, until string) int {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, until)
	if err1 != nil || err2 != nil || b.Before(a) {
		return 0
	}
	return int(b.Sub(a)/(24*time.Hour)) + 1
}

func (c *Completeness) line() string {
	if c.Documents == 0 {
		if c.From == "" {
			return "No document is in the archive: nothing is known."
		}
		return fmt.Sprintf("No document of %s to %s is in the archive: nothing is known of these days.", c.From, c.Until)
	}
	text := fmt.Sprintf("Drawn from %s of %s", many(c.Documents, "document"), many(c.Outlets, "outlet"))
	if c.From != "" {
		text += fmt.Sprintf(", %s to %s: %d of %s with documents", c.From, c.Until, c.Covered, many(c.Days, "day"))
	}
	if c.Gaps > 0 {
		text += fmt.Sprintf("; outlets have %s without a document between them", many(c.Gaps, "day"))
	}
	return text + "."
}

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
