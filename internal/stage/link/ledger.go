package link

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"chancery/archive"
)

//go:embed data/posts.tsv
var postsData string

// postList is data/posts.tsv.
type postList struct {
	drop        map[string]bool
	same        map[string]string
	state, body map[string]bool // by the canonical form of a title
}

var postWords = sync.OnceValue(func() *postList {
	l := &postList{map[string]bool{}, map[string]string{}, map[string]bool{}, map[string]bool{}}
	for n, line := range strings.Split(postsData, "\n") {
		kind, rest, _ := strings.Cut(line, "\t")
		words := strings.Fields(rest)
		switch {
		case line == "" || line[0] == '#' || rest == "words":
		case kind == "drop":
			for _, w := range words {
				l.drop[w] = true
			}
		case kind == "same":
			for _, w := range words[1:] {
				l.same[w] = words[0]
			}
		case kind == "state":
			l.state[l.title(rest)] = true
		case kind == "body":
			l.body[l.title(rest)] = true
		default:
			panic(fmt.Sprintf("data/posts.tsv:%d: drop, same, state or body, a tab, and words", n+1))
		}
	}
	return l
})

// title is the canonical form of a title: "Minister of Foreign Affairs" and
// "foreign minister" are one.
func (l *postList) title(title string) string {
	var out []string
	for _, w := range strings.Fields(Fold(title)) {
		if !l.drop[w] {
			out = append(out, cmp.Or(l.same[w], w))
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// post is a position as it is compared.
type post struct{ code, body, title string }

func (l *postList) postOf(h *archive.Holding) post {
	p := post{code: h.Code, title: l.title(h.Title)}
	if !l.state[p.title] {
		p.body = Fold(h.Organization)
	}
	return p
}

// single says whether one person at a time holds a post.
func (l *postList) single(p post) bool {
	return p.code != "" && (l.state[p.title] || l.body[p.title] && p.body != "")
}

// evidences is how many reports a line of the ledger shows: the first ones, the
// last one, and the first that calls the person a former holder.
const evidences = 3

// Ledger is the dated ledger of posts: who held what, when that was first and
// last reported, by which reports, from when on the person is called a former
// holder, and who else is reported in the same single post meanwhile. It does
// not depend on the order of the holdings.
func Ledger(holdings []archive.Holding) []archive.Tenure {
	_, tenures := Posts(holdings)
	return tenures
}

// Posts gives the identities of all holdings and the ledger of them.
func Posts(holdings []archive.Holding) ([]archive.Identity, []archive.Tenure) {
	holdings = slices.Clone(holdings)
	slices.SortFunc(holdings, compareHoldings)
	people, of := People(holdings)
	list := postWords()
	groups := map[line][]archive.Holding{}
	for i, at := range linesOf(holdings, people, of) {
		groups[at] = append(groups[at], holdings[i])
	}
	var out []archive.Tenure
	rivals := map[post][]int{}
	for _, at := range slices.SortedFunc(maps.Keys(groups), func(a, b line) int {
		return cmp.Or(cmp.Compare(a.post.code, b.post.code), cmp.Compare(a.post.title, b.post.title), cmp.Compare(a.post.body, b.post.body), cmp.Compare(a.person, b.person))
	}) {
		if list.single(at.post) {
			rivals[at.post] = append(rivals[at.post], len(out))
		}
		out = append(out, tenureOf(at.person, at.post.code, groups[at]))
	}
	for _, lines := range rivals {
		contradictions(out, lines)
	}
	return people, out
}

// line is one line of the ledger.
type line struct {
	person string
	post   post
}

// linesOf gives the line of each holding. A report that names no body tells of
// the only body in which the person holds such a post; one with another country
// tells of the person's own, where such a post is held too.
func linesOf(holdings []archive.Holding, people []archive.Identity, of []string) []line {
	home := map[string]string{}
	for i := range people {
		home[people[i].ID] = people[i].Code
	}
	list := postWords()
	out := make([]line, len(holdings))
	there := map[line]bool{}
	for i := range holdings {
		out[i] = line{of[i], list.postOf(&holdings[i])}
		there[line{of[i], post{code: out[i].post.code, title: out[i].post.title}}] = true
	}
	bodies := map[line][]string{}
	for i := range out {
		at := &out[i]
		own := line{at.person, post{code: home[at.person], title: at.post.title}}
		if there[own] {
			at.post.code = own.post.code
		}
		if body := at.post.body; body != "" {
			at := line{at.person, post{code: at.post.code, title: at.post.title}}
			if !slices.Contains(bodies[at], body) {
				bodies[at] = append(bodies[at], body)
			}
		}
	}
	for i := range out {
		if known := bodies[out[i]]; out[i].post.body == "" && len(known) == 1 {
			out[i].post.body = known[0]
		}
	}
	return out
}

func compareHoldings(a, b archive.Holding) int {
	return cmp.Or(cmp.Compare(undatedLast(a.Day), undatedLast(b.Day)), cmp.Compare(a.Document, b.Document),
		cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name))
}

// tenureOf makes one line of reports in order of day.
func tenureOf(person, code string, reports []archive.Holding) archive.Tenure {
	t := archive.Tenure{Person: person, Name: reports[0].Name, Title: reports[0].Title, Code: code, Reports: len(reports)}
	outlets := map[string]bool{}
	var heldIn, formerIn []archive.Holding
	for _, h := range reports {
		outlets[h.Outlet] = true
		t.Organization = cmp.Or(t.Organization, h.Organization)
		if len(h.Name) > len(t.Name) {
			t.Name = h.Name
		}
		switch {
		case h.Former:
			formerIn = append(formerIn, h)
		default:
			heldIn = append(heldIn, h)
		}
	}
	for _, h := range heldIn {
		if h.Day != "" {
			t.First = cmp.Or(t.First, h.Day)
			t.Last = h.Day
		}
	}
	if len(formerIn) > 0 {
		t.FormerBy = formerIn[0].Day
	}
	t.Outlets = len(outlets)
	t.Evidence = slices.Clone(heldIn[:min(evidences, len(heldIn))])
	if len(heldIn) > evidences {
		t.Evidence = append(t.Evidence, heldIn[len(heldIn)-1])
	}
	t.Evidence = append(t.Evidence, formerIn[:min(1, len(formerIn))]...)
	return t
}

// contradictions flags lines of one single post whose times overlap. One who is
// last seen on the day on which another is first seen was followed by him.
func contradictions(ledger []archive.Tenure, lines []int) {
	for i, x := range lines {
		for _, y := range lines[:i] {
			a, b := &ledger[x], &ledger[y]
			if a.First == "" || b.First == "" {
				continue
			}
			if a.First == b.First || max(a.First, b.First) < min(lastDay(a), lastDay(b)) {
				a.Contradicts = append(a.Contradicts, b.Person)
				b.Contradicts = append(b.Contradicts, a.Person)
			}
		}
	}
	for _, x := range lines {
		slices.Sort(ledger[x].Contradicts)
	}
}

// lastDay is the last day of holding a post as far as reports tell.
func lastDay(t *archive.Tenure) string {
	if t.FormerBy != "" {
		return min(t.Last, t.FormerBy)
	}
	return t.Last
}
