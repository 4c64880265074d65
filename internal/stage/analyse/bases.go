package analyse

import (
	_ "embed"
	"fmt"
	"strings"

	"chancery/internal/stage/analyse/lemma"
	"chancery/internal/syntax"
)

//go:embed verbs.txt
var verbText string

//go:embed ends.tsv
var endText string

// bases reads verbs.txt and ends.tsv.
func bases() (*lemma.Bases, error) {
	b := &lemma.Bases{Known: map[string]bool{}}
	for f := range rows(verbText) {
		for w := range strings.FieldsSeq(f[0]) {
			b.Known[w] = true
		}
	}
	for f := range rows(endText) {
		if len(f) != 3 {
			return nil, fmt.Errorf("ends.tsv: %q has %d cells, not 3", f[0], len(f))
		}
		upos, ok := syntax.ParseUPOS(f[1])
		if !ok {
			return nil, fmt.Errorf("ends.tsv: %q has the unknown tag %s", f[0], f[1])
		}
		e := lemma.End{Text: f[0], UPOS: uint8(upos)}
		for with := range strings.FieldsSeq(f[2]) {
			e.Instead = append(e.Instead, strings.TrimPrefix(with, "-"))
		}
		b.Ends = append(b.Ends, e)
	}
	return b, nil
}
