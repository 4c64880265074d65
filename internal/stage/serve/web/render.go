package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"chancery/internal/filter"
	"chancery/internal/stage/serve"
)

// view is a parsed template of a page, layout included.
type view = *template.Template

// shown is a page that a view makes.
type shown struct {
	View  string
	Title string
	Data  any
	// Status is 200 when 0. To sends the reader elsewhere instead.
	Status int
	To     string
}

// maker answers a request with a page.
type maker func(*http.Request) (shown, error)

// frame is what the layout shows around a page.
type frame struct {
	shown
	Caller  serve.Caller
	Nav     []entry
	Version string
	Words   string // searched words
	// Reviews says that the caller may decide on events.
	Reviews bool
}

type entry struct {
	Name, URL string
	Here      bool
}

func parseViews() (map[string]view, error) {
	layout, err := template.New("layout.html").Funcs(funcs()).ParseFS(files, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, fmt.Errorf("cannot read the templates: %w", err)
	}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	views := map[string]view{}
	for _, name := range names {
		base := strings.TrimSuffix(path.Base(name), ".html")
		if base == "layout" || base == "parts" {
			continue
		}
		own, err := layout.Clone()
		if err == nil {
			own, err = own.ParseFS(files, name)
		}
		if err != nil {
			return nil, fmt.Errorf("cannot read the template %s: %w", base, err)
		}
		views[base] = own
	}
	return views, nil
}

// handle answers with the page of a maker, or says what is wrong in a page.
func (d *desk) handle(make maker) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, err := make(r)
		if err == nil && page.To != "" {
			http.Redirect(w, r, page.To, http.StatusSeeOther)
			return
		}
		if err != nil {
			page = problemPage(w, r, err)
		}
		var out bytes.Buffer
		if err := d.render(&out, r, page); err != nil {
			serve.FailWith(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Vary", "Cookie")
		if page.Status != 0 {
			w.WriteHeader(page.Status)
		}
		_, _ = w.Write(out.Bytes()) // a reader who has gone needs no page
	})
}

func (d *desk) render(out *bytes.Buffer, r *http.Request, page shown) error {
	v := d.views[page.View]
	if v == nil {
		return fmt.Errorf("there is no view %q", page.View)
	}
	f := frame{shown: page, Caller: serve.CallerOf(r.Context()), Version: d.o.Version, Words: r.FormValue("words")}
	f.Reviews = f.Caller.May(serve.Reviewer)
	for _, e := range d.nav(f.Caller) {
		e.Here = e.URL == r.URL.Path || slices.Contains(parts(e.URL), r.URL.Path) || e.URL != "/" && strings.HasPrefix(r.URL.Path, e.URL+"/")
		f.Nav = append(f.Nav, e)
	}
	if err := v.ExecuteTemplate(out, "layout.html", f); err != nil {
		return fmt.Errorf("cannot make the page %s: %w", page.View, err)
	}
	return nil
}

// parts are the views that stand under one of the head.
func parts(url string) []string {
	switch url {
	case "/people":
		return []string{"/posts"}
	case "/relation":
		return []string{"/network", "/map", "/forums", "/claims"}
	}
	return nil
}

// nav are the views of the head of each page.
func (d *desk) nav(c serve.Caller) []entry {
	list := []entry{
		{Name: "Today", URL: "/"}, {Name: "Incidents", URL: "/incidents"}, {Name: "Statements", URL: "/statements"},
		{Name: "People", URL: "/people"}, {Name: "Agenda", URL: "/agenda"}, {Name: "Relations", URL: "/relation"},
	}
	if c.May(serve.Reviewer) {
		list = append(list, entry{Name: "Review", URL: "/review"})
	}
	if d.o.Saved != nil && c.Name != "" {
		list = append(list, entry{Name: "Saved", URL: "/searches"})
	}
	if d.o.Code != nil {
		list = append(list, entry{Name: "Try it", URL: "/try"})
	}
	return list
}

// problem is what a reader is told when there is no page.
type problem struct {
	serve.Problem
	Before, Wrong, After string // of the filter, around the place
	Back                 string
}

func problemPage(w http.ResponseWriter, r *http.Request, err error) shown {
	p, inside := serve.ProblemOf(err)
	if inside {
		serve.Noted(r, err)
	}
	if p.Title == "" {
		p.Title = http.StatusText(p.Status)
	}
	data := problem{Problem: p, Back: r.URL.Path}
	var bad *filter.Error
	if errors.As(err, &bad) {
		runes := []rune(bad.Text)
		at := min(max(bad.At, 0), len(runes))
		end := at
		for end < len(runes) && runes[end] != ' ' {
			end++
		}
		data.Before, data.Wrong, data.After = string(runes[:at]), string(runes[at:end]), string(runes[end:])
	}
	return shown{View: "problem", Title: p.Title, Status: p.Status, Data: data}
}

// assets are the style sheet, the script and the icon.
type assets map[string]asset

type asset struct {
	data      []byte
	kind, tag string
}

func newAssets() (assets, error) {
	out := assets{}
	return out, fs.WalkDir(files, "assets", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		sum := sha256.Sum256(data)
		out["/"+name] = asset{data, mime.TypeByExtension(path.Ext(name)), `"` + hex.EncodeToString(sum[:8]) + `"`}
		return err
	})
}

func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := a[r.URL.Path]
	if !ok {
		serve.Fail(w, r, serve.Problem{Status: http.StatusNotFound})
		return
	}
	w.Header().Set("Content-Type", file.kind)
	w.Header().Set("ETag", file.tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file.data))
}
