package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"chancery/record"
)

// read collects all items, and checks what must hold for every one of them.
func read(t testing.TB, name string, raw []byte, opts Options) []Item {
	t.Helper()
	var items []Item
	for item, err := range Documents(name, bytes.NewReader(raw), opts) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		check(t, item)
		items = append(items, item)
	}
	return items
}

// check holds an item against the promises of the package.
func check(t testing.TB, i Item) {
	t.Helper()
	p := i.Page
	sum := sha256.Sum256([]byte(p.Text))
	if p.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%s: the digest is not that of the text", i.Place)
	}
	if p.ID == "" {
		t.Errorf("%s: no id", i.Place)
	}
	if !utf8.ValidString(p.Text) || strings.Contains(p.Text, "\x00") {
		t.Errorf("%s: the text is not clean UTF-8: %.60q", i.Place, p.Text)
	}
	if i.Failed() != blank(p.Text) {
		t.Errorf("%s: failed is %v, text is %.60q", i.Place, i.Failed(), p.Text)
	}
	for _, d := range i.Diagnostics {
		if d.Code == "" || d.Message == "" || d.Document == "" {
			t.Errorf("%s: incomplete diagnostic %+v", i.Place, d)
		}
	}
}

// codes lists the diagnostics of an item, but for the missing date.
func codes(i Item) string {
	var out []string
	for _, d := range i.Diagnostics {
		if d.Code != record.PublishedMissing {
			out = append(out, d.Code)
		}
	}
	return strings.Join(out, " ")
}

const sentence = "The ministers met in Geneva on Tuesday. "

func TestBadInput(t *testing.T) {
	random := make([]byte, 5000)
	for i := range random {
		random[i] = byte(i*i*31 + i>>3*7)
	}
	for _, c := range []struct{ what, name, raw, codes string }{
		{"empty file", "a.txt", "", record.TextEmpty},
		{"blank file", "a.txt", " \n\t\r\n\u00A0", record.TextEmpty},
		{"only a byte-order mark", "a", "\xEF\xBB\xBF", record.TextEmpty},
		{"empty page", "a.html", "", record.TextEmpty},
		{"PNG image", "a.txt", "\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR", record.TextBinary},
		{"PNG image called a page", "a.html", "\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR", record.TextBinary},
		{"PNG image called JSONL", "a.jsonl", "\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR", record.TextBinary},
		{"program", "a", "\x7FELF\x02\x01\x01\x00\x00\x00\x00", record.TextBinary},
		{"zip or docx", "a.docx", "PK\x03\x04\x14\x00\x06\x00", record.TextBinary},
		{"gzip", "docs.jsonl.gz", "\x1F\x8B\x08\x00\x00\x00", record.TextBinary},
		{"PDF", "a.pdf", "%PDF-1.7\n1 0 obj", record.TextBinary},
		{"noise", "a", string(random), record.TextBinary},
		{"many NULs", "a", strings.Repeat("\x00\x00\x00\x01", 500), record.TextBinary},
		{"broken UTF-8", "a.txt", sentence + "Zürich\xC3 caf\xE9 Türkiye né.", record.EncodingRepaired},
		{"a few NULs", "a.txt", sentence + "\x00" + sentence + "\x00", record.EncodingRepaired},
		{"unpaired surrogate in UTF-16", "a", "\xFF\xFEA\x00B\x00\x00\xD8C\x00D\x00", record.EncodingRepaired},
		{"odd byte in UTF-16", "a", "\xFF\xFEA\x00B\x00C", record.EncodingRepaired},
		{"menu alone", "a.html", "<ul><li><a href=1>Home</a></ul>", record.HTMLNoArticle},
		{"script alone", "a.html", "<html><script>var a='<p>text</p>'</script>", record.HTMLNoArticle},
		{"unclosed script", "a.html", "<p>The text of it was here.</p><script>var a", ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			items := read(t, c.name, []byte(c.raw), Options{})
			if len(items) != 1 || codes(items[0]) != c.codes {
				t.Errorf("got %d items, %+v; want %q", len(items), items, c.codes)
			}
		})
	}
}

func TestReaderFails(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, from := range []Format{Text, HTML, JSONL} {
		r := io.MultiReader(strings.NewReader("{\"text\":\"a\"}\n"), iotest.ErrReader(broken))
		var last error
		for _, err := range Documents("x", r, Options{From: from}) {
			last = err
		}
		if !errors.Is(last, broken) || !strings.HasPrefix(last.Error(), "cannot read x") {
			t.Errorf("%s: %v", from, last)
		}
	}
}

func TestTooLong(t *testing.T) {
	raw := []byte(strings.Repeat(sentence, 100))
	for _, name := range []string{"a.txt", "a.html"} {
		if items := read(t, name, raw, Options{MaxBytes: len(raw) - 1}); codes(items[0]) != record.TextTooLong {
			t.Errorf("%s: %+v", name, items)
		}
	}
	if items := read(t, "a.txt", raw, Options{MaxBytes: len(raw)}); items[0].Failed() {
		t.Errorf("at the cap: %+v", items[0].Diagnostics)
	}
	lines := `{"id":"a","text":"short"}` + "\n" + `{"id":"b","text":"` + string(raw) + `"}` + "\n" + `{"id":"c","text":"` + strings.Repeat(string(raw), 4) + `"}` + "\n" + `{"id":"d","text":"short"}`
	items := read(t, "a.jsonl", []byte(lines), Options{MaxBytes: len(raw) - 1})
	if len(items) != 4 || items[0].Failed() || codes(items[1]) != record.TextTooLong || items[1].Page.ID != "b" ||
		codes(items[2]) != record.TextTooLong || items[3].Page.ID != "d" || items[3].Failed() {
		t.Errorf("lines: %d items, %+v", len(items), items)
	}
}

// peak runs f and returns by how much the heap grew at most, about, and the time
// of the processor that it took: the clock tells as much of other programs.
func peak(f func()) (grown uint64, took time.Duration) {
	var before, m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done := make(chan struct{})
	started := cpu()
	go func() { defer close(done); f() }()
	for tick := time.NewTicker(2 * time.Millisecond); ; {
		select {
		case <-done:
			tick.Stop()
			return grown, cpu() - started
		case <-tick.C:
			runtime.ReadMemStats(&m)
			grown = max(grown, m.HeapInuse-min(m.HeapInuse, before.HeapInuse))
		}
	}
}

// cpu is the time of the processor that this program has taken.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano())
}

// Large inputs and bombs stay within time and memory, and say what was done.
func TestBombs(t *testing.T) {
	n := 100_000
	for _, c := range []struct {
		what, name string
		raw        func() string
		codes      string
	}{
		{"10 MB in one line", "a.txt", func() string { return strings.Repeat(sentence, 250_000) }, ""},
		{"10 MB in one paragraph", "a.html", func() string { return "<p>" + strings.Repeat(sentence, 250_000) }, ""},
		{"a million short lines", "a.txt", func() string { return strings.Repeat("Talks.\n", 1_000_000) }, ""},
		{"deep divs", "a.html", func() string {
			return strings.Repeat("<div>", n) + "<p>" + sentence + strings.Repeat("</div>", n)
		}, record.HTMLTooDeep},
		{"deep, unclosed, with text at each level", "a.html", func() string { return strings.Repeat("<div>a b c ", n) + sentence }, record.HTMLTooDeep},
		{"deep bold", "a.html", func() string { return strings.Repeat("<b>", n) + "<p>" + sentence + "<p>" + sentence }, ""},
		{"bold with attributes, then paragraphs", "a.html", func() string {
			return manyBold(1000) + strings.Repeat("<p>"+sentence, 20_000)
		}, ""},
		{"deep tables", "a.html", func() string { return strings.Repeat("<table><td>", n) + sentence }, record.HTMLTooDeep},
		{"deep lists", "a.html", func() string { return strings.Repeat("<ul><li>x", n) + "<p>" + sentence }, record.HTMLTooDeep},
		{"many paragraphs", "a.html", func() string { return strings.Repeat("<p>Talks went on.</p>", 3*n) }, record.HTMLTooDeep},
		{"many unclosed paragraphs", "a.html", func() string { return strings.Repeat("<p>Talks went on all day.", n/2) }, ""},
		{"many links", "a.html", func() string { return strings.Repeat("<a href=x>y", n/2) + "</a><p>" + sentence }, ""},
		{"many bodies", "a.html", func() string { return strings.Repeat("<body a=1 b=2>", n) + "<p>" + sentence }, ""},
		{"many attributes", "a.html", func() string { return "<p " + strings.Repeat("class=a ", n) + ">" + sentence }, ""},
		{"many line breaks", "a.html", func() string { return "<div>" + strings.Repeat("talks were held<br>", n) + "</div>" }, record.HTMLTooDeep},
		{"deep drawing", "a.html", func() string { return strings.Repeat("<svg><g>", n) + "<p>" + sentence }, ""},
		{"end tags alone", "a.html", func() string { return strings.Repeat("</div></p></b></table>", n) + "<p>" + sentence }, ""},
		{"deep JSON-LD", "a.html", func() string {
			return `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, n) + "</script><p>" + sentence
		}, ""},
		{"misnested", "a.html", func() string { return strings.Repeat("<b><i><p></b></i>x ", n/4) + "<p>" + sentence }, ""},
		{"nested clutter", "a.html", func() string {
			return strings.Repeat("<div class=related><form>x ", 45) + strings.Repeat("<p>"+sentence, n/10)
		}, ""},
		{"nested bylines", "a.html", func() string { return strings.Repeat("<div class=byline>", 98) + strings.Repeat(sentence, 25_000) }, ""},
		{"nested headlines", "a.html", func() string { return strings.Repeat("<div><h1>", 40) + strings.Repeat(sentence, 25_000) }, ""},
		{"deep text of 10 MB", "a.html", func() string { return strings.Repeat("<div>", 98) + "<p>" + strings.Repeat(sentence, 250_000) }, ""},
		{"open array", "a.json", func() string { return `[{"text":"` + strings.Repeat("a", 60<<20) }, record.TextTooLong},
		{"deep JSON", "a.jsonl", func() string { return strings.Repeat("[", 5_000_000) }, record.LineInvalid},
	} {
		t.Run(c.what, func(t *testing.T) {
			raw := []byte(c.raw())
			var items []Item
			grown, took := peak(func() { items = read(t, c.name, raw, Options{}) })
			t.Logf("%d MB in, %d MB more heap, %v", len(raw)>>20, grown>>20, took.Round(time.Millisecond))
			if len(items) != 1 || codes(items[0]) != c.codes {
				t.Errorf("%d items, %q; want %q", len(items), codes(items[0]), c.codes)
			}
			if !items[0].Failed() && !strings.Contains(items[0].Page.Text, "alks") && !strings.Contains(items[0].Page.Text, "The ministers met") {
				t.Errorf("the text was lost: %.80q", items[0].Page.Text)
			}
			if grown > 300<<20 {
				t.Errorf("the heap grew by %d MB", grown>>20)
			}
			if took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func manyBold(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<b id=%d>", i)
	}
	return b.String()
}

// A file of a million lines is read in the memory of one.
func TestMillionLines(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100 MB")
	}
	line := []byte(`{"id":"x","published":"2023-05-22","text":"The ministers met in Geneva on Tuesday, the spokesman said."}` + "\n")
	n := 0
	grown, _ := peak(func() {
		for item, err := range Documents("a.jsonl", &repeated{line: line, left: 300_000}, Options{}) {
			if err != nil || item.Failed() {
				t.Errorf("%v %+v", err, item)
				return
			}
			n++
		}
	})
	if n != 300_000 || grown > 40<<20 {
		t.Errorf("%d items, heap grew by %d MB", n, grown>>20)
	}
}

// repeated gives a line again and again.
type repeated struct {
	line []byte
	at   int
	left int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.line[r.at:])
	if r.at += n; r.at == len(r.line) {
		r.at = 0
		r.left--
	}
	return n, nil
}
