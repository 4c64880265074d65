package serve

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// around puts around all handlers what every request passes through, from the
// outside to the inside.
func (s *Server) around(h http.Handler) http.Handler {
	if s.o.Access != nil {
		h = s.o.Access(h)
	} else {
		h = everybodyReads(h)
	}
	h = s.ourForms(h)
	h = newRates(s.o.Rate, s.o.Burst, s.o.Now).limit(h)
	h = s.ourHosts(h)
	h = headers(h)
	h = s.watched(h)
	return s.addressed(h)
}

func everybodyReads(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(WithCaller(r.Context(), Caller{Role: Reader})))
	})
}

// mounted lets those in who may.
func (s *Server) mounted(m Mount) http.Handler {
	most := m.Body
	if most == 0 {
		most = 64 << 10
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n, ok := r.Context().Value(noteKey{}).(*note); ok {
			n.route, n.user = m.Pattern, CallerOf(r.Context()).Name
		}
		least := m.Write
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			least = m.Read
		}
		if least == Nobody {
			least = Administrator
		}
		c := CallerOf(r.Context())
		if !m.Open && !c.May(least) {
			s.refuse(w, r, m, c, least)
			return
		}
		if !m.Open && !c.In(m.Scope) {
			Fail(w, r, Problem{Status: http.StatusForbidden, Detail: "The token is not for this" + forScope(m.Scope) + "."})
			return
		}
		if r.ContentLength > most {
			Fail(w, r, Problem{Status: http.StatusRequestEntityTooLarge, Detail: "The request is longer than is allowed here."})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if m.Long {
			// Each write of the stream gets its own time.
			w = &patient{ResponseWriter: w, control: http.NewResponseController(w), limit: s.o.Limits.Answer}
		}
		m.Handler.ServeHTTP(w, r)
	})
}

func forScope(scope string) string {
	if scope == "" {
		return ", and no token is"
	}
	return "; one with the scope " + scope + " is"
}

// refuse tells a caller that this is not for him.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, m Mount, c Caller, least Role) {
	if c.Name == "" {
		if m.Pages && s.o.SignIn != "" && r.Method == http.MethodGet {
			http.Redirect(w, r, s.o.SignIn+"?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="chancery"`)
		Fail(w, r, Problem{Status: http.StatusUnauthorized, Detail: "Sign in, or show a token in the header Authorization: Bearer …"})
		return
	}
	Fail(w, r, Problem{Status: http.StatusForbidden, Detail: "This needs the role " + least.String() + "; yours is " + c.Role.String() + "."})
}

// patient gives a stream time for each write.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
	limit   time.Duration
}

func (p *patient) Write(b []byte) (int, error) {
	if err := p.control.SetWriteDeadline(time.Now().Add(p.limit)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.ResponseWriter.Write(b)
}

func (p *patient) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// Policy is the Content-Security-Policy of all answers.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers are those of every answer.
func headers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, kv := range [][2]string{
			{"Content-Security-Policy", Policy},
			{"X-Content-Type-Options", "nosniff"},
			{"X-Frame-Options", "DENY"},
			{"Referrer-Policy", "no-referrer"},
			{"Cross-Origin-Opener-Policy", "same-origin"},
			{"Cross-Origin-Resource-Policy", "same-origin"},
			{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"},
			{"Cache-Control", "private, no-cache"},
		} {
			w.Header().Set(kv[0], kv[1])
		}
		if r.TLS != nil || forwardedTLS(r) {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		h.ServeHTTP(w, r)
	})
}

// ourHosts answers only to our own names, so that a name that somebody points at
// this machine reaches nothing in a browser here.
func (s *Server) ourHosts(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.Trim(strings.ToLower(host), "[]")
		ip := net.ParseIP(host)
		own := host == "localhost" || ip != nil && ip.IsLoopback() || slices.Contains(s.o.Hosts, "*") || slices.Contains(s.o.Hosts, host)
		if !own {
			Fail(w, r, Problem{Status: http.StatusMisdirectedRequest, Detail: "This server does not answer to that name; chancery serve --host adds one."})
			return
		}
		h.ServeHTTP(w, r)
	})
}

// ourForms lets no other site's pages change anything in the name of a user.
func (s *Server) ourForms(h http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		Fail(w, r, Problem{Status: http.StatusForbidden, Detail: "The request comes from a page of another site."})
	}))
	return cross.Handler(h)
}
