package importer

import (
	"strings"

	"chancery/internal/registry"
)

// agentList is an import of agents, "LAWYER [~JUD]", into titles of office.
type agentList struct {
	*dictionary
	sets map[string][]string // "!PERSON!" to what it stands for
	seen map[string]bool     // titles written
}

func (a *agentList) line(line string) error {
	if name, list, found := strings.Cut(line, "="); found && strings.HasPrefix(strings.TrimSpace(name), "!") && !strings.Contains(line, "[") {
		a.define(strings.TrimSpace(name), list)
		return nil
	}
	head, rest, found := strings.Cut(line, "[")
	_, codes := brackets("[" + rest)
	if !found || len(codes) == 0 {
		a.left("agent without a code", line)
		return nil
	}
	name, plural := head, ""
	if before, after, found := strings.Cut(head, "{"); found {
		name, plural = before, strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(after), "}"))
		if plural == "" {
			plural = strings.TrimSpace(before) // "{}": it has no plural
		}
	}
	sector := a.sector(strings.TrimPrefix(codes[0], "~"))
	if sector == "" {
		return nil
	}
	for _, t := range a.expand(strings.TrimSpace(name), plural) {
		if err := a.title(t[0], t[1], sector); err != nil {
			return err
		}
	}
	return nil
}

// define reads "!PERSON! = MAN, MEN, WOMAN, WOMEN, PERSON".
func (a *agentList) define(name, list string) {
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			a.sets[name] = append(a.sets[name], item)
		}
	}
	if len(a.sets[name]) == 0 {
		a.left("empty set of words", name)
	}
}

// sector is the PLOVER sector of an agent's code: the first part that has one.
func (a *agentList) sector(code string) string {
	c, lost, ok := a.book.read(code)
	switch {
	case !ok || c.sectors == "":
		a.left(noSense, code)
		return ""
	case len(lost) > 0:
		a.left(lostPart, strings.Join(lost, " ")+" of "+code)
	case c.country != "":
		a.left("country or body of an agent's code, a title has none", code)
	}
	first, rest, _ := strings.Cut(c.sectors, "|")
	if rest != "" {
		a.left("second sector of an agent, a title has one", code)
	}
	return first
}

// expand puts the words of a set into a title, and pairs a word with the plural
// that follows it in the set.
func (a *agentList) expand(name, plural string) (titles [][2]string) {
	from := strings.IndexByte(name, '!')
	if from < 0 {
		return [][2]string{{name, plural}}
	}
	to := strings.IndexByte(name[from+1:], '!')
	if to < 0 {
		a.left("mark of a set without its end", name)
		return nil
	}
	mark := name[from : from+to+2]
	words := a.sets[mark]
	if len(words) == 0 {
		a.left("set of words that is not defined", mark)
		return nil
	}
	put := func(w string) string { return name[:from] + w + name[from+len(mark):] }
	for i := 0; i < len(words); i++ {
		t := [2]string{put(words[i]), ""}
		if i+1 < len(words) && pluralOf(words[i], words[i+1]) {
			i++
			t[1] = put(words[i])
		}
		titles = append(titles, t)
	}
	return titles
}

// pluralOf tells whether b is the plural of a.
func pluralOf(a, b string) bool {
	stem, y := strings.CutSuffix(a, "Y")
	man, is := strings.CutSuffix(a, "MAN")
	return b == a+"S" || y && b == stem+"IES" || is && b == man+"MEN"
}

// stems end words that the dictionaries cut short.
var stems = []string{"MINIST", "INDUSTR", "COMPAN"}

// title writes a title of office. One that the registry has keeps its level.
func (a *agentList) title(raw, rawPlural, sector string) error {
	words := strings.Fields(strings.ReplaceAll(raw, "_", " "))
	name := strings.ToLower(strings.Join(words, " "))
	plural := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(rawPlural, "_", " ")), " "))
	if !readable(name) || plural != "" && !readable(plural) || strings.ContainsAny(name, "!{}") {
		a.left(noName, raw)
		return nil
	}
	for _, stem := range stems {
		if strings.HasSuffix(words[len(words)-1], stem) {
			a.left("word cut short", raw)
			return nil
		}
	}
	t := registry.Office{Title: name, Sector: sector, Category: "agent"}
	if o, n := a.Base.Office(words); n == len(words) {
		if o.Sector == sector || strings.ToLower(o.Title) != name {
			a.left(knownAll, raw)
			return nil
		}
		t = registry.Office{Title: o.Title, Sector: sector, Level: o.Level, Category: o.Category}
	} else if len(words) == 1 && !strings.ContainsAny(words[0], "AEIOUY") {
		t.Title = strings.ToUpper(name)
	}
	if a.seen[t.Title] {
		a.left("the same title twice", raw)
		return nil
	}
	a.seen[t.Title] = true
	return a.out.office(t, plural)
}
