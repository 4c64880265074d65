// Package importer turns dictionaries that people have into registry files: dumps
// of GeoNames, extracts of Wikidata, and the actor, agent and country dictionaries
// of PETRARCH and TABARI. docs/registry.md tells what each loses.
//
// What must stay true:
//   - Every row that is written loads: a name that the registry could not read is
//     left out, and keys are unique.
//   - The same input and base registry give the same bytes.
//   - A line that cannot be read is counted, with its number, and never fatal. An
//     error means that reading or writing itself failed.
//   - Memory does not grow with a GeoNames file but by a bit an id; of Wikidata one
//     entity is held and the numbers of those written,
//     of PETRARCH the keys.
//   - What the base registry knows is extended under its own key, never doubled,
//     and its conventions for disputed places stand.
package importer

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"chancery/internal/registry"
)

// Options say how to import.
type Options struct {
	Base          *registry.Registry // what is known already
	MinPopulation int64              // of a GeoNames city
	Admin         io.Reader          // GeoNames' admin1CodesASCII.txt, or nil
}

// Create opens a registry file, such as "places.tsv", to write.
type Create func(name string) (io.WriteCloser, error)

// Kinds are the formats that Import reads.
func Kinds() []string { return []string{"geonames", "wikidata", "petrarch"} }

// job is one import under way.
type job struct {
	Options
	sum  *Summary
	out  *output
	line int // of the input, from 1
}

// Import reads in and writes registry files.
func Import(kind string, in io.Reader, o Options, create Create) (Summary, error) {
	if o.Base == nil {
		return Summary{}, errors.New("cannot import without a base registry")
	}
	j := &job{Options: o, sum: newSummary(), out: newOutput(create)}
	var err error
	switch kind {
	case "geonames":
		err = j.geonames(in)
	case "wikidata":
		err = j.wikidata(in)
	case "petrarch":
		err = j.petrarch(in)
	default:
		err = fmt.Errorf("cannot import %q: there is no such kind", kind)
	}
	err = errors.Join(err, j.out.close())
	for _, f := range j.out.order {
		j.sum.taken = append(j.sum.taken, count{f, j.out.files[f].rows})
	}
	return *j.sum, err
}

// left counts something that is left out.
func (j *job) left(reason, what string) { j.sum.leave(reason, j.line, what) }

// lines reads lines of up to max bytes and gives them without their ends; a
// longer one is counted and left out.
func (j *job) lines(in io.Reader, max int, use func(line string) error) error {
	r := bufio.NewReaderSize(in, 64<<10)
	var long []byte
	for {
		part, err := r.ReadSlice('\n')
		if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
			return fmt.Errorf("cannot read line %d: %w", j.line+1, err)
		}
		if len(long) <= max {
			long = append(long, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if len(long) > 0 {
			j.line++
			j.sum.read++
			if len(long) > max {
				j.left("line too long", string(long[:40]))
			} else if err := use(trimEnd(long, j.line == 1)); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		long = long[:0]
	}
}

// trimEnd cuts off the end of a line, and a byte order mark from the first.
func trimEnd(b []byte, first bool) string {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	if first && len(b) >= 3 && string(b[:3]) == "\ufeff" {
		b = b[3:]
	}
	return string(b)
}

// readings are what the base registry knows a name as, when it knows the whole of it.
func (j *job) readings(name string) (refs []registry.NameRef) {
	j.Base.Scan(name, func(m registry.Match) {
		if m.Start == 0 && int(m.End) == len(name) {
			refs = m.Names
		}
	})
	return refs
}
