// Package model is the file that trained weights are kept in: named sections
// behind a checksum, packed.
//
// What must stay true:
//   - A file that was cut, changed or made by another version is refused with a
//     clear error; nothing of it is used.
//   - The config that the weights were trained with is a section of the file.
//   - The same sections give the same bytes.
package model

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
)

// Version is the format's version; a loader reads its own only.
const Version = 1

const (
	magic  = "chancery-model\n"
	header = len(magic) + 4 + 8 + sha256.Size
	// Against a crafted file: what the unpacked sections may measure, and what
	// the packing can save at most.
	maxSize  = 1 << 30
	maxRatio = 1100
)

// Config is the name of the section that holds the training config as JSON.
const Config = "config"

// File is a model file in memory.
type File struct {
	sections map[string][]byte
}

// New gives an empty file.
func New() *File { return &File{sections: map[string][]byte{}} }

// Set puts a section, in place of one of that name.
func (f *File) Set(name string, data []byte) { f.sections[name] = data }

// Section gives the bytes of a section. They must not be changed.
func (f *File) Section(name string) ([]byte, error) {
	b, ok := f.sections[name]
	if !ok {
		return nil, fmt.Errorf("cannot use model: it has no section %q", name)
	}
	return b, nil
}

// Names lists the sections in order.
func (f *File) Names() []string {
	names := make([]string, 0, len(f.sections))
	for n := range f.sections {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// Encode gives the file's bytes.
func (f *File) Encode() ([]byte, error) {
	var body []byte
	for _, n := range f.Names() {
		body = binary.LittleEndian.AppendUint32(body, uint32(len(n)))
		body = append(body, n...)
		body = binary.LittleEndian.AppendUint64(body, uint64(len(f.sections[n])))
		body = append(body, f.sections[n]...)
	}
	var out bytes.Buffer
	out.WriteString(magic)
	out.Write(binary.LittleEndian.AppendUint32(nil, Version))
	out.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(body))))
	sum := sha256.Sum256(body)
	out.Write(sum[:])
	z, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("cannot pack model: %w", err)
	}
	if _, err := z.Write(body); err != nil {
		return nil, fmt.Errorf("cannot pack model: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("cannot pack model: %w", err)
	}
	return out.Bytes(), nil
}

// Decode reads a file's bytes and checks them.
func Decode(b []byte) (*File, error) {
	if len(b) < header || string(b[:len(magic)]) != magic {
		return nil, errors.New("cannot load model: this is no chancery model file")
	}
	rest := b[len(magic):]
	if v := binary.LittleEndian.Uint32(rest); v != Version {
		return nil, fmt.Errorf("cannot load model: format version %d, this program reads %d", v, Version)
	}
	size := binary.LittleEndian.Uint64(rest[4:])
	if size > maxSize || size > maxRatio*uint64(len(b)) {
		return nil, errors.New("cannot load model: the size noted is out of range")
	}
	want := rest[12 : 12+sha256.Size]
	body := make([]byte, size)
	z := flate.NewReader(bytes.NewReader(rest[12+sha256.Size:]))
	if _, err := io.ReadFull(z, body); err != nil {
		return nil, fmt.Errorf("cannot load model: damaged or cut short: %w", err)
	}
	if got := sha256.Sum256(body); !bytes.Equal(got[:], want) {
		return nil, errors.New("cannot load model: the checksum does not match, the file is damaged")
	}
	return split(body)
}

func split(body []byte) (*File, error) {
	f := New()
	for len(body) > 0 {
		name, rest, ok := cut(body, 4)
		if !ok {
			return nil, errors.New("cannot load model: bad section name")
		}
		data, after, ok := cut(rest, 8)
		if !ok {
			return nil, fmt.Errorf("cannot load model: section %q is cut short", name)
		}
		f.sections[string(name)] = data
		body = after
	}
	return f, nil
}

// cut takes a piece whose length stands before it in width bytes.
func cut(b []byte, width int) (piece, rest []byte, ok bool) {
	if len(b) < width {
		return nil, nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if width == 8 {
		n = binary.LittleEndian.Uint64(b)
	}
	b = b[width:]
	if n > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:n:n], b[n:], true
}

// Load reads a model file from disk.
func Load(name string) (*File, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot load model: %w", err)
	}
	return Decode(b)
}

// Save writes the file to disk.
func (f *File) Save(name string) error {
	b, err := f.Encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(name, b, 0o644); err != nil {
		return fmt.Errorf("cannot save model: %w", err)
	}
	return nil
}
