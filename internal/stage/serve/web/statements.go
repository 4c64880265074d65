package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
)

// statementsPage lists statements, each beside the one that it answers.
type statementsPage struct {
	question
	Count    filter.Count
	Items    []exchange
	NextURL  string
	Complete string
}

// exchange is a statement with the one that it answers.
type exchange struct {
	archive.Statement
	Answered *archive.Statement
}

func (d *desk) statements(r *http.Request) (shown, error) {
	q, err := d.ask(r, filter.Statements, `speaker:FRA about:DEU polarity:denies`)
	if err != nil {
		return shown{}, err
	}
	ctx := r.Context()
	p := statementsPage{question: q}
	page, err := d.o.Archive.StatementsPage(ctx, q.query(listLength))
	if err != nil {
		return shown{}, err
	}
	if p.Items, err = d.answered(ctx, page.Items); err != nil {
		return shown{}, err
	}
	p.NextURL = q.Next(page.Next)
	if p.Count, err = d.counts.of(q.Text).get(ctx, d, func(ctx context.Context) (filter.Count, error) {
		return inTime(ctx, len(page.Items), func(ctx context.Context) (filter.Count, error) {
			return d.o.Archive.CountStatements(ctx, q.expr, counted)
		})
	}); err != nil {
		return shown{}, err
	}
	if p.Complete, err = d.completeness(ctx, q.expr); err != nil {
		return shown{}, err
	}
	return shown{View: "statements", Title: "Statements", Data: p}, nil
}

// answered looks up what statements answer.
func (d *desk) answered(ctx context.Context, list []archive.Statement) ([]exchange, error) {
	out := make([]exchange, len(list))
	for i, s := range list {
		out[i].Statement = s
		if s.Answers == "" {
			continue
		}
		expr, err := d.parse("statement:"+s.Answers, filter.Statements)
		if err != nil {
			return nil, err
		}
		page, err := d.o.Archive.StatementsPage(ctx, filter.Query{Filter: expr, Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(page.Items) > 0 {
			out[i].Answered = &page.Items[0]
		}
	}
	return out, nil
}

// searchPage shows where words stand.
type searchPage struct {
	Words  string
	Groups []hitGroup
	Most   int
}

// hitGroup is a sort of place: acts, statements, texts.
type hitGroup struct {
	Name string
	Hits []hit
	More bool
}

type hit struct {
	archive.Hit
	URL string
}

const mostHits = 25

func (d *desk) search(r *http.Request) (shown, error) {
	p := searchPage{Words: r.FormValue("words"), Most: mostHits}
	out := shown{View: "search", Title: "Search"}
	if strings.TrimSpace(p.Words) == "" {
		out.Data = p
		return out, nil
	}
	list, err := d.o.Archive.Search(r.Context(), p.Words, mostHits)
	if err != nil {
		return shown{}, err
	}
	for _, sort := range [][2]string{{"event", "In acts"}, {"statement", "In statements"}, {"text", "In kept texts"}} {
		g := hitGroup{Name: sort[1]}
		for _, h := range list {
			if h.Kind == sort[0] {
				g.Hits = append(g.Hits, hit{h, hitURL(&h)})
			}
		}
		g.More = len(g.Hits) >= mostHits
		p.Groups = append(p.Groups, g)
	}
	out.Data = p
	return out, nil
}

// hitURL leads to the words: a key holds where they begin.
func hitURL(h *archive.Hit) string {
	url := fmt.Sprintf("/page/%.16s", h.Document)
	if part := strings.Split(h.Key, ":"); len(part) > 1 {
		if start, _, ok := strings.Cut(part[1], "-"); ok {
			return url + "#c" + start
		}
	}
	return url
}
