package access

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/issuer"
)

// Elsewhere is an issuer at which people sign in, and what they may do then.
type Elsewhere struct {
	Issuer *issuer.Issuer
	// Label is what the button says; the issuer's host when empty.
	Label string
	// Domains are those of which a person's confirmed address must be; none asks
	// for no address.
	Domains []string
	// Roles are those of groups; the greatest of a person's counts.
	Roles map[string]serve.Role
	// Default is the role of those whom no group gives one. Nobody keeps them out.
	Default serve.Role
}

// Where a browser goes away and comes back.
const (
	goElsewhere = "/sign-in/oidc"
	comeBack    = "/sign-in/oidc/return"
)

const (
	awayLasts = 10 * time.Minute
	usedLasts = time.Hour
	// originLasts is how long sessions and tokens go on of a user whom the issuer
	// did not let in again.
	originLasts = 30 * 24 * time.Hour
)

func (e *Elsewhere) label() string {
	if e.Label != "" {
		return e.Label
	}
	return e.Issuer.Host()
}

func hostOf(issuer string) string {
	if u, err := url.Parse(issuer); err == nil {
		return u.Host
	}
	return ""
}

// open says whether a user may come in. Who signs in elsewhere may as long as
// this server has that issuer, and the issuer let him in not long ago.
func (g *Gate) open(u *user) bool {
	if u == nil || u.Closed {
		return false
	}
	return u.From == nil || g.o.Elsewhere != nil && u.From.Issuer == g.o.Elsewhere.Issuer.URL() && g.o.Now().Sub(u.From.Last) <= originLasts
}

// role is what a person may do who signed in at the issuer.
func (e *Elsewhere) role(p *issuer.Person) (serve.Role, error) {
	if len(e.Domains) > 0 {
		domain := strings.ToLower(p.Email[strings.LastIndexByte(p.Email, '@')+1:])
		switch {
		case p.Email == "" || !p.Verified:
			return 0, refusal("The issuer has not confirmed your address.")
		case !strings.Contains(p.Email, "@") || !slices.Contains(e.Domains, domain):
			return 0, refusal("Addresses of your domain are not let in here.")
		}
	}
	role := e.Default
	for _, group := range p.Groups {
		role = max(role, e.Roles[group])
	}
	if role < serve.Reader {
		return 0, refusal("You are in no group that has a role here; ask an administrator.")
	}
	return role, nil
}

// away is what a browser holds while it is at the issuer: a secret of which all
// others are made, and where to go afterwards.
type away struct{ secret, to string }

func awayCookie(r *http.Request) string {
	if serve.Secure(r) {
		return "__Host-chancery-oidc"
	}
	return "chancery-oidc"
}

func (a away) secrets() issuer.Secrets {
	return issuer.Secrets{State: hash("state " + a.secret), Nonce: hash("nonce " + a.secret), Verifier: hash("verifier " + a.secret)}
}

func (a away) String() string {
	return a.secret + "." + base64.RawURLEncoding.EncodeToString([]byte(a.to))
}

// parseAway reads the cookie that String wrote.
func parseAway(s string) (a away, ok bool) {
	whole, to, ok := strings.Cut(s, ".")
	address, err := base64.RawURLEncoding.DecodeString(to)
	if !ok || err != nil || len(whole) != 2*len(secret()) || len(s) > 4000 {
		return a, false
	}
	return away{whole, within(string(address))}, true
}

func (p *pages) setAway(w http.ResponseWriter, r *http.Request, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: awayCookie(r), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: serve.Secure(r), SameSite: http.SameSiteLaxMode,
	})
}

// backTo is our address to which the issuer sends a browser. The name is one that
// this server answers to, and the issuer knows only those that it was told.
func backTo(r *http.Request) string {
	scheme := "http"
	if serve.Secure(r) {
		scheme = "https"
	}
	return scheme + "://" + r.Host + comeBack
}

// goElsewhere sends a browser to the issuer.
func (p *pages) goElsewhere(w http.ResponseWriter, r *http.Request) {
	if !p.settled() {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return
	}
	a := away{secret: secret() + secret(), to: within(r.FormValue("to"))}
	if len(a.to) > 2000 {
		a.to = "/"
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		// Another site's page has nobody signed in; here there is a button.
		http.Redirect(w, r, SignIn+"?to="+url.QueryEscape(a.to), http.StatusSeeOther)
		return
	}
	address, err := p.o.Elsewhere.Issuer.Begin(r.Context(), backTo(r), a.secrets())
	if err != nil {
		p.notIn(w, r, a.to, err)
		return
	}
	p.setAway(w, r, a.String(), int(awayLasts/time.Second))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// comeBack takes a browser that the issuer sent.
func (p *pages) comeBack(w http.ResponseWriter, r *http.Request) {
	if wait := p.guess.wait("?", serve.ClientOf(r)); wait > 0 {
		tooMany(w, wait, func(status int, fault string) { p.signInAgain(w, r, status, "/", fault) })
		return
	}
	var a away
	if cookie, err := r.Cookie(awayCookie(r)); err == nil {
		a, _ = parseAway(cookie.Value)
		p.setAway(w, r, "", -1) // it is of use once
	}
	var s issuer.Secrets
	if a.secret != "" {
		s = a.secrets()
	}
	person, err := p.o.Elsewhere.Issuer.Finish(r.Context(), backTo(r), r.URL.Query(), s)
	if err != nil {
		p.notIn(w, r, a.to, err)
		return
	}
	var no error
	err = p.beginAs(w, r, func(b *book) (name, note string, err error) {
		if _, twice := b.Used[s.State]; twice {
			return "", "", refusal("This sign-in was used already. Begin again.")
		}
		b.Used[s.State] = p.o.Now().Add(usedLasts)
		if name, note, no = p.arrived(b, &person); no != nil {
			name = ""
		}
		return name, note + " from " + serve.ClientOf(r), nil
	})
	if err = errors.Join(err, no); err != nil {
		p.notIn(w, r, a.to, err)
		return
	}
	http.Redirect(w, r, a.to, http.StatusSeeOther)
}

// arrived finds the user who a person is, or makes one, and gives the line for
// the log. It is an error when the person may not come in.
func (p *pages) arrived(b *book, person *issuer.Person) (name, note string, err error) {
	e := p.o.Elsewhere
	for _, n := range sortedKeys(b.Users) {
		if from := b.Users[n].From; from != nil && from.Issuer == person.Issuer && from.Subject == person.Subject {
			name = n
		}
	}
	through := fmt.Sprintf(" through %s as %q", e.Issuer.Host(), short(person.Email))
	role, err := e.role(person)
	u := b.Users[name]
	if err == nil && u != nil && u.Closed {
		err = refusal("Your account here is closed.")
	}
	if err != nil {
		if u != nil {
			// What the issuer gave it has taken back: tokens rest too.
			u.From.Last = time.Time{}
			b.end(name, "")
		}
		return name, "refused: " + or(name, "nobody known") + through, err
	}
	note = " signed in" + through
	if u == nil {
		name = b.free(person)
		u = &user{Role: role, Made: p.o.Now(), From: &origin{Issuer: person.Issuer, Subject: person.Subject}}
		b.Users[name] = u
		note += ", a new user and " + role.String() + ","
	}
	if !u.From.ByHand && u.Role != role {
		u.Role = role
		b.end(name, "")
		note += ", now " + role.String() + ","
	}
	u.From.Last, u.From.Email = p.o.Now(), short(person.Email)
	return name, name + note, nil
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

var notInNames = regexp.MustCompile(`[^a-z0-9._-]+`)

// free makes a name for a new user that nobody has, out of what the issuer says.
// A user who is there already is never taken for the same, whatever the name.
func (b *book) free(p *issuer.Person) string {
	wish := p.Name
	if wish == "" {
		wish = p.Email
	}
	wish, _, _ = strings.Cut(strings.ToLower(wish), "@")
	wish = strings.TrimLeft(notInNames.ReplaceAllString(wish, "-"), "._-")
	wish = strings.TrimRight(wish[:min(len(wish), 34)], "-")
	if wish == "" {
		wish = "user"
	}
	name := wish
	for n := 2; b.Users[name] != nil; n++ {
		name = fmt.Sprintf("%s-%d", wish, n)
	}
	return name
}

// notIn shows the page for signing in with why somebody is not let in.
func (p *pages) notIn(w http.ResponseWriter, r *http.Request, to string, err error) {
	var ours refusal
	var theirs *issuer.Refusal
	switch {
	case errors.As(err, &ours):
		p.signInAgain(w, r, http.StatusForbidden, to, string(ours))
	case errors.As(err, &theirs):
		status := http.StatusForbidden
		if theirs.Away {
			status = http.StatusBadGateway
		} else {
			p.guess.failed("?", serve.ClientOf(r))
		}
		if theirs.Why != nil {
			// The issuer's own words may be long, and are no line of the archive's log.
			why := []rune(theirs.Error())
			serve.Noted(r, errors.New(string(why[:min(len(why), 500)])))
			if !theirs.Away {
				_ = p.o.Notebook.Note(r.Context(), logKind, "refused: somebody through "+p.o.Elsewhere.Issuer.Host()+" from "+serve.ClientOf(r))
			}
		}
		p.signInAgain(w, r, status, to, theirs.Words)
	default:
		serve.FailWith(w, r, err)
	}
}

func (p *pages) signInAgain(w http.ResponseWriter, r *http.Request, status int, to, fault string) {
	p.show(w, r, status, "sign-in", shown{Title: "Sign in", To: within(to), Fault: fault})
}
