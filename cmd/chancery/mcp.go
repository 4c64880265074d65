package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"chancery/internal/filter"
	"chancery/internal/stage/serve/agents"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/store"
)

func mcpCommand(a *app) *cobra.Command {
	f := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Let an agent ask an archive, by the Model Context Protocol",
		Long: `Mcp answers on standard input and output by the Model Context Protocol, for
programs that reason with language models. Its tools only read: they search
incidents, reports, statements, people, posts and the agenda, measure a relation,
and code a text that is given; each answer has ids, the words behind it, counts
and what it was drawn from. docs/api.md lists them.`,
		Example: `  chancery mcp --archive news.db`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.with(cmd.Context(), false, func(s *store.Store) error { return a.mcp(cmd.Context(), f, s) })
		},
	}
	f.named(cmd)
	f.coding.register(cmd)
	registryFlag(cmd, &f.registry)
	return cmd
}

func (a *app) mcp(ctx context.Context, f *serveFlags, s *store.Store) error {
	db := &desk{Store: s, err: a.err}
	o, err := a.agents(f, db, complete.New(db, nil, 0))
	if err != nil {
		return err
	}
	return agents.Run(ctx, o, io.NopCloser(a.in), writer{a.out})
}

// agents are the tools over an archive.
func (a *app) agents(f *serveFlags, db *desk, full *complete.Keeper) (agents.Options, error) {
	reg, err := loadRegistry(f.registry)
	if err != nil {
		return agents.Options{}, err
	}
	options, err := f.coding.options(f.registry)
	return agents.Options{Archive: db, Complete: full, Names: filter.World(reg), Code: a.lazyCoder(options), Version: version}, err
}

// writer is a stream that is not closed.
type writer struct{ io.Writer }

func (writer) Close() error { return nil }
