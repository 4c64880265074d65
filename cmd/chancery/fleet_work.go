package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/brief"
	"chancery/internal/pipeline"
	"chancery/internal/pipeline/fleet"
	"chancery/internal/pipeline/fleet/node"
	"chancery/internal/pipeline/keep"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/store"
	"chancery/record"
)

// workFlags are the flags of chancery fleet work.
type workFlags struct {
	queueFlags
	ingestFlags
	fetching  watchFlags
	opts      fleet.WorkerOptions
	root      string
	embedded  string
	listen    string
	metrics   string
	untilDone bool
}

func fleetWorkCommand(a *app) *cobra.Command {
	f := &workFlags{}
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Take works from the queue, code their pages and keep them",
		Long: `Work takes works from the queue until it is ended. It codes their pages and keeps
them in an archive, some pages under one commit, and acknowledges a work when the last
of its pages is committed. An archive that cannot be reached, or whose disk is full, is
waited for. A work that fails again and again is laid aside (chancery fleet dead).

Ctrl-C and SIGTERM end it in good order: works that it is reading come to their end,
the others are given back, and after --drain it ends in any case, with exit code 0.
All workers of a fleet must be of the same version and use the same registry and
lexicon, or the archive depends on who coded what.`,
		Example: `  chancery fleet work --archive postgres://desk@db/chancery --nats nats://n1,nats://n2,nats://n3
  chancery fleet work --archive news.db --embedded queue/     one machine, one worker`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.fleetWork(cmd.Context(), f) },
	}
	f.queueFlags.register(cmd)
	f.named(cmd)
	f.coding.register(cmd)
	registryFlag(cmd, &f.registry)
	flags := cmd.Flags()
	flags.StringVar(&f.opts.Name, "name", "", "`name` of this worker (default: the machine's and the number of the process)")
	flags.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "documents coded at once")
	flags.IntVar(&f.batch, "batch", 64, "documents under one commit")
	flags.BoolVar(&f.keepText, "keep-text", false, "keep the texts, to show pages and to code them again later")
	flags.DurationVar(&f.Lease, "lease", 30*time.Second, "`time` after which a work of a worker that is silent is given to another; the same for all workers")
	flags.IntVar(&f.Pending, "pending", 1000, "`works` with all workers at once at most; the same for all workers")
	flags.IntVar(&f.opts.Hand, "hand", 5, "`works` with this worker at most")
	flags.Int64Var(&f.opts.Bytes, "hand-bytes", 64<<20, "`bytes` of works with this worker, about")
	flags.IntVar(&f.opts.Tries, "tries", 5, "`tries` of a work before it is laid aside")
	flags.DurationVar(&f.opts.Drain, "drain", 20*time.Second, "`time` to end in good order")
	flags.DurationVar(&f.opts.Stuck, "stuck", 10*time.Minute, "`time` without a page after which the worker gives up")
	flags.StringVar(&f.root, "root", "", "`folder` under which names that are not whole are looked for")
	flags.StringVar(&f.embedded, "embedded", "", "run the queue too, in this `folder`")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:4222", "`address` of the queue that --embedded runs")
	flags.StringVar(&f.metrics, "metrics", "", "`address` at which /metrics tells of this worker, as 127.0.0.1:9464")
	flags.BoolVar(&f.untilDone, "until-done", false, "end when the queue is empty and no worker has anything in hand")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "tell of problems only")
	f.fetching.registerFetching(cmd)
	return cmd
}

func (a *app) fleetWork(ctx context.Context, f *workFlags) error {
	switch {
	case f.workers < 1 || f.batch < 1 || f.opts.Hand < 1 || f.opts.Tries < 1:
		return usagef("--workers, --batch, --hand and --tries take 1 or more")
	case f.Lease < time.Second:
		return usagef("--lease %s: give 1s or more", f.Lease)
	}
	if f.opts.Name == "" {
		host, _ := os.Hostname() // only a name
		f.opts.Name = fmt.Sprintf("%s-%d", host, os.Getpid())
	}
	f.opts.Name = workerName(f.opts.Name)
	c, err := a.coder(&f.ingestFlags)
	if err != nil {
		return err
	}
	if f.embedded != "" {
		n, err := node.Start(node.Options{Store: f.embedded, Listen: f.listen, Tell: a.nodeTold(true)})
		if err != nil {
			return err
		}
		defer n.Stop()
		f.Inside = n.Server
	}
	say := a.teller()
	f.Options.Tell, f.Insist, f.Patience = say, true, time.Minute
	err = f.with(ctx, true, func(s *store.Store) error {
		return a.queue(ctx, &f.queueFlags, "worker "+f.opts.Name, func(q *fleet.Queue) error { return a.fleetRun(ctx, q, s, c, f) })
	})
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // ended before it had begun
	}
	return err
}

// workerName leaves what a key of the queue may have.
func workerName(s string) string {
	out := []byte(s)
	for i, c := range out {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			out[i] = '-'
		}
	}
	return string(out)
}

func (a *app) say(line string) { fmt.Fprintln(a.err, "chancery: "+brief.Clean(line)) }

// teller is say for several goroutines at once.
func (a *app) teller() func(line string) {
	var one sync.Mutex
	return func(line string) {
		one.Lock()
		defer one.Unlock()
		a.say(line)
	}
}

// fleetRun works until ctx ends, or the queue is empty where that was asked for.
func (a *app) fleetRun(ctx context.Context, q *fleet.Queue, s *store.Store, c *coder, f *workFlags) error {
	say := f.Options.Tell
	rep := newReport(a, f.quiet)
	rep.live = false
	polls, err := newPolls(s, f)
	if err != nil {
		return err
	}
	defer polls.close()
	opts := f.opts
	opts.Code, opts.Workers, opts.Batch = c.code, f.workers, f.batch
	opts.Passing, opts.Open, opts.Done = mayPass, polls.open, polls.done
	opts.Result, opts.Tell = rep.result, say
	opts.Archive = func(kept func(archive.Outcome), again func(context.Context, error, int) bool) fleet.Archive {
		// The worker says when to commit.
		return &fleetArchive{s, newKeeper(s, keep.Options{Coder: c.name, KeepText: f.keepText, Batch: 1 << 30, Again: again,
			Kept: func(o archive.Outcome) { rep.kept(&o); kept(o) }})}
	}
	w := fleet.NewWorker(q, opts)
	if f.metrics != "" {
		l, err := serve.Listen(ctx, f.metrics)
		if err != nil {
			return err
		}
		go func() {
			err := serve.ServeText(ctx, l, "/metrics", func() string { state := w.State(); return state.Prometheus(f.Fleet) })
			if err != nil {
				say("no metrics any more: " + err.Error())
			}
		}()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if f.untilDone {
		go untilDone(ctx, q, stop)
	}
	if !f.quiet {
		say(f.opts.Name + " works")
	}
	err = w.Work(ctx)
	if state := w.State(); !f.quiet {
		say(fmt.Sprintf("%s ended: %s documents of %s works kept, %s known already", f.opts.Name, thousands(int(state.Documents)), thousands(int(state.Works)), thousands(int(state.Known))))
	}
	return err
}

// untilDone ends the worker when nothing is left to do.
func untilDone(ctx context.Context, q *fleet.Queue, stop func()) {
	for empty := 0; empty < 2; { // twice, for numbers are asked for one after the other
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return
		}
		once, cancel := context.WithTimeout(ctx, 5*time.Second)
		s, err := q.Status(once)
		cancel()
		if empty++; err != nil || s.Waiting+s.Hand > 0 {
			empty = 0
		}
	}
	stop()
}

// mayPass says whether an error of the store may pass by itself.
func mayPass(err error) bool {
	for _, known := range []error{store.ErrLost, store.ErrNone, store.ErrFull, store.ErrLocked} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// fleetArchive is the store as a worker sees it.
type fleetArchive struct {
	s *store.Store
	*keep.Keeper
}

func (k *fleetArchive) Kept(ctx context.Context, page *record.Page) (bool, error) {
	return k.s.Kept(ctx, keep.Digest(page.Text), keep.Appearance(&page.Document), "")
}

func (k *fleetArchive) Put(ctx context.Context, r pipeline.Result) error {
	r.File, r.Resume = "", "" // marks of the worker
	return k.Keeper.Put(ctx, r)
}
