package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"chancery/internal/brief"
	"chancery/internal/registry"
)

// registryFlags are the flags of chancery registry and its commands.
type registryFlags struct {
	dir, to string
	out     string
	people  int64
}

func registryCommand(a *app) *cobra.Command {
	f := &registryFlags{}
	cmd := &cobra.Command{
		Use:   "registry",
		Short: "Look up, check and extend what is known of the world",
		Long: `The registry holds states, bodies, forums, organs of state, parties and armed
groups, outlets, regions, places, offices and given names. Your own files of the
same format, in a folder, are read over the built-in ones; docs/registry.md tells
the format and the conventions for disputed places.`,
		Example: `  chancery registry find Georgia
  chancery registry show org/sco
  chancery registry check mine/
  chancery registry import geonames cities15000.txt --out mine/`,
		Args: noSuchRegistryCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.registryFind(f), a.registryShow(f), a.registryCheck(), a.registryImport(f))
	return cmd
}

func noSuchRegistryCommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("there is no command %q; %s has find, show, check and import", args[0], cmd.CommandPath())
	}
	return nil
}

func (f *registryFlags) look(cmd *cobra.Command) {
	registryFlag(cmd, &f.dir)
	cmd.Flags().StringVar(&f.to, "to", "table", "`format` to write: table, json")
}

// load reads the built-in registry with the user's folder over it.
func (f *registryFlags) load() (*registry.Registry, error) {
	if f.to != "table" && f.to != "json" {
		return nil, usagef("--to %s: there is no such format; give table or json", f.to)
	}
	return loadRegistry(f.dir)
}

// registryFlag adds the flag that all commands share which read the registry.
func registryFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "registry", "", "`folder` of registry files of your own, read over the built-in ones")
}

// ownRegistry opens a user's folder of registry files; none for no name.
func ownRegistry(dir string) (fs.FS, error) {
	if dir == "" {
		return nil, nil
	}
	folder, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	_, err = ownFiles(folder)
	return folder, err
}

// loadRegistry reads the built-in registry with a user's folder over it.
func loadRegistry(dir string) (*registry.Registry, error) {
	own, err := ownRegistry(dir)
	if err != nil {
		return nil, err
	}
	r, err := registry.LoadWith(own)
	return r, registryError(dir, err)
}

// registryError names the folder that an error of the registry is about.
func registryError(dir string, err error) error {
	if err == nil || dir == "" {
		return err
	}
	return fmt.Errorf("--registry %s: %w", dir, err)
}

func openFolder(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot read the folder: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("cannot read the folder: %s is a file", dir)
	}
	return os.DirFS(dir), nil
}

func (a *app) registryFind(f *registryFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "find NAME",
		Short: "Show every reading of a name",
		Long: `Find looks a name up, in any case, and shows all its readings: what it can stand
for, with kind, code, the role of the name, and the key for registry show. When no
name is exactly this, those that begin with it are shown. A title is looked up too.`,
		Example: "  chancery registry find Georgia\n  chancery registry find --to json the Kremlin",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("find takes a name; see chancery registry find --help")
			}
			r, err := f.load()
			if err != nil {
				return err
			}
			found := lookUp(r, strings.Join(args, " "))
			if found.empty() {
				return fmt.Errorf("cannot find %q: no name in the registry is it or holds it", found.Name)
			}
			return a.write(f.to, found, found.table)
		},
	}
	f.look(cmd)
	return cmd
}

// write puts a value out as JSON or as a table.
func (a *app) write(to string, value any, table func(io.Writer) error) error {
	w := bufio.NewWriter(a.out)
	if to == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(value); err != nil {
			return fmt.Errorf("cannot write: %w", err)
		}
		return flush(w)
	}
	if err := table(w); err != nil {
		return fmt.Errorf("cannot write: %w", err)
	}
	return flush(w)
}

// found is what find has to tell of a name.
type found struct {
	Name     string    `json:"name"`
	Exact    bool      `json:"exact"`            // the readings are of this name, not of longer ones
	Begins   bool      `json:"begins,omitempty"` // the longer names begin with it
	Readings []reading `json:"readings"`
	Offices  []office  `json:"offices,omitempty"`
	Organ    string    `json:"organ,omitempty"` // sectors of a kind of organ
	Given    string    `json:"given,omitempty"` // gender of a given name: m, f, x
}

type reading struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Class  string `json:"class,omitempty"`
	Code   string `json:"code,omitempty"`
	Sector string `json:"sector,omitempty"`
	Role   string `json:"role"`
	Years  string `json:"years,omitempty"` // of an earlier name, or of what no longer exists
	Key    string `json:"key"`
}

type office struct {
	Title    string `json:"title"`
	Sector   string `json:"sector,omitempty"`
	Level    int    `json:"level,omitempty"`
	Category string `json:"category"`
}

func lookUp(r *registry.Registry, name string) found {
	out := found{Name: name, Readings: []reading{}}
	hits := r.Find(name)
	if article, rest, _ := strings.Cut(name, " "); len(hits) == 0 && strings.EqualFold(article, "the") {
		hits = r.Find(rest)
	}
	for _, h := range hits {
		out.Exact, out.Begins = h.Match == registry.Exact, h.Match == registry.Begins
		out.Readings = append(out.Readings, readingOf(r.Entry(h.Entry), h))
	}
	words := strings.Fields(name)
	if o, n := r.Office(words); n > 0 && n == len(words) {
		out.Offices = append(out.Offices, office{o.Title, o.Sector, o.Level, o.Category})
	}
	split := strings.Fields(strings.ReplaceAll(strings.ToLower(name), "'s", " 's"))
	if k, n := r.OrganKind(split); n > 0 && n == len(split) {
		out.Organ = strings.Join(k.Sectors, " ")
	}
	if g, ok := r.Gender(name); ok {
		out.Given = string(rune(g))
	}
	return out
}

// readingOf tells what a name stands for, as it is now.
func readingOf(e *registry.Entry, h registry.Hit) reading {
	code, sectors := e.On(0)
	sector, years := h.Sector, e.Period
	if sector == "" && len(sectors) > 0 {
		sector = sectors[0]
	}
	if years.To == 0 {
		years = registry.Period{}
	}
	for _, s := range e.Surfaces {
		if s.Text == h.Name && !s.Open() {
			years = s.Period
		}
	}
	return reading{e.Name, string(e.Kind), e.Class, code, sector, h.Role.String(), years.Text(), e.Key}
}

func (f *found) empty() bool {
	return len(f.Readings) == 0 && len(f.Offices) == 0 && f.Given == "" && f.Organ == ""
}

func (f *found) table(w io.Writer) error {
	var err error
	tell := func(format string, args ...any) {
		if err == nil {
			_, err = fmt.Fprintf(w, format, args...)
		}
	}
	if len(f.Readings) > 0 {
		switch {
		case f.Begins:
			tell("no name is exactly %q; these begin with it:\n", brief.Clean(f.Name))
		case !f.Exact:
			tell("no name is exactly %q; these hold it:\n", brief.Clean(f.Name))
		}
		rows := make([][]string, len(f.Readings))
		for i, r := range f.Readings {
			rows[i] = []string{brief.Clean(r.Name), r.Kind, r.Code, r.Sector, r.Role, r.Years, r.Key}
		}
		if err == nil {
			err = writeColumns(w, "", []string{"NAME", "KIND", "CODE", "SECTOR", "ROLE", "YEARS", "KEY"}, rows)
		}
	}
	for _, o := range f.Offices {
		tell("office: %s, sector %s, level %s, %s\n", o.Title, orDash(o.Sector), orDash(nonZero(o.Level)), o.Category)
	}
	if f.Organ != "" {
		tell("kind of organ, of the country that is named with it: sector %s\n", f.Organ)
	}
	if f.Given != "" {
		tell("given name: %s\n", map[string]string{"m": "male", "f": "female", "x": "male or female"}[f.Given])
	}
	return err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func nonZero(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// writeColumns writes rows under a head, each column as wide as its widest cell.
func writeColumns(w io.Writer, indent string, head []string, rows [][]string) error {
	width := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range append([][]string{head}, rows...) {
		var line strings.Builder
		for i, cell := range row {
			fmt.Fprintf(&line, "%-*s  ", width[i], orDash(cell))
		}
		if _, err := fmt.Fprintln(w, indent+strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) registryCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check [DIR]",
		Short: "Check the data files, yours over the built-in ones",
		Long: `Check reads the built-in files and, over them, those of a folder, and lists all
that is wrong with file and line. The exit code is 1 when something is.`,
		Example: "  chancery registry check\n  chancery registry check mine/",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("check takes one folder, but got %d", len(args))
			}
			return a.checkRegistry(append(args, "")[0])
		},
	}
}

func (a *app) checkRegistry(dir string) error {
	var extra fs.FS
	var own []string
	base, err := registry.Load()
	if err != nil {
		return err
	}
	if dir != "" {
		if extra, err = openFolder(dir); err != nil {
			return err
		}
		if own, err = ownFiles(extra); err != nil {
			return err
		}
	}
	problems := registry.Check(extra)
	w := bufio.NewWriter(a.out)
	for _, p := range problems {
		// A built-in file is right by itself, so what is wrong came with the user's.
		name := "built-in " + p.File
		if slices.Contains(own, p.File) || p.Line == 0 && dir != "" {
			name = filepath.Join(dir, p.File)
		}
		fmt.Fprintf(w, "%s:%d: %s\n", name, p.Line, brief.Clean(p.Message))
	}
	if err := flush(w); err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("cannot use the registry: %d problems, see above", len(problems))
	}
	_, err = fmt.Fprintf(a.out, "all well: %s entries built in, %d files of your own\n", thousands(base.Len()), len(own))
	return err
}

// ownFiles names the data files in a user's folder.
func ownFiles(folder fs.FS) ([]string, error) {
	files, err := fs.Glob(folder, "*.tsv")
	if err != nil {
		return nil, fmt.Errorf("cannot read the folder: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("cannot use the folder: it has no .tsv file; give one or more of %s", strings.Join(registry.Files(), ", "))
	}
	return files, nil
}
