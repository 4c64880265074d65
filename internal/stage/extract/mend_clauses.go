package extract

import "chancery/internal/syntax"

// timeClause is the word that tells when behind a verb of saying and a comma, in a
// clause that the tree takes for what was said, -1 for none: "its minister said on
// Friday, days after an officer was shot".
func (t *tree) timeClause(words *wordTable, i int32) int32 {
	h := t.Words[i].Head
	if h < 0 || h > i || t.Words[h].Rel != syntax.Parataxis && t.Words[h].Rel != syntax.Root {
		return -1
	}
	m := t.child(i, syntax.Mark)
	if m < 0 || m > i {
		return -1
	}
	switch t.Words[m].Norm {
	case "after", "before", "since", "when", "while", "as", "until", "because", "although", "though":
	default:
		return -1
	}
	at := m
	if u := m - 1; u > h && words.is("time_unit", t.Words[u].Lemma) { // "a few days after"
		at = u
	}
	lo := at
	for lo > h+1 && t.Words[lo-1].Norm != "," {
		lo--
	}
	if lo <= h+1 || at-lo > 3 {
		return -1
	}
	return at
}

// mendTime hangs such a clause where it belongs.
func (t *tree) mendTime(words *wordTable, i int32, out []hang) []hang {
	out = append(out, hang{i, t.Words[i].Head, syntax.Advcl})
	if at := t.timeClause(words, i); t.Words[at].Head == i && base(t.Words[at].Rel) == syntax.Nsubj {
		out = append(out, hang{at, i, syntax.OblUnmarked})
	}
	return out
}
