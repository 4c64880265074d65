package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"net/url"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/stage/ingest/fetch"
	"chancery/internal/stage/ingest/watch"
	"chancery/internal/stage/store"
)

// watchFlags are the flags of chancery watch.
type watchFlags struct {
	ingestFlags
	once     bool
	fromFeed bool
	atOnce   int
	allow    []string
	delay    time.Duration
	contact  string
	proxy    string
}

func watchCommand(a *app) *cobra.Command {
	f := &watchFlags{}
	cmd := &cobra.Command{
		Use:   "watch [FEEDS.toml]",
		Short: "Poll feeds and keep their articles in an archive",
		Long: `Watch polls the feeds of a list (default feeds.toml), fetches the articles that
are new in them, codes them and keeps them in an archive. It asks a feed no more
often than its interval, its ttl, its cache headers and Retry-After allow, keeps
robots.txt, and asks a feed that fails more and more seldom.

What is known of each feed is kept in the archive: a watch that was ended goes on
where it stopped. Ctrl-C and SIGTERM end it when the articles in hand are kept.
With --once it polls what is due and ends, for cron. docs/sources.md tells the
form of the list and what happens when feeds break.`,
		Example: `  chancery watch feeds.toml
  chancery watch --once --quiet feeds.toml      from cron, every ten minutes
  chancery watch --contact desk@paper.example feeds.toml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			list := "feeds.toml"
			if len(args) > 0 {
				list = args[0]
			}
			return a.watch(cmd.Context(), f, list)
		},
	}
	f.named(cmd)
	f.coding.register(cmd)
	registryFlag(cmd, &f.registry)
	flags := cmd.Flags()
	flags.BoolVar(&f.once, "once", false, "poll the feeds that are due, then end")
	flags.IntVar(&f.atOnce, "at-once", 4, "feeds polled at once")
	f.registerFetching(cmd)
	flags.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "documents coded at once")
	flags.BoolVar(&f.keepText, "keep-text", false, "keep the texts, to show pages and to code them again later")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "tell of problems only")
	return cmd
}

// registerFetching registers the flags of what is fetched.
func (f *watchFlags) registerFetching(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.fromFeed, "from-feed", false, "take the text of the feed where a page cannot be fetched")
	flags.StringArrayVar(&f.allow, "allow", nil, "also fetch from this `range` of inner addresses, as 10.1.0.0/16; may be repeated")
	flags.DurationVar(&f.delay, "delay", 2*time.Second, "least `time` between two requests to one site")
	flags.StringVar(&f.contact, "contact", "", "`address` or page told to the sites, of whoever runs this")
	flags.StringVar(&f.proxy, "proxy", "", "`URL` of a proxy by which all is fetched")
}

func (a *app) watch(ctx context.Context, f *watchFlags, list string) error {
	client, err := f.client()
	if err != nil {
		return err
	}
	defer client.Close()
	raw, err := os.ReadFile(list)
	if err != nil {
		return fmt.Errorf("cannot read the list of feeds: %w", err)
	}
	sources, err := watch.ReadSources(string(raw))
	if err != nil {
		return fmt.Errorf("%s: %w", list, err)
	}
	c, err := a.coder(&f.ingestFlags)
	if err != nil {
		return err
	}
	return f.with(ctx, true, func(s *store.Store) error {
		w, err := a.watcher(ctx, s, c, f, sources)
		if err != nil {
			return err
		}
		w.opts.Get = client
		if err := w.run(ctx); err != nil {
			return err
		}
		return a.freshLedger(context.WithoutCancel(ctx), s)
	})
}

// client is the fetcher that the flags ask for.
func (f *watchFlags) client() (*fetch.Client, error) {
	opts := fetch.Options{Version: version, Contact: f.contact, Delay: f.delay}
	for _, s := range f.allow {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, usagef("--allow %s: give a range of addresses, as 10.1.0.0/16", s)
		}
		opts.Allow = append(opts.Allow, p)
	}
	switch {
	case f.atOnce < 1 || f.workers < 1:
		return nil, usagef("--at-once and --workers take 1 or more")
	case f.delay < time.Second && len(opts.Allow) == 0:
		return nil, usagef("--delay %s: give at least 1s, out of courtesy to the sites", f.delay)
	case f.delay <= 0:
		opts.Delay = -1
	}
	if f.proxy != "" {
		u, err := url.Parse(f.proxy)
		if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, usagef("--proxy %s: give an address as http://proxy.example:3128", f.proxy)
		}
		opts.Proxy = u
	}
	return fetch.New(opts), nil
}

// watcher makes a watcher over what the archive knows of the feeds, and keeps the
// profiles of their outlets.
func (a *app) watcher(ctx context.Context, s *store.Store, c *coder, f *watchFlags, sources []watch.Source) (*watcher, error) {
	w := &watcher{
		sources: sources, states: map[string]watch.State{}, atOnce: f.atOnce, once: f.once,
		opts: watch.Options{Now: time.Now, Chance: rand.Float64, FromFeed: f.fromFeed},
		keep: func(ctx context.Context, r *watch.Result) (string, error) { return a.keepPolled(ctx, s, c, f, r) },
		note: func(ctx context.Context, state watch.State) error { return s.SetFeed(ctx, state.URL, state) },
		tell: func(problem bool, line string) {
			if problem || !f.quiet {
				fmt.Fprintln(a.err, line)
			}
		},
		after: time.After,
	}
	for i := range sources {
		var state watch.State
		found, err := s.Feed(ctx, sources[i].URL, &state)
		if err != nil {
			return nil, err
		}
		if found {
			w.states[sources[i].URL] = state
		}
	}
	if known := len(w.states); !f.once && len(sources)-known > 2*f.atOnce {
		span := time.Duration(len(sources)-known) * time.Second
		watch.Spread(sources, w.states, w.opts.Now(), span, w.opts.Chance)
	}
	return w, knowOutlets(ctx, s, sources)
}

// knowOutlets keeps what the list tells of outlets, where the archive does not
// know it yet: what a user set by chancery sources stays.
func knowOutlets(ctx context.Context, s *store.Store, list []watch.Source) error {
	known, err := sourcesByOutlet(ctx, s)
	if err != nil {
		return err
	}
	for i := range list {
		p := list[i].Profile()
		old := known[p.Outlet]
		if merged := old.Filled(p); merged != old {
			if err := s.SetSource(ctx, merged); err != nil {
				return err
			}
			known[p.Outlet] = merged
		}
	}
	return nil
}
