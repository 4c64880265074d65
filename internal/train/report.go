package train

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chancery/internal/conllu"
	"chancery/internal/model"
	"chancery/internal/stage/analyse"
)

// Report measures a model on the dev parts and gives the figures as Markdown.
func Report(m *model.File, c *Config, dir string) (string, error) {
	packed, err := m.Encode()
	if err != nil {
		return "", err
	}
	a, err := analyse.New(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Figures on the dev parts\n\nModel %.1f MB packed. LAS compares universal relations; \"full\" also subtypes.\n\n", float64(len(packed))/1e6)
	b.WriteString("| data | words F1, raw | sentences F1, raw | UPOS | XPOS | features | lemmas | UAS | LAS | LAS full | words/s, raw to trees, one core |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|---|\n")
	kinds := map[string]*kind{}
	for _, name := range c.Dev {
		ss, err := conllu.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return "", err
		}
		b.WriteString(reportRow(a, name, ss, kinds))
	}
	writeKinds(&b, kinds)
	return b.String(), nil
}

func reportRow(a *analyse.Analyser, name string, gold []conllu.Sentence, kinds map[string]*kind) string {
	text, places := running(gold)
	a.Analyse(text) // warm
	start := time.Now()
	d, _ := a.Analyse(text)
	speed := float64(len(places)) / time.Since(start).Seconds()
	words, sentences := f1{gold: len(places), found: len(d.Words)}, f1{gold: len(gold), found: len(d.Sentences)}
	want, bounds := map[place]bool{}, map[[2]int32]bool{}
	first := 0
	for i, p := range places {
		want[place{p.start, p.end, p.joined, false}] = true
		if i+1 == len(places) || places[i+1].first {
			bounds[[2]int32{places[first].start, p.end}] = true
			first = i + 1
		}
	}
	for _, w := range d.Words {
		if want[place{w.Start, w.End, w.Joined, false}] {
			words.right++
		}
	}
	for _, s := range d.Sentences {
		if bounds[[2]int32{s.Span.Start, s.Span.End}] {
			sentences.right++
		}
	}
	g := analyse.CoNLLU(a.Given(gold))
	countKinds(kinds, gold, g)
	return fmt.Sprintf("| %s | %.2f | %.2f |%s %.0f |\n", name, words.score(), sentences.score(), compare(gold, g), speed)
}

// compare measures tags, lemmas and trees over the same words.
func compare(gold, got []conllu.Sentence) string {
	var n, right [7]int
	for i := range gold {
		for j, w := range gold[i].Words {
			v := got[i].Words[j]
			uni := func(s string) string { u, _, _ := strings.Cut(s, ":"); return u }
			head := w.Head == v.Head
			for k, ok := range [...]bool{w.UPOS == v.UPOS, w.XPOS == v.XPOS, w.Feats == v.Feats, w.Lemma == v.Lemma, head,
				head && uni(w.Rel) == uni(v.Rel), head && w.Rel == v.Rel} {
				n[k]++
				right[k] += int(flag(ok))
			}
		}
	}
	s := ""
	for k := range n {
		s += fmt.Sprintf(" %.2f |", 100*float64(right[k])/float64(max(n[k], 1)))
	}
	return s
}

// kind is how the words of one relation fare.
type kind struct {
	name                string
	gold, found         int // words that have the relation, and that are given it
	head, right, labels int // gold ones with the right head, with both, with the label alone
}

func countKinds(kinds map[string]*kind, gold, got []conllu.Sentence) {
	of := func(name string) *kind {
		if kinds[name] == nil {
			kinds[name] = &kind{name: name}
		}
		return kinds[name]
	}
	for i := range gold {
		for j, w := range gold[i].Words {
			v, k := got[i].Words[j], of(w.Rel)
			k.gold++
			of(v.Rel).found++
			k.head += int(flag(w.Head == v.Head))
			k.labels += int(flag(w.Rel == v.Rel))
			k.right += int(flag(w.Head == v.Head && w.Rel == v.Rel))
		}
	}
}

// writeKinds lists the relations by the number of errors they cause.
func writeKinds(b *strings.Builder, kinds map[string]*kind) {
	var all []*kind
	for _, k := range kinds {
		if k.gold >= 20 {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, func(x, y *kind) int {
		return cmp.Or(y.gold-y.right-(x.gold-x.right), cmp.Compare(x.name, y.name))
	})
	b.WriteString("\n## By relation, all dev parts, gold words\n\n| relation | words | wrong | head right | label right | both | precision of both |\n|---|---|---|---|---|---|---|\n")
	for _, k := range all {
		p := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
		fmt.Fprintf(b, "| %s | %d | %d | %.1f | %.1f | %.1f | %.1f |\n", k.name, k.gold, k.gold-k.right, p(k.head, k.gold),
			p(k.labels, k.gold), p(k.right, k.gold), p(k.right, k.found))
	}
}
