package api

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"chancery/internal/filter"
	"chancery/internal/stage/serve/complete"
)

// Answer is a list in JSON.
type Answer[T any] struct {
	Items []T `json:"items"`
	// Next is the mark of the next page, for the parameter after.
	Next         string                `json:"next,omitempty" jsonschema:"the mark of the next page, for the parameter after"`
	Count        *Count                `json:"count,omitempty" jsonschema:"how many items the filter finds"`
	Completeness complete.Completeness `json:"completeness" jsonschema:"what the answer was drawn from"`
}

// Count is how many items there are.
type Count struct {
	N    int  `json:"n"`
	More bool `json:"more,omitempty" jsonschema:"there are more than were counted; count=exact counts all"`
}

// list is a list that can be asked for.
type list[T any] struct {
	target filter.Target
	// page gives a page; nil where rows are only streamed and pages are cut of it.
	page  func(context.Context, filter.Query) (filter.Page[T], error)
	all   func(context.Context, filter.Query) iter.Seq2[T, error]
	count func(context.Context, filter.Expr, int) (filter.Count, error)
	table func(io.Writer, iter.Seq2[T, error]) error // nil: no CSV
}

// answerList answers a request for a list.
func answerList[T any](a *API, l list[T]) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		q, err := a.asking(r, l.target)
		if err != nil {
			return err
		}
		if l.page == nil {
			if err := q.at(); err != nil {
				return err
			}
		}
		if q.format == asCSV && l.table == nil {
			return badParam{"format", "There is no CSV of this; give json or ndjson."}
		}
		revision, err := a.o.Archive.Revision(r.Context())
		if err != nil {
			return err
		}
		if same(w, r, tagOf(revision, r.URL.RequestURI(), string(q.format), a.o.Now().Format(time.DateOnly), a.o.Version)) {
			return nil
		}
		c, err := a.o.Complete.Of(r.Context(), q.query.Filter)
		if err != nil {
			return err
		}
		if q.format != asJSON {
			return stream(w, r, l, q, c)
		}
		out := Answer[T]{Items: []T{}, Completeness: c}
		if l.page != nil {
			p, err := l.page(r.Context(), q.query)
			if err != nil {
				return err
			}
			out.Items, out.Next = append(out.Items, p.Items...), p.Next
		} else if out.Items, out.Next, err = cut(r.Context(), l, q); err != nil {
			return err
		}
		if l.count != nil {
			n, err := a.counts.of(revision+"\x00"+r.URL.Path, q, func(most int) (filter.Count, error) { return l.count(r.Context(), q.query.Filter, most) })
			if err != nil {
				return err
			}
			out.Count = &Count{N: n.N, More: n.More}
		}
		if out.Next != "" {
			w.Header().Set("Link", "<"+next(r.URL, out.Next)+`>; rel="next"`)
		}
		return put(w, out)
	}
}

// cut cuts a page out of a stream.
func cut[T any](ctx context.Context, l list[T], q asked) ([]T, string, error) {
	out, n := []T{}, 0
	query := q.query
	query.Limit = 0
	for item, err := range l.all(ctx, query) {
		if err != nil {
			return nil, "", err
		}
		if n++; n <= q.offset {
			continue
		}
		if len(out) == q.limit {
			return out, strconv.Itoa(q.offset + len(out)), nil
		}
		out = append(out, item)
	}
	return out, "", nil
}

func next(u *url.URL, mark string) string {
	v := u.Query()
	v.Set("after", mark)
	return u.Path + "?" + v.Encode()
}

func put(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", asJSON.kind())
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(http.ErrAbortHandler) // the client has gone
	}
	return nil
}

// counts remembers what was counted in this state of the archive.
type counts struct {
	mu   sync.Mutex
	kept map[string]filter.Count
}

const quick = 10_000

// of counts, or gives what was counted.
func (c *counts) of(state string, q asked, count func(most int) (filter.Count, error)) (filter.Count, error) {
	top := quick
	if q.exact {
		top = 1 << 40
	}
	key := state + "\x00" + strconv.Itoa(top) + "\x00"
	if q.query.Filter != nil {
		key += q.query.Filter.String()
	}
	c.mu.Lock()
	n, ok := c.kept[key]
	c.mu.Unlock()
	if ok {
		return n, nil
	}
	n, err := count(top)
	if err != nil {
		return n, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= 1000 {
		c.kept = map[string]filter.Count{}
	}
	c.kept[key] = n
	return n, nil
}
