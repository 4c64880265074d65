package conllu

import (
	"bufio"
	"io"
	"strconv"
)

// Write writes the sentences as CoNLL-U.
func Write(w io.Writer, ss []Sentence) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for i := range ss {
		writeSentence(b, &ss[i])
	}
	return b.Flush()
}

func writeSentence(b *bufio.Writer, s *Sentence) {
	if s.NewDoc {
		b.WriteString("# newdoc\n")
	}
	if s.NewPar {
		b.WriteString("# newpar\n")
	}
	if s.ID != "" {
		b.WriteString("# sent_id = " + s.ID + "\n")
	}
	b.WriteString("# text = " + s.Text() + "\n")
	for i := range s.Words {
		writeRange(b, s.Words, i)
		writeWord(b, s.Words, i)
	}
	b.WriteByte('\n')
}

// writeRange writes the line of a multiword token before its first word.
func writeRange(b *bufio.Writer, ws []Word, i int) {
	if ws[i].Joined || i+1 >= len(ws) || !ws[i+1].Joined {
		return
	}
	form, last := ws[i].Form, i
	for last+1 < len(ws) && ws[last+1].Joined {
		last++
		form += ws[last].Form
	}
	b.WriteString(strconv.Itoa(i+1) + "-" + strconv.Itoa(last+1) + "\t" + form + "\t_\t_\t_\t_\t_\t_\t_\t")
	b.WriteString(misc(ws[last].Space) + "\n")
}

func writeWord(b *bufio.Writer, ws []Word, i int) {
	w := &ws[i]
	inside := w.Joined || (i+1 < len(ws) && ws[i+1].Joined)
	for _, f := range [...]string{strconv.Itoa(i + 1), w.Form, w.Lemma, w.UPOS, w.XPOS, w.Feats} {
		field(b, f)
	}
	b.WriteString(strconv.Itoa(w.Head) + "\t")
	field(b, w.Rel)
	b.WriteString("_\t" + misc(w.Space || inside) + "\n")
}

func field(b *bufio.Writer, s string) {
	if s == "" {
		s = "_"
	}
	b.WriteString(s)
	b.WriteByte('\t')
}

func misc(space bool) string {
	if space {
		return "_"
	}
	return "SpaceAfter=No"
}
