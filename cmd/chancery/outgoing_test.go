package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"chancery/internal/stage/ingest/fetch"
	"chancery/internal/stage/serve"
	"chancery/record"
)

// inner is a server of this machine on an address of loopback.
func inner(t *testing.T, address string, h http.HandlerFunc) (service string) {
	t.Helper()
	l, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	_, service, _ = net.SplitHostPort(l.Addr().String())
	return service
}

func denied(err error) bool {
	var e *fetch.Error
	return errors.As(err, &e) && e.Code == record.FetchDenied
}

// What users have the server ask reaches no inner address, however it is written,
// named or redirected to; nor do the addresses that saved searches tell.
func TestOutgoingReachesNoInnerAddress(t *testing.T) {
	hits := 0
	service := inner(t, "127.0.0.1", func(w http.ResponseWriter, r *http.Request) { hits++ })
	client, least, err := (&outgoing{who: "reviewers"}).client()
	if err != nil || least != serve.Reviewer {
		t.Fatal(least, err)
	}
	defer client.Close()
	get := fetcher(client)
	for _, host := range []string{"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "localhost", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "[fe80::1]", "[fd00::1]", "100.64.0.1"} {
		address := "http://" + host + ":" + service + "/"
		if _, _, err := get(t.Context(), address); !denied(err) {
			t.Errorf("fetched %s: %v", address, err)
		} else if words := err.(*fetch.Error).Told(); strings.Contains(words, "127.0.0.1") {
			t.Errorf("%s: the answer tells where it points: %s", address, words)
		}
		if _, err := client.Post(t.Context(), address, nil, nil); !denied(err) {
			t.Errorf("told %s: %v", address, err)
		}
	}
	for _, address := range []string{"file:///etc/passwd", "gopher://127.0.0.1/", "http://user@127.0.0.1/", "http:///x"} {
		if _, _, err := get(t.Context(), address); !denied(err) {
			t.Errorf("fetched %s: %v", address, err)
		}
		if err := client.May(address); err == nil {
			t.Errorf("%s may be told", address)
		}
	}
	if hits != 0 {
		t.Errorf("an inner server was reached %d times", hits)
	}
}

// Each redirect is checked anew, what is told follows none, and what an
// administrator allowed is reached.
func TestOutgoingRedirects(t *testing.T) {
	hits, told := 0, ""
	secret := inner(t, "127.0.0.1", func(w http.ResponseWriter, r *http.Request) { hits++ })
	var allowed string
	allowed = inner(t, "127.0.0.2", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<title>T</title><article><p>"+strings.Repeat("The minister met the envoy in Vendel on Monday and spoke of trade. ", 8)+"</p></article>")
		case "/hook":
			body, _ := io.ReadAll(r.Body)
			told = string(body) + r.Header.Get("Chancery-Alert")
		case "/moved":
			http.Redirect(w, r, "http://127.0.0.2:"+allowed+"/hook", http.StatusTemporaryRedirect)
		case "/big":
			_, _ = io.CopyN(w, endless{}, tryBytes+1)
		default:
			http.Redirect(w, r, "http://127.0.0.1:"+secret+"/", http.StatusFound)
		}
	})
	client, _, err := (&outgoing{who: "readers", allow: []string{"127.0.0.2/32"}}).client()
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	base, get := "http://127.0.0.2:"+allowed, fetcher(client)
	if _, _, err := get(t.Context(), base+"/redirect"); !denied(err) {
		t.Errorf("a redirect to an inner address: %v", err)
	}
	if page, _, err := get(t.Context(), base+"/page"); err != nil || !strings.Contains(page.Text, "spoke of trade") {
		t.Errorf("an allowed page: %v, %q", err, page.Text)
	}
	var e *fetch.Error
	if _, _, err := get(t.Context(), base+"/big"); !errors.As(err, &e) || e.Code != record.FetchTooLong {
		t.Errorf("an endless page: %v", err)
	}
	if status, err := client.Post(t.Context(), base+"/hook", http.Header{"Chancery-Alert": {"a1"}}, []byte("body ")); err != nil || status != 200 || told != "body a1" {
		t.Errorf("an allowed address: %d, %v, %q", status, err, told)
	}
	told = ""
	if status, err := client.Post(t.Context(), base+"/moved", nil, []byte("body")); err != nil || status != http.StatusTemporaryRedirect || told != "" {
		t.Errorf("a redirect of what is told: %d, %v, %q", status, err, told)
	}
	if hits != 0 {
		t.Errorf("the inner server was reached %d times", hits)
	}
}

// endless gives letters.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}

func TestOutgoingFlag(t *testing.T) {
	if c, _, err := (&outgoing{who: "none"}).client(); c != nil || err != nil {
		t.Error("none asks others", err)
	}
	for _, o := range []outgoing{{who: "all"}, {who: "readers", allow: []string{"10.0.0.1"}}} {
		if _, _, err := o.client(); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}
