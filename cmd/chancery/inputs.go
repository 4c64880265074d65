package main

import (
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/pipeline"
	"chancery/internal/stage/ingest"
	"chancery/record"
)

// endings are the files that are read from a folder; a file that is named on
// the command line is read whatever its ending.
var endings = []string{".txt", ".html", ".htm", ".jsonl", ".json", ".md", ".warc", ".warc.gz"}

// inputs are the files, folders and "-" of a command line, read in order.
type inputs struct {
	args  []string
	stdin io.Reader
	opts  ingest.Options
}

// items reads the documents one after the other. What cannot be opened or read
// is an item with a diagnostic; only standard input that fails ends it all.
func (in *inputs) items(yield func(pipeline.Item, error) bool) {
	for _, arg := range in.args {
		if arg == "-" {
			if !in.read("standard input", in.stdin, yield) {
				return
			}
			continue
		}
		for path, err := range files(arg) {
			if !in.open(path, err, yield) {
				return
			}
		}
	}
}

// files gives the file, or the readable files under the folder, in the order of
// their names; hidden files and folders are left out.
func files(arg string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			yield(arg, err)
			return
		}
		root, err := filepath.EvalSymlinks(arg)
		if err != nil {
			yield(arg, err)
			return
		}
		found := false
		// The function below returns only SkipDir and SkipAll, which end in nil.
		_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			shown := arg + strings.TrimPrefix(path, root)
			hidden := path != root && strings.HasPrefix(filepath.Base(path), ".")
			switch {
			case err != nil:
				if !yield(shown, err) {
					return fs.SkipAll
				}
				return nil
			case hidden && entry.IsDir():
				return fs.SkipDir
			case hidden || entry.IsDir() || !readable(path):
				return nil
			}
			found = true
			if !yield(shown, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if !found {
			yield(arg, fmt.Errorf("no file in it ends with %s", strings.Join(endings, " ")))
		}
	}
}

// readable tells whether a file under a folder has one of the endings.
func readable(path string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(strings.ToLower(path), e) })
}

// open reads one file; false means that nobody wants more.
func (in *inputs) open(path string, err error, yield func(pipeline.Item, error) bool) bool {
	if err != nil {
		return yield(unreadable(path, err), nil)
	}
	f, err := os.Open(path)
	if err != nil {
		return yield(unreadable(path, err), nil)
	}
	defer func() { _ = f.Close() }() // it was only read
	return in.read(path, f, func(item pipeline.Item, err error) bool {
		if err != nil {
			return yield(unreadable(path, err), nil)
		}
		return yield(item, nil)
	})
}

// read yields the documents of one stream.
func (in *inputs) read(name string, r io.Reader, yield func(pipeline.Item, error) bool) bool {
	for doc, err := range ingest.Documents(name, r, in.opts) {
		item := pipeline.Item{Diagnostics: doc.Diagnostics, Place: doc.Place}
		if err == nil && !doc.Failed() {
			item.Page = &doc.Page
		}
		if !yield(item, err) {
			return false
		}
		if err != nil {
			break
		}
	}
	return true
}

// unreadable is the item of a file that cannot be opened or read.
func unreadable(path string, err error) pipeline.Item {
	return pipeline.Item{Place: path, Diagnostics: []record.Diagnostic{{
		Code: record.FileUnreadable, Severity: record.Error, Document: path,
		Message: fmt.Sprintf("%v; check the name and the rights", err),
	}}}
}
