package extract

import (
	"chancery/internal/registry"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
	"chancery/record"
)

// recognise asks the trained recogniser for the names of the page and leaves
// out those that a longer name of the registry covers.
func (n *names) recognise() {
	n.spanAt = make([]int32, len(n.Words))
	if n.finder == nil {
		return
	}
	n.spans = n.finder.Find(nil, n.Doc)
	for k := range n.spans {
		s := &n.spans[k]
		if n.Words[s.Lo].UPOS == syntax.PRON || n.words.is("calendar", n.Words[s.Lo].Norm) && s.Hi-s.Lo == 1 {
			continue
		}
		n.pare(s)
		n.widen(s)
		if s.Lo >= s.Hi || n.covered(s) {
			continue
		}
		for i := s.Lo; i < s.Hi; i++ {
			n.spanAt[i] = int32(k + 1)
		}
	}
}

// span gives the recogniser's name that begins at word i.
func (n *names) span(i int32) *ner.Span {
	if k := n.spanAt[i]; k > 0 && n.spans[k-1].Lo == i {
		return &n.spans[k-1]
	}
	return nil
}

// pare cuts what is no part of a name off its front: address, nationality and
// title before a person. A name that is all title is left empty.
func (n *names) pare(s *ner.Span) {
	for i := max(n.sentenceOf(s.Lo).First, s.Lo-5); i < s.Hi; i++ {
		_, t := n.officeAt(i, n.sentenceOf(s.Lo).End)
		if t == 0 {
			continue
		}
		end := i + t
		switch {
		case end <= s.Lo:
		case i < s.Lo, i == s.Lo && (end >= s.Hi || s.Kind == record.Person):
			s.Lo = end
		case s.Kind == record.Person && !n.bearsOffice(s.Lo, i, end, s.Hi), end >= s.Hi && i+1 < end:
			s.Lo = end
		}
		i = end - 1
	}
	for s.Kind == record.Person && s.Hi-s.Lo > 1 {
		switch h := n.hit(s.Lo); {
		case h != nil && h.hi < s.Hi && n.adjectival(h):
			s.Lo = h.hi
		case h == nil && n.words.is("honorific", n.Words[s.Lo].Norm):
			s.Lo++
		default:
			if n.Words[s.Lo].UPOS == syntax.ADP && !n.capital(s.Lo) && !n.words.is("particle", n.Words[s.Lo].Norm) {
				s.Hi = s.Lo // "for Syria", of a title
			}
			return
		}
	}
}

// widen adds what belongs to a name at its borders: the second half of a given
// name ("Do-yun"), the nationality of a body ("Russian Foreign Ministry").
func (n *names) widen(s *ner.Span) {
	if s.Lo >= s.Hi {
		return
	}
	end := n.sentenceOf(s.Lo).End
	switch s.Kind {
	case record.Person:
		if s.Hi+1 < end && isHyphen(n.Words[s.Hi].Norm) && n.tight(s.Hi) && n.hitAt[s.Hi-1] == 0 && n.givenPart(s.Hi+1) {
			s.Hi += 2
		}
	case record.Organization:
		if k := s.Lo - 1; k >= n.sentenceOf(s.Lo).First && n.hitAt[k] > 0 && n.hits[n.hitAt[k]-1].hi == s.Lo && n.organizational(s.Hi-1) {
			if h := &n.hits[n.hitAt[k]-1]; n.adjectival(h) && n.capital(h.lo) {
				s.Lo = h.lo
			}
		}
	}
}

// bearsOffice says whether a person's name from lo on holds the words [at, end)
// of an office: "Martin Luther King", but not "Roman Catholic Pope Francis".
func (n *names) bearsOffice(lo, at, end, hi int32) bool {
	given := func(i int32) bool {
		_, ok := n.reg.Gender(n.Form(i))
		return ok && n.hitAt[i] == 0
	}
	return (given(lo) || len(n.Form(lo)) == 2 && n.Form(lo)[1] == '.') && (end >= hi || !given(end))
}

// covered says whether a name of the registry covers, or crosses, a name of the
// recogniser: "New York Times" over "New York".
func (n *names) covered(s *ner.Span) bool {
	for i := s.Lo; i < s.Hi; i++ {
		k := n.hitAt[i]
		if k == 0 {
			continue
		}
		h := &n.hits[k-1]
		if h.lo < s.Lo || h.hi > s.Hi {
			return true
		}
		i = h.hi - 1
	}
	return false
}

// enter makes mentions of a run of name words: the names that the recogniser
// found in it, and of what it passed over only what is certain.
func (n *names) enter(lo, hi int32) {
	if n.finder == nil {
		n.split(lo, hi)
		return
	}
	if h := n.hit(lo); h != nil && h.hi >= hi && n.span(lo) == nil {
		n.silent(lo, hi)
		return
	}
	from := lo
	for i := lo; i < hi; {
		s := n.span(i)
		if s == nil {
			i++
			continue
		}
		n.silent(from, s.Lo)
		n.found(s, lo)
		i, from = s.Hi, s.Hi
	}
	n.silent(from, hi)
}

// found enters a name of the recogniser in a run that begins at word run.
func (n *names) found(s *ner.Span, run int32) {
	lo, hi := s.Lo, s.Hi
	if h := n.hit(lo); h != nil && h.hi == hi && n.believed(h, s) {
		n.addHit(h)
		return
	}
	kind := s.Kind
	if n.bodied(lo, hi, kind) {
		kind = record.Organization
	}
	switch kind {
	case record.Person:
		n.surelyPerson(lo, hi)
		if k := n.cover[lo]; k >= 0 {
			n.titled(run, lo, hi, k)
		}
	case record.Place:
		n.place(lo, hi)
	default:
		n.body(lo, hi)
	}
}

// titled lets a person's name stand for the title and nationality before it,
// whichever of their words the tree takes as the head.
func (n *names) titled(run, lo, hi, k int32) {
	if run == lo && lo > n.sentenceOf(lo).First && n.words.is("honorific", n.Words[lo-1].Norm) {
		run = lo - 1
	}
	for i := run; i < lo; i++ {
		if _, t := n.officeAt(i, lo); i+t == lo || n.words.is("honorific", n.Words[i].Norm) && i+1 == lo {
			n.heads[n.headOf(run, hi)] = k
			return
		}
	}
}

// believed says whether the registry's reading of a name is taken where the
// recogniser found one with the same borders.
func (n *names) believed(h *hit, s *ner.Span) bool {
	ref, _ := n.reading(h)
	e := n.reg.Entry(ref.Entry)
	if s.Kind != record.Person {
		return true
	}
	if k, ok := n.bySurname[n.Form(h.hi-1)]; ok && n.entities[k].kind == record.Person {
		return false
	}
	return e.Kind != record.Place
}

// silent enters what is certain in words [lo, hi) where the recogniser found
// nothing: names of the registry, bodies by their last word, persons met before.
func (n *names) silent(lo, hi int32) {
	if lo >= hi {
		return
	}
	from := lo
	if h := n.hit(lo); hi-lo > 1 && (h == nil || h.hi < hi) && n.isBody(lo, hi) {
		from = hi
		n.passed(lo, n.beforeTitle(lo, hi))
	}
	for i := from; i < hi; i++ {
		h := n.hit(i)
		if h == nil || h.hi > hi || n.insidePersonalName(h, lo, hi) {
			continue
		}
		n.passed(from, i)
		if n.safe(h) {
			n.addHit(h)
		}
		i, from = h.hi-1, h.hi
	}
	n.passed(from, hi)
}

// beforeTitle is the end of [lo, hi) less an office that ends it: "House of Commons Speaker".
func (n *names) beforeTitle(lo, hi int32) int32 {
	for i := lo + 2; i < hi; i++ {
		if _, t := n.officeAt(i, hi); t > 0 && i+t == hi && n.capital(i-1) {
			return i
		}
	}
	return hi
}

// passed enters words [lo, hi) that neither recogniser nor registry know, where
// their form leaves no doubt.
func (n *names) passed(lo, hi int32) {
	run := lo
	titled := lo < hi && n.afterTitle(lo)
	for ; lo < hi; lo++ {
		if _, t := n.officeAt(lo, hi); t > 0 {
			lo += t - 1
			titled = true
		} else if !isHyphen(n.Words[lo].Norm) && !n.words.is("honorific", n.Words[lo].Norm) {
			break
		}
	}
	if hi <= lo {
		return
	}
	switch {
	case n.isBody(lo, hi) && (hi-lo > 1 || n.definite(lo)):
		n.body(lo, hi)
	case n.beforeTitle(lo, hi) < hi:
	case n.looksPersonal(lo, hi), titled && hi-lo < 5 && n.Words[hi-1].UPOS == syntax.PROPN && !n.organizational(hi-1):
		n.person(lo, hi)
		if k := n.cover[lo]; k >= 0 {
			n.titled(run, lo, hi, k)
		}
	}
}

// definite says whether a lone proper noun is used as the name of a known body:
// "the Coalition", "Coalition forces".
func (n *names) definite(i int32) bool {
	w := &n.Words[i]
	return w.UPOS == syntax.PROPN && (w.Rel == syntax.Compound || i > 0 && n.Words[i-1].Norm == "the")
}

// afterTitle says whether an office stands right before word i: "envoy de Mistura".
func (n *names) afterTitle(i int32) bool {
	first := n.sentenceOf(i).First
	for k := max(first, i-4); k < i; k++ {
		if _, t := n.officeAt(k, i); t > 0 && k+t == i {
			return true
		}
	}
	return false
}

// safe says whether a name of the registry is entered without the recogniser's consent.
func (n *names) safe(h *hit) bool {
	if h.hi-h.lo > 1 {
		return true
	}
	ref, role := n.reading(h)
	e := n.reg.Entry(ref.Entry)
	if e.Kind == record.Place && (role == location || n.Words[h.lo].UPOS == syntax.PROPN) {
		return true
	}
	switch ref.Role {
	case registry.Adjective, registry.Demonym, registry.DemonymPlural, registry.Prefix, registry.Seat:
		return true
	}
	return e.Kind == record.State || e.Kind == record.Group || e.Kind == record.Organization
}
