package importer

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

// Limits of a PETRARCH dictionary.
const (
	maxDictLine = 64 << 10
	sniffed     = 256 << 10 // bytes looked at to tell the dictionaries apart
)

// petrarch reads one of PETRARCH's dictionaries of nouns.
func (j *job) petrarch(in io.Reader) error {
	r := bufio.NewReaderSize(in, sniffed)
	head, err := r.Peek(sniffed)
	if err != nil && err != io.EOF {
		return err
	}
	d := &dictionary{job: j, book: newCodeBook(j.Base), bodies: map[string]int{}, collective: map[string]bool{}}
	for _, words := range table(collective) {
		d.collective[words[0]] = true
	}
	read, end := d.actorLine, d.finish
	switch agents := bytes.Count(head, []byte("[~")); {
	case bytes.Contains(head, []byte("<CountryCode>")):
		c := &countryInfo{dictionary: d}
		read, end = c.line, c.end
	case agents > 0 && 2*agents > bytes.Count(head, []byte("[")):
		a := &agentList{dictionary: d, sets: map[string][]string{}, seen: map[string]bool{}}
		read, end = a.line, d.finish
	}
	quiet := &uncommented{next: read}
	if err := j.lines(r, maxDictLine, quiet.line); err != nil {
		return err
	}
	return end()
}

// uncommented hands on lines without their comments: behind #, and between <!--
// and -->, over lines too.
type uncommented struct {
	next func(string) error
	in   bool // inside <!-- … -->
}

func (u *uncommented) line(line string) error {
	var kept strings.Builder
	for line != "" {
		mark := "<!--"
		if u.in {
			mark = "-->"
		}
		before, after, found := strings.Cut(line, mark)
		if !u.in {
			kept.WriteString(before)
		}
		if !found {
			break
		}
		u.in = !u.in
		line = after
	}
	text, _, _ := strings.Cut(kept.String(), "#")
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return u.next(text)
}

// brackets cuts "NAME [A] [B 93-01]" into the name and what the brackets hold. A
// closing brace counts as a bracket, for the dictionaries have both; a bracket
// that is not closed ends the line.
func brackets(line string) (name string, codes []string) {
	name, rest, found := strings.Cut(line, "[")
	for found {
		i := strings.IndexAny(rest, "]}")
		if i < 0 {
			codes = append(codes, strings.TrimSpace(rest))
			break
		}
		codes = append(codes, strings.TrimSpace(rest[:i]))
		_, rest, found = strings.Cut(rest[i:], "[")
	}
	return strings.TrimSpace(name), codes
}
