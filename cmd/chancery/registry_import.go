package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/brief"
	"chancery/internal/registry"
	"chancery/internal/registry/importer"
)

func (a *app) registryImport(f *registryFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import KIND FILE --out DIR",
		Short: "Turn a dictionary you have into registry files",
		Long: `Import reads a file of another format and writes registry files into a folder.

  geonames   cities*.txt or allCountries.txt; with admin1CodesASCII.txt beside it,
             places get their regions
  wikidata   a JSON extract: an array, or one entity a line
  petrarch   an actor or agent dictionary, or CountryInfo.txt, told apart by looking

Entries that the registry has already are extended, not doubled. What is left out
is counted by reason, with examples; docs/registry.md tells what is lost and why.`,
		Example: `  chancery registry import geonames cities15000.txt --min-population 50000 --out mine/
  chancery registry import petrarch Phoenix.Countries.actors.txt --out mine/`,
		RunE: func(_ *cobra.Command, args []string) error {
			kinds := strings.Join(importer.Kinds(), ", ")
			switch {
			case len(args) != 2:
				return usagef("import takes a kind (%s) and a file, but got %d arguments", kinds, len(args))
			case !slices.Contains(importer.Kinds(), args[0]):
				return usagef("import %s: there is no such kind; give one of %s", args[0], kinds)
			case f.out == "":
				return usagef("--out is missing: name the folder to write to")
			case f.people < 0:
				return usagef("--min-population %d: give 0 or more", f.people)
			}
			return a.importRegistry(f, args[0], args[1])
		},
	}
	cmd.Flags().StringVar(&f.out, "out", "", "`folder` to write to (required)")
	cmd.Flags().Int64Var(&f.people, "min-population", 1000, "geonames: leave out places with fewer `people`, or of unknown population")
	return cmd
}

func (a *app) importRegistry(f *registryFlags, kind, name string) (err error) {
	base, err := registry.Load()
	if err != nil {
		return err
	}
	in, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("cannot read the file: %w", err)
	}
	defer func() { _ = in.Close() }() // it was only read
	o := importer.Options{Base: base, MinPopulation: f.people}
	if kind == "geonames" {
		admin, err := os.Open(filepath.Join(filepath.Dir(name), "admin1CodesASCII.txt"))
		if err == nil {
			defer func() { _ = admin.Close() }()
			o.Admin = admin
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot read the names of regions: %w", err)
		}
	}
	out := &outFolder{dir: f.out}
	sum, err := importer.Import(kind, in, o, out.create)
	if err = out.finish(err); err != nil {
		return err
	}
	w := bufio.NewWriter(a.out)
	if err := sum.Write(w); err != nil {
		return fmt.Errorf("cannot write the summary: %w", err)
	}
	fmt.Fprintf(w, "check with: chancery registry check %s\n", brief.Clean(f.out))
	return flush(w)
}

// outFolder writes files under another name and gives them theirs only when all
// went well. It never writes over a file that is there.
type outFolder struct {
	dir   string
	names []string
}

const unfinished = ".unfinished"

func (o *outFolder) create(name string) (io.WriteCloser, error) {
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the folder: %w", err)
	}
	path := filepath.Join(o.dir, name)
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("cannot write %s: it is there already; give another folder to --out", path)
	}
	file, err := os.Create(path + unfinished)
	if err != nil {
		return nil, fmt.Errorf("cannot write: %w", err)
	}
	o.names = append(o.names, path)
	return file, nil
}

func (o *outFolder) finish(err error) error {
	for _, path := range o.names {
		if err != nil {
			err = errors.Join(err, os.Remove(path+unfinished))
			continue
		}
		if err = os.Rename(path+unfinished, path); err != nil {
			err = fmt.Errorf("cannot write: %w", err)
		}
	}
	return err
}
