package web

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// act is an event or incident as a heading shows it.
type act struct {
	Actors, Recipients []archive.Party
	Forum              *archive.Party
	Type               string
	Plain              string // the type in words that a reader knows
	Quad               ontology.Quad
	Status             record.Status
	Outcome            string
	Start, End         string
	Dated              bool
	Place              *archive.Where
	Level              int
	Confidence         *float64
}

func actOfEvent(e *archive.Event) act {
	return act{e.Actors, e.Recipients, e.Forum, e.Type, plainType(e.Type, e.Modes), quadOf(e.Type), e.Status, "", e.Start, e.End, e.Dated, e.Place, e.Level, e.Confidence}
}

func actOfIncident(i *archive.Incident) act {
	return act{i.Actors, i.Recipients, i.Forum, i.Type, plainType(i.Type, i.Modes), quadOf(i.Type), i.Status, i.Outcome, i.Start, i.End, true, i.Place, i.Level, i.Confidence}
}

func plainType(typ string, modes []string) string {
	return cmp.Or(ontology.Plain(typ, modes), strings.ToLower(typ))
}

func quadOf(typ string) ontology.Quad {
	t, _ := ontology.ParseType(typ)
	return t.Quad()
}

// listed joins the names of parties.
func listed(parties []archive.Party) string {
	names := make([]string, 0, len(parties))
	for i := range parties {
		names = append(names, named(&parties[i]))
	}
	if n := len(names); n > 4 {
		names = append(names[:3], fmt.Sprintf("%d others", n-3))
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// named is a party with the country that it is not named after.
func named(p *archive.Party) string {
	name := cmp.Or(p.Name, p.Code)
	if p.Kind != record.State && p.Code != "" && p.Name != "" && ontology.ValidCountry(p.Code) {
		name += " (" + p.Code + ")"
	}
	return name
}

// title is a heading without markup: who, to whom, what.
func (a act) title() string {
	who := listed(a.Actors)
	if to := listed(a.Recipients); to != "" {
		who = strings.TrimSpace(who + " – " + to)
	}
	if who == "" && a.Forum != nil {
		who = a.Forum.Name
	}
	if who == "" {
		return strings.ToUpper(a.Plain[:1]) + a.Plain[1:]
	}
	return who + ": " + a.Plain
}

// when tells the days of an act.
func (a act) when() string {
	switch {
	case a.Start == "":
		return "day not known"
	case a.End == "" || a.End == a.Start:
		if !a.Dated {
			return "published " + day(a.Start)
		}
		return day(a.Start)
	}
	return day(a.Start) + " to " + day(a.End)
}

// day writes 2042-05-03 as 3 May 2042; what is no day stays as it is.
func day(s string) string {
	t, err := time.Parse(time.DateOnly, archive.Day(s))
	if err != nil {
		return s
	}
	return t.Format("2 January 2006")
}

// many writes a number with its noun: "1 report", "2,310 reports".
func many(n int, one string, plural ...string) string {
	if n == 1 {
		return "1 " + one
	}
	noun := one + "s"
	if len(plural) > 0 {
		noun = plural[0]
	}
	return grouped(n) + " " + noun
}

// grouped writes a number with commas between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// sure writes a confidence as a share of a hundred.
func sure(c *float64) string {
	if c == nil {
		return ""
	}
	return strconv.Itoa(int(*c*100+0.5)) + " %"
}

// to makes an address on the desk of a path and pairs of names and values;
// those that are empty are left out.
func to(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// pageURL leads to the words of a span on the page of a document.
func pageURL(sha256 string, start int) string {
	return fmt.Sprintf("/page/%.16s#c%d", sha256, start)
}

// partyURL leads to the acts of a party, or to the person.
func partyURL(p *archive.Party) string {
	switch {
	case p.Person != "":
		return personURL(p.Person)
	case p.Kind == record.Person && p.Name != "":
		return to("/people", "q", "person:"+quoted(p.Name))
	case p.Code == "" || !ontology.ValidCountry(p.Code):
		return to("/incidents", "q", "party:"+quoted(cmp.Or(p.Name, p.Code)))
	}
	return to("/incidents", "q", "party:"+p.Code)
}

func personURL(id string) string { return "/person/" + (&url.URL{Path: id}).EscapedPath() }

// quoted writes a value of a filter.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// address is a web address that a reader may follow, or "".
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Host == "" {
		return ""
	}
	return s
}

func funcs() map[string]any {
	return map[string]any{
		"day": day, "many": many, "grouped": grouped, "sure": sure, "to": to, "pageURL": pageURL,
		"partyURL": partyURL, "personURL": personURL, "named": named, "listed": listed, "address": address,
		"rank":       ontology.Rank,
		"ofEvent":    func(e archive.Event) act { return actOfEvent(&e) },
		"ofIncident": func(i archive.Incident) act { return actOfIncident(&i) },
		"title":      act.title, "when": act.when, "join": strings.Join, "upper": strings.ToUpper,
		"share":       func(n, of int) string { return fmt.Sprintf("%.0f %%", 100*float64(n)/float64(max(of, 1))) },
		"coefficient": func(x *float64) string { return fmt.Sprintf("%.2f", *x) },
		"dict":        dict, "often": often, "quoted": quoted, "inc": func(n int) int { return n + 1 },
	}
}

// often tells the days from one time to the next, "" when they are not known.
func often(days float64) string {
	if math.IsNaN(days) || days <= 0 {
		return ""
	}
	return fmt.Sprintf("one every %.0f days", days)
}

// dict hands a part of a template several values by name.
func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("%v is no name", pairs[i])
		}
		out[key] = pairs[i+1]
	}
	return out, nil
}
