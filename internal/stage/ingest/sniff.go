package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"chancery/internal/stage/ingest/text"
)

// sniff decides how a file is written: as the options say, else by the ending
// of its name, else by its first bytes. Bytes that are no text go the way of
// texts, which refuses them.
func sniff(name string, head []byte, opts Options) Format {
	if opts.From != "" && opts.From != Auto {
		return opts.From
	}
	if opts.Resume != "" || looksWARC(name, head) {
		return WARC
	}
	decoded := text.Decode(head, "")
	if decoded.Binary != "" {
		return Text
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson", ".json":
		return JSONL
	case ".html", ".htm", ".xhtml", ".shtml":
		return HTML
	case ".txt", ".text", ".md":
		return Text
	}
	start := strings.TrimSpace(decoded.Text)
	switch {
	case looksJSON(start):
		return JSONL
	case strings.Contains(opts.ContentType, "html"), looksHTML(start):
		return HTML
	}
	return Text
}

// FormatOf tells how a file is written, by its name and its first bytes, unless
// from says it.
func FormatOf(name string, head []byte, from Format) Format {
	return sniff(name, head, Options{From: from})
}

// looksWARC tells whether bytes, packed or not, begin a web archive, or the name
// is that of one.
func looksWARC(name string, head []byte) bool {
	if name = strings.ToLower(name); strings.HasSuffix(name, ".warc") || strings.HasSuffix(name, ".warc.gz") {
		return true
	}
	if bytes.HasPrefix(head, []byte("\x1F\x8B")) {
		start := make([]byte, len("WARC/"))
		if r, err := gzip.NewReader(bytes.NewReader(head)); err == nil {
			if _, err := io.ReadFull(r, start); err == nil {
				head = start
			}
		}
	}
	return bytes.HasPrefix(head, []byte("WARC/"))
}

// looksJSON tells whether the first line is an object with a text, or the file
// begins like an array of objects or an object spread over lines.
func looksJSON(start string) bool {
	line, _, more := strings.Cut(start, "\n")
	if strings.HasPrefix(line, "{") {
		var w map[string]json.RawMessage
		if json.Unmarshal([]byte(line), &w) == nil {
			return w["text"] != nil
		}
		return textKey.MatchString(start) && (more || len(start) > headSize/2)
	}
	return openArray.MatchString(start) && textKey.MatchString(start)
}

var (
	textKey   = regexp.MustCompile(`[{,]\s*"text"\s*:`)
	openArray = regexp.MustCompile(`^\[\s*\{`)
	declared  = regexp.MustCompile(`(?i)^(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*<(!doctype\s+html|html|head|body|article|main)\b`)
	blockTag  = regexp.MustCompile(`(?i)<(p|div|br|h[1-6]|table|span|title|meta|section)\b[^<>]{0,200}>`)
	closeTag  = regexp.MustCompile(`(?i)</(p|div|h[1-6]|table|td|span|title|section|a|font|center)\s*>`)
)

// looksHTML tells a page from a text that mentions a tag: it says so, or it
// begins with a tag and has several.
func looksHTML(start string) bool {
	if declared.MatchString(start) {
		return true
	}
	return strings.HasPrefix(start, "<") && blockTag.MatchString(start) && closeTag.MatchString(start)
}

// utf8Lines gives the bytes of JSON lines as UTF-8 when they are UTF-16.
func utf8Lines(r *bufio.Reader) io.Reader {
	head, _ := r.Peek(2)
	if bytes.Equal(head, []byte("\xFF\xFE")) || bytes.Equal(head, []byte("\xFE\xFF")) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r)
	}
	return r
}
