// Package record is the contract that every part of Chancery speaks: one
// document in, one Record out. The command line, the HTTP API, the store and
// the Go API use these types and their JSON names.
//
// What must stay true:
//   - Every span is half-open, counted in Unicode code points of the text as it
//     was given, and cuts out exactly the words it stands for.
//   - Nothing is in a record without a span that shows where it was read.
//   - Ids are unique in a record, and every reference names an id that is there.
//   - Empty fields are left out of the JSON form. Unknown is absent, never zero.
package record

import "encoding/json"

// SchemaV1 is the value of Record.Schema for this version of the contract.
const SchemaV1 = "chancery.record.v1"

// Span is a half-open stretch [Start, End) of the text, in Unicode code points.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Page is what goes in: a document with its text.
type Page struct {
	Document
	Text string `json:"text"`
}

// Document says which text a record was read from.
type Document struct {
	// ID is the id as given, else the SHA-256 of the text.
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
	// Source is the outlet, as given.
	Source string `json:"source,omitempty"`
	// Published is an ISO 8601 date or date-time; relative dates resolve against it.
	Published string `json:"published,omitempty"`
	// Author is the byline, as given.
	Author string `json:"author,omitempty"`
	// Language is an ISO 639-1 code.
	Language string `json:"language,omitempty"`
	// SHA256 is the hex digest of the text in UTF-8: the document's identity.
	SHA256 string `json:"sha256"`
	// Extra keeps the keys of an input object that Chancery does not know.
	Extra map[string]json.RawMessage `json:"extra,omitempty"`
}

// Record is everything that was read from one document.
type Record struct {
	Schema     string      `json:"schema"`
	Document   Document    `json:"document"`
	Text       string      `json:"text,omitempty"` // only when asked for
	Sentences  []Span      `json:"sentences,omitempty"`
	Entities   []Entity    `json:"entities,omitempty"`
	Posts      []Post      `json:"posts,omitempty"`
	Events     []Event     `json:"events,omitempty"`
	Statements []Statement `json:"statements,omitempty"`
}

// Kind is what sort of thing an entity is.
type Kind string

// The kinds of entity.
const (
	Person       Kind = "person"
	Group        Kind = "group"
	Organization Kind = "organization"
	State        Kind = "state"
	Place        Kind = "place"
	Forum        Kind = "forum"
	Agreement    Kind = "agreement"
)

// Entity is a person, body, state, place, forum or agreement that the text names.
type Entity struct {
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	// Name is the fullest form in the document, or the registry's name.
	Name string `json:"name"`
	// Code is PLOVER's country field: ISO 3166-1 alpha-3, or UNO, EUR, IGO, NGO, ISM, IMG, MNC.
	Code string `json:"code,omitempty"`
	// Sectors are PLOVER sectors, the main one first.
	Sectors []string `json:"sectors,omitempty"`
	// Registry is the key in the registry ("org/sco"), when resolved.
	Registry string `json:"registry,omitempty"`
	// Edition numbers a meeting of a series: 11 for "the 11th …".
	Edition   int       `json:"edition,omitempty"`
	Latitude  *float64  `json:"latitude,omitempty"`  // degrees north
	Longitude *float64  `json:"longitude,omitempty"` // degrees east
	Mentions  []Mention `json:"mentions"`
}

// Form tells how a mention refers.
type Form string

// The forms of a mention.
const (
	Name    Form = "name"
	Nominal Form = "nominal"
	Pronoun Form = "pronoun"
)

// Mention is one place where the text refers to an entity. A name covers the
// name alone, without title, article or possessive.
type Mention struct {
	Span
	Form Form `json:"form"`
}

// Post links a named person with a position.
type Post struct {
	ID           string `json:"id"`
	Person       string `json:"person"` // entity id
	Title        string `json:"title"`
	Organization string `json:"organization,omitempty"` // entity id
	Code         string `json:"code,omitempty"`
	Former       bool   `json:"former"`
	Evidence     Span   `json:"evidence"`
}

// Status tells an act that happened from one that is planned, possible or denied.
type Status string

// The statuses of an event.
const (
	Actual       Status = "actual"
	Planned      Status = "planned"
	Hypothetical Status = "hypothetical"
	Denied       Status = "denied"
	Historical   Status = "historical"
)

// Event is one act that the text reports with its own words.
type Event struct {
	ID string `json:"id"`
	// Type is one of PLOVER's sixteen: the act itself, so a planned visit stays CONSULT.
	Type     string   `json:"type"`
	Modes    []string `json:"modes,omitempty"`
	Contexts []string `json:"contexts,omitempty"`
	// CAMEO is the CAMEO code for the same act, a string with its leading zero.
	CAMEO      string   `json:"cameo,omitempty"`
	Status     Status   `json:"status"`
	Actors     []string `json:"actors,omitempty"`     // entity ids
	Recipients []string `json:"recipients,omitempty"` // entity ids
	// Inferred are those of the parties that the words of the act do not give:
	// the page tells them elsewhere, and a trained scorer put them there.
	Inferred []string `json:"inferred,omitempty"` // entity ids
	// Forum is the meeting, mechanism or body in whose frame the act happens.
	Forum string `json:"forum,omitempty"`
	Time  *Time  `json:"time,omitempty"`
	Place string `json:"place,omitempty"` // entity id
	Size  *Size  `json:"size,omitempty"`
	// Scale is PLOVER's conflict–cooperation score, −10 to +10.
	Scale *float64 `json:"scale,omitempty"`
	// Level is the rank of the highest participant: 1 head of state or
	// government, 2 minister, 3 deputy or senior official, 4 working level.
	Level int `json:"level,omitempty"`
	// Confidence is a probability; absent when it has not been calibrated.
	Confidence *float64 `json:"confidence,omitempty"`
	Trigger    Span     `json:"trigger"`
	Evidence   Span     `json:"evidence"`
	Statement  string   `json:"statement,omitempty"` // statement id, when the act is only attributed
	// SameAs is the first telling of the act, when this is a later one.
	SameAs string `json:"same_as,omitempty"` // event id
}

// Grain is the precision of a Time.
type Grain string

// The grains of a time.
const (
	Day     Grain = "day"
	Week    Grain = "week"
	Month   Grain = "month"
	Quarter Grain = "quarter"
	Year    Grain = "year"
)

// Time is a date expression and the closed interval of days it stands for.
type Time struct {
	Text  Span   `json:"text"`
	Start string `json:"start,omitempty"` // ISO 8601 date of the first day
	End   string `json:"end,omitempty"`   // ISO 8601 date of the last day
	Grain Grain  `json:"grain,omitempty"`
}

// Size holds the counts that the text states. A nil count was not stated.
// Amounts are the sums of money that the act concerns.
type Size struct {
	Killed       *int `json:"killed,omitempty"`
	Injured      *int `json:"injured,omitempty"`
	Arrested     *int `json:"arrested,omitempty"`
	Participants *int `json:"participants,omitempty"`

	Amounts []Amount `json:"amounts,omitempty"`
}

// Amount is a sum of money.
type Amount struct {
	Value    float64 `json:"value"`
	Currency string  `json:"currency"` // ISO 4217
	Text     Span    `json:"text"`
}

// Statement is one attribution of speech or writing.
type Statement struct {
	ID          string `json:"id"`
	Speaker     string `json:"speaker,omitempty"` // entity id
	SpeakerText *Span  `json:"speaker_text,omitempty"`
	// SpeakerKind tells a named person from an office, a body, a group, a source
	// that stays unnamed, an outlet and a document.
	SpeakerKind string `json:"speaker_kind,omitempty"`
	Cue         Span   `json:"cue"`
	// Content is the attributed words, without cue and outer quotation marks;
	// more than one span when the text splits them.
	Content []Span `json:"content"`
	Kind    string `json:"kind"` // "direct", "indirect" or "mixed"
	// Polarity is what the cue does with the words: asserts, denies, demands,
	// promises, warns, doubts or asks.
	Polarity string `json:"polarity,omitempty"`
	// Via is the outlet or addressee (entity id): "told the Global Times", "RIA reported".
	Via   string   `json:"via,omitempty"`
	Time  *Time    `json:"time,omitempty"`
	About []string `json:"about,omitempty"` // entity ids
	// Parent is the statement (id) in whose words this one is told.
	Parent string `json:"parent,omitempty"`
	// Answers is the statement (id) that this one confirms, denies or comments on.
	Answers string `json:"answers,omitempty"`
}
