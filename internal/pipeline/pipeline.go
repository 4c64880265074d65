// Package pipeline is driver 1: it runs the stages in one process, over any
// number of documents, with several workers.
//
// What must stay true:
//   - Results come out in the order of the input, whatever the number of
//     workers: the same input gives the same output, byte for byte.
//   - At most Options.Window documents, and about Options.Budget bytes of text,
//     are in flight, so memory does not grow with the length of the input, even
//     when the first document is the slowest.
//   - A document that fails does not stop the others.
//   - When Run returns, no document is being coded any more. Only an input that
//     is blocked, such as an idle terminal, may outlive it; it is asked no more.
package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"chancery/record"
)

// Code codes one page. It must be safe for concurrent use.
type Code func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error)

// Item is one thing that was read: a page to code, or only a diagnostic about
// bytes that gave no page.
type Item struct {
	Page        *record.Page // nil when the bytes gave no page
	Diagnostics []record.Diagnostic
	// Place names the document where it is told of: a file, or a file and a line.
	// Without it the id of the page is used.
	Place string
	// File and Resume say where reading goes on behind this item, when its source
	// can be entered in the middle.
	File, Resume string
	// Late, when given, reads the page; a worker calls it, so that as
	// many pages are read at once as are coded. Place, File and Resume are those of
	// the outer item. An error ends the run. Size is how many bytes the item holds
	// until then.
	Late func() (Item, error)
	Size int
	// Skip says that there is nothing to do: the item is not coded, counted or told.
	Skip bool
}

// Options say how to run. The zero value of each field asks for its default.
type Options struct {
	Workers  int          // documents coded at once; default runtime.GOMAXPROCS(0)
	Window   int          // documents in flight at most; default 8 a worker
	Budget   int          // bytes of text in flight, about; default 4 MiB: analysis takes many times as much
	Progress func(Counts) // called after each document, always from one goroutine
}

// Result is what became of one Item.
type Result struct {
	Page         *record.Page  // nil when there was no page
	Place        string        // where the document stands
	Record       record.Record // empty when there was no page, or when Err is set
	Diagnostics  []record.Diagnostic
	File, Resume string // of the Item
	Words        int    // stretches of the text between white space
	Err          error  // the coder failed; the other documents go on
}

// Failed says whether the document has an error that a person should look at.
func (r *Result) Failed() bool {
	for _, d := range r.Diagnostics {
		if d.Severity == record.Error {
			return true
		}
	}
	return r.Err != nil
}

// Counts add up what a run has done so far.
type Counts struct {
	Documents int // items that came out, good or bad
	Coded     int // documents coded without an error
	Errors    int // documents with an error among their diagnostics
	Failures  int // documents at which the coder itself failed
	Warnings  int // diagnostics that are warnings
	Words     int
}

// job is one item on its way; done is closed when result is there.
type job struct {
	item   Item
	size   int
	result Result
	err    error // ends the run
	done   chan struct{}
}

// Run codes every item of in and hands the results to emit, in order and from
// one goroutine. It stops at the first error of in, of emit or of ctx, and
// returns it; results of the documents before an error of in are still emitted.
func Run(ctx context.Context, in iter.Seq2[Item, error], code Code, opts Options, emit func(Result) error) (Counts, error) {
	opts = opts.withDefaults()
	ctx, cancel := context.WithCancel(ctx)
	win := newWindow(opts.Window, opts.Budget)
	jobs := make(chan *job, opts.Window)
	queue := make(chan *job, opts.Window)

	readErr := make(chan error, 1)
	go func() { readErr <- feed(ctx, in, win, jobs, queue) }()
	var workers sync.WaitGroup
	defer workers.Wait()
	defer cancel()
	for range opts.Workers {
		workers.Go(func() { work(ctx, code, win, jobs) })
	}

	counts, err := collect(ctx, queue, win, opts.Progress, emit)
	if err != nil {
		return counts, err
	}
	return counts, <-readErr
}

func (o Options) withDefaults() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Window <= 0 {
		o.Window = 8 * o.Workers
	}
	o.Window = max(o.Window, o.Workers)
	if o.Budget <= 0 {
		o.Budget = 4 << 20
	}
	return o
}

// feed reads the input, holds it back while the window is full, and closes both
// channels at the end. Neither send can block: the window is their capacity.
func feed(ctx context.Context, in iter.Seq2[Item, error], win *window, jobs, queue chan<- *job) error {
	defer close(queue)
	defer close(jobs)
	for item, err := range in {
		if err != nil {
			return err
		}
		j := &job{item: item, size: item.Size, done: make(chan struct{})}
		if item.Page != nil {
			j.size = len(item.Page.Text)
		}
		if !win.enter(ctx, j.size) {
			return ctx.Err()
		}
		queue <- j
		jobs <- j
	}
	return nil
}

// next takes a job; false at the end of the input or of ctx.
func next(ctx context.Context, from <-chan *job) (*job, bool) {
	select {
	case j, ok := <-from:
		return j, ok
	case <-ctx.Done():
		return nil, false
	}
}

func work(ctx context.Context, code Code, win *window, jobs <-chan *job) {
	for j, ok := next(ctx, jobs); ok; j, ok = next(ctx, jobs) {
		if j.item.Late != nil {
			j.read()
			win.change(j)
		}
		if j.err == nil && !j.item.Skip && j.result.Err == nil {
			j.result = codeItem(ctx, code, j.item)
		}
		close(j.done)
	}
}

// Read reads a page that came unread; any other item is given back as it is.
func (i Item) Read() (Item, error) {
	if i.Late == nil {
		return i, nil
	}
	read, err := i.Late()
	read.Place, read.File, read.Resume, read.Late, read.Size = i.Place, i.File, i.Resume, nil, 0
	return read, err
}

// read reads a page that came unread. A panic is a bug, told as the error of
// this document.
func (j *job) read() {
	defer func() {
		if p := recover(); p != nil {
			j.item.Late = nil
			j.result = Result{Place: j.item.Place, File: j.item.File, Resume: j.item.Resume, Err: fmt.Errorf("cannot read %s: a bug in Chancery, please report it: %v\n%s", j.item.Place, p, debug.Stack())}
		}
	}()
	j.item, j.err = j.item.Read()
}

// codeItem codes one item. A panic of the coder is a bug: it is told with its
// stack as the error of this document, so that a long run keeps the others.
func codeItem(ctx context.Context, code Code, item Item) (r Result) {
	r = Result{Page: item.Page, Place: item.Place, Diagnostics: item.Diagnostics, File: item.File, Resume: item.Resume}
	if item.Page == nil {
		return r
	}
	r.Place = cmp.Or(item.Place, item.Page.ID)
	if r.Err = ctx.Err(); r.Err != nil {
		return r
	}
	defer func() {
		if p := recover(); p != nil {
			r.Record = record.Record{}
			r.Err = fmt.Errorf("cannot code %s: a bug in Chancery, please report it: %v\n%s", r.Place, p, debug.Stack())
		}
	}()
	rec, found, err := code(ctx, *item.Page)
	if err != nil {
		r.Err = fmt.Errorf("cannot code %s: %w", r.Place, err)
		return r
	}
	r.Record = rec
	r.Diagnostics = Merge(item.Diagnostics, found, r.Place)
	r.Words = Words(item.Page.Text)
	return r
}

// Merge adds what the coder found to what the reader told, under one name for
// the document. What the reader told already is not told again, and a date is not
// missing where the coder found it in the text.
func Merge(told, found []record.Diagnostic, place string) []record.Diagnostic {
	out := slices.Clone(told)
	if !slices.ContainsFunc(found, func(d record.Diagnostic) bool { return d.Severity == record.Error || d.Code == record.PublishedMissing }) {
		out = slices.DeleteFunc(out, func(d record.Diagnostic) bool { return d.Code == record.PublishedMissing })
	}
	for _, d := range found {
		if slices.ContainsFunc(told, func(t record.Diagnostic) bool { return topic(t) == topic(d) }) {
			continue
		}
		d.Document = place
		out = append(out, d)
	}
	return out
}

// topic is what a diagnostic is about. A date that cannot be read is left out by
// the reader, so that the coder finds it missing: one topic.
func topic(d record.Diagnostic) string {
	if d.Code == record.PublishedUnreadable {
		return record.PublishedMissing
	}
	return d.Code
}

// collect waits for each job in the order of the queue and emits its result.
func collect(ctx context.Context, queue <-chan *job, win *window, progress func(Counts), emit func(Result) error) (Counts, error) {
	var c Counts
	for j, ok := next(ctx, queue); ok; j, ok = next(ctx, queue) {
		select {
		case <-j.done:
		case <-ctx.Done():
		}
		switch {
		case ctx.Err() != nil:
			return c, ctx.Err()
		case j.err != nil:
			return c, j.err
		case j.item.Skip:
			win.leave(j.size)
			continue
		}
		c.add(&j.result)
		if err := emit(j.result); err != nil {
			return c, err
		}
		win.leave(j.size)
		if progress != nil {
			progress(c)
		}
	}
	return c, ctx.Err()
}

func (c *Counts) add(r *Result) {
	c.Documents++
	c.Words += r.Words
	for _, d := range r.Diagnostics {
		if d.Severity == record.Warning {
			c.Warnings++
		}
	}
	switch {
	case r.Err != nil:
		c.Failures++
	case r.Failed():
		c.Errors++
	default:
		c.Coded++
	}
}
