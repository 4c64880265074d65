package train

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"chancery/internal/conllu"
	"chancery/internal/stage/extract/ner"
)

// ewtNames marks the names of a treebank from outside: it holds numbers only.
//
//go:embed config/ewt-names.tsv
var ewtNames string

// readStandoff reads a treebank whose names are marked by the lines of marks:
// number of the sentence from 1, first word and end, class. Sentences with a
// mark of class "?" are left out.
func readStandoff(name, marks string) ([]*nameDoc, error) {
	ss, err := conllu.ReadFile(name)
	if err != nil {
		return nil, err
	}
	names, unsure, err := parseStandoff(marks, ss)
	if err != nil {
		return nil, fmt.Errorf("cannot read marks of %s: %w", name, err)
	}
	var docs []*nameDoc
	fresh := true
	for i := range ss {
		fresh = fresh || ss[i].NewDoc
		if unsure[i] {
			continue
		}
		if fresh {
			docs, fresh = append(docs, &nameDoc{}), false
		}
		d := docs[len(docs)-1]
		d.sents, d.names = append(d.sents, ss[i]), append(d.names, names[i])
	}
	return docs, nil
}

// parseStandoff gives the marks of each sentence, and which have uncertain ones.
func parseStandoff(marks string, ss []conllu.Sentence) ([][]nameSpan, []bool, error) {
	classOf := map[string]ner.Class{"PER": ner.Person, "LOC": ner.Place, "ORG": ner.Body}
	names, unsure := make([][]nameSpan, len(ss)), make([]bool, len(ss))
	for line := range strings.Lines(marks) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, nil, fmt.Errorf("%q has not 4 fields", line)
		}
		var n [3]int
		for k := range n {
			v, err := strconv.Atoi(f[k])
			if err != nil {
				return nil, nil, fmt.Errorf("cannot read %q: %w", line, err)
			}
			n[k] = v
		}
		class, ok := classOf[f[3]]
		s := n[0] - 1
		if s < 0 || s >= len(ss) || n[1] < 0 || n[2] <= n[1] || n[2] > len(ss[s].Words) || !ok && f[3] != "?" {
			return nil, nil, fmt.Errorf("%q is out of range", line)
		}
		if !ok {
			unsure[s] = true
			continue
		}
		names[s] = append(names[s], nameSpan{n[1], n[2], class, f[3]})
	}
	return names, unsure, nil
}
