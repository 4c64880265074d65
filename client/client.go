// Package client asks a Chancery server (chancery serve) for what an archive
// holds: incidents, events, statements, posts, people and the agenda, by the
// filter language of the command line (docs/filter.md, docs/api.md).
//
//	c, err := client.New("http://127.0.0.1:8642", client.Options{Token: token})
//	for event, err := range c.Events().All(ctx, client.Query{Filter: "actor:RUS type:CONSULT since:30d"}) {
//
// What must stay true:
//   - A list that ends without an error is whole: what breaks off is an error.
//   - What the server refuses is a *Problem, with the place of a fault in a filter.
//   - Nothing but the standard library and the types of packages archive and record.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Options are how a server is asked.
type Options struct {
	// Token is one made on the page /account; none is needed where everybody may
	// read.
	Token string
	// HTTP does the requests; a client of our own when nil. Its Timeout would also
	// cut off long streams: give deadlines to contexts instead.
	HTTP *http.Client
	// Tries is how often a request is made that the server puts off (429, 503); 4
	// when 0. Patience is the longest wait between two tries that is accepted; a
	// minute when 0.
	Tries    int
	Patience time.Duration
	// Plain lets a token travel without encryption to another machine.
	Plain bool
	// Agent tells the server who is asking, in its log.
	Agent string
}

// Client asks one server. It may be used by several goroutines.
type Client struct {
	o    Options
	base *url.URL
}

// New makes a client for the server at an address, such as https://desk.example.
// The server is not asked for anything yet.
func New(address string, o Options) (*Client, error) {
	u, err := url.Parse(strings.TrimSuffix(address, "/"))
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%q is no address of a server; give it as https://desk.example", address)
	case o.Token != "" && u.Scheme == "http" && !loopback(u.Hostname()) && !o.Plain:
		return nil, fmt.Errorf("the token would go to %s without encryption: give an address with https://, or set Options.Plain", u.Host)
	}
	if o.HTTP == nil {
		// A server that sends programs elsewhere is a page for people, or a proxy's.
		o.HTTP = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	if o.Tries <= 0 {
		o.Tries = 4
	}
	if o.Patience <= 0 {
		o.Patience = time.Minute
	}
	if o.Agent == "" {
		o.Agent = "chancery-client"
	}
	return &Client{o: o, base: u}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ErrUnchanged says that what was asked for is what the caller has: nothing was
// added since the answer that gave the ETag.
var ErrUnchanged = errors.New("nothing has changed since the ETag")

// ErrNotWhole says that an answer ended before its end.
var ErrNotWhole = errors.New("the answer was broken off and is not whole")

// Problem is a refusal of the server (RFC 9457).
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	// Filter, At and Problem are of a filter that cannot be read: its text, the
	// place in code points from 0, and what is wrong there.
	Filter  string `json:"filter,omitempty"`
	At      *int   `json:"at,omitempty"`
	Problem string `json:"problem,omitempty"`
	// Field names the parameter that is wrong.
	Field string `json:"field,omitempty"`
	// Wait is how long the server asks to wait; 0 when it does not say.
	Wait time.Duration `json:"-"`
}

func (p *Problem) Error() string {
	text := strings.TrimSpace(p.Detail)
	if text == "" {
		text = p.Title
	}
	return fmt.Sprintf("the server answers %d: %s", p.Status, text)
}

// request is one request with what is sent.
type request struct {
	method, path string
	query        url.Values
	accept, etag string
	body         any
}

// do makes a request until the server answers, or no more tries are left. The
// body of the answer is the caller's to close.
func (c *Client) do(ctx context.Context, q request) (*http.Response, error) {
	var body []byte
	if q.body != nil {
		var err error
		if body, err = json.Marshal(q.body); err != nil {
			return nil, fmt.Errorf("cannot write the request: %w", err)
		}
	}
	for try := 1; ; try++ {
		res, err := c.send(ctx, q, body)
		if err != nil {
			return nil, fmt.Errorf("cannot ask %s: %w", c.base.Host, err)
		}
		switch {
		case res.StatusCode == http.StatusOK:
			return res, nil
		case res.StatusCode == http.StatusNotModified:
			res.Body.Close()
			return nil, ErrUnchanged
		}
		p := problemOf(res)
		if res.StatusCode != http.StatusTooManyRequests && res.StatusCode != http.StatusServiceUnavailable || try >= c.o.Tries || p.Wait > c.o.Patience {
			return nil, p
		}
		if err := sleep(ctx, max(p.Wait, time.Duration(try)*100*time.Millisecond)); err != nil {
			return nil, err
		}
	}
}

func (c *Client) send(ctx context.Context, q request, body []byte) (*http.Response, error) {
	u := *c.base
	u.Path += "/api/v1" + q.path
	u.RawQuery = q.query.Encode()
	var in io.Reader
	if body != nil {
		in = bytes.NewReader(body)
	}
	r, err := http.NewRequestWithContext(ctx, q.method, u.String(), in)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", q.accept)
	r.Header.Set("User-Agent", c.o.Agent)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.etag != "" {
		r.Header.Set("If-None-Match", q.etag)
	}
	if c.o.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.o.Token)
	}
	return c.o.HTTP.Do(r)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// problemOf reads a refusal. What is no problem in JSON, as from a proxy, is told
// by its status.
func problemOf(res *http.Response) *Problem {
	defer res.Body.Close()
	data, _ := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	p := &Problem{}
	if kind := res.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") || json.Unmarshal(data, p) != nil {
		p = &Problem{}
	}
	p.Status = res.StatusCode
	if p.Title == "" {
		p.Title = http.StatusText(res.StatusCode)
	}
	p.Wait = waitOf(res.Header.Get("Retry-After"), time.Now())
	return p
}

// waitOf reads Retry-After: seconds, or a moment.
func waitOf(text string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < 1<<30 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// ask makes a request and reads the answer as JSON.
func ask[T any](ctx context.Context, c *Client, q request) (v T, res *http.Response, err error) {
	q.accept = "application/json"
	if q.method == "" {
		q.method = http.MethodGet
	}
	if res, err = c.do(ctx, q); err != nil {
		return v, nil, err
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&v); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = fmt.Errorf("%w: %w", ErrNotWhole, err)
		}
		return v, nil, fmt.Errorf("cannot read the answer of %s: %w", c.base.Host, err)
	}
	return v, res, nil
}
