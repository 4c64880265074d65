// Package foreign reads event data sets that others made, to lay beside our own:
// GDELT 1.0 and 2.0, POLECAT and ICEWS, plain or in a zip or gzip file.
//
// What must stay true:
//   - Every line that is no header gives one event or one diagnostic, which names
//     the line.
//   - Codes stay strings: a leading zero is part of a code.
//   - What a set does not give stays empty; its codes are not translated.
//   - Memory holds one line, of at most maxLine bytes.
package foreign

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"chancery/archive"
	"chancery/record"
)

// Item is a line of a set: an event, or what is wrong with it.
type Item struct {
	Event       archive.Foreign
	OK          bool // there is an event
	Diagnostics []record.Diagnostic
}

const (
	maxLine   = 1 << 20
	maxUnzip  = 4 << 30 // bytes of one file in a zip
	zipInHand = 1 << 30 // a zip is read whole, for its list stands at the end
)

// layout reads the cells of a line.
type layout struct {
	set     archive.ForeignSet
	columns int
	read    func(cells []string, e *archive.Foreign) error
}

// Read reads a set. Set may be empty: then the first line tells which it is. A
// non-nil error ends the sequence.
func Read(name string, r io.Reader, set archive.ForeignSet) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		head, err := in.Peek(4)
		if err != nil && err != io.EOF {
			yield(Item{}, fmt.Errorf("cannot read %s: %w", name, err))
			return
		}
		switch {
		case bytes.Equal(head, []byte("PK\x03\x04")):
			err = eachInZip(name, in, func(name string, r io.Reader) (bool, error) { return lines(name, r, set, yield) })
		case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
			var z *gzip.Reader
			if z, err = gzip.NewReader(in); err == nil {
				_, err = lines(name, z, set, yield)
			}
		default:
			_, err = lines(name, in, set, yield)
		}
		if err != nil {
			yield(Item{}, fmt.Errorf("cannot read %s: %w", name, err))
		}
	}
}

// eachInZip reads the files in a zip, in their order.
func eachInZip(name string, r io.Reader, read func(string, io.Reader) (bool, error)) error {
	raw, err := io.ReadAll(io.LimitReader(r, zipInHand+1))
	if err != nil {
		return err
	}
	if len(raw) > zipInHand {
		return fmt.Errorf("the zip has over %d bytes; unzip it first", zipInHand)
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return err
		}
		more, err := read(name+"/"+strings.ToValidUTF8(f.Name, "\uFFFD"), io.LimitReader(in, maxUnzip))
		if closed := in.Close(); err == nil {
			err = closed
		}
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// lines reads one file. It tells whether more is wanted.
func lines(name string, r io.Reader, set archive.ForeignSet, yield func(Item, error) bool) (bool, error) {
	in := bufio.NewReaderSize(r, 256<<10)
	var l *layout
	for n := 1; ; n++ {
		line, long, err := readLine(in)
		if err != nil && err != io.EOF {
			return false, err
		}
		end := err == io.EOF
		if end && len(line) == 0 {
			return true, nil
		}
		item := Item{Event: archive.Foreign{Line: n}}
		place := fmt.Sprintf("%s:%d", name, n)
		text := strings.TrimRight(string(line), "\r\n")
		if n == 1 {
			text = strings.TrimPrefix(text, "\uFEFF")
		}
		switch {
		case long:
			item.fail(place, "the line has over %d bytes", maxLine)
		case strings.TrimSpace(text) == "":
			item = Item{}
		case l == nil:
			header := false
			if l, header, err = detect(text, set); err != nil {
				return false, err
			}
			if header {
				item = Item{}
			} else {
				item.take(l, text, place)
			}
		default:
			item.take(l, text, place)
		}
		if (item.OK || item.Diagnostics != nil) && !yield(item, nil) {
			return false, nil
		}
		if end {
			return true, nil
		}
	}
}

// readLine reads a line; of one that is too long only that is told.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > maxLine {
			long, line = true, line[:1]
		}
		if err != bufio.ErrBufferFull {
			return line, long, err
		}
	}
}

// take reads the cells of a line into an event.
func (i *Item) take(l *layout, text, place string) {
	if !utf8.ValidString(text) {
		i.Diagnostics = append(i.Diagnostics, record.Diagnostic{Code: record.EncodingRepaired, Severity: record.Warning, Document: place,
			Message: "bytes that are no UTF-8 were replaced by U+FFFD"})
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	cells := strings.Split(text, "\t")
	if len(cells) < l.columns {
		i.fail(place, "%d columns, %d are needed for %s", len(cells), l.columns, l.set)
		return
	}
	i.Event.Set = l.set
	if err := l.read(cells, &i.Event); err != nil {
		i.fail(place, "%v", err)
		return
	}
	i.OK = true
}

func (i *Item) fail(place, format string, args ...any) {
	i.Diagnostics = append(i.Diagnostics, record.Diagnostic{Code: record.ForeignLine, Severity: record.Error, Document: place, Message: fmt.Sprintf(format, args...)})
}

// detect tells which set a first line belongs to, and whether it is a header.
func detect(text string, set archive.ForeignSet) (l *layout, header bool, err error) {
	cells := strings.Split(text, "\t")
	names := map[string]int{}
	for i, c := range cells {
		c = strings.ToLower(strings.Join(strings.Fields(c), " "))
		if _, twice := names[c]; !twice {
			names[c] = i
		}
	}
	has := func(all ...string) bool {
		for _, n := range all {
			if _, ok := names[n]; !ok {
				return false
			}
		}
		return true
	}
	switch {
	case has("event id", "event date", "event type", "actor name"):
		l, header = polecat(names), true
	case has("event id", "event date", "cameo code", "source name"):
		l, header = icews(names), true
	case has("globaleventid"):
		l, header = gdelt(len(cells)), true // some tools write one
	case len(cells) >= 57 && len(cells) <= 62 && digits(cells[0]) && day(cells[1]) != "":
		l = gdelt(len(cells))
	}
	switch {
	case l == nil:
		return nil, false, fmt.Errorf("its first line is of no set that can be read: GDELT has 57, 58 or 61 columns without a header, POLECAT and ICEWS have a header; it has %d columns", len(cells))
	case set != "" && set != l.set:
		return nil, false, fmt.Errorf("it is %s, not %s", l.set, set)
	}
	return l, header, nil
}

func digits(s string) bool {
	return s != "" && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}

// day reads 20230522 or 2023-05-22.
func day(s string) string {
	s = strings.TrimSpace(s)
	for _, form := range []string{"20060102", time.DateOnly, time.DateTime} {
		if t, err := time.Parse(form, s); err == nil && t.Year() > 0 {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}
