// Package text turns the bytes of a plain text into a string that the rest of
// the program can trust, and finds a headline above it.
//
// What must stay true:
//   - What comes out is valid UTF-8 without NUL; every repair is counted.
//   - A byte-order mark beats a declaration, a declaration beats a guess, and
//     bytes that are valid UTF-8 are read as UTF-8.
//   - Bytes that are no text (an image, an archive) are refused, never guessed at.
package text

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Decoded is a text after its encoding has been read.
type Decoded struct {
	Text string
	// Encoding is the canonical name of the encoding that was used: "utf-8".
	Encoding string
	// Repaired counts the U+FFFD that stand for bytes which could not be read.
	Repaired int
	// Binary says what the bytes are when they are no text; Text is then empty.
	Binary string
}

// Decode reads raw in the encoding of its byte-order mark, else in the one
// declared (which may be empty), else in the one its bytes look like.
func Decode(raw []byte, declared string) Decoded {
	if name, rest := cutBOM(raw); name != "" {
		return convert(rest, name)
	}
	if kind := signature(raw); kind != "" {
		return Decoded{Binary: kind}
	}
	if name := wideWithoutBOM(raw); name != "" {
		return convert(raw, name)
	}
	if looksBinary(raw) {
		return Decoded{Binary: "binary data"}
	}
	return convert(raw, choose(raw, declared))
}

// choose names the encoding of bytes that have no byte-order mark.
func choose(raw []byte, declared string) string {
	valid := utf8.Valid(raw)
	_, name := charset.Lookup(strings.TrimSpace(declared))
	switch {
	case valid && name == "iso-2022-jp": // written in ASCII bytes alone
		return name
	case valid:
		return utf8Name
	case name != "" && name != utf8Name && name != "replacement" && !strings.HasPrefix(name, "utf-16"):
		return name
	case mostlyUTF8(raw):
		return utf8Name
	}
	return detect(raw)
}

// convert decodes raw as the named encoding and repairs what is left.
func convert(raw []byte, name string) Decoded {
	d := Decoded{Encoding: name}
	if name != utf8Name {
		enc, canonical := charset.Lookup(name)
		if enc == nil {
			enc, canonical = charset.Lookup(fallback)
		}
		given := countReplacement(raw, name)
		if out, err := enc.NewDecoder().Bytes(raw); err == nil {
			d.Encoding, raw = canonical, out
		}
		d.Repaired = max(0, bytes.Count(raw, replacement)-given)
	}
	var repaired int
	d.Text, repaired = Repair(raw)
	d.Repaired += repaired
	return d
}

// countReplacement counts the U+FFFD that the bytes hold by right, so that they
// are not taken for repairs. Only the Unicode encodings can write one.
func countReplacement(raw []byte, name string) int {
	big := name == "utf-16be"
	if !big && name != "utf-16le" {
		return 0
	}
	n := 0
	for i := 0; i+1 < len(raw); i += 2 {
		if big && raw[i] == 0xFF && raw[i+1] == 0xFD || !big && raw[i] == 0xFD && raw[i+1] == 0xFF {
			n++
		}
	}
	return n
}

const utf8Name = "utf-8"

var replacement = []byte("\uFFFD")

// Repair makes raw valid UTF-8 without NUL: each byte that starts no valid
// sequence, and each NUL, becomes one U+FFFD. It reports how many.
func Repair(raw []byte) (string, int) {
	if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 {
		return string(raw), 0
	}
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/8)
	n := 0
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if r == 0 || r == utf8.RuneError && size == 1 {
			r = utf8.RuneError
			n++
		}
		b.WriteRune(r)
		raw = raw[size:]
	}
	return b.String(), n
}

// Lines turns CRLF and lone CR into LF.
func Lines(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
