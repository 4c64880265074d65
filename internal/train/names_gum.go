package train

import (
	"bufio"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/conllu"
	"chancery/internal/stage/extract/ner"
)

// readMarked reads a treebank whose last column marks entities as GUM does:
// Entity=(5-person-…(6-place-…)5). Names are cut out of those whose head is a
// proper noun.
func readMarked(name string) ([]*nameDoc, error) {
	ss, err := conllu.ReadFile(name)
	if err != nil {
		return nil, err
	}
	marks, err := readMisc(name)
	if err != nil {
		return nil, err
	}
	if len(marks) != len(ss) {
		return nil, fmt.Errorf("cannot read marks of %s: %d sentences have words, %d have marks", name, len(ss), len(marks))
	}
	var docs []*nameDoc
	for i := range ss {
		if ss[i].NewDoc || len(docs) == 0 {
			docs = append(docs, &nameDoc{})
		}
		if len(marks[i]) != len(ss[i].Words) {
			return nil, fmt.Errorf("cannot read marks of %s: sentence %s does not match", name, ss[i].ID)
		}
		d := docs[len(docs)-1]
		d.sents = append(d.sents, ss[i])
		d.names = append(d.names, namesIn(ss[i].Words, entitiesOf(marks[i])))
	}
	return docs, nil
}

// readPlain reads a treebank without names.
func readPlain(name string) ([]*nameDoc, error) {
	ss, err := conllu.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var docs []*nameDoc
	for i := range ss {
		if ss[i].NewDoc || len(docs) == 0 {
			docs = append(docs, &nameDoc{})
		}
		d := docs[len(docs)-1]
		d.sents, d.names = append(d.sents, ss[i]), append(d.names, nil)
	}
	return docs, nil
}

// readMisc gives the Entity value of each word of each sentence.
func readMisc(name string) (all [][]string, err error) {
	r, closer, err := openText(name)
	if err != nil {
		return nil, err
	}
	defer closer()
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<26)
	var now []string
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		switch {
		case sc.Text() == "" && len(now) > 0:
			all, now = append(all, now), nil
		case len(c) == 10 && !strings.ContainsAny(c[0], "-."):
			value := ""
			for _, f := range strings.Split(c[9], "|") {
				if v, ok := strings.CutPrefix(f, "Entity="); ok {
					value = v
				}
			}
			now = append(now, value)
		}
	}
	if len(now) > 0 {
		all = append(all, now)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	return all, nil
}

// entitiesOf reads the brackets over the words of a sentence.
func entitiesOf(marks []string) (out []nameSpan) {
	type opened struct {
		id string
		at int
	}
	var stack []opened
	closeOne := func(id string, hi int) {
		for k := len(stack) - 1; k >= 0; k-- {
			if stack[k].id == id {
				out[stack[k].at].hi = hi
				stack = append(stack[:k], stack[k+1:]...)
				return
			}
		}
	}
	for i, m := range marks {
		for m != "" {
			if m[0] == '(' {
				end := strings.IndexAny(m[1:], "()") + 1
				if end == 0 {
					end = len(m)
				}
				f := strings.SplitN(m[1:end], "-", 3)
				if len(f) > 1 {
					out = append(out, nameSpan{lo: i, kind: f[1]})
					stack = append(stack, opened{f[0], len(out) - 1})
				}
				if m = m[end:]; m != "" && m[0] == ')' {
					closeOne(f[0], i+1)
					m = m[1:]
				}
				continue
			}
			id, rest, _ := strings.Cut(m, ")")
			closeOne(id, i+1)
			m = rest
		}
	}
	return out
}

var entityClass = map[string]ner.Class{"person": ner.Person, "place": ner.Place, "organization": ner.Body,
	"event": ner.Other, "object": ner.Other, "abstract": ner.Other, "animal": ner.Other}

// namesIn cuts the names out of entities; of two that overlap the longer stays.
func namesIn(ws []conllu.Word, entities []nameSpan) (out []nameSpan) {
	for _, e := range entities {
		class, ok := entityClass[e.kind]
		if !ok || e.hi <= e.lo {
			continue
		}
		n := core(ws, e, class == ner.Body || class == ner.Place)
		if n.hi <= n.lo {
			continue
		}
		n.class = class
		if class == ner.Person && ws[n.hi-1].XPOS == "NNPS" {
			n.class = ner.Other
		}
		out = append(out, n)
	}
	return longest(out)
}

// core is the name inside an entity: its head, when that is a proper noun,
// with the capitals around it.
func core(ws []conllu.Word, e nameSpan, of bool) nameSpan {
	h := -1
	for i := e.lo; i < e.hi && h < 0; i++ {
		if k := ws[i].Head - 1; k < e.lo || k >= e.hi {
			h = i
		}
	}
	if h < 0 || !strings.HasPrefix(ws[h].XPOS, "NNP") {
		return nameSpan{}
	}
	n := nameSpan{lo: h, hi: h + 1, kind: e.kind}
	for n.lo > e.lo && part(ws, n.lo-1, e) {
		n.lo--
	}
	for n.hi < e.hi {
		k := n.hi
		if of && k+1 < e.hi && linking(ws[k].Form) {
			k++
			if k+1 < e.hi && ws[k].Form == "the" {
				k++
			}
		}
		if !part(ws, k, e) || ws[k].Form == "-" && k+1 == e.hi {
			break
		}
		n.hi = k + 1
	}
	return n
}

// part says whether a word belongs to the name beside it.
func part(ws []conllu.Word, i int, e nameSpan) bool {
	w := &ws[i]
	if w.Form == "-" {
		return i > e.lo && i+1 < e.hi && !ws[i-1].Space && !w.Space && capital(ws[i-1].Form) && capital(ws[i+1].Form)
	}
	switch w.UPOS {
	case "DET", "PRON", "ADP", "PUNCT", "CCONJ", "PART":
		return false
	}
	return strings.HasPrefix(w.XPOS, "NNP") || capital(w.Form) || w.UPOS == "NUM" && w.Rel == "nummod" && w.Head-1 < i
}

func linking(w string) bool { return w == "of" || w == "for" || w == "&" }

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// longest leaves out names that overlap a longer one or an earlier one as long.
func longest(all []nameSpan) (out []nameSpan) {
	for i, a := range all {
		keep := true
		for k, b := range all {
			if k == i || a.lo >= b.hi || b.lo >= a.hi {
				continue
			}
			if la, lb := a.hi-a.lo, b.hi-b.lo; lb > la || lb == la && k < i {
				keep = false
			}
		}
		if keep {
			out = append(out, a)
		}
	}
	return out
}
