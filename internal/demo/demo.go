// Package demo holds the sample dispatches that chancery demo codes.
//
// What must stay true:
//   - Every person and every happening in them is invented, and each sample says
//     so by its outlet; states, cities and bodies are real, so that they resolve.
//   - Each sample has a title, an outlet and a date of publication.
//   - Their order is that of the numbers in the file names.
package demo

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"chancery/record"
)

//go:embed samples/*.txt
var files embed.FS

// Sample is one dispatch with the name by which it is asked for.
type Sample struct {
	Name string
	Page record.Page
}

// Samples are the dispatches, in order. A broken sample is a bug, which the
// tests find, so it panics.
func Samples() []Sample {
	entries, err := files.ReadDir("samples")
	if err != nil {
		panic("demo: " + err.Error())
	}
	var out []Sample
	for _, e := range entries {
		data, err := files.ReadFile("samples/" + e.Name())
		if err != nil {
			panic("demo: " + err.Error())
		}
		s, err := parse(e.Name(), string(data))
		if err != nil {
			panic("demo: " + err.Error())
		}
		out = append(out, s)
	}
	return out
}

// parse reads a sample: "key: value" lines, a blank line, then the text.
func parse(file, data string) (Sample, error) {
	head, text, ok := strings.Cut(data, "\n\n")
	if !ok {
		return Sample{}, fmt.Errorf("%s has no blank line after its head", file)
	}
	s := Sample{Name: strings.TrimSuffix(strings.TrimLeftFunc(file, func(r rune) bool { return unicode.IsDigit(r) || r == '-' }), ".txt")}
	s.Page.Text = strings.TrimRight(text, "\n")
	d := &s.Page.Document
	for line := range strings.Lines(head) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case ok && key == "title":
			d.Title = value
		case ok && key == "source":
			d.Source = value
		case ok && key == "published":
			d.Published = value
		default:
			return Sample{}, fmt.Errorf("%s: cannot read the line %q", file, strings.TrimSpace(line))
		}
	}
	d.ID = "demo/" + s.Name
	d.Language = "en"
	d.SHA256 = record.Digest(s.Page.Text)
	return s, nil
}

// page is the layout of a sample as a web page, with its facts as news sites
// give them.
var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{{.Title}}</title>
<meta property="og:type" content="article">
<meta property="og:title" content="{{.Title}}">
<meta property="og:site_name" content="{{.Source}}">
<meta property="article:published_time" content="{{.Published}}">
</head>
<body>
<article>
<h1>{{.Title}}</h1>
<p><time datetime="{{.Published}}">{{.Published}}</time></p>
{{range .Paragraphs}}<p>{{.}}</p>
{{end}}</article>
<footer>Sample news of Chancery: the persons and happenings are invented.</footer>
</body>
</html>
`))

// HTML is the sample as a web page.
func (s Sample) HTML() ([]byte, error) {
	var b bytes.Buffer
	err := page.Execute(&b, struct {
		record.Document
		Paragraphs []string
	}{s.Page.Document, strings.Split(s.Page.Text, "\n\n")})
	if err != nil {
		return nil, fmt.Errorf("cannot lay out the sample %s: %w", s.Name, err)
	}
	return b.Bytes(), nil
}
