package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/export"
)

// writeWhole writes a file under another name and gives it its own only when all
// went well. What is no plain file, such as a pipe, is written as it is.
func writeWhole(name string, sync bool, write func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	temporary, flags, mode := fmt.Sprintf("%s%s-%d", name, unfinished, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
		switch {
		case info.IsDir():
			return fmt.Errorf("%s is a folder; give the name of a file", name)
		case !info.Mode().IsRegular():
			temporary, flags = name, os.O_WRONLY
		}
	}
	file, err := os.OpenFile(temporary, flags, mode)
	if err != nil {
		return fmt.Errorf("%w; give another file with -o", err)
	}
	err = write(file)
	if err == nil && sync && temporary != name {
		err = file.Sync()
	}
	if failed := file.Close(); err == nil {
		err = failed
	}
	if temporary == name {
		return err
	}
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		_ = os.Remove(temporary) // the error at hand is the one to tell
	}
	return err
}

// notesList is the file of a folder of notes that names those which are ours.
const notesList = ".chancery-notes"

// notesInto writes notes into a folder, each whole. Notes of the last export that
// are none any more are taken away; files of others are never touched.
func notesInto(dir string, set export.Set) (export.Tally, error) {
	before, err := readNotesList(dir)
	if err != nil {
		return export.Tally{}, err
	}
	now := map[string]bool{}
	t, err := export.EachNote(set, func(name, text string) error {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Lstat(file); err == nil && !before[name] {
			return fmt.Errorf("%s is there already and is not of an export; move it, or give another folder with -o", file)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		now[name] = true
		return writeWhole(file, false, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
	})
	if err != nil && len(now) == 0 {
		return t, err
	}
	for name := range before {
		switch {
		case now[name]:
		case err != nil:
			now[name] = true // it is still there
		default:
			if failed := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); !errors.Is(failed, fs.ErrNotExist) {
				err = failed
			}
		}
	}
	if failed := os.MkdirAll(dir, 0o755); err == nil {
		err = failed
	}
	list := strings.Join(slices.Sorted(maps.Keys(now)), "\n") + "\n"
	failed := writeWhole(filepath.Join(dir, notesList), true, func(w io.Writer) error { _, err := io.WriteString(w, list); return err })
	return t, errors.Join(err, failed)
}

// readNotesList gives the notes of the last export into a folder. Names that no
// export makes are passed over, so that nobody's files are lost by a line in it.
func readNotesList(dir string) (map[string]bool, error) {
	data, err := os.ReadFile(filepath.Join(dir, notesList))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; give another folder with -o", err)
	}
	out := map[string]bool{}
	for name := range strings.Lines(string(data)) {
		name = strings.TrimSuffix(name, "\n")
		folder, _, _ := strings.Cut(name, "/")
		if (folder == "incidents" || folder == "people") && strings.HasSuffix(name, ".md") && path.Clean(name) == name && filepath.IsLocal(filepath.FromSlash(name)) {
			out[name] = true
		}
	}
	return out, nil
}
