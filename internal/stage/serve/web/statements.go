package web

import (
	"context"
	"net/http"

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
	if p.Count, err = d.o.Archive.CountStatements(ctx, q.expr, counted); err != nil {
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
	Words string
	Hits  []archive.Hit
	More  bool
}

const mostHits = 100

func (d *desk) search(r *http.Request) (shown, error) {
	p := searchPage{Words: r.FormValue("words")}
	if p.Words != "" {
		var err error
		if p.Hits, err = d.o.Archive.Search(r.Context(), p.Words, mostHits); err != nil {
			return shown{}, err
		}
		p.More = len(p.Hits) == mostHits
	}
	return shown{View: "search", Title: "Search", Data: p}, nil
}
