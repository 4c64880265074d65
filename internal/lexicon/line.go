package lexicon

import (
	"io/fs"
	"slices"
	"strings"
)

// Line is a frame for people: where it stands, its trigger and what it means.
func (f *Frame) Line() string {
	kind := f.Type
	if f.Mode != "" {
		kind += "/" + f.Mode
	}
	out := strings.Join([]string{f.ID, f.Trigger + " (" + string(f.POS) + ")", kind, f.CAMEO}, "  ")
	if f.limitText != "" && f.limitText != "-" {
		out += "  if " + f.limitText
	}
	return out
}

// Files are the names of the files of a folder that a lexicon reads, in order.
func Files(user fs.FS) []string {
	if user == nil {
		return nil
	}
	var out []string
	for _, t := range tables {
		names, err := fs.Glob(user, t.name)
		if err == nil {
			out = append(out, names...)
		}
	}
	if names, err := fs.Glob(user, verbFiles); err == nil {
		out = append(out, names...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
