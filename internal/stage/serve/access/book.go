package access

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chancery/internal/stage/serve"
)

// Where the book is kept.
const (
	stateKind = "access"
	stateName = "book"
	logKind   = "access"
)

// How long things last.
const (
	sessionIdle  = 12 * time.Hour
	sessionWhole = 7 * 24 * time.Hour
	inviteLasts  = 48 * time.Hour
	tokenLasts   = 365 * 24 * time.Hour
	seenWritten  = 20 * time.Minute // so often it is written that a session goes on
	mostSessions = 20               // of one user; the oldest goes
	mostTokens   = 50
	leastLetters = 15
	mostLetters  = 256
)

// book is all that is known of users. The keys of Sessions, Tokens and Invites
// are hashes of what the client holds.
type book struct {
	Users    map[string]*user    `json:"users"`
	Sessions map[string]*session `json:"sessions"`
	Tokens   map[string]*token   `json:"tokens"`
	Invites  map[string]*invite  `json:"invites"`
	// Used are the sign-ins through an issuer that have come to an end, so that
	// none ends twice.
	Used map[string]time.Time `json:"used,omitempty"`
}

type user struct {
	Role     serve.Role `json:"role"`
	Password string     `json:"password,omitempty"` // digest; empty until it is chosen
	Made     time.Time  `json:"made"`
	Closed   bool       `json:"closed,omitempty"`
	// From is where the user signs in; nil for one with a password here.
	From *origin `json:"from,omitempty"`
}

// origin is a user's place at an issuer.
type origin struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
	Email   string `json:"email,omitempty"`
	// Last is when the issuer last let the user in; zero when it did not any more.
	Last time.Time `json:"last"`
	// ByHand tells that an administrator chose the role.
	ByHand bool `json:"by_hand,omitempty"`
}

type session struct {
	User string    `json:"user"`
	Form string    `json:"form"`
	Made time.Time `json:"made"`
	Seen time.Time `json:"seen"`
	From string    `json:"from,omitempty"`

	kept time.Time // Seen as it is written in the archive
}

type token struct {
	Name   string    `json:"name"`
	Owner  string    `json:"owner"`
	Scopes []string  `json:"scopes"`
	Made   time.Time `json:"made"`
	Until  time.Time `json:"until"`
}

// invite lets a user choose a password, once.
type invite struct {
	User  string    `json:"user"`
	Until time.Time `json:"until"`
}

func (b *book) fill() {
	if b.Users == nil {
		b.Users = map[string]*user{}
	}
	if b.Sessions == nil {
		b.Sessions = map[string]*session{}
	}
	if b.Tokens == nil {
		b.Tokens = map[string]*token{}
	}
	if b.Invites == nil {
		b.Invites = map[string]*invite{}
	}
	if b.Used == nil {
		b.Used = map[string]time.Time{}
	}
}

// end takes the sessions of a user away, but not the one that is named.
func (b *book) end(name, but string) {
	maps.DeleteFunc(b.Sessions, func(key string, s *session) bool { return s.User == name && key != but })
}

// sweep takes away what has run out.
func (b *book) sweep(now time.Time) {
	maps.DeleteFunc(b.Sessions, func(_ string, s *session) bool { return s.over(now) })
	maps.DeleteFunc(b.Tokens, func(_ string, t *token) bool { return now.After(t.Until) })
	maps.DeleteFunc(b.Invites, func(_ string, i *invite) bool { return now.After(i.Until) })
	maps.DeleteFunc(b.Used, func(_ string, until time.Time) bool { return now.After(until) })
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.Seen) > sessionIdle || now.Sub(s.Made) > sessionWhole
}

// administrators counts those who can come in with a password: an issuer may be
// away.
func (b *book) administrators() (n int) {
	for _, u := range b.Users {
		if u.Role == serve.Administrator && !u.Closed && u.Password != "" {
			n++
		}
	}
	return n
}

// change changes the book and keeps it, with a line in the log. When it cannot be
// kept, or do has a fault, the book is as it was. Do sees the book as it is kept
// at that moment, whichever server wrote it.
func (g *Gate) change(ctx context.Context, note string, do func(*book) error) error {
	return g.changeNoted(ctx, func(b *book) (string, error) { return note, do(b) })
}

// changeNoted is change for a line that is known afterwards.
func (g *Gate) changeNoted(ctx context.Context, do func(*book) (note string, err error)) error {
	var next book
	at, err := g.o.Notebook.ChangeState(ctx, stateKind, stateName, &next, func() (string, error) {
		next.fill()
		g.mu.Lock()
		next.seen(&g.book)
		g.mu.Unlock()
		next.sweep(g.o.Now())
		return do(&next)
	})
	if err == nil {
		g.adopt(next, at)
	}
	return err
}

// refresh reads the book when somebody else changed it.
func (g *Gate) refresh(ctx context.Context) error {
	at, err := g.o.Notebook.StateAt(ctx, stateKind, stateName)
	g.mu.Lock()
	same := at == g.at
	g.mu.Unlock()
	if err != nil || same {
		return err
	}
	// What is read may be newer than the moment; then it is read once more.
	var b book
	if _, err := g.o.Notebook.State(ctx, stateKind, stateName, &b); err != nil {
		return err
	}
	g.adopt(b, at)
	return nil
}

// adopt takes a book as the one that holds.
func (g *Gate) adopt(b book, at int64) {
	b.fill()
	for _, s := range b.Sessions {
		s.kept = s.Seen
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	b.seen(&g.book)
	g.book, g.at = b, at
	if len(b.Users) > 0 {
		g.code = ""
	}
}

// settled says that there are users.
func (g *Gate) settled() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.book.Users) > 0
}

// seen takes over when sessions were seen last; that is not written each time.
func (b *book) seen(in *book) {
	for key, s := range b.Sessions {
		if known := in.Sessions[key]; known != nil && known.Seen.After(s.Seen) {
			s.Seen = known.Seen
		}
	}
}

var userName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

// refusal is what a person is told who asks for what cannot be.
type refusal string

func (r refusal) Error() string { return string(r) }

const badName = refusal("A name is 1 to 40 small letters, digits, dots, lines and underscores, and begins with a letter or digit.")

// badPassword tells what is wrong with a new password; empty when nothing is.
func badPassword(name, password string) error {
	n := utf8.RuneCountInString(password)
	letters := map[rune]bool{}
	for _, r := range password {
		letters[unicode.ToLower(r)] = true
	}
	switch {
	case !utf8.ValidString(password) || n > mostLetters:
		return refusal("The password is too long: 256 letters are allowed.")
	case n < leastLetters:
		return refusal("The password is too short: 15 letters or more, such as four or five words.")
	case len(letters) < 6 || name != "" && strings.Contains(strings.ToLower(password), name) && n < leastLetters+len(name) || guessable(password):
		return refusal("The password is easy to guess: take words that do not repeat, and not your name.")
	}
	return nil
}

// guessable tells passwords that a list of common ones would hold: runs of the
// alphabet or of the keyboard, words written twice, and few letters beside the
// words that everybody tries here.
func guessable(password string) bool {
	p := strings.ToLower(password)
	for _, run := range []string{"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn"} {
		p = without(p, run)
		p = without(p, reversed(run))
	}
	for _, word := range []string{"chancery", "password", "passwort", "administrator", "admin", "archive", "welcome", "letmein", "iloveyou", "princess"} {
		p = strings.ReplaceAll(p, word, "")
	}
	for half := 1; half <= len(p)/2; half++ {
		if len(p)%half == 0 && strings.Repeat(p[:half], len(p)/half) == p {
			p = p[:half]
		}
	}
	return utf8.RuneCountInString(p) < 8
}

// without takes out of a text what is six or more letters in a row of a run.
func without(text, run string) string {
	for n := min(len(run), len(text)); n >= 6; n-- {
		for i := 0; i+n <= len(run); i++ {
			text = strings.ReplaceAll(text, run[i:i+n], "")
		}
	}
	return text
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// sortedKeys gives keys in order.
func sortedKeys[T any](of map[string]T) []string { return slices.Sorted(maps.Keys(of)) }
