// Package keep is the driver of the archive: it takes coded pages, puts them
// into batches and hands them to a store, which links and writes each in its own
// savepoint under one commit.
//
// What must stay true:
//   - A page is acknowledged only after the commit that holds it. What was not
//     acknowledged may be given again: a replay changes nothing.
//   - A page whose text and appearance the store has, coded by the same coder, is
//     not coded again.
//   - A page that the store refuses does not take the others of its batch with it.
package keep

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"chancery/archive"
	"chancery/internal/pipeline"
	"chancery/record"
)

// Store is what the keeper asks of a store.
type Store interface {
	// Kept says whether a text is kept as coded by this coder and found at this
	// place.
	Kept(ctx context.Context, sha256 string, at archive.Appearance, coder string) (bool, error)
	// Add writes a batch under one commit and tells what became of each.
	Add(ctx context.Context, batch []archive.Addition, link archive.Link) ([]archive.Outcome, error)
}

// Options say how to keep. The zero value of each field asks for its default.
type Options struct {
	Coder    string           // names model, lexicon and registry
	KeepText bool             // else only digests and the quoted words are kept
	Batch    int              // documents under one commit; default 64
	Now      func() time.Time // default time.Now
	// Prepare works out beforehand what linking makes of a page alone; may be nil.
	Prepare func(*archive.Addition)
	// Kept is called for each document after the commit, in order.
	Kept func(archive.Outcome)
	// Reached is called after a commit with the place behind the last page of the
	// batch, for each file that can be entered in the middle.
	Reached func(file, resume string) error
	// Again is asked after a commit that failed, with the number of failures in a
	// row: true, after a while, gives the same batch again. Without it the error ends
	// the run.
	Again func(ctx context.Context, err error, failures int) bool
}

// Keeper collects coded pages. It is used by one goroutine.
type Keeper struct {
	store  Store
	link   archive.Link
	opts   Options
	batch  []archive.Addition
	file   string // of the last page of the batch
	resume string
	counts Counts
}

// Counts add up what was kept.
type Counts struct {
	New, Known, Appeared, Recoded int // documents
	Failed                        int
	Events, Statements            int // in new and recoded documents
	Incidents                     int // touched, counted once per document
}

// New makes a keeper.
func New(store Store, link archive.Link, opts Options) *Keeper {
	if opts.Batch <= 0 {
		opts.Batch = 64
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return &Keeper{store: store, link: link, opts: opts}
}

// Counts tells what was kept so far.
func (k *Keeper) Counts() Counts { return k.counts }

// Put takes one coded page; a full batch is written. A page that could not be
// coded at all is kept too, with its diagnostics, so that nothing is lost.
func (k *Keeper) Put(ctx context.Context, r pipeline.Result) error {
	if r.Page == nil || r.Err != nil {
		return nil
	}
	if r.File != k.file && k.resume != "" { // what is reached is told file by file
		if err := k.Flush(ctx); err != nil {
			return err
		}
	}
	k.batch = append(k.batch, k.addition(&r))
	k.file, k.resume = r.File, r.Resume
	if len(k.batch) < k.opts.Batch {
		return nil
	}
	return k.Flush(ctx)
}

func (k *Keeper) addition(r *pipeline.Result) archive.Addition {
	doc := archive.Document{Document: r.Record.Document, Text: r.Page.Text, Words: r.Words, Coder: k.opts.Coder,
		Added: k.opts.Now().UTC(), Diagnostics: r.Diagnostics}
	add := archive.Flatten(doc, r.Record, r.Page.Text)
	add.KeepText = k.opts.KeepText
	if k.opts.Prepare != nil {
		k.opts.Prepare(&add)
	}
	return add
}

// Flush writes what has been put and not yet written.
func (k *Keeper) Flush(ctx context.Context) error {
	batch := k.batch
	k.batch = k.batch[:0]
	if len(batch) == 0 {
		return nil
	}
	outcomes, err := k.store.Add(ctx, batch, k.link)
	for n := 1; err != nil && k.opts.Again != nil && k.opts.Again(ctx, err, n); n++ {
		outcomes, err = k.store.Add(ctx, batch, k.link)
	}
	if err != nil {
		return fmt.Errorf("cannot keep %d documents: %w", len(batch), err)
	}
	if len(outcomes) != len(batch) {
		return errors.New("cannot keep documents: the store did not tell what became of each")
	}
	for i := range outcomes {
		k.count(&batch[i], &outcomes[i])
		if k.opts.Kept != nil {
			k.opts.Kept(outcomes[i])
		}
	}
	if k.opts.Reached == nil || k.resume == "" {
		return nil
	}
	resume := k.resume
	k.resume = ""
	return k.opts.Reached(k.file, resume)
}

func (k *Keeper) count(add *archive.Addition, o *archive.Outcome) {
	if o.Err != nil {
		k.counts.Failed++
		return
	}
	switch o.Result {
	case archive.New:
		k.counts.New++
	case archive.Known:
		k.counts.Known++
	case archive.Appeared:
		k.counts.Appeared++
	case archive.Recoded:
		k.counts.Recoded++
	}
	if o.Result == archive.New || o.Result == archive.Recoded {
		k.counts.Events += len(add.Events)
		k.counts.Statements += len(add.Said)
	}
	k.counts.Incidents += len(o.Incidents)
}

// Fresh leaves out the pages that the store has already; skipped is called for
// each of them, by one goroutine at a time. An item without a page goes through,
// so that its diagnostics are told. A page that comes unread is looked up by the
// worker that reads it.
func Fresh(ctx context.Context, in iter.Seq2[pipeline.Item, error], store Store, coder string, skipped func(sha256 string)) iter.Seq2[pipeline.Item, error] {
	var mu sync.Mutex
	known := func(page *record.Page) (bool, error) {
		sum := Digest(page.Text)
		known, err := store.Kept(ctx, sum, Appearance(&page.Document), coder)
		if known {
			mu.Lock()
			defer mu.Unlock()
			skipped(sum)
		}
		return known, err
	}
	return func(yield func(pipeline.Item, error) bool) {
		for item, err := range in {
			if late := item.Late; err == nil && late != nil {
				item.Late = func() (read pipeline.Item, err error) {
					if read, err = late(); err == nil && read.Page != nil {
						read.Skip, err = known(read.Page)
					}
					return read, err
				}
			} else if err == nil && item.Page != nil {
				had, failed := known(item.Page)
				if had {
					continue
				}
				err = failed
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// Digest is the identity of a text.
func Digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Appearance is how a page describes where it was found.
func Appearance(d *record.Document) archive.Appearance {
	doc := archive.Document{Document: *d}
	doc.Describe()
	return doc.Appears()
}
