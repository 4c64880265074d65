package filter

import (
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Party is what a party or a place must be: one with a code of Codes or a key of
// Keys (of the registry, or of an identity), or with the words of Name in its
// name; and with the sector, when one is asked for.
type Party struct {
	Text   string // canonical, without the sector
	Codes  []string
	Keys   []string
	Name   Phrase
	Sector string
}

func (p Party) String() string {
	s := p.Text
	switch {
	case p.Name.Words != nil:
		if s = p.Name.String(); likeCode(s) && !p.Name.Prefix {
			s = `"` + s + `"`
		}
	case likeCode(s) && (len(p.Keys) > 0 || !slices.Contains(p.Codes, s)):
		s = `"` + s + `"`
	case s != "":
		s = quoted(s)
	}
	if p.Sector == "" {
		return s
	}
	return s + "/" + p.Sector
}

// likeCode tells a name that without quotes would be read as a code.
func likeCode(name string) bool { return len(name) == 3 && ontology.ValidCode(strings.ToUpper(name)) }

// PartyKey is the one string that a party is decided on: code, key, identity,
// kind, sectors, and the words of its name, separated by tabs.
func PartyKey(p *archive.Party) string {
	return strings.Join([]string{p.Code, p.Registry, p.Person, string(p.Kind), strings.Join(p.Sectors, ","), strings.Join(WordsOf(p.Name), " ")}, "\t")
}

// PlaceKey is PartyKey for the place of an event.
func PlaceKey(w *archive.Where) string {
	return PartyKey(&archive.Party{Name: w.Name, Code: w.Code, Registry: w.Registry, Kind: record.Place})
}

// MatchKey says whether the party of a PartyKey is one of those wanted.
func (l Parties) MatchKey(key string) bool {
	parts := strings.SplitN(key, "\t", 6)
	if len(parts) < 6 {
		return false
	}
	return slices.ContainsFunc(l.Any, func(p Party) bool { return p.matches(parts) })
}

func (p *Party) matches(parts []string) bool {
	code, key, person, sectors, name := parts[0], parts[1], parts[2], parts[4], parts[5]
	if p.Sector != "" && !slices.Contains(strings.Split(sectors, ","), p.Sector) {
		return false
	}
	switch {
	case p.Codes == nil && p.Keys == nil && p.Name.Words == nil:
		return true // the sector alone
	case code != "" && slices.Contains(p.Codes, code),
		key != "" && slices.Contains(p.Keys, key),
		person != "" && slices.Contains(p.Keys, person):
		return true
	}
	return p.Name.Words != nil && p.Name.In(strings.Fields(name))
}
