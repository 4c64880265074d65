// Package fetch is the only part of Chancery that asks the network for
// something: one client for feeds, pages and robots.txt.
//
// What must stay true:
//   - Only http and https are spoken, and only with addresses of the public
//     Internet or of ranges that the user has allowed. A name is resolved once,
//     the address that was checked is the one that is dialled, and every redirect
//     is a new check.
//   - No proxy is taken from the environment.
//   - Size, time, headers, redirects and the growth of packed bodies are bounded.
//   - A host is asked at most once in Options.Delay, and not for what its
//     robots.txt forbids.
//   - The clock, waiting and chance come from Options, so that tests need neither
//     sleep nor network.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"chancery/internal/stage/ingest/encoding"
	"chancery/record"
)

// Options say how to fetch. The zero value asks for the defaults.
type Options struct {
	// Agent is the product token, by which robots.txt knows us, and Contact is
	// told with it: an address or a page of whoever runs this.
	Agent, Version, Contact string
	Allow                   []netip.Prefix // ranges that are dialled though they are not public
	MaxBytes                int            // of a body, packed and unpacked; default 8 MiB
	MaxRatio                int            // of unpacking; default 200
	MaxRedirects            int            // default 5
	MaxHeader               int64          // bytes; default 256 KiB
	Timeout                 time.Duration  // of one Get with its redirects, without waiting; default 60 s
	Idle                    time.Duration  // between two bytes; default 15 s
	Delay                   time.Duration  // between two requests to a host; default 2 s; negative is none
	MaxDelay                time.Duration  // of what a robots.txt may ask for; default 60 s
	NoRobots                bool           // do not ask for robots.txt
	Proxy                   *url.URL       // by which all is fetched; addresses of hosts are then checked only when written as such
	TLS                     *tls.Config

	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

// Request is what is asked for.
type Request struct {
	URL string
	// ETag and LastModified are those of the copy that is there already.
	ETag, LastModified string
	Accept             string
}

// Response is what came.
type Response struct {
	URL          string // after redirects
	Moved        string // where the address has moved for good; empty when it has not
	NotModified  bool   // there is nothing newer, and no Body
	ContentType  string
	ETag         string
	LastModified string
	MaxAge       time.Duration // of Cache-Control
	Fetched      time.Time
	Body         []byte
	// Broken tells that the body broke off; Body is what came before.
	Broken bool
}

// Error tells why nothing came.
type Error struct {
	Code       string // of package record
	URL        string
	Status     int           // of HTTP, when there was an answer
	RetryAfter time.Duration // when the server says so
	Reason     string
	Err        error
}

func (e *Error) Error() string { return fmt.Sprintf("cannot fetch %.200s: %s", e.URL, e.Reason) }
func (e *Error) Unwrap() error { return e.Err }

// Diagnostic is the error as one of a document.
func (e *Error) Diagnostic() record.Diagnostic {
	return record.Diagnostic{Code: e.Code, Severity: record.Error, Document: e.URL, Message: e.Reason}
}

// errDenied marks an address that must not be dialled.
var errDenied = errors.New("not allowed")

// Client fetches. It may be used from several goroutines.
type Client struct {
	opts Options
	http *http.Client

	mu     sync.Mutex
	next   map[string]time.Time // by host: when it may be asked again
	robots map[string]knownRobots
}

// New makes a client.
func New(opts Options) *Client {
	opts = opts.filled()
	c := &Client{opts: opts, next: map[string]time.Time{}, robots: map[string]knownRobots{}}
	transport := &http.Transport{
		DialContext: c.dial, TLSClientConfig: opts.TLS, ForceAttemptHTTP2: true, DisableCompression: true,
		MaxResponseHeaderBytes: opts.MaxHeader, ResponseHeaderTimeout: opts.Idle, TLSHandshakeTimeout: opts.Idle,
		MaxIdleConns: 32, MaxConnsPerHost: 4, IdleConnTimeout: 30 * time.Second,
	}
	if opts.Proxy != nil {
		transport.Proxy = http.ProxyURL(opts.Proxy)
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return c
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func (o Options) filled() Options {
	if o.Agent == "" {
		o.Agent = "chancery"
	}
	fill := func(to *int, n int) {
		if *to <= 0 {
			*to = n
		}
	}
	wait := func(to *time.Duration, d time.Duration) {
		if *to == 0 {
			*to = d
		}
	}
	fill(&o.MaxBytes, 8<<20)
	fill(&o.MaxRatio, 200)
	fill(&o.MaxRedirects, 5)
	if o.MaxHeader <= 0 {
		o.MaxHeader = 256 << 10
	}
	wait(&o.Timeout, time.Minute)
	wait(&o.Idle, 15*time.Second)
	wait(&o.Delay, 2*time.Second)
	wait(&o.MaxDelay, time.Minute)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: o.Idle}).DialContext
	}
	return o
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// agent is what the client says it is.
func (o *Options) agent() string {
	s := o.Agent
	if o.Version != "" {
		s += "/" + o.Version
	}
	s += " (reads news feeds and their articles for its user"
	if o.Contact != "" {
		s += "; " + o.Contact
	}
	return s + ")"
}

// dial resolves a host, checks its addresses and dials the first that answers.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	toProxy := c.opts.Proxy != nil && host == c.opts.Proxy.Hostname()
	var addresses []netip.Addr
	if a, err := netip.ParseAddr(host); err == nil {
		addresses = []netip.Addr{a}
	} else if addresses, err = c.opts.Resolve(ctx, host); err != nil {
		return nil, err
	}
	err = fmt.Errorf("the name %.100s has no address", host)
	for _, a := range addresses {
		if !toProxy && !c.opts.allowed(a) {
			err = fmt.Errorf("%w: %.100s is at %s, which is no public address", errDenied, host, a)
			continue
		}
		if n, bad := port(service); bad != nil && !toProxy && !c.opts.named(a) {
			return nil, fmt.Errorf("%w: %v", errDenied, bad)
		} else if bad == nil {
			service = strconv.Itoa(int(n))
		}
		conn, failed := c.opts.Dial(ctx, network, net.JoinHostPort(a.String(), service))
		if failed == nil {
			return &patient{conn, c.opts.Idle}, nil
		}
		err = failed
	}
	return nil, err
}

// patient is a connection that waits only so long for the next bytes.
type patient struct {
	net.Conn
	idle time.Duration
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(p.idle)); err != nil {
		return 0, err
	}
	return p.Conn.Read(b)
}

// Get fetches one address. All errors are of type *Error, but for that of a
// context which ended while the client waited.
func (c *Client) Get(ctx context.Context, req Request) (*Response, error) {
	return c.follow(ctx, req, c.opts.MaxBytes, !c.opts.NoRobots)
}

// follow fetches an address and goes where it is sent.
func (c *Client) follow(ctx context.Context, req Request, most int, robots bool) (*Response, error) {
	seen := map[string]bool{}
	at, moved, permanent := req.URL, "", true
	for range c.opts.MaxRedirects + 1 {
		u, err := url.Parse(at)
		if err == nil {
			err = checkURL(u)
		}
		if err != nil {
			return nil, &Error{Code: record.FetchDenied, URL: at, Reason: err.Error(), Err: errDenied}
		}
		u.Fragment, u.RawFragment = "", ""
		if seen[u.String()] {
			return nil, &Error{Code: record.FetchRedirects, URL: req.URL, Reason: "its redirects go round in a circle"}
		}
		seen[u.String()] = true
		if err := c.mayAsk(ctx, u, robots); err != nil {
			return nil, err
		}
		res, next, err := c.once(ctx, u, req, most)
		if err != nil {
			return nil, err
		}
		if next == nil {
			res.Moved = moved
			return res, nil
		}
		if permanent = permanent && next.permanent; permanent {
			moved = next.to
		}
		at = next.to
	}
	return nil, &Error{Code: record.FetchRedirects, URL: req.URL, Reason: fmt.Sprintf("over %d redirects", c.opts.MaxRedirects)}
}

// redirect is where an answer sends the client.
type redirect struct {
	to        string
	permanent bool
}

// once makes one request.
func (c *Client) once(ctx context.Context, u *url.URL, req Request, most int) (*Response, *redirect, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	hr, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, &Error{Code: record.FetchDenied, URL: u.String(), Reason: "the address cannot be asked for", Err: err}
	}
	hr.Header.Set("User-Agent", c.opts.agent())
	hr.Header.Set("Accept-Encoding", encoding.Accept)
	setHeader(hr.Header, "Accept", req.Accept)
	setHeader(hr.Header, "If-None-Match", req.ETag)
	setHeader(hr.Header, "If-Modified-Since", req.LastModified)
	answer, err := c.http.Do(hr)
	if err != nil {
		return nil, nil, c.failed(u, err)
	}
	defer func() { _ = answer.Body.Close() }() // what was wanted has been read
	res := &Response{URL: u.String(), Fetched: c.opts.Now().UTC(), ContentType: clean(answer.Header.Get("Content-Type")),
		ETag: clean(answer.Header.Get("ETag")), LastModified: clean(answer.Header.Get("Last-Modified")), MaxAge: maxAge(answer.Header.Get("Cache-Control"))}
	switch s := answer.StatusCode; {
	case s == http.StatusNotModified && (req.ETag != "" || req.LastModified != ""):
		res.NotModified = true
		return res, nil, nil
	case s == 301 || s == 302 || s == 303 || s == 307 || s == 308:
		to, err := u.Parse(answer.Header.Get("Location"))
		if err != nil || answer.Header.Get("Location") == "" {
			return nil, nil, &Error{Code: record.FetchRedirects, URL: u.String(), Status: s, Reason: "a redirect without an address"}
		}
		return nil, &redirect{to.String(), s == 301 || s == 308}, nil
	case s != http.StatusOK:
		return nil, nil, &Error{Code: record.FetchStatus, URL: u.String(), Status: s, Reason: fmt.Sprintf("the server answers %d %s", s, http.StatusText(s)),
			RetryAfter: RetryAfter(answer.Header.Get("Retry-After"), c.opts.Now())}
	}
	return res, nil, c.body(res, answer, most)
}

// body reads and unpacks the body of an answer.
func (c *Client) body(res *Response, answer *http.Response, most int) error {
	tooLong := &Error{Code: record.FetchTooLong, URL: res.URL, Status: answer.StatusCode, Reason: fmt.Sprintf("the body has over %d bytes", most), Err: encoding.ErrTooLong}
	if answer.ContentLength > int64(most) {
		return tooLong
	}
	raw, err := io.ReadAll(io.LimitReader(answer.Body, int64(most)+1))
	switch {
	case len(raw) > most:
		return tooLong
	case errors.Is(err, io.ErrUnexpectedEOF):
		res.Broken = true
	case err != nil:
		return c.failed(answer.Request.URL, err)
	}
	body, err := encoding.Decode(raw, strings.Join(answer.Header.Values("Content-Encoding"), ","), encoding.Limits{Bytes: most, Ratio: c.opts.MaxRatio})
	switch {
	case errors.Is(err, encoding.ErrBroken):
		res.Broken = true
	case errors.Is(err, encoding.ErrTooLong):
		return tooLong
	case errors.Is(err, encoding.ErrBomb):
		return &Error{Code: record.BodyBomb, URL: res.URL, Status: answer.StatusCode, Reason: err.Error(), Err: err}
	case err != nil:
		return &Error{Code: record.BodyUnknown, URL: res.URL, Status: answer.StatusCode, Reason: err.Error(), Err: err}
	}
	res.Body = body
	return nil
}

// failed makes an Error of what went wrong on the way.
func (c *Client) failed(u *url.URL, err error) error {
	out := &Error{Code: record.FetchFailed, URL: u.String(), Err: err}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // without the address, which may be long
	}
	var timeout net.Error
	switch out.Reason = err.Error(); {
	case errors.Is(err, errDenied):
		out.Code = record.FetchDenied
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		out.Code, out.Reason = record.FetchTimeout, "the server is too slow"
	}
	return out
}

// setHeader sets a field that a server may have chosen.
func setHeader(h http.Header, name, value string) {
	if value = clean(value); value != "" {
		h.Set(name, value)
	}
}

// clean is a header's value when it can be kept and sent back, else nothing.
func clean(s string) string {
	if len(s) > 1000 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7F }) {
		return ""
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

func maxAge(control string) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(control), ",") {
		if v, ok := strings.CutPrefix(strings.TrimSpace(part), "max-age="); ok {
			if n, err := strconv.Atoi(v); err == nil && n > 0 {
				return time.Duration(min(n, 7*24*3600)) * time.Second
			}
		}
	}
	return 0
}

// RetryAfter reads the header of that name: seconds or a date. It is at most a
// day; 0 is none.
func RetryAfter(s string, now time.Time) time.Duration {
	const most = 24 * time.Hour
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 {
		return time.Duration(min(n, int64(most/time.Second))) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil {
		return max(0, min(t.Sub(now), most))
	}
	return 0
}
