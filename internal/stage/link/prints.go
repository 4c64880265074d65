package link

import (
	"math"
	"slices"
	"strings"

	"chancery/archive"
)

const (
	// shingle is the number of words in a shingle.
	shingle = 5
	// lead is the number of words at the head of a text that count as its lead.
	lead = 60
	// tail is the number of words at the end of a longer text that give no
	// bands, since the footers of a site stand there.
	tail = 40
	// Bands are digests of so many minima each. Two texts that share the part s of
	// their shingles share one band of the whole with the chance s^rows, and two of
	// all 48 with 0.98 at a half and 0.001 at a tenth, which is what background
	// paragraphs come to.
	rows       = 3
	wholeBands = 48
	leadBands  = 16
	// opening is the number of words at the head of a text that the lead bands
	// are made of: a text that is cut down keeps them.
	opening = 80
	// longest is the number of words that are looked at.
	longest = 8192
	// dropped is the number of bits of a digest that a print does without: 32 are
	// enough to compare two texts, and take half the room.
	dropped = 32
	// unbanded is the same for bands, of which many million are to differ.
	unbanded = 24
)

// The two low bits of a print tell what it is the digest of.
const (
	bodyPrint = iota
	leadPrint
	namePrint
	numberPrint
)

// PrintsOf makes the prints of a document: digests of all its shingles, with
// those of its lead marked, and of its names and numbers. Bands are those of
// MinHash (Broder 1997) with locality-sensitive hashing (Indyk and Motwani 1998)
// over the text and over its opening; its addresses; and its title with its
// outlet. Datelines, credits and footers are left out.
func PrintsOf(doc *archive.Document, text string) archive.Prints {
	words := tokens(Body(text), make([]token, 0, len(text)/5+8))
	if len(words) > longest {
		words = words[:longest]
	}
	var p archive.Prints
	p.Shingles = make([]uint64, 0, len(words)*5/4)
	body := make([]uint64, 0, len(words))
	end := len(words)
	if end > 3*tail {
		end -= tail
	}
	for i := 0; i+shingle <= len(words); i++ {
		h := uint64(0)
		for _, w := range words[i : i+shingle] {
			h = h*fnvPrime + w.hash
		}
		h = stir(h)
		if i+shingle <= end {
			body = append(body, h)
		}
		if h = h >> dropped << 2; i < lead {
			h |= leadPrint
		}
		p.Shingles = append(p.Shingles, h)
	}
	for _, w := range words {
		switch {
		case w.number:
			p.Shingles = append(p.Shingles, stir(w.hash)>>dropped<<2|numberPrint)
		case w.capital && !w.opens:
			p.Shingles = append(p.Shingles, stir(w.hash)>>dropped<<2|namePrint)
		}
	}
	slices.Sort(p.Shingles)
	p.Shingles = slices.Compact(p.Shingles)
	p.Bands = minima(body, 0, wholeBands, nil)
	p.Bands = minima(body[:min(opening, len(body))], wholeBands, leadBands, p.Bands)
	p.Bands = append(p.Bands, addressBands(doc)...)
	slices.Sort(p.Bands)
	p.Bands = slices.Compact(p.Bands)
	return p
}

// minima appends MinHash bands of shingles, from one number of band on. Each row
// puts the shingles into another order and takes the first.
func minima(shingles []uint64, from, bands int, out []uint64) []uint64 {
	if len(shingles) == 0 {
		return out
	}
	for band := from; band < from+bands; band++ {
		h := uint64(band)
		for row := range rows {
			turn := stir(uint64(band*rows+row+1)) | 1
			least := uint64(math.MaxUint64)
			for _, s := range shingles {
				least = min(least, s*turn)
			}
			h = stir(h ^ least)
		}
		out = append(out, h>>unbanded&^3)
	}
	return out
}

// addressBands are keys for the states of one page: its addresses, and its
// title with its outlet. Their low bits are set, so that they never meet those
// of shingles and count alone, addresses at any time (archive.Timeless).
func addressBands(doc *archive.Document) []uint64 {
	var out []uint64
	add := func(a archive.Appearance) {
		if key := address(a.URL); key != "" {
			out = append(out, stir(hashWord(fnvBasis, "url "+key))>>unbanded&^3|leadPrint)
		}
		if key := titled(a); key != "" {
			out = append(out, stir(hashWord(fnvBasis, "title "+key))>>unbanded&^3|namePrint)
		}
	}
	add(doc.Appears())
	for _, a := range doc.Appearances {
		add(a)
	}
	return out
}

// address is a URL without its scheme, "www.", fragment and closing slash.
func address(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "#")
	host, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(rest, "www."), "m."), "/")
	path = strings.TrimSuffix(path, "/")
	if path == "" {
		return "" // a front page is not one article
	}
	return strings.ToLower(host) + "/" + path
}

// titled is an outlet with a title of four words or more, folded.
func titled(a archive.Appearance) string {
	words := strings.Fields(strings.ToLower(a.Title))
	if a.Outlet == "" || len(words) < 4 {
		return ""
	}
	return strings.ToLower(a.Outlet) + " " + strings.Join(words, " ")
}
