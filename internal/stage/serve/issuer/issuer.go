// Package issuer has people sign in at an OpenID Connect provider: the code flow
// with PKCE, state and nonce, and an ID token whose signature, issuer, audience,
// party and times are checked.
//
// What must stay true:
//   - Nobody but the issuer, and the addresses for tokens and keys that its own
//     description names, is asked for anything; over TLS, unless the issuer is on
//     this machine; without following redirects; bounded in time and size.
//   - What a browser brings back counts only with the secrets with which the same
//     browser went away.
//   - Nothing that the issuer or a browser wrote is in a Refusal.
package issuer

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Options name an issuer and what it knows us by.
type Options struct {
	// URL is the issuer's own name, under which its description is found.
	URL string
	// ClientID and Secret are what the issuer gave for this server. A public
	// client has no secret; PKCE protects it all the same.
	ClientID, Secret string
	// Scopes are asked for beside openid; profile and email when nil.
	Scopes []string
	// Groups is the claim that holds a person's groups, "groups" when empty. Dots
	// lead into objects, as in realm_access.roles.
	Groups string
	// Now is the clock; time.Now when nil.
	Now func() time.Time
}

// Issuer is one provider.
type Issuer struct {
	o      Options
	host   string
	client *http.Client

	mu     sync.Mutex
	known  *described
	failed time.Time // when its description could not be had
	why    error
}

// described is what the issuer says of itself.
type described struct {
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	style    oauth2.AuthStyle
	end      string // where people sign out there; empty when it does not say
	named    bool   // it names itself in its answers
}

// Secrets are what a browser goes away with.
type Secrets struct{ State, Nonce, Verifier string }

// Person is who signed in.
type Person struct {
	// Issuer and Subject together name a person for good; nothing else does.
	Issuer, Subject string
	// Name and Email are what the issuer says, of any form.
	Name, Email string
	// Verified tells that the issuer has seen that the address is the person's.
	Verified bool
	Groups   []string
}

// Refusal is why somebody is not let in, in words of ours.
type Refusal struct {
	Words string
	// Away tells that the issuer is at fault, and nobody else.
	Away bool
	// Why is what happened, for the log of requests.
	Why error
}

func (r *Refusal) Error() string {
	if r.Why == nil {
		return r.Words
	}
	return r.Words + " (" + r.Why.Error() + ")"
}

func (r *Refusal) Unwrap() error { return r.Why }

const (
	patience  = 10 * time.Second
	mostBytes = 1 << 20
	// freshFor is how old an ID token may be, skew how far a clock may go wrong.
	freshFor = 10 * time.Minute
	skew     = time.Minute
	retry    = 5 * time.Second
)

// New makes an issuer. It is not asked for anything yet.
func New(o Options) (*Issuer, error) {
	u, err := url.Parse(o.URL)
	if err != nil || !secure(u) || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("%q is no address of an issuer: give one with https://, as the issuer writes it", o.URL)
	}
	if o.ClientID == "" {
		return nil, errors.New("the issuer needs the client id that it gave for this server")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Scopes == nil {
		o.Scopes = []string{"profile", "email"}
	}
	if o.Groups == "" {
		o.Groups = "groups"
	}
	client := &http.Client{
		Timeout:       patience,
		Transport:     &bounded{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &Issuer{o: o, host: u.Host, client: client}, nil
}

// URL is the issuer's name.
func (i *Issuer) URL() string { return i.o.URL }

// Host is the machine that people know the issuer by.
func (i *Issuer) Host() string { return i.host }

// secure says whether what is sent to an address is protected, or stays here.
func secure(u *url.URL) bool {
	return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname()))
}

// describe asks the issuer for its description, once.
func (i *Issuer) describe(ctx context.Context) (*described, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.known != nil {
		return i.known, nil
	}
	now := i.o.Now()
	if i.why != nil && now.Sub(i.failed) < retry {
		return nil, i.why
	}
	d, err := i.read(ctx)
	if err != nil {
		i.failed, i.why = now, &Refusal{Words: "The issuer cannot be reached; try again later.", Away: true, Why: err}
		return nil, i.why
	}
	i.known, i.why = d, nil
	return d, nil
}

func (i *Issuer) read(ctx context.Context) (*described, error) {
	// One browser that goes away must not spoil it for others.
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer done()
	ctx = oidc.ClientContext(ctx, i.client)
	p, err := oidc.NewProvider(ctx, i.o.URL)
	if err != nil {
		return nil, err
	}
	var more struct {
		JWKS    string   `json:"jwks_uri"`
		End     string   `json:"end_session_endpoint"`
		Methods []string `json:"token_endpoint_auth_methods_supported"`
		Named   bool     `json:"authorization_response_iss_parameter_supported"`
	}
	if err := p.Claims(&more); err != nil {
		return nil, err
	}
	for _, address := range []string{p.Endpoint().AuthURL, p.Endpoint().TokenURL, more.JWKS} {
		if u, err := url.Parse(address); err != nil || !secure(u) {
			return nil, fmt.Errorf("the issuer's description names %q, which is not protected by TLS", address)
		}
	}
	d := &described{provider: p, named: more.Named, style: oauth2.AuthStyleInHeader}
	if i.o.Secret == "" || len(more.Methods) > 0 && !slices.Contains(more.Methods, "client_secret_basic") {
		d.style = oauth2.AuthStyleInParams
	}
	if u, err := url.Parse(more.End); err == nil && secure(u) {
		d.end = more.End
	}
	d.verifier = p.VerifierContext(ctx, &oidc.Config{ClientID: i.o.ClientID, Now: i.o.Now})
	return d, nil
}

func (i *Issuer) config(d *described, back string) *oauth2.Config {
	e := d.provider.Endpoint()
	e.AuthStyle = d.style
	return &oauth2.Config{
		ClientID: i.o.ClientID, ClientSecret: i.o.Secret, Endpoint: e, RedirectURL: back,
		Scopes: append([]string{oidc.ScopeOpenID}, i.o.Scopes...),
	}
}

// Begin gives the address at the issuer to which a browser is sent; it comes back
// to the address back.
func (i *Issuer) Begin(ctx context.Context, back string, s Secrets) (string, error) {
	d, err := i.describe(ctx)
	if err != nil {
		return "", err
	}
	return i.config(d, back).AuthCodeURL(s.State, oidc.Nonce(s.Nonce), oauth2.S256ChallengeOption(s.Verifier)), nil
}

// End is where people sign out at the issuer, empty when it has no such place or
// was never asked.
func (i *Issuer) End() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.known == nil || i.known.end == "" {
		return ""
	}
	u, err := url.Parse(i.known.end)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("client_id", i.o.ClientID)
	u.RawQuery = q.Encode()
	return u.String()
}

// Finish gives who came back with an answer of the issuer.
func (i *Issuer) Finish(ctx context.Context, back string, answer url.Values, s Secrets) (Person, error) {
	for _, name := range []string{"state", "code", "iss", "error"} {
		if len(answer[name]) > 1 {
			return Person{}, &Refusal{Words: "The answer of the issuer cannot be read.", Why: fmt.Errorf("%s is given twice", name)}
		}
	}
	if s.State == "" || subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(s.State)) != 1 {
		return Person{}, &Refusal{Words: "This sign-in was not begun in this browser, or was begun too long ago. Begin again."}
	}
	if answer.Has("error") {
		return Person{}, &Refusal{Words: "The issuer did not sign you in."}
	}
	d, err := i.describe(ctx)
	if err != nil {
		return Person{}, err
	}
	if iss := answer.Get("iss"); (d.named || iss != "") && iss != i.o.URL {
		return Person{}, &Refusal{Words: "The answer is not of the issuer that was asked."}
	}
	ctx, done := context.WithTimeout(oidc.ClientContext(ctx, i.client), patience)
	defer done()
	token, err := i.config(d, back).Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(s.Verifier))
	if err != nil {
		return Person{}, &Refusal{Words: "The issuer did not confirm the sign-in. Begin again.", Why: err}
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Person{}, &Refusal{Words: "The issuer did not tell who you are.", Why: errors.New("there is no ID token")}
	}
	id, err := d.verifier.Verify(ctx, raw)
	if err == nil {
		err = i.check(id, token, s)
	}
	if err != nil {
		return Person{}, &Refusal{Words: "What the issuer says of you does not pass the checks.", Why: err}
	}
	return i.person(id)
}

// check is what the library leaves to us.
func (i *Issuer) check(id *oidc.IDToken, token *oauth2.Token, s Secrets) error {
	var claims struct {
		Party *string `json:"azp"`
	}
	if err := id.Claims(&claims); err != nil {
		return err
	}
	now := i.o.Now()
	switch {
	case s.Nonce == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(s.Nonce)) != 1:
		return errors.New("the nonce of the ID token is not that of this sign-in")
	case len(id.Audience) > 1 && claims.Party == nil:
		return errors.New("the ID token is for several audiences and does not say for whom it was made")
	case claims.Party != nil && *claims.Party != i.o.ClientID:
		return errors.New("the ID token was made for another client")
	case id.IssuedAt.After(now.Add(skew)) || now.Sub(id.IssuedAt) > freshFor:
		return fmt.Errorf("the ID token is of %s", id.IssuedAt.UTC().Format(time.RFC3339))
	case id.Subject == "" || len(id.Subject) > 255:
		return errors.New("the ID token names no subject")
	case id.AccessTokenHash != "":
		return id.VerifyAccessToken(token.AccessToken)
	}
	return nil
}

// loopback says whether a name is of this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
