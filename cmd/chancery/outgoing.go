package main

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"github.com/spf13/pflag"

	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/fetch"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/access"
	"chancery/internal/stage/serve/saved"
	"chancery/record"
)

// outgoing says who may make the server ask other machines, and which.
type outgoing struct {
	who   string
	allow []string
}

func (o *outgoing) register(flags *pflag.FlagSet) {
	flags.StringVar(&o.who, "outgoing", "reviewers", "`who` may have the server fetch an address (Try it) and tell one (saved searches): none, reviewers, readers")
	flags.StringArrayVar(&o.allow, "allow", nil, "also ask this `range` of inner addresses for them, as 10.1.0.0/16; may be repeated")
}

// client is the one that asks other machines; nil when nobody may. least is the
// role of those who may.
func (o *outgoing) client() (c *fetch.Client, least serve.Role, err error) {
	switch o.who {
	case "none", "":
		return nil, serve.Administrator, nil
	case "reviewers":
		least = serve.Reviewer
	case "readers":
		least = serve.Reader
	default:
		return nil, 0, usagef("--outgoing %s: give none, reviewers or readers", o.who)
	}
	opts := fetch.Options{Version: version, MaxBytes: tryBytes, Timeout: 20 * time.Second, Idle: 10 * time.Second, Delay: 500 * time.Millisecond}
	for _, s := range o.allow {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, 0, usagef("--allow %s: give a range of addresses, as 10.1.0.0/16", s)
		}
		opts.Allow = append(opts.Allow, p)
	}
	return fetch.New(opts), least, nil
}

// tryBytes is the longest page that Try it fetches.
const tryBytes = 2 << 20

// searchEvery is how often the archive is looked through for saved searches.
const searchEvery = 15 * time.Second

// searches keeps the searches of users.
func (a *app) searches(db *desk, reg *registry.Registry, gate *access.Gate, client *fetch.Client, least serve.Role) *saved.Keeper {
	o := saved.Options{Store: db, Lists: db, Names: filter.World(reg), Role: gate.RoleOf, Least: least,
		Trouble: func(err error) { fmt.Fprintf(a.err, "chancery: saved searches: %v\n", err) }}
	if client != nil {
		o.Allowed, o.Post = client.May, client.Post
	}
	return saved.New(o)
}

// fetcher gives the page at an address, read as ingest reads it.
func fetcher(client *fetch.Client) func(ctx context.Context, url string) (record.Page, []record.Diagnostic, error) {
	return func(ctx context.Context, url string) (record.Page, []record.Diagnostic, error) {
		res, err := client.Get(ctx, fetch.Request{URL: url, Accept: "text/html,application/xhtml+xml,text/plain;q=0.9"})
		if err != nil {
			return record.Page{}, nil, err
		}
		item := ingest.Convert(res.URL, res.Body, ingest.Options{URL: res.URL})
		return item.Page, item.Diagnostics, nil
	}
}
