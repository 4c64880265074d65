package train

import (
	"math/rand/v2"

	"chancery/internal/conllu"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/segment"
)

// segmentConfig says how the segmenter is trained.
type segmentConfig struct {
	WordEpochs     int     `json:"word_epochs"`
	SentenceEpochs int     `json:"sentence_epochs"`
	Margin         float32 `json:"margin"`
	Prune          int32   `json:"prune"`
}

// place is a gold word in running text.
type place struct {
	start, end int32
	joined     bool
	first      bool // of its sentence
}

// running gives the running text of a treebank and the words in it.
func running(ss []conllu.Sentence) (string, []place) {
	text := conllu.Raw(ss)
	var ps []place
	at := 0
	for i := range ss {
		for j, w := range ss[i].Words {
			for at < len(text) && (text[at] == ' ' || text[at] == '\n') {
				at++
			}
			ps = append(ps, place{int32(at), int32(at + len(w.Form)), w.Joined, j == 0})
			at += len(w.Form)
		}
	}
	return text, ps
}

// trainSplitter learns where words end.
func trainSplitter(text string, ps []place, c segmentConfig, seed uint64) *segment.Splitter {
	gold := map[int32]int{}
	for _, p := range ps {
		gold[p.start] = segment.Split
		if p.joined {
			gold[p.start] = segment.Clitic
		}
	}
	clitics := findClitics(text, gold)
	type run struct {
		start, end int
		next       uint32
	}
	var runs []run
	segment.Chunks(text, func(start, end int, _ segment.Gap, next uint32) {
		runs = append(runs, run{start, end, next})
	})
	p := newPerceptron(segment.Choices)
	rng := rand.New(rand.NewPCG(seed, 2))
	var chunk segment.Chunk
	var features []uint32
	for range c.WordEpochs {
		rng.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
		for _, r := range runs {
			chunk.Load(text, r.start, r.end, r.next)
			last := 0
			for i := 1; i < chunk.Len(); i++ {
				if !chunk.Candidate(i, clitics) {
					continue
				}
				features = chunk.Features(i, last, features[:0])
				choice := gold[chunk.Offset(i)]
				p.learn(features, choice, segment.Choices, c.Margin)
				if choice != segment.Within {
					last = i
				}
			}
		}
	}
	return &segment.Splitter{Model: p.model(c.Prune, 64), Clitics: clitics}
}

// findClitics lists the ends that are split off inside a run of letters.
func findClitics(text string, gold map[int32]int) segment.Clitics {
	count := map[uint32]int{}
	var chunk segment.Chunk
	segment.Chunks(text, func(start, end int, _ segment.Gap, next uint32) {
		chunk.Load(text, start, end, next)
		for i := 1; i < chunk.Len(); i++ {
			if gold[chunk.Offset(i)] != segment.Within {
				if h := chunk.CliticAt(i); h != 0 {
					count[h]++
				}
			}
		}
	})
	known := segment.Clitics{}
	for h, n := range count {
		if n >= 3 {
			known[h] = true
		}
	}
	return known
}

// paragraph is the views of a paragraph's words and where sentences begin.
type paragraph struct {
	words []segment.View
	first []bool
}

func paragraphs(text string, ps []place, table *form.Table) []paragraph {
	gaps := map[int32]segment.Gap{}
	segment.Chunks(text, func(start, _ int, gap segment.Gap, _ uint32) { gaps[int32(start)] = gap })
	var all []paragraph
	for i, p := range ps {
		gap := gaps[p.start]
		if i == 0 || gap == segment.Paragraph {
			all = append(all, paragraph{})
		}
		q := &all[len(all)-1]
		id := table.ID(text[p.start:p.end])
		t := segment.Token{Start: p.start, End: p.end, Gap: gap, Joined: p.joined}
		q.words, q.first = append(q.words, segment.Look(t, &table.Forms[id])), append(q.first, p.first)
	}
	return all
}

// trainEnder learns where sentences end. A share of the paragraphs is joined
// with the next, as where a page lost its blank lines.
func trainEnder(all []paragraph, c segmentConfig, seed uint64) *segment.Ender {
	p := newPerceptron(2)
	rng := rand.New(rand.NewPCG(seed, 3))
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	var features []uint32
	for range c.SentenceEpochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			q := &all[k]
			first, open := 0, false
			for i := 1; i < len(q.words); i++ {
				if q.words[i-1].Quote {
					open = !open
				}
				if !segment.Candidate(q.words, i) {
					continue
				}
				features = segment.Features(q.words, i, first, open, features[:0])
				gold := int(flag(q.first[i]))
				p.learn(features, gold, 2, c.Margin)
				if gold == 1 {
					first, open = i, false
				}
			}
		}
	}
	return &segment.Ender{Model: p.model(c.Prune, 64)}
}

// f1 is a count of finds.
type f1 struct{ right, gold, found int }

func (f f1) score() float64 {
	if f.gold+f.found == 0 {
		return 0
	}
	return 200 * float64(f.right) / float64(f.gold+f.found)
}

// segmentScore measures words and sentences from raw text.
func segmentScore(sp *segment.Splitter, en *segment.Ender, text string, ps []place, table *form.Table) (words, sentences f1) {
	var w segment.Scratch
	tokens := sp.Words(text, &w, nil)
	goldWord, goldSentence := map[place]bool{}, map[[2]int32]bool{}
	first := 0
	for i, p := range ps {
		goldWord[place{p.start, p.end, p.joined, false}] = true
		if i+1 == len(ps) || ps[i+1].first {
			goldSentence[[2]int32{ps[first].start, p.end}] = true
			first = i + 1
		}
	}
	words.gold, words.found, sentences.gold = len(ps), len(tokens), len(goldSentence)
	var views []segment.View
	for i, t := range tokens {
		if goldWord[place{t.Start, t.End, t.Joined, false}] {
			words.right++
		}
		id := table.ID(text[t.Start:t.End])
		views = append(views, segment.Look(t, &table.Forms[id]))
		if i+1 == len(tokens) || tokens[i+1].Gap == segment.Paragraph {
			base := i + 1 - len(views)
			en.Ends(views, &w, func(a, b int) {
				sentences.found++
				if goldSentence[[2]int32{tokens[base+a].Start, tokens[base+b-1].End}] {
					sentences.right++
				}
			})
			views = views[:0]
		}
	}
	return words, sentences
}
