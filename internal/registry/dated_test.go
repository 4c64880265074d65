package registry

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"1993": "1993", "1993-01": "1993-01", "1993-01-20": "1993-01-20", "1993-01-20T10:00:00Z": "1993-01-20",
		"": "none", "93": "none", "1993-13": "none", "1993-00-01": "none", "1993-01-32": "none", "1993-1-2": "none", "1993-01-20x": "none", "0000": "none",
	} {
		d, ok := ParseDate(text)
		got := d.String()
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestHolds(t *testing.T) {
	for _, c := range []struct {
		period, on string
		want       bool
	}{
		{"1993..2001", "1993-01-01", true}, {"1993..2001", "2001-12-31", true}, {"1993..2001", "2002-01-01", false},
		{"1993-01-20..2001-01-20", "1993-01-19", false}, {"1993-01-20..2001-01-20", "2001-01-20", true},
		{"1993-01-20..", "2023", true}, {"..1991", "1992-01-01", false}, {"..1991", "1950", true},
		{"1993-06..1993-06", "1993-06-30", true}, {"1993-06..1993-06", "1993-07-01", false},
		{"1993-06-15..", "1993", true}, {"1993..2001", "", false}, {"1993..", "", true},
	} {
		p, err := parsePeriod(c.period)
		if err != nil {
			t.Fatal(err)
		}
		on, _ := ParseDate(c.on)
		if got := p.Holds(on); got != c.want || p.Text() != c.period {
			t.Errorf("%s on %q: %v, text %s", c.period, c.on, got, p.Text())
		}
	}
	for _, bad := range []string{"..", "1993", "2001..1993", "soon..", "1993-01-20..1993-01-19"} {
		if p, err := parsePeriod(bad); err == nil {
			t.Errorf("%q is the period %s", bad, p.Text())
		}
	}
}

// TestOn asks what a person of a user's file was on a day.
func TestOn(t *testing.T) {
	head := "key\tname\tgender\tcode\tsectors\taffiliations\n"
	r, err := LoadWith(fstest.MapFS{"persons.tsv": {Data: []byte(head +
		"person/a\tVera Quux\tf\t\t\tZMB GOV,ELI 2001..2005-06-30 minister of trade|ZMB LEG 2005-07-01..2009\n" +
		"person/b\tIvan Quux\tm\tRUS\tEDU\tUNO GOV 2010..2012\n" +
		"person/c\tWei Quux\t\t\t\tCHN GOV 2010..2012|- JRN\n" +
		"person/d\tJon Quux\t\t\t\tISL LEG 1990..1995|DNK LEG 1996..1999\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ key, on, want string }{
		{"person/a", "2003-05-05", "ZMB [GOV ELI]"}, {"person/a", "2005-07-01", "ZMB [LEG]"}, {"person/a", "2020-01-01", "ZMB []"},
		{"person/b", "2011", "UNO [GOV]"}, {"person/b", "2020", "RUS [EDU]"}, {"person/b", "", "RUS [EDU]"},
		{"person/c", "2011-01-01", "CHN [GOV]"}, {"person/c", "2015-01-01", " [JRN]"},
		{"person/d", "1991-01-01", "ISL [LEG]"}, {"person/d", "2015-01-01", " []"},
	} {
		on, _ := ParseDate(c.on)
		if code, sectors := r.ByKey(c.key).On(on); fmt.Sprint(code, " ", sectors) != c.want {
			t.Errorf("%s on %s: %s %v, want %s", c.key, c.on, code, sectors, c.want)
		}
	}
	if p := r.ByKey("person/a").Affiliations[0]; p.Post != "minister of trade" || p.String() != "ZMB GOV,ELI 2001..2005-06-30 minister of trade" {
		t.Errorf("affiliation %+v", p)
	}
}

// TestCurrent prefers what exists on the day of the page.
func TestCurrent(t *testing.T) {
	r, err := LoadWith(fstest.MapFS{"groups.tsv": {Data: []byte("key\tname\tcode\tsectors\tfrom\tto\n" +
		"group/zmb/old\tQuux Front\tZMB\tREB\t1990\t1999-12-31\ngroup/zmb/new\tQuux Front\tZMB\tPTY\t2000\t\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"1995-01-01": "group/zmb/old", "2005-01-01": "group/zmb/new",
		"1980-01-01": "group/zmb/new group/zmb/old", "": "group/zmb/new group/zmb/old"} {
		on, _ := ParseDate(day)
		r.Scan("the Quux Front said", func(m Match) {
			var got []string
			for _, ref := range r.Current(m.Names, on) {
				got = append(got, r.Entry(ref.Entry).Key)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q: %v, want %s", day, got, want)
			}
		})
	}
}

func TestDatedErrors(t *testing.T) {
	for row, want := range map[string]string{
		"affiliations\nperson/a\tVera Quux\tZMB":                   "persons.tsv:2: affiliations: \"ZMB\" is no affiliation",
		"affiliations\nperson/a\tVera Quux\tZMB GOV 2001..1999":    "from 2001 is after to 1999",
		"affiliations\nperson/a\tVera Quux\tQQQ GOV":               `no code "QQQ" in affiliation`,
		"affiliations\nperson/a\tVera Quux\tZMB KING":              `no sector "KING"`,
		"gender\nperson/a\tVera Quux\tfemale":                      `"female" is not m, f or x`,
		"former\nperson/a\tVera Quux\tVera Foo soon..1999":         `"soon" is no date`,
		"affiliations\nperson/a\tVera Quux\tZMB GOV 2001..2005||x": "empty item",
	} {
		_, err := LoadWith(fstest.MapFS{"persons.tsv": {Data: []byte("key\tname\t" + row + "\n")}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", row, err)
		}
	}
	if _, err := LoadWith(fstest.MapFS{"person.tsv": {Data: []byte("key\n")}}); err == nil || !strings.Contains(err.Error(), "person.tsv:0: no data file has this name") {
		t.Errorf("a file that no one reads: %v", err)
	}
}

// TestMembersOn asks for memberships on a day.
func TestMembersOn(t *testing.T) {
	r, err := LoadWith(fstest.MapFS{"bodies.tsv": {Data: []byte("key\tkind\tname\tcode\tmembers\norg/quux\torganization\tQuux Club\tIGO\tFRA|GBR 1973..2020-01-31|FIN 1995..\n")}})
	if err != nil {
		t.Fatal(err)
	}
	e := r.ByKey("org/quux")
	for day, want := range map[string]string{"1980": "FRA GBR", "2000-01-01": "FRA GBR FIN", "2021-01-01": "FRA FIN"} {
		on, _ := ParseDate(day)
		if got := strings.Join(e.MembersOn(on), " "); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	if !slices.Equal(e.Members, []string{"FRA", "FIN"}) {
		t.Errorf("members %v", e.Members)
	}
}
