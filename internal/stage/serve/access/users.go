package access

import (
	"maps"
	"net/http"
	"time"

	"chancery/archive"
	"chancery/internal/stage/serve"
)

// listedUser is a user as administrators see him.
type listedUser struct {
	Name    string
	Role    serve.Role
	Made    time.Time
	Closed  bool
	Waiting bool // has not chosen a password yet
	// Through and Email are of a user who signs in elsewhere; ByHand says that the
	// role is not what the issuer says.
	Through, Email string
	ByHand         bool
}

func (p *pages) users(w http.ResponseWriter, r *http.Request) {
	p.showUsers(w, r, http.StatusOK, "", "", "")
}

func (p *pages) showUsers(w http.ResponseWriter, r *http.Request, status int, fault, name, code string) {
	var list []listedUser
	p.mu.Lock()
	for _, n := range sortedKeys(p.book.Users) {
		u := p.book.Users[n]
		l := listedUser{Name: n, Role: u.Role, Made: u.Made, Closed: u.Closed, Waiting: u.Password == "" && u.From == nil}
		if u.From != nil {
			l.Through, l.Email, l.ByHand = hostOf(u.From.Issuer), u.From.Email, u.From.ByHand
		}
		list = append(list, l)
	}
	p.mu.Unlock()
	p.show(w, r, status, "users", shown{Title: "Users", Fault: fault, Name: name, Secret: code, Data: list})
}

func (p *pages) usersRefused(w http.ResponseWriter, r *http.Request) func(string) {
	return func(fault string) { p.showUsers(w, r, http.StatusUnprocessableEntity, fault, "", "") }
}

// invited makes a code with which a user chooses a password.
func (b *book) invited(name string, now time.Time) (code string) {
	maps.DeleteFunc(b.Invites, func(_ string, i *invite) bool { return i.User == name })
	code = grouped(secret())
	b.Invites[hash(code)] = &invite{User: name, Until: now.Add(inviteLasts)}
	return code
}

func (p *pages) newUser(w http.ResponseWriter, r *http.Request) {
	name := r.PostFormValue("name")
	role, ok := serve.ParseRole(r.PostFormValue("role"))
	code := ""
	if !userName.MatchString(name) {
		p.usersRefused(w, r)(string(badName))
		return
	}
	err := p.change(r.Context(), serve.CallerOf(r.Context()).Name+" invited "+name+" as "+role.String(), func(b *book) error {
		switch {
		case !ok:
			return refusal("There is no such role.")
		case b.Users[name] != nil:
			return refusal("There is a user of that name.")
		}
		b.Users[name] = &user{Role: role, Made: p.o.Now()}
		code = b.invited(name, p.o.Now())
		return nil
	})
	if err != nil {
		p.done(w, r, err, "", p.usersRefused(w, r))
		return
	}
	p.showUsers(w, r, http.StatusOK, "", name, code)
}

// inviteAgain lets a user choose another password; the old one is gone at once.
// One who signs in elsewhere is only let in again.
func (p *pages) inviteAgain(w http.ResponseWriter, r *http.Request) {
	name, code, did := r.PostFormValue("name"), "", " gave a new code to "
	p.mu.Lock()
	if u := p.book.Users[name]; u != nil && u.From != nil {
		did = " opened again the account of "
	}
	p.mu.Unlock()
	err := p.forUser(r, name, did, func(b *book, u *user) error {
		if u.From != nil {
			u.Closed = false
			return nil
		}
		u.Password, u.Closed = "", false
		b.end(name, "")
		code = b.invited(name, p.o.Now())
		return nil
	})
	if err != nil {
		p.done(w, r, err, "", p.usersRefused(w, r))
		return
	}
	p.showUsers(w, r, http.StatusOK, "", name, code)
}

func (p *pages) newRole(w http.ResponseWriter, r *http.Request) {
	name := r.PostFormValue("name")
	role, ok := serve.ParseRole(r.PostFormValue("role"))
	did, issuers := " made a "+role.String()+" of ", r.PostFormValue("role") == "issuer"
	if issuers {
		did = " left to the issuer the role of "
	}
	err := p.forUser(r, name, did, func(b *book, u *user) error {
		switch {
		case issuers && u.From != nil:
			// The next sign-in brings the role; sessions end, so that there is one.
			u.From.ByHand, u.Role = false, min(u.Role, serve.Reader)
		case !ok:
			return refusal("There is no such role.")
		default:
			u.Role = role
			if u.From != nil {
				u.From.ByHand = true
			}
		}
		b.end(name, "")
		return nil
	})
	p.done(w, r, err, "/users", p.usersRefused(w, r))
}

// closeUser keeps a user out; the name stays, for decisions are signed with it.
func (p *pages) closeUser(w http.ResponseWriter, r *http.Request) {
	name := r.PostFormValue("name")
	err := p.forUser(r, name, " closed the account of ", func(b *book, u *user) error {
		u.Closed = true
		b.end(name, "")
		maps.DeleteFunc(b.Tokens, func(_ string, t *token) bool { return t.Owner == name })
		maps.DeleteFunc(b.Invites, func(_ string, i *invite) bool { return i.User == name })
		return nil
	})
	p.done(w, r, err, "/users", p.usersRefused(w, r))
}

// forUser changes one user, and never leaves the archive without an administrator.
func (p *pages) forUser(r *http.Request, name, did string, do func(*book, *user) error) error {
	if !userName.MatchString(name) {
		return badName
	}
	return p.change(r.Context(), serve.CallerOf(r.Context()).Name+did+name, func(b *book) error {
		u := b.Users[name]
		if u == nil {
			return refusal("There is no user of that name.")
		}
		if err := do(b, u); err != nil {
			return err
		}
		if b.administrators() == 0 {
			return refusal("There would be no administrator left who can sign in.")
		}
		return nil
	})
}

// log shows the newest lines of the archive's log.
func (p *pages) log(w http.ResponseWriter, r *http.Request) {
	var entries []archive.Entry
	entries, err := p.o.Notebook.Log(r.Context(), 500)
	if err != nil {
		serve.FailWith(w, r, err)
		return
	}
	p.show(w, r, http.StatusOK, "log", shown{Title: "Log", Data: entries})
}
