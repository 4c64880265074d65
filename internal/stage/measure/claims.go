package measure

import (
	"context"
	"fmt"

	"chancery/internal/filter"
	"chancery/relations"
)

// ClaimsQuestion asks what is asserted of a relation.
type ClaimsQuestion struct {
	A, B relations.Side
	Span
	Kind string // of relations.ClaimKinds; empty is all
	Seed uint64
}

// Claims is what is asserted of a relation, beside what was measured.
type Claims struct {
	A      string       `json:"a"`
	B      string       `json:"b,omitempty"`
	Grain  string       `json:"grain"`
	Filter string       `json:"filter"` // lists the statements
	Kinds  []ClaimKind  `json:"kinds,omitempty"`
	Claims []Claim      `json:"claims,omitempty"`
	Beside []ClaimPoint `json:"beside"`
	Trend  Trend        `json:"trend"` // of the incidents of the relation
	Method []string     `json:"method"`
}

// ClaimKind counts the claims of one kind.
type ClaimKind struct {
	Kind     string  `json:"kind"`
	N        int     `json:"n"`
	Negated  int     `json:"negated"`
	Answered int     `json:"answered"`
	Speakers []Tally `json:"speakers,omitempty"`
	Outlets  []Tally `json:"outlets,omitempty"`
}

// Claim is one assertion.
type Claim struct {
	Kind      string   `json:"kind"`
	Day       string   `json:"day"`
	Speaker   string   `json:"speaker,omitempty"` // key
	Name      string   `json:"name,omitempty"`
	Words     string   `json:"words"`
	Content   string   `json:"content"`
	Negated   bool     `json:"negated,omitempty"`
	About     []string `json:"about,omitempty"`
	Via       string   `json:"via,omitempty"`
	Outlets   []string `json:"outlets,omitempty"`
	URL       string   `json:"url,omitempty"`
	Statement string   `json:"statement"`
	Answers   []Answer `json:"answers,omitempty"`
}

// Answer is a statement that answers a claim.
type Answer struct {
	Day       string   `json:"day"`
	Name      string   `json:"name,omitempty"`
	Content   string   `json:"content"`
	Kinds     []string `json:"kinds,omitempty"`
	Outlet    string   `json:"outlet,omitempty"`
	Statement string   `json:"statement"`
}

// ClaimPoint is one period: what was claimed, and what was measured.
type ClaimPoint struct {
	Period    string         `json:"period"`
	Gap       bool           `json:"gap,omitempty"`
	Claims    map[string]int `json:"claims,omitempty"` // not negated, by kind
	Incidents Number         `json:"incidents"`
	Net       Number         `json:"net"`
	Conflicts Number         `json:"conflict_incidents"`
}

// ClaimsArchive is what this question needs.
type ClaimsArchive interface {
	Archive
	Statements
}

// ClaimsOf answers a question.
func ClaimsOf(ctx context.Context, a ClaimsArchive, w World, q ClaimsQuestion) (*Claims, error) {
	c, err := cover(ctx, a, q.Span)
	if err != nil {
		return nil, err
	}
	q.Span = c.span
	expr := filter.Both(w.spoken(q), Days(q.From, q.Until))
	gather := relations.NewClaims(nil, q.A, q.B)
	for s, err := range a.Statements(ctx, filter.Query{Filter: expr, Oldest: true, Limit: pageSize}) {
		if err != nil {
			return nil, fmt.Errorf("cannot read the statements: %w", err)
		}
		gather.Add(&s)
	}
	report := gather.Report()
	ask := relations.Question{A: q.A, B: q.B, Grain: q.Grain, From: q.From, Until: q.Until}
	if err := c.count(ctx, a, w.scope(&ask), nil); err != nil {
		return nil, err
	}
	s, err := relations.NewSeries(c.agg, c.calendar, ask)
	if err != nil {
		return nil, err
	}
	out := &Claims{A: q.A.Name, B: q.B.Name, Grain: string(q.Grain), Filter: expr.String()}
	out.kinds(w, report, q.Kind)
	out.claims(report, q.Kind)
	out.beside(report, &s, q.Kind)
	incidents, _ := relations.MeasureNamed("incidents")
	out.Trend = trendOf(s.Values(incidents, relations.Raw), string(q.Grain), q.Seed)
	out.Method = []string{
		fmt.Sprintf("Claims are found in statements by a lexicon of %d patterns; one that stands behind a negation is counted apart. The same words of a speaker on a day count once, with all outlets that print them.", relations.DefaultClaims().N),
		"Beside the claims stands what was measured in the same periods. What is claimed is shown, not judged: a claim may speak of another time, or of what no outlet reports.",
	}
	return out, nil
}

// spoken lists the statements by one of the sides, or about one.
func (w World) spoken(q ClaimsQuestion) filter.Expr {
	var any []filter.Expr
	for _, s := range []*relations.Side{&q.A, &q.B} {
		for _, f := range []filter.Field{filter.Speaker, filter.About} {
			if leaf := w.parties(f, s); leaf != nil {
				any = append(any, leaf)
			}
		}
	}
	return filter.Or{Of: any}
}

func (c *Claims) kinds(w World, r relations.Asserted, only string) {
	for _, k := range r.Kinds {
		if only != "" && string(k.Kind) != only {
			continue
		}
		out := ClaimKind{Kind: string(k.Kind), N: k.N, Negated: k.Negated, Answered: k.Answered, Speakers: tallies(k.Speakers), Outlets: tallies(k.Outlets)}
		for i := range out.Speakers {
			out.Speakers[i].Name = w.Name(out.Speakers[i].Name)
		}
		c.Kinds = append(c.Kinds, out)
	}
}

func (c *Claims) claims(r relations.Asserted, only string) {
	for i := range r.Claims {
		k := &r.Claims[i]
		if only != "" && string(k.Kind) != only {
			continue
		}
		out := Claim{Kind: string(k.Kind), Day: k.Day.String(), Speaker: k.Speaker, Name: k.Name, Words: k.Words, Content: k.Content, Negated: k.Negated, About: k.About, Via: k.Via,
			Outlets: k.Outlets, URL: k.URL, Statement: k.Statement}
		for _, a := range k.Answers {
			answer := Answer{Day: a.Day.String(), Name: a.Name, Content: a.Content, Outlet: a.Outlet, Statement: a.Statement}
			for _, kind := range a.Kinds {
				answer.Kinds = append(answer.Kinds, string(kind))
			}
			out.Answers = append(out.Answers, answer)
		}
		c.Claims = append(c.Claims, out)
	}
}

func (c *Claims) beside(r relations.Asserted, s *relations.Series, only string) {
	var measures []relations.Measure
	for _, name := range []string{"incidents", "net", "conflict incidents"} {
		m, _ := relations.MeasureNamed(name)
		measures = append(measures, m)
	}
	for _, b := range r.Beside(s, relations.Raw, measures...) {
		p := ClaimPoint{Period: b.Label, Gap: b.Gap, Incidents: Number(b.Values[0]), Net: Number(b.Values[1]), Conflicts: Number(b.Values[2])}
		for _, kind := range relations.ClaimKinds() {
			if n := b.Claims[kind]; n > 0 && (only == "" || only == string(kind)) {
				if p.Claims == nil {
					p.Claims = map[string]int{}
				}
				p.Claims[string(kind)] = n
			}
		}
		c.Beside = append(c.Beside, p)
	}
}
