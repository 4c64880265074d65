package train

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/conllu"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
)

// nameDoc is a document whose names are marked.
type nameDoc struct {
	sents []conllu.Sentence
	names [][]nameSpan // by sentence
	doc   *syntax.Doc
	gold  []ner.Label // by word of doc
}

// nameSpan is a marked name: words [lo, hi) of a sentence.
type nameSpan struct {
	lo, hi int
	class  ner.Class
	kind   string // the corpus's own name of the class
}

// token is a word of a corpus that has one word and one label a line.
type token struct{ form, label string }

// readColumns reads a file of words and labels, which stand in the columns
// given; lines that begin with # or -DOCSTART- begin a document, as in UNER.
func readColumns(name string, form, label int, f func(newDoc bool, sentence []token)) error {
	r, closer, err := openText(name)
	if err != nil {
		return err
	}
	defer closer()
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<24)
	var sentence []token
	newDoc := true
	flush := func() {
		if len(sentence) > 0 {
			f(newDoc, sentence)
			sentence, newDoc = nil, false
		}
	}
	for sc.Scan() {
		line := sc.Text()
		columns := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == ' ' })
		switch {
		case len(columns) == 0:
			flush()
		case strings.HasPrefix(line, "-DOCSTART-") || strings.HasPrefix(line, "# newdoc"):
			flush()
			newDoc = true
		case strings.HasPrefix(line, "# "):
		case len(columns) <= max(form, label):
			return fmt.Errorf("cannot read %s: %q has too few columns", name, line)
		default:
			sentence = append(sentence, token{columns[form], columns[label]})
		}
	}
	flush()
	if err := sc.Err(); err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	return nil
}

// openText opens a file, unpacked when its name ends in ".gz".
func openText(name string) (io.Reader, func() error, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot open corpus: %w", err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return file, file.Close, nil
	}
	z, err := gzip.NewReader(file)
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("cannot unpack %s: %w", name, err)
	}
	return z, file.Close, nil
}

// readLabelled reads a corpus of words and labels. Words with hyphens are cut
// as treebanks cut them where split is set.
func readLabelled(name string, form, label int, split bool, classOf map[string]ner.Class) ([]*nameDoc, error) {
	var docs []*nameDoc
	err := readColumns(name, form, label, func(newDoc bool, ts []token) {
		if newDoc || len(docs) == 0 || len(docs[len(docs)-1].sents) >= longestDoc {
			docs = append(docs, &nameDoc{})
		}
		if split {
			ts = splitHyphens(ts)
		}
		d := docs[len(docs)-1]
		d.sents = append(d.sents, conllu.Sentence{Words: spaced(ts)})
		d.names = append(d.names, spansOf(ts, classOf))
	})
	return docs, err
}

// longestDoc is the number of sentences at which a document is cut, where a
// corpus does not tell its documents apart.
const longestDoc = 12

// spansOf reads labels of the form B-X, I-X (or I-X only), O.
func spansOf(ts []token, classOf map[string]ner.Class) (out []nameSpan) {
	before := "O"
	for i, t := range ts {
		kind := ""
		if len(t.label) > 2 {
			kind = t.label[2:]
		}
		class, ok := classOf[kind]
		switch {
		case kind == "" || !ok:
		case t.label[0] == 'I' && len(before) > 2 && before[2:] == kind:
			out[len(out)-1].hi = i + 1
		default:
			out = append(out, nameSpan{i, i + 1, class, kind})
		}
		before = t.label
	}
	return out
}

// splitHyphens cuts words at a hyphen between letters.
func splitHyphens(ts []token) (out []token) {
	for _, t := range ts {
		at := strings.IndexByte(t.form, '-')
		if at < 2 || at+2 >= len(t.form) || !letters(t.form[:at]) || strings.Contains(t.form[at+1:], "-") || !letters(t.form[at+1:]) {
			out = append(out, t)
			continue
		}
		rest := t.label
		if strings.HasPrefix(rest, "B") {
			rest = "I" + rest[1:]
		}
		out = append(out, token{t.form[:at], t.label}, token{"-", rest}, token{t.form[at+1:], rest})
	}
	return out
}

func letters(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return s != ""
}

// spaced makes words with the white space that running text would have.
func spaced(ts []token) []conllu.Word {
	ws := make([]conllu.Word, len(ts))
	quoted := false
	for i, t := range ts {
		ws[i] = conllu.Word{Form: t.form, Space: true}
		if i == 0 {
			continue
		}
		switch f := t.form; {
		case f == "\"" && quoted, f == "''", f == "”":
			ws[i-1].Space, quoted = false, false
		case f == "\"" || f == "``" || f == "“" || f == "(" || f == "[" || f == "$":
			quoted = quoted || f != "(" && f != "[" && f != "$"
		case strings.HasPrefix(f, "'") && len(f) < 4 || strings.HasPrefix(f, "’") || f == "n't",
			len(f) == 1 && strings.Contains(",.;:!?)]%", f):
			ws[i-1].Space = false
		case f == "-" && i+1 < len(ts) && endsInLetter(ts[i-1].form) && startsLetter(ts[i+1].form):
			ws[i-1].Space, ws[i].Space = false, false
		}
		switch p := ts[i-1].form; {
		case p == "(" || p == "[" || p == "$" || p == "``" || p == "“" || p == "\"" && quoted && i > 0:
			ws[i-1].Space = false
		case p == "-" && !ws[i-1].Space:
			ws[i-1].Space = false
		}
	}
	return ws
}

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r)
}

func startsLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
