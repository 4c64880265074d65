package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"chancery"
	"chancery/internal/bench"
	"chancery/internal/demo"
	"chancery/internal/demo/newsroom"
	"chancery/internal/pipeline"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/warc"
	"chancery/record"
)

// benchSeed is that of the invented news to measure on: it never changes, so
// that reports can be compared.
const benchSeed = 1

// benchCorpus is what bench measures on, and with which coder.
type benchCorpus struct {
	about bench.Corpus
	coder *coder
	whole *chancery.Coder
	pages []record.Page
	lines []byte // the pages as JSON lines
	coded []pipeline.Result
	// archive reads the same documents from a web archive, which gives so many
	// words.
	archive      func(yield func(pipeline.Item, error) bool)
	archiveWords int
	atRest       int64
}

// newBenchCorpus reads or invents the documents and codes them once.
func (a *app) newBenchCorpus(ctx context.Context, f *benchFlags, args []string) (*benchCorpus, error) {
	options, err := benchOptions(f.registry)
	if err != nil {
		return nil, err
	}
	c := &benchCorpus{}
	if len(args) > 0 {
		err = c.read(f, args)
	} else {
		if options.Registry == nil {
			options.Registry = newsroom.Registry()
		}
		err = c.invent(ctx, f.words)
	}
	if err != nil {
		return nil, err
	}
	if c.whole, err = chancery.New(options); err != nil {
		return nil, registryError(f.registry, err)
	}
	name, err := chancery.Coding(options)
	if err != nil {
		return nil, err
	}
	c.coder = &coder{c.whole.Code, name}
	runtime.GC()
	debug.FreeOSMemory()
	c.atRest = bench.Memory()
	return c, c.code(ctx)
}

// invent writes invented news into a web archive and reads its pages from it.
func (c *benchCorpus) invent(ctx context.Context, words int) error {
	room := newsroom.New(newsroom.TwoYears(max(words/270, 1), benchSeed))
	var packed bytes.Buffer
	if err := writeNews(ctx, &packed, room, true); err != nil {
		return err
	}
	var pages []record.Page
	for _, s := range demo.Samples() {
		pages = append(pages, s.Page)
	}
	if err := wrap(&packed, pages); err != nil {
		return err
	}
	c.about.Name = fmt.Sprintf("invented news, seed %d, and the samples of chancery demo", benchSeed)
	c.hold(packed.Bytes())
	for item, err := range c.archive {
		if err != nil {
			return err
		}
		if err := c.take(item); err != nil {
			return err
		}
	}
	c.archiveWords = c.about.Words
	return nil
}

// hold makes a packed web archive the one that is read.
func (c *benchCorpus) hold(packed []byte) {
	c.about.Archive = int64(len(packed))
	c.archive = func(yield func(pipeline.Item, error) bool) {
		in := inputs{args: []string{"-"}, stdin: bytes.NewReader(packed), opts: ingest.Options{From: ingest.WARC}, late: true}
		in.items(yield)
	}
}

// read takes documents from files until there are enough words.
func (c *benchCorpus) read(f *benchFlags, args []string) error {
	in := inputs{args: args, archived: true, late: true}
	c.about.Name = fmt.Sprintf("%q", args)
	allWARC := true
	for _, arg := range args {
		allWARC = allWARC && in.warc(arg)
	}
	items, reached := 0, map[string]int64{} // the bytes read of each file
	for item, err := range in.items {
		if err != nil {
			return err
		}
		items++
		if at, err := warc.ParsePosition(item.Resume); err == nil && item.Resume != "" {
			file, _, _ := strings.Cut(item.Place, "@")
			reached[file] = at.File
		}
		if err := c.take(item); err != nil {
			return err
		}
		if f.words > 0 && c.about.Words >= f.words {
			break
		}
	}
	if len(c.pages) == 0 {
		return fmt.Errorf("cannot measure: no document could be read from %q", args)
	}
	if allWARC { // it is read as it is, up to the last document taken
		c.archive = first(in.items, items)
		c.archiveWords = c.about.Words
		for _, n := range reached {
			c.about.Archive += n
		}
		return nil
	}
	var packed bytes.Buffer
	if err := wrap(&packed, c.pages); err != nil {
		return err
	}
	c.hold(packed.Bytes())
	for item, err := range c.archive {
		if err != nil {
			return err
		}
		if item, err = item.Read(); err != nil {
			return err
		}
		if item.Page != nil {
			c.archiveWords += pipeline.Words(item.Page.Text)
		}
	}
	return nil
}

// wrap writes pages into a web archive, as a news site would show them.
func wrap(to io.Writer, pages []record.Page) error {
	w := warc.NewWriter(to, true)
	fetched := time.Date(2042, 12, 31, 0, 0, 0, 0, time.UTC)
	for i := range pages {
		html, err := demo.Sample{Name: "page", Page: pages[i]}.HTML()
		if err != nil {
			return err
		}
		url := fmt.Sprintf("https://bench.example/%d", i)
		if err := w.Response(url, fetched, warc.Header{{Name: "Content-Type", Value: "text/html; charset=utf-8"}}, html); err != nil {
			return err
		}
	}
	return nil
}

// take adds a page; what gave none is passed over.
func (c *benchCorpus) take(item pipeline.Item) error {
	item, err := item.Read()
	if err != nil || item.Page == nil {
		return err
	}
	c.pages = append(c.pages, *item.Page)
	c.about.Documents++
	c.about.Words += pipeline.Words(item.Page.Text)
	c.about.Text += int64(len(item.Page.Text))
	return nil
}

// code codes all pages once, which also warms what is loaded late.
func (c *benchCorpus) code(ctx context.Context) error {
	var lines bytes.Buffer
	texts, records := sha256.New(), sha256.New()
	in, out := json.NewEncoder(&lines), json.NewEncoder(records)
	for i := range c.pages {
		fmt.Fprintf(texts, "%d\n%s\n", len(c.pages[i].Text), c.pages[i].Text)
		if err := in.Encode(&c.pages[i]); err != nil {
			return err
		}
	}
	items := func(yield func(pipeline.Item, error) bool) {
		for i := range c.pages {
			if !yield(pipeline.Item{Page: &c.pages[i]}, nil) {
				return
			}
		}
	}
	_, err := pipeline.Run(ctx, items, c.coder.code, pipeline.Options{}, func(r pipeline.Result) error {
		if r.Err != nil {
			return r.Err
		}
		c.coded = append(c.coded, r)
		return out.Encode(&r.Record)
	})
	c.lines = lines.Bytes()
	c.about.SHA256, c.about.Records = hex.EncodeToString(texts.Sum(nil)), hex.EncodeToString(records.Sum(nil))
	return err
}
