package measure

import (
	"context"
	"fmt"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/record"
	"chancery/relations"
)

// ForumQuestion asks for one forum, or all that the archive tells of.
type ForumQuestion struct {
	Name string // key, name or abbreviation; empty is all
	Span
}

// Forum is one forum: its editions, which are missing, when the next is due.
type Forum struct {
	Key       string    `json:"key"`
	Name      string    `json:"name"`
	Incidents int       `json:"incidents"`
	Parties   []Member  `json:"parties,omitempty"`
	Editions  []Edition `json:"editions,omitempty"`
	Missing   []int     `json:"missing,omitempty"`
	Next      Next      `json:"next"`
	Filter    string    `json:"filter"`
	IDs       []string  `json:"ids,omitempty"`
	AsOf      string    `json:"as_of"`
	Method    []string  `json:"method"`
}

// Member is a party that took part, in how many editions.
type Member struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Editions int    `json:"editions"`
}

// Edition is one numbered meeting.
type Edition struct {
	Number    int      `json:"number"`
	Day       string   `json:"day"`
	Place     string   `json:"place,omitempty"`
	Incidents int      `json:"incidents"`
	Parties   []string `json:"parties,omitempty"` // keys
	Planned   bool     `json:"planned,omitempty"`
	IDs       []string `json:"ids,omitempty"`
}

// Next is when the next edition can be expected.
type Next struct {
	Number    int    `json:"number,omitempty"`
	Announced string `json:"announced,omitempty"`
	Expected  string `json:"expected,omitempty"`
	Earliest  string `json:"earliest,omitempty"`
	Latest    string `json:"latest,omitempty"`
	Every     Number `json:"every_days"`
	Needs     string `json:"needs,omitempty"`
}

// ForumsOf tells of the forums asked for, those with most incidents first.
func ForumsOf(ctx context.Context, a Archive, w World, q ForumQuestion) ([]Forum, error) {
	c, err := cover(ctx, a, q.Span)
	if err != nil {
		return nil, err
	}
	forums, ids := relations.NewForums(), map[string]map[int][]string{}
	wanted := w.forum(q.Name)
	days := filter.Both(Days(q.From, q.Until), filter.Both(filter.Set{Field: filter.Has, Any: []string{"forum"}},
		filter.Set{Field: filter.Status, Any: []string{string(record.Actual), string(record.Planned)}}))
	for inc, err := range a.Incidents(ctx, filter.Query{Filter: days, Oldest: true, Limit: pageSize}) {
		if err != nil {
			return nil, fmt.Errorf("cannot read the incidents: %w", err)
		}
		if inc.Forum == nil || !wanted(inc.Forum) {
			continue
		}
		forums.Add(&inc)
		key := orElse(inc.Forum.Registry, strings.ToLower(inc.Forum.Name))
		if ids[key] == nil {
			ids[key] = map[int][]string{}
		}
		ids[key][inc.Forum.Edition] = append(ids[key][inc.Forum.Edition], inc.ID)
		c.incidents = append(c.incidents, inc)
	}
	var out []Forum
	for _, f := range forums.Report(c.asOf()) {
		out = append(out, forumOf(f, w, q, ids[f.Key], c.asOf().String()))
	}
	return out, nil
}

// forum tests whether a forum is the one that is asked for.
func (w World) forum(name string) func(*archive.Party) bool {
	if name == "" {
		return func(*archive.Party) bool { return true }
	}
	key := ""
	for _, ref := range w.Named(name) {
		if e := w.Entry(ref.Entry); key == "" || e.Kind == record.Forum {
			key = e.Key
		}
	}
	if w.ByKey(name) != nil {
		key = name
	}
	want := strings.Join(filter.WordsOf(name), " ")
	return func(p *archive.Party) bool {
		return key != "" && p.Registry == key || strings.Contains(strings.Join(filter.WordsOf(p.Name), " "), want)
	}
}

func forumOf(f relations.Forum, w World, q ForumQuestion, ids map[int][]string, asOf string) Forum {
	out := Forum{Key: f.Key, Name: f.Name, Incidents: f.Incidents, Missing: f.Missing, AsOf: asOf,
		Next: Next{Number: f.Next.Number, Announced: f.Next.Announced.String(), Expected: f.Next.Expected.String(), Earliest: f.Next.Earliest.String(), Latest: f.Next.Latest.String(), Every: Number(f.Next.Every)}}
	in := map[string]int{}
	held := 0
	for _, e := range f.Editions {
		out.Editions = append(out.Editions, Edition{e.Number, e.Day.String(), e.Place, e.Incidents, e.Parties, e.Planned, ids[e.Number]})
		for _, k := range e.Parties {
			in[k]++
		}
		if !e.Planned {
			held++
		}
	}
	for _, k := range f.Parties {
		out.Parties = append(out.Parties, Member{k, w.Name(k), in[k]})
	}
	for _, e := range f.Editions {
		out.IDs = append(out.IDs, ids[e.Number]...)
	}
	out.IDs = append(ids[0], out.IDs...)
	if out.Next.Expected == "" && out.Next.Announced == "" {
		out.Next.Needs = fmt.Sprintf("three numbered editions with days; the archive tells of %d", held)
	}
	net := NetworkQuestion{Span: q.Span, Forum: f.Key}
	if w.ByKey(f.Key) == nil {
		net.Forum = f.Name
	}
	out.Filter = strings.ReplaceAll(net.filter(w), " status:actual", "")
	out.Method = []string{
		"An edition stands on the day on which most reports place it. Missing are the numbers between the first and the last that no report in the archive tells of; they may well have been held.",
		"The next is expected after the median time from one edition to the next; earliest and latest take the shortest and the longest time that was seen.",
	}
	return out
}
