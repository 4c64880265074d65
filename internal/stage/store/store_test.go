package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestDay(t *testing.T) {
	for in, want := range map[string]int64{"2024-03-14": 20240314, "2024-03-14T10:00:00Z": 20240314, "0079-08-24": 790824, "": 0, "2024": 0, "2024-3-14 ": 0, "+024-03-14": 0, "2024-0x-14": 0} {
		if got := day(in); got != want {
			t.Errorf("day(%q) = %d, want %d", in, got, want)
		}
	}
}

// Keys order as their numbers and tails do.
func TestKeys(t *testing.T) {
	keys := []string{"0000000000000000:1-2:AID", "00000000000000ff:10-12:AID", "7fffffffffffffff:1-2:AID", "8000000000000000:1-2:AID", "ffffffffffffffff:1-2:AID", "ffffffffffffffff:1-2:AID:1"}
	last := int64(-1 << 63)
	for _, k := range keys {
		h, tail, ok := splitKey(k)
		if !ok || h < last || joinKey(h, tail) != k {
			t.Errorf("%s: %d %q %v, again %s", k, h, tail, ok, joinKey(h, tail))
		}
		last = h
	}
	for _, k := range []string{"", "abc", "xyz:1-2:AID", "00000000000000zz:1-2:AID"} {
		if _, _, ok := splitKey(k); ok {
			t.Errorf("%q is no key", k)
		}
	}
	if got := heads([]string{keys[3], keys[0], keys[0], "short"}); !slices.Equal(got, []int64{-1 << 63, 0}) {
		t.Errorf("heads %v", got)
	}
}

func TestPack(t *testing.T) {
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []string{"", "short", strings.Repeat("the minister met the envoy; ", 40), "\xff\x00\x01"} {
		packed := p.pack([]byte(in))
		out, err := p.open(packed)
		if err != nil || string(out) != in {
			t.Errorf("%q became %q, %v", in, out, err)
		}
		if len(packed) > len(in)+5 {
			t.Errorf("%d bytes became %d", len(in), len(packed))
		}
	}
	for _, bad := range [][]byte{nil, {9, 1, 2}, {zipped, 1, 2, 3}, {plain, 1}, {plain, 1, 2, 3, 4, 5}} {
		if _, err := p.open(bad); err == nil {
			t.Errorf("%v was opened", bad)
		}
	}
	for _, in := range [][]uint64{{}, {0}, {1, 1<<64 - 1}, {7, 7, 300}, {300, 7}, {1<<64 - 1}, {1 << 60, 1 << 61, 1 << 62}} {
		packed := packNumbers(in)
		if got := openNumbers(packed); !slices.Equal(got, in) || !sumOfNumbers(packed) || len(packed) > 8*len(in)+5 {
			t.Errorf("numbers %v: %v in %d bytes", in, got, len(packed))
		}
	}
}

// What was packed with the dictionary is read with it only.
func TestTheDictionaryNeverChanges(t *testing.T) {
	const digest = "4aca2ede3d46a5c9ed37c5125b8a8cbc3a8b97142e4b007d295b32053c9479ad"
	if sum := sha256.Sum256(dictionary); hex.EncodeToString(sum[:]) != digest {
		t.Errorf("the dictionary has changed to %x: archives that are there could not be read; give a new one a number of its own", sum)
	}
}

func TestClean(t *testing.T) {
	if got := clean("a\x00b\xffc"); got != "a\uFFFDb\uFFFDc" {
		t.Errorf("%q", got)
	}
}

func TestBind(t *testing.T) {
	d := Dialect{Numbered: true}
	if got := d.bind("SELECT ? WHERE a = ? AND b = ?"); got != "SELECT $1 WHERE a = $2 AND b = $3" {
		t.Error(got)
	}
}

func TestStatementsOfScript(t *testing.T) {
	got := statements("-- head\nCREATE TABLE a (\n  x INT -- why; not\n);\n\nCREATE TABLE b (y INT);\n")
	if len(got) != 2 || strings.Contains(got[0], "why") || !strings.HasPrefix(got[1], "CREATE TABLE b") {
		t.Errorf("%q", got)
	}
}

func TestReadMigrations(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	good, err := readMigrations(fstest.MapFS{"migrations/0001_a.sql": file("A;"), "migrations/0002_b.sql": file("B;")})
	if err != nil || len(good) != 2 || good[1].number != 2 || good[0].digest() == good[1].digest() {
		t.Errorf("%+v, %v", good, err)
	}
	if _, err := readMigrations(fstest.MapFS{"migrations/0001_a.sql": file("A;"), "migrations/0003_b.sql": file("B;")}); err == nil {
		t.Error("a gap was not seen")
	}
	have := []Migration{{Number: 1, Name: "0001_a", Digest: good[0].digest()}, {Number: 2, Name: "0002_b", Digest: good[1].digest()}}
	if todo, err := pending(have[:1], good); err != nil || len(todo) != 1 {
		t.Errorf("%+v, %v", todo, err)
	}
	if _, err := pending(append(have, Migration{Number: 3, Name: "0003_c"}), good); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "0003_c") {
		t.Errorf("a newer schema: %v", err)
	}
	have[0].Digest = "other"
	if _, err := pending(have, good); !errors.Is(err, ErrNewer) {
		t.Errorf("a changed migration: %v", err)
	}
}

func TestLinked(t *testing.T) {
	a := linked(nil, "00", 1, "coder", []byte{1})
	for _, other := range [][]byte{linked(a, "00", 1, "coder", []byte{1}), linked(nil, "01", 1, "coder", []byte{1}), linked(nil, "00", 2, "coder", []byte{1}), linked(nil, "00", 1, "coder", []byte{2})} {
		if bytes.Equal(a, other) {
			t.Error("another line has the same digest")
		}
	}
}
