package warc

import (
	"bytes"
	"io"
	"testing"
)

// Whatever the bytes: reading ends, positions grow and lie in the file, what
// comes out is bounded by what went in, and reading goes on from any record with
// the same record.
func FuzzReader(f *testing.F) {
	for _, how := range []string{"plain", "records", "whole"} {
		raw := write(f, how, 2)
		f.Add(raw)
		f.Add(raw[:len(raw)/2])
		f.Add(append(bytes.Clone(raw[:200]), raw[150:]...))
	}
	f.Add([]byte("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9999999999\r\n\r\nabc\nWARC/1.1\nContent-Length: 0\n\n"))
	f.Add([]byte("WARC/WARC/1.\nWARC/1.0\n\n\n\x1F\x8B\x08"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		limits := Limits{Block: 1 << 16}
		all, _ := readAll(t, raw, Position{}, limits)
		total := 0
		for _, rec := range all {
			total += len(rec.body)
			if rec.Next.File > int64(len(raw)) {
				t.Fatalf("%s is behind the end, %d", rec.Next, len(raw))
			}
		}
		if total > 1100*len(raw) { // deflate packs no more than 1,032 times
			t.Fatalf("%d bytes of %d", total, len(raw))
		}
		if len(all) == 0 {
			return
		}
		last := all[len(all)-1]
		r, err := NewReader(bytes.NewReader(raw[last.At.File:]), last.At, limits)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := r.Next()
		if err == io.EOF || rec.URI != last.URI || rec.Type != last.Type {
			t.Fatalf("from %s: %+v, %v, want %+v", last.At, rec, err, last.Record)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	for _, how := range []string{"plain", "records", "whole"} {
		raw := write(b, how, 300)
		b.Run(how, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := NewReader(bytes.NewReader(raw), Position{}, Limits{})
				for err == nil {
					_, err = r.Next()
				}
				if err != io.EOF {
					b.Fatal(err)
				}
			}
		})
	}
}
