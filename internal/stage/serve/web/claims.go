package web

import (
	"net/http"
	"slices"

	"chancery/internal/filter"
	"chancery/relations"
)

// claimsPage shows what is asserted of a relation, each claim beside its answers.
type claimsPage struct {
	A, B, Kind string
	Kinds      []relations.ClaimKind
	Wrong      string
	Asked      bool
	Counts     []relations.KindCount
	Items      []relations.Claim
	More       bool
	Partial    bool
	ListURL    string
	Complete   string
}

const claimsShown = 60

func (d *desk) claims(r *http.Request) (shown, error) {
	p := claimsPage{A: word(r, "a"), B: word(r, "b"), Kind: word(r, "kind"), Kinds: relations.ClaimKinds()}
	out := shown{View: "claims", Title: "Claims"}
	if p.A == "" {
		out.Data = p
		return out, nil
	}
	a, ok := d.side(p.A)
	var b sideOf
	if ok && p.B != "" {
		b, ok = d.side(p.B)
	}
	if !ok {
		p.Wrong = "One of the sides is not known; give a country, a body or a code, such as FRA."
		out.Status, out.Data = http.StatusUnprocessableEntity, p
		return out, nil
	}
	words := "(speaker:" + a.value + " or about:" + a.value + ")"
	if p.B != "" {
		words += " (speaker:" + b.value + " or about:" + b.value + ")"
	}
	expr, err := d.parse(words, filter.Statements)
	if err != nil {
		return shown{}, err
	}
	p.Asked, p.ListURL = true, to("/statements", "q", expr.String())
	list, more, err := first(d.o.Archive.Statements(r.Context(), filter.Query{Filter: expr}), streamed)
	if err != nil {
		return shown{}, err
	}
	p.Partial = more
	gather := relations.NewClaims(nil, a.side, b.side)
	for i := range list {
		gather.Add(&list[i])
	}
	report := gather.Report()
	p.Counts = report.Kinds
	for _, c := range slices.Backward(report.Claims) { // the newest first
		if p.Kind != "" && string(c.Kind) != p.Kind {
			continue
		}
		if len(p.Items) == claimsShown {
			p.More = true
			break
		}
		p.Items = append(p.Items, c)
	}
	if p.Complete, err = d.completeness(r.Context(), expr); err != nil {
		return shown{}, err
	}
	out.Data = p
	return out, nil
}
