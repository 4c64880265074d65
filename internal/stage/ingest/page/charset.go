package page

import (
	"regexp"

	"chancery/internal/stage/ingest/text"
)

// declaration finds an encoding in a meta element or an XML declaration.
var declaration = regexp.MustCompile(`(?i)<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)`)

// prescan is how far into a page a declaration is looked for. Browsers stop at
// 1 KB; saved pages often have more before it.
const prescan = 16 << 10

// Charset returns the encoding that the HTTP header declares, else the page
// itself, else nothing.
func Charset(raw []byte, contentType string) string {
	if name := text.HeaderCharset(contentType); name != "" {
		return name
	}
	if m := declaration.FindSubmatch(raw[:min(len(raw), prescan)]); m != nil {
		return string(m[1])
	}
	return ""
}
