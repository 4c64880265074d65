package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/saved"
)

// searchesPage are the saved searches of the caller, and the form for another one.
type searchesPage struct {
	Items   []savedRow
	Form    saved.Form
	Wrong   string
	Field   string
	MayTell bool
	Lists   []string
	Nobody  bool // the caller has not signed in
	Deleted bool
}

// savedRow is a search in the list.
type savedRow struct {
	archive.SavedSearch
	URL, EditURL, Host string
	Last               *archive.Alert
}

// savedPage is one search, with what became of its alerts.
type savedPage struct {
	searchesPage
	Search  archive.SavedSearch
	URL     string
	FeedURL string // with the key, once
	Secret  string // once
	Alerts  []archive.Alert
	New     bool
}

const alertsShown = 20

// searchMounts are the places of saved searches.
func (d *desk) searchMounts() []serve.Mount {
	if d.o.Saved == nil {
		return nil
	}
	mux := http.NewServeMux()
	for pattern, make := range map[string]maker{
		"GET /searches":              d.searches,
		"POST /searches":             d.saveSearch,
		"GET /searches/{id}":         d.savedSearch,
		"POST /searches/{id}":        d.changeSearch,
		"POST /searches/{id}/keys":   d.renewSearch,
		"POST /searches/{id}/delete": d.deleteSearch,
		"/":                          d.unknown,
	} {
		mux.Handle(pattern, d.handle(make))
	}
	return []serve.Mount{
		{Pattern: "/searches", Handler: mux, Read: serve.Reader, Write: serve.Reader, Pages: true},
		{Pattern: "/searches/", Handler: mux, Read: serve.Reader, Write: serve.Reader, Pages: true},
		d.o.Saved.Mount(),
	}
}

func (d *desk) searches(r *http.Request) (shown, error) {
	p := d.newSearches(r)
	p.Form = saved.Form{Name: word(r, "name"), List: word(r, "list"), Filter: word(r, "q")}
	p.Deleted = r.FormValue("deleted") != ""
	return d.showSearches(r, p, 0)
}

func (d *desk) newSearches(r *http.Request) searchesPage {
	c := serve.CallerOf(r.Context())
	return searchesPage{Lists: []string{saved.Incidents, saved.Statements, saved.Agenda}, MayTell: d.o.Saved.MayTell(c), Nobody: c.Name == ""}
}

func (d *desk) showSearches(r *http.Request, p searchesPage, status int) (shown, error) {
	ctx := r.Context()
	list, err := d.o.Saved.Of(ctx, serve.CallerOf(ctx).Name)
	if err != nil {
		return shown{}, err
	}
	for _, x := range list {
		row := savedRow{SavedSearch: x, URL: to("/"+x.List, "q", x.Filter), EditURL: "/searches/" + x.ID, Host: hostOf(x.Hook)}
		if x.Hook != "" {
			alerts, err := d.o.Saved.Alerts(ctx, x.Owner, x.ID, 1)
			if err != nil {
				return shown{}, err
			}
			if len(alerts) > 0 {
				row.Last = &alerts[0]
			}
		}
		p.Items = append(p.Items, row)
	}
	return shown{View: "searches", Title: "Saved searches", Status: status, Data: p}, nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// formOfSearch is what was sent.
func formOfSearch(r *http.Request) (saved.Form, error) {
	if err := r.ParseForm(); err != nil {
		return saved.Form{}, err
	}
	f := saved.Form{Name: r.PostForm.Get("name"), List: r.PostForm.Get("list"), Filter: r.PostForm.Get("filter"), Hook: r.PostForm.Get("hook")}
	return f, nil
}

// refused says in words what is wrong with a form; other errors are given back.
func (p *searchesPage) refused(err error) error {
	var no saved.Refusal
	var bad *filter.Error
	switch {
	case errors.As(err, &no):
		p.Wrong, p.Field = no.Words, no.Field
	case errors.As(err, &bad):
		p.Wrong, p.Field = "The filter cannot be read: "+bad.Problem+".", "filter"
	case errors.Is(err, saved.ErrNotSignedIn):
		p.Wrong = "Sign in to save searches."
	default:
		return err
	}
	return nil
}

func (d *desk) saveSearch(r *http.Request) (shown, error) {
	p := d.newSearches(r)
	var err error
	if p.Form, err = formOfSearch(r); err != nil {
		return shown{}, err
	}
	x, made, err := d.o.Saved.Create(r.Context(), serve.CallerOf(r.Context()), p.Form)
	if err != nil {
		if err := p.refused(err); err != nil {
			return shown{}, err
		}
		return d.showSearches(r, p, http.StatusUnprocessableEntity)
	}
	return d.showSaved(r, x, made, true)
}

func (d *desk) savedSearch(r *http.Request) (shown, error) {
	x, err := d.o.Saved.One(r.Context(), serve.CallerOf(r.Context()).Name, r.PathValue("id"))
	if err != nil {
		return shown{}, err
	}
	return d.showSaved(r, x, saved.Made{}, false)
}

func (d *desk) changeSearch(r *http.Request) (shown, error) {
	f, err := formOfSearch(r)
	if err != nil {
		return shown{}, err
	}
	c, id := serve.CallerOf(r.Context()), r.PathValue("id")
	x, made, err := d.o.Saved.Change(r.Context(), c, id, f)
	if err == nil {
		return d.showSaved(r, x, made, false)
	}
	var p searchesPage
	if wrong := p.refused(err); wrong != nil {
		return shown{}, wrong
	}
	if x, err = d.o.Saved.One(r.Context(), c.Name, id); err != nil {
		return shown{}, err
	}
	out, err := d.showSaved(r, x, saved.Made{}, false)
	if err != nil {
		return shown{}, err
	}
	page := out.Data.(savedPage)
	page.Wrong, page.Field, page.Form = p.Wrong, p.Field, f
	out.Data, out.Status = page, http.StatusUnprocessableEntity
	return out, nil
}

func (d *desk) renewSearch(r *http.Request) (shown, error) {
	x, made, err := d.o.Saved.Renew(r.Context(), serve.CallerOf(r.Context()), r.PathValue("id"))
	if err != nil {
		return shown{}, err
	}
	return d.showSaved(r, x, made, false)
}

func (d *desk) deleteSearch(r *http.Request) (shown, error) {
	if err := d.o.Saved.Delete(r.Context(), serve.CallerOf(r.Context()), r.PathValue("id")); err != nil {
		return shown{}, err
	}
	return shown{To: "/searches?deleted=1"}, nil
}

// showSaved shows one search, with what was made for it.
func (d *desk) showSaved(r *http.Request, x archive.SavedSearch, made saved.Made, isNew bool) (shown, error) {
	p := savedPage{searchesPage: d.newSearches(r), Search: x, URL: to("/"+x.List, "q", x.Filter), Secret: made.Secret, New: isNew}
	p.Form = saved.Form{Name: x.Name, List: x.List, Filter: x.Filter, Hook: x.Hook}
	if made.Key != "" {
		scheme := "http://"
		if serve.Secure(r) {
			scheme = "https://"
		}
		p.FeedURL = scheme + r.Host + to(saved.FeedPath, "key", made.Key)
	}
	var err error
	if p.Alerts, err = d.o.Saved.Alerts(r.Context(), x.Owner, x.ID, alertsShown); err != nil {
		return shown{}, err
	}
	return shown{View: "saved", Title: x.Name, Data: p}, nil
}

// saveURL is where the filter of a list is saved; empty when the caller may not.
func (d *desk) saveURL(r *http.Request, q *question) string {
	list := strings.TrimPrefix(q.Path, "/")
	if d.o.Saved == nil || serve.CallerOf(r.Context()).Name == "" || list != saved.Incidents && list != saved.Statements && list != saved.Agenda {
		return ""
	}
	return to("/searches", "list", list, "q", q.Typed)
}
