// Package newsroom writes dispatches about an invented world: two years of news
// of twelve states, with what was planted in them. Demonstrations, tests of
// linking and measures of speed read them as web pages.
//
// What must stay true:
//   - States, persons, outlets and happenings are invented, and the years lie in
//     the future. No line is from a news text.
//   - The same Plan gives the same dispatches, byte for byte.
//   - Each dispatch says which act it reports and which dispatch it copies.
//   - Dispatches are made one by one, in the order of their publication; memory
//     holds the plan of them, not their texts.
package newsroom

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"
)

// Dispatch is one article, with the truth about it.
type Dispatch struct {
	ID         int
	URL        string
	Outlet     Outlet
	Title      string
	Byline     string
	Credit     string // the agency that the copy names
	Published  time.Time
	Paragraphs []string
	// Act is the place in Newsroom.Acts of what it reports, −1 for other news.
	Act int
	// Original is the ID of the dispatch that it copies, else −1; Edit says how.
	Original int
	Edit     Edit
	related  []link
}

// Edit is what an outlet did to the text that it copied.
type Edit string

// The edits.
const (
	Whole     Edit = "whole"     // printed as it was
	Shortened Edit = "shortened" // the last paragraphs are gone
	Reworded  Edit = "reworded"  // another headline, some words changed
	Updated   Edit = "updated"   // a later version at the same address
)

// Text is the article without its page: what a reader of the page should find.
func (d *Dispatch) Text() string { return strings.Join(d.Paragraphs, "\n\n") }

type link struct{ url, title string }

// Newsroom is a world with all that happens in it.
type Newsroom struct {
	Plan  Plan
	World World
	Acts  []Act
	heads []head
	texts texts
}

// New plans the news. A broken data file is a bug, which the tests find.
func New(plan Plan) *Newsroom {
	n := &Newsroom{Plan: plan, World: readWorld(), texts: readTemplates()}
	if plan.Documents <= 0 {
		return n
	}
	scale := float64(plan.Documents) / 2500
	for range 20 {
		n.Acts = acts(plan, &n.World, scale)
		n.heads = heads(plan, &n.World, n.Acts)
		if len(n.heads) <= plan.Documents && len(n.heads)*10 >= plan.Documents*8 {
			break
		}
		scale *= 0.92 * float64(plan.Documents) / float64(max(len(n.heads), 1))
	}
	n.heads = fill(plan, &n.World, n.heads)
	return n
}

// Len is how many dispatches there are.
func (n *Newsroom) Len() int { return len(n.heads) }

// Dispatches writes them, in the order of their publication.
func (n *Newsroom) Dispatches() iter.Seq[Dispatch] {
	return func(yield func(Dispatch) bool) {
		var recent []link
		for i := range n.heads {
			d := n.write(i)
			d.related = append([]link(nil), recent...)
			if recent = append(recent, link{d.URL, d.Title}); len(recent) > relatedMost {
				recent = recent[1:]
			}
			if !yield(d) {
				return
			}
		}
	}
}

const relatedMost = 10

// write writes one dispatch.
func (n *Newsroom) write(i int) Dispatch {
	h := n.heads[i]
	if h.copyOf >= 0 {
		d := n.write(h.copyOf)
		d.Original = h.copyOf
		n.edit(&d, h, i)
		return d
	}
	rng := chance(n.Plan.Seed, 3, uint64(h.act+1), uint64(h.number))
	d := Dispatch{ID: i, Outlet: n.World.Outlets[h.outlet], Published: h.at, Act: h.act, Original: -1}
	act := Act{Kind: "filler", A: h.filler, B: (h.filler + 1 + rng.IntN(len(n.World.States)-1)) % len(n.World.States), C: h.filler, Day: h.at, Plan: h.at, Hurt: 12 + rng.IntN(70), N: 3}
	if h.act >= 0 {
		act = n.Acts[h.act]
		if h.later {
			act.Kind = "toll"
		}
	} else {
		rng = chance(n.Plan.Seed, 4, uint64(h.number), 0)
	}
	w := writer{world: &n.World, texts: n.texts, act: &act, rng: rng, at: h.at, outlet: h.outlet}
	d.Title, d.Paragraphs = w.article()
	d.URL = address(&d, i)
	if rng.IntN(3) > 0 {
		d.Byline = n.World.Reporters[rng.IntN(len(n.World.Reporters))]
	}
	return d
}

// edit makes a copy of the dispatch d that stands at i.
func (n *Newsroom) edit(d *Dispatch, h head, i int) {
	rng := chance(n.Plan.Seed, 5, uint64(i), 0)
	from := d.Outlet
	d.ID, d.Edit, d.Published = i, h.edit, h.at
	if h.edit != Updated {
		d.Outlet, d.Byline, d.Credit = n.World.Outlets[h.outlet], "", from.Name
	}
	d.Paragraphs = append([]string(nil), d.Paragraphs...)
	last := len(d.Paragraphs)
	switch h.edit {
	case Shortened:
		d.Paragraphs = d.Paragraphs[:max(2, last*(45+rng.IntN(40))/100)]
	case Reworded:
		d.Title = retitle(d.Title, rng)
		for p := range d.Paragraphs {
			d.Paragraphs[p] = reword(d.Paragraphs[p])
		}
		if last > 4 {
			drop := 2 + rng.IntN(last-3)
			d.Paragraphs = append(d.Paragraphs[:drop], d.Paragraphs[drop+1:]...)
		}
	case Updated:
		d.Paragraphs = append(d.Paragraphs, fmt.Sprintf("This report was updated on %s with further details.", d.Published.Format("2 January")))
	}
	if h.edit != Updated {
		d.URL = address(d, i)
		d.Paragraphs = append(d.Paragraphs, "("+from.Name+")")
	}
}

// reword changes words as a desk does.
func reword(s string) string {
	for _, w := range [][2]string{
		{" said that ", " stated that "}, {" discuss ", " talk about "}, {"The two sides", "Both sides"},
		{" to reporters", " to journalists"}, {"At least ", "No fewer than "}, {" has been ", " has now been "},
	} {
		s = strings.ReplaceAll(s, w[0], w[1])
	}
	return s
}

func retitle(s string, rng *rand.Rand) string {
	switch rng.IntN(3) {
	case 0:
		return "Region: " + s
	case 1:
		return s + ", report says"
	}
	return "News in brief: " + s
}

// address is where a dispatch is published.
func address(d *Dispatch, i int) string {
	return fmt.Sprintf("https://%s/%s/%s-%d.html", d.Outlet.Host, d.Published.Format("2006/01/02"), slug(d.Title), i)
}

func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words[:min(len(words), 8)], "-")
}

// chance is a source of chance that belongs to one thing, so that what is made of
// another changes nothing here.
func chance(seed, what, a, b uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed<<8|what, a<<20|b))
}
