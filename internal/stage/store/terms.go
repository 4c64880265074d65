package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

// term is a string that many rows share, under the field that it belongs to.
type term struct{ field, value string }

// Fields of terms. Each is a sort of thing that filters begin with.
const (
	ofOutlet    = "outlet"
	ofCoder     = "coder"
	ofType      = "type"
	ofStatus    = "status"
	ofMode      = "mode"
	ofContext   = "context"
	ofActor     = "actor"     // code
	ofRecipient = "recipient" // code
	ofPlace     = "place"     // code
	ofSpeaker   = "speaker"   // code
	ofParty     = "party"     // filter.PartyKey
	ofPerson    = "person"    // name
	ofKind      = "kind"
	ofPolarity  = "polarity"
	ofSource    = "source"
	ofCAMEO     = "cameo"
	ofHas       = "has"
	ofTrigger   = "trigger" // its words
	ofReview    = "review"
	ofDyad      = "dyad" // two codes of its sides
	// Numbers of people, each number a term.
	ofKilled       = "killed"
	ofInjured      = "injured"
	ofArrested     = "arrested"
	ofParticipants = "participants"
)

// mostTerms bounds what the writer remembers.
const mostTerms = 1 << 19

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// term gives the row id of a term, which it makes when there is none.
func (t *txn) term(ctx context.Context, field, value string) (int64, error) {
	key := term{field, value}
	if id, ok := t.s.terms[key]; ok {
		return id, nil
	}
	if len(t.s.terms) > mostTerms {
		clear(t.s.terms)
	}
	var id int64
	var found bool
	var err error
	if t.ahead == nil || !t.ahead.unnamed[key] {
		if found, err = t.one(ctx, []any{&id}, "SELECT id FROM terms WHERE field = ? AND value = ?", field, value); err != nil {
			return 0, err
		}
	}
	if !found {
		if id, err = t.makeTerm(ctx, key); err != nil {
			return 0, err
		}
		t.fresh = append(t.fresh, key)
	}
	t.s.terms[key] = id
	return id, nil
}

func (t *txn) makeTerm(ctx context.Context, key term) (int64, error) {
	id, err := t.next(ctx, "terms", 1)
	if err != nil {
		return 0, err
	}
	if err := t.exec(ctx, "INSERT INTO terms (id, field, value) VALUES (?, ?, ?)", id, key.field, key.value); err != nil {
		return 0, err
	}
	into := table("lookups", "what", "term")
	for _, what := range lookups(key) {
		into.add(what, id)
	}
	return id, into.flush(ctx, t.handle)
}

// lookups are the strings by which a term is found: of a party its code, its
// keys and each word of its name.
func lookups(key term) []string {
	if key.field != ofParty {
		return nil
	}
	part := strings.SplitN(key.value, "\t", 6)
	var out []string
	for i, kind := range []string{"c:", "k:", "k:"} { // code, registry, person
		if part[i] != "" {
			out = append(out, kind+part[i])
		}
	}
	for sector := range strings.SplitSeq(part[4], ",") {
		if sector != "" {
			out = append(out, "s:"+sector)
		}
	}
	for word := range strings.FieldsSeq(part[5]) {
		out = append(out, "w:"+word)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
