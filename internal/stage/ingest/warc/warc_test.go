package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/klauspost/compress/gzip"

	"chancery/record"
)

var day = time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)

// body is the page number n, long enough to span buffers now and then. The noise
// keeps members from packing to nothing.
func body(n int) string {
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	var b strings.Builder
	fmt.Fprintf(&b, "<html><p>Page %d. ", n)
	for range 50 + n%7*400 {
		fmt.Fprintf(&b, "%x ", rng.Uint32())
	}
	return b.String()
}

func page(n int) string { return fmt.Sprintf("https://averna.example/%d", n) }

// write makes an archive of count pages: plain, packed by record, or packed whole.
func write(t testing.TB, how string, count int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, how == "records")
	err := w.Info(day, Header{{"software", "test"}})
	for i := 0; i < count && err == nil; i++ {
		err = w.Response(page(i), day, Header{{"Content-Type", "text/html"}}, []byte(body(i)))
	}
	if err != nil {
		t.Fatal(err)
	}
	if how == "whole" {
		return whole(t, b.Bytes())
	}
	return b.Bytes()
}

func whole(t testing.TB, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// found is a record with its block kept.
type found struct {
	Record
	body string
}

// readAll reads all records from a position, and holds them against the promises.
func readAll(t testing.TB, raw []byte, at Position, limits Limits) ([]found, []Flaw) {
	t.Helper()
	r, err := NewReader(iotest.HalfReader(bytes.NewReader(raw[at.File:])), at, limits)
	if err != nil {
		t.Fatal(err)
	}
	var out []found
	last := Position{-1, 0}
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return out, r.Rest()
		}
		if err != nil {
			t.Fatal(err)
		}
		if !less(last, rec.At) || !less(rec.At, rec.Next) {
			t.Fatalf("positions do not grow: %s, then %s to %s", last, rec.At, rec.Next)
		}
		last = rec.At
		m, _ := ParseResponse(rec.Block)
		out = append(out, found{*rec, string(m.Body)})
	}
}

func less(a, b Position) bool {
	return a.File < b.File || a.File == b.File && a.Inside < b.Inside
}

// pages names the whole pages among records: "0 1 2".
func pages(all []found) string {
	var out []string
	for _, f := range all {
		var n int
		if _, err := fmt.Sscanf(f.URI, "https://averna.example/%d", &n); err == nil && f.body == body(n) {
			out = append(out, fmt.Sprint(n))
		}
	}
	return strings.Join(out, " ")
}

func flaws(all []found, rest []Flaw) string {
	var out []string
	for _, f := range all {
		for _, w := range f.Flaws {
			out = append(out, w.Code)
		}
	}
	for _, w := range rest {
		out = append(out, w.Code)
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	for _, how := range []string{"plain", "records", "whole"} {
		raw := write(t, how, 12)
		all, rest := readAll(t, raw, Position{}, Limits{})
		if got := pages(all); len(all) != 13 || got != "0 1 2 3 4 5 6 7 8 9 10 11" || flaws(all, rest) != "" {
			t.Fatalf("%s: %d records, pages %s, flaws %s", how, len(all), got, flaws(all, rest))
		}
		if all[0].Type != Info || all[1].Type != Response || !all[1].Date.Equal(day) || all[1].ID == all[2].ID {
			t.Errorf("%s: %+v", how, all[1].Record)
		}
		if end := all[12].Next; how != "whole" && end != (Position{File: int64(len(raw))}) {
			t.Errorf("%s: the last record goes on at %s of %d", how, end, len(raw))
		}
	}
}

// Reading goes on from every position that was given, with the same records.
func TestResume(t *testing.T) {
	for _, how := range []string{"plain", "records", "whole"} {
		raw := write(t, how, 8)
		all, _ := readAll(t, raw, Position{}, Limits{})
		for i, f := range all {
			for want, at := range map[int]Position{i: f.At, i + 1: f.Next} {
				back, err := ParsePosition(at.String())
				if err != nil || back != at {
					t.Fatalf("%s: %v, %v", at, back, err)
				}
				got, rest := readAll(t, raw, at, Limits{})
				if len(got) != len(all)-want || flaws(got, rest) != "" || pages(got) != pages(all[want:]) {
					t.Errorf("%s from %s: %d records (%s), want %d; flaws %s", how, at, len(got), pages(got), len(all)-want, flaws(got, rest))
				}
				if len(got) > 0 && got[0].At != all[want].At {
					t.Errorf("%s from %s: begins at %s", how, at, got[0].At)
				}
			}
		}
	}
}

// Each way of damage costs the records that it touches and no other.
func TestDamage(t *testing.T) {
	plain, packed, all := write(t, "plain", 6), write(t, "records", 6), write(t, "whole", 6)
	records, _ := readAll(t, packed, Position{}, Limits{})
	at := func(i int) int { return int(records[i+1].At.File) } // of page i
	lengthOf := func(n int) string { return fmt.Sprintf("Content-Length: %d\r\n\r\nHTTP", n) }
	real2 := bytes.Index(plain, []byte(page(2)))
	swap := func(length string) []byte {
		i := real2 + bytes.Index(plain[real2:], []byte("Content-Length: "))
		j := i + bytes.Index(plain[i:], []byte("HTTP/1.1"))
		return join(plain[:i], []byte(strings.TrimSuffix(length, "HTTP")), plain[j:])
	}
	second := len("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n")
	for _, c := range []struct {
		what  string
		raw   []byte
		pages string
		flaws string
	}{
		{"plain cut in page 4", plain[:bytes.Index(plain, []byte(page(4)))+3000], "0 1 2 3", record.ArchiveTruncated},
		{"packed cut in page 4", packed[:at(4)+400], "0 1 2 3", record.ArchiveTruncated},
		{"packed cut at the signature of a member", packed[:at(4)+2], "0 1 2 3", record.ArchiveDamaged},
		{"whole cut", all[:len(all)-400], "0 1 2 3 4", record.ArchiveTruncated},
		{"garbage between plain records", join(plain[:real2-100], []byte("\r\n\r\nXX broken\r\nWARC/ is a format\r\n"), plain[real2-100:]), "0 1 3 4 5", "*"},
		{"garbage between members", join(packed[:at(3)], bytes.Repeat([]byte("garbage"), 1000), packed[at(3):]), "0 1 2 3 4 5", record.ArchiveDamaged},
		{"zero padding between members", join(packed[:at(3)], make([]byte, 5000), packed[at(3):]), "0 1 2 3 4 5", ""},
		{"a flipped byte in a member", flip(packed, at(3)+600), "0 1 2 4 5", "*"},
		{"a broken signature", flip(packed, at(3)), "0 1 2 4 5", record.ArchiveDamaged},
		{"a missing piece", join(packed[:at(2)+500], packed[at(4)-50:]), "0 1 4 5", "*"},
		{"length too long", swap(lengthOf(len(body(2)) + second + 4000)), "0 1 2 3 4 5", record.ArchiveLength},
		{"length beyond the file", swap(lengthOf(9 << 20)), "0 1 2 3 4 5", record.ArchiveLength},
		{"length beyond all files", swap(lengthOf(1 << 50)), "0 1 3 4 5", record.ArchiveTooLong},
		{"length too short", swap(lengthOf(1000)), "0 1 3 4 5", record.ArchiveLength + " " + record.ArchiveDamaged},
		{"length negative", swap("Content-Length: -5\r\n\r\n"), "0 1 2 3 4 5", record.ArchiveLength},
		{"length no number", swap("Content-Length: many\r\n\r\n"), "0 1 2 3 4 5", record.ArchiveLength},
		{"no length", swap("X: y\r\n\r\n"), "0 1 2 3 4 5", record.ArchiveLength},
		{"no archive at all", []byte("hello"), "", record.ArchiveDamaged},
		{"a packed file of another kind", whole(t, []byte("hello")), "", record.ArchiveDamaged},
		{"nothing", nil, "", ""},
	} {
		got, rest := readAll(t, c.raw, Position{}, Limits{})
		if pages(got) != c.pages || c.flaws != "*" && flaws(got, rest) != c.flaws || c.flaws == "*" && flaws(got, rest) == "" {
			t.Errorf("%s: pages %q, flaws %q; want %q, %q", c.what, pages(got), flaws(got, rest), c.pages, c.flaws)
		}
	}
}

// A record in a member of its own whose length is too long ends with the member.
func TestLengthOverMember(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b, true)
	raw := "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://averna.example/0>\r\nContent-Length: 500000\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + body(0) + "\r\n\r\n"
	if err := errors.Join(w.member([]byte(raw)), w.Response(page(1), day, nil, []byte(body(1)))); err != nil {
		t.Fatal(err)
	}
	all, rest := readAll(t, b.Bytes(), Position{}, Limits{})
	if pages(all) != "0 1" || flaws(all, rest) != record.ArchiveLength {
		t.Errorf("pages %q, flaws %q", pages(all), flaws(all, rest))
	}
}

// A page that holds the bytes of a record is a page and nothing more.
func TestForgedRecord(t *testing.T) {
	forged := body(0) + "\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://other.example/\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"
	for _, packed := range []bool{false, true} {
		var b bytes.Buffer
		w := NewWriter(&b, packed)
		if err := errors.Join(w.Response(page(0), day, nil, []byte(forged)), w.Response(page(1), day, nil, []byte(body(1)))); err != nil {
			t.Fatal(err)
		}
		all, rest := readAll(t, b.Bytes(), Position{}, Limits{})
		if len(all) != 2 || all[0].body != forged || flaws(all, rest) != "" {
			t.Errorf("packed %v: %d records, flaws %s", packed, len(all), flaws(all, rest))
		}
	}
}

// A block over the limit is passed over, those beside it are read.
func TestTooLong(t *testing.T) {
	for _, how := range []string{"plain", "records", "whole"} {
		raw := write(t, how, 7)
		all, rest := readAll(t, raw, Position{}, Limits{Block: 10_000})
		if got := pages(all); got != "0 1 2" || len(strings.Fields(flaws(all, rest))) != 4 {
			t.Errorf("%s: pages %s, flaws %s", how, got, flaws(all, rest))
		}
	}
}

// A file that cannot be read is an error, not an end.
func TestFileError(t *testing.T) {
	for _, how := range []string{"plain", "records", "whole"} {
		raw := write(t, how, 3)
		bad := io.MultiReader(bytes.NewReader(raw[:len(raw)/2]), iotest.ErrReader(io.ErrClosedPipe))
		r, err := NewReader(bad, Position{}, Limits{})
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: %v", how, err)
		}
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func flip(raw []byte, at int) []byte {
	out := bytes.Clone(raw)
	out[at] ^= 0x55
	return out
}
