package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// postings compare the rows of an index with those that it should have: for each
// item a sum over its rows that does not depend on their order.
type postings struct {
	table string
	sums  []uint64
	stray map[int64]bool // rows of items that never were
	loose map[int64]bool // items whose rows are not compared
}

func newPostings(table string, most int64) *postings {
	return &postings{table: table, sums: make([]uint64, most+1), stray: map[int64]bool{}, loose: map[int64]bool{}}
}

func (p *postings) add(id int64, row uint64)  { p.put(id, row) }
func (p *postings) take(id int64, row uint64) { p.put(id, -row) }

func (p *postings) put(id int64, row uint64) {
	if id < 0 || id >= int64(len(p.sums)) {
		p.stray[id] = true
		return
	}
	p.sums[id] += row
}

// wrong are the items whose rows are other ones.
func (p *postings) wrong() []int64 {
	out := sorted(p.stray)
	for id, n := range p.sums {
		if n != 0 && !p.loose[int64(id)] {
			out = append(out, int64(id))
		}
	}
	return out
}

// indexes are the tables under which events or statements are found.
type indexes struct {
	name                          string
	parties, terms, blocks, words *postings
}

func newIndexes(item string, most int64) *indexes {
	return &indexes{item, newPostings(item+"_parties", most), newPostings(item+"_terms", most), newPostings(item+"_blocks", most), newPostings(item+"_words", most)}
}

// item notes under what an item is to be found.
func (x *indexes) item(id int64, found *indexed, blocks []uint64, text string) {
	for _, r := range found.parties {
		x.parties.add(id, mix(uint64(r.role), uint64(r.id)))
	}
	for _, t := range found.terms {
		x.terms.add(id, mix(uint64(t), uint64(found.day)))
	}
	seen := map[uint64]bool{}
	for _, b := range blocks {
		if !seen[b] {
			x.blocks.add(id, mix(b, uint64(found.day)))
		}
		seen[b] = true
	}
	addWords(x.words, id, words(text))
}

// leave says that it is not known under what an item is to be found.
func (x *indexes) leave(id int64) {
	for _, p := range []*postings{x.parties, x.terms, x.blocks, x.words} {
		p.loose[id] = true
	}
}

// addWords notes the words of a text with their places. Words in letters that
// SQLite may cut in another way are not compared.
func addWords(p *postings, id int64, texts [][]string) {
	n := uint64(0)
	for _, words := range texts {
		for _, w := range words {
			if !cutAlike(w) {
				p.loose[id] = true
			}
			p.add(id, mix(hashText(w), n))
			n++
		}
	}
}

// cutAlike says that a word is one word to SQLite too: its letters are older than
// its tables, which are those of Unicode 6.1. Greek has forms that it folds otherwise.
func cutAlike(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return r >= 0x0370 && r < 0x0400 || r >= 0x0530 }) < 0
}

// indexes compares all indexes with what is kept.
func (v *verifier) indexes(ctx context.Context) error {
	for _, x := range []struct {
		p     *postings
		query string
	}{
		{v.events.parties, "SELECT event, role, party FROM event_parties"},
		{v.events.terms, "SELECT event, term, day FROM event_terms"},
		{v.events.blocks, "SELECT event, block, day FROM event_blocks UNION ALL SELECT event, block, day FROM event_blocks_young"},
		{v.statements.parties, "SELECT statement, role, party FROM statement_parties"},
		{v.statements.terms, "SELECT statement, term, day FROM statement_terms"},
	} {
		err := v.h.each(ctx, func(row scan) error {
			var id, a, b int64
			err := row(&id, &a, &b)
			x.p.take(id, mix(uint64(a), uint64(b)))
			return err
		}, x.query)
		if err != nil {
			return err
		}
		v.unlike(ctx, x.p)
	}
	for _, query := range []string{"SELECT doc, band, day, span FROM bands", "SELECT doc, band, day, NULL FROM bands_young"} {
		err := v.h.each(ctx, func(row scan) error {
			var doc, band, day int64
			var span *int64
			err := row(&doc, &band, &day, &span)
			if span == nil {
				young := spanOf(band, day)
				span = &young
			}
			v.bands.take(doc, mix(uint64(*span), uint64(band), uint64(day)))
			return err
		}, query)
		if err != nil {
			return err
		}
	}
	v.unlike(ctx, v.bands)
	for _, p := range []*postings{v.events.words, v.statements.words, v.titles, v.texted} {
		if err := v.wordsOf(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// wordsOf compares a table of words, where the database can show it.
func (v *verifier) wordsOf(ctx context.Context, p *postings) (err error) {
	if v.s.d.Vocabulary == nil {
		return nil
	}
	before, query, after := v.s.d.Vocabulary(p.table)
	for _, q := range before {
		if err := v.h.run(ctx, q); err != nil {
			return err
		}
	}
	defer func() {
		for _, q := range after {
			if failed := v.h.run(ctx, q); err == nil {
				err = failed
			}
		}
	}()
	last, sum := "", uint64(0)
	err = v.h.eachOnce(ctx, func(row scan) error {
		var word string
		var id, n int64
		if err := row(&word, &id, &n); err != nil {
			return err
		}
		if word != last {
			last, sum = word, hashText(word)
		}
		p.take(id, mix(sum, uint64(n)))
		return nil
	}, query)
	if err == nil {
		v.unlike(ctx, p)
	}
	return err
}

// unlike reports the items of an index whose rows are not what they should be.
func (v *verifier) unlike(ctx context.Context, p *postings) {
	for _, id := range p.wrong() {
		f := Fault{Table: p.table, Row: fmt.Sprint(id), What: "the index is not that of what is kept"}
		query := "SELECT d.sha256, 0, '' FROM documents d WHERE d.id = ?"
		for _, item := range []string{"event", "statement"} {
			if strings.HasPrefix(p.table, item+"_") {
				query = "SELECT d.sha256, e.head, e.tail FROM " + item + "s e JOIN documents d ON d.id = e.doc WHERE e.id = ?"
			}
		}
		var sha []byte
		var head int64
		var tail string
		found, err := v.h.one(ctx, []any{&sha, &head, &tail}, query, id)
		switch {
		case err != nil:
			f.What += "; " + err.Error()
		case !found:
			f.What = "the index has rows of what is not kept"
		default:
			f.Document = hexOf(sha)
			if tail != "" {
				f.Row = joinKey(head, tail)
			}
		}
		v.fault(f)
	}
}

// mix hashes numbers.
func mix(numbers ...uint64) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, n := range numbers {
		h ^= n
		h *= 0xff51afd7ed558ccd
		h ^= h >> 32
		h *= 0xc4ceb9fe1a85ec53
		h ^= h >> 29
	}
	return h
}

// hashText hashes strings.
func hashText(texts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return mix(h)
}

// isParty says whether a value is a party as terms keep it.
func isParty(value string) bool { return len(slices.Collect(strings.SplitSeq(value, "\t"))) >= 6 }
