package newsroom

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

//go:embed templates.txt
var templates string

// texts are the templates by kind.
type texts map[string]*section

type section struct {
	stories [][2]string // title and lead
	bodies  []string
}

// readTemplates reads templates.txt; it is ours, so that a mistake is a bug.
func readTemplates() texts {
	out := texts{}
	var at *section
	title := ""
	for line := range strings.Lines(templates) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			at = &section{}
			out[strings.Trim(line, "[]")] = at
		case strings.HasPrefix(line, "T: "):
			title = line[3:]
		case strings.HasPrefix(line, "L: "):
			at.stories = append(at.stories, [2]string{title, line[3:]})
		case strings.HasPrefix(line, "B: "):
			at.bodies = append(at.bodies, line[3:])
		default:
			panic("newsroom: templates.txt: " + line)
		}
	}
	return out
}

// writer writes the text of one dispatch.
type writer struct {
	world  *World
	texts  texts
	act    *Act
	rng    *rand.Rand
	at     time.Time
	outlet int
}

// article gives a title and paragraphs.
func (w *writer) article() (string, []string) {
	s := w.texts[w.act.Kind]
	story := s.stories[w.rng.IntN(len(s.stories))]
	title := capital(w.expand(story[0]))
	lead := capital(w.expand(story[1]))
	if w.rng.IntN(3) > 0 {
		lead = strings.ToUpper(w.world.States[w.act.A].Capital) + ", " + w.at.Format("2 January") + " - " + lead
	}
	out := []string{lead}
	own, other := w.rng.Perm(len(s.bodies)), w.texts["any"].bodies
	for _, i := range own[:min(len(own), 2+w.rng.IntN(3))] {
		out = append(out, capital(w.expand(s.bodies[i])))
	}
	if w.act.Kind == "filler" {
		return title, out
	}
	for n, i := range w.rng.Perm(len(other))[:min(len(other), 9+w.rng.IntN(10))] {
		p := capital(w.expand(other[i]))
		if n%3 == 2 {
			out[len(out)-1] += " " + p // paragraphs differ in length
		} else {
			out = append(out, p)
		}
	}
	return title, out
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// expand chooses of [x|y] and puts words in for {token}.
func (w *writer) expand(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.IndexAny(s, "[{")
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		end := strings.IndexByte(s[i:], map[byte]byte{'[': ']', '{': '}'}[s[i]])
		if end < 0 {
			panic("newsroom: an open bracket in " + s)
		}
		inner := s[i+1 : i+end]
		if s[i] == '[' {
			choices := strings.Split(inner, "|")
			b.WriteString(w.expand(choices[w.rng.IntN(len(choices))]))
		} else {
			b.WriteString(w.token(inner))
		}
		s = s[i+end+1:]
	}
	return b.String()
}

// token gives the words for what stands in braces.
func (w *writer) token(t string) string {
	name, part, _ := strings.Cut(t, ".")
	a := w.act
	switch name {
	case "A":
		return w.state(a.A, part)
	case "B":
		return w.state(a.B, part)
	case "C":
		return w.state(a.C, part)
	case "when":
		if days := int(w.at.Sub(a.Day).Hours() / 24); days > 5 {
			return a.Day.Format("on 2 January")
		}
		return "on " + a.Day.Weekday().String()
	case "day":
		return a.Plan.Format("on 2 January")
	case "date":
		return a.Plan.Format("2 January")
	case "month":
		return a.Plan.Month().String()
	case "topic":
		if part == "T" {
			return capital(w.world.Topics[a.Topic])
		}
		return w.world.Topics[a.Topic]
	case "n":
		return count(a.N)
	case "m":
		return count(a.M)
	case "hurt":
		return strconv.Itoa(a.Hurt)
	case "money":
		return fmt.Sprintf("%d million dollars", 2+(a.Hurt+a.N)%60)
	case "town":
		return a.Town
	case "venue":
		return a.Venue
	case "wire":
		return w.world.Outlets[(w.outlet+1+w.rng.IntN(len(w.world.Outlets)-1))%len(w.world.Outlets)].Name
	case "forum":
		return w.world.Forums[a.Forum]
	case "th":
		return ordinal(max(a.Edition, 2))
	case "time":
		return []string{"two hours", "three hours", "a day", "several hours"}[w.rng.IntN(4)]
	}
	panic("newsroom: no token {" + t + "}")
}

// state gives words about a party.
func (w *writer) state(i int, part string) string {
	s := &w.world.States[i]
	post := map[int]string{1: "prime minister", 2: "foreign minister", 3: "deputy foreign minister"}[w.act.Level]
	if w.act.Level == 1 && (w.act.Topic+i)%2 == 0 {
		post = "president"
	}
	if w.act.Level == 2 && w.act.Topic%5 == 0 {
		post = "trade minister"
	}
	name := s.People[post]
	switch part {
	case "":
		return s.Name
	case "adj":
		return s.Adjective
	case "cap":
		return s.Capital
	case "who":
		words := strings.Fields(post)
		for i := range words {
			words[i] = capital(words[i])
		}
		return strings.Join(words, " ") + " " + name
	case "post":
		return post
	case "last":
		return name[strings.LastIndexByte(name, ' ')+1:]
	case "last.full":
		return name
	case "fm":
		return s.People["foreign minister"]
	case "dm":
		return s.People["defence minister"]
	case "sp":
		return s.People["foreign ministry spokesperson"]
	case "op":
		return s.People["opposition leader"]
	}
	panic("newsroom: no part ." + part)
}

// count writes small numbers in words, as papers do.
func count(n int) string {
	if n >= 0 && n < 10 {
		return []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}[n]
	}
	return strconv.Itoa(n)
}

func ordinal(n int) string {
	end := "th"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		end = "st"
	case n%10 == 2:
		end = "nd"
	case n%10 == 3:
		end = "rd"
	}
	return strconv.Itoa(n) + end
}
