package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// note is what is learned of a request while it is answered.
type note struct {
	err    error
	client string
	tls    bool
	user   string
	route  string // the pattern that the request went to: the metrics have few rows
}

type noteKey struct{}

// addressed finds out where a request comes from.
func (s *Server) addressed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := &note{route: "none"}
		n.client, _, _ = net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(n.client); s.o.Proxy && ip != nil && ip.IsLoopback() {
			// The last address is the one that our own proxy saw.
			last := r.Header.Get("X-Forwarded-For")
			last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
			if net.ParseIP(last) != nil {
				n.client = last
			}
			n.tls = r.Header.Get("X-Forwarded-Proto") == "https"
		}
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), noteKey{}, n)))
	})
}

// ClientOf is the address that a request comes from.
func ClientOf(r *http.Request) string {
	if n, ok := r.Context().Value(noteKey{}).(*note); ok {
		return n.client
	}
	return ""
}

// Secure says whether the client speaks TLS, to us or to our proxy.
func Secure(r *http.Request) bool { return r.TLS != nil || forwardedTLS(r) }

func forwardedTLS(r *http.Request) bool {
	n, ok := r.Context().Value(noteKey{}).(*note)
	return ok && n.tls
}

// line is a line of the request log. Queries are left out: they tell what
// somebody is looking for, and may hold what should not be written down.
type line struct {
	At     string  `json:"at"`
	Client string  `json:"client"`
	User   string  `json:"user,omitempty"`
	Method string  `json:"method"`
	Path   string  `json:"path"`
	Status int     `json:"status"`
	Bytes  int64   `json:"bytes"`
	Millis float64 `json:"ms"`
	Error  string  `json:"error,omitempty"`
}

// watched counts and logs, and turns a panic into an answer.
func (s *Server) watched(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := s.o.Now()
		out := &counted{ResponseWriter: w}
		s.metrics.begin()
		defer func() {
			n, _ := r.Context().Value(noteKey{}).(*note)
			p := recover()
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				n.err, p = errors.New("the answer broke off"), nil
				defer panic(http.ErrAbortHandler)
			}
			if p != nil {
				n.err = fmt.Errorf("a bug: %v", p)
				if out.status == 0 {
					Fail(out, r, Problem{Status: http.StatusInternalServerError, Detail: "Something failed; the log of the server tells more."})
				}
			}
			took := s.o.Now().Sub(begun)
			s.metrics.end(n.route, r.Method, out.status, took)
			s.logLine(r, out, n, begun, took)
		}()
		h.ServeHTTP(out, r)
	})
}

func (s *Server) logLine(r *http.Request, out *counted, n *note, begun time.Time, took time.Duration) {
	if s.o.Log == nil {
		return
	}
	l := line{
		At: begun.UTC().Format(time.RFC3339Nano), Client: n.client, User: n.user, Method: short(r.Method, 16), Path: short(r.URL.EscapedPath(), 200),
		Status: max(out.status, http.StatusOK), Bytes: out.bytes, Millis: float64(took.Microseconds()) / 1000,
	}
	if n.err != nil {
		l.Error = short(n.err.Error(), 500)
	}
	if text, err := json.Marshal(l); err == nil {
		s.metrics.mu.Lock()
		defer s.metrics.mu.Unlock()
		_, _ = s.o.Log.Write(append(text, '\n'))
	}
}

func short(s string, most int) string {
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

// counted remembers what was answered.
type counted struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (c *counted) WriteHeader(status int) {
	if c.status == 0 || c.status < 200 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }
