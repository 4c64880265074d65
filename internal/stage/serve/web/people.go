package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
)

const ledgerLength = 100

// ledgerPage lists persons or posts.
type ledgerPage[T any] struct {
	question
	Items    []T
	More     bool
	Complete string
}

func (d *desk) people(r *http.Request) (shown, error) {
	q, err := d.ask(r, filter.People, `party:FRA documents:>=3`)
	if err != nil {
		return shown{}, err
	}
	p := ledgerPage[archive.Identity]{question: q}
	if p.Items, p.More, err = first(d.o.Archive.People(r.Context(), filter.Query{Filter: q.expr}), ledgerLength); err != nil {
		return shown{}, err
	}
	return shown{View: "people", Title: "People", Data: p}, nil
}

func (d *desk) posts(r *http.Request) (shown, error) {
	q, err := d.ask(r, filter.Posts, `party:FRA text:"foreign minister"`)
	if err != nil {
		return shown{}, err
	}
	p := ledgerPage[archive.Tenure]{question: q}
	if p.Items, p.More, err = first(d.o.Archive.Tenures(r.Context(), filter.Query{Filter: q.expr}), ledgerLength); err != nil {
		return shown{}, err
	}
	return shown{View: "posts", Title: "Posts", Data: p}, nil
}

// personPage is a person across documents.
type personPage struct {
	archive.Identity
	Posts []archive.Tenure
	Said  []exchange
	Acts  []told
	// SaidURL and ActsURL list all of them.
	SaidURL, ActsURL string
}

func (d *desk) person(r *http.Request) (shown, error) {
	ctx, id := r.Context(), r.PathValue("id")
	p := personPage{}
	expr, err := d.parse("person:"+quoted(id), filter.People)
	if err != nil {
		return shown{}, err
	}
	if p.Identity, err = d.who(ctx, expr, id); err != nil {
		return shown{}, err
	}
	// Reports name persons, so their names are what is asked for.
	words := "person:" + quoted(p.Name)
	for _, alias := range p.Aliases {
		words += "," + quoted(alias)
	}
	p.SaidURL, p.ActsURL = to("/statements", "q", words), to("/incidents", "q", words)
	if expr, err = d.parse("person:"+quoted(id), filter.Posts); err != nil {
		return shown{}, err
	}
	for post, err := range d.o.Archive.Tenures(ctx, filter.Query{Filter: expr}) {
		if err != nil {
			return shown{}, err
		}
		if post.Person == id {
			p.Posts = append(p.Posts, post)
		}
	}
	slices.SortFunc(p.Posts, func(a, b archive.Tenure) int { return strings.Compare(b.Last+b.First, a.Last+a.First) })
	if expr, err = d.parse(words, filter.Statements); err != nil {
		return shown{}, err
	}
	said, err := d.o.Archive.StatementsPage(ctx, filter.Query{Filter: expr, Limit: newsLength})
	if err != nil {
		return shown{}, err
	}
	if p.Said, err = d.answered(ctx, said.Items); err != nil {
		return shown{}, err
	}
	if expr, err = d.parse(words, filter.Incidents); err != nil {
		return shown{}, err
	}
	acts, err := d.o.Archive.IncidentsPage(ctx, filter.Query{Filter: expr, Limit: newsLength})
	if err != nil {
		return shown{}, err
	}
	if p.Acts, err = d.tell(ctx, acts.Items); err != nil {
		return shown{}, err
	}
	return shown{View: "person", Title: p.Name, Data: p}, nil
}

// who looks up an identity.
func (d *desk) who(ctx context.Context, e filter.Expr, id string) (archive.Identity, error) {
	for who, err := range d.o.Archive.People(ctx, filter.Query{Filter: e}) {
		if err != nil || who.ID == id {
			return who, err
		}
	}
	return archive.Identity{}, archive.ErrUnknown
}
