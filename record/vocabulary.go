package record

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// schemaText is the one place where the closed lists of the contract are kept:
// Validate and package ontology read them from here.
//
//go:embed schema.json
var schemaText string

// Schema is the JSON Schema (2020-12) of a record.
func Schema() []byte { return []byte(schemaText) }

// Types are the event types, in PLOVER's order.
func Types() []string { return vocabulary().list("type") }

// Statuses are those of an event.
func Statuses() []string { return vocabulary().list("status") }

// Modes are the modes of an event type; none when it has none or is unknown.
func Modes(eventType string) []string { return vocabulary().list("mode-" + eventType) }

// Contexts are the contexts of an event.
func Contexts() []string { return vocabulary().list("context") }

// Sectors are the sectors of an entity.
func Sectors() []string { return vocabulary().list("sector") }

// Countries are the codes of states: ISO 3166-1 alpha-3, and KOS.
func Countries() []string { return vocabulary().list("country") }

// Bodies are the codes of what is no state: UNO, EUR, IGO, NGO, ISM, IMG, MNC.
func Bodies() []string { return vocabulary().list("body") }

// words holds the enumerations under "$defs" of the schema, by name.
type words struct {
	order map[string][]string
	known map[string]map[string]bool
}

var vocabulary = sync.OnceValue(func() *words {
	var schema struct {
		Defs map[string]struct {
			Enum []string `json:"enum"`
		} `json:"$defs"`
	}
	if err := json.NewDecoder(strings.NewReader(schemaText)).Decode(&schema); err != nil {
		panic("record: the embedded schema is broken: " + err.Error())
	}
	w := &words{order: map[string][]string{}, known: map[string]map[string]bool{}}
	for name, def := range schema.Defs {
		w.order[name] = def.Enum
		set := make(map[string]bool, len(def.Enum))
		for _, word := range def.Enum {
			set[word] = true
		}
		w.known[name] = set
	}
	return w
})

func (w *words) list(name string) []string { return slices.Clone(w.order[name]) }

func (w *words) has(name, word string) bool { return w.known[name][word] }

func (w *words) hasCode(code string) bool { return w.has("country", code) || w.has("body", code) }
