package storetest

import (
	"context"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
)

// search finds words in events, statements and texts, and takes anything.
func search(t *testing.T, ctx context.Context, s *store.Store) {
	secret := Page(2, "herald", "2031-05-01")
	secret.KeepText = false
	add(t, ctx, s, archive.New, Page(1, "courier", "2031-04-30"), secret)
	for text, want := range map[string]string{
		"envoy":             "event:herald event:courier text:courier",
		"ENVOY brandt":      "event:herald event:courier text:courier",
		`"met envoy"`:       "event:herald event:courier text:courier",
		`"envoy met"`:       "",
		"send aid":          "event:herald event:courier statement:herald statement:courier text:courier",
		"sylv*":             "text:courier",
		"sylv":              "",
		"number 1":          "text:courier",
		"number 2":          "",
		"":                  "",
		"' OR 1=1 --":       "",
		`"unclosed envoy`:   "",
		`envoy"`:            "event:herald event:courier text:courier",
		"NOT AND ( ) : ^ {": "",
		"envoy AND":         "",
		"envoy* NEAR(met":   "",
		"\x00 envoy \xff":   "event:herald event:courier text:courier",
		"***":               "",
		"*envoy":            "event:herald event:courier text:courier",
		"words:envoy":       "",
	} {
		hits, err := s.Search(ctx, text, 10)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.Kind+":"+h.Outlet)
			if h.Words == "" || h.Document == "" || (h.Key == "") != (h.Kind == "text") {
				t.Errorf("%q: %+v", text, h)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}
