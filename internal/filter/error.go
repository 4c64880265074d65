package filter

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Error is what is wrong with a filter, where, and what to do about it.
type Error struct {
	Text    string // the filter
	At      int    // where, in code points from 0
	Problem string
}

func (e *Error) Error() string {
	return fmt.Sprintf("cannot read the filter at character %d: %s", e.At+1, e.Problem)
}

// Show gives the filter with a mark under the place, in two lines.
func (e *Error) Show() string {
	line := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, e.Text)
	return line + "\n" + strings.Repeat(" ", e.At) + "^"
}

// fail makes an error at a byte of the text.
func (p *parser) fail(at int, format string, args ...any) *Error {
	return &Error{p.text, utf8.RuneCountInString(p.text[:at]), fmt.Sprintf(format, args...)}
}

func (p *parser) unknown(begin int, name string) error {
	if f, ok := otherNames[strings.ToLower(name)]; ok {
		return p.fail(begin, "there is no field %q; it is called %s here", name, f)
	}
	var names []string
	for _, s := range table() {
		names = append(names, string(s.Field))
	}
	if near := nearest(strings.ToLower(name), names); near != "" {
		return p.fail(begin, "there is no field %q; did you mean %s?", name, near)
	}
	return p.fail(begin, "there is no field %q; the fields are listed in docs/filter.md, and words in quotes are searched for", name)
}

// inPlaceOf tells which field another target has instead.
var inPlaceOf = map[Target]map[Field]string{
	Incidents: {
		Content: "its events have: ask for events, or name parties and type", Title: "its events have: ask for events",
		Outlet: "incidents have outlets, a number", Published: "use announced, or since and until",
	},
	Statements: {
		Actor: "use speaker", Side: "use speaker or about", Recipient: "use about or via", Between: "use speaker and about",
		Type: "use kind or polarity", Confidence: "statements have none", ActorSector: "use speaker.sector", SideSector: "use speaker.sector",
		ActorBloc: "use speaker.bloc", SideBloc: "use speaker.bloc",
	},
	Posts:  {Actor: "use party or person", Documents: "use reports"},
	People: {Actor: "use party or person", Title: "use chancery posts", Reports: "use documents"},
	Events: {
		About: "use party", Reports: "it is counted for incidents", Cue: "use trigger", Kind: "it is known of statements", Outcome: "use status",
	},
}

// misplaced is the error of a field that the target does not have.
func (p *parser) misplaced(begin int, spec Spec) error {
	hint := inPlaceOf[p.opt.For][spec.Field]
	if hint != "" {
		hint = "; " + hint
	}
	return p.fail(begin, "%s is a field of %s, not of %s%s", spec.Field, spec.Of, p.opt.For, hint)
}

// nearest is the word that differs by the fewest letters, at most two, or a
// third of them; empty when none does.
func nearest(word string, of []string) string {
	best, least := "", min(2, len(word)/2)+1
	for _, w := range of {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters to put in, take out, change or swap with the next.
func distance(a, b string) int {
	if max(len(a), len(b)) > 40 {
		return 40
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// choose finds a value in a closed list, in any case.
func choose(list []string, text string) (string, bool) {
	i := slices.IndexFunc(list, func(v string) bool { return strings.EqualFold(v, text) })
	if i < 0 {
		return "", false
	}
	return list[i], true
}
