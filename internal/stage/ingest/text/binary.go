package text

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// magic lists the first bytes of the formats that people hand over by mistake.
var magic = []struct{ head, kind string }{
	{"\x89PNG\r\n", "a PNG image"},
	{"\xFF\xD8\xFF", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"%PDF-", "a PDF file"},
	{"PK\x03\x04", "a zip archive or an office document"},
	{"PK\x05\x06", "an empty zip archive"},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document"},
	{"\x1F\x8B", "a gzip file"},
	{"BZh", "a bzip2 file"},
	{"\xFD7zXZ\x00", "an xz file"},
	{"\x28\xB5\x2F\xFD", "a Zstandard file"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive"},
	{"Rar!\x1A\x07", "a RAR archive"},
	{"\x7FELF", "a program"},
	{"MZ\x90\x00", "a program"},
	{"\xCF\xFA\xED\xFE", "a program"},
	{"\xCA\xFE\xBA\xBE", "a program"},
	{"\x00asm", "a program"},
	{"SQLite format 3\x00", "a database"},
	{"PAR1", "a Parquet file"},
	{"{\\rtf", "an RTF document"},
	{"OggS\x00", "a sound file"},
	{"ID3\x03", "a sound file"},
	{"ID3\x04", "a sound file"},
	{"\x1A\x45\xDF\xA3", "a video file"},
}

// signature names the format that the first bytes belong to, or nothing.
func signature(raw []byte) string {
	for _, m := range magic {
		if strings.HasPrefix(string(raw[:min(len(raw), 16)]), m.head) {
			// "BZh" and "PAR1" could begin a text, so they need bytes that no text has.
			if m.head == "BZh" || m.head == "PAR1" {
				if utf8.Valid(raw[:min(len(raw), 256)]) {
					return ""
				}
			}
			return m.kind
		}
	}
	if len(raw) >= 12 && (string(raw[4:8]) == "ftyp" || string(raw[:4]) == "RIFF" && bytes.IndexByte(raw[4:8], 0) >= 0) {
		return "a sound, image or video file"
	}
	return ""
}

// looksBinary tells data from text by the control bytes that no text has. A few
// NULs in a text are an accident and are repaired; many are a format.
func looksBinary(raw []byte) bool {
	head := raw[:min(len(raw), sample)]
	if len(head) == 0 {
		return false
	}
	control := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' && b != '\b' && b != 0x1B || b == 0x7F {
			control++
		}
	}
	valid := utf8.Valid(bytes.TrimRightFunc(head, func(r rune) bool { return r == utf8.RuneError }))
	if valid {
		return control*10 > len(head)*3
	}
	return control >= 4 && control*25 > len(head)
}

// Hint says what a person can do about data of that kind.
func Hint(kind string) string {
	switch {
	case strings.Contains(kind, "gzip"), strings.Contains(kind, "bzip2"), strings.Contains(kind, "xz"), strings.Contains(kind, "Zstandard"):
		return "unpack it first"
	case strings.Contains(kind, "archive"):
		return "unpack it, or save the document as plain text"
	case strings.Contains(kind, "PDF"), strings.Contains(kind, "document"):
		return "save it as plain text or HTML first"
	}
	return "give plain text, HTML or JSONL"
}
