package link

import (
	"context"
	"fmt"

	"chancery/archive"
	"chancery/record"
)

// Link says what one document changes in what is linked: its prints and block
// keys, the families of copies, the incidents, and the lines of their history.
// The document may be new, coded again, or, without its text, changed by a
// decision of a reviewer. Revision and At of the changes are the store's to fill.
func Link(ctx context.Context, h archive.History, add *archive.Addition) (archive.Links, error) {
	links := archive.Links{Blocks: map[string][]string{}}
	known, err := h.Documents(ctx, []string{add.Document.SHA256})
	if err != nil {
		return links, fmt.Errorf("cannot ask whether the document is known: %w", err)
	}
	var old *archive.Document
	if len(known) > 0 {
		old = &known[0]
	}
	doc := add.Document
	if doc.Text != "" {
		if doc.Credit == "" {
			doc.Credit = Credit(doc.Text)
		}
		links.Credit = doc.Credit
		if add.Prints != nil && len(doc.Appearances) == 0 {
			links.Prints = *add.Prints
		} else {
			links.Prints = PrintsOf(&doc, doc.Text)
		}
		doc.Text = ""
		added := archive.Printed{Document: doc, Prints: links.Prints}
		if links.Copies, err = families(ctx, h, &added, old); err != nil {
			return links, err
		}
	}
	in := &incidents{
		history: h, added: doc, events: add.Events, pool: map[string]*act{},
		loaded: map[string]bool{}, asked: map[string]bool{}, before: map[string]string{}, kin: map[string]archive.Kinship{},
	}
	in.again = add.Document.Text != ""
	if old != nil {
		in.added.Original, in.added.Parent, in.added.Copy = old.Original, old.Parent, old.Copy
	}
	for _, c := range links.Copies {
		in.kin[c.Document] = c
	}
	if err := in.link(ctx, &links); err != nil {
		return links, fmt.Errorf("cannot link the events of %.16s: %w", doc.SHA256, err)
	}
	return links, nil
}

func recordOf(sha string) record.Document { return record.Document{SHA256: sha} }
