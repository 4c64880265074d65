package dossier_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/export/dossier"
)

var update = flag.Bool("update", false, "write testdata anew")

// sample has each sort of block, with words that must be escaped.
func sample() *dossier.Dossier {
	svg := []byte("<?xml version=\"1.0\"?>\n<svg width=\"10\" height=\"10\"><defs><clipPath id=\"a\"/></defs><g clip-path=\"url(#a)\"/></svg>\n")
	return &dossier.Dossier{
		Title: "A <b> – C & D", Subtitle: "From 12 documents",
		Blocks: []dossier.Block{
			dossier.Heading{Level: 2, Text: "In short", ID: "short"},
			dossier.Text{Spans: []dossier.Span{{Words: "Rising.", Strong: true, Link: "#p-1"}, {Words: " 3 acts | <script>alert(1)</script>\x1b[2J, told "}, {Words: "here", Link: "https://news.example/?a=1&b=2"}}},
			dossier.Text{Spans: []dossier.Span{{Words: "bad", Link: "javascript:alert(1)"}, {Words: " and nowhere", Link: "#none"}}},
			dossier.Table{ID: "t", Caption: "Months", Columns: []dossier.Column{{Name: "month"}, {Name: "n", Right: true}},
				Rows: [][]dossier.Span{{{Words: "2031-01"}, {Words: "3", Link: "#p-1"}}, {{Words: "2031-02 | *"}, {Words: "gap"}}}, IDs: []string{"r1", "r2"}},
			dossier.Figure{SVG: svg, Caption: "A \"picture\""},
			dossier.Figure{SVG: svg, Caption: "Another"},
			dossier.List{Items: []dossier.Item{{ID: "p-1", Spans: []dossier.Span{{Words: "2031-01-02 they met"}}}}, Dense: true},
			dossier.Notes{Lines: []string{"- a gap is no zero <i>"}},
		},
	}
}

func TestForms(t *testing.T) {
	d := sample()
	var html, md bytes.Buffer
	if err := d.HTML(&html); err != nil {
		t.Fatal(err)
	}
	if err := d.Markdown(&md); err != nil {
		t.Fatal(err)
	}
	for file, got := range map[string]string{"sample.html": html.String(), "sample.md": md.String(), "sample.txt": d.Text(50)} {
		name := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil || string(want) != got {
			t.Errorf("%s: %v, got\n%s", file, err, got)
		}
	}
}

// TestNothingFromOutsideRuns: no markup of a text reaches a page, no link leads
// where it may not, and what is left is well-formed.
func TestNothingFromOutsideRuns(t *testing.T) {
	var html, md bytes.Buffer
	d := sample()
	_ = d.HTML(&html)
	_ = d.Markdown(&md)
	for _, out := range []string{html.String(), md.String(), d.Text(80)} {
		for _, bad := range []string{"javascript:", "\x1b", "#none"} {
			if strings.Contains(out, bad) {
				t.Errorf("%q in\n%s", bad, out)
			}
		}
	}
	for _, bad := range []string{"<script", "<i>", "<?xml"} {
		if strings.Contains(html.String(), bad) {
			t.Errorf("%q in the page", bad)
		}
	}
	if strings.Count(html.String(), `id="f1-a"`) != 1 || strings.Count(html.String(), `url(#f2-a)`) != 1 {
		t.Error("two pictures share an id")
	}
	body := html.String()[strings.Index(html.String(), "<body>"):]
	dec := xml.NewDecoder(strings.NewReader(strings.TrimSuffix(body, "</html>\n")))
	for {
		_, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
	}
}

// TestLinksLead: each link within a page has its place.
func TestLinksLead(t *testing.T) {
	var html bytes.Buffer
	_ = sample().HTML(&html)
	for _, part := range strings.Split(html.String(), `href="#`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if !strings.Contains(html.String(), `id="`+id+`"`) {
			t.Errorf("#%s leads nowhere", id)
		}
	}
}
