package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"chancery/internal/filter"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/access"
	"chancery/internal/stage/serve/agents"
	"chancery/internal/stage/serve/api"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/store"
)

// serveFlags are the flags of chancery serve.
type serveFlags struct {
	archiveFlags
	coding
	oidcFlags
	outgoing
	listen    string
	hosts     []string
	anonymous string
	proxy     bool
	log       string
	rate      float64
	forget    bool
	ready     func(address string) // for tests
}

func serveCommand(a *app) *cobra.Command {
	f := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Open an archive to people and programs on this machine",
		Long: `Serve answers browsers and programs: pages for people, the API under /api/, and
/mcp for agents. It listens on this machine only unless --listen says otherwise,
and asks no other machine for anything, except the issuer of --oidc-issuer, and what
users ask it to by --outgoing: an address to try, and addresses that saved searches tell.

The first run shows a code in the terminal, with which the first administrator is
made. Others are invited on the page Users. --anonymous read lets everybody who
reaches the server read the archive without signing in.`,
		Example: `  chancery serve
  chancery serve --archive news.db --anonymous read
  chancery serve --listen 0.0.0.0:8642 --host desk.example --proxy`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	f.named(cmd)
	f.coding.register(cmd)
	f.oidcFlags.register(cmd)
	f.outgoing.register(cmd.Flags())
	registryFlag(cmd, &f.registry)
	cmd.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8642", "`address` to listen on")
	cmd.Flags().StringSliceVar(&f.hosts, "host", nil, "a `name` that the server answers to beside localhost; may be given again")
	cmd.Flags().StringVar(&f.anonymous, "anonymous", "none", "what those `may` who have not signed in: none, read")
	cmd.Flags().BoolVar(&f.proxy, "proxy", false, "believe X-Forwarded-For and X-Forwarded-Proto of a proxy on this machine")
	cmd.Flags().StringVar(&f.log, "log", "", "`file` to write a line for each request to; - is standard error (default: no log)")
	cmd.Flags().Float64Var(&f.rate, "rate", 20, "`requests` a second that one client may make, ten times as many at once")
	cmd.Flags().BoolVar(&f.forget, "forget-users", false, "forget all users, sessions and tokens first, for when the password is lost")
	return cmd
}

func (a *app) serve(ctx context.Context, f *serveFlags) error {
	if !slices.Contains([]string{"none", "read"}, f.anonymous) {
		return usagef("--anonymous %s: give none or read", f.anonymous)
	}
	if f.rate <= 0 {
		return usagef("--rate %g: give a number above 0", f.rate)
	}
	elsewhere, err := f.elsewhere()
	if err != nil {
		return err
	}
	return f.with(ctx, false, func(s *store.Store) error { return a.serveArchive(ctx, f, s, elsewhere) })
}

func (a *app) serveArchive(ctx context.Context, f *serveFlags, s *store.Store, elsewhere *access.Elsewhere) error {
	log, done, err := a.requestLog(f.log)
	if err != nil {
		return err
	}
	defer done()
	db := &desk{Store: s, err: a.err}
	db.full = complete.New(db, nil, 0)
	o := access.Options{Notebook: db, Elsewhere: elsewhere}
	if f.anonymous == "read" {
		o.Anonymous = serve.Reader
	}
	if f.forget {
		if err := access.Forget(ctx, db); err != nil {
			return err
		}
	}
	gate, code, err := access.Open(ctx, o)
	if err != nil {
		return err
	}
	mounts, err := a.mounts(f, db, gate)
	if err != nil {
		return err
	}
	server, err := serve.New(serve.Options{
		Archive: db, Mounts: mounts, Access: gate.Wrap, SignIn: access.SignIn, Hosts: f.hosts, Log: log,
		Rate: f.rate, Burst: int(10*f.rate) + 1, Proxy: f.proxy,
	})
	if err != nil {
		return err
	}
	db.gauges(ctx, server.Metrics())
	l, err := serve.Listen(ctx, f.listen)
	if err != nil {
		return err
	}
	address := "http://" + l.Addr().String() + "/"
	fmt.Fprintf(a.err, "chancery: %s is open at %s; Ctrl-C ends it\n", f.name(), address)
	if !serve.Loopback(l) {
		fmt.Fprintln(a.err, "chancery: other machines reach this server, and what they send is not encrypted: put a proxy with TLS before it (docs/serve.md)")
	}
	if elsewhere != nil {
		f.tell(a, elsewhere, address)
	}
	if code != "" {
		fmt.Fprintf(a.err, "chancery: there are no users yet. Make the administrator at %ssetup with the code\n\n    %s\n\n", address, code)
	}
	defer db.warm(ctx)()
	defer db.search(ctx)()
	if f.ready != nil {
		f.ready(address)
	}
	return server.Serve(ctx, l)
}

// mounts are all that the server answers with.
func (a *app) mounts(f *serveFlags, db *desk, gate *access.Gate) ([]serve.Mount, error) {
	reg, err := loadRegistry(f.registry)
	if err != nil {
		return nil, err
	}
	options, err := f.coding.options(f.registry)
	if err != nil {
		return nil, err
	}
	code := a.lazyCoder(options)
	full := db.full
	users, err := gate.Mounts()
	if err != nil {
		return nil, err
	}
	client, least, err := f.outgoing.client()
	if err != nil {
		return nil, err
	}
	db.saved = a.searches(db, reg, gate, client, least)
	programs, err := api.Mounts(api.Options{Archive: db, Saved: db.saved, Complete: full, Names: filter.World(reg), Tables: apiTables(), Code: code, Version: version})
	if err != nil {
		return nil, err
	}
	tools, err := a.agents(f, db, full)
	if err != nil {
		return nil, err
	}
	people, err := pages(db, reg, full, code, client, least)
	return slices.Concat(users, programs, []serve.Mount{agents.Mount(tools)}, people), err
}

// requestLog opens the log of requests.
func (a *app) requestLog(name string) (w io.Writer, done func(), err error) {
	switch name {
	case "":
		return nil, func() {}, nil
	case "-":
		return a.err, func() {}, nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot open the log: %w", err)
	}
	return file, func() { _ = file.Close() }, nil
}
