package text

import (
	"bytes"
	"unicode/utf8"

	"github.com/gogs/chardet"
)

// fallback is what browsers read a page as that declares nothing.
const fallback = "windows-1252"

// sample is how much of a text is looked at for a guess about it.
const sample = 64 << 10

// cutBOM names the encoding of a byte-order mark and returns what follows it.
func cutBOM(raw []byte) (string, []byte) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return utf8Name, raw[3:]
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		return "utf-16le", raw[2:]
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return "utf-16be", raw[2:]
	}
	return "", raw
}

// wideWithoutBOM recognises UTF-16 that lost its byte-order mark: one byte of
// each pair takes few values, among them NUL, and the other takes many.
func wideWithoutBOM(raw []byte) string {
	head := raw[:min(len(raw), sample)]
	if len(raw)%2 != 0 || len(head) < 8 || bytes.IndexByte(head, 0) < 0 {
		return ""
	}
	var even, odd [256]int
	for i := 0; i+1 < len(head); i += 2 {
		even[head[i]]++
		odd[head[i+1]]++
	}
	pairs := len(head) / 2
	switch {
	case highByte(&odd, pairs) && !highByte(&even, pairs):
		return "utf-16le"
	case highByte(&even, pairs) && !highByte(&odd, pairs):
		return "utf-16be"
	}
	return ""
}

// highByte tells whether nine in ten of the bytes are the high halves of Latin
// text, or of one other alphabet with Latin spaces between.
func highByte(counts *[256]int, pairs int) bool {
	if counts[0]*10 < pairs {
		return false
	}
	best := 0
	for b := 1; b < 0x20; b++ {
		best = max(best, counts[b])
	}
	return (counts[0]+best)*10 >= pairs*9
}

// mostlyUTF8 tells broken UTF-8 from another encoding: of the sequences outside
// ASCII, more are whole than broken.
func mostlyUTF8(raw []byte) bool {
	whole, broken := 0, 0
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		raw = raw[size:]
	}
	return whole >= broken
}

// detect guesses the encoding of bytes that are no UTF-8.
func detect(raw []byte) string {
	high := highBytes(raw)
	if share, letters := cyrillic1251(raw), len(high); letters >= 4 && share*10 >= letters*9 {
		return "windows-1251"
	}
	switch name := best(around(raw)); name {
	case "ISO-8859-1", "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "":
		return fallback
	case "GB-18030":
		return "gb18030"
	default:
		return name
	}
}

// best asks the detector for the likeliest encoding. The detector gives those of
// one likelihood in no fixed order, so a tie is settled here, for Latin first.
func best(raw []byte) string {
	const doubt = 30 // percent under which it only guesses
	all, err := chardet.NewTextDetector().DetectAll(raw)
	if err != nil {
		return ""
	}
	var top chardet.Result
	for _, r := range all {
		tie := r.Confidence == top.Confidence && top.Charset != "ISO-8859-1" && (r.Charset == "ISO-8859-1" || r.Charset < top.Charset)
		if r.Confidence > top.Confidence || tie {
			top = r
		}
	}
	if top.Confidence < doubt {
		return ""
	}
	return top.Charset
}

// around returns a stretch of raw that holds its first bytes outside ASCII.
func around(raw []byte) []byte {
	first := bytes.IndexFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf })
	start := max(0, first-256)
	return raw[start:min(len(raw), start+sample)]
}

// highBytes returns the bytes outside ASCII in the first stretch that has some.
func highBytes(raw []byte) []byte {
	var high []byte
	for _, b := range around(raw) {
		if b >= utf8.RuneSelf {
			high = append(high, b)
		}
	}
	return high
}

// cyrillic1251 counts the high bytes that fit Russian in windows-1251: letters
// that are mostly small, the small ones being 0xE0–0xFF. In KOI8-R the small
// letters are 0xC0–0xDF, so the same bytes would come out as capitals.
func cyrillic1251(raw []byte) int {
	fit, small, vowels := 0, 0, 0
	for _, b := range highBytes(raw) {
		switch {
		case b >= 0xE0:
			small++
			fit++
			if bytes.IndexByte([]byte("\xE0\xE5\xE8\xEE\xF3\xFB\xFD\xFE\xFF"), b) >= 0 {
				vowels++
			}
		case b >= 0xC0, bytes.IndexByte([]byte("\x85\x93\x94\x96\x97\xA0\xA8\xAB\xB8\xB9\xBB"), b) >= 0:
			fit++
		}
	}
	if small*10 < fit*7 || vowels*4 < small || !cyrillicWords(raw) {
		return 0
	}
	return fit
}

// cyrillicWords tells whether high bytes come in runs, as in a Cyrillic word,
// and not one by one between Latin letters, as accents do.
func cyrillicWords(raw []byte) bool {
	single, run := 0, 0
	n := 0
	for _, b := range append(around(raw), ' ') {
		if b >= 0xC0 {
			n++
			continue
		}
		if n > 2 {
			run += n
		} else {
			single += n
		}
		n = 0
	}
	return run > 3*single
}
