package store

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/archive"
	"chancery/record"
)

// day makes 20240314 of "2024-03-14…": numbers in the order of the days. What is
// no such day is 0, unknown.
func day(s string) int64 {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return 0
	}
	n, err := strconv.ParseUint(s[:4]+s[5:7]+s[8:10], 10, 31)
	if err != nil {
		return 0
	}
	return int64(n)
}

// splitKey cuts the key of an event or statement into the number of its first 16
// hex digits, which order as the key does, and what follows the colon.
func splitKey(key string) (head int64, tail string, ok bool) {
	first, tail, ok := strings.Cut(key, ":")
	if !ok || len(first) != 16 {
		return 0, "", false
	}
	n, err := strconv.ParseUint(first, 16, 64)
	if err != nil {
		return 0, "", false
	}
	return ordered(n), tail, true
}

func joinKey(head int64, tail string) string {
	return fmt.Sprintf("%016x:%s", unordered(head), tail)
}

// ordered maps numbers without a sign to numbers with one, in the same order.
func ordered(n uint64) int64   { return int64(n ^ 1<<63) }
func unordered(n int64) uint64 { return uint64(n) ^ 1<<63 }

func shaBytes(s string) ([]byte, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 32 {
		return nil, fmt.Errorf("%q is no SHA-256 digest in hex", s)
	}
	return b, nil
}

// Closed lists are kept as their place in the list, from 1; 0 is none. New
// values go to the end.
func statuses() []string {
	return []string{string(record.Actual), string(record.Planned), string(record.Hypothetical), string(record.Denied), string(record.Historical)}
}

func reviews() []string {
	return []string{string(archive.Accepted), string(archive.Corrected), string(archive.Rejected)}
}

func place(list []string, value string) int64 { return int64(slices.Index(list, value) + 1) }

func at(list []string, n int64) string {
	if n < 1 || int(n) > len(list) {
		return ""
	}
	return list[n-1]
}

// Bits of events.flags.
const (
	flagDated      = 1
	flagAttributed = 2
)

// Roles of parties.
const (
	roleActor     = 1
	roleRecipient = 2
	roleForum     = 3
	roleSpeaker   = 4
	roleVia       = 5
	roleAbout     = 6
	rolePlace     = 7
)

// clean makes a text that every database takes: valid UTF-8 without NUL.
func clean(s string) string {
	if strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// headOfSum is the head of the keys of a document's events.
func headOfSum(sum []byte) int64 { return ordered(binary.BigEndian.Uint64(sum)) }

// heads are the different heads of keys, or of SHA-256 digests in hex.
func heads(keys []string) []int64 {
	var out []int64
	for _, k := range keys {
		if len(k) < 16 {
			continue
		}
		if n, err := strconv.ParseUint(k[:16], 16, 64); err == nil {
			out = append(out, ordered(n))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sortAppearances(list []archive.Appearance) {
	slices.SortFunc(list, func(a, b archive.Appearance) int {
		switch {
		case a.Before(b):
			return -1
		case b.Before(a):
			return 1
		}
		return 0
	})
}
