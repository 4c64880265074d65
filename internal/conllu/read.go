package conllu

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// ReadFile reads a CoNLL-U file, unpacked first when its name ends in ".gz".
func ReadFile(name string) ([]Sentence, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot open treebank: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("cannot unpack %s: %w", name, err)
		}
		r = z
	}
	ss, err := Read(r)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	return ss, nil
}

// Read reads all sentences of a CoNLL-U stream.
func Read(r io.Reader) ([]Sentence, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<26)
	var all []Sentence
	var p reader
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSuffix(sc.Text(), "\r")
		if line == "" {
			if err := p.finish(); err != nil {
				return nil, fmt.Errorf("sentence before line %d: %w", n, err)
			}
			if len(p.s.Words) > 0 {
				all = append(all, p.s)
			}
			p = reader{}
			continue
		}
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	if err := p.finish(); err != nil {
		return nil, fmt.Errorf("last sentence: %w", err)
	}
	if len(p.s.Words) > 0 {
		all = append(all, p.s)
	}
	return all, nil
}

type reader struct {
	s     Sentence
	end   int    // last word number of the open multiword token
	form  string // its surface form
	space bool   // white space follows it
	first int    // its first word, as an index
}

func (p *reader) line(line string) error {
	if line[0] == '#' {
		p.comment(line)
		return nil
	}
	c := strings.Split(line, "\t")
	if len(c) != 10 {
		return fmt.Errorf("%d columns instead of 10", len(c))
	}
	if strings.Contains(c[0], ".") {
		return nil
	}
	space := !strings.Contains("|"+c[9]+"|", "|SpaceAfter=No|")
	if a, b, ok := strings.Cut(c[0], "-"); ok {
		lo, err1 := strconv.Atoi(a)
		hi, err2 := strconv.Atoi(b)
		if err1 != nil || err2 != nil || hi < lo || lo != len(p.s.Words)+1 {
			return fmt.Errorf("bad range %q", c[0])
		}
		p.end, p.form, p.space, p.first = hi, c[1], space, len(p.s.Words)
		return nil
	}
	return p.word(c, space)
}

func (p *reader) word(c []string, space bool) error {
	n := len(p.s.Words) + 1
	if id, err := strconv.Atoi(c[0]); err != nil || id != n {
		return fmt.Errorf("word number %q where %d is due", c[0], n)
	}
	w := Word{Form: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Feats: blank(c[5]), Rel: blank(c[7]), Space: space}
	if c[6] != "_" {
		h, err := strconv.Atoi(c[6])
		if err != nil || h < 0 {
			return fmt.Errorf("bad head %q", c[6])
		}
		w.Head = h
	}
	if n <= p.end {
		w.Joined = len(p.s.Words) > p.first
		w.Space = n == p.end && p.space
	}
	p.s.Words = append(p.s.Words, w)
	if n == p.end {
		p.split()
	}
	return nil
}

// split makes the words of a multiword token tile its surface form: where they
// do not spell it, the last word takes what the others leave.
func (p *reader) split() {
	ws := p.s.Words[p.first:]
	spelt := ""
	for _, w := range ws {
		spelt += w.Form
	}
	if spelt == p.form {
		return
	}
	rest := []rune(p.form)
	for i := range ws {
		n := min(len([]rune(ws[i].Form)), len(rest)-(len(ws)-1-i))
		if i == len(ws)-1 {
			n = len(rest)
		}
		n = max(n, 0)
		ws[i].Form, rest = string(rest[:n]), rest[n:]
	}
}

func (p *reader) comment(line string) {
	key, val, _ := strings.Cut(strings.TrimSpace(line[1:]), "=")
	switch k := strings.TrimSpace(key); {
	case k == "sent_id":
		p.s.ID = strings.TrimSpace(val)
	case strings.HasPrefix(k, "newdoc"):
		p.s.NewDoc = true
	case k == "newpar" || k == "newpar id":
		p.s.NewPar = true
	}
}

func (p *reader) finish() error {
	for i, w := range p.s.Words {
		if w.Head > len(p.s.Words) {
			return fmt.Errorf("word %d has the head %d, past the end", i+1, w.Head)
		}
	}
	return nil
}

func blank(s string) string {
	if s == "_" {
		return ""
	}
	return s
}
