package web

import (
	"net/http"

	"chancery/internal/filter"
	"chancery/relations"
)

// forumsPage shows meetings that come again, with their editions.
type forumsPage struct {
	question
	AsOf     string
	Items    []forumItem
	More     bool // than are shown
	Partial  bool // not all incidents were read
	Complete string
}

type forumItem struct {
	relations.Forum
	Members []string
	URL     string
}

const forumsShown = 60

func (d *desk) forums(r *http.Request) (shown, error) {
	ctx := r.Context()
	q, err := d.ask(r, filter.Incidents, `party:FRA since:2024`)
	if err != nil {
		return shown{}, err
	}
	p := forumsPage{question: q}
	if p.AsOf, _, err = d.seenFrom(r); err != nil {
		return shown{}, err
	}
	has, err := d.parse("has:forum", filter.Incidents)
	if err != nil {
		return shown{}, err
	}
	list, more, err := first(d.o.Archive.Incidents(ctx, filter.Query{Filter: filter.Both(q.expr, has)}), streamed)
	if err != nil {
		return shown{}, err
	}
	p.Partial = more
	gather := relations.NewForums()
	for i := range list {
		gather.Add(&list[i])
	}
	asOf, ok := relations.ParseDay(p.AsOf)
	if !ok {
		asOf = relations.NoDay
	}
	names := namesOf(list)
	all := gather.Report(asOf)
	p.More = len(all) > forumsShown
	for _, f := range all[:min(len(all), forumsShown)] {
		item := forumItem{Forum: f, URL: to("/incidents", "q", "forum:"+quoted(f.Name))}
		for _, key := range f.Parties {
			item.Members = append(item.Members, nameOf(names, key))
		}
		p.Items = append(p.Items, item)
	}
	if p.Complete, err = d.completeness(ctx, q.expr); err != nil {
		return shown{}, err
	}
	return shown{View: "forums", Title: "Forums", Data: p}, nil
}
