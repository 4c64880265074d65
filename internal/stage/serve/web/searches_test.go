package web_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/saved"
	"chancery/record"
)

// shelfOfSearches keeps searches in memory.
type shelfOfSearches struct {
	saved.Store
	list []archive.SavedSearch
}

func (s *shelfOfSearches) SaveSearch(_ context.Context, x archive.SavedSearch, _ []archive.Match, _ string) error {
	if i := slices.IndexFunc(s.list, func(y archive.SavedSearch) bool { return y.ID == x.ID }); i >= 0 {
		s.list[i] = x
		return nil
	}
	s.list = append(s.list, x)
	return nil
}

func (s *shelfOfSearches) ForgetSearch(_ context.Context, _, id, _ string) error {
	s.list = slices.DeleteFunc(s.list, func(x archive.SavedSearch) bool { return x.ID == id })
	return nil
}

func (s *shelfOfSearches) Searches(_ context.Context, owner string) iter.Seq2[archive.SavedSearch, error] {
	return func(yield func(archive.SavedSearch, error) bool) {
		for _, x := range s.list {
			if (owner == "" || owner == x.Owner) && !yield(x, nil) {
				return
			}
		}
	}
}

func (s *shelfOfSearches) Alerts(context.Context, string, int) ([]archive.Alert, error) {
	at := time.Date(2042, 5, 6, 1, 2, 3, 0, time.UTC)
	return []archive.Alert{{ID: "a1", Things: 2, At: at, Tries: 1, Tried: at, Due: at.Add(time.Hour), Outcome: hostileQuote}, {ID: "a0", Things: 1, At: at, Tries: 1, Tried: at, Told: true}}, nil
}

// keeper keeps searches of which addresses are told.
func keeper(f *fake, names filter.Names) *saved.Keeper {
	return saved.New(saved.Options{Store: &shelfOfSearches{list: []archive.SavedSearch{{ID: "theirs", Owner: "other", Name: "Theirs", List: "incidents"}}}, Lists: f, Names: names, Least: serve.Reviewer,
		Post: func(context.Context, string, http.Header, []byte) (int, error) { return 200, nil },
		Allowed: func(url string) error {
			return map[bool]error{true: errors.New("it lies within")}[strings.Contains(url, "10.0.0.1")]
		}})
}

// A search is saved from a list, shown, changed and deleted; what is made for it
// is shown once.
func TestSavedSearches(t *testing.T) {
	h := desk(t, &fake{})
	if list := get(t, h, "/incidents?q=type:CONSULT").Body.String(); !strings.Contains(list, `<a href="/searches?list=incidents&amp;q=type%3ACONSULT">Save this search</a>`) {
		t.Error("the list does not offer to save the search")
	}
	form := get(t, h, "/searches?list=statements&q=polarity:denies").Body.String()
	if !strings.Contains(form, `value="polarity:denies"`) || !strings.Contains(form, "<option selected>statements</option>") || strings.Contains(form, "Theirs") {
		t.Error("the form is not filled, or others' searches are shown")
	}
	w := post(t, h, "/searches", url.Values{"name": {hostileName}, "list": {"incidents"}, "filter": {"type:CONSULT"}, "hook": {"https://a.example/x"}})
	sound(t, "/searches", w)
	page := w.Body.String()
	id := regexp.MustCompile(`action="/searches/([\w-]+)"`).FindStringSubmatch(page)
	if id == nil || !strings.Contains(page, "http://localhost/feed.atom?key=chanfeed_") || !strings.Contains(page, "chanhook_") {
		t.Fatalf("%d: %s", w.Code, page)
	}
	again := get(t, h, "/searches/"+id[1])
	sound(t, "/searches/id", again)
	if page := again.Body.String(); strings.Contains(page, "chanfeed_") || strings.Contains(page, "chanhook_") || !strings.Contains(page, "tried again after 2042-05-06 02:02") || !strings.Contains(page, "arrived 2042-05-06 01:02") {
		t.Error("keys are shown again, or alerts are not")
	}
	for field, values := range map[string]url.Values{"hook": {"hook": {"http://10.0.0.1/"}}, "filter": {"filter": {"type:NONE"}}, "name": {"name": {""}}} {
		sent := url.Values{"name": {"Talks"}, "list": {"incidents"}}
		for k, v := range values {
			sent[k] = v
		}
		for _, address := range []string{"/searches", "/searches/" + id[1]} {
			w := post(t, h, address, sent)
			sound(t, address, w)
			if w.Code != http.StatusUnprocessableEntity || !regexp.MustCompile(`id="`+field+`"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="`+field+`"`).MatchString(w.Body.String()) {
				t.Errorf("%s: a wrong %s gets %d", address, field, w.Code)
			}
		}
	}
	if w := post(t, h, "/searches/"+id[1], url.Values{"name": {"Talks"}, "list": {"agenda"}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1>Talks</h1>") {
		t.Errorf("changed: %d", w.Code)
	}
	if w := post(t, h, "/searches/"+id[1]+"/keys", nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "chanfeed_") {
		t.Errorf("new keys: %d", w.Code)
	}
	sound(t, "/searches", get(t, h, "/searches"))
	if w := post(t, h, "/searches/"+id[1]+"/delete", nil); w.Code != http.StatusSeeOther {
		t.Errorf("deleted: %d", w.Code)
	}
	for _, address := range []string{"/searches/" + id[1], "/searches/theirs"} {
		if w := get(t, h, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

// Who has not signed in has no searches, and is told so.
func TestSearchesNeedAUser(t *testing.T) {
	h := deskFor(t, &fake{}, func(h http.Handler) http.Handler { return caller(serve.Caller{Role: serve.Reader}, h) })
	if page := get(t, h, "/searches").Body.String(); !strings.Contains(page, `href="/sign-in?to=/searches"`) || strings.Contains(page, "<textarea") {
		t.Error("nobody is asked to sign in")
	}
	if page := get(t, h, "/incidents").Body.String(); strings.Contains(page, "Save this search") {
		t.Error("nobody is offered to save a search")
	}
	if w := post(t, h, "/searches", url.Values{"name": {"x"}, "list": {"incidents"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("nobody saves a search: %d", w.Code)
	}
}

// Only who may has an address fetched; what comes is coded and nothing else is
// said of it.
func TestTryAnAddress(t *testing.T) {
	asked := 0
	f := &fake{fetch: func(_ context.Context, address string) (record.Page, []record.Diagnostic, error) {
		asked++
		switch address {
		case "https://in.example/":
			return record.Page{}, nil, told("only public addresses are asked")
		case "https://down.example/":
			return record.Page{}, nil, errors.New("dial tcp 10.1.2.3:443: refused")
		case "https://empty.example/":
			return record.Page{}, nil, nil
		}
		return record.Page{Document: record.Document{URL: address, Title: hostileTitle, Published: "2042-05-01"}, Text: "Met they have. Again."}, nil, nil
	}}
	h := desk(t, f)
	if page := get(t, h, "/try").Body.String(); !strings.Contains(page, `name="address"`) {
		t.Error("no field for an address")
	}
	w := post(t, h, "/try", url.Values{"address": {"https://a.example/news"}})
	sound(t, "/try", w)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "From https://a.example/news") || !strings.Contains(w.Body.String(), `class="evidence trigger"`) {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
	for address, want := range map[string]string{"https://in.example/": "only public addresses are asked", "https://down.example/": "it does not answer", "https://empty.example/": "No text of an article", "": "Give the address", "https://" + strings.Repeat("a", 3000): "Give the address"} {
		w := post(t, h, "/try", url.Values{"address": {address}})
		sound(t, "/try", w)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), "10.1.2.3") {
			t.Errorf("%.40s: %d", address, w.Code)
		}
	}
	asked = 0
	for _, c := range []serve.Caller{{Role: serve.Reader}, {Name: "ron", Role: serve.Reader, Form: "x"}} {
		h := deskFor(t, f, func(h http.Handler) http.Handler { return caller(c, h) })
		if page := get(t, h, "/try").Body.String(); strings.Contains(page, `name="address"`) {
			t.Errorf("%q is offered to have an address fetched", c.Name)
		}
		if w := post(t, h, "/try", url.Values{"address": {"https://a.example/news"}}); w.Code != http.StatusForbidden || asked != 0 {
			t.Errorf("%q has an address fetched: %d", c.Name, w.Code)
		}
	}
}

// told is an error that says in words what is wrong.
type told string

func (e told) Error() string { return "inside 10.1.2.3" }
func (e told) Told() string  { return string(e) }
