package registry

import (
	"strings"

	"chancery/record"
)

// bearers tells who is called by a word.
type bearers struct {
	first map[string]int32 // folded word of a name → its last link, from 1
	links []bearer
}

// bearer is a person whose name holds a word.
type bearer struct {
	person   ID
	last     bool  // the word is the last of a name
	previous int32 // the link before it of the same word, 0 for none
}

// Bearers calls yield with each person one of whose names holds a word, and
// whether it ends one: "Putin"; "Xi" and "Abiy" end none. Accents and the
// article in "al-Abadi" make no difference.
func (r *Registry) Bearers(word string, yield func(e *Entry, last bool)) {
	b := &r.bearers
	for k := b.first[surname(word)]; k > 0; k = b.links[k-1].previous {
		yield(r.entries[b.links[k-1].person], b.links[k-1].last)
	}
}

// Fold gives a word in small letters without accents, as names are compared.
func Fold(word string) string { return foldAtom(word) }

// surname folds a word that a person is called by, less the article before its
// hyphen: "el-Sisi", "Al-Abadi".
func surname(word string) string {
	w := foldAtom(word)
	if article, rest, ok := strings.Cut(w, "-"); ok && len(article) == 2 && len(rest) > 2 {
		return rest
	}
	return w
}

// indexPersons enters the persons under the words of their names.
func (r *Registry) indexPersons() {
	b := &r.bearers
	b.first = map[string]int32{}
	for _, e := range r.entries[1:] {
		if e.Kind != record.Person {
			continue
		}
		for _, s := range e.Surfaces {
			for rest, more := s.Text, true; more; {
				var word string
				if word, rest, more = strings.Cut(rest, " "); len(word) > 1 {
					b.enter(surname(word), e.ID, !more)
				}
			}
		}
	}
}

// enter adds a person under a word once; persons come one after the other.
func (b *bearers) enter(word string, id ID, last bool) {
	k := b.first[word]
	if k > 0 && b.links[k-1].person == id {
		b.links[k-1].last = b.links[k-1].last || last
		return
	}
	b.links = append(b.links, bearer{id, last, k})
	b.first[word] = int32(len(b.links))
}
