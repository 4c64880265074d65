package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/pipeline"
	"chancery/internal/pipeline/keep"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/warc"
	"chancery/record"
)

// endings are the files that are read from a folder; a file that is named on
// the command line is read whatever its ending.
var endings = []string{".txt", ".html", ".htm", ".jsonl", ".json", ".md"}

// inputs are the files, folders and "-" of a command line, read in order.
type inputs struct {
	args  []string
	stdin io.Reader
	opts  ingest.Options
	// archived takes WARC files from folders too; resume tells where reading of
	// one goes on, "" at its beginning. A nil resume begins all of them.
	archived bool
	// late leaves pages of WARC files to be read by the workers.
	late   bool
	resume func(file string) (string, error)
}

// items reads the documents one after the other. What cannot be opened or read
// is an item with a diagnostic; only standard input that fails ends it all.
func (in *inputs) items(yield func(pipeline.Item, error) bool) {
	for _, arg := range in.args {
		if arg == "-" {
			if !in.read("standard input", in.stdin, in.opts, yield) {
				return
			}
			continue
		}
		for path, err := range in.files(arg) {
			if !in.open(path, err, yield) {
				return
			}
		}
	}
}

// files gives the file, or the readable files under the folder, in the order of
// their names; hidden files and folders are left out.
func (in *inputs) files(arg string) iter.Seq2[string, error] {
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
			case hidden || entry.IsDir() || !in.readable(path):
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

// readable says whether a file of a folder is read, by its ending.
func (in *inputs) readable(path string) bool {
	return in.archived && in.warc(path) || slices.Contains(endings, strings.ToLower(filepath.Ext(path)))
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
	opts, name, err := in.enter(path, f)
	if err != nil {
		return yield(unreadable(path, err), nil)
	}
	return in.read(path, f, opts, func(item pipeline.Item, err error) bool {
		item.File = name
		if err != nil {
			return yield(unreadable(path, err), nil)
		}
		return yield(item, nil)
	})
}

// enter goes to where reading of a WARC file was left, when that is known. The
// file is known again by its name and its first bytes.
func (in *inputs) enter(path string, f io.ReadSeeker) (opts ingest.Options, name string, err error) {
	opts = in.opts
	if in.resume == nil || !in.warc(path) {
		return opts, "", nil
	}
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return opts, "", err
	}
	name = path + " " + keep.Digest(string(head[:n]))[:12]
	at, err := in.resume(name)
	if err != nil {
		return opts, name, err
	}
	place, err := warc.ParsePosition(at)
	if at == "" || err != nil {
		place, at = warc.Position{}, ""
	}
	opts.Resume = at
	_, err = f.Seek(place.File, io.SeekStart)
	return opts, name, err
}

// warc says whether a name is one of a WARC file.
func (in *inputs) warc(path string) bool {
	path = strings.ToLower(path)
	return in.opts.From == ingest.WARC || strings.HasSuffix(path, ".warc") || strings.HasSuffix(path, ".warc.gz")
}

// read yields the documents of one stream.
func (in *inputs) read(name string, r io.Reader, opts ingest.Options, yield func(pipeline.Item, error) bool) bool {
	opts.Unread = in.late
	for doc, err := range ingest.Documents(name, r, opts) {
		item := itemOf(&doc)
		if err != nil {
			item.Page = nil
		}
		if doc.Unread != nil {
			item.Size = len(doc.Unread.Body)
			item.Late = func() (pipeline.Item, error) {
				read := doc.Unread.Item()
				return itemOf(&read), nil
			}
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

// itemOf is a document as the pipeline takes it.
func itemOf(doc *ingest.Item) pipeline.Item {
	item := pipeline.Item{Diagnostics: doc.Diagnostics, Place: doc.Place, Resume: doc.Resume}
	if doc.Unread == nil && !doc.Failed() {
		item.Page = &doc.Page
	}
	return item
}

// unreadable is the item of a file that cannot be opened or read.
func unreadable(path string, err error) pipeline.Item {
	return pipeline.Item{Place: path, Diagnostics: []record.Diagnostic{{
		Code: record.FileUnreadable, Severity: record.Error, Document: path,
		Message: fmt.Sprintf("%v; check the name and the rights", err),
	}}}
}
