package warc

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// How the unpacked bytes are interrupted. Each is told once; then they go on.
var (
	errBorder = errors.New("a new member begins with a new record")
	errGap    = errors.New("a packed member is broken")
)

// magic begins a gzip member: its signature and the one method there is.
var magic = []byte{0x1F, 0x8B, 0x08}

// segment says which byte of the file unpacked bytes come from.
type segment struct {
	out, file int64 // both where the segment begins
	plain     bool
}

// unpacker gives the bytes of an archive unpacked, and remembers where in the
// file they come from.
type unpacker struct {
	file     *rewinder
	in       *bufio.Reader // over file
	gz       *gzip.Reader
	packed   bool
	base     int64 // of the file where reading began
	open     bool  // a member is being read
	start    int64 // of that member in the file
	lost     bool  // the next member is being looked for; it has been told
	rewound  int64 // bytes that were gone back over
	out      int64
	segments []segment
	head     []byte // unpacked bytes that were looked at and not given yet
	err      error
}

func newUnpacker(r io.Reader, base int64) (*unpacker, error) {
	u := &unpacker{base: base, file: &rewinder{r: r, at: base, base: base}}
	u.in = bufio.NewReaderSize(u.file, 64<<10)
	start, err := u.in.Peek(len(magic))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if u.packed = bytes.Equal(start, magic); u.packed {
		u.gz = new(gzip.Reader)
	} else {
		u.segments = []segment{{0, base, true}}
	}
	return u, nil
}

// offset is the byte of the file that is read next.
func (u *unpacker) offset() int64 { return u.file.at - int64(u.in.Buffered()) }

func (u *unpacker) Read(p []byte) (int, error) {
	if u.err != nil {
		return 0, u.err
	}
	if !u.packed {
		n, err := u.in.Read(p)
		u.out += int64(n)
		return n, err
	}
	for len(u.head) == 0 && !u.open {
		if err := u.next(); err != nil {
			if err != errBorder && err != errGap {
				u.err = err
			}
			return 0, err
		}
	}
	if len(u.head) > 0 {
		n := copy(p, u.head)
		u.head = u.head[n:]
		u.out += int64(n)
		return n, nil
	}
	n, err := u.gz.Read(p)
	u.out += int64(n)
	if err == io.EOF {
		u.open = false
		return n, nil
	}
	if err != nil {
		return n, u.broken(err)
	}
	return n, nil
}

// next opens the next member. Zero bytes between members are padding.
func (u *unpacker) next() error {
	if err := u.toMember(); err != nil {
		return err
	}
	at := u.offset()
	u.start = at
	err := u.gz.Reset(u.in)
	if err != nil {
		return u.broken(err)
	}
	u.gz.Multistream(false)
	u.open = true
	var head [5]byte
	n, err := io.ReadFull(u.gz, head[:])
	u.segments = append(u.segments, segment{u.out, at, false})
	u.head = append(u.head[:0], head[:n]...)
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF && n < len(head) && u.ended():
		u.open = false
	case err != nil:
		u.head = u.head[:0]
		return u.broken(err)
	}
	if string(u.head) == "WARC/" && len(u.segments) > 1 {
		return errBorder
	}
	return nil
}

// ended tells whether the member that is open has come to its proper end.
func (u *unpacker) ended() bool {
	n, err := u.gz.Read(make([]byte, 1))
	return n == 0 && err == io.EOF
}

// toMember passes over what is between members.
func (u *unpacker) toMember() error {
	skipped := false
	for {
		head, err := u.in.Peek(len(magic))
		if bytes.Equal(head, magic) {
			if skipped && !u.lost {
				return errGap
			}
			u.lost = false
			return nil
		}
		if len(head) < len(magic) {
			skipped = skipped || err == io.EOF && len(bytes.Trim(head, "\x00")) > 0
			_, _ = u.in.Discard(len(head)) // peeked, so there
			if skipped && !u.lost {
				return errGap
			}
			return err
		}
		chunk, _ := u.in.Peek(max(u.in.Buffered(), len(magic)))
		n := bytes.Index(chunk, magic)
		if n < 0 {
			n = len(chunk) - len(magic) + 1
		}
		skipped = skipped || len(bytes.Trim(chunk[:n], "\x00")) > 0
		_, _ = u.in.Discard(n) // peeked, so there
	}
}

// broken goes back behind the start of a member that does not unpack, if that is
// still in memory, so that a member which its broken lengths ran over is found.
func (u *unpacker) broken(err error) error {
	u.open, u.head = false, u.head[:0]
	var failed readError
	if errors.As(err, &failed) {
		return failed // the file itself, not what is in it
	}
	u.lost = true
	back := u.offset() - u.start
	if u.rewound+back <= rewindMost+2*(u.start-u.base) && u.file.rewind(u.start+1) {
		u.rewound += back // bounded, so that reading stays linear
		u.in.Reset(u.file)
	}
	return errGap
}

// position translates an unpacked offset, which never falls from call to call.
func (u *unpacker) position(out int64) Position {
	for len(u.segments) > 1 && u.segments[1].out <= out {
		u.segments = u.segments[1:]
	}
	if len(u.segments) == 0 {
		return Position{File: u.offset()}
	}
	s := u.segments[0]
	if s.plain {
		return Position{File: s.file + out - s.out}
	}
	return Position{File: s.file, Inside: out - s.out}
}

// readError marks an error of the file itself.
type readError struct{ error }

// rewinder reads a file and keeps the last of what it read, so that one can go
// back to it.
type rewinder struct {
	r    io.Reader
	at   int64  // offset of the file of the byte that is given next
	kept []byte // the last bytes that were read
	base int64  // offset of kept
}

// rewindMost is how far one can go back at least.
const rewindMost = 1 << 20

func (r *rewinder) Read(p []byte) (int, error) {
	if ahead := r.kept[r.at-r.base:]; len(ahead) > 0 {
		n := copy(p, ahead)
		r.at += int64(n)
		return n, nil
	}
	n, err := r.r.Read(p)
	if len(r.kept)+n > 2*rewindMost {
		cut := len(r.kept) - min(len(r.kept), rewindMost)
		r.kept = append(r.kept[:0], r.kept[cut:]...)
		r.base += int64(cut)
	}
	r.kept = append(r.kept, p[:n]...)
	r.at += int64(n)
	if err != nil && err != io.EOF {
		err = readError{err}
	}
	return n, err
}

// rewind goes back to an offset and tells whether it could.
func (r *rewinder) rewind(to int64) bool {
	if to < r.base || to > r.at {
		return false
	}
	r.at = to
	return true
}
