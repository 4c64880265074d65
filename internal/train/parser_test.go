package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"chancery/internal/conllu"
	"chancery/internal/stage/analyse/depend"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/tag"
)

// toy is a small made-up treebank: subject, verb, object with an article, stop.
func toy(n int) []conllu.Sentence {
	rng := rand.New(rand.NewPCG(1, 1))
	pick := func(ws ...string) string { return ws[rng.IntN(len(ws))] }
	var ss []conllu.Sentence
	for range n {
		ss = append(ss, conllu.Sentence{NewPar: rng.IntN(3) == 0, Words: []conllu.Word{
			{Form: pick("Russia", "China", "Iran"), UPOS: "PROPN", XPOS: "NNP", Head: 2, Rel: "nsubj", Space: true},
			{Form: pick("attacked", "praised", "left"), UPOS: "VERB", XPOS: "VBD", Head: 0, Rel: "root", Space: true},
			{Form: pick("the", "a"), UPOS: "DET", XPOS: "DT", Head: 4, Rel: "det", Space: true},
			{Form: pick("town", "plan", "port"), UPOS: "NOUN", XPOS: "NN", Head: 2, Rel: "obj"},
			{Form: ".", UPOS: "PUNCT", XPOS: ".", Head: 2, Rel: "punct", Space: true},
		}})
		for i := range ss[len(ss)-1].Words {
			w := &ss[len(ss)-1].Words[i]
			w.Lemma = w.Form
		}
	}
	return ss
}

func toyConfig() parserConfig {
	return parserConfig{Dims: depend.Dims{Unknown: 8, Word: 8, Suffix3: 4, Suffix2: 4, Prefix3: 4, Shape: 4, Cluster: 4, UPOS: 8, XPOS: 4,
		Window: 16, Memory: 8, Token: 16, Hidden: 16}, Epochs: 8, Batch: 8, Rate: 0.005, Warmup: 5, Beta2: 0.98, Explore: 0.9, TagWeight: 0.2}
}

func toyTrainer(c parserConfig, ss []conllu.Sentence) (*parserTrainer, []*sentence, *form.Table, tag.Set) {
	set := tagSet(ss)
	lex := buildLexicon(ss, nil, &set)
	table := form.NewTable(lex)
	train := number(ss, table, &set)
	point(table, train)
	for _, s := range train {
		s.upos, s.xpos = s.gold.UPOS, s.gold.XPOS
	}
	c.Dims.Words = len(lex.Entries)
	return newParserTrainer(c, table, frequencies(train, table), 3, func(string, ...any) {}), train, table, set
}

func TestParserLearns(t *testing.T) {
	c := toyConfig()
	p, train, table, set := toyTrainer(c, toy(60))
	p.train(func(int) []*sentence { return train }, 1)
	r := scoreParser(depend.NewParser(p.net, &set, knownLabels(train)), train, table)
	if r.full != r.words || r.upos != r.words || r.xpos != r.words {
		t.Errorf("%+v", r)
	}
}

// TestGradients compares the gradients with small differences of the loss.
func TestGradients(t *testing.T) {
	c := toyConfig()
	c.TagWeight = 0
	p, train, _, _ := toyTrainer(c, toy(6))
	rng := rand.New(rand.NewPCG(2, 2))
	for _, m := range p.net.Params() {
		for i := range m.Data {
			m.Data[i] = float32(rng.NormFloat64() * 0.3)
		}
	}
	w := p.workers[0]
	w.batch = train
	loss := func() float64 {
		w.loss = 0
		w.forward()
		w.walk(0)
		return w.loss
	}
	p.turn.fill(p.net)
	loss()
	w.backward()
	params := p.net.Params()
	var grads [][]float32 // a copy, for each walk adds to them
	for _, m := range w.grad.Params() {
		grads = append(grads, slices.Clone(m.Data))
	}
	for k := depend.Tables; k < len(params)-2; k++ { // the tags have a loss of their own
		bad, checked := 0, 0
		order := rng.Perm(len(params[k].Data))
		for _, i := range order[:min(20, len(order))] {
			const h = 1e-3
			old := params[k].Data[i]
			params[k].Data[i] = old + h
			up := loss()
			params[k].Data[i] = old - h
			down := loss()
			params[k].Data[i] = old
			want, got := (up-down)/(2*h), float64(grads[k][i])
			checked++
			if math.Abs(want-got) > 0.02+0.05*math.Abs(want) {
				bad++
				t.Logf("%s[%d]: gradient %.4f, difference %.4f", params[k].Name, i, got, want)
			}
		}
		if bad*4 > checked { // a step across a kink of ReLU or of the path is no error
			t.Errorf("%s: %d of %d gradients are wrong", params[k].Name, bad, checked)
		}
	}
}

func TestTrainingIsTheSameEveryTime(t *testing.T) {
	c := toyConfig()
	c.DropInput, c.DropToken, c.DropHidden, c.DropWord = 0.2, 0.2, 0.2, 0.25
	c.Epochs = 2
	var nets [2]*depend.Net
	for i := range nets {
		p, train, _, _ := toyTrainer(c, toy(60))
		p.train(func(int) []*sentence { return train }, 1)
		nets[i] = p.net
	}
	a, b := nets[0].Params(), nets[1].Params()
	for k := range a {
		for i, v := range a[k].Data {
			if v != b[k].Data[i] {
				t.Fatalf("%s[%d]: %g and %g", a[k].Name, i, v, b[k].Data[i])
			}
		}
	}
}

func TestTaggerAndSegmenterLearn(t *testing.T) {
	ss := toy(200)
	set := tagSet(ss)
	lex := buildLexicon(ss, nil, &set)
	table := form.NewTable(lex)
	train := number(ss, table, &set)
	point(table, train)
	retag(trainTagger(train, set, tagConfig{Epochs: 3, Margin: 1}, 1), train, table)
	if u, x := tagScore(train); u != 100 || x != 100 {
		t.Errorf("tags %.1f %.1f", u, x)
	}
	jackknife(train, nil, set, tagConfig{Epochs: 3, Folds: 3, Margin: 1}, 1)
	if u, _ := tagScore(train); u != 100 {
		t.Errorf("jack-knifed tags %.1f", u)
	}
	text, places := running(ss)
	c := segmentConfig{WordEpochs: 3, SentenceEpochs: 3, Margin: 1}
	words, sentences := segmentScore(trainSplitter(text, places, c, 1), trainEnder(paragraphs(text, places, table), c, 1), text, places, table)
	if words.score() != 100 || sentences.score() != 100 {
		t.Errorf("words %.1f, sentences %.1f", words.score(), sentences.score())
	}
}

func TestDatelinesKeepTheTree(t *testing.T) {
	lines := []conllu.Sentence{{Words: []conllu.Word{{Form: "PARIS", Head: 0, Rel: "root", Space: true}, {Form: "—", Head: 1, Rel: "punct"}}}}
	ss := toy(20)
	for i := range ss {
		ss[i].Words = append(ss[i].Words, conllu.Word{Form: "!", Head: 2, Rel: "punct"})
	}
	out := withDatelines(ss, lines, 1, 1)
	if len(out) != len(ss) {
		t.Fatalf("%d copies", len(out))
	}
	w := out[0].Words
	if w[0].Head != 4 || w[0].Rel != "dep" || w[1].Head != 1 || w[2].Head != 4 || w[3].Head != 0 || len(w) != 8 {
		t.Errorf("%+v", w)
	}
}

func TestPreposed(t *testing.T) {
	w := func(form, pos, rel string, head int) conllu.Word {
		return conllu.Word{Form: form, UPOS: pos, Rel: rel, Head: head, Space: true}
	}
	ss := []conllu.Sentence{{Words: []conllu.Word{w("The", "DET", "det", 2), w("ministry", "NOUN", "nsubj", 3), w("said", "VERB", "root", 0),
		w("that", "SCONJ", "mark", 7), w("the", "DET", "det", 6), w("talks", "NOUN", "nsubj", 7), w("failed", "VERB", "ccomp", 3),
		w(".", "PUNCT", "punct", 3)}}, {Words: []conllu.Word{w(",", "PUNCT", "punct", 2), w("x", "X", "root", 0)}}}
	out := withPreposed(ss)
	if len(out) != 1 {
		t.Fatalf("%d sentences", len(out))
	}
	if got := out[0].Text(); got != "The talks failed, the ministry said." {
		t.Errorf("text %q", got)
	}
	for i, want := range []int{2, 3, 0, 7, 6, 7, 3, 3} {
		if out[0].Words[i].Head != want {
			t.Errorf("head of %s is %d, want %d", out[0].Words[i].Form, out[0].Words[i].Head, want)
		}
	}
}
