package registry

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestBuiltinIsRight is the check of the data files: every problem fails it.
func TestBuiltinIsRight(t *testing.T) {
	for _, p := range Check(nil) {
		t.Error(p)
	}
}

// TestFormatErrors gives one bad file each and asks for the place and a word of the message.
func TestFormatErrors(t *testing.T) {
	const states = "key\tiso3\tname\tstanding\tlat\tlon\n"
	cases := []struct{ name, file, data, want string }{
		{"unknown column", "states.tsv", "key\tiso3\tname\tcolour\n", `states.tsv:1: unknown column "colour"`},
		{"column twice", "states.tsv", "key\tiso3\tname\tname\n", "states.tsv:1: column \"name\" is there twice"},
		{"column missing", "states.tsv", "key\tname\n", `states.tsv:1: column "iso3" is missing`},
		{"no header", "states.tsv", "# only a comment\n", "states.tsv:0: no header"},
		{"not UTF-8", "states.tsv", states + "state/x\tRU\xff\n", "states.tsv:0: not UTF-8"},
		{"too few cells", "states.tsv", states + "state/xyz\tXYZ\n", "states.tsv:2: 2 cells where the header has 6"},
		{"too many cells", "states.tsv", states + "a\tb\tc\td\te\tf\tg\n", "states.tsv:2: 7 cells"},
		{"key twice", "states.tsv", states + "state/xyz\tXYZ\tX\tother\t\t\nstate/xyz\tXYZ\tX\tother\t\t\n", "states.tsv:3: key state/xyz is in line 2 already"},
		{"key prefix", "states.tsv", states + "xyz\tXYZ\tX\tother\t\t\n", `states.tsv:2: key "xyz"`},
		{"key signs", "states.tsv", states + "state/X Y\tXYZ\tX\tother\t\t\n", `states.tsv:2: key "state/X Y"`},
		{"empty name", "states.tsv", states + "state/xyz\tXYZ\t\tother\t\t\n", "states.tsv:2: column name is empty"},
		{"latitude", "states.tsv", states + "state/xyz\tXYZ\tX\tother\t91\t0\n", `states.tsv:2: lat: "91" is no lat`},
		{"latitude NaN", "states.tsv", states + "state/xyz\tXYZ\tX\tother\tNaN\t0\n", "states.tsv:2: lat"},
		{"half a coordinate", "states.tsv", states + "state/xyz\tXYZ\tX\tother\t10\t\n", "states.tsv:2: lat without lon"},
		{"standing", "states.tsv", states + "state/xyz\tXYZ\tX\tking\t\t\n", `states.tsv:2: standing "king"`},
		{"code of a state taken", "states.tsv", states + "state/new\tRUS\tX\tother\t\t\n", "two states have the code RUS"},
		{"stray space", "states.tsv", states + "state/xyz\tXYZ\t X\tother\t\t\n", "states.tsv:2: stray space in column name"},
		{"bad code", "organs.tsv", "key\tname\tcode\tsectors\norgan/x\tX y\tXXX\tGOV\n", `organs.tsv:2: no code "XXX"`},
		{"bad sector", "organs.tsv", "key\tname\tcode\tsectors\norgan/x\tX y\tRUS\tABC\n", `organs.tsv:2: no sector "ABC"`},
		{"bad member", "bodies.tsv", "key\tkind\tname\tcode\tmembers\norg/x\torganization\tX y\tIGO\tRUS|ZZZ\n", `bodies.tsv:2: no member state "ZZZ"`},
		{"bad kind", "bodies.tsv", "key\tkind\tname\tcode\norg/x\tclub\tX y\tIGO\n", `bodies.tsv:2: kind: no kind "club"`},
		{"empty item", "bodies.tsv", "key\tkind\tname\tcode\taliases\norg/x\torganization\tX y\tIGO\tA||B\n", "bodies.tsv:2: aliases: empty item"},
		{"item twice", "bodies.tsv", "key\tkind\tname\tcode\taliases\norg/x\torganization\tX y\tIGO\tA b|A b\n", `"A b" is twice`},
		{"years", "bodies.tsv", "key\tkind\tname\tcode\tfrom\tto\norg/x\torganization\tX y\tIGO\t2000\t1990\n", "bodies.tsv:2: from 2000 is after to 1990"},
		{"place without coordinates", "places.tsv", "key\tclass\tname\tcode\ncity/rus/x\tcity\tX y\tRUS\n", "places.tsv:2: a place needs coordinates"},
		{"class of place", "places.tsv", "key\tclass\tname\tcode\tlat\tlon\ncity/rus/x\tplanet\tX y\tRUS\t1\t1\n", `places.tsv:2: no class of place "planet"`},
		{"region", "places.tsv", "key\tclass\tname\tlat\tlon\tregion\ncity/rus/x\tcity\tX y\t1\t1\tregion/rus/no\n", `places.tsv:2: no region "region/rus/no"`},
		{"key in two files", "forums.tsv", "key\tkind\tname\norg/un\tforum\tX y\n", "key org/un is in another file already"},
		{"capital", "states.tsv", "key\tiso3\tname\tstanding\tcapital\nstate/xyz\tXYZ\tX\tother\tcity/none\n", `states.tsv:2: no place "city/none" for a capital`},
		{"seat", "states.tsv", "key\tiso3\tname\tstanding\tseats\nstate/xyz\tXYZ\tX\tother\tCastle:ABC\n", "is no seat with a sector"},
		{"office level", "offices.tsv", "title\tplural\tsector\tlevel\tcategory\nking\t\tGOV\t7\thead\n", `offices.tsv:2: level "7"`},
		{"office case", "offices.tsv", "title\tplural\tsector\tlevel\tcategory\nKing\t\tGOV\t1\thead\n", "offices.tsv:2: title"},
		{"gender", "given.tsv", "name\tgender\nVera\tq\n", "given.tsv:2: name"},
		{"given twice", "given.tsv", "name\tgender\nVera\tf\nVera\tf\n", `given.tsv:3: "Vera" is in line 2 already`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := LoadWith(fstest.MapFS{c.file: {Data: []byte(c.data)}})
			if err == nil {
				t.Fatal("loaded without an error")
			}
			if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "cannot load registry") {
				t.Errorf("got %q, want it to hold %q", err, c.want)
			}
		})
	}
}

func TestOverride(t *testing.T) {
	extra := fstest.MapFS{
		"bodies.tsv":  {Data: []byte("key\tkind\tname\tcode\tabbreviations\norg/sco\torganization\tShanghai Body\tIGO\tSHB\norg/mine\torganization\tMy Own Club\tIGO\tMOC\n")},
		"offices.tsv": {Data: []byte("title\tplural\tsector\tlevel\tcategory\npremier\t\tGOV\t2\tmine\ngrand poobah\t\tGOV\t1\tmine\n")},
		"given.tsv":   {Data: []byte("name\tgender\nIvan\tx\nZyx\tf\n")},
	}
	r, err := LoadWith(extra)
	if err != nil {
		t.Fatal(err)
	}
	if e := r.ByKey("org/sco"); e.Name != "Shanghai Body" || len(e.Members) != 0 {
		t.Errorf("org/sco was not replaced: %+v", e)
	}
	if got := keys(r, "The Shanghai Cooperation Organization met"); got != "Shanghai" {
		t.Logf("names of a replaced row: %s", got) // other rows may still know the city
	}
	if hits := r.Find("MOC"); len(hits) != 1 || r.Entry(hits[0].Entry).Key != "org/mine" {
		t.Errorf("the added body is not found: %v", hits)
	}
	if o, n := r.Office([]string{"premier"}); n != 1 || o.Level != 2 || o.Category != "mine" {
		t.Errorf("office premier is %+v", o)
	}
	if o, n := r.Office([]string{"Grand", "Poobah"}); n != 2 || o.Level != 1 {
		t.Errorf("office grand poobah is %+v, %d", o, n)
	}
	if g, ok := r.Gender("Ivan"); !ok || g != Either {
		t.Errorf("Ivan is %c", g)
	}
}

func TestSameFilesSameIDs(t *testing.T) {
	a, b := load(t), load(t)
	if a.Len() != b.Len() {
		t.Fatalf("%d and %d entries", a.Len(), b.Len())
	}
	for id := ID(1); int(id) <= a.Len(); id++ {
		if a.Entry(id).Key != b.Entry(id).Key {
			t.Fatalf("id %d is %s and %s", id, a.Entry(id).Key, b.Entry(id).Key)
		}
	}
	if a.Entry(0) != nil || a.Entry(ID(a.Len()+1)) != nil || a.Entry(-1) != nil || a.ByKey("none") != nil || a.State("ZZZ") != nil {
		t.Error("an entry where there is none")
	}
}

func load(t testing.TB) *Registry {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}
