package train

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chancery/internal/conllu"
)

// ReadIOB2 reads the words of a file of Universal NER, without their labels.
// The white space between words is that of the text which the file gives.
func ReadIOB2(r io.Reader) ([]conllu.Sentence, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<24)
	var all []conllu.Sentence
	var s conllu.Sentence
	text := ""
	flush := func() {
		if len(s.Words) > 0 {
			all = append(all, s)
			s, text = conllu.Sentence{}, ""
		}
	}
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		switch value, isText := strings.CutPrefix(line, "# text = "); {
		case line == "":
			flush()
		case isText:
			text = value
		case strings.HasPrefix(line, "# newdoc"):
			s.NewDoc = true
		case line[0] == '#' && !strings.Contains(line, "\t"):
		default:
			c := strings.Split(line, "\t")
			if len(c) < 3 {
				return nil, fmt.Errorf("cannot read IOB2: line %d has %d columns instead of 3 or more", n, len(c))
			}
			if k := strings.Index(text, c[1]); k >= 0 {
				if k > 0 && len(s.Words) > 0 {
					s.Words[len(s.Words)-1].Space = true
				}
				text = text[k+len(c[1]):]
			}
			s.Words = append(s.Words, conllu.Word{Form: c[1]})
		}
	}
	flush()
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("cannot read IOB2: %w", err)
	}
	return all, nil
}
