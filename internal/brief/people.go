package brief

import (
	"fmt"
	"slices"
	"strings"

	"chancery/record"
)

// post shows a position: its title, and the body or country it belongs to.
func (v *view) post(p *record.Post) string {
	s := Clean(p.Title)
	switch {
	case p.Organization != "":
		s += ", " + v.name(p.Organization)
	case p.Code != "":
		s += ", " + Clean(p.Code)
	}
	if p.Former {
		s = "formerly " + s
	}
	return s
}

// posts shows who holds which post, a person's posts together.
func (v *view) posts(p *printer) {
	if len(v.rec.Posts) == 0 {
		return
	}
	p.heading("POSTS", "")
	var order []string
	lines := map[string][]flow{}
	for i := range v.rec.Posts {
		post := &v.rec.Posts[i]
		if lines[post.Person] == nil {
			order = append(order, post.Person)
		}
		f := plain(v.post(post))
		if ref := v.ref(post.Evidence); ref != "" {
			f = append(f, piece{dim, hard + ref})
		}
		lines[post.Person] = append(lines[post.Person], f)
	}
	shown := order[:min(len(order), most)]
	col := 0
	for _, id := range shown {
		if w := width(v.name(id)); w <= 24 {
			col = max(col, w)
		}
	}
	for _, id := range shown {
		name := flow{{bold, v.name(id)}}
		if p.width >= narrow && name.width() <= col {
			p.row(2, []cell{{name, col}}, join("; ", lines[id]...))
			continue
		}
		p.body(2, name)
		p.body(4, join("; ", lines[id]...))
	}
	if rest := len(order) - len(shown); rest > 0 {
		p.body(2, flow{{dim, fmt.Sprintf("… and %d more", rest)}})
	}
}

// bodies lists the organizations, meetings and agreements that the page names,
// the most mentioned first.
func (v *view) bodies(p *printer) {
	var named []*record.Entity
	for i := range v.rec.Entities {
		e := &v.rec.Entities[i]
		body := e.Kind == record.Organization || e.Kind == record.Forum || e.Kind == record.Agreement
		if body && slices.ContainsFunc(e.Mentions, func(m record.Mention) bool { return m.Form == record.Name }) {
			named = append(named, e)
		}
	}
	slices.SortStableFunc(named, func(a, b *record.Entity) int { return len(b.Mentions) - len(a.Mentions) })
	var names []string
	for _, e := range named {
		names = append(names, v.name(e.ID))
	}
	p.inline("BODIES", names)
}

// contexts lists what the events are about.
func (v *view) contexts(p *printer) {
	var names []string
	for i := range v.rec.Events {
		for _, c := range v.rec.Events[i].Contexts {
			if c = Clean(c); !slices.Contains(names, c) {
				names = append(names, c)
			}
		}
	}
	p.inline("CONTEXTS", names)
}

// inline writes a heading with a list beside it.
func (p *printer) inline(title string, names []string) {
	if len(names) == 0 {
		return
	}
	shown := names[:min(len(names), most)]
	f := plain(strings.Join(shown, dot))
	if rest := len(names) - len(shown); rest > 0 {
		f = append(f, piece{dim, fmt.Sprintf(" … and %d more", rest)})
	}
	p.gap()
	p.row(0, []cell{{flow{{bold, title}}, len("CONTEXTS")}}, f)
}
