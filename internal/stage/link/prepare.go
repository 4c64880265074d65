package link

import (
	"cmp"

	"chancery/archive"
)

// Prepare works out what Link makes of an addition alone, without the archive:
// its credit and prints, and what it will ask for. It may be called by many at
// once, before additions wait for one another; Link gives the same without it.
func Prepare(add *archive.Addition) {
	doc := add.Document
	if doc.Text != "" {
		doc.Credit = cmp.Or(doc.Credit, Credit(doc.Text))
		add.Document.Credit = doc.Credit
		prints := PrintsOf(&doc, doc.Text)
		add.Prints = &prints
	}
	add.Searches = nil
	var all []search
	for i := range add.Events {
		if a := newAct(&add.Events[i]); a.placed {
			narrow, wide := a.searches()
			all = append(all, narrow, wide)
		}
	}
	for _, s := range joinSearches(all) {
		add.Searches = append(add.Searches, archive.Search{Blocks: s.keys, From: dayName(s.from), To: dayName(s.to)})
	}
}
