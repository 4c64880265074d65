package extract

import "strings"

// ends gives the first word of a person's name and the surname, its last word
// less what tells father from son: "Robert Kennedy Jr.".
func (n *names) ends(lo, hi int32) (given, surname string) {
	last := hi - 1
	for last > lo+1 && (n.words.is("generation", n.Words[last].Norm) || n.Words[last].Norm == "," || n.Words[last].Norm == ".") {
		last--
	}
	return n.Form(lo), n.Form(last)
}

// rememberFirst enters a person under the first of two surnames, where nobody
// else is called so: "Ruiz" of "Ana Ruiz Castro".
func (n *names) rememberFirst(k, lo, hi int32) {
	if hi-lo != 3 || !n.twoSurnames(lo) {
		return
	}
	if _, taken := n.personCalled(n.Form(lo + 1)); !taken {
		n.bySurname[callName(n.Form(lo+1))] = k
	}
}

// twoSurnames says whether a name of three words from lo on is a given name and
// two that are none.
func (n *names) twoSurnames(lo int32) bool {
	if _, given := n.reg.Gender(n.Form(lo)); !given {
		return false
	}
	for i := lo + 1; i < lo+3; i++ {
		f := n.Form(i)
		if _, given := n.reg.Gender(f); given || len(f) < 3 || !n.capital(i) || n.words.is("particle", n.Words[i].Norm) || n.words.is("generation", n.Words[i].Norm) {
			return false
		}
	}
	return true
}

// surnamesOf says whether several words are the last ones of a person's name.
func (p *page) surnamesOf(k int32, text string) bool {
	return strings.HasSuffix(p.entities[k].name, " "+text)
}
