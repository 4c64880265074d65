package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
)

// Search finds words in the evidence of events, in statements and in kept texts,
// the newest first, up to most of each. "Words in quotation marks" stand in a
// row, and a word with a star may go on; all must be there. Whatever is given is
// a search: what is no word is not looked for.
func (s *Store) Search(ctx context.Context, text string, most int) ([]archive.Hit, error) {
	phrases := phrasesOf(text)
	if len(phrases) == 0 {
		return nil, nil
	}
	var out []archive.Hit
	events, err := found(ctx, s, s.events(), "event_words", phrases, most)
	if err != nil {
		return nil, err
	}
	for i := range events {
		e := &events[i]
		if e.Review != archive.Rejected {
			out = append(out, archive.Hit{Kind: "event", Key: e.Key, Document: e.Document, Words: e.Evidence, Day: e.Start, Outlet: e.Outlet, Title: e.Title})
		}
	}
	said, err := found(ctx, s, s.statements(), "statement_words", phrases, most)
	if err != nil {
		return nil, err
	}
	for i := range said {
		x := &said[i]
		out = append(out, archive.Hit{Kind: "statement", Key: x.Key, Document: x.Document, Words: x.Content, Day: x.Start, Outlet: x.Outlet, Title: x.Title})
	}
	texts, err := s.foundTexts(ctx, phrases, most)
	return append(out, texts...), err
}

// phrasesOf reads what is searched for.
func phrasesOf(text string) []Phrase {
	var out []Phrase
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 1 {
			if w := filter.WordsOf(part); len(w) > 0 {
				out = append(out, Phrase{Words: w})
			}
			continue
		}
		for word := range strings.FieldsSeq(part) {
			if w := filter.WordsOf(word); len(w) > 0 {
				out = append(out, Phrase{Words: w, Prefix: strings.HasSuffix(word, "*")})
			}
		}
	}
	return out[:min(len(out), 20)]
}

// having is the condition that a column is a row of a table with all phrases.
func (s *Store) having(column, in string, phrases []Phrase) (string, []any) {
	var parts []string
	var args []any
	for _, p := range phrases {
		parts = append(parts, column+" IN (SELECT "+s.d.Row+" FROM "+in+" WHERE "+s.d.Matching(in)+")")
		args = append(args, s.d.Match([]Phrase{p}))
	}
	return strings.Join(parts, " AND "), args
}

func found[T any](ctx context.Context, s *Store, g target[T], in string, phrases []Phrase, most int) ([]T, error) {
	where, args := s.having("e.id", in, phrases)
	var ids []int64
	err := s.read.eachOnce(ctx, func(row scan) error {
		var id int64
		err := row(&id)
		ids = append(ids, id)
		return err
	}, "SELECT e.id FROM "+g.row+" WHERE "+where+" ORDER BY e.day DESC, "+strings.Join(g.tie, ", ")+fmt.Sprintf(" LIMIT %d", most), args...)
	if err != nil || ids == nil {
		return nil, err
	}
	return load(ctx, s, g, ids)
}

func (s *Store) foundTexts(ctx context.Context, phrases []Phrase, most int) ([]archive.Hit, error) {
	where, args := s.having("d.id", "text_words", phrases)
	var out []archive.Hit
	err := s.read.eachOnce(ctx, func(row scan) error {
		var sum, text []byte
		var d int64
		var outlet, title string
		if err := row(&sum, &text, &d, &outlet, &title); err != nil {
			return err
		}
		document := hex.EncodeToString(sum)
		body, err := s.packer.open(text)
		if err != nil {
			return damaged(document, "text", err)
		}
		out = append(out, archive.Hit{Kind: "text", Document: document, Words: around(string(body), phrases[0]), Day: dayText(d), Outlet: outlet, Title: title})
		return nil
	}, `SELECT d.sha256, t.body, d.day, o.value, d.title FROM documents d JOIN texts t ON t.doc = d.id JOIN terms o ON o.id = d.outlet
		WHERE `+where+fmt.Sprintf(" ORDER BY d.day DESC, d.head LIMIT %d", most), args...)
	return out, err
}

// around cuts out the words about the first place of a phrase.
func around(text string, p Phrase) string {
	const before, after = 10, 20
	fields := strings.Fields(text)
	var words []string // folded
	var of []int       // field of each word
	for i, f := range fields {
		for _, w := range filter.WordsOf(f) {
			words, of = append(words, w), append(of, i)
		}
	}
	wanted := filter.Phrase{Words: p.Words, Prefix: p.Prefix}
	at := 0
	for i := range words {
		if wanted.In(words[i:min(len(words), i+len(p.Words))]) {
			at = of[i]
			break
		}
	}
	from, to := max(0, at-before), min(len(fields), at+after)
	parts := slices.Clone(fields[from:to])
	if from > 0 {
		parts = append([]string{"…"}, parts...)
	}
	if to < len(fields) {
		parts = append(parts, "…")
	}
	return strings.Join(parts, " ")
}
