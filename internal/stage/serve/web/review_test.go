package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/serve"
	"chancery/record"
)

func TestDecide(t *testing.T) {
	f := &fake{}
	h := desk(t, f)
	key := f.event().Key
	same := url.Values{"event": {key}, "type": {"CONSULT"}, "status": {"actual"}, "modes": {"visit"}, "actors": {"XES " + hostileName}, "recipients": {"XES Estravia"},
		"start": {"2042-05-05"}, "end": {"2042-05-05"}, "place": {hostileName}, "country": {"XES"}}
	with := func(pairs ...string) url.Values {
		out := url.Values{}
		for k, v := range same {
			out[k] = v
		}
		for i := 0; i < len(pairs); i += 2 {
			out.Set(pairs[i], pairs[i+1])
		}
		return out
	}
	for wrong, form := range map[string]url.Values{
		"Choose what to do":  with("verdict", "burn"),
		"Nothing is changed": with("verdict", "correct"),
		"no such kind":       with("verdict", "correct", "type", "DANCE"),
		"has no mode":        with("verdict", "correct", "modes", "riot"),
		"no such status":     with("verdict", "correct", "status", "maybe"),
		"Give days":          with("verdict", "correct", "start", "soon"),
		"before the first":   with("verdict", "correct", "end", "2042-05-04"),
		"is not known":       with("verdict", "correct", "actors", "Nowhereland"),
	} {
		w := post(t, h, "/review", form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), wrong) {
			t.Errorf("%s: status %d", wrong, w.Code)
		}
		sound(t, "/review "+wrong, w)
	}
	if len(f.decisions) != 0 {
		t.Fatalf("%d wrong decisions were taken", len(f.decisions))
	}
	for _, form := range []url.Values{
		with("verdict", "accept", "reason", " plain ", "q", "type:CONSULT", "skip", "2"),
		with("verdict", "correct", "status", "planned", "actors", "XES "+hostileName+"\r\nFRA Jeanne Exemple\nGermany", "end", "2042-05-06"),
		with("verdict", "split", "other", key, "incident", "i0123456789abcdef"),
	} {
		if w := post(t, h, "/review", form); w.Code != http.StatusSeeOther {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
	}
	if c := f.decisions[0]; c.Verdict != archive.Accept || c.Reviewer != "rita" || c.Reason != "plain" || c.Event != key || c.Set != nil {
		t.Errorf("%+v", c)
	}
	set := f.decisions[1].Set
	if set.Type != nil || set.Modes != nil || set.Recipients != nil || set.Place != nil || *set.Status != record.Planned || *set.Start != "2042-05-05" || *set.End != "2042-05-06" {
		t.Errorf("%+v", set)
	}
	// The party that was there keeps what was known of it, the others are found.
	if a := set.Actors; len(a) != 3 || a[0].Title != hostileTitle || a[1].Code != "FRA" || a[1].Name != "Jeanne Exemple" || a[2].Code != "DEU" {
		t.Errorf("%+v", set.Actors)
	}
	if c := f.decisions[2]; c.Verdict != archive.Split || c.Other != key {
		t.Errorf("%+v", c)
	}
}

func TestUndoAndJoin(t *testing.T) {
	f := &fake{}
	h := desk(t, f)
	if w := post(t, h, "/review/undo", url.Values{"id": {"7"}}); w.Code != http.StatusSeeOther || len(f.undone) != 1 || f.undone[0] != 7 {
		t.Errorf("status %d, undone %v", w.Code, f.undone)
	}
	if w := post(t, h, "/review/undo", url.Values{"id": {"x"}}); w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
	w := post(t, h, "/review/join", url.Values{"incident": {"i0123456789abcdef"}, "with": {"http://localhost/incident/i0123456789abcdef "}})
	if w.Code != http.StatusSeeOther || len(f.decisions) != 1 || f.decisions[0].Verdict != archive.Merge {
		t.Errorf("status %d, decided %+v", w.Code, f.decisions)
	}
	if w := post(t, h, "/review/join", url.Values{"incident": {"i0123456789abcdef"}, "with": {"//"}}); w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
}

// Readers may not decide, nor see the queue; what is for reviewers is not shown.
func TestReaders(t *testing.T) {
	f := &fake{}
	h := deskFor(t, f, func(h http.Handler) http.Handler { return caller(serve.Caller{Name: "rolf", Role: serve.Reader}, h) })
	for _, address := range []string{"/review", "/review/log", "/review/agreement"} {
		if w := get(t, h, address); w.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", address, w.Code)
		}
	}
	for _, address := range []string{"/review", "/review/undo", "/review/join"} {
		if w := post(t, h, address, url.Values{"event": {f.event().Key}, "verdict": {"accept"}, "id": {"7"}, "incident": {"i0123456789abcdef"}, "with": {"i0123456789abcdef"}}); w.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", address, w.Code)
		}
	}
	if len(f.decisions)+len(f.undone) > 0 {
		t.Error("a reader has decided")
	}
	if body := get(t, h, "/incident/i0123456789abcdef").Body.String(); strings.Contains(body, "/review") {
		t.Error("a reader is offered what he may not do")
	}
	if w := post(t, h, "/try", url.Values{"text": {"They met."}}); w.Code != http.StatusOK {
		t.Errorf("/try: status %d", w.Code)
	}
}

// Every form that changes something proves that it is ours.
func TestForms(t *testing.T) {
	h := desk(t, &fake{})
	for _, address := range []string{"/review", "/review/log", "/incident/i0123456789abcdef", "/try"} {
		body := get(t, h, address).Body.String()
		if forms, fields := strings.Count(body, `method="post"`), strings.Count(body, `name="form" value="form-of-rita"`); forms == 0 || forms != fields {
			t.Errorf("%s: %d forms, %d proofs", address, forms, fields)
		}
	}
}
