package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/registry"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
	"chancery/record"
)

// forced says whether a name of the recogniser is owed to its neighbours in the
// chain of labels, against what its own words show. Small words inside a name
// show little.
func (n *names) forced(s *ner.Span) bool {
	if s.Score >= leastScore {
		return false
	}
	for i := s.Lo + 1; i < s.Hi-1; i++ {
		if s.Kind == record.Organization || n.Words[i].UPOS != syntax.PUNCT && !n.capital(i) {
			return false
		}
	}
	return true
}

const leastScore = 0.05

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
		if n.forced(s) || n.Words[s.Lo].UPOS == syntax.PRON || !n.startsLetter(s.Lo) || s.Hi-s.Lo == 1 && (n.words.is("calendar", n.Words[s.Lo].Norm) || n.words.is("firm_form", n.Words[s.Lo].Norm)) {
			continue
		}
		n.pare(s)
		n.widen(s)
		if s.Lo >= s.Hi || n.covered(s) || !n.landmark(s.Lo, s.Hi) && !n.amend(s) {
			continue
		}
		for i := s.Lo; i < s.Hi; i++ {
			n.spanAt[i] = int32(k + 1)
		}
	}
	n.again()
	n.expansions()
	n.addressees()
	n.counterpartNames()
}

// span gives the recogniser's name that begins at word i.
func (n *names) span(i int32) *ner.Span {
	if k := n.spanAt[i]; k > 0 && n.spans[k-1].Lo == i {
		return &n.spans[k-1]
	}
	return nil
}

func (n *names) startsLetter(i int32) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(n.Form(i), invisible+"'’‘"))
	return unicode.IsLetter(r) || unicode.IsDigit(r)
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
		case s.Kind == record.Place && i > s.Lo && end == s.Hi && !n.capital(i):
			s.Hi = i // Vatican | archbishop
		case s.Kind == record.Person && !n.bearsOffice(s.Lo, i, end, s.Hi), end >= s.Hi && i+1 < end:
			s.Lo = end
		}
		i = end - 1
	}
	for i := s.Lo + 1; s.Kind == record.Person && i < s.Hi; i++ {
		if isHyphen(n.Words[i].Norm) && n.Words[i-1].End < n.Words[i].Start {
			s.Hi = i // Ann Lee | - Analyst
		}
	}
	for s.Kind == record.Person && s.Hi-s.Lo > 1 {
		switch h := n.hit(s.Lo); {
		case h != nil && h.hi < s.Hi && (n.adjectival(h) || n.namesPlace(h) && s.Lo > 0 && n.Words[s.Lo-1].Norm == "of"):
			s.Lo = h.hi // First Minister of Scotland | Ann Lee
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

// widen adds what belongs to a name at its borders.
func (n *names) widen(s *ner.Span) {
	if s.Lo >= s.Hi {
		return
	}
	end := n.sentenceOf(s.Lo).End
	switch s.Kind {
	case record.Person:
		n.widenPerson(s, end)
	case record.Place:
		n.widenPlace(s, end)
	case record.Organization:
		n.widenBody(s, end)
	}
}

// widenPerson adds names that the tree hangs flat on it, and the second half of
// a given name: "Han" to "Han Do-yun".
func (n *names) widenPerson(s *ner.Span, end int32) {
	for i := s.Lo - 1; i >= n.sentenceOf(s.Lo).First && i >= s.Lo-3 && n.bare(i); i-- {
		if n.afterTitle(i) {
			s.Lo = i // Vice Premier | Shen Yulan
			break
		}
	}
	for s.Hi < end && n.bare(s.Hi) && (n.Words[s.Hi].Rel == syntax.Flat || s.Hi-s.Lo == 1) {
		s.Hi++
	}
	if s.Hi+1 < end && isHyphen(n.Words[s.Hi].Norm) && n.tight(s.Hi) && n.hitAt[s.Hi-1] == 0 && n.givenPart(s.Hi+1) {
		s.Hi += 2
	}
}

// bare says whether a word can be part of a person's name that the recogniser
// found only in part: a capital that nothing else explains.
func (n *names) bare(i int32) bool {
	w := &n.Words[i]
	if !n.capital(i) || n.hitAt[i] > 0 || w.UPOS != syntax.PROPN && w.UPOS != syntax.X || n.organizational(i) || n.words.is("calendar", w.Norm) || n.words.is("honorific", w.Norm) {
		return false
	}
	_, t := n.officeAt(i, i+1)
	return t == 0
}

// widenPlace makes a body of a place that a word for bodies follows: "Thames
// Valley Police".
func (n *names) widenPlace(s *ner.Span, end int32) {
	hi := s.Hi
	for hi < end && n.capital(hi) && n.Words[hi].UPOS == syntax.PROPN && n.hitAt[hi] == 0 {
		hi++
	}
	if hi > s.Hi && n.words.is("org_head", n.Words[hi-1].Norm) {
		s.Hi, s.Kind = hi, record.Organization
	}
}

// widenBody adds the legal form of a firm, a second field of work, the country
// behind "of" and the nationality in front: "Norvik Shipping, Inc.", "Department
// of Housing and Urban Development", "Russian Foreign Ministry".
func (n *names) widenBody(s *ner.Span, end int32) {
	if n.firmForm(s.Hi, end) {
		s.Hi += 2
	}
	if s.Hi < end && s.Hi-s.Lo > 1 && n.Words[s.Hi].Norm == "." && n.words.is("firm_form", n.Words[s.Hi-1].Norm+".") && n.Words[s.Hi-1].End == n.Words[s.Hi].Start {
		s.Hi++ // Norvik Shipping, Inc.
	}
	if s.Hi+1 < end && n.Words[s.Hi].Norm == "and" && n.organizational(s.Lo) && n.nameLike(s.Hi+1) && n.abstractAhead(s.Hi+1, end) {
		for s.Hi += 2; s.Hi < end && n.nameLike(s.Hi); s.Hi++ {
		}
	}
	if s.Hi+1 < end && n.Words[s.Hi].Norm == "of" && (n.organizational(s.Lo) || n.organizational(s.Hi-1)) {
		i := s.Hi + 1
		if n.Words[i].Norm == "the" && i+1 < end {
			i++
		}
		if h := n.hit(i); h != nil && h.hi <= end && n.namesPlace(h) {
			s.Hi = h.hi
		}
	}
	if k := s.Lo - 1; k >= n.sentenceOf(s.Lo).First && n.hitAt[k] > 0 && n.hits[n.hitAt[k]-1].hi == s.Lo && n.organizational(s.Hi-1) {
		if h := &n.hits[n.hitAt[k]-1]; n.adjectival(h) && n.capital(h.lo) {
			s.Lo = h.lo
		}
	}
}

// namesPlace says whether a hit is the name of a state or place.
func (n *names) namesPlace(h *hit) bool {
	ref, _ := n.reading(h)
	k := n.reg.Entry(ref.Entry).Kind
	return (k == record.State || k == record.Place) && !n.adjectival(h)
}

// firmForm says whether a comma and a legal form stand at word i: ", Inc."
func (n *names) firmForm(i, end int32) bool {
	return i+1 < end && n.Words[i].Norm == "," && n.words.is("firm_form", n.Words[i+1].Norm)
}

// bearsOffice says whether a person's name from lo on holds the words [at, end)
// of an office: "Martin Luther King", but not "Roman Catholic Pope Francis".
func (n *names) bearsOffice(lo, at, end, hi int32) bool {
	given := func(i int32) bool {
		_, ok := n.reg.Gender(n.Form(i))
		return ok && n.hitAt[i] == 0
	}
	return (given(lo) || len(n.Form(lo)) == 2 && n.Form(lo)[1] == '.') && (end >= hi || !given(end) || end-at == 1 && n.words.is("honorific", n.Words[at].Norm))
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
		n.knownName(h, run)
		return
	}
	switch n.kind(s) {
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

// knownName enters a name of the registry in a run that begins at word run.
func (n *names) knownName(h *hit, run int32) {
	n.addHit(h)
	if k := n.cover[h.lo]; k >= 0 && n.isPerson(k) {
		n.titled(run, h.lo, h.hi, k)
	}
}

// kind is the kind of a name of the recogniser, less its worst mistakes: a name
// that ends as bodies do ("Thames Valley Police"), and the short name of a body
// that the page named in full ("Ford" after "Ford Motor Company").
func (n *names) kind(s *ner.Span) record.Kind {
	last := n.Words[s.Hi-1].Norm
	_, given := n.reg.Gender(n.Form(s.Lo))
	a, agent := n.lex.Agent(last)
	switch {
	case s.Kind == record.Organization:
	case s.Kind == record.Place && n.signsDateline(s):
		return record.Organization
	case s.Kind == record.Person && n.namesQuarter(s):
		return record.Place
	case n.organIn(s.Lo, s.Hi) != nil && (s.Kind == record.Place || !n.givenIn(s.Lo, s.Hi)):
		return record.Organization
	case s.Hi-s.Lo > 1 && s.Kind == record.Person && !given && n.words.is("org_head", last),
		s.Hi-s.Lo > 1 && agent && a.Group && n.words.is("org_head", last):
		return record.Organization
	case s.Hi-s.Lo == 1 && n.bodyBegun(s.Lo):
		return record.Organization
	}
	return s.Kind
}

// givenIn says whether a given name stands in words [lo, hi).
func (n *names) givenIn(lo, hi int32) bool {
	for i := lo; i < hi; i++ {
		if _, ok := n.reg.Gender(n.Form(i)); ok && n.hitAt[i] == 0 {
			return true
		}
	}
	return false
}

// bodyBegun says whether word i begins the name of a body that the page told
// before, and is no known person's.
func (n *names) bodyBegun(i int32) bool {
	if _, ok := n.personCalled(n.Form(i)); ok || n.afterTitle(i) {
		return false
	}
	form := n.Form(i)
	if k, ok := n.index[form]; ok {
		return n.entities[k].kind == record.Organization
	}
	for k := len(n.entities) - 1; k >= 0 && k >= len(n.entities)-lookBack; k-- {
		e := &n.entities[k]
		if e.named && e.kind == record.Organization && len(e.name) > len(form) && e.name[len(form)] == ' ' && e.name[:len(form)] == form && n.hitAt[i] == 0 {
			n.index[form] = int32(k)
			return true
		}
	}
	return false
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
	if e.Kind == record.Person {
		return true
	}
	if s.Kind != record.Person {
		return s.Kind == record.Place || e.Kind != record.Place || ref.Role == registry.Capital || ref.Role == registry.Seat || s.Score < 0.5
	}
	if k, ok := n.personCalled(n.Form(h.hi - 1)); ok && n.entities[k].kind == record.Person {
		return false
	}
	return e.Kind != record.Place || n.onlySeat(h)
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
			n.knownName(h, lo)
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
	if hi <= lo || n.Words[lo].Norm == "of" {
		return
	}
	k, told := n.index[n.plainText(lo, hi)]
	switch {
	case told && n.entities[k].kind == record.Organization:
		n.body(lo, hi)
	case n.firmForm(hi, n.sentenceOf(lo).End):
		n.body(lo, hi+2)
	case n.isBody(lo, hi) && (hi-lo > 1 || n.definite(lo)):
		n.body(lo, hi)
	case n.beforeTitle(lo, hi) < hi:
	case hi-lo == 1 && n.lonePerson(lo):
		n.person(lo, hi)
	case n.looksPersonal(lo, hi), titled && hi-lo < 5 && (n.Words[hi-1].UPOS == syntax.PROPN || n.Words[lo].UPOS == syntax.PROPN) && !n.organizational(hi-1):
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
	if i+3 < int32(len(n.Words)) && n.Words[i+1].Norm == "(" && n.Words[i+3].Norm == ")" && n.capital(i+2) {
		return true // Confederation (GWC)
	}
	return w.UPOS == syntax.PROPN && (w.Rel == syntax.Compound || i > 0 && n.Words[i-1].Norm == "the")
}

// shouted says whether a neighbour of word i is written in capitals too.
func (n *names) shouted(i int32) bool {
	s := n.sentenceOf(i)
	for _, k := range [2]int32{i - 1, i + 1} {
		if k >= s.First && k < s.End {
			if f := n.Form(k); len(f) > 1 && startsUpper(f) && strings.ToUpper(f) == f {
				return true
			}
		}
	}
	return false
}

// afterTitle says whether an office stands right before word i: "envoy de Mistura".
func (n *names) afterTitle(i int32) bool {
	first := n.sentenceOf(i).First
	for k := max(first, i-4); k < i; k++ {
		if o, t := n.officeAt(k, i); t > 0 && k+t == i && (o.level > 0 || !n.capital(k)) && !n.inHit(k) {
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
	if ref.Role == registry.Abbreviation && e.Kind != record.State && h.hi-h.lo == 1 && len(n.Form(h.lo)) < 4 {
		_, told := n.page.index[e.Key] // IS, WHO and PS are words too
		proper := n.Words[h.lo].UPOS == syntax.PROPN && !n.shouted(h.lo)
		return told || proper && (e.Kind == record.Organization || len(n.Form(h.lo)) > 2 && !n.startsClause(h.lo))
	}
	switch ref.Role {
	case registry.Adjective, registry.Demonym, registry.DemonymPlural, registry.Prefix, registry.Seat:
		return true
	}
	return e.Kind == record.State || e.Kind == record.Group || e.Kind == record.Organization
}
