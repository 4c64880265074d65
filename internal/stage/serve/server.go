package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Mount is a handler at a place.
type Mount struct {
	// Pattern is one of http.ServeMux, such as "/api/".
	Pattern string
	Handler http.Handler
	// Read is the least role for GET and HEAD, Write that for all other methods.
	// Zero is Administrator: Open says that everybody may, signed in or not.
	Read, Write Role
	Open        bool
	// Scope is what a token must be for to pass; without one no token passes.
	Scope string
	// Pages tells that people read it in a browser: who may not is asked to sign
	// in, and told so in words. Else the answer is a problem in JSON.
	Pages bool
	// Body is the most bytes that a request may send; 64 KiB when 0.
	Body int64
	// Long lifts the time limit on answers, for streams that watch it themselves.
	Long bool
}

// Options are what a server is made of.
type Options struct {
	Archive Archive
	Mounts  []Mount
	// Access finds out who is calling and puts it into the context; nil lets
	// everybody be a reader.
	Access func(http.Handler) http.Handler
	// SignIn is the page where callers of Pages sign in.
	SignIn string
	// Hosts are the names that the server answers to beside those of loopback;
	// "*" is any. It guards against names that point at us from elsewhere.
	Hosts []string
	// Log takes a line of JSON for each request; nil is none.
	Log io.Writer
	// Rate is how many requests a client may make in a second, Burst how many at
	// once. 20 and 200 when 0.
	Rate  float64
	Burst int
	// Proxy trusts X-Forwarded-For and X-Forwarded-Proto of a proxy on loopback.
	Proxy bool
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Limits are the time limits; the zero value has sensible ones.
	Limits Limits
}

// Limits bound the time that a client may take.
type Limits struct {
	Header, Request, Answer, Idle time.Duration
	Stop                          time.Duration // for answers under way at the end
}

func (l Limits) filled() Limits {
	or := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	or(&l.Header, 5*time.Second)
	or(&l.Request, 15*time.Second)
	or(&l.Answer, 60*time.Second)
	or(&l.Idle, 2*time.Minute)
	or(&l.Stop, 10*time.Second)
	return l
}

// Server answers requests.
type Server struct {
	o       Options
	handler http.Handler
	metrics *Metrics
	// draining is set when the server is about to stop.
	draining atomic.Bool
}

// New makes a server. It is an error when a mount cannot be.
func New(o Options) (s *Server, err error) {
	defer func() {
		if p := recover(); p != nil { // ServeMux panics on patterns that collide
			err = fmt.Errorf("cannot mount: %v", p)
		}
	}()
	if o.Archive == nil {
		return nil, errors.New("cannot serve without an archive")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Limits = o.Limits.filled()
	s = &Server{o: o, metrics: newMetrics(o.Now)}
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", http.HandlerFunc(s.healthy))
	mux.Handle("GET /readyz", http.HandlerFunc(s.ready))
	mounts := append([]Mount{{Pattern: "GET /metrics", Handler: s.metrics, Read: Reader, Scope: MetricsScope}}, o.Mounts...)
	for _, m := range mounts {
		mux.Handle(m.Pattern, s.mounted(m))
	}
	s.handler = s.around(mux)
	return s, nil
}

// Handler is all that the server answers with, for tests and other servers.
func (s *Server) Handler() http.Handler { return s.handler }

// Metrics counts what the server does.
func (s *Server) Metrics() *Metrics { return s.metrics }

// Serve answers on a listener until the context ends, and then lets the answers
// that are under way end too.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: s.o.Limits.Header,
		ReadTimeout:       s.o.Limits.Request,
		WriteTimeout:      s.o.Limits.Answer,
		IdleTimeout:       s.o.Limits.Idle,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	// Answers are cut off only when their time to end is over.
	base, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	server.BaseContext = func(net.Listener) context.Context { return base }
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("cannot serve: %w", err)
	case <-ctx.Done():
	}
	s.draining.Store(true)
	patience, end := context.WithTimeout(context.WithoutCancel(ctx), s.o.Limits.Stop)
	defer end()
	err := server.Shutdown(patience)
	if errors.Is(err, context.DeadlineExceeded) {
		cut()
		err = server.Close()
	}
	<-failed
	return err
}

// Listen opens the address. Without a host it is loopback.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %q: give it as 127.0.0.1:8642", address)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	return l, nil
}

// Loopback says whether only this machine reaches a listener.
func Loopback(l net.Listener) bool {
	a, ok := l.Addr().(*net.TCPAddr)
	return ok && a.IP.IsLoopback()
}
