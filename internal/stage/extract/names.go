package extract

import (
	"strings"

	"chancery/internal/registry"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
)

// hit is a name that the registry knows, on whole words.
type hit struct {
	lo, hi int32
	refs   []registry.NameRef
}

// findNames finds every name: what the registry knows, and runs of capitalised
// words, which are cut into nationality, title and name.
func (p *page) findNames() {
	n := names{page: p, hitAt: make([]int32, len(p.Words))}
	n.scan()
	n.survey()
	n.leaveNamesakes()
	n.recognise()
	for s := range p.Sentences {
		sent := &p.Sentences[s]
		for i := sent.First; i < sent.End; {
			if n.spanAt[i] == 0 && !n.nameLike(i) && !n.particleStart(i, sent.End) {
				i = n.loneHit(i)
				continue
			}
			hi := n.run(i, sent.End)
			n.enter(i, hi)
			for i = hi; i < sent.End && n.cover[i] >= 0; i++ { // the rest of a name that holds small words
			}
		}
	}
	n.bind()
}

// names is the state of findNames.
type names struct {
	*page
	hits  []hit
	hitAt []int32 // word → 1 + index of the hit that covers it
	tops  toponyms

	spans  []ner.Span // of the recogniser
	spanAt []int32    // word → 1 + index of the span that covers it
	storms []string   // names that the page gives to storms
}

// scan lays the names that the registry knows over the words.
func (n *names) scan() {
	w := int32(0)
	n.reg.Scan(n.Text, func(m registry.Match) {
		for w < int32(len(n.Words)) && n.Words[w].End <= m.Start {
			w++
		}
		lo := w
		if lo == int32(len(n.Words)) || n.Words[lo].Start != m.Start {
			return
		}
		hi := lo
		for hi < int32(len(n.Words)) && n.Words[hi].End <= m.End {
			hi++
		}
		if hi == lo || n.Words[hi-1].End != m.End || n.Words[lo].Sent != n.Words[hi-1].Sent {
			return
		}
		n.hits = append(n.hits, hit{lo, hi, n.reg.Current(m.Names, n.on)})
		for i := lo; i < hi; i++ {
			n.hitAt[i] = int32(len(n.hits))
		}
	})
}

// hit gives the registry's name that begins at word i.
func (n *names) hit(i int32) *hit {
	if k := n.hitAt[i]; k > 0 && n.hits[k-1].lo == i {
		return &n.hits[k-1]
	}
	return nil
}

// loneHit enters a registry's name outside a run (small-lettered forms such as
// "el-Sisi" or "the West") and gives the next word.
func (n *names) loneHit(i int32) int32 {
	h := n.hit(i)
	if h == nil {
		return i + 1
	}
	for k := h.lo; k < h.hi; k++ {
		if n.capital(k) && (h.hi-h.lo > 1 || n.Words[k].UPOS != syntax.PRON || n.safe(h)) { // WHO WANTS …
			n.addHit(h)
			return h.hi
		}
	}
	return i + 1
}

// nameLike says whether a word can be part of a name.
func (n *names) nameLike(i int32) bool {
	w := &n.Words[i]
	if n.particled(i) {
		return true
	}
	if !n.capital(i) || n.words.is("calendar", w.Norm) && !n.monthLike(i) || w.UPOS == syntax.PRON || w.UPOS == syntax.PUNCT {
		return false
	}
	if n.hitAt[i] > 0 || w.UPOS == syntax.PROPN {
		return true
	}
	if n.startsClause(i) {
		_, met := n.personCalled(n.Form(i))
		return met
	}
	switch w.UPOS {
	case syntax.NOUN, syntax.ADJ, syntax.X, syntax.VERB, syntax.ADV:
		return true
	}
	return false
}

// monthLike says whether the name of a month is a person's: "Jan Kos", "April
// Ryan".
func (n *names) monthLike(i int32) bool {
	if i+1 >= int32(len(n.Words)) || n.Words[i+1].Head != i || base(n.Words[i+1].Rel) != syntax.Flat || !n.capital(i+1) {
		return false
	}
	_, given := n.reg.Gender(n.Form(i))
	return given
}

// particleStart says whether a name begins with a small particle and a hyphen
// cut apart: "al" "-" "Jubouri".
func (n *names) particleStart(i, end int32) bool {
	return i+2 < end && n.words.is("particle", n.Words[i].Norm) && isHyphen(n.Words[i+1].Norm) && n.tight(i+1) && n.capital(i+2)
}

// particled says whether a word is a name with a small particle before its
// hyphen: "al-Jubouri".
func (n *names) particled(i int32) bool {
	f := n.Form(i)
	k := strings.IndexByte(f, '-')
	return k > 0 && k+1 < len(f) && startsUpper(f[k+1:]) && n.words.is("particle", f[:k])
}

// startsClause says whether a capital is owed to the place: first in a
// sentence, after a quotation mark, a colon or a bracket.
func (n *names) startsClause(i int32) bool {
	s := n.sentenceOf(i)
	if i == s.First {
		return true
	}
	switch n.Form(i - 1) {
	case "“", "\"", "‘", "'", "``", ":", "•", "—", "–", "(", "…":
		return true
	}
	return false
}

// run gives the end of the run of name words that begins at i.
func (n *names) run(i, end int32) int32 {
	hi := i + 1
	orgLike := n.organizational(i)
	for hi < end {
		if k := n.hitAt[hi-1]; k > 0 && n.hits[k-1].hi > hi {
			hi = n.hits[k-1].hi
			continue
		}
		if n.spanAt[hi] > 0 || n.nameLike(hi) {
			orgLike = orgLike || n.organizational(hi)
			hi++
			continue
		}
		if t := n.titleEnd(i, hi, end); t > hi {
			hi = t
			continue
		}
		more := n.joins(hi, end, orgLike)
		if more == 0 {
			break
		}
		hi += more
		orgLike = orgLike || n.organizational(hi-1)
	}
	return hi
}

// titleEnd is the end of a title with small words in it ("Secretary of State")
// that begins in the run [lo, hi) and goes on behind it.
func (n *names) titleEnd(lo, hi, end int32) int32 {
	if hi+1 >= end || !n.capital(hi+1) {
		return hi
	}
	for i := hi - 1; i >= lo && i >= hi-3; i-- {
		if _, t := n.officeAt(i, end); i+t > hi+1 {
			return i + t
		}
	}
	return hi
}

func (n *names) organizational(i int32) bool {
	w := n.Words[i].Norm
	return n.words.is("org_head", w) || n.words.is("forum_head", w) || n.words.is("agreement_head", w)
}

// joins gives how many words from i on carry a name further, up to and with
// the next name word; 0 when the name ends before i.
func (n *names) joins(i, end int32, orgLike bool) int32 {
	next := func(k int32) bool { return i+k < end && n.nameLike(i+k) }
	small := func(k int32, set string) bool { return i+k < end && n.words.is(set, n.Words[i+k].Norm) }
	norm := n.Words[i].Norm
	switch {
	case isHyphen(norm): // China-Russia, Abdel-Fattah, Nasser al-Din
		if next(1) && n.tight(i) {
			return 2
		} else if small(1, "particle") && next(2) {
			return 3
		} else if i+1 < end && n.tight(i) && n.hitAt[i-1] == 0 && n.givenPart(i+1) { // Do-yun
			return 2
		}
	case n.words.is("particle", norm) && n.hitAt[i-1] == 0:
		if next(1) {
			return 2
		} else if i+2 < end && isHyphen(n.Words[i+1].Norm) && next(2) {
			return 3
		}
	case norm == "&" && next(1):
		return 2
	case norm == "of" && orgLike:
		if next(1) {
			return 2
		} else if i+1 < end && n.Words[i+1].Norm == "the" && next(2) {
			return 3
		}
	case (norm == "for" && orgLike || norm == "on" && n.organizational(i-1)) && next(1):
		return 2
	case norm == "for" && n.organizational(i-1) && n.capital(i-1) && i+1 < end && n.Words[i+1].Norm == "the" && next(2) && n.hitAt[i+2] == 0:
		return 3 // Committee for the Restoration of Order
	case norm == "and" && orgLike && n.hitAt[i-1] == 0 && next(1) && n.abstractAhead(i+1, end):
		return 2
	case norm == "(" && orgLike && next(1) && i+3 < end && n.Words[i+2].Norm == ")" && next(3):
		return 4 // Communist Party of China (CPC) Central Committee
	}
	return 0
}

// givenPart says whether a small word after a hyphen is the second half of a
// given name, as in Korean ones: flat in the tree, and no word of English that
// makes compounds.
func (n *names) givenPart(i int32) bool {
	w := &n.Words[i]
	return (w.Rel == syntax.Flat || w.UPOS == syntax.PROPN || w.UPOS == syntax.X) && len(n.Form(i)) < 7 || n.words.is("syllable", w.Norm)
}

// abstractAhead says whether the name words from i on end in a field of work
// ("Legal Affairs"), so that an "and" before them lies inside the name.
func (n *names) abstractAhead(i, end int32) bool {
	for ; i < end && n.nameLike(i); i++ {
		if n.words.is("org_abstract", n.Words[i].Norm) {
			return true
		}
	}
	return false
}

// tight says whether no white space stands around word i.
func (n *names) tight(i int32) bool {
	return n.Words[i-1].End == n.Words[i].Start && n.Words[i].End == n.Words[i+1].Start
}

func isHyphen(s string) bool { return s == "-" || s == "–" || s == "‑" || s == "—" }
