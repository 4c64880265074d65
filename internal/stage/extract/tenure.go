package extract

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed data/titles.tsv
var titleFacts string

// titleTable tells which countries have an office: facts of data/titles.tsv.
type titleTable struct {
	own  []ownTitle
	bars map[string]map[string]bool // title → states without it
	only map[string]map[string]bool // title → the states that have it
}

// ownTitle is a way in which titles of one country or body begin.
type ownTitle struct{ prefix, code string }

func loadTitles(data string) (*titleTable, error) {
	t := &titleTable{bars: map[string]map[string]bool{}, only: map[string]map[string]bool{}}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "\t")
		kind, what, split := strings.Cut(name, " ")
		if !ok || !split {
			return nil, fmt.Errorf("cannot read titles.tsv:%d: want KIND NAME, a tab, and a list", n)
		}
		switch kind {
		case "own":
			for prefix := range strings.SplitSeq(value, ",") {
				t.own = append(t.own, ownTitle{strings.TrimSpace(prefix), what})
			}
		case "bars", "only":
			set := map[string]bool{}
			for code := range strings.FieldsSeq(value) {
				set[code] = true
			}
			if kind == "bars" {
				t.bars[what] = set
			} else {
				t.only[what] = set
			}
		default:
			return nil, fmt.Errorf("cannot read titles.tsv:%d: no kind %q", n, kind)
		}
	}
	return t, nil
}

// ownCode is the country or body that the words of a title tell by themselves.
func (t *titleTable) ownCode(title string) string {
	for _, o := range t.own {
		if strings.HasPrefix(title, o.prefix) {
			return o.code
		}
	}
	return ""
}

// has says whether a country can have an office. A deputy's is his chief's.
func (t *titleTable) has(code, title string) bool {
	for _, p := range [...]string{"acting ", "deputy ", "vice ", "caretaker ", "interim ", "outgoing "} {
		title = strings.TrimPrefix(title, p)
	}
	if t.bars[title][code] {
		return false
	}
	only := t.only[title]
	return only == nil || only[code]
}
