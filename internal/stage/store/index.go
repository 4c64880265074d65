package store

import (
	"context"
	"slices"
	"strconv"

	"chancery/archive"
	"chancery/internal/filter"
)

// giver gives the row id of a term.
type giver func(ctx context.Context, field, value string) (int64, error)

// indexer collects the terms of one item; the first error stays.
type indexer struct {
	give giver
	ctx  context.Context
	to   *indexed
	err  error
}

// id is the term of a value.
func (x *indexer) id(field, value string) int64 {
	if x.err != nil {
		return 0
	}
	id, err := x.give(x.ctx, field, clean(value))
	x.err = err
	return id
}

// term notes that the item is found under a value.
func (x *indexer) term(field, value string) int64 {
	if value == "" || x.err != nil {
		return 0
	}
	id := x.id(field, value)
	if !slices.Contains(x.to.terms, id) {
		x.to.terms = append(x.to.terms, id)
	}
	return id
}

// number notes a number of people.
func (x *indexer) number(field string, n *int) {
	if n != nil {
		x.term(field, strconv.Itoa(*n))
	}
}

func (x *indexer) all(field string, values []string) {
	for _, v := range values {
		x.term(field, v)
	}
}

// parties notes parties in a role, and their codes under a field.
func (x *indexer) parties(role int64, codes string, list []archive.Party) {
	for i := range list {
		x.party(role, &list[i])
		if codes != "" {
			x.term(codes, list[i].Code)
		}
	}
}

func (x *indexer) party(role int64, p *archive.Party) {
	if p != nil {
		x.role(role, x.term(ofParty, filter.PartyKey(p)))
	}
}

func (x *indexer) role(role, id int64) {
	if p := (partyRole{role, id}); !slices.Contains(x.to.parties, p) {
		x.to.parties = append(x.to.parties, p)
	}
}

func (x *indexer) where(w *archive.Where) {
	if w != nil {
		x.role(rolePlace, x.term(ofParty, filter.PlaceKey(w)))
		x.term(ofPlace, w.Code)
	}
}
