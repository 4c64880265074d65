package filter

import (
	"cmp"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/record"
)

// OfPost makes an item of a line of the ledger of posts.
func OfPost(t *archive.Tenure) Item { return post{t} }

// OfPerson makes an item of a person.
func OfPerson(p *archive.Identity) Item { return person{p} }

type post struct{ *archive.Tenure }

func (t post) Keys(f Field) []string {
	switch f {
	case Person:
		return []string{PartyKey(&archive.Party{Name: t.Name, Code: t.Code, Person: t.Tenure.Person, Registry: t.registry(), Kind: record.Person})}
	case Side, SideBloc:
		return parties([]archive.Party{{Name: t.Organization, Code: t.Code}, {Name: t.Name, Code: t.Code, Person: t.Tenure.Person, Kind: record.Person}})
	case Content:
		return words(t.Title, t.Organization, t.Name)
	case Title:
		return words(t.Title)
	case Outlet:
		var out []string
		for _, h := range t.Evidence {
			if name := Fold(h.Outlet); name != "" && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
		return out
	case Document:
		var out []string
		for _, h := range t.Evidence {
			out = append(out, h.Document)
		}
		return out
	}
	return nil
}

func (t post) Number(f Field) (float64, bool) {
	switch f {
	case Reports:
		return float64(t.Reports), true
	case Outlets:
		return float64(t.Outlets), true
	}
	return 0, false
}

func (t post) Day(f Field) string {
	return seen(f, cmp.Or(t.First, t.FormerBy), cmp.Or(t.Last, t.FormerBy))
}

// registry is the person's key of the registry, when the identity is one.
func (t post) registry() string {
	if strings.HasPrefix(t.Tenure.Person, "person/") {
		return t.Tenure.Person
	}
	return ""
}

type person struct{ *archive.Identity }

func (p person) Keys(f Field) []string {
	switch f {
	case Person, Side, SideBloc:
		var out []archive.Party
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			out = append(out, archive.Party{Name: name, Code: p.Code, Registry: p.Registry, Person: p.ID, Kind: record.Person})
		}
		return parties(out)
	case Content:
		return words(append([]string{p.Name}, p.Aliases...)...)
	}
	return nil
}

func (p person) Number(f Field) (float64, bool) {
	if f == Documents {
		return float64(p.Documents), true
	}
	return 0, false
}

func (p person) Day(f Field) string { return seen(f, p.First, p.Last) }

// seen is the day of a field for what was seen from first to last.
func seen(f Field, first, last string) string {
	switch f {
	case Since:
		return last
	case Until, Day:
		return first
	}
	return ""
}
