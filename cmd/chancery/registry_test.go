package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// runOne executes a command line of one command, as a.run does with all.
func runOne(t *testing.T, a app, command func(*app) *cobra.Command, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	if a.in == nil {
		a.in = strings.NewReader("")
	}
	a.out, a.err = &out, &errs
	root := &cobra.Command{Use: "chancery", SilenceErrors: true, SilenceUsage: true}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usagef("%v", err) })
	root.AddCommand(command(&a))
	root.SetArgs(args)
	root.SetOut(&out)
	root.SetErr(&errs)
	return ran{a.exit(root.ExecuteContext(t.Context())), out.String(), errs.String()}
}

func TestRegistryCommands(t *testing.T) {
	dir := folder(t, map[string]string{
		"good/bodies.tsv":    "key\tkind\tname\tcode\norg/mine\torganization\tMy Own Club\tIGO\n",
		"people/persons.tsv": "key\tname\taffiliations\nperson/zmb/quux\tZorbla Quuxton\tZMB GOV 2018..2022|ZMB LEG 2023..\n",
		"bad/organs.tsv":     "key\tname\tcode\tsectors\norgan/x\tX y\tXXX\tGOV\n",
		"bad/place.tsv":      "key\n",
		"none/readme.txt":    "",
		"agents.txt":         "LAWYERESS [~JUD]\nNOTHING\n",
	})
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, tc := range []struct {
		name     string
		args     []string
		code     int
		out, err string
	}{
		{"two readings", []string{"find", "Georgia"}, 0, "Georgia  state  GEO   -       full  -      state/geo\nGeorgia  place  USA", ""},
		{"any case", []string{"find", "the", "kremlin"}, 0, "seat  -      state/rus\n", ""},
		{"longer names", []string{"find", "Shanghai Cooperation"}, 0, "these begin with it:\n", ""},
		{"the middle of a name", []string{"find", "cooperation organization"}, 0, "these hold it:\n", ""},
		{"an earlier name", []string{"find", "zaire"}, 0, "alias  1971..1997  state/cod\n", ""},
		{"a kind of organ", []string{"find", "prosecutor general's office"}, 0, "kind of organ, of the country that is named with it: sector JUD\n", ""},
		{"a surname", []string{"find", "--registry", in("people"), "quuxton"}, 0, "Zorbla Quuxton  person  ZMB   LEG     full  -      person/zmb/quux\n", ""},
		{"a name for a key", []string{"show", "Zaire"}, 1, "", "there is no such key; you may mean state/cod"},
		{"past members", []string{"show", "org/europol"}, 0, "past members  GBR 1973..2020-01-31\n", ""},
		{"bad folder", []string{"find", "--registry", in("bad"), "Iran"}, 1, "", "--registry " + in("bad") + ": cannot load registry, 2 problems: place.tsv:0: "},
		{"a title", []string{"find", "prime minister"}, 0, "office: prime minister, sector GOV, level 1", ""},
		{"a given name", []string{"find", "Vera"}, 0, "given name: female\n", ""},
		{"your own", []string{"find", "--registry", in("good"), "My Own Club"}, 0, "org/mine\n", ""},
		{"nothing", []string{"find", "Zzyzx Qqq"}, 1, "", `cannot find "Zzyzx Qqq"`},
		{"no name", []string{"find"}, 2, "", "find takes a name"},
		{"no format", []string{"find", "--to", "xml", "x"}, 2, "", "--to xml"},
		{"an entry", []string{"show", "org/sco"}, 0, "members       BLR CHN IND IRN KAZ KGZ PAK RUS TJK UZB\n", ""},
		{"a capital", []string{"show", "state/rus"}, 0, "coordinates   60, 100\n", ""},
		{"no key", []string{"show", "org/none"}, 1, "", "there is no such key"},
		{"two keys", []string{"show", "a", "b"}, 2, "", "show takes one key"},
		{"check", []string{"check"}, 0, "all well: ", ""},
		{"check your own", []string{"check", in("good")}, 0, "1 files of your own\n", ""},
		{"check bad", []string{"check", in("bad")}, 1, in("bad/organs.tsv") + `:2: no code "XXX"`, "2 problems"},
		{"check unknown file", []string{"check", in("bad")}, 1, in("bad/place.tsv") + ":0: no data file has this name", ""},
		{"check empty", []string{"check", in("none")}, 1, "", "it has no .tsv file"},
		{"check no folder", []string{"check", in("nowhere")}, 1, "", "cannot read the folder"},
		{"import", []string{"import", "petrarch", in("agents.txt"), "--out", in("new")}, 0, "took 1 rows into offices.tsv\nleft out:\n       1  agent without a code (line 2 NOTHING)\n", ""},
		{"import over it", []string{"import", "petrarch", in("agents.txt"), "--out", in("new")}, 1, "", "it is there already"},
		{"no out", []string{"import", "petrarch", in("agents.txt")}, 2, "", "--out is missing"},
		{"no kind", []string{"import", "tabari", in("agents.txt"), "--out", "x"}, 2, "", "there is no such kind"},
		{"no file", []string{"import", "geonames", in("none.txt"), "--out", in("x")}, 1, "", "cannot read the file"},
		{"no command", []string{"look"}, 2, "", `there is no command "look"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := runOne(t, app{}, registryCommand, append([]string{"registry"}, tc.args...)...)
			if got.code != tc.code || !strings.Contains(got.out, tc.out) || !strings.Contains(got.err, tc.err) {
				t.Errorf("code %d, want %d\nout %s\nerr %s", got.code, tc.code, got.out, got.err)
			}
		})
	}
	if text, err := os.ReadFile(in("new/offices.tsv")); err != nil || !strings.Contains(string(text), "lawyeress\t\tJUD\t\tagent\n") {
		t.Errorf("%s, %v", text, err)
	}
	if left, _ := filepath.Glob(in("new/*" + unfinished)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRegistryJSON(t *testing.T) {
	var f found
	got := runOne(t, app{}, registryCommand, "registry", "find", "--to", "json", "Georgia")
	if err := json.Unmarshal([]byte(got.out), &f); err != nil || !f.Exact || len(f.Readings) < 2 || f.Readings[0].Key != "state/geo" {
		t.Errorf("%+v, %v", f, err)
	}
	var e struct {
		Coordinates []float64
		Names       map[string][]string
	}
	got = runOne(t, app{}, registryCommand, "registry", "show", "--to", "json", "state/rus")
	if err := json.Unmarshal([]byte(got.out), &e); err != nil || len(e.Coordinates) != 2 || e.Names["adjective"][0] != "Russian" {
		t.Errorf("%+v, %v", e, err)
	}
}
