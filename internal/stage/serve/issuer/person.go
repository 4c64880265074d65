package issuer

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// person reads the claims of an ID token that was checked.
func (i *Issuer) person(id *oidc.IDToken) (Person, error) {
	var raw json.RawMessage
	if err := id.Claims(&raw); err != nil {
		return Person{}, &Refusal{Words: "What the issuer says of you cannot be read.", Why: err}
	}
	p, err := personOf(raw, i.o.Groups)
	if err != nil {
		return Person{}, &Refusal{Words: "What the issuer says of you cannot be read.", Why: err}
	}
	p.Issuer, p.Subject = i.o.URL, id.Subject
	return p, nil
}

// personOf reads what claims tell beside the subject.
func personOf(raw []byte, groups string) (p Person, err error) {
	var claims map[string]any
	if err := json.Unmarshal(raw, &claims); err != nil {
		return p, fmt.Errorf("cannot read the claims: %w", err)
	}
	p.Name, _ = claims["preferred_username"].(string)
	p.Email, _ = claims["email"].(string)
	switch verified := claims["email_verified"].(type) {
	case bool:
		p.Verified = verified
	case string: // some issuers write it so
		p.Verified = verified == "true"
	}
	switch list := claimAt(claims, groups).(type) {
	case string:
		p.Groups = []string{list}
	case []any:
		for _, g := range list {
			if name, ok := g.(string); ok {
				p.Groups = append(p.Groups, name)
			}
		}
	}
	return p, nil
}

// claimAt finds a claim by its name, or by the names of the objects around it.
func claimAt(claims map[string]any, name string) any {
	if v, ok := claims[name]; ok {
		return v
	}
	outer, inner, ok := strings.Cut(name, ".")
	if !ok {
		return nil
	}
	object, _ := claims[outer].(map[string]any)
	if object == nil {
		return nil
	}
	return claimAt(object, inner)
}

// bounded reads no more of an answer than is sensible.
type bounded struct{ http.RoundTripper }

func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = limited{io.LimitReader(res.Body, mostBytes), res.Body}
	}
	return res, err
}

type limited struct {
	io.Reader
	io.Closer
}
