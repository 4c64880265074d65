package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/postgres"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/table"
)

// defaultArchive is the file that commands use when none is named.
const defaultArchive = "chancery.db"

// archiveFlags are the flags of all commands that use an archive.
type archiveFlags struct {
	place    string
	to       string
	registry string
	width    int
}

// named registers the flag that names the archive.
func (f *archiveFlags) named(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.place, "archive", "", "the archive: a `file`, or postgres://… (default $CHANCERY_ARCHIVE, else "+defaultArchive+")")
}

// list registers the flags of commands that list.
func (f *archiveFlags) list(cmd *cobra.Command) {
	f.named(cmd)
	cmd.Flags().StringVar(&f.to, "to", "", "`format` to write: "+strings.Join(table.Formats(), ", ")+" (default table on a terminal, else jsonl)")
	cmd.Flags().IntVar(&f.width, "width", 0, "`columns` of a table (default: the terminal's)")
	registryFlag(cmd, &f.registry)
}

// name is the archive to use.
func (f *archiveFlags) name() string {
	if f.place != "" {
		return f.place
	}
	if env := os.Getenv("CHANCERY_ARCHIVE"); env != "" {
		return env
	}
	return defaultArchive
}

// open opens the archive; one that is not there is made only when make is true.
func (f *archiveFlags) open(ctx context.Context, create bool) (*store.Store, error) {
	name := f.name()
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		return postgres.Open(ctx, name, store.Options{})
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) && !create {
		return nil, fmt.Errorf("there is no archive %s; chancery ingest FILE… makes one, --archive names another", name)
	}
	return sqlite.Open(ctx, name, store.Options{})
}

// with opens the archive for one command.
func (f *archiveFlags) with(ctx context.Context, create bool, do func(*store.Store) error) (err error) {
	s, err := f.open(ctx, create)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// filter reads the words of a command line as a filter.
func (f *archiveFlags) filter(args []string, target filter.Target) (filter.Expr, error) {
	reg, err := loadRegistry(f.registry)
	if err != nil {
		return nil, err
	}
	return parseFilter(reg, args, target)
}

func parseFilter(reg *registry.Registry, args []string, target filter.Target) (filter.Expr, error) {
	expr, err := filter.Parse(strings.Join(args, " "), filter.Options{For: target, Names: filter.World(reg), Today: time.Now().Format(time.DateOnly)})
	var bad *filter.Error
	if errors.As(err, &bad) {
		return nil, usagef("%v\n%s", bad, bad.Show())
	}
	return expr, err
}

// table is how a list is written.
func (f *archiveFlags) table(a *app) (table.Options, error) {
	to := f.to
	if to == "" {
		to = "jsonl"
		if a.outTerminal {
			to = "table"
		}
	}
	for _, known := range table.Formats() {
		if to == known {
			width := f.width
			if width == 0 {
				width = a.width
			}
			return table.Options{To: to, Width: width, Color: a.outTerminal && !a.noColor}, nil
		}
	}
	return table.Options{}, usagef("--to %s: there is no such format; give one of %s", to, strings.Join(table.Formats(), ", "))
}
