package extract

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"chancery/internal/lexicon"
	"chancery/internal/registry"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

var update = flag.Bool("update", false, `rewrite the lines "= " of testdata/trees; check each by hand before you commit it`)

// loaded is one extractor for all tests; it is safe for concurrent use.
var loaded = sync.OnceValues(func() (*Extractor, error) {
	reg, err := registry.Load()
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Load()
	if err != nil {
		return nil, err
	}
	grammar, err := timex.Load()
	if err != nil {
		return nil, err
	}
	return New(reg, lex, grammar, nil)
})

func extractor(t testing.TB) *Extractor {
	t.Helper()
	x, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestTrees reads records from the trees of testdata/trees, which stand there
// by hand, and compares them with the lines "= " below each tree. The layout is
// told in testdata/trees/README.md.
func TestTrees(t *testing.T) {
	files, err := filepath.Glob("testdata/trees/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no trees: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			line := 1
			for block := range strings.SplitSeq(strings.TrimRight(string(raw), "\n"), "\n\n") {
				out = append(out, runBlock(t, fmt.Sprintf("%s:%d", file, line), block))
				line += strings.Count(block, "\n") + 2
			}
			if *update {
				if err := os.WriteFile(file, []byte(strings.Join(out, "\n\n")+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// runBlock tries one tree and gives it back with what came out below it.
func runBlock(t *testing.T, place, block string) string {
	t.Helper()
	b, err := parseTree(block)
	if err != nil {
		t.Errorf("%s: %v", place, err)
		return block
	}
	if b == nil {
		return block // only comments
	}
	rec := extractor(t).Extract(b.doc, b.meta)
	rec.ToPoints(b.doc.Text)
	for _, p := range record.Validate(&rec, b.doc.Text) {
		t.Errorf("%s: invalid record: %v", place, p)
	}
	got := describe(&rec, b.doc.Text)
	if !*update && !slices.Equal(got, b.want) {
		t.Errorf("%s: %s\n%s", place, b.doc.Text, differences(b.want, got))
	}
	return strings.Join(append(b.given, prefixed("= ", got)...), "\n")
}

func prefixed(prefix string, lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = prefix + l
	}
	return out
}

// differences marks the lines of one list that are not in the other.
func differences(want, got []string) string {
	var out []string
	for _, l := range want {
		if !slices.Contains(got, l) {
			out = append(out, "- "+l)
		}
	}
	for _, l := range got {
		if !slices.Contains(want, l) {
			out = append(out, "+ "+l)
		}
	}
	return strings.Join(out, "\n")
}

// treeBlock is one block of a file of trees.
type treeBlock struct {
	doc   *syntax.Doc
	meta  record.Document
	given []string // the lines but for what is expected
	want  []string
}

// parseTree reads a block; nil when it holds comments only.
func parseTree(block string) (*treeBlock, error) {
	b := &treeBlock{doc: &syntax.Doc{Tags: []string{""}}, meta: record.Document{ID: "tree", Language: "en"}}
	var rows [][][]string // sentences of rows of fields
	var paragraphs []string
	open := false // a sentence has begun
	for line := range strings.SplitSeq(block, "\n") {
		if w, ok := strings.CutPrefix(line, "= "); ok {
			b.want = append(b.want, w)
			continue
		}
		b.given = append(b.given, line)
		switch {
		case strings.HasPrefix(line, "##"):
		case strings.HasPrefix(line, "# "):
			key, value, _ := strings.Cut(line[2:], ": ")
			switch key {
			case "text":
				paragraphs = append(paragraphs, value)
			case "published":
				b.meta.Published = value
			case "source":
				b.meta.Source = value
			case "title":
				b.meta.Title = value
			default:
				return nil, fmt.Errorf("unknown line %q", line)
			}
		case line == "--":
			open = false
		default:
			if !open {
				rows, open = append(rows, nil), true
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], strings.Fields(line))
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	b.doc.Text = strings.Join(paragraphs, "\n\n")
	if err := b.fill(rows, len(paragraphs) == 0); err != nil {
		return nil, err
	}
	b.meta.SHA256 = record.Digest(b.doc.Text)
	return b, nil
}

// fill makes words and sentences of rows. Without a text of its own the block's
// text is its words with spaces between them.
func (b *treeBlock) fill(rows [][][]string, spaced bool) error {
	d := b.doc
	if spaced {
		for _, s := range rows {
			for _, r := range s {
				d.Text += r[0] + " "
			}
		}
		d.Text = strings.TrimSpace(d.Text)
	}
	at := 0
	for n, s := range rows {
		first := int32(len(d.Words))
		sent := syntax.Sentence{First: first, End: first + int32(len(s)), Root: -1, ParagraphStart: n == 0}
		for _, r := range s {
			w, err := wordOf(r, first, int32(len(s)))
			if err != nil {
				return err
			}
			rest := strings.TrimLeft(d.Text[at:], " \n")
			start := len(d.Text) - len(rest)
			if !strings.HasPrefix(rest, r[0]) {
				return fmt.Errorf("the text goes on with %.20q, not with %q", rest, r[0])
			}
			if len(d.Words) == int(first) && strings.Contains(d.Text[at:start], "\n\n") {
				sent.ParagraphStart = true
			}
			at = start + len(r[0])
			w.Span, w.Sent = syntax.Span{Start: int32(start), End: int32(at)}, int32(n)
			if w.Head < 0 {
				if sent.Root >= 0 {
					return fmt.Errorf("two roots in sentence %d", n+1)
				}
				sent.Root = int32(len(d.Words))
			}
			d.Words = append(d.Words, w)
		}
		if sent.Root < 0 {
			return fmt.Errorf("no root in sentence %d", n+1)
		}
		sent.Span = syntax.Span{Start: d.Words[first].Start, End: int32(at)}
		d.Sentences = append(d.Sentences, sent)
	}
	if at != len(d.Text) {
		return fmt.Errorf("no rows for %q", d.Text[at:])
	}
	return noCircle(d)
}

// wordOf reads a row: form, lemma, UPOS, head, relation and perhaps features.
func wordOf(r []string, first, n int32) (syntax.Word, error) {
	if len(r) != 5 && len(r) != 6 {
		return syntax.Word{}, fmt.Errorf("a row has 5 or 6 fields, not %q", r)
	}
	pos, ok := syntax.ParseUPOS(r[2])
	rel, known := syntax.ParseRel(r[4])
	head, err := strconv.Atoi(r[3])
	if !ok || !known || rel.String() != r[4] || err != nil || head < 0 || head > int(n) || (head == 0) != (rel == syntax.Root) {
		return syntax.Word{}, fmt.Errorf("cannot read the row %q", r)
	}
	w := syntax.Word{Head: first + int32(head) - 1, UPOS: pos, Rel: rel, Lemma: r[1]}
	w.Norm = strings.NewReplacer("’", "'", "‘", "'").Replace(strings.ToLower(r[0]))
	if head == 0 {
		w.Head = -1
	}
	if len(r) == 6 {
		w.Feats = r[5]
	}
	return w, nil
}

// noCircle makes sure that every word leads up to a root.
func noCircle(d *syntax.Doc) error {
	for i := range d.Words {
		n := 0
		for h := d.Words[i].Head; h >= 0; h = d.Words[h].Head {
			if n++; n > len(d.Words) {
				return fmt.Errorf("the heads above %q run in a circle", d.Form(int32(i)))
			}
		}
	}
	return nil
}
