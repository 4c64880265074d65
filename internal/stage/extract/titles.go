package extract

import (
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// addPost enters a post with the title's full words, its body and country.
func (p *page) addPost(person, k, at int32, former bool) {
	m := &p.mentions[k]
	name := &p.mentions[at]
	if p.styled(m) {
		return
	}
	q := post{person: person, org: -1, nominal: k}
	q.lo, q.hi = p.titleWords(m)
	for _, i := range p.held[person] { // chairperson | President
		if o := &p.posts[i]; o.hi > q.lo && o.hi <= m.lo && o.lo >= q.lo {
			q.lo = o.hi
		}
	}
	q.former = former || p.formerBefore(q.lo, m.head)
	q.org = p.postBody(m, q.lo)
	if s := p.stateAfter(name); s >= 0 && (q.org < 0 || p.entities[q.org].kind == record.State || m.plural) {
		q.org = s
	}
	q.evidLo, q.evidHi = min(q.lo, name.lo), max(q.hi, name.hi)
	if q.org < 0 {
		q.org = p.ofOwnBody(m)
	}
	if q.org >= 0 {
		q.code = p.entities[q.org].code
	}
	if q.code == "" {
		q.code = p.possessorCode(m, q.lo)
	}
	if x := p.possessor(m.head); q.code == "" && x >= 0 && !p.entities[x].foreign {
		q.code = p.entities[x].code // "Oman's minister stayed away; his deputy, X"
	}
	if q.code == "" && m.office != nil {
		q.code = p.titles.ownCode(m.office.title)
	}
	for _, i := range p.held[person] {
		if o := &p.posts[i]; p.sameTitle(o, &q) {
			if o.org < 0 && q.org >= 0 || len(p.titleText(o)) < len(p.titleText(&q)) && (o.org < 0 || o.org == q.org) {
				*o = q
			}
			return
		}
	}
	p.held[person] = append(p.held[person], len(p.posts))
	p.posts = append(p.posts, q)
}

// styled says whether a title is how one is addressed and no office, since one stands
// before it: "Prime Minister Sheikh X".
func (p *page) styled(m *mention) bool {
	if m.office == nil || m.sector != "ELI" || m.lo == 0 || p.Words[m.lo-1].Sent != p.Words[m.lo].Sent {
		return false
	}
	k := p.heads[m.lo-1]
	return k >= 0 && p.mentions[k].office != nil && p.mentions[k].sector != "ELI"
}

// sameTitle says whether two posts of one person are one: their titles agree,
// or one only says more of the same ("Judge" after "District Judge").
func (p *page) sameTitle(a, b *post) bool {
	x, y := strings.ToLower(p.titleText(a)), strings.ToLower(p.titleText(b))
	if x == y {
		return true
	}
	if a.former != b.former || a.org >= 0 && b.org >= 0 && a.org != b.org {
		return false
	}
	if len(x) < len(y) {
		x, y = y, x
	}
	more, ok := strings.CutSuffix(x, " "+y)
	if !ok {
		return false
	}
	return !p.deputizes(more)
}

// ofOwnBody is the state whose body a title is of: Georgia in "Georgia was
// represented by the chief of its general staff, X"; -1 for none.
func (p *page) ofOwnBody(m *mention) int32 {
	for _, c := range p.children(m.head) {
		if c < m.head || p.Words[c].Rel != syntax.Nmod || p.caseOf(c) != "of" {
			continue
		}
		if x := p.possessor(c); x >= 0 && p.entities[x].kind == record.State {
			return x
		}
	}
	return -1
}

// possessorCode is the country of the person whose aide holds the position:
// "Chancellor Angela Merkel's spokesperson".
func (p *page) possessorCode(m *mention, lo int32) string {
	if i := lo - 2; i >= p.sentenceOf(lo).First && (p.Words[lo-1].Norm == "'s" || p.Words[lo-1].Norm == "’s") {
		if k := p.mentionAt(i); k >= 0 && len(p.mentions[k].ents) == 1 {
			return p.entities[p.mentions[k].ents[0]].code
		}
	}
	return ""
}

// titleWords are the words of a title: the office with the adjectives and
// compounds before it that are not the country or body it belongs to.
func (p *page) titleWords(m *mention) (lo, hi int32) {
	lo, hi = m.lo, m.hi
	for lo < m.head && (p.words.is("former", p.Words[lo].Norm) || isHyphen(p.Words[lo].Norm)) {
		lo++
	}
	first := p.sentenceOf(m.lo).First
	for lo > first {
		w := &p.Words[lo-1]
		if p.words.is("former", w.Norm) || p.words.is("incumbent", w.Norm) {
			break
		}
		if k := p.cover[lo-1]; k >= 0 && (w.Head == m.head || w.Head >= m.lo && w.Head < m.hi || !p.headInside(lo-1, lo, m.head)) {
			break
		}
		if isHyphen(w.Norm) && lo-1 > first && p.tightAt(lo-1) && !p.words.is("former", p.Words[lo-2].Norm) {
			lo--
			continue
		}
		if w.UPOS != syntax.ADJ && w.UPOS != syntax.NOUN && w.UPOS != syntax.PROPN || !p.headInside(lo-1, lo, m.head) {
			break
		}
		lo--
	}
	return lo, hi
}

// titleText is a title as one person holds it: "Presidents X and Y" are each
// a President.
func (p *page) titleText(q *post) string {
	if q.nominal < 0 {
		return q.told
	}
	text := p.plainText(q.lo, q.hi)
	if len(text) > 3 && strings.EqualFold(text[:3], "ex-") {
		text = text[3:]
	}
	m := &p.mentions[q.nominal]
	if !m.plural || m.head != q.hi-1 {
		return text
	}
	form, lemma := p.Form(m.head), p.Words[m.head].Lemma
	if strings.EqualFold(lemma, form) { // a plural that the tagger took for a name
		lemma = strings.TrimSuffix(lemma, "s")
	}
	if startsUpper(form) && lemma != "" {
		lemma = strings.ToUpper(lemma[:1]) + lemma[1:]
	}
	return strings.TrimSuffix(text, form) + lemma
}

// headInside says whether the head of word i lies in [lo, head].
func (p *page) headInside(i, lo, head int32) bool {
	h := p.Words[i].Head
	return h >= lo && h <= head
}

func (p *page) tightAt(i int32) bool {
	return i+1 < int32(len(p.Words)) && p.Words[i-1].End == p.Words[i].Start && p.Words[i].End == p.Words[i+1].Start
}

// formerBefore says whether "former", "ex-" or the like stands before a title.
func (p *page) formerBefore(lo, head int32) bool {
	for i := lo; i <= head; i++ {
		if strings.HasPrefix(p.Words[i].Norm, "ex-") {
			return true
		}
	}
	for i := max(p.sentenceOf(head).First, lo-4); i < head; i++ {
		w := &p.Words[i]
		if p.words.is("former", w.Norm) && (i >= lo-2 || w.Head >= lo && w.Head <= head) {
			return true
		}
	}
	return false
}

// postBody finds the body or state that a position belongs to: what its
// complement names, else what stands before the title.
func (p *page) postBody(m *mention, lo int32) int32 {
	if i := p.child(m.head, syntax.NmodPoss); i >= 0 && p.Words[i].Norm == "its" { // its Sahel director
		if k := p.mentionAt(i); k >= 0 && len(p.mentions[k].ents) == 1 {
			if e := p.mentions[k].ents[0]; p.entities[e].kind == record.Organization || p.entities[e].kind == record.Group {
				return e
			}
		}
	}
	if !p.accredited(m) {
		if e := p.bodyAfter(m.hi, p.sentenceOf(m.head).End); e >= 0 {
			return e
		}
	}
	i := lo - 1
	first := p.sentenceOf(lo).First
	for n := 0; i >= first && n < 5; n++ {
		w := &p.Words[i]
		if k := p.cover[i]; k >= 0 && p.canEmploy(k) {
			return p.mentions[k].ents[0]
		}
		if w.Norm != "’s" && w.Norm != "'s" && w.Norm != "'" && w.Norm != "’" && !p.words.is("former", w.Norm) && !isHyphen(w.Norm) && w.UPOS != syntax.ADJ && w.UPOS != syntax.ADV && !p.participle(i) {
			break
		}
		i--
	}
	where := !p.accredited(m)
	for _, e := range p.modifierCountries(m.head, nil, false) {
		if p.entities[e].kind != record.Person {
			return e
		}
	}
	if !where {
		return -1
	}
	for _, e := range p.countries(m.head, nil) {
		if p.entities[e].kind != record.Person {
			return e
		}
	}
	return -1
}

// stateAfter is the state in "President X of Egypt"; -1 for none.
func (p *page) stateAfter(name *mention) int32 {
	i := name.hi
	if i+1 >= p.sentenceOf(name.lo).End || p.Words[i].Norm != "of" {
		return -1
	}
	if p.Words[i+1].Norm == "the" && i+2 < p.sentenceOf(name.lo).End {
		i++
	}
	if k := p.cover[i+1]; k >= 0 && p.canEmploy(k) && p.mentions[k].role != adjective {
		return p.mentions[k].ents[0]
	}
	return -1
}

// accredited says whether a position is held at those whom "to" or "for" names,
// and so does not belong to them: an ambassador to Germany is not Germany's.
func (p *page) accredited(m *mention) bool {
	if m.hi >= int32(len(p.Words)) || !p.words.is("accredited", strings.TrimPrefix(p.Words[m.head].Norm, "co-")) {
		return false
	}
	switch p.Words[m.hi].Norm {
	case "to", "for", "in":
		return true
	}
	return false
}

// envoy says whether a title is that of somebody sent.
func (p *page) envoy(m *mention) bool {
	noun := strings.ToLower(p.Words[m.head].Lemma)
	return p.words.is("accredited", noun) && noun != "commissioner"
}

// bodyAfter reads "of …", "at …", "from …", "for …" behind a title.
func (p *page) bodyAfter(i, end int32) int32 {
	if i >= end {
		return -1
	}
	switch p.Words[i].Norm {
	case "of", "at", "from", "for", "in", "with", "to":
	default:
		return -1
	}
	for j := i + 1; j < end && j < i+9; j++ {
		w := &p.Words[j]
		if k := p.cover[j]; k >= 0 && p.canEmploy(k) {
			m := &p.mentions[k]
			if m.role == adjective || m.hi < end && (p.Words[m.hi].Norm == "'s" || p.Words[m.hi].Norm == "’s") {
				if o := p.nextBody(m.hi, end); o >= 0 { // the secretary of Russia's Security Council
					return o
				}
				for i := m.hi; i < end && i < m.hi+4; i++ { // the Rwandan army
					if o := p.commonBody(i); o >= 0 && p.Words[i].Head < m.lo {
						return o
					}
				}
			}
			return m.ents[0]
		}
		if e := p.commonBody(j); e >= 0 { // spokesman for the Rwandan army
			return e
		}
		if w.Norm == "," || w.UPOS == syntax.VERB || w.UPOS == syntax.AUX || w.UPOS == syntax.CCONJ {
			return -1
		}
	}
	return -1
}

// commonBody is the body that a common noun at word i names with its country:
// "the Rwandan army"; -1 for none.
func (p *page) commonBody(i int32) int32 {
	k := p.heads[i]
	if k < 0 || p.mentions[k].form != record.Nominal || len(p.mentions[k].ents) != 1 {
		return -1
	}
	e := &p.entities[p.mentions[k].ents[0]]
	if (e.kind == record.Organization || e.kind == record.Group && !p.feature(i, "Number=Plur")) && e.code != "" && !e.foreign {
		return p.mentions[k].ents[0]
	}
	return -1
}

// nextBody is the body named within the next words of the same phrase.
func (p *page) nextBody(i, end int32) int32 {
	for j := i; j < end && j < i+4; j++ {
		if k := p.cover[j]; k >= 0 && p.canEmploy(k) && p.entities[p.mentions[k].ents[0]].kind != record.State {
			return p.mentions[k].ents[0]
		}
		if u := p.Words[j].UPOS; u == syntax.PUNCT || u == syntax.VERB || u == syntax.ADP {
			return -1
		}
	}
	return -1
}

// canEmploy says whether a name can be what a position belongs to.
func (p *page) canEmploy(k int32) bool {
	m := &p.mentions[k]
	return len(m.ents) == 1 && p.entities[m.ents[0]].kind != record.Person
}

// inherit gives persons the country, sector and rank of their posts.
func (p *page) inherit() {
	p.knowHolders()
	for i := range p.posts {
		q := &p.posts[i]
		e := &p.entities[q.person]
		m := p.postMention(q)
		if q.code == "" && m.office != nil && m.office.level > 0 && m.office.level < 4 && p.words.home[m.office.title] == "" && q.org < 0 && q.former {
			q.code = p.domestic(m.office.title)
		}
		if e.code == "" && q.code != "" {
			e.code = q.code
		}
		if len(e.sectors) == 0 && m.sector != "" {
			e.sectors = []string{m.sector}
		}
		if m.office != nil && m.office.level > 0 && (e.level == 0 || m.office.level < e.level) {
			e.level = m.office.level
		}
	}
	for i := range p.posts {
		if q := &p.posts[i]; q.code == "" {
			q.code = p.entities[q.person].code
		}
	}
}
