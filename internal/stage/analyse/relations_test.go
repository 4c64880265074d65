package analyse_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/syntax"
)

// relationsFloor is the share of noted relations that must come out right.
const relationsFloor = 0.85

// relation is one noted relation of a sentence.
type relation struct{ predicate, kind, word string }

type relationCase struct {
	file, text string
	want       []relation
}

func readRelations(t *testing.T) []relationCase {
	t.Helper()
	names, err := filepath.Glob("../../../testdata/relations/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("cannot find the sentences: %v", err)
	}
	var all []relationCase
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			line := sc.Text()
			if !strings.HasPrefix(line, " ") {
				all = append(all, relationCase{file: filepath.Base(name), text: line})
				continue
			}
			predicate, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
			for _, r := range strings.Split(rest, ", ") {
				kind, word, _ := strings.Cut(r, " ")
				c := &all[len(all)-1]
				c.want = append(c.want, relation{predicate, kind, word})
			}
		}
	}
	return all
}

func TestRelations(t *testing.T) {
	a := analyser(t)
	right, total := map[string]int{}, map[string]int{}
	cases := readRelations(t)
	for _, c := range cases {
		d, _ := a.Analyse(c.text)
		for _, r := range c.want {
			for _, k := range [...]string{"all", r.kind, c.file} {
				total[k]++
				if holds(d, r) {
					right[k]++
				}
			}
			if !holds(d, r) {
				t.Logf("%s: %s %s missing in %q", r.predicate, r.kind, r.word, c.text)
			}
		}
	}
	var b strings.Builder
	for _, k := range [...]string{"all", "subject", "object", "patient", "agent", "recipient", "quote", "title",
		"statements.txt", "passives.txt", "actions.txt", "mixed.txt"} {
		fmt.Fprintf(&b, "%s %d/%d (%.1f %%)  ", k, right[k], total[k], 100*float64(right[k])/float64(max(1, total[k])))
	}
	t.Logf("%d sentences: %s", len(cases), b.String())
	if float64(right["all"]) < relationsFloor*float64(total["all"]) {
		t.Errorf("%d of %d relations are right, the floor is %.0f %%", right["all"], total["all"], 100*relationsFloor)
	}
}

// holds says whether some word of that form stands in the relation.
func holds(d *syntax.Doc, r relation) bool {
	for i := range d.Words {
		if d.Form(int32(i)) != r.predicate {
			continue
		}
		for j := range d.Words {
			if d.Form(int32(j)) == r.word && i != j && related(d, int32(i), nameHead(d, int32(j)), r.kind) {
				return true
			}
		}
	}
	return false
}

// nameHead climbs to the head of the name that a word is part of.
func nameHead(d *syntax.Doc, i int32) int32 {
	for d.Words[i].Head >= 0 {
		switch d.Words[i].Rel {
		case syntax.Flat, syntax.NmodDesc, syntax.Fixed:
		case syntax.Compound:
			if d.Words[i].UPOS != syntax.PROPN || d.Words[d.Words[i].Head].UPOS != syntax.PROPN {
				return i
			}
		default:
			return i
		}
		i = d.Words[i].Head
	}
	return i
}

func related(d *syntax.Doc, p, w int32, kind string) bool {
	switch kind {
	case "subject":
		return argument(d, p, w, syntax.Nsubj, syntax.NsubjOuter, syntax.Csubj)
	case "patient":
		return argument(d, p, w, syntax.NsubjPass, syntax.CsubjPass)
	case "object":
		return argument(d, p, w, syntax.Obj)
	case "agent":
		return argument(d, p, w, syntax.OblAgent)
	case "recipient":
		return argument(d, p, w, syntax.Iobj) || argument(d, p, w, syntax.Obl) && marked(d, w) ||
			argument(d, p, w, syntax.Obj) && has(d, p, syntax.Ccomp, syntax.Parataxis)
	case "quote":
		return argument(d, p, w, syntax.Ccomp) || argument(d, w, p, syntax.Parataxis) || argument(d, p, w, syntax.Parataxis)
	case "title":
		p = nameHead(d, p)
		return titled(d, p, w) || titled(d, w, p)
	}
	return false
}

// argument says whether w, or the word that it is coordinated with, hangs on p
// by one of the relations; a coordinated verb has the arguments of the first
// where it has none of its own.
func argument(d *syntax.Doc, p, w int32, rels ...syntax.Rel) bool {
	for d.Words[w].Rel == syntax.Conj && d.Words[w].Head != p {
		w = d.Words[w].Head
	}
	is := func(x int32) bool {
		for _, r := range rels {
			if d.Words[x].Rel == r {
				return true
			}
		}
		return false
	}
	if !is(w) {
		return false
	}
	for d.Words[w].Head != p {
		if d.Words[p].Rel != syntax.Conj {
			return false
		}
		for i := range d.Words {
			if d.Words[i].Head == p && is(int32(i)) {
				return false
			}
		}
		p = d.Words[p].Head
	}
	return true
}

// has says whether a clause hangs on p, or p on one: then the object of a verb
// of saying is whom it is said to.
func has(d *syntax.Doc, p int32, clause, loose syntax.Rel) bool {
	for i := range d.Words {
		if d.Words[i].Head == p && (d.Words[i].Rel == clause || d.Words[i].Rel == loose) {
			return true
		}
	}
	return d.Words[p].Rel == loose
}

// marked says whether a word has an adposition that tells of a recipient.
func marked(d *syntax.Doc, w int32) bool {
	for i := range d.Words {
		if d.Words[i].Head == w && d.Words[i].Rel == syntax.Case && d.Words[i].Lemma == "to" {
			return true
		}
	}
	return false
}

// titled says whether title hangs on name as a title does, or the reverse.
func titled(d *syntax.Doc, name, title int32) bool {
	if name == title {
		return true // one name group
	}
	if d.Words[title].Head != name {
		return false
	}
	switch d.Words[title].Rel {
	case syntax.Appos, syntax.NmodDesc, syntax.Flat, syntax.Compound, syntax.Nmod:
		return true
	}
	return false
}
