package encoding

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

func pack(t testing.TB, name string, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w interface {
		Write([]byte) (int, error)
		Close() error
	}
	var err error
	switch name {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "bare":
		w, err = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	}
	if err == nil {
		_, err = w.Write(raw)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var words = []byte("<p>" + strings.Repeat("The ministers of Averna and Belmark met on Tuesday. ", 40))

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		what, header string
		raw          []byte
	}{
		{"plain", "", words},
		{"identity", "identity", words},
		{"gzip", "gzip", pack(t, "gzip", words)},
		{"x-gzip", " X-GZIP ", pack(t, "gzip", words)},
		{"zlib", "deflate", pack(t, "deflate", words)},
		{"bare deflate", "deflate", pack(t, "bare", words)},
		{"brotli", "br", pack(t, "br", words)},
		{"zstandard", "zstd", pack(t, "zstd", words)},
		{"two layers", "gzip, br", pack(t, "br", pack(t, "gzip", words))},
		{"two members", "gzip", append(pack(t, "gzip", words[:100]), pack(t, "gzip", words[100:])...)},
		{"header kept, body unpacked", "gzip", words},
		{"brotli header on plain markup", "br", words},
	} {
		if got, err := Decode(c.raw, c.header, Limits{}); err != nil || !bytes.Equal(got, words) {
			t.Errorf("%s: %d bytes, %v", c.what, len(got), err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	zeros := make([]byte, 8<<20)
	for _, c := range []struct {
		what, header string
		raw          []byte
		limits       Limits
		want         error
	}{
		{"gzip bomb by ratio", "gzip", pack(t, "gzip", zeros), Limits{}, ErrBomb},
		{"brotli bomb by ratio", "br", pack(t, "br", zeros), Limits{}, ErrBomb},
		{"zstd bomb by ratio", "zstd", pack(t, "zstd", zeros), Limits{}, ErrBomb},
		{"bomb in a bomb", "gzip, gzip", pack(t, "gzip", pack(t, "gzip", zeros)), Limits{}, ErrBomb},
		{"too long", "gzip", pack(t, "gzip", zeros), Limits{Bytes: 1000, Ratio: 1 << 20}, ErrTooLong},
		{"too long and plain", "", zeros, Limits{Bytes: 1000}, ErrTooLong},
		{"unknown coding", "rot13", words, Limits{}, ErrUnknown},
		{"too many layers", "br, br, br, br", words, Limits{}, ErrUnknown},
	} {
		if got, err := Decode(c.raw, c.header, c.limits); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %d bytes, %v; want %v", c.what, len(got), err, c.want)
		}
	}
}

// A cut body gives what was whole.
func TestDecodeBroken(t *testing.T) {
	long := bytes.Repeat(words, 100)
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		raw := pack(t, name, long)
		got, err := Decode(raw[:len(raw)-len(raw)/3], name, Limits{})
		if !errors.Is(err, ErrBroken) || !bytes.HasPrefix(long, got) {
			t.Errorf("%s: %d of %d bytes, %v", name, len(got), len(long), err)
		}
	}
}

func TestDechunk(t *testing.T) {
	for _, c := range []struct {
		what, raw, want string
		broken          bool
	}{
		{"two chunks", "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", "hello world", false},
		{"bare line feeds", "5\nhello\n0\n\n", "hello", false},
		{"already whole", "<html><p>hello", "<html><p>hello", false},
		{"no end", "5\r\nhello\r\n", "hello", true},
		{"cut chunk", "ff\r\nhello", "hello", true},
		{"a length beyond all bounds", "ffffffffffff\r\nhello", "hello", true},
		{"garbage later", "5\r\nhello\r\nzz\r\n", "hello", true},
		{"empty", "", "", false},
	} {
		got, err := Dechunk([]byte(c.raw))
		if string(got) != c.want || (err != nil) != c.broken {
			t.Errorf("%s: %q, %v", c.what, got, err)
		}
	}
}

// Whatever the bytes: within the limits, the same each time, and what was packed
// comes back.
func FuzzDecode(f *testing.F) {
	for i, name := range []string{"gzip", "deflate", "br", "zstd"} {
		f.Add(pack(f, name, words), uint8(i))
	}
	f.Add([]byte("5\r\nhello\r\n0\r\n\r\n"), uint8(4))
	names := []string{"gzip", "deflate", "br", "zstd", "", "gzip, br"}
	f.Fuzz(func(t *testing.T, raw []byte, which uint8) {
		name := names[int(which)%len(names)]
		limits := Limits{Bytes: 1 << 16}
		out, err := Decode(raw, name, limits)
		if len(out) > limits.Bytes {
			t.Fatalf("%d bytes, %d allowed", len(out), limits.Bytes)
		}
		again, err2 := Decode(raw, name, limits)
		if !bytes.Equal(out, again) || (err == nil) != (err2 == nil) {
			t.Fatal("two readings differ")
		}
		if whole, err := Dechunk(raw); len(whole) > len(raw) {
			t.Fatalf("%d bytes of %d, %v", len(whole), len(raw), err)
		}
	})
}
