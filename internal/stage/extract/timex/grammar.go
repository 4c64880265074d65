package timex

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed english.tsv
var english string

// Grammar is the vocabulary of date expressions, checked and indexed. It does
// not change after Load.
type Grammar struct {
	ids     map[string]uint16 // lower-cased form → index in entries
	entries []entry
	longest int                 // bytes of the longest form
	phrases map[uint16][]phrase // feasts and periods by the id of their first word
}

// phrase is a feast or a period of one or more words, the longest first.
type phrase struct {
	rest  []string // the words after the first, lower-cased
	feast feast
	from  Date // a period, when feast is none
	to    Date
}

// Load reads the embedded English words.
func Load() (*Grammar, error) {
	g, err := parse(english)
	if err != nil {
		return nil, fmt.Errorf("cannot load the words of time: %w", err)
	}
	return g, nil
}

func parse(tsv string) (*Grammar, error) {
	g := &Grammar{ids: map[string]uint16{}, entries: make([]entry, 1), phrases: map[uint16][]phrase{}}
	names := classNames()
	for n := 1; tsv != ""; n++ {
		var line string
		line, tsv, _ = strings.Cut(tsv, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if err := g.row(strings.Split(line, "\t"), names); err != nil {
			return nil, fmt.Errorf("line %d, %q: %w", n, line, err)
		}
	}
	return g, nil
}

func (g *Grammar) row(field []string, names map[string]className) error {
	if len(field) < 2 || len(field) > 3 || field[0] == "" || field[0] != strings.ToLower(field[0]) {
		return fmt.Errorf("want a lower-case form, a class and at most one value")
	}
	value := ""
	if len(field) == 3 {
		value = field[2]
	}
	if field[1] == "feast" || field[1] == "period" {
		return g.phrase(strings.Fields(field[0]), field[1], value)
	}
	name, ok := names[field[1]]
	if !ok {
		return fmt.Errorf("no class %q", field[1])
	}
	e := entry{class: name.class, minor: name.minor}
	if value != "" {
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return err
		}
		if e.class&numeral != 0 {
			e.num = v
		} else {
			e.val = int16(v)
		}
	}
	return g.add(field[0], e)
}

// numeral holds the classes whose value is a number rather than an index.
const numeral = cCard | cScale | cVague | cOrd | cDecade

func (g *Grammar) add(form string, e entry) error {
	id, ok := g.ids[form]
	if !ok {
		id = uint16(len(g.entries))
		g.ids[form] = id
		g.entries = append(g.entries, entry{})
		g.longest = max(g.longest, len(form))
	}
	return g.entries[id].merge(e)
}

func (g *Grammar) phrase(words []string, class, value string) error {
	if len(words) == 0 {
		return fmt.Errorf("no words")
	}
	p := phrase{rest: words[1:]}
	var err error
	if class == "feast" {
		p.feast, err = parseFeast(value)
	} else {
		from, to, _ := strings.Cut(value, "/")
		var ok1, ok2 bool
		p.from, ok1 = ParseDate(from)
		p.to, ok2 = ParseDate(to)
		if !ok1 || !ok2 || p.to.Before(p.from) {
			err = fmt.Errorf("no period %q", value)
		}
	}
	if err != nil {
		return err
	}
	if err := g.add(words[0], entry{class: cPhrase}); err != nil {
		return err
	}
	id := g.ids[words[0]]
	at := 0
	for at < len(g.phrases[id]) && len(g.phrases[id][at].rest) >= len(p.rest) {
		at++
	}
	g.phrases[id] = append(g.phrases[id][:at], append([]phrase{p}, g.phrases[id][at:]...)...)
	return nil
}

// lookup gives the id of a word, 0 when the vocabulary does not have it. norm
// is the lower-cased form when the caller has it.
func (g *Grammar) lookup(form, norm string) uint16 {
	if norm != "" {
		if len(norm) > g.longest {
			return 0
		}
		return g.ids[norm]
	}
	if len(form) > g.longest || len(form) > 32 {
		return 0
	}
	var buf [32]byte
	for i := range len(form) {
		c := form[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return g.ids[string(buf[:len(form)])]
}
