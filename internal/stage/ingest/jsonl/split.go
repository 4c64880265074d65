package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// headSize is how much is looked at to tell lines from a whole-file value.
const headSize = 64 << 10

// chunk is the bytes of one JSON value, good until the next is asked for.
type chunk struct {
	raw     []byte
	line    int // where it begins, from 1
	tooLong bool
}

// splitter gives the next chunk, or io.EOF.
type splitter func() (chunk, error)

// chooseSplitter looks at the beginning and decides how the file is laid out.
func chooseSplitter(r *bufio.Reader, limits Limits) splitter {
	if limits.Before > 0 {
		return (&lines{r: r, limit: limits.Line, line: limits.Before}).next
	}
	head, _ := r.Peek(headSize)
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		_, _ = r.Discard(3) // cannot fail: the bytes were just peeked
		head = head[3:]
	}
	if spread(head) {
		return (&values{r: r, limit: limits.Line, line: 1}).next
	}
	return (&lines{r: r, limit: limits.Line}).next
}

// Cuttable tells by the beginning of a file whether it can be read from the
// beginning of each of its lines: it has one object a line, in UTF-8.
func Cuttable(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return false
	}
	return !spread(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")))
}

// spread tells whether the file is one array, or objects over several lines.
func spread(head []byte) bool {
	head = bytes.TrimLeft(head, blank)
	first, rest, whole := bytes.Cut(head, []byte("\n"))
	first, rest = bytes.TrimRight(first, blank), bytes.TrimLeft(rest, blank)
	switch {
	case len(first) == 0:
		return false
	case first[0] == '[':
		inner := bytes.TrimLeft(first[1:], blank)
		return len(inner) == 0 || inner[0] == '{' || inner[0] == ']'
	case first[0] != '{' || !whole || json.Valid(first):
		return false
	}
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// blank is JSON's white space.
const blank = " \t\r\n"

// lines splits JSONL proper.
type lines struct {
	r     *bufio.Reader
	buf   []byte
	line  int
	limit int
}

// next reads to the end of the next line that is not blank. Of a line over the
// limit the rest is skipped without being held.
func (l *lines) next() (chunk, error) {
	for {
		l.buf, l.line = l.buf[:0], l.line+1
		long := false
		for {
			part, err := l.r.ReadSlice('\n')
			if long = long || len(l.buf)+len(part) > l.limit; !long {
				l.buf = append(l.buf, part...)
			}
			if err == nil || errors.Is(err, io.EOF) && (long || len(l.buf) > 0) {
				break
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				return chunk{line: l.line}, err
			}
		}
		if long {
			l.buf = nil // give the memory back
			return chunk{line: l.line, tooLong: true}, nil
		}
		if raw := bytes.Trim(l.buf, blank); len(raw) > 0 {
			return chunk{raw: raw, line: l.line}, nil
		}
	}
}

// values splits a file into the objects that stand in it one after another or
// in one outer array, by counting brackets outside strings.
type values struct {
	r      *bufio.Reader
	buf    []byte
	line   int
	limit  int
	inside bool // in the outer array
}

// next finds the next value and reads to its end.
func (v *values) next() (chunk, error) {
	for {
		c, err := v.r.ReadByte()
		if err != nil {
			return chunk{line: v.line}, err
		}
		switch {
		case c == '\n':
			v.line++
		case c == ' ', c == '\t', c == '\r', c == ',', c == ']':
		case c == '[' && !v.inside:
			v.inside = true
		default:
			return v.value(c)
		}
	}
}

// value reads the rest of the value that begins with c.
func (v *values) value(c byte) (chunk, error) {
	v.buf = v.buf[:0]
	out := chunk{line: v.line}
	var s nesting
	for {
		if c == '\n' {
			v.line++
		}
		if out.tooLong = out.tooLong || len(v.buf) >= v.limit; !out.tooLong {
			v.buf = append(v.buf, c)
		}
		done := s.step(c)
		if !done {
			var err error
			if c, err = v.r.ReadByte(); err == nil {
				continue
			} else if !errors.Is(err, io.EOF) {
				return out, err
			}
		}
		if out.tooLong {
			v.buf = nil
		}
		out.raw = bytes.Trim(v.buf, blank+",")
		return out, nil
	}
}

// nesting follows a JSON value from byte to byte.
type nesting struct {
	depth           int
	quoted, escaped bool
}

// step takes the next byte and tells whether the value ends with it. A bare
// word or number ends with its line or the next comma.
func (s *nesting) step(c byte) (done bool) {
	if s.quoted {
		switch {
		case s.escaped:
			s.escaped = false
		case c == '\\':
			s.escaped = true
		case c == '"':
			s.quoted = false
			return s.depth == 0
		}
		return false
	}
	switch c {
	case '"':
		s.quoted = true
	case '{', '[':
		s.depth++
	case '}', ']':
		s.depth--
		return s.depth <= 0
	case ',', '\n':
		return s.depth == 0
	}
	return false
}
