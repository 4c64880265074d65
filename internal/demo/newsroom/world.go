package newsroom

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed world
var files embed.FS

// Registry is the invented world as a folder for --registry: states, cities,
// outlets and forums.
func Registry() fs.FS {
	sub, err := fs.Sub(files, "world")
	if err != nil {
		panic("newsroom: " + err.Error())
	}
	return onlyTables{sub}
}

// onlyTables shows the tables of a folder and nothing else.
type onlyTables struct{ fs.FS }

func (o onlyTables) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, name)
	var out []fs.DirEntry
	for _, e := range all {
		if strings.HasSuffix(e.Name(), ".tsv") {
			out = append(out, e)
		}
	}
	return out, err
}

// World is who and what there is.
type World struct {
	States    []State
	Outlets   []Outlet
	Forums    []string
	Topics    []string
	Reporters []string
}

// State is one of the invented states.
type State struct {
	Code, Name, Adjective, Capital string
	Towns                          []string
	People                         map[string]string // name by post
}

// Outlet is one of the invented outlets.
type Outlet struct {
	Name, Code, Host string
	Theme            int // how its pages look
}

// readWorld reads the data files; they are ours, so that a mistake is a bug.
func readWorld() World {
	var w World
	byCode := map[string]int{}
	for _, r := range table("states.tsv") {
		byCode[r["iso3"]] = len(w.States)
		w.States = append(w.States, State{Code: r["iso3"], Name: r["name"], Adjective: r["adjectives"], Capital: r["capital"], People: map[string]string{}})
	}
	for _, r := range table("places.tsv") {
		s := &w.States[byCode[r["code"]]]
		if r["key"] == s.Capital {
			s.Capital = r["name"]
		} else {
			s.Towns = append(s.Towns, r["name"])
		}
	}
	for i, r := range table("outlets.tsv") {
		host := strings.ToLower(strings.ReplaceAll(r["name"], " ", "")) + ".example"
		w.Outlets = append(w.Outlets, Outlet{Name: r["name"], Code: r["code"], Host: "www." + host, Theme: i % themes})
	}
	for _, r := range table("forums.tsv") {
		w.Forums = append(w.Forums, r["name"])
	}
	for _, line := range lines("people.txt") {
		c := strings.Split(line, "\t")
		w.States[byCode[c[0]]].People[c[1]] = c[2]
	}
	w.Topics = lines("topics.txt")
	for _, s := range w.States {
		first, _, _ := strings.Cut(s.People["opposition leader"], " ")
		_, last, _ := strings.Cut(s.People["trade minister"], " ")
		w.Reporters = append(w.Reporters, first+" "+last+"s")
	}
	return w
}

// lines gives the lines of a file that say something.
func lines(name string) []string {
	raw, err := files.ReadFile("world/" + name)
	if err != nil {
		panic("newsroom: " + err.Error())
	}
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// table reads a file of the registry's form.
func table(name string) []map[string]string {
	all := lines(name)
	columns := strings.Split(all[0], "\t")
	var out []map[string]string
	for _, line := range all[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			panic(fmt.Sprintf("newsroom: %s: %q", name, line))
		}
		row := map[string]string{}
		for i, c := range cells {
			row[columns[i]] = c
		}
		out = append(out, row)
	}
	return out
}
