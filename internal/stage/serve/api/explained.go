package api

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"chancery/internal/filter"
)

//go:embed docs.html
var docs string

//go:embed docs.css
var style []byte

// line is what the page shows of a route.
type line struct {
	Method, Path, Gist, Example, Link string
	Params                            []param
	Forms                             []format
	Fields                            []filter.Spec
}

// explained makes the page that explains the API, from the table of routes.
func explained(routes []route, version string) ([]byte, error) {
	t, err := template.New("docs").Funcs(template.FuncMap{
		"join": func(of []string) string { return strings.Join(of, ", ") },
		"name": func(p param) string { return p.name }, "gist": func(p param) string { return p.gist },
		"values": func(p param) []string { return p.values },
	}).Parse(docs)
	if err != nil {
		return nil, fmt.Errorf("cannot make the page of the API: %w", err)
	}
	var out bytes.Buffer
	var lines []line
	for _, r := range routes {
		l := line{Method: r.method, Path: "/api/v1" + r.path, Gist: r.gist, Params: r.params, Forms: r.forms}
		if r.example != "" {
			l.Example, l.Link = l.Path+"?"+r.example, l.Path+"?"+encoded(r.example)
		} else if r.method == "GET" && !strings.Contains(r.path, "{") {
			l.Example, l.Link = l.Path, l.Path
		}
		lines = append(lines, l)
	}
	err = t.Execute(&out, map[string]any{"Version": version, "Routes": lines, "Fields": fields()})
	return out.Bytes(), err
}

// encoded writes a readable query as an address wants it.
func encoded(query string) string {
	var out []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		out = append(out, name+"="+url.QueryEscape(value))
	}
	return strings.Join(out, "&")
}

// fields are those of the filter language.
func fields() []filter.Spec {
	return slices.DeleteFunc(filter.Specs(), func(s filter.Spec) bool { return s.Example == "" })
}
