package importer

import (
	"slices"
	"strings"

	"chancery/internal/registry"
	"chancery/record"
)

// countryInfo is an import of CountryInfo.txt: a block for each country with
// fields in tags, "almost but not quite XML", and lists of names one a line.
type countryInfo struct {
	*dictionary
	tags  []string // open tags, outermost first
	code  string
	names []spelt // of the country
}

// Fields whose lines are read. Those inside Leaders have the title of the
// position for a tag.
const (
	tagCountry    = "Country"
	tagLeaders    = "Leaders"
	tagGovernment = "Government"
)

func (c *countryInfo) line(line string) error {
	for line = strings.TrimSpace(line); line != ""; {
		tag, rest, found := strings.Cut(line, ">")
		if line[0] == '<' && found {
			line = strings.TrimSpace(rest)
			if err := c.tag(tag[1:]); err != nil {
				return err
			}
			continue
		}
		text := line
		if i := strings.Index(line[1:], "</"); i >= 0 {
			text = line[:i+1]
		}
		line = line[len(text):]
		if err := c.text(strings.TrimSpace(text)); err != nil {
			return err
		}
	}
	return nil
}

// tag opens or closes a field. A close that nothing opened is counted; fields
// left open end with the country.
func (c *countryInfo) tag(tag string) error {
	name, closes := strings.CutPrefix(tag, "/")
	switch {
	case closes && name == tagCountry, !closes && name == tagCountry:
		c.tags = c.tags[:0]
		return c.endCountry()
	case !closes && len(c.tags) < 8:
		c.tags = append(c.tags, name)
	case !closes:
		c.left("tags too deep", tag)
	default:
		i := slices.Index(c.tags, name)
		if i < 0 {
			c.left("tag that was not open", tag)
			return nil
		}
		c.tags = c.tags[:i]
	}
	return nil
}

// text takes one line of a field.
func (c *countryInfo) text(text string) error {
	if text == "" || len(c.tags) == 0 {
		return nil
	}
	switch c.tags[0] {
	case "CountryCode":
		c.code = text
	case "CountryName", "Nationality":
		if s, ok := c.spell(text); ok {
			c.names = append(c.names, s)
		} else {
			c.left(noName, text)
		}
	case "Capital", "MajorCities", "Regions", "GeogFeatures":
		c.place(text)
	case tagLeaders, tagGovernment:
		return c.person(text)
	}
	return nil
}

// place looks whether the registry has a place. The file gives no coordinates,
// and a place needs them, so a new one cannot be taken.
func (c *countryInfo) place(text string) {
	s, ok := c.spell(text)
	known := ok && slices.ContainsFunc(c.readings(s.text), func(ref registry.NameRef) bool {
		return c.Base.Entry(ref.Entry).Kind == record.Place
	})
	switch {
	case !ok:
		c.left(noName, text)
	case known:
		c.left(knownAll, s.text)
	default:
		c.left("place without coordinates", s.text)
	}
}

// person takes a line of leaders, "NAME [19331108 - 19730717] [B:19140101]", or of
// a government, "NAME [AFGGOV 20050101 - 20050331]". Dates of birth and death are
// left out. "{A} {B}" are names of one person.
func (c *countryInfo) person(line string) error {
	name, inside := brackets(line)
	var names, codes []string
	if strings.HasPrefix(name, "{") {
		for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '{' || r == '}' }) {
			if part = strings.TrimSpace(part); part != "" {
				names = append(names, part)
			}
		}
	} else {
		names = []string{name}
	}
	for _, text := range inside {
		switch {
		case strings.HasPrefix(text, "B:"), strings.HasPrefix(text, "D:"):
		case c.tags[0] == tagLeaders && (text == "" || strings.Trim(text[:1], "0123456789<>") == ""):
			codes = append(codes, c.code+"GOV "+text)
		default:
			codes = append(codes, text)
		}
	}
	if len(names) == 0 || names[0] == "" {
		c.left("code without an actor", line)
		return nil
	}
	c.dictionary.names, c.codes, c.first = names, codes, c.dictionary.line
	c.persons = true
	defer func() { c.persons = false }()
	return c.flush()
}

// endCountry gives the state its names.
func (c *countryInfo) endCountry() error {
	names, code := c.names, c.code
	c.names, c.code = nil, ""
	if len(names) == 0 {
		return nil
	}
	state := c.Base.State(code)
	if state == nil {
		c.left("no state has the code", code)
		return nil
	}
	return c.grow(state, names)
}

func (c *countryInfo) end() error {
	if err := c.endCountry(); err != nil {
		return err
	}
	return c.finish()
}
