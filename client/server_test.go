package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/export"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/link"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/access"
	"chancery/internal/stage/serve/api"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
	"chancery/record"
)

// kept is a store with what the command adds to it.
type kept struct{ *store.Store }

func (k kept) Correct(ctx context.Context, c archive.Correction) (archive.Correction, error) {
	return k.Store.Correct(ctx, c, link.Link)
}

func (k kept) Undo(ctx context.Context, id int64, by, reason string) error {
	return k.Store.Undo(ctx, id, by, reason, link.Link)
}

// desk is the server that chancery serve runs, with the API and users, over an
// archive of invented pages.
type desk struct {
	store   *store.Store
	address string
	token   string // of a reader, for the scope read
	close   []func()
	dir     string
	rate    float64
	burst   int
}

func (d *desk) done() {
	for _, f := range slices.Backward(d.close) {
		f()
	}
}

var (
	once  = regexp.MustCompile(`(?s)class="once".*?<p><code>([^<]+)</code>`)
	field = regexp.MustCompile(`name="form" value="([a-z0-9]+)"`)
)

// open serves some pages, and makes a user with a token.
func open(ctx context.Context, pages int, rate float64, burst int) (d *desk, err error) {
	d = &desk{rate: rate, burst: burst}
	defer func() {
		if err != nil {
			d.done()
		}
	}()
	if d.dir, err = os.MkdirTemp("", "chancery-client"); err != nil {
		return d, err
	}
	d.close = append(d.close, func() { os.RemoveAll(d.dir) })
	if d.store, err = sqlite.Open(ctx, filepath.Join(d.dir, "a.db"), store.Options{}); err != nil {
		return d, err
	}
	d.close = append(d.close, func() { d.store.Close() })
	var additions []archive.Addition
	for n := range pages {
		additions = append(additions, storetest.Page(n, []string{"courier", "herald"}[n%2], fmt.Sprintf("2031-04-%02d", 1+n%28)))
	}
	if err = d.add(ctx, additions); err != nil {
		return d, err
	}
	code, err := d.serve(ctx)
	if err != nil {
		return d, err
	}
	return d, d.makeToken(code)
}

func (d *desk) add(ctx context.Context, pages []archive.Addition) error {
	out, err := d.store.Add(ctx, pages, link.Link)
	for _, o := range out {
		err = errors.Join(err, o.Err)
	}
	if err == nil {
		_, err = d.store.RefreshLedger(ctx, link.Posts)
	}
	return err
}

func (d *desk) serve(ctx context.Context) (code string, err error) {
	db := kept{d.store}
	reg, err := registry.Load()
	if err != nil {
		return "", err
	}
	gate, code, err := access.Open(ctx, access.Options{Notebook: db, Cost: access.Cost{Memory: 64, Passes: 1}})
	if err != nil {
		return "", err
	}
	now := func() time.Time { return time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC) }
	programs, err := api.Mounts(api.Options{
		Archive: db, Complete: complete.New(d.store, now, 0), Names: filter.World(reg), Now: now, Version: "test",
		Tables: api.Tables{Events: func(w io.Writer, rows iter.Seq2[archive.Event, error]) error {
			_, err := export.CSV(w, export.Set{Events: rows}, export.Options{})
			return err
		}},
		Code: func(_ context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
			return record.Record{Schema: record.SchemaV1, Document: p.Document, Sentences: []record.Span{{End: len([]rune(p.Text))}}}, nil, nil
		},
	})
	if err != nil {
		return "", err
	}
	users, err := gate.Mounts()
	if err != nil {
		return "", err
	}
	s, err := serve.New(serve.Options{Archive: db, Mounts: append(users, programs...), Access: gate.Wrap, SignIn: access.SignIn, Rate: d.rate, Burst: d.burst})
	if err != nil {
		return "", err
	}
	server := httptest.NewServer(s.Handler())
	d.close = append(d.close, server.Close)
	d.address = server.URL
	return code, nil
}

// makeToken does what a person does on the pages.
func (d *desk) makeToken(code string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	browser := &http.Client{Jar: jar}
	page := func(res *http.Response, err error) (string, error) {
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		data, err := io.ReadAll(res.Body)
		return string(data), err
	}
	if _, err := page(browser.PostForm(d.address+"/setup", url.Values{"code": {code}, "name": {"ada"}, "password": {"four plain words here"}})); err != nil {
		return err
	}
	account, err := page(browser.Get(d.address + "/account"))
	if err != nil {
		return err
	}
	form := field.FindStringSubmatch(account)
	if form == nil {
		return fmt.Errorf("no form in %s", account)
	}
	account, err = page(browser.PostForm(d.address+"/account/tokens", url.Values{"form": {form[1]}, "name": {"notebook"}, "scope": {"read"}}))
	if err != nil {
		return err
	}
	shown := once.FindStringSubmatch(account)
	if shown == nil {
		return fmt.Errorf("no token in %s", account)
	}
	d.token = shown[1]
	return nil
}

// fake answers as a test says.
func fake(h http.HandlerFunc) *httptest.Server { return httptest.NewServer(h) }

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(data))
}
