package lemma

import "strings"

// End is an end of inflected words and what their base forms may have there:
// "=" halves the doubled letter before it.
type End struct {
	Text    string
	UPOS    uint8
	Instead []string
}

// Bases are base forms that are known apart from the table. Where other words'
// ends gave a lemma that is none of them, a known one takes its place: "bombed"
// is bomb and not bom.
type Bases struct {
	Known map[string]bool
	Ends  []End // of those that fit a word the first is taken
}

// Mend gives the lemma of a word in small letters, for which the table has one.
func (b *Bases) Mend(word, lemma string, upos uint8) string {
	if b == nil || b.Known[lemma] {
		return lemma
	}
	for _, e := range b.Ends {
		stem, ok := strings.CutSuffix(word, e.Text)
		if e.UPOS != upos || !ok {
			continue
		}
		for _, with := range e.Instead {
			if base := replace(stem, with); b.Known[base] {
				return base
			}
		}
		break
	}
	return lemma
}

func replace(stem, with string) string {
	if with != "=" {
		return stem + with
	}
	if n := len(stem); n > 1 && stem[n-1] == stem[n-2] {
		return stem[:n-1]
	}
	return ""
}
