package client_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"testing"

	"chancery/client"
)

// wire gives one answer to all requests.
type wire struct {
	status int
	header http.Header
	body   []byte
	rows   string
}

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: w.status, Header: w.header, Body: io.NopCloser(bytes.NewReader(w.body)), Request: r,
		Trailer: http.Header{"Chancery-Rows": {w.rows}}, ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// FuzzAnswers reads whatever a server sends: no harm comes of it, a refusal is a
// Problem of its status, and a stream without an error has the rows that the
// trailer tells of.
func FuzzAnswers(f *testing.F) {
	f.Add(200, "application/x-ndjson", `{"line":"x"}`, []byte("{\"key\":\"a\"}\n{}\n"), "2", "")
	f.Add(200, "application/json", "", []byte(`{"items":[{}],"next":""}`), "", "")
	f.Add(400, "application/problem+json", "", []byte(`{"status":200,"at":3,"detail":"no"}`), "", "")
	f.Add(304, "", "", []byte{}, "", "")
	f.Add(404, "text/html", "{", []byte("<html>"), "-1", "99999999999999")
	f.Fuzz(func(t *testing.T, status int, kind, drawn string, body []byte, rows, wait string) {
		if status < 100 || status > 999 || status == 429 || status == 503 {
			return
		}
		h := http.Header{"Content-Type": {kind}, "Chancery-Completeness": {drawn}, "Retry-After": {wait}}
		c, err := client.New("http://localhost", client.Options{HTTP: &http.Client{
			Transport: wire{status, h, body, rows}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Events().Page(t.Context(), client.Query{})
		var p *client.Problem
		if asProblem := errors.As(err, &p); asProblem && (p.Status != status || p.Wait < 0 || p.Error() == "") || !asProblem && status != 200 && status != 304 && status/100 != 3 {
			t.Errorf("%d: %v", status, err)
		}
		s, err := c.Events().Stream(t.Context(), client.Query{})
		if err != nil {
			return
		}
		defer s.Close()
		n := 0
		var last error
		for _, err := range s.Rows() {
			if last = err; err == nil {
				n++
			}
		}
		if told, err := strconv.Atoi(rows); last == nil && (err != nil || told != n) {
			t.Errorf("%d rows of %q are whole", n, rows)
		}
	})
}
