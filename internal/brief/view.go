package brief

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/record"
)

// view is a record with what the sections look up in it.
type view struct {
	rec        *record.Record
	text       source
	entities   map[string]*record.Entity
	statements map[string]*record.Statement
}

func newView(rec *record.Record, text string) *view {
	v := &view{
		rec:        rec,
		text:       newSource(text),
		entities:   make(map[string]*record.Entity, len(rec.Entities)),
		statements: make(map[string]*record.Statement, len(rec.Statements)),
	}
	for i := range rec.Entities {
		v.entities[rec.Entities[i].ID] = &rec.Entities[i]
	}
	for i := range rec.Statements {
		v.statements[rec.Statements[i].ID] = &rec.Statements[i]
	}
	return v
}

// ref is the number of the sentence in which a span begins, as "[3]", or "".
func (v *view) ref(at record.Span) string {
	i, found := slices.BinarySearchFunc(v.rec.Sentences, at.Start, func(s record.Span, start int) int { return s.Start - start })
	if !found {
		i--
	}
	if i < 0 {
		return ""
	}
	return "[" + strconv.Itoa(i+1) + "]"
}

// quote shows the words of a span between quotation marks, and their sentence.
func (v *view) quote(at record.Span, columns int) flow {
	ref := v.ref(at)
	words := v.text.cut(at)
	if words == "" {
		if ref == "" {
			return nil
		}
		return flow{{dim, ref}}
	}
	f := flow{{quoted, "“" + shorten(words, columns) + "”"}}
	if ref != "" {
		f = append(f, piece{dim, hard + ref})
	}
	return f
}

// name shows an entity by its name, with its edition when the name leaves it out.
func (v *view) name(id string) string {
	e := v.entities[id]
	if e == nil {
		return "unknown"
	}
	name := Clean(e.Name)
	if nominal(e) {
		name += " (" + Clean(e.Code) + ")"
	}
	if n := strconv.Itoa(e.Edition); e.Edition > 0 && !strings.Contains(name, n) && !spelled(name, e.Edition) {
		return ordinal(e.Edition) + " " + name
	}
	return name
}

// nominal says whether an entity goes by a common noun, "foreign ministry", that
// only its country tells from others of the kind.
func nominal(e *record.Entity) bool {
	r, _ := utf8.DecodeRuneInString(e.Name)
	return e.Code != "" && e.Registry == "" && unicode.IsLower(r)
}

// names are those of several entities, each once; two that share a name are told
// apart by their codes.
func (v *view) names(ids, inferred []string) []string {
	shared := map[string]int{}
	for _, id := range ids {
		shared[v.name(id)]++
	}
	var out []string
	for _, id := range ids {
		s := v.name(id)
		if e := v.entities[id]; shared[s] > 1 && e != nil && e.Code != "" && !nominal(e) {
			s += " (" + Clean(e.Code) + ")"
		}
		if slices.Contains(inferred, id) {
			s += " (inferred)"
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// list joins names, and counts those after the fifth.
func list(names []string, sep string) string {
	const shown = 5
	if rest := len(names) - shown; rest > 1 {
		return strings.Join(names[:shown], sep) + " and " + strconv.Itoa(rest) + " more"
	}
	return strings.Join(names, sep)
}

// ordinals are the words in which a name may already tell its edition.
var ordinals = [...]string{
	1: "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
	"eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
	"eighteenth", "nineteenth", "twentieth",
}

func spelled(name string, n int) bool {
	return n < len(ordinals) && strings.Contains(strings.ToLower(name), ordinals[n])
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
