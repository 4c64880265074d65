package link

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"chancery/archive"
)

// PersonID is the identity of a person across documents: the key of the
// registry, else the folded name with the country. Shorter forms of a name are
// led to it by People.
func PersonID(name, code, registry string) string {
	if registry != "" {
		return registry
	}
	return "name/" + strings.ToLower(cmp.Or(code, "-")) + "/" + strings.ReplaceAll(Fold(name), " ", "-")
}

// People joins the persons of many reports: by registry key, else by folded name
// and country, where a shorter form ("Arkan", "S. Arkan") goes with the one
// longer name that has all its words, and stays alone when there are several.
// The second value gives the identity of each holding.
func People(holdings []archive.Holding) (people []archive.Identity, of []string) {
	p := &persons{ids: map[nameKey]string{}, forms: map[nameKey][]string{}, byWord: map[nameKey][]nameKey{}}
	for i := range holdings {
		p.see(&holdings[i])
	}
	p.join()
	of = make([]string, len(holdings))
	seen := map[string]*archive.Identity{}
	documents := map[[2]string]bool{}
	for i := range holdings {
		h := &holdings[i]
		of[i] = p.ids[keyOf(h)]
		id := seen[of[i]]
		if id == nil {
			id = &archive.Identity{ID: of[i], Name: h.Name, Code: h.Code}
			seen[of[i]] = id
		}
		tell(id, h, documents)
	}
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		id := seen[key]
		id.Aliases = slices.DeleteFunc(id.Aliases, func(a string) bool { return a == id.Name })
		people = append(people, *id)
	}
	return people, of
}

// tell adds one report to an identity.
func tell(id *archive.Identity, h *archive.Holding, documents map[[2]string]bool) {
	if h.Person != "" {
		id.Registry = h.Person
	}
	if !slices.Contains(id.Aliases, h.Name) {
		id.Aliases = append(id.Aliases, h.Name)
		slices.Sort(id.Aliases)
	}
	if len(h.Name) > len(id.Name) || len(h.Name) == len(id.Name) && h.Name < id.Name {
		id.Name = h.Name
	}
	if id.Code == "" || h.Code != "" && h.Code < id.Code {
		id.Code = h.Code
	}
	if at := [2]string{id.ID, h.Document}; !documents[at] {
		documents[at] = true
		id.Documents++
	}
	if h.Day != "" {
		if id.First == "" || h.Day < id.First {
			id.First = h.Day
		}
		id.Last = max(id.Last, h.Day)
	}
}

// nameKey is a name as it is compared.
type nameKey struct{ registry, code, words string }

func keyOf(h *archive.Holding) nameKey {
	if h.Person != "" {
		return nameKey{registry: h.Person}
	}
	return nameKey{code: h.Code, words: strings.Join(nameWords(h.Name), " ")}
}

type persons struct {
	ids    map[nameKey]string
	forms  map[nameKey][]string  // the names as written
	byWord map[nameKey][]nameKey // by country and one word
}

func (p *persons) see(h *archive.Holding) {
	k := keyOf(h)
	if _, ok := p.forms[k]; !ok && k.registry == "" {
		for _, w := range strings.Fields(k.words) {
			one := nameKey{code: k.code, words: w}
			p.byWord[one] = append(p.byWord[one], k)
		}
	}
	if !slices.Contains(p.forms[k], h.Name) {
		p.forms[k] = append(p.forms[k], h.Name)
	}
}

// join gives each name its identity.
func (p *persons) join() {
	for k, forms := range p.forms {
		if k.registry != "" {
			p.ids[k] = k.registry
			continue
		}
		whole := p.longest(k)
		if whole != k {
			forms = p.forms[whole]
		}
		p.ids[k] = PersonID(slices.Min(forms), whole.code, "")
	}
}

// longest is the one name that has all words of a name and of which no other
// has all; the name itself when there are several.
func (p *persons) longest(k nameKey) nameKey {
	words := strings.Fields(k.words)
	if len(words) == 0 {
		return k
	}
	var wider []nameKey
	for _, other := range p.byWord[nameKey{code: k.code, words: words[0]}] {
		if other != k && holdsAll(other.words, words) {
			wider = append(wider, other)
		}
	}
	top := slices.DeleteFunc(slices.Clone(wider), func(a nameKey) bool {
		return slices.ContainsFunc(wider, func(b nameKey) bool { return a != b && holdsAll(b.words, strings.Fields(a.words)) })
	})
	if len(top) == 1 {
		return top[0]
	}
	return k
}

func holdsAll(name string, words []string) bool {
	has := strings.Fields(name)
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(has, w) })
}
