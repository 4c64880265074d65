// Package encoding undoes what HTTP does to a body on its way: transfer in
// chunks, and compression by gzip, deflate, brotli and zstandard.
//
// What must stay true:
//   - What comes out is never longer than Limits.Bytes, nor than Limits.Ratio
//     times what went in once it is over ratioFrom: a bomb costs what its limit
//     costs.
//   - A broken tail gives what was whole before it, and says so.
//   - A body that is not packed as its header says is taken as it is.
package encoding

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Limits bound what comes out of a body.
type Limits struct {
	Bytes int // the longest body; 0 means 16 MiB
	Ratio int // how many times longer than its packed form; 0 means 200
}

const (
	defaultBytes = 16 << 20
	defaultRatio = 200
	ratioFrom    = 1 << 20 // shorter bodies may have any ratio
	maxLayers    = 3       // "gzip, br, gzip" is read, more is refused
)

// The ways in which a body cannot be read.
var (
	ErrTooLong = errors.New("the body is longer than allowed")
	ErrBomb    = errors.New("the body grows too much when unpacked")
	ErrUnknown = errors.New("the body is packed in an unknown way")
	ErrBroken  = errors.New("the packed body is broken") // what was whole comes with it
)

// Accept is the value of the request header for what Decode reads.
const Accept = "gzip, deflate, br, zstd"

// Decode undoes the codings of a Content-Encoding header, the last one first.
// With ErrBroken it gives what was whole before the break.
func Decode(raw []byte, contentEncoding string, limits Limits) ([]byte, error) {
	var layers []string
	for name := range strings.SplitSeq(contentEncoding, ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && name != "identity" && name != "none" {
			layers = append(layers, name)
		}
	}
	if len(layers) > maxLayers {
		return nil, fmt.Errorf("%w: %d layers", ErrUnknown, len(layers))
	}
	limits = limits.filled()
	most := limits.Bytes
	if ratio := max(len(raw)*limits.Ratio, ratioFrom); ratio < most {
		most = ratio
	}
	body := raw
	var broken error
	for i := len(layers) - 1; i >= 0; i-- {
		out, err := unpack(body, layers[i], most)
		switch {
		case errors.Is(err, ErrTooLong) && most < limits.Bytes:
			return nil, fmt.Errorf("%w: over %d times", ErrBomb, limits.Ratio)
		case errors.Is(err, ErrBroken):
			broken = err
		case err != nil:
			return nil, err
		}
		body = out
	}
	if len(body) > limits.Bytes {
		return nil, ErrTooLong
	}
	return body, broken
}

func (l Limits) filled() Limits {
	if l.Bytes <= 0 {
		l.Bytes = defaultBytes
	}
	if l.Ratio <= 0 {
		l.Ratio = defaultRatio
	}
	return l
}

// unpack undoes one coding, up to most bytes.
func unpack(raw []byte, name string, most int) ([]byte, error) {
	if len(raw) == 0 {
		return raw, nil
	}
	in := bytes.NewReader(raw)
	var r io.Reader
	var err error
	switch name {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(raw, []byte{0x1F, 0x8B}) {
			return raw, nil // a crawler unpacked it and kept the header
		}
		r, err = gzip.NewReader(in)
	case "deflate":
		// The standard means zlib; some servers send bare deflate.
		if r, err = zlib.NewReader(in); err != nil {
			in.Reset(raw)
			r, err = flate.NewReader(in), nil
		}
	case "br":
		r = brotli.NewReader(in)
	case "zstd":
		if !bytes.HasPrefix(raw, []byte{0x28, 0xB5, 0x2F, 0xFD}) {
			return raw, nil
		}
		var z *zstd.Decoder
		z, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20), zstd.WithDecoderMaxWindow(8<<20))
		if err == nil {
			defer z.Close()
			r = z
		}
	default:
		return nil, fmt.Errorf("%w: %.20q", ErrUnknown, name)
	}
	if err != nil {
		return plainInstead(raw, nil, err)
	}
	out, err := readUpTo(r, most)
	if err != nil && !errors.Is(err, ErrTooLong) {
		return plainInstead(raw, out, err)
	}
	return out, err
}

// plainInstead takes a body that does not unpack at all for one that was never
// packed, if it reads like markup; else it is broken, with what came out.
func plainInstead(raw, out []byte, err error) ([]byte, error) {
	if len(out) == 0 && bytes.HasPrefix(bytes.TrimLeft(raw, " \t\r\n\xEF\xBB\xBF"), []byte("<")) {
		return raw, nil
	}
	return out, fmt.Errorf("%w: %v", ErrBroken, err)
}

// readUpTo reads r to its end, or to ErrTooLong.
func readUpTo(r io.Reader, most int) ([]byte, error) {
	var b bytes.Buffer
	_, err := io.Copy(&b, io.LimitReader(r, int64(most)+1))
	if b.Len() > most {
		return nil, ErrTooLong
	}
	return b.Bytes(), err
}

// Dechunk undoes the chunked transfer of HTTP/1.1. A body that does not begin
// with the length of a chunk is taken as it is; what breaks off later gives the
// chunks before, with ErrBroken.
func Dechunk(raw []byte) ([]byte, error) {
	if _, ok := chunkSize(firstLine(raw)); !ok {
		return raw, nil
	}
	out := make([]byte, 0, len(raw))
	r := bufio.NewReaderSize(bytes.NewReader(raw), 4096)
	for {
		line, err := r.ReadSlice('\n')
		size, ok := chunkSize(line)
		if err != nil || !ok {
			return out, fmt.Errorf("%w: no length of a chunk", ErrBroken)
		}
		if size == 0 {
			return out, nil // trailers are of no use here
		}
		if size > int64(len(raw)) {
			size = int64(len(raw)) + 1 // more than there is: to the end
		}
		at := len(out)
		out = append(out, make([]byte, min(size, int64(len(raw)-at)))...)
		n, err := io.ReadFull(r, out[at:])
		out = out[:at+n]
		if err != nil || int64(n) < size {
			return out, fmt.Errorf("%w: the last chunk is cut", ErrBroken)
		}
		if end, _ := r.Peek(2); bytes.HasPrefix(end, []byte("\r\n")) {
			_, _ = r.Discard(2) // peeked, so there
		} else if bytes.HasPrefix(end, []byte("\n")) {
			_, _ = r.Discard(1)
		}
	}
}

func firstLine(raw []byte) []byte {
	head := raw[:min(len(raw), 100)]
	if i := bytes.IndexByte(head, '\n'); i >= 0 {
		return head[:i+1]
	}
	return nil
}

// chunkSize reads "1a2b;extension\r\n".
func chunkSize(line []byte) (int64, bool) {
	line, _, _ = bytes.Cut(line, []byte(";"))
	line = bytes.TrimSpace(line)
	if len(line) == 0 || len(line) > 12 {
		return 0, false
	}
	var n int64
	for _, c := range line {
		d := int64(0)
		switch {
		case c >= '0' && c <= '9':
			d = int64(c - '0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = int64(c|0x20-'a') + 10
		default:
			return 0, false
		}
		n = n<<4 | d
	}
	return n, true
}
