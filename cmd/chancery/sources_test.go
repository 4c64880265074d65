package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive"
)

func TestSources(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.jsonl": `{"text":"Aid came to Vessin.","source":"Averna Courier","published":"2031-03-04"}
{"text":"Aid came to Port Calder.","source":"Averna Courier","published":"2031-03-07"}
`,
		"outlets.csv":  "\uFEFFoutlet;country;note\nAverna Courier;;late but careful\nBelmor Post;NOR;\n",
		"outlets.tsv":  "outlet\townership\nBelmor Post\tpublic\n",
		"bad.csv":      "outlet,country,ownership\n,Norway,mine\nX,NOR,state\n",
		"nocolumn.csv": "outlet,colour\nX,red\n",
	})
	db, in := filepath.Join(t.TempDir(), "a.db"), func(name string) string { return filepath.Join(dir, name) }
	for _, args := range [][]string{
		{"ingest", in("a.jsonl"), "--archive", db},
		{"sources", "set", "Averna Courier", "--country", "SWE", "--ownership", "private", "--archive", db},
		{"sources", "set", "Averna Courier", "--ownership", "", "--archive", db},
		{"sources", "import", in("outlets.csv"), "--archive", db},
		{"sources", "import", in("outlets.tsv"), "--archive", db},
	} {
		if r := run(t, app{}, args...); r.code != 0 {
			t.Fatalf("%v: %d\n%s", args, r.code, r.err)
		}
	}
	r := run(t, app{}, "sources", "--to", "json", "--archive", db)
	var got []archive.Outlet
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatalf("%v\n%s", err, r.out)
	}
	want := []archive.Outlet{
		{Source: archive.Source{Outlet: "Averna Courier", Country: "SWE", Note: "late but careful"}, Documents: 2, First: "2031-03-04", Last: "2031-03-07"},
		{Source: archive.Source{Outlet: "Belmor Post", Country: "NOR", Ownership: "public"}},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v", got)
	}
	if r := run(t, app{}, "coverage", "--to", "csv", "--archive", db); !strings.Contains(r.out, "2031-03-04,Averna Courier,SWE,,1,1") {
		t.Errorf("coverage does not tell the country of the outlet:\n%s%s", r.out, r.err)
	}
	var e archive.Event
	if r := run(t, app{}, "events", "--to", "jsonl", "--archive", db); json.Unmarshal([]byte(strings.SplitN(r.out, "\n", 2)[0]), &e) != nil {
		t.Fatalf("%s%s", r.out, r.err)
	}
	if r := run(t, app{}, "show", e.Key, "--archive", db); !strings.Contains(r.out, "Averna Courier (SWE; late but careful)") {
		t.Errorf("show does not tell what is known of the outlet:\n%s%s", r.out, r.err)
	}
	for _, tc := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"set", "X", "--country", "Norway"}, 2, "three capitals"},
		{[]string{"set", "X", "--ownership", "mine"}, 2, "give one of state, public"},
		{[]string{"import", in("bad.csv")}, 1, "row 2: the outlet is empty"},
		{[]string{"import", in("nocolumn.csv")}, 1, `"colour" is no column`},
		{[]string{"import", in("none.csv")}, 1, "cannot read"},
	} {
		args := append(append([]string{"sources"}, tc.args...), "--archive", db)
		if got := run(t, app{}, args...); got.code != tc.code || !strings.Contains(got.err, tc.want) {
			t.Errorf("%v: exit %d, want %d and %q:\n%s", tc.args, got.code, tc.code, tc.want, got.err)
		}
	}
	if r := run(t, app{}, "sources", "--to", "jsonl", "--archive", db); strings.Count(r.out, "\n") != 2 {
		t.Errorf("a list with a wrong row was taken in part:\n%s", r.out)
	}
}

func TestIngestForeign(t *testing.T) {
	gdelt := func(id, day string) string {
		c := make([]string, 61)
		c[0], c[1], c[26], c[29], c[30] = id, day, "040", "1", "1.0"
		return strings.Join(c, "\t") + "\n"
	}
	dir := folder(t, map[string]string{
		"g.csv":   gdelt("1", "20410304") + gdelt("2", "20410305"),
		"bad.csv": gdelt("3", "20410306") + "4\t20410306\n" + gdelt("2", "20410305"),
		"i.tab":   "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n7\t2041-03-01\tA\t\tAverna\tConsult\t040\t1\tB\t\tBelmoria\t1\t1\tC\t\t\t\t\t\t\n",
	})
	db, in := filepath.Join(t.TempDir(), "a.db"), func(name string) string { return filepath.Join(dir, name) }
	for _, tc := range []struct {
		set, file string
		code      int
		want      string
	}{
		{"gdelt", "g.csv", 0, "2 events of gdelt2"},
		{"gdelt", "bad.csv", 3, "bad.csv:2"},
		{"icews", "i.tab", 0, "1 events of icews"},
		{"gdelt", "i.tab", 1, "it is icews, not gdelt"},
		{"polecat", "g.csv", 1, "not polecat"},
		{"gdelt", "none.csv", 1, "cannot read"},
	} {
		if r := run(t, app{}, "ingest", "--from", tc.set, "--archive", db, in(tc.file)); r.code != tc.code || !strings.Contains(r.err, tc.want) {
			t.Errorf("%s from %s: exit %d, want %d and %q:\n%s", tc.set, tc.file, r.code, tc.code, tc.want, r.err)
		}
	}
	r := run(t, app{}, "sources", "foreign", "--to", "csv", "--archive", db)
	if want := "set,events,first,last\ngdelt2,3,2041-03-04,2041-03-06\nicews,1,2041-03-01,2041-03-01\n"; strings.ReplaceAll(r.out, "\r", "") != want {
		t.Errorf("got\n%s%s", r.out, r.err)
	}
	if r := run(t, app{}, "sources", "--to", "table", "--archive", db); !strings.Contains(r.out, "3 events of gdelt2, 2041-03-04–06") {
		t.Errorf("got\n%s%s", r.out, r.err)
	}
}
