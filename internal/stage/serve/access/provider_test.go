package access

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/issuer"
)

// provider is an issuer on loopback. It keeps to the protocol, unless a test
// tells it not to.
type provider struct {
	t      *testing.T
	server *httptest.Server
	now    func() time.Time

	mu    sync.Mutex
	key   *ecdsa.PrivateKey
	kid   string
	codes map[string]url.Values // what was asked for with each code that is good
	n     int
	asked []string // paths
	// claims are those of who signs in; spoil changes a token before it is signed,
	// lenient lets a code be used twice, answer changes what the browser brings back.
	claims  map[string]any
	spoil   func(header, claims map[string]any)
	lenient bool
	answer  func(url.Values)
	more    map[string]any // of the description
	forge   *ecdsa.PrivateKey
}

const (
	client       = "desk"
	clientSecret = "a secret of the issuer's"
)

func newProvider(t *testing.T, now func() time.Time) *provider {
	t.Helper()
	p := &provider{t: t, now: now, codes: map[string]url.Values{}}
	p.rotate()
	p.claims = map[string]any{"sub": "7001", "preferred_username": "Bea", "email": "bea@corp.example", "email_verified": true, "groups": []string{"news"}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked = append(p.asked, r.URL.Path)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.server.Close)
	return p
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// rotate has the provider sign with another key, and forget the old one.
func (p *provider) rotate() {
	key := newKey(p.t)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	p.key, p.kid = key, fmt.Sprint("key", p.n)
}

func (p *provider) write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

func (p *provider) describe(w http.ResponseWriter, _ *http.Request) {
	at := p.server.URL
	d := map[string]any{
		"issuer": at, "authorization_endpoint": at + "/authorize", "token_endpoint": at + "/token", "jwks_uri": at + "/keys",
		"end_session_endpoint": at + "/bye", "id_token_signing_alg_values_supported": []string{"RS256", "ES256", "none", "HS256"},
	}
	maps.Copy(d, p.more)
	p.write(w, d)
}

func (p *provider) keys(w http.ResponseWriter, _ *http.Request) {
	point, err := p.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		p.t.Error(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	p.write(w, map[string]any{"keys": []any{map[string]any{
		"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": p.kid, "x": b64(point[1:33]), "y": b64(point[33:]),
	}}})
}

// authorize is what happens in the browser at the issuer: the person agrees, and
// the browser is sent back with a code.
func (p *provider) authorize(address string) (back string) {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		p.t.Fatal(err)
	}
	q := u.Query()
	if u.Path != "/authorize" || q.Get("client_id") != client || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || len(q.Get("state")) < 32 || len(q.Get("nonce")) < 32 || q.Get("scope") != "openid profile email" {
		p.t.Fatalf("the issuer is asked %s", address)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	code := fmt.Sprint("code", p.n)
	p.codes[code] = q
	to, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || to.Path != comeBack {
		p.t.Fatalf("back to %q, %v", q.Get("redirect_uri"), err)
	}
	answer := url.Values{"code": {code}, "state": {q.Get("state")}}
	if p.answer != nil {
		p.answer(answer)
	}
	return to.Path + "?" + answer.Encode()
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	q := p.codes[r.PostFormValue("code")]
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if id != client || secret != clientSecret || q == nil || q.Get("redirect_uri") != r.PostFormValue("redirect_uri") || q.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
		w.WriteHeader(http.StatusBadRequest)
		p.write(w, map[string]any{"error": "invalid_grant"})
		return
	}
	if !p.lenient {
		delete(p.codes, r.PostFormValue("code"))
	}
	claims := map[string]any{"iss": p.server.URL, "aud": client, "iat": p.now().Unix(), "exp": p.now().Add(5 * time.Minute).Unix(), "nonce": q.Get("nonce")}
	maps.Copy(claims, p.claims)
	p.write(w, map[string]any{"access_token": "at", "token_type": "Bearer", "expires_in": 300, "id_token": p.signed(claims)})
}

func (p *provider) signed(claims map[string]any) string {
	header := map[string]any{"alg": "ES256", "kid": p.kid, "typ": "JWT"}
	if p.spoil != nil {
		p.spoil(header, claims)
	}
	part := func(v any) string {
		data, err := json.Marshal(v)
		if err != nil {
			p.t.Error(err)
		}
		return base64.RawURLEncoding.EncodeToString(data)
	}
	text := part(header) + "." + part(claims)
	if header["alg"] == "none" {
		return text + "."
	}
	key := p.key
	if p.forge != nil {
		key = p.forge
	}
	sum := sha256.Sum256([]byte(text))
	r, v, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		p.t.Fatal(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	v.FillBytes(signature[32:])
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// federated is a desk whose users may come from an issuer, with the
// administrator ada.
func federated(t *testing.T, change func(*Elsewhere)) (*desk, *provider, *browser) {
	t.Helper()
	var d *desk
	p := newProvider(t, func() time.Time { return d.now })
	i, err := issuer.New(issuer.Options{URL: p.server.URL, ClientID: client, Secret: clientSecret, Now: func() time.Time { return d.now }})
	if err != nil {
		t.Fatal(err)
	}
	e := &Elsewhere{Issuer: i, Label: "Corp", Roles: map[string]serve.Role{"news": serve.Reader, "desk": serve.Reviewer, "chiefs": serve.Administrator}}
	if change != nil {
		change(e)
	}
	d = open(t, func(o *Options) { o.Elsewhere = e })
	return d, p, d.browser().setUp()
}

// away begins to sign in and gives what the issuer is asked.
func (b *browser) away(to string) (address string) {
	b.t.Helper()
	w := b.get("/sign-in/oidc?to=" + url.QueryEscape(to))
	if w.Code != 303 {
		b.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// through signs in at the issuer.
func (b *browser) through(p *provider) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.get(p.authorize(b.away("/")))
}
