package fleet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"

	"chancery/internal/pipeline"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/warc"
)

// Open reads the documents of a work that stands in files. Root is the folder
// under which a relative name is looked for. An error is one of the work: the
// file is not there, or it is another one.
func Open(ctx context.Context, w *Work, root string) iter.Seq2[pipeline.Item, error] {
	return func(yield func(pipeline.Item, error) bool) {
		var err error
		switch w.Kind {
		case WARC:
			err = openArchive(ctx, w, root, yield)
		case Lines:
			err = openLines(ctx, w, root, yield)
		case Files:
			err = openFiles(ctx, w, root, yield)
		default:
			err = fmt.Errorf("cannot read a work of the kind %.40q", w.Kind)
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(pipeline.Item{}, err)
		}
	}
}

// errEnough says that nobody wants more.
var errEnough = errors.New("enough")

type yielding = func(pipeline.Item, error) bool

// locate is where a worker finds a file.
func locate(name, root string) string {
	if root == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(root, filepath.FromSlash(name))
}

// enter opens the file of a work, which must be the one that was submitted.
func enter(w *Work, root string) (*os.File, error) {
	file, err := os.Open(locate(w.File, root))
	if err != nil {
		return nil, err
	}
	head, err := headOf(file)
	if err == nil && digestOf(head) != w.Head {
		err = fmt.Errorf("%s is not the file that was submitted; submit it again", w.File)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// pass hands the documents of a stream on.
func pass(ctx context.Context, name string, r io.Reader, opts ingest.Options, yield yielding) error {
	opts.Unread = true
	for doc, err := range ingest.Documents(name, r, opts) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		item := itemOf(&doc)
		if doc.Unread != nil { // a page of a web archive is read by the worker that codes it
			item.Size = len(doc.Unread.Body)
			item.Late = func() (pipeline.Item, error) {
				read := doc.Unread.Item()
				return itemOf(&read), nil
			}
		}
		if !yield(item, nil) {
			return errEnough
		}
	}
	return nil
}

// itemOf is a document as the pipeline takes it.
func itemOf(doc *ingest.Item) pipeline.Item {
	item := pipeline.Item{Diagnostics: doc.Diagnostics, Place: doc.Place}
	if doc.Unread == nil && !doc.Failed() {
		item.Page = &doc.Page
	}
	return item
}

func openArchive(ctx context.Context, w *Work, root string, yield yielding) error {
	file, err := enter(w, root)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	var at, end warc.Position
	if w.From != "" {
		if at, err = warc.ParsePosition(w.From); err != nil {
			return err
		}
	}
	if w.To != "" {
		if end, err = warc.ParsePosition(w.To); err != nil {
			return err
		}
	}
	if _, err := file.Seek(at.File, io.SeekStart); err != nil {
		return err
	}
	// The bytes end where the next work begins.
	opts := ingest.Options{From: ingest.WARC, Resume: w.From}
	length := w.Length
	if w.To != "" {
		length = end.File - at.File
	}
	return pass(ctx, w.File, io.LimitReader(file, length), opts, yield)
}

func openLines(ctx context.Context, w *Work, root string, yield yielding) error {
	file, err := enter(w, root)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	at := int64(0)
	if w.From != "" {
		if at, err = strconv.ParseInt(w.From, 10, 64); err != nil || at < 0 {
			return fmt.Errorf("cannot read %.40q as a place in lines", w.From)
		}
	}
	length := w.Length
	if length == 0 {
		length = 1 << 62
	}
	opts := ingest.Options{From: ingest.JSONL, Line: w.Line}
	return pass(ctx, w.File, io.NewSectionReader(file, at, length), opts, yield)
}

func openFiles(ctx context.Context, w *Work, root string, yield yielding) error {
	for _, name := range w.Files {
		if err := openFile(ctx, name, ingest.Format(w.Format), root, yield); err != nil {
			return err
		}
	}
	return nil
}

func openFile(ctx context.Context, name string, format ingest.Format, root string, yield yielding) error {
	file, err := os.Open(locate(name, root))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	return pass(ctx, name, file, ingest.Options{From: format}, yield)
}
