// Package conllu reads and writes CoNLL-U, the exchange format of Universal
// Dependencies.
//
// What must stay true:
//   - The forms of a sentence, with the spaces noted, give its text back.
//   - Words of one surface token follow one another and all but the first are Joined.
//   - Empty nodes (8.1) are left out; nothing else is.
package conllu

// Word is one syntactic word.
type Word struct {
	Form   string
	Lemma  string
	UPOS   string
	XPOS   string
	Feats  string // "" when none
	Head   int    // 1-based, 0 for the root
	Rel    string // with its subtype
	Joined bool   // continues the surface token of the word before
	Space  bool   // white space follows
}

// Sentence is one sentence with what its comments say about the document.
type Sentence struct {
	ID     string
	Words  []Word
	NewDoc bool // the first sentence of a document
	NewPar bool // the first sentence of a paragraph
}

// Text is the sentence's text as its words and spaces give it.
func (s *Sentence) Text() string {
	var b []byte
	for i, w := range s.Words {
		b = append(b, w.Form...)
		if w.Space && i+1 < len(s.Words) {
			b = append(b, ' ')
		}
	}
	return string(b)
}

// Raw gives the running text of the sentences: documents and paragraphs are
// parted by a blank line, sentences by the space that the treebank notes.
func Raw(ss []Sentence) string {
	var b []byte
	space := false
	for i := range ss {
		s := &ss[i]
		switch {
		case i == 0:
		case s.NewDoc || s.NewPar:
			b = append(b, "\n\n"...)
		case space:
			b = append(b, ' ')
		}
		b = append(b, s.Text()...)
		space = len(s.Words) > 0 && s.Words[len(s.Words)-1].Space
	}
	if len(b) > 0 {
		b = append(b, '\n')
	}
	return string(b)
}
