// Package access says who is calling: local users with passwords, their sessions
// in the browser, and tokens of programs. What somebody may do with that is for
// the mounts of package serve to say.
//
// What must stay true:
//   - No password, session, token or code is kept, or written into a log, in a
//     form in which it could be used: passwords as argon2id, all else as SHA-256.
//   - A session is made new at every sign-in, and ends with the user's password,
//     role or account.
//   - A change is asked for with the session's own form value.
//   - Guessing slows down: for a user from one client, for a client, for a user.
//   - What changes who may do what is a line in the log of the archive.
package access

import (
	"context"
	"net/http"
	"sync"
	"time"

	"chancery/archive"
	"chancery/internal/stage/serve"
)

// Notebook is where users, sessions and tokens are kept.
type Notebook interface {
	State(ctx context.Context, kind, name string, into any) (found bool, err error)
	SetState(ctx context.Context, kind, name string, value any) error
	// StateAt is another number after each change, whoever made it.
	StateAt(ctx context.Context, kind, name string) (at int64, err error)
	// ChangeState reads a state into a value, which change alters, and notes it
	// again with a line in the log: in one transaction.
	ChangeState(ctx context.Context, kind, name string, into any, change func() (note string, err error)) (at int64, err error)
	Note(ctx context.Context, kind, note string) error
	Log(ctx context.Context, most int) ([]archive.Entry, error)
}

// Options are what access is made of.
type Options struct {
	Notebook Notebook
	// Anonymous is what callers may do who have not signed in.
	Anonymous serve.Role
	// Elsewhere is where people may sign in beside this place; nil is nowhere.
	Elsewhere *Elsewhere
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Cost of a password's digest; the zero value is what is advised.
	Cost Cost
}

// Gate knows the users.
type Gate struct {
	o      Options
	guess  *guesses
	hashes chan struct{} // a place for each digest that may be made at once
	dummy  string        // the digest of no password, for users that are not there

	mu   sync.Mutex
	book book
	at   int64  // the moment of the book, by which a change of another server is seen
	code string // digest of the first run's code; empty when there are users
}

// Open reads the users. The code is that of the first run, with which the first
// administrator is made; it is empty when there are users.
func Open(ctx context.Context, o Options) (g *Gate, code string, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Cost = o.Cost.filled()
	g = &Gate{o: o, guess: newGuesses(o.Now), hashes: make(chan struct{}, 2), dummy: o.Cost.digest(secret(), secret())}
	g.at = -1
	if err := g.refresh(ctx); err != nil {
		return nil, "", err
	}
	if len(g.book.Users) == 0 {
		code = grouped(secret())
		g.code = hash(code)
	}
	return g, code, nil
}

// Forget takes all users, sessions and tokens away, so that the next Open gives a
// code again: for who may write the archive and has lost the password.
func Forget(ctx context.Context, n Notebook) error {
	if err := n.SetState(ctx, stateKind, stateName, book{}); err != nil {
		return err
	}
	return n.Note(ctx, logKind, "all users were forgotten from the command line")
}

// Wrap finds out who makes a request.
func (g *Gate) Wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, ok := g.caller(w, r)
		if !ok {
			return
		}
		h.ServeHTTP(w, r.WithContext(serve.WithCaller(r.Context(), c)))
	})
}

// caller gives who makes a request; false when it was answered already.
func (g *Gate) caller(w http.ResponseWriter, r *http.Request) (serve.Caller, bool) {
	shown := r.Header.Get("Authorization")
	if _, err := r.Cookie(cookieName(serve.Secure(r))); err == nil || shown != "" || changes(r) || !g.settled() {
		if err := g.refresh(r.Context()); err != nil {
			serve.FailWith(w, r, err)
			return serve.Caller{}, false
		}
	}
	if shown != "" {
		c, ok := g.byToken(r, shown)
		if !ok {
			w.Header().Set("WWW-Authenticate", `Bearer realm="chancery", error="invalid_token"`)
			serve.Fail(w, r, serve.Problem{Status: http.StatusUnauthorized, Detail: "The token is not known, has run out or was taken back."})
		}
		return c, ok
	}
	if c, ok := g.bySession(r); ok {
		if changes(r) && !ours(w, r, c) {
			serve.Fail(w, r, serve.Problem{Status: http.StatusForbidden, Detail: "The form is not of this session. Load its page again."})
			return c, false
		}
		return c, true
	}
	return serve.Caller{Role: g.o.Anonymous}, true
}

func changes(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
}

// ours says whether a change is asked for by a form, or script, of the session.
func ours(w http.ResponseWriter, r *http.Request, c serve.Caller) bool {
	given := r.Header.Get(serve.FormHeader)
	if given == "" {
		r.Body = http.MaxBytesReader(w, r.Body, 2<<20)
		given = r.PostFormValue(serve.FormField)
	}
	return equal(given, c.Form)
}
