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
// longer name that has all its words, and stays alone when there are several. A
// full name under several countries is one person's when nearly all reports give
// one of them. The second value gives the identity of each holding.
func People(holdings []archive.Holding) (people []archive.Identity, of []string) {
	p := personsOf(holdings)
	of = make([]string, len(holdings))
	seen := map[string]*archive.Identity{}
	documents := map[[2]string]bool{}
	for i := range holdings {
		h := &holdings[i]
		key := keyOf(h)
		of[i] = p.ids[key]
		id := seen[of[i]]
		if id == nil {
			id = &archive.Identity{ID: of[i], Name: h.Name, Code: p.whole[key].code}
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
	if id.Registry != "" && (id.Code == "" || h.Code != "" && h.Code < id.Code) {
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
	ids     map[nameKey]string
	forms   map[nameKey][]string  // the names as written
	byWord  map[nameKey][]nameKey // by country and one word
	reports map[nameKey]int
	whole   map[nameKey]nameKey // the name that stands for each
}

func personsOf(holdings []archive.Holding) *persons {
	p := &persons{map[nameKey]string{}, map[nameKey][]string{}, map[nameKey][]nameKey{}, map[nameKey]int{}, map[nameKey]nameKey{}}
	for i := range holdings {
		p.see(&holdings[i])
	}
	p.join()
	return p
}

func (p *persons) see(h *archive.Holding) {
	k := keyOf(h)
	p.reports[k]++
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
	reports := map[nameKey]int{}
	for k := range p.forms {
		p.whole[k] = k
		if k.registry == "" {
			p.whole[k] = p.longest(k)
		}
		reports[p.whole[k]] += p.reports[k]
	}
	home := homes(reports)
	for k := range p.forms {
		if k.registry != "" {
			p.ids[k] = k.registry
			continue
		}
		if h, ok := home[p.whole[k]]; ok {
			p.whole[k] = h
		}
		p.ids[k] = PersonID(slices.Min(p.forms[p.whole[k]]), p.whole[k].code, "")
	}
}

// A country is a person's when it has so many times the reports of another, and
// at least so many.
const (
	homeTimes = 4
	homeLeast = 4
)

// homes leads a full name of one country to that of another, which nearly all
// reports give: pages and coders err about the country of a foreigner. A name
// without country goes with the only one.
func homes(reports map[nameKey]int) map[nameKey]nameKey {
	byName := map[string][]nameKey{}
	for k := range reports {
		if k.registry == "" && strings.Contains(k.words, " ") {
			byName[k.words] = append(byName[k.words], k)
		}
	}
	out := map[nameKey]nameKey{}
	for _, keys := range byName {
		slices.SortFunc(keys, func(a, b nameKey) int {
			return cmp.Or(cmp.Compare(min(1, len(b.code)), min(1, len(a.code))), cmp.Compare(reports[b], reports[a]), cmp.Compare(a.code, b.code))
		})
		top := keys[0]
		for n, k := range keys[1:] {
			only := k.code == "" && top.code != "" && n == 0
			if only || reports[top] >= homeLeast && reports[top] >= homeTimes*reports[k] {
				out[k] = top
			}
		}
	}
	return out
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
