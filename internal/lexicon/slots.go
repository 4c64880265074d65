package lexicon

import (
	"fmt"
	"slices"
	"strings"
)

// slotNames are the slots that are not prepositions.
var slotNames = []string{"act", "adv", "comp", "inf", "ing", "iobj", "mod", "near", "obj", "poss", "subj", "that"}

// prepositions are the words that may name a slot.
var prepositions = wordSet{"about", "across", "after", "against", "along", "alongside", "amid", "among",
	"amongst", "around", "as", "at", "before", "behind", "between", "by", "concerning", "despite", "down", "during",
	"for", "from", "in", "inside", "into", "near", "of", "off", "on", "onto", "out", "outside", "over", "per",
	"regarding", "round", "through", "throughout", "to", "toward", "towards", "under", "until", "up", "upon", "via",
	"with", "within", "without"}

// Default slots of an empty cell.
var (
	verbActor     = []Slot{{Path{"subj"}}}
	verbRecipient = []Slot{{Path{"obj"}}}
	nounActor     = []Slot{{Path{"poss"}}, {Path{"by"}}, {Path{"subj"}}, {Path{"mod"}}}
)

// slots reads an actor or recipient cell. An empty cell gives def, "none" no slot.
func (v *vocabulary) slots(cell string, def []Slot) ([]Slot, error) {
	switch cell {
	case "-", "":
		return def, nil
	case "none":
		return nil, nil
	}
	if slots, ok := v.cells[cell]; ok {
		return slots, nil
	}
	slots, err := parseSlots(cell)
	if err == nil {
		v.cells[cell] = slots
	}
	return slots, err
}

func parseSlots(cell string) ([]Slot, error) {
	var out []Slot
	for alt := range strings.SplitSeq(cell, "|") {
		var slot Slot
		for p := range strings.SplitSeq(alt, "+") {
			path, err := parsePath(p)
			if err != nil {
				return nil, err
			}
			slot = append(slot, path)
		}
		out = append(out, slot)
	}
	return out, nil
}

func parsePath(s string) (Path, error) {
	path := Path(strings.Split(strings.TrimSpace(s), "."))
	for _, step := range path {
		if !slices.Contains(slotNames, step) && !prepositions.has(step) {
			return nil, fmt.Errorf("cannot read slot %q: no slot or preposition %q", s, step)
		}
	}
	return path, nil
}

// optional marks a limit that also holds where the slot is empty: "subj?:public".
const optional = "?:"

// variants spells out the optional limits of a cell: each gives one cell where
// it must hold and one where its slot is empty. At most three are allowed.
func variants(cell string) ([]string, error) {
	i := strings.Index(cell, optional)
	if i < 0 {
		return []string{cell}, nil
	}
	if strings.Count(cell, optional) > 3 {
		return nil, fmt.Errorf("cannot read limits %q: more than three are optional", cell)
	}
	start := strings.LastIndex(cell[:i], ";") + 1
	end := len(cell)
	if j := strings.Index(cell[i:], ";"); j >= 0 {
		end = i + j
	}
	slot := strings.TrimSpace(cell[start:i])
	if strings.Contains(slot, "|") {
		return nil, fmt.Errorf("cannot read limit %q: an optional limit has one slot", cell[start:end])
	}
	var out []string
	for _, one := range []string{slot + ":" + cell[i+len(optional):end], slot + "=-"} {
		more, err := variants(cell[:start] + one + cell[end:])
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// parseLimits reads a limits cell.
func parseLimits(cell string, v *vocabulary) ([]Limit, error) {
	if cell == "-" || cell == "" {
		return nil, nil
	}
	var out []Limit
	for one := range strings.SplitSeq(cell, ";") {
		l, err := parseLimit(strings.TrimSpace(one), v)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func parseLimit(s string, v *vocabulary) (Limit, error) {
	i := strings.IndexAny(s, "!=:")
	if i <= 0 {
		return Limit{}, fmt.Errorf("cannot read limit %q: a limit is slot=…, slot!=…, slot:… or slot!:…", s)
	}
	var l Limit
	for p := range strings.SplitSeq(s[:i], "|") {
		path, err := parsePath(p)
		if err != nil {
			return Limit{}, err
		}
		l.Paths = append(l.Paths, path)
	}
	rest, not := strings.CutPrefix(s[i:], "!")
	if rest == "" || (rest[0] != '=' && rest[0] != ':') {
		return Limit{}, fmt.Errorf("cannot read limit %q: no test after %q", s, s[:i])
	}
	values, err := rest[1:], error(nil)
	switch {
	case rest == "=*" && !not:
		l.Op = Filled
		return l, nil
	case rest == "=-" && !not:
		l.Op = Empty
		return l, nil
	case rest[0] == '=':
		l.Op = pick(not, NotIn, In)
		l.set, err = v.list(values)
	default:
		l.Op = pick(not, NotOf, Of)
		l.set, err = kindList(values)
	}
	if err != nil {
		return Limit{}, fmt.Errorf("cannot read limit %q: %w", s, err)
	}
	return l, nil
}

func pick(cond bool, yes, no Op) Op {
	if cond {
		return yes
	}
	return no
}

// kindList reads the kinds and sectors of a limit.
func kindList(cell string) (wordSet, error) {
	var out []string
	for k := range strings.SplitSeq(cell, ",") {
		k = strings.TrimSpace(k)
		if of, ok := kindClasses[k]; ok {
			out = append(out, strings.Fields(of)...)
			continue
		}
		if !slices.Contains(entityKinds, k) && !slices.Contains(sectors, k) {
			return nil, fmt.Errorf("no entity kind or sector %q", k)
		}
		out = append(out, k)
	}
	return newWordSet(out), nil
}

// vocabulary reads cells of lemmas and of slots. Equal ones are read once and shared.
type vocabulary struct {
	sets  map[string]wordSet // named sets
	read  map[string]wordSet // lists of lemmas as written
	cells map[string][]Slot  // actors and recipients as written
}

// list reads lemmas separated by commas; "@name" stands for a named set.
func (v *vocabulary) list(cell string) (wordSet, error) {
	if set, ok := v.read[cell]; ok {
		return set, nil
	}
	var out []string
	for w := range strings.SplitSeq(cell, ",") {
		w = strings.ToLower(strings.TrimSpace(w))
		if name, ok := strings.CutPrefix(w, "@"); ok {
			set, ok := v.sets[name]
			if !ok {
				return nil, fmt.Errorf("no word set @%s", name)
			}
			out = append(out, set...)
			continue
		}
		if err := checkLemma(w); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	v.read[cell] = newWordSet(out)
	return v.read[cell], nil
}

// checkLemma says what is wrong with a word of the lexicon, if anything.
func checkLemma(w string) error {
	switch {
	case w == "":
		return fmt.Errorf("empty word")
	case w != strings.ToLower(w):
		return fmt.Errorf("%q is not in lower case", w)
	case strings.ContainsAny(w, "<>@/|;=!:+*\t"):
		return fmt.Errorf("%q holds a character of the format", w)
	}
	return nil
}
