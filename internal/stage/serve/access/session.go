package access

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"chancery/internal/stage/serve"
)

// cookieName is that of the session's cookie; over TLS it has a prefix by which
// browsers bind it to this very host.
func cookieName(secure bool) string {
	if secure {
		return "__Host-chancery-session"
	}
	return "chancery-session"
}

// bySession finds the user of a session.
func (g *Gate) bySession(r *http.Request) (serve.Caller, bool) {
	cookie, err := r.Cookie(cookieName(serve.Secure(r)))
	if err != nil || len(cookie.Value) > 200 {
		return serve.Caller{}, false
	}
	c, stale, ok := g.ofSession(hash(cookie.Value))
	if stale {
		// Another server on this archive has to know that the session goes on; when
		// it cannot be written now, it is tried again later.
		ctx, done := context.WithTimeout(r.Context(), time.Second)
		defer done()
		_ = g.change(ctx, "", func(*book) error { return nil })
	}
	return c, ok
}

// ofSession gives the user of a session, and says whether it is long since it was
// written that the session is in use.
func (g *Gate) ofSession(key string) (c serve.Caller, stale, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.book.Sessions[key]
	now := g.o.Now()
	if s == nil || s.over(now) {
		return c, false, false
	}
	u := g.book.Users[s.User]
	if !g.open(u) {
		return c, false, false
	}
	s.Seen = now
	if stale = now.Sub(s.kept) > seenWritten; stale {
		s.kept = now
	}
	return serve.Caller{Name: s.User, Role: u.Role, Form: s.Form}, stale, true
}

// begin makes a session for a user who has shown who he is.
func (g *Gate) begin(w http.ResponseWriter, r *http.Request, name, note string) error {
	return g.beginAs(w, r, func(*book) (string, string, error) { return name, note, nil })
}

// beginAs makes a session for the user whom who names, together with what who
// changes. A user without a name gets none.
func (g *Gate) beginAs(w http.ResponseWriter, r *http.Request, who func(*book) (name, note string, err error)) error {
	id, now := secret()+secret(), g.o.Now()
	old, in := oldSession(r), false
	err := g.changeNoted(r.Context(), func(b *book) (string, error) {
		name, note, err := who(b)
		if err != nil || name == "" {
			return note, err
		}
		delete(b.Sessions, old) // whoever set it, it is of no use now
		var own []string
		for key, s := range b.Sessions {
			if s.User == name {
				own = append(own, key)
			}
		}
		slices.SortFunc(own, func(x, y string) int { return b.Sessions[x].Made.Compare(b.Sessions[y].Made) })
		for len(own) >= mostSessions {
			delete(b.Sessions, own[0])
			own = own[1:]
		}
		b.Sessions[hash(id)] = &session{User: name, Form: secret(), Made: now, Seen: now, From: serve.ClientOf(r)}
		in = true
		return note, nil
	})
	if err == nil && in {
		g.cookie(w, r, id, int(sessionWhole/time.Second))
	}
	return err
}

func oldSession(r *http.Request) string {
	if c, err := r.Cookie(cookieName(serve.Secure(r))); err == nil {
		return hash(c.Value)
	}
	return ""
}

func (g *Gate) cookie(w http.ResponseWriter, r *http.Request, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(serve.Secure(r)), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: serve.Secure(r), SameSite: http.SameSiteLaxMode,
	})
}

// tokenPrefix is what tokens begin with, so that scanners of leaks know them.
const tokenPrefix = "chancery_"

// byToken finds who a token is of. It reads, whatever its owner may do.
func (g *Gate) byToken(r *http.Request, shown string) (serve.Caller, bool) {
	kind, value, _ := strings.Cut(shown, " ")
	if !strings.EqualFold(kind, "Bearer") || len(value) > 200 || !strings.HasPrefix(value, tokenPrefix) {
		return serve.Caller{}, false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	t := g.book.Tokens[hash(value)]
	if t == nil || g.o.Now().After(t.Until) {
		return serve.Caller{}, false
	}
	u := g.book.Users[t.Owner]
	if !g.open(u) {
		return serve.Caller{}, false
	}
	return serve.Caller{Name: t.Owner, Role: min(u.Role, serve.Reader), Token: t.Name, Scopes: slices.Clone(t.Scopes)}, true
}
