package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/saved"
)

// SavedSearch is a search that the caller has saved.
type SavedSearch struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	List   string    `json:"list"`
	Filter string    `json:"filter"`
	Made   time.Time `json:"made"`
	// Hook is the address that is told; to a token only its host.
	Hook string `json:"hook,omitempty"`
	// Alerts are the newest, when one search is asked for.
	Alerts []archive.Alert `json:"alerts,omitempty"`
	// Feed is the path of its feed and Secret what signs for its address: given
	// once, when they are made.
	Feed   string `json:"feed,omitempty"`
	Secret string `json:"secret,omitempty"`
}

// SavedSearches are all of the caller.
type SavedSearches struct {
	Items []SavedSearch `json:"items"`
}

// Deleted says that something is gone.
type Deleted struct {
	Deleted string `json:"deleted"`
}

func (a *API) searchRoutes() []route {
	if a.o.Saved == nil {
		return nil
	}
	return []route{
		{method: "GET", path: "/searches", gist: "The searches that the caller has saved", gives: schemaOf[SavedSearches], answer: a.searches},
		{method: "POST", path: "/searches", gist: "Save a search; its feed and the secret of its address are given this once (no tokens)", body: schemaOf[saved.Form], gives: schemaOf[SavedSearch], answer: a.saveSearch},
		{method: "GET", path: "/searches/{search}", gist: "One of them, with what became of its alerts", gives: schemaOf[SavedSearch], answer: a.oneSearch},
		{method: "PUT", path: "/searches/{search}", gist: "Change one (no tokens)", body: schemaOf[saved.Form], gives: schemaOf[SavedSearch], answer: a.saveSearch},
		{method: "DELETE", path: "/searches/{search}", gist: "Delete one with its feed and alerts (no tokens)", gives: schemaOf[Deleted], answer: a.deleteSearch},
	}
}

func shownTo(c serve.Caller, x archive.SavedSearch, made saved.Made) SavedSearch {
	out := SavedSearch{ID: x.ID, Name: x.Name, List: x.List, Filter: x.Filter, Made: x.Made, Hook: x.Hook, Secret: made.Secret}
	if u, err := url.Parse(x.Hook); c.Token != "" && err == nil {
		out.Hook = u.Host
	}
	if made.Key != "" {
		out.Feed = saved.FeedPath + "?" + url.Values{"key": {made.Key}}.Encode()
	}
	return out
}

func (a *API) searches(w http.ResponseWriter, r *http.Request) error {
	c := serve.CallerOf(r.Context())
	list, err := a.o.Saved.Of(r.Context(), c.Name)
	if err != nil {
		return err
	}
	out := SavedSearches{Items: []SavedSearch{}}
	for _, x := range list {
		out.Items = append(out.Items, shownTo(c, x, saved.Made{}))
	}
	return put(w, out)
}

func (a *API) oneSearch(w http.ResponseWriter, r *http.Request) error {
	c := serve.CallerOf(r.Context())
	x, err := a.o.Saved.One(r.Context(), c.Name, r.PathValue("search"))
	if err != nil {
		return err
	}
	out := shownTo(c, x, saved.Made{})
	if out.Alerts, err = a.o.Saved.Alerts(r.Context(), c.Name, x.ID, 20); err != nil {
		return err
	}
	return put(w, out)
}

// saveSearch saves a new search or changes one.
func (a *API) saveSearch(w http.ResponseWriter, r *http.Request) error {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
		serve.Fail(w, r, serve.Problem{Status: http.StatusUnsupportedMediaType, Detail: "Send JSON, with Content-Type: application/json."})
		return nil
	}
	var f saved.Form
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return badParam{"body", "The body is no JSON as it is asked for: give name, list, filter, and if something is to be told, hook."}
	}
	c := serve.CallerOf(r.Context())
	var x archive.SavedSearch
	var made saved.Made
	var err error
	if id := r.PathValue("search"); id != "" {
		x, made, err = a.o.Saved.Change(r.Context(), c, id, f)
	} else {
		x, made, err = a.o.Saved.Create(r.Context(), c, f)
	}
	if err != nil {
		return refusedSearch(w, r, err)
	}
	return put(w, shownTo(c, x, made))
}

func (a *API) deleteSearch(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("search")
	if err := a.o.Saved.Delete(r.Context(), serve.CallerOf(r.Context()), id); err != nil {
		return refusedSearch(w, r, err)
	}
	return put(w, Deleted{id})
}

// refusedSearch tells what is wrong with a search; other errors are given back.
func refusedSearch(w http.ResponseWriter, r *http.Request, err error) error {
	var no saved.Refusal
	switch {
	case errors.As(err, &no):
		return badParam{no.Field, no.Words}
	case errors.Is(err, saved.ErrNotSignedIn):
		serve.Fail(w, r, serve.Problem{Status: http.StatusForbidden, Detail: "Searches are saved and changed by users who have signed in; a token only reads."})
		return nil
	}
	return err
}
