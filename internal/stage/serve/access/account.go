package access

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"chancery/internal/stage/serve"
)

// ownToken is a token as its owner sees it.
type ownToken struct {
	ID, Name    string
	Scopes      []string
	Made, Until time.Time
}

// ownSession is a session as its user sees it.
type ownSession struct {
	From       string
	Made, Seen time.Time
	This       bool
}

type accountData struct {
	Tokens   []ownToken
	Sessions []ownSession
	Through  string // the issuer where the user signs in
}

func (p *pages) account(w http.ResponseWriter, r *http.Request) {
	p.showAccount(w, r, http.StatusOK, "", "")
}

func (p *pages) showAccount(w http.ResponseWriter, r *http.Request, status int, fault, once string) {
	c := serve.CallerOf(r.Context())
	this, now := oldSession(r), p.o.Now()
	var d accountData
	p.mu.Lock()
	for _, key := range sortedKeys(p.book.Tokens) {
		if t := p.book.Tokens[key]; t.Owner == c.Name && !now.After(t.Until) {
			d.Tokens = append(d.Tokens, ownToken{key[:16], t.Name, t.Scopes, t.Made, t.Until})
		}
	}
	for _, key := range sortedKeys(p.book.Sessions) {
		if s := p.book.Sessions[key]; s.User == c.Name && !s.over(now) {
			d.Sessions = append(d.Sessions, ownSession{s.From, s.Made, s.Seen, key == this})
		}
	}
	if u := p.book.Users[c.Name]; u != nil && u.From != nil {
		d.Through = hostOf(u.From.Issuer)
	}
	p.mu.Unlock()
	p.show(w, r, status, "account", shown{Title: "Account", Fault: fault, Secret: once, Data: d})
}

// refused shows the page of the account with what was refused.
func (p *pages) refused(w http.ResponseWriter, r *http.Request) func(string) {
	return func(fault string) { p.showAccount(w, r, http.StatusUnprocessableEntity, fault, "") }
}

// newPassword takes the old password too, so that a browser that was left open
// gives nothing away.
func (p *pages) newPassword(w http.ResponseWriter, r *http.Request) {
	c := serve.CallerOf(r.Context())
	if wait := p.guess.wait(c.Name, serve.ClientOf(r)); wait > 0 {
		tooMany(w, wait, func(status int, fault string) { p.showAccount(w, r, status, fault, "") })
		return
	}
	ok, err := p.fits(r.Context(), c.Name, r.PostFormValue("old"))
	if err == nil && !ok {
		p.guess.failed(c.Name, serve.ClientOf(r))
		err = refusal("The old password is not right.")
	}
	if err == nil {
		err = badPassword(c.Name, r.PostFormValue("password"))
	}
	var digest string
	if err == nil {
		digest, err = p.digest(r.Context(), r.PostFormValue("password"))
	}
	if err == nil {
		err = p.change(r.Context(), c.Name+" changed the password", func(b *book) error {
			b.Users[c.Name].Password = digest
			b.end(c.Name, "")
			return nil
		})
	}
	if err == nil {
		err = p.begin(w, r, c.Name, "")
	}
	p.done(w, r, err, "/account", p.refused(w, r))
}

func (p *pages) newToken(w http.ResponseWriter, r *http.Request) {
	c := serve.CallerOf(r.Context())
	name := strings.TrimSpace(r.PostFormValue("name"))
	scopes := slices.Clone(r.PostForm["scope"])
	value := tokenPrefix + secret() + secret()
	err := p.change(r.Context(), fmt.Sprintf("%s made the token %q for %s", c.Name, short(name), strings.Join(scopes, ", ")), func(b *book) error {
		n := 0
		for _, t := range b.Tokens {
			if t.Owner == c.Name {
				n++
			}
		}
		switch {
		case name == "" || name != short(name):
			return refusal("Give the token a name of up to 40 letters, so that you know it again.")
		case len(scopes) == 0 || slices.ContainsFunc(scopes, func(s string) bool { return !slices.Contains(serve.Scopes(), s) }):
			return refusal("Say what the token is for.")
		case n >= mostTokens:
			return refusal("You have 50 tokens; take one back first.")
		}
		b.Tokens[hash(value)] = &token{Name: name, Owner: c.Name, Scopes: scopes, Made: p.o.Now(), Until: p.o.Now().Add(tokenLasts)}
		return nil
	})
	if err != nil {
		p.done(w, r, err, "", p.refused(w, r))
		return
	}
	p.showAccount(w, r, http.StatusOK, "", value)
}

// dropToken takes back a token of the caller's own.
func (p *pages) dropToken(w http.ResponseWriter, r *http.Request) {
	c, id := serve.CallerOf(r.Context()), r.PostFormValue("id")
	err := p.change(r.Context(), c.Name+" took a token back", func(b *book) error {
		for key, t := range b.Tokens {
			if len(id) == 16 && strings.HasPrefix(key, id) && t.Owner == c.Name {
				delete(b.Tokens, key)
				return nil
			}
		}
		return refusal("You have no such token.")
	})
	p.done(w, r, err, "/account", p.refused(w, r))
}

// endSessions ends the caller's sessions elsewhere.
func (p *pages) endSessions(w http.ResponseWriter, r *http.Request) {
	c := serve.CallerOf(r.Context())
	err := p.change(r.Context(), c.Name+" ended the other sessions", func(b *book) error {
		b.end(c.Name, oldSession(r))
		return nil
	})
	p.done(w, r, err, "/account", p.refused(w, r))
}
