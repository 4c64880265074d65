package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"chancery/archive"
)

// Query is what is asked of a list.
type Query struct {
	// Filter is in the language of the command line (docs/filter.md); empty is all.
	Filter string
	// Oldest puts the oldest day first; else the newest is.
	Oldest bool
	// Limit is the number of items at most; 0 is all, of a Page 50.
	Limit int
	// Exact counts to the end; else a count stops at 10,000.
	Exact bool
	// After is the Next of the page before, for Page.
	After string
	// ETag is that of an answer which the caller still has, for Page: when nothing
	// has changed the error is ErrUnchanged.
	ETag string
}

func (q *Query) values(limit int) url.Values {
	v := url.Values{}
	set := func(name, value string, when bool) {
		if when {
			v.Set(name, value)
		}
	}
	set("filter", q.Filter, q.Filter != "")
	set("order", "oldest", q.Oldest)
	set("count", "exact", q.Exact)
	set("after", q.After, q.After != "")
	set("limit", strconv.Itoa(limit), limit > 0)
	return v
}

// Count is how many items a filter finds.
type Count struct {
	N int `json:"n"`
	// More says that there are more than were counted.
	More bool `json:"more"`
}

// Completeness tells what an answer was drawn from.
type Completeness struct {
	Line string `json:"line"` // in words
	// From and Until are the days that were asked for, closed.
	From      string    `json:"from"`
	Until     string    `json:"until"`
	Documents int       `json:"documents"`
	Outlets   int       `json:"outlets"`
	Days      int       `json:"days"`
	Covered   int       `json:"days_covered"` // days with a document
	Gaps      int       `json:"gaps"`         // days of outlets without a document
	Undated   int       `json:"undated"`
	AsOf      time.Time `json:"as_of"`
}

// Page is a part of a list.
type Page[T any] struct {
	Items []T `json:"items"`
	// Next is the mark of the page after this one; empty after the last.
	Next         string       `json:"next"`
	Count        *Count       `json:"count"`
	Completeness Completeness `json:"completeness"`
	ETag         string       `json:"-"`
}

// List is one of the server's lists.
type List[T any] struct {
	c    *Client
	path string
}

// Events are reports of acts: what single pages say was done.
func (c *Client) Events() List[archive.Event] { return List[archive.Event]{c, "/events"} }

// Incidents are acts, the reports of each joined.
func (c *Client) Incidents() List[archive.Incident] { return List[archive.Incident]{c, "/incidents"} }

// Statements are who said what through whom.
func (c *Client) Statements() List[archive.Statement] {
	return List[archive.Statement]{c, "/statements"}
}

// Agenda is what was announced as a plan, and what became of it.
func (c *Client) Agenda() List[archive.Incident] { return List[archive.Incident]{c, "/agenda"} }

// Posts are who holds which post, first and last seen. Its pages, and those of
// People and Coverage, are cut by number: what is added between two pages may
// show an item twice. Stream does not.
func (c *Client) Posts() List[archive.Tenure] { return List[archive.Tenure]{c, "/posts"} }

// People are the persons that pages name, those named most first.
func (c *Client) People() List[archive.Identity] { return List[archive.Identity]{c, "/people"} }

// Coverage has documents and events of each outlet and day, gaps too.
func (c *Client) Coverage() List[archive.Coverage] { return List[archive.Coverage]{c, "/coverage"} }

// Page asks for one page.
func (l List[T]) Page(ctx context.Context, q Query) (Page[T], error) {
	p, res, err := ask[Page[T]](ctx, l.c, request{path: l.path, query: q.values(q.Limit), etag: q.ETag})
	if err != nil {
		return Page[T]{}, err
	}
	p.ETag = res.Header.Get("ETag")
	return p, nil
}

// pageLength is how many items All asks for at once.
const pageLength = 500

// All gives the items of all pages, asking for the next page when it is wanted.
// It ends with the first error.
func (l List[T]) All(ctx context.Context, q Query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		q, n := q, 0
		q.ETag = ""
		limit := q.Limit
		for {
			q.Limit = pageLength
			if limit > 0 {
				q.Limit = min(pageLength, limit-n)
			}
			p, err := l.Page(ctx, q)
			if err != nil {
				yield(zero, err)
				return
			}
			for _, item := range p.Items {
				if !yield(item, nil) {
					return
				}
			}
			n += len(p.Items)
			if p.Next == "" || limit > 0 && n >= limit {
				return
			}
			if p.Next == q.After || len(p.Items) == 0 {
				yield(zero, fmt.Errorf("the server gives the page after %q again", q.After))
				return
			}
			q.After = p.Next
		}
	}
}

// Stream is a list that the server sends in one answer, row by row.
type Stream[T any] struct {
	Completeness Completeness
	ETag         string

	res  *http.Response
	rows int
	used bool
}

// Stream asks for all rows in one answer, which is the quickest way to many. It
// has to be closed.
func (l List[T]) Stream(ctx context.Context, q Query) (*Stream[T], error) {
	res, err := l.open(ctx, q, "ndjson", "application/x-ndjson")
	if err != nil {
		return nil, err
	}
	s := &Stream[T]{res: res, ETag: res.Header.Get("ETag")}
	if line := res.Header.Get("Chancery-Completeness"); line != "" {
		if err := json.Unmarshal([]byte(line), &s.Completeness); err != nil {
			res.Body.Close()
			return nil, fmt.Errorf("cannot read what the answer was drawn from: %w", err)
		}
	}
	return s, nil
}

func (l List[T]) open(ctx context.Context, q Query, format, kind string) (*http.Response, error) {
	v := q.values(q.Limit)
	v.Set("format", format)
	return l.c.do(ctx, request{method: http.MethodGet, path: l.path, query: v, accept: kind, etag: q.ETag})
}

// Close ends the answer; rows that were not read are not sent any more.
func (s *Stream[T]) Close() error { return s.res.Body.Close() }

// Rows gives the rows, once. When the answer was broken off, the last error is
// ErrNotWhole.
func (s *Stream[T]) Rows() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		if s.used {
			yield(zero, errors.New("the rows of a stream were read already"))
			return
		}
		s.used = true
		dec := json.NewDecoder(bufio.NewReaderSize(s.res.Body, 64<<10))
		for {
			var item T
			err := dec.Decode(&item)
			if errors.Is(err, io.EOF) {
				err = whole(s.res, s.rows)
				if err != nil {
					yield(zero, err)
				}
				return
			}
			if err != nil {
				yield(zero, fmt.Errorf("%w: after %d rows: %w", ErrNotWhole, s.rows, err))
				return
			}
			s.rows++
			if !yield(item, nil) {
				return
			}
		}
	}
}

// whole says whether as many rows came as were sent; rows below 0 are not counted.
func whole(res *http.Response, rows int) error {
	sent, err := strconv.Atoi(res.Trailer.Get("Chancery-Rows"))
	if err != nil || rows >= 0 && sent != rows {
		return fmt.Errorf("%w: %d rows came, and the server tells of %q", ErrNotWhole, rows, res.Trailer.Get("Chancery-Rows"))
	}
	return nil
}

// CSV writes a list with the columns of chancery export, as it comes, and gives
// the number of rows. After an error what was written is not whole.
func (l List[T]) CSV(ctx context.Context, q Query, w io.Writer) (rows int, err error) {
	res, err := l.open(ctx, q, "csv", "text/csv")
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if _, err := io.Copy(w, res.Body); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrNotWhole, err)
	}
	if err := whole(res, -1); err != nil {
		return 0, err
	}
	return strconv.Atoi(res.Trailer.Get("Chancery-Rows"))
}
