package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"chancery/record"
)

// What is asked for wrongly is told in a page, with the place in the filter.
func TestProblems(t *testing.T) {
	h := desk(t, &fake{})
	for address, want := range map[string]string{
		"/incidents?q=type:CONSULT+foo:bar": "<mark>foo:bar</mark>",
		"/incident/none":                    "no such thing",
		"/page/zzz":                         "no such thing",
		"/page/0000000000000000":            "no such thing",
		"/nowhere":                          "no such thing",
	} {
		w := get(t, h, address)
		if w.Code != http.StatusBadRequest && w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: status %d, no %q", address, w.Code, want)
		}
	}
}

// An incident that lives on under another name is found by the old one.
func TestRenamed(t *testing.T) {
	if w := get(t, desk(t, &fake{}), "/incident/i000000000000000f"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/incident/i0123456789abcdef" {
		t.Errorf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
}

// A number of the list leads to the incident, that to the words: two steps.
func TestTwoSteps(t *testing.T) {
	h := desk(t, &fake{})
	if list := get(t, h, "/incidents").Body.String(); !strings.Contains(list, `<a href="/incident/i0123456789abcdef">1 report</a>`) {
		t.Error("the number of reports leads nowhere")
	}
	if page := get(t, h, "/incident/i0123456789abcdef").Body.String(); !strings.Contains(page, `href="/page/0123456789abcdef#c`) {
		t.Error("the report does not lead to its words")
	}
	page := get(t, h, "/page/0123456789abcdef").Body.String()
	if !strings.Contains(page, `class="trigger" href="#ee1"`) && !strings.Contains(page, `class="evidence trigger" href="#ee1"`) {
		t.Error("the words are not marked")
	}
}

func TestTry(t *testing.T) {
	h := desk(t, &fake{})
	w := post(t, h, "/try", url.Values{"text": {"Met they have.\r\nAgain."}, "published": {"2042-05-05"}})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `class="evidence trigger"`) || !strings.Contains(w.Body.String(), "1 act") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	for wrong, form := range map[string]url.Values{
		"Paste the text": {"text": {" "}}, "too long": {"text": {strings.Repeat("a", 300_000)}}, "Give the day": {"text": {"a"}, "published": {"5 May"}},
	} {
		if w := post(t, h, "/try", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), wrong) {
			t.Errorf("%s: status %d", wrong, w.Code)
		}
	}
}

func TestFeed(t *testing.T) {
	w := get(t, desk(t, &fake{}), "/agenda.ics?q=type:CONSULT")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.Contains(w.Body.String(), "i0123456789abcdef") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestAssets(t *testing.T) {
	h := desk(t, &fake{})
	for _, name := range []string{"desk.css", "desk.js", "icon.svg"} {
		w := get(t, h, "/assets/"+name)
		if w.Code != http.StatusOK || w.Header().Get("ETag") == "" {
			t.Errorf("%s: status %d", name, w.Code)
		}
		again := httptest.NewRequest(http.MethodGet, "http://localhost/assets/"+name, nil)
		again.Header.Set("If-None-Match", w.Header().Get("ETag"))
		second := httptest.NewRecorder()
		h.ServeHTTP(second, again)
		if second.Code != http.StatusNotModified {
			t.Errorf("%s again: status %d", name, second.Code)
		}
	}
	if w := get(t, h, "/assets/../web.go"); w.Code == http.StatusOK {
		t.Error("what is no asset is given")
	}
}

// No more than two texts are coded at once, whatever many send.
func TestTryWaits(t *testing.T) {
	var now, most atomic.Int32
	slow := func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		runtime.Gosched()
		return code(ctx, p)
	}
	h := deskWith(t, &fake{}, asReviewer, slow)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if w := post(t, h, "/try", url.Values{"text": {"They met."}}); w.Code != http.StatusOK {
				t.Errorf("status %d", w.Code)
			}
		})
	}
	wg.Wait()
	if most.Load() > 2 {
		t.Errorf("%d at once", most.Load())
	}
}
