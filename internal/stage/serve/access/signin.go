package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"chancery/internal/stage/serve"
)

func (p *pages) signInPage(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	first := p.code != ""
	p.mu.Unlock()
	if first {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return
	}
	out := ""
	if r.FormValue("out") != "" && p.o.Elsewhere != nil {
		out = p.o.Elsewhere.Issuer.End()
	}
	p.show(w, r, http.StatusOK, "sign-in", shown{Title: "Sign in", To: within(r.FormValue("to")), Out: out})
}

func (p *pages) signIn(w http.ResponseWriter, r *http.Request) {
	name, to := strings.ToLower(strings.TrimSpace(r.PostFormValue("name"))), within(r.PostFormValue("to"))
	again := func(status int, fault string) {
		p.show(w, r, status, "sign-in", shown{Title: "Sign in", To: to, Name: short(name), Fault: fault})
	}
	if wait := p.guess.wait(guessed(name), serve.ClientOf(r)); wait > 0 {
		tooMany(w, wait, again)
		return
	}
	ok, err := p.fits(r.Context(), name, r.PostFormValue("password"))
	if err != nil {
		serve.FailWith(w, r, err)
		return
	}
	if !ok {
		p.guess.failed(guessed(name), serve.ClientOf(r))
		if userName.MatchString(name) {
			_ = p.o.Notebook.Note(r.Context(), logKind, "refused: "+name+" from "+serve.ClientOf(r))
		}
		again(http.StatusUnauthorized, "The name or the password is not right.")
		return
	}
	p.guess.passed(guessed(name), serve.ClientOf(r))
	p.done(w, r, p.begin(w, r, name, name+" signed in from "+serve.ClientOf(r)), to, func(string) {})
}

func tooMany(w http.ResponseWriter, wait time.Duration, again func(int, string)) {
	seconds := int(wait.Seconds()) + 1
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	again(http.StatusTooManyRequests, fmt.Sprintf("Too many tries that failed. Wait %d seconds.", seconds))
}

// guessed is the name under which tries are counted, of bounded length.
func guessed(name string) string {
	if !userName.MatchString(name) {
		return "?"
	}
	return name
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}

// fits says whether a password is that of a user. A user that is not there takes
// as long as one that is.
func (g *Gate) fits(ctx context.Context, name, password string) (bool, error) {
	g.mu.Lock()
	digest, there := g.dummy, false
	if u := g.book.Users[name]; u != nil && !u.Closed && u.Password != "" {
		digest, there = u.Password, true
	}
	g.mu.Unlock()
	if len(password) > 4*mostLetters {
		return false, nil
	}
	if err := g.place(ctx); err != nil {
		return false, err
	}
	defer func() { <-g.hashes }()
	return fits(password, digest) && there, nil
}

// digest makes the digest of a new password.
func (g *Gate) digest(ctx context.Context, password string) (string, error) {
	if err := g.place(ctx); err != nil {
		return "", err
	}
	defer func() { <-g.hashes }()
	return g.o.Cost.digest(password, secret()), nil
}

// place waits until a digest may be made.
func (g *Gate) place(ctx context.Context) error {
	select {
	case g.hashes <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (p *pages) signOut(w http.ResponseWriter, r *http.Request) {
	key, to := oldSession(r), SignIn
	err := p.change(r.Context(), "", func(b *book) error {
		if s := b.Sessions[key]; s != nil && b.Users[s.User] != nil && b.Users[s.User].From != nil {
			to = SignIn + "?out=1"
		}
		delete(b.Sessions, key)
		return nil
	})
	p.cookie(w, r, "", -1)
	w.Header().Set("Clear-Site-Data", `"cache"`)
	p.done(w, r, err, to, func(string) {})
}

func (p *pages) setupPage(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	first := p.code != ""
	p.mu.Unlock()
	p.show(w, r, http.StatusOK, "setup", shown{Title: "Choose a password", First: first})
}

// errUsed is a code that is none, or none any more.
const errUsed = refusal("The code is not right, was used or has run out.")

// setup lets somebody who has a code choose a password: the first administrator,
// or a user whom an administrator invited.
func (p *pages) setup(w http.ResponseWriter, r *http.Request) {
	code, name := strings.ToLower(strings.TrimSpace(r.PostFormValue("code"))), strings.ToLower(strings.TrimSpace(r.PostFormValue("name")))
	password := r.PostFormValue("password")
	p.mu.Lock()
	first := p.code != ""
	p.mu.Unlock()
	again := func(status int, fault string) {
		p.show(w, r, status, "setup", shown{Title: "Choose a password", First: first, Name: short(name), Fault: fault})
	}
	if wait := p.guess.wait("?", serve.ClientOf(r)); wait > 0 {
		tooMany(w, wait, again)
		return
	}
	err := p.setUp(r.Context(), code, name, password, first)
	var no refusal
	switch {
	case errors.Is(err, errUsed):
		p.guess.failed("?", serve.ClientOf(r))
		again(http.StatusForbidden, errUsed.Error())
	case errors.As(err, &no):
		again(http.StatusUnprocessableEntity, string(no))
	case err != nil:
		serve.FailWith(w, r, err)
	default:
		p.done(w, r, p.begin(w, r, name, name+" signed in from "+serve.ClientOf(r)), "/", func(string) {})
	}
}

func (g *Gate) setUp(ctx context.Context, code, name, password string, first bool) error {
	// The code comes first: who has none learns nothing about names.
	g.mu.Lock()
	invited := g.book.Invites[hash(code)]
	right := first && equal(hash(code), g.code) || invited != nil && invited.User == name && !g.o.Now().After(invited.Until)
	g.mu.Unlock()
	if !right {
		return errUsed
	}
	if !userName.MatchString(name) {
		return badName
	}
	if err := badPassword(name, password); err != nil {
		return err
	}
	digest, err := g.digest(ctx, password)
	if err != nil {
		return err
	}
	return g.change(ctx, name+" chose a password", func(b *book) error {
		if len(b.Users) == 0 && first && equal(hash(code), g.code) {
			b.Users[name] = &user{Role: serve.Administrator, Password: digest, Made: g.o.Now()}
			return nil
		}
		u := b.Users[name]
		if b.Invites[hash(code)] == nil || u == nil || u.Closed {
			return errUsed
		}
		delete(b.Invites, hash(code))
		u.Password = digest
		b.end(name, "")
		return nil
	})
}
