package feed

import (
	"strings"

	"golang.org/x/net/html"
)

// Plain takes the markup out of a title or a name: tags, scripts and entities,
// also such as were written twice ("&amp;lt;b&amp;gt;").
func Plain(s string) string {
	s = squeeze(s)
	for range 2 {
		if !strings.ContainsAny(s, "<&") {
			break
		}
		s = squeeze(words(s))
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return -1
		}
		return r
	}, s)
}

// words gives the words of a piece of HTML.
func words(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			if raw := z.Raw(); hidden == "" && len(raw) > 0 {
				b.Write(raw) // "a < b": no tag after all
			}
			return b.String()
		case html.TextToken:
			if hidden == "" {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			switch tag := string(name); tag {
			case "script", "style", "iframe", "noscript", "xmp", "noembed", "noframes", "textarea", "title":
				hidden = tag
			case "br", "p", "div", "li":
				b.WriteByte(' ')
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		}
	}
}
