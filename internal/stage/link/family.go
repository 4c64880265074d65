package link

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"chancery/archive"
)

// kin works out what one document changes in the families of copies.
type kin struct {
	history archive.History
	added   *archive.Printed
	docs    map[string]*archive.Printed  // seen, by SHA-256, with the parents of before
	parents map[string]string            // new parents, of those looked at
	loaded  map[string][]archive.Printed // families, by their original
}

// families gives the places in their families that are new with a document.
// Besides it, a place changes for the later documents that resemble it more than
// their parent, for its former children, and for all that hang on those.
func families(ctx context.Context, h archive.History, added *archive.Printed, old *archive.Document) ([]archive.Kinship, error) {
	k := &kin{h, added, map[string]*archive.Printed{}, map[string]string{}, map[string][]archive.Printed{}}
	self := added.Document.SHA256
	near, err := k.near(ctx, added)
	if err != nil {
		return nil, err
	}
	k.docs[self] = added
	k.settle(self, parentOf(added, near))
	if old != nil {
		if near, err = k.withChildren(ctx, near, cmp.Or(old.Original, self)); err != nil {
			return nil, err
		}
	}
	for i := range near {
		n := &near[i]
		if n.Document.SHA256 == self || !k.moves(n) {
			continue
		}
		around, err := k.near(ctx, n)
		if err != nil {
			return nil, err
		}
		k.settle(n.Document.SHA256, parentOf(n, around))
	}
	if err := k.loadFamilies(ctx, old); err != nil {
		return nil, err
	}
	return k.places(old), nil
}

// family gives the documents of an original, which are read once.
func (k *kin) family(ctx context.Context, original string) ([]archive.Printed, error) {
	if list, ok := k.loaded[original]; ok {
		return list, nil
	}
	list, err := k.history.Family(ctx, original)
	if err != nil {
		return nil, fmt.Errorf("cannot load a family of copies: %w", err)
	}
	k.loaded[original] = list
	return list, nil
}

// withChildren adds the documents that hang on the added one and are not near it any
// more, since its bands or its day are others.
func (k *kin) withChildren(ctx context.Context, near []archive.Printed, original string) ([]archive.Printed, error) {
	family, err := k.family(ctx, original)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for i := range near {
		there[near[i].Document.SHA256] = true
	}
	for i := range family {
		if d := &family[i].Document; d.Parent == k.added.Document.SHA256 && !there[d.SHA256] {
			near = append(near, family[i])
			k.docs[d.SHA256] = &family[i]
		}
	}
	return near, nil
}

// near asks for documents that are near one, with the added one as it is now.
func (k *kin) near(ctx context.Context, p *archive.Printed) ([]archive.Printed, error) {
	found, err := k.history.Near(ctx, p.Prints.Bands, p.Document.Published)
	if err != nil {
		return nil, fmt.Errorf("cannot look for copies: %w", err)
	}
	found = slices.DeleteFunc(slices.Clone(found), func(p archive.Printed) bool { return p.Document.SHA256 == k.added.Document.SHA256 })
	if candidates(p.Prints.Bands, k.added.Prints.Bands) {
		found = append(found, *k.added)
	}
	for i := range found {
		if sha := found[i].Document.SHA256; k.docs[sha] == nil {
			p := found[i]
			k.docs[sha] = &p
		}
	}
	return found, nil
}

// candidates says what History.Near says of the bands of two documents.
func candidates(a, b []uint64) bool {
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			if n++; n > 1 || archive.Alone(x) {
				return true
			}
		}
	}
	return false
}

// moves says whether the parent of a neighbour may change.
func (k *kin) moves(n *archive.Printed) bool {
	if n.Document.Parent == k.added.Document.SHA256 {
		return true
	}
	if !earlier(&k.added.Document, &n.Document) {
		return false
	}
	_, ok := Copied(n, k.added)
	return ok
}

func (k *kin) settle(sha string, parent *archive.Printed) {
	k.parents[sha] = ""
	if parent != nil {
		k.parents[sha] = parent.Document.SHA256
	}
}

// loadFamilies loads every document whose original may change: the families of
// the documents that moved. One that was not there before and moves nothing
// else needs none.
func (k *kin) loadFamilies(ctx context.Context, old *archive.Document) error {
	originals := map[string]bool{}
	for sha, parent := range k.parents {
		if sha == k.added.Document.SHA256 {
			if old != nil {
				originals[cmp.Or(old.Original, old.SHA256)] = true
			}
			continue
		}
		if d := k.docs[sha].Document; d.Parent != parent {
			originals[cmp.Or(d.Original, sha)] = true
		}
	}
	for _, o := range slices.Sorted(maps.Keys(originals)) {
		family, err := k.family(ctx, o)
		if err != nil {
			return err
		}
		for i := range family {
			sha := family[i].Document.SHA256
			if k.docs[sha] == nil {
				k.docs[sha] = &family[i]
			}
			if _, settled := k.parents[sha]; !settled {
				k.parents[sha] = k.docs[sha].Document.Parent
			}
		}
	}
	return k.loadAncestors(ctx)
}

// loadAncestors loads the parents, and their originals, that are not there yet.
func (k *kin) loadAncestors(ctx context.Context) error {
	for {
		missing := map[string]bool{}
		for sha, parent := range k.parents {
			for _, need := range []string{parent, k.originalOf(sha)} {
				if need != "" && k.docs[need] == nil {
					missing[need] = true
				}
			}
		}
		if len(missing) == 0 {
			return nil
		}
		docs, err := k.history.Documents(ctx, slices.Sorted(maps.Keys(missing)))
		if err != nil {
			return fmt.Errorf("cannot load originals: %w", err)
		}
		for i := range docs {
			k.docs[docs[i].SHA256] = &archive.Printed{Document: docs[i]}
			delete(missing, docs[i].SHA256)
		}
		for sha := range missing { // gone from the archive: it cannot be told from
			k.docs[sha] = &archive.Printed{Document: archive.Document{Document: recordOf(sha)}}
		}
	}
}

// originalOf follows the parents; it stops at a document that did not move and
// takes its original.
func (k *kin) originalOf(sha string) string {
	for {
		parent, moved := k.parents[sha]
		if !moved {
			if d := k.docs[sha]; d != nil {
				return cmp.Or(d.Document.Original, sha)
			}
			return sha
		}
		if parent == "" {
			return sha
		}
		sha = parent
	}
}

// places are the places that differ from those before, in order of SHA-256.
func (k *kin) places(old *archive.Document) []archive.Kinship {
	var out []archive.Kinship
	for _, sha := range slices.Sorted(maps.Keys(k.parents)) {
		place := archive.Kinship{Document: sha, Parent: k.parents[sha]}
		d := &k.docs[sha].Document
		if place.Parent != "" {
			place.Original = k.originalOf(sha)
			place.Copy = sortOf(d, &k.docs[place.Original].Document)
		}
		before := archive.Kinship{Document: sha, Original: d.Original, Parent: d.Parent, Copy: d.Copy}
		if sha == k.added.Document.SHA256 {
			before = archive.Kinship{Document: sha}
			if old != nil {
				before = archive.Kinship{Document: sha, Original: old.Original, Parent: old.Parent, Copy: old.Copy}
			}
		}
		if place != before {
			out = append(out, place)
		}
	}
	return out
}
