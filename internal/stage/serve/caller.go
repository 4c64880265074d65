package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Role is what somebody may do; a greater one may do what a smaller one may.
type Role int

// The roles.
const (
	Nobody        Role = iota // may sign in
	Reader                    // sees the archive
	Reviewer                  // and decides on events
	Administrator             // and on users
)

var roleNames = []string{"nobody", "reader", "reviewer", "administrator"}

// Roles are the names of the roles that a user may have.
func Roles() []string { return slices.Clone(roleNames[Reader:]) }

func (r Role) String() string {
	if r < 0 || int(r) >= len(roleNames) {
		return fmt.Sprintf("role(%d)", int(r))
	}
	return roleNames[r]
}

// ParseRole gives the role of a name.
func ParseRole(name string) (Role, bool) {
	i := slices.Index(roleNames, name)
	return Role(max(i, 0)), i > 0
}

// MarshalJSON writes the name.
func (r Role) MarshalJSON() ([]byte, error) { return json.Marshal(r.String()) }

// UnmarshalJSON reads the name. A name that is none is Nobody.
func (r *Role) UnmarshalJSON(data []byte) error {
	var name string
	if err := json.Unmarshal(data, &name); err != nil {
		return err
	}
	*r, _ = ParseRole(name)
	return nil
}

// Caller is who made a request, as far as it is known.
type Caller struct {
	// Name is that of the user; empty for one who has not signed in.
	Name string
	Role Role
	// Token is the name of the token that was shown in place of a session.
	Token string
	// Scopes are what the token is for. A caller without a token needs none.
	Scopes []string
	// Form is what forms send back in the field FormField, which proves that they
	// are ours; empty for those who have no session.
	Form string
}

// FormField is the name of the form field that holds Caller.Form, FormHeader of
// the header that may hold it instead.
const (
	FormField  = "form"
	FormHeader = "X-Form"
)

// May says whether a caller has a role.
func (c Caller) May(least Role) bool { return c.Role >= least }

// Scopes of tokens.
const (
	ReadScope    = "read"    // lists and things of the archive, through the API and by agents
	TextScope    = "text"    // and the kept texts of pages
	CodeScope    = "code"    // have a text coded
	MetricsScope = "metrics" // the metrics of the server
)

// Scopes are those that a token may have.
func Scopes() []string { return []string{ReadScope, TextScope, CodeScope, MetricsScope} }

// In says whether a caller who shows a token shows one that is for a scope.
func (c Caller) In(scope string) bool { return c.Token == "" || slices.Contains(c.Scopes, scope) }

type callerKey struct{}

// WithCaller puts a caller into the context of a request.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf gives who made the request; nobody when it is not known.
func CallerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}
