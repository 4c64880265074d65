package filter

import (
	"testing"

	"chancery/archive"
)

func TestMatchPostsAndPeople(t *testing.T) {
	held := &archive.Tenure{Person: "p1", Name: "Selim Arkan", Title: "foreign minister", Organization: "Foreign Ministry", Code: "TUR",
		First: "2023-02-01", Last: "2023-06-30", Reports: 3, Outlets: 2, Evidence: []archive.Holding{{Outlet: "Harbour Post"}}}
	who := &archive.Identity{ID: "p1", Name: "Selim Arkan", Aliases: []string{"S. Arkan"}, Code: "TUR", Documents: 4, First: "2023-02-01", Last: "2023-06-30"}
	for _, c := range []struct {
		filter string
		of     Target
		want   bool
	}{
		{"person:arkan", Posts, true}, {"person:\"Selim Arkan\"", People, true}, {"person:moreau", Posts, false},
		{"party:TUR", Posts, true}, {"party:TUR", People, true}, {"party:CHN", People, false},
		{"party.bloc:NATO", Posts, true}, {"party.bloc:SCO", Posts, false},
		{"text:\"foreign minister\"", Posts, true}, {"text:minister", People, false}, {"text:arkan", People, true},
		{"outlet:\"harbour post\"", Posts, true}, {"reports:>=3 outlets:2", Posts, true}, {"documents:>4", People, false},
		{"since:2023-06", Posts, true}, {"since:2023-07", Posts, false}, {"until:2023-01", People, false}, {"until:2023-02-01", People, true},
	} {
		e, err := Parse(c.filter, options(c.of))
		if err != nil {
			t.Errorf("%s: %v", c.filter, err)
			continue
		}
		item := OfPost(held)
		if c.of == People {
			item = OfPerson(who)
		}
		if got := Matches(e, item); got != c.want {
			t.Errorf("%s of %s: %v", c.filter, c.of, got)
		}
	}
}
