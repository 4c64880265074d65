package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteTrees writes the sentences as indented trees, a word a line, in the
// order of the text; each head is reached by following the lines.
func WriteTrees(w io.Writer, ss []Sentence) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for i := range ss {
		s := &ss[i]
		fmt.Fprintf(b, "%s\n", s.Text())
		children := make([][]int, len(s.Words)+1)
		for j, x := range s.Words {
			children[x.Head] = append(children[x.Head], j+1)
		}
		t := treeWriter{b, s, children}
		t.below(0, "")
		b.WriteByte('\n')
	}
	return b.Flush()
}

type treeWriter struct {
	b        *bufio.Writer
	s        *Sentence
	children [][]int
}

// below writes the subtrees under a word.
func (t *treeWriter) below(head int, indent string) {
	kids := t.children[head]
	for i, k := range kids {
		branch, next := "├─", "│ "
		if i == len(kids)-1 {
			branch, next = "└─", "  "
		}
		w := &t.s.Words[k-1]
		fmt.Fprintf(t.b, "%s%s %s: %s  [%s %s %s]\n", indent, branch, w.Rel, w.Form, w.UPOS, w.XPOS,
			strings.TrimSpace(w.Lemma+" "+w.Feats))
		t.below(k, indent+next+" ")
	}
}
