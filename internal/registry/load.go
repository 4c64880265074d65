package registry

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"chancery/internal/model"
)

//go:embed data/*.tsv
var builtin embed.FS

// Registry is the checked content of the data files with its look-ups.
type Registry struct {
	entries []*Entry // by ID; entries[0] is nil
	byKey   map[string]ID
	byState map[string]ID // ISO3 to state
	names   trie
	offices officeTable
	kinds   kindTable
	given   map[string]Gender
	bearers bearers
}

// Load reads the built-in files.
func Load() (*Registry, error) { return LoadWith(nil) }

// LoadWith reads the built-in files and then those of the same names in the
// root of extra, whose rows replace the built-in ones by key. A nil extra is
// none. The error of a bad file names file and line.
func LoadWith(extra fs.FS) (*Registry, error) {
	r, problems := read(extra)
	if len(problems) == 0 {
		return r, nil
	}
	shown := problems[:min(len(problems), 10)]
	errs := make([]error, len(shown))
	for i, p := range shown {
		errs[i] = p
	}
	if len(problems) == 1 {
		return nil, fmt.Errorf("cannot load registry: %w", errs[0])
	}
	return nil, fmt.Errorf("cannot load registry, %d problems: %w", len(problems), errors.Join(errs...))
}

// Check gives everything that is wrong with the built-in files under extra.
func Check(extra fs.FS) []Problem {
	_, problems := read(extra)
	return problems
}

// layers are the file systems to read, lowest first.
func layers(extra fs.FS) ([]fs.FS, error) {
	base, err := fs.Sub(builtin, "data")
	if err != nil {
		return nil, err
	}
	if extra == nil {
		return []fs.FS{base}, nil
	}
	return []fs.FS{base, extra}, nil
}

func read(extra fs.FS) (*Registry, []Problem) {
	all, err := layers(extra)
	if err != nil {
		return nil, []Problem{{"data", 0, err.Error()}}
	}
	bad := unread(extra)
	r, problems := readLayers(all)
	if bad = append(bad, problems...); len(bad) > 0 {
		return nil, bad
	}
	return r, nil
}

// unread are the data files in the root of extra whose names nothing reads.
func unread(extra fs.FS) (bad []Problem) {
	if extra == nil {
		return nil
	}
	files, err := fs.Glob(extra, "*.tsv")
	if err != nil {
		return []Problem{{".", 0, err.Error()}}
	}
	for _, name := range files {
		if !slices.Contains(Files(), name) {
			bad = append(bad, Problem{name, 0, "no data file has this name; give one of " + strings.Join(Files(), ", ")})
		}
	}
	return bad
}

func readLayers(all []fs.FS) (*Registry, []Problem) {
	var entries []located
	var bad []Problem
	for _, f := range entryFiles() {
		got, problems := readEntries(all, f)
		entries, bad = append(entries, got...), append(bad, problems...)
	}
	r := &Registry{}
	problems := r.number(entries)
	bad = append(bad, problems...)
	r.inheritMembers()
	r.indexPersons()
	bad = append(bad, r.crossCheck(entries)...)
	bad = append(bad, r.readOffices(all)...)
	bad = append(bad, r.readKinds(all)...)
	bad = append(bad, r.readGiven(all)...)
	if len(bad) > 0 {
		return nil, bad
	}
	problems = r.buildNames()
	return r, problems
}

// readEntries reads one file from every layer that has it, later rows over earlier.
func readEntries(all []fs.FS, f fileSpec) (out []located, bad []Problem) {
	place := map[string]int{}
	for _, layer := range all {
		data, err := fs.ReadFile(layer, f.name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			bad = append(bad, Problem{f.name, 0, err.Error()})
			continue
		}
		got, problems := parseEntries(f, data)
		bad = append(bad, problems...)
		for _, e := range got {
			if i, known := place[e.Key]; known {
				out[i] = e
				continue
			}
			place[e.Key] = len(out)
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b located) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.Key, b.Key))
	})
	return out, bad
}

// number gives every entry its id and fills the maps from keys.
func (r *Registry) number(entries []located) (bad []Problem) {
	r.entries = make([]*Entry, 1, len(entries)+1)
	r.byKey = make(map[string]ID, len(entries))
	r.byState = map[string]ID{}
	for _, e := range entries {
		if _, twice := r.byKey[e.Key]; twice {
			bad = append(bad, Problem{e.File, e.line, fmt.Sprintf("key %s is in another file already", e.Key)})
			continue
		}
		e.ID = ID(len(r.entries))
		r.entries = append(r.entries, e.Entry)
		r.byKey[e.Key] = e.ID
		if e.Kind == "state" && e.Standing != "former" {
			if _, twice := r.byState[e.Code]; twice {
				bad = append(bad, Problem{e.File, e.line, fmt.Sprintf("two states have the code %s", e.Code)})
			}
			r.byState[e.Code] = e.ID
		}
	}
	return bad
}

// inheritMembers gives an organ that lists no members those of the body it
// belongs to, over several steps: Parliament, Council, Union.
func (r *Registry) inheritMembers() {
	for _, e := range r.entries[1:] {
		body := e
		for steps := 0; len(body.Membership) == 0 && body.Of != "" && steps < 8; steps++ {
			if body = r.ByKey(body.Of); body == nil {
				break
			}
		}
		if body != nil && body != e {
			e.Members, e.Membership = body.Members, body.Membership
		}
	}
}

// Len is the number of entries; their ids run from 1 to Len.
func (r *Registry) Len() int { return len(r.entries) - 1 }

// Entry gives the entry with an id, nil when there is none. It is not to be changed.
func (r *Registry) Entry(id ID) *Entry {
	if id <= 0 || int(id) >= len(r.entries) {
		return nil
	}
	return r.entries[id]
}

// ByKey gives the entry with a key such as "org/sco", nil when there is none.
func (r *Registry) ByKey(key string) *Entry { return r.Entry(r.byKey[key]) }

// State gives the state with an ISO3 code, nil when there is none.
func (r *Registry) State(code string) *Entry { return r.Entry(r.byState[code]) }

// Gender tells the gender of a given name, as written with a capital.
func (r *Registry) Gender(given string) (Gender, bool) {
	g, ok := r.given[given]
	return g, ok
}

// Digest names the version of the built-in files with those of extra over them.
func Digest(extra fs.FS) (string, error) { return model.DigestFiles(builtin, extra) }
