package importer

import (
	"bufio"
	"fmt"
	"io"
)

// maxEntity bounds one entity of an extract.
const maxEntity = 16 << 20

// splitter finds the objects of a stream of JSON: an array, or one object a line.
// When the first object stands on one line, all do, and a broken line harms no
// other. Else an object is gathered over lines until its braces balance.
type splitter struct {
	*job
	use func(object []byte) error

	perLine, found bool
	object         []byte
	begun          int // line of the object that is being gathered, 0 for none
	depth          int
	quoted, escape bool
	skip           bool // until the end of the line
}

// objects calls use for each object of a stream, with job.line at its first line.
func (j *job) objects(in io.Reader, use func(object []byte) error) error {
	s, r := &splitter{job: j, use: use}, bufio.NewReaderSize(in, 64<<10)
	j.line = 1
	for {
		b, err := r.ReadByte()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("cannot read line %d: %w", j.line, err)
		}
		if b == '\n' {
			s.newline()
			continue
		}
		if err := s.add(b); err != nil {
			return err
		}
	}
	if s.begun > 0 {
		s.broken()
	}
	j.sum.read = j.line
	return nil
}

func (s *splitter) newline() {
	if s.begun > 0 && s.perLine {
		s.broken()
	}
	if s.begun > 0 {
		s.object = append(s.object, '\n')
	}
	s.line++
	s.skip = false
}

// broken counts the object that was begun as one that cannot be read.
func (s *splitter) broken() {
	at := s.line
	s.line = s.begun
	s.left("no entity can be read", string(s.object[:min(len(s.object), 80)]))
	s.line, s.begun, s.object = at, 0, s.object[:0]
}

func (s *splitter) add(b byte) error {
	switch {
	case s.skip:
		return nil
	case s.begun == 0 && b == '{':
		s.begun, s.depth, s.quoted, s.escape = s.line, 0, false, false
	case s.begun == 0:
		switch b {
		case ' ', '\t', '\r', '[', ']', ',', 0xef, 0xbb, 0xbf: // the last three are a byte order mark
			return nil
		}
		s.begun, s.object = s.line, append(s.object, b)
		s.broken()
		s.skip = true
		return nil
	}
	s.object = append(s.object, b)
	s.step(b)
	if s.depth > 0 && len(s.object) <= maxEntity {
		return nil
	}
	if s.depth > 0 {
		s.broken()
		s.skip = true
		return nil
	}
	if !s.found {
		s.found, s.perLine = true, s.begun == s.line
	}
	at := s.line
	s.line = s.begun
	err := s.use(s.object)
	s.line, s.begun, s.object = at, 0, s.object[:0]
	return err
}

// step follows braces and strings.
func (s *splitter) step(b byte) {
	switch {
	case s.escape:
		s.escape = false
	case s.quoted:
		s.escape = b == '\\'
		s.quoted = b != '"'
	case b == '"':
		s.quoted = true
	case b == '{':
		s.depth++
	case b == '}':
		s.depth--
	}
}
