package link_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/link"
)

func holds(name, title, org, code, day string) archive.Holding {
	return archive.Holding{Document: name + day, Name: name, Title: title, Organization: org, Code: code, Day: day, Outlet: "lantern"}
}

func former(h archive.Holding) archive.Holding {
	h.Former = true
	return h
}

// posts are invented; the ledger of them is expected below.
func posts() []archive.Holding {
	return []archive.Holding{
		holds("Selim Arkan", "Foreign Minister", "Turkey", "TUR", "2031-01-05"),
		holds("Arkan", "minister of foreign affairs", "Ministry of Foreign Affairs", "TUR", "2031-03-01"),
		holds("S. Arkan", "Minister of Foreign Affairs", "", "TUR", "2031-04-01"),
		holds("Deniz Ulu", "Foreign Minister", "Turkey", "TUR", "2031-04-01"),
		holds("Deniz Ulu", "foreign minister", "", "TUR", "2031-06-09"),
		former(holds("Selim Arkan", "foreign minister", "", "TUR", "2031-05-02")),
		holds("Luc Marsan", "president", "France", "FRA", "2031-02-01"),
		holds("Luc Marsan", "president", "France", "FRA", "2031-08-01"),
		holds("Rémi Côté", "president", "France", "FRA", "2031-05-01"),
		holds("Remi Cote", "president", "France", "FRA", "2031-09-01"),
		holds("Anne Duval", "president", "Lyon Zoo", "FRA", "2031-05-01"),
		holds("Ivo Petrov", "deputy minister", "Bulgaria", "BGR", "2031-05-01"),
		holds("Ana Petrova", "deputy minister", "Bulgaria", "BGR", "2031-05-01"),
		holds("Petrov", "ambassador", "", "BGR", "2031-05-03"),
		holds("Jan Novak", "ambassador", "", "CZE", "2031-05-03"),
		holds("Petr Novak", "consul", "", "CZE", "2031-05-03"),
		holds("Novak", "envoy", "", "CZE", "2031-05-04"),
		holds("Rosa Lindt", "spokesperson", "Ministry of Health", "AUT", "2031-01-01"),
		holds("Rosa Lindt", "spokeswoman", "", "AUT", "2031-01-02"),
		holds("Rosa Lindt", "spokesperson", "Ministry of Health", "AUT", "2031-01-03"),
		holds("Rosa Lindt", "spokesperson", "Ministry of Health", "AUT", "2031-01-04"),
		holds("Rosa Lindt", "spokesperson", "", "AUT", "2031-01-08"),
		holds("Rosa Lindt", "spokesperson", "", "AUT", "2031-01-09"),
		holds("Rosa Lindt", "spokesperson", "", "AUT", "2031-01-10"),
		holds("Rosa Lindt", "spokesperson", "", "AUT", "2031-01-11"),
		holds("Rosa Lindt", "spokesperson", "", "DEU", "2031-01-05"),
		holds("Rosa Lindt", "spokesperson", "", "", "2031-01-06"),
		holds("Rosa Lindt", "envoy", "", "DEU", "2031-01-07"),
		holds("Jan Berg", "envoy", "", "NOR", "2031-01-07"),
		holds("Jan Berg", "envoy", "", "SWE", "2031-01-07"),
	}
}

func TestLedger(t *testing.T) {
	lines := map[string]archive.Tenure{}
	for _, l := range link.Ledger(posts()) {
		lines[l.Person+" "+l.Title] = l
	}
	check := func(key string, first, last, formerBy string, reports int, contradicts ...string) {
		t.Helper()
		l, ok := lines[key]
		if !ok {
			t.Errorf("no line %q among %v", key, keysOf(lines))
			return
		}
		if l.First != first || l.Last != last || l.FormerBy != formerBy || l.Reports != reports || !slices.Equal(l.Contradicts, contradicts) {
			t.Errorf("%s: %s to %s, former by %q, %d reports, against %v", key, l.First, l.Last, l.FormerBy, l.Reports, l.Contradicts)
		}
	}
	// The other is first seen on the day on which he is last seen: no contradiction.
	check("name/tur/selim-arkan Foreign Minister", "2031-01-05", "2031-04-01", "2031-05-02", 4)
	check("name/tur/deniz-ulu Foreign Minister", "2031-04-01", "2031-06-09", "", 2)
	// Two presidents at a time, in two spellings; that of a zoo is another post.
	check("name/fra/luc-marsan president", "2031-02-01", "2031-08-01", "", 2, "name/fra/remi-cote")
	check("name/fra/remi-cote president", "2031-05-01", "2031-09-01", "", 2, "name/fra/luc-marsan")
	check("name/fra/anne-duval president", "2031-05-01", "2031-05-01", "", 1)
	// Many may be deputies; a short name goes with the one longer name that has it.
	check("name/bgr/ivo-petrov deputy minister", "2031-05-01", "2031-05-01", "", 1)
	check("name/bgr/ivo-petrov ambassador", "2031-05-03", "2031-05-03", "", 1)
	// Where a report names no body or, against all others, another country, it is
	// that of the others; another post stays as it is told.
	check("name/aut/rosa-lindt spokesperson", "2031-01-01", "2031-01-11", "", 10)
	check("name/aut/rosa-lindt envoy", "2031-01-07", "2031-01-07", "", 1)
	check("name/nor/jan-berg envoy", "2031-01-07", "2031-01-07", "", 1)
	check("name/swe/jan-berg envoy", "2031-01-07", "2031-01-07", "", 1)
	// Which Novak is not known.
	check("name/cze/novak envoy", "2031-05-04", "2031-05-04", "", 1)
}

func keysOf(lines map[string]archive.Tenure) []string {
	var out []string
	for k := range lines {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func TestLedgerIgnoresOrder(t *testing.T) {
	in := posts()
	want, people := link.Ledger(in), fmt.Sprint(peopleOf(in))
	r := rand.New(rand.NewPCG(3, 3))
	for range 20 {
		r.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		if got := link.Ledger(in); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
		if got := fmt.Sprint(peopleOf(in)); got != people {
			t.Fatalf("got %v\nwant %v", got, people)
		}
	}
}

func peopleOf(in []archive.Holding) []archive.Identity {
	people, _ := link.People(in)
	return people
}

func TestPeople(t *testing.T) {
	for _, p := range peopleOf(posts()) {
		if p.ID == "name/fra/remi-cote" && (p.Documents != 2 || !slices.Equal(p.Aliases, []string{"Remi Cote"}) || p.Name != "Rémi Côté") {
			t.Errorf("%+v", p)
		}
		if p.ID == "name/tur/selim-arkan" && (p.First != "2031-01-05" || p.Last != "2031-05-02" || len(p.Aliases) != 2) {
			t.Errorf("%+v", p)
		}
	}
	known := holds("Selim Arkan", "Foreign Minister", "", "TUR", "2031-01-05")
	known.Person = "person/arkan"
	if p := peopleOf([]archive.Holding{known}); p[0].ID != "person/arkan" || p[0].Registry != "person/arkan" {
		t.Errorf("%+v", p)
	}
}
