package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"chancery/internal/stage/serve"
)

// send asks with a body of JSON.
func (d *desk) send(method, address, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, "http://localhost"+address, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	d.Handler().ServeHTTP(w, r)
	return w
}

// searchOf saves a search, and gives its id.
func searchOf(t *testing.T, d *desk) string {
	t.Helper()
	w := d.send("POST", "/api/v1/searches", `{"name":"Aid","list":"statements","filter":"aid","hook":"https://a.example/hook?token=hidden"}`)
	var got SavedSearch
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK || got.Secret == "" || !strings.HasPrefix(got.Feed, "/feed.atom?key=") {
		t.Fatalf("%d: %s, %v", w.Code, w.Body, err)
	}
	return got.ID
}

func TestSearchesByAPI(t *testing.T) {
	d := open(t, 2, reader())
	id := searchOf(t, d)
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/searches", "", 200, `"items"`},
		{"GET", "/searches/" + id, "", 200, `"name":"Aid"`},
		{"GET", "/searches/none", "", 404, "no such thing"},
		{"PUT", "/searches/" + id, `{"name":"Help","list":"incidents","filter":""}`, 200, `"name":"Help"`},
		{"PUT", "/searches/none", `{"name":"Help","list":"incidents","filter":""}`, 404, "no such thing"},
		{"POST", "/searches", `{"name":"","list":"incidents","filter":""}`, 400, `"field":"name"`},
		{"POST", "/searches", `{"name":"x","list":"incidents","filter":"type:NONE"}`, 400, `"filter":"type:NONE"`},
		{"POST", "/searches", `{"name":"x","list":"incidents","filter":"","owner":"other"}`, 400, `"field":"body"`},
		{"DELETE", "/searches/" + id, "", 200, `"deleted"`},
		{"GET", "/searches/" + id, "", 404, ""},
	} {
		if w := d.send(c.method, "/api/v1"+c.path, c.body); w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, w.Code, w.Body)
		}
	}
	token := reader()
	token.Token, token.Scopes = "t", []string{serve.ReadScope}
	d = open(t, 0, token)
	if w := d.send("POST", "/api/v1/searches", `{"name":"x","list":"incidents","filter":""}`); w.Code != http.StatusForbidden {
		t.Errorf("a token saves a search: %d", w.Code)
	}
	if w := d.send("DELETE", "/api/v1/searches/x", ""); w.Code != http.StatusForbidden {
		t.Errorf("a token deletes a search: %d", w.Code)
	}
}
