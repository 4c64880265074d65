package warc

import (
	"bytes"
	"strconv"
	"strings"
)

// Message is an HTTP response as it was stored.
type Message struct {
	Status int
	Header Header
	Body   []byte // still packed and in chunks
}

// ParseResponse reads an HTTP response; ok is false when the bytes begin with no
// status line. A response without an empty line has no body.
func ParseResponse(raw []byte) (m Message, ok bool) {
	line, _, _ := bytes.Cut(raw[:min(len(raw), headMost)], []byte("\n"))
	version, rest, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	if !strings.HasPrefix(strings.ToUpper(version), "HTTP") && !strings.HasPrefix(version, "ICY") {
		return m, false
	}
	code, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	m.Status, _ = strconv.Atoi(code) // no number is no success
	head := raw
	if at, length := blankLine(raw[:min(len(raw), headMost)]); at >= 0 {
		head, m.Body = raw[:at], raw[at+length:]
	}
	m.Header = ParseHeader(head[:min(len(head), headMost)])
	return m, true
}

// MediaType is the type of a Content-Type header in lower case, without its
// parameters.
func MediaType(contentType string) string {
	name, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(name))
}
