package warc

import (
	"bytes"
)

// stream is the unpacked archive with as much of it in memory as is asked for.
type stream struct {
	u    *unpacker
	buf  []byte
	r, w int   // what is held is buf[r:w]
	off  int64 // unpacked offset of buf[r]
	stop error // why nothing more can be held until this is used up
}

const streamChunk = 128 << 10

// peek holds n bytes, or less when the bytes end or are interrupted before.
func (s *stream) peek(n int) []byte {
	for s.w-s.r < n && s.stop == nil {
		if len(s.buf)-s.w < streamChunk/4 {
			s.room()
		}
		got, err := s.u.Read(s.buf[s.w:])
		s.w += got
		s.stop = err
	}
	return s.buf[s.r:min(s.w, s.r+n)]
}

// room makes space behind what is held: it moves that to the front, or doubles
// the buffer. So the buffer grows with what has come, not with what a record
// claims to have.
func (s *stream) room() {
	next := s.buf
	if s.r < len(s.buf)/2 || len(s.buf) == 0 {
		next = make([]byte, max(2*len(s.buf), streamChunk))
	}
	held := copy(next, s.buf[s.r:s.w])
	s.buf, s.r, s.w = next, 0, held
}

// skip passes over n bytes that are held.
func (s *stream) skip(n int) {
	s.r += n
	s.off += int64(n)
}

// resume goes on behind an interruption. It gives io.EOF at the end, and the
// error of the file when that cannot be read; what interrupted tells the rest.
func (s *stream) resume() (what, err error) {
	switch {
	case s.r < s.w || s.stop == nil:
		return nil, nil
	case s.stop == errGap || s.stop == errBorder:
		what, s.stop = s.stop, nil
		return what, nil
	}
	return nil, s.stop
}

// seek passes over bytes up to the next line that begins like a record, and
// tells how many they were. An interruption ends it.
func (s *stream) seek() (passed int64) {
	for {
		held := s.peek(streamChunk / 2)
		if n := nextRecord(held); n >= 0 {
			s.skip(n)
			return passed + int64(n)
		}
		n := len(held)
		if s.stop == nil || s.w-s.r > len(held) {
			n = max(len(held)-len("\nWARC/1."), 1) // the mark may be cut in two
		}
		if len(held) == 0 {
			return passed
		}
		s.skip(n)
		passed += int64(n)
	}
}

// nextRecord finds a line "WARC/0." or "WARC/1." behind a line feed.
func nextRecord(b []byte) int {
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("\nWARC/"))
		if i < 0 || at+i+len("\nWARC/1.") > len(b) {
			return -1
		}
		at += i + 1
		if looksRecord(b[at:]) {
			return at
		}
	}
}

// looksRecord tells whether bytes begin with "WARC/0." or "WARC/1.".
func looksRecord(b []byte) bool {
	return len(b) >= len("WARC/1.") && string(b[:5]) == "WARC/" && (b[5] == '0' || b[5] == '1') && b[6] == '.'
}
