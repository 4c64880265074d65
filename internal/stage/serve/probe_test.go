package serve

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestProbe(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/readyz":
		case "/away":
			http.Redirect(w, r, "/readyz", http.StatusFound)
		case "/slow":
			select {
			case <-r.Context().Done():
			case <-time.After(10 * time.Second):
			}
		default:
			http.Error(w, "the archive does not answer", http.StatusServiceUnavailable)
		}
	}))
	defer s.Close()
	for path, want := range map[string]string{"/readyz": "", "/not": "503 Service Unavailable: the archive does not answer", "/away": "302", "/slow": "no answer"} {
		err := Probe(context.Background(), s.URL+path, time.Second)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	for _, bad := range []string{"", "http://example.org/", "https://127.0.0.1/", "file:///etc/passwd", "http://127.0.0.1.example.org/"} {
		if err := Probe(context.Background(), bad, time.Second); err == nil || !strings.Contains(err.Error(), "of this machine") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
