package archive

import "chancery/record"

// Party is one side of an event, or its forum.
type Party struct {
	Name     string      `json:"name"`
	Kind     record.Kind `json:"kind,omitempty"`
	Code     string      `json:"code,omitempty"`
	Sectors  []string    `json:"sectors,omitempty"`
	Registry string      `json:"registry,omitempty"`
	Edition  int         `json:"edition,omitempty"`
	// Title is the post that the page gives a person, "foreign minister".
	Title string `json:"title,omitempty"`
	// Inferred tells that the words of the act do not name this party.
	Inferred bool `json:"inferred,omitempty"`
	// Person is the identity across documents (Identity.ID), when it was joined.
	Person string `json:"person,omitempty"`
}

// Where is the place of an event.
type Where struct {
	Name      string   `json:"name"`
	Code      string   `json:"code,omitempty"` // country
	Registry  string   `json:"registry,omitempty"`
	Latitude  *float64 `json:"latitude,omitempty"`
	Longitude *float64 `json:"longitude,omitempty"`
}

// Review is what a person has said of an event.
type Review string

// The states of review; empty is not looked at.
const (
	Accepted  Review = "accepted"
	Corrected Review = "corrected"
	Rejected  Review = "rejected"
)

// Event is one report of an act: an event of a record with all that it refers
// to filled in, so that it can be searched, exported and measured alone.
type Event struct {
	Key      string `json:"key"`      // EventKey
	Document string `json:"document"` // SHA-256 of the text
	ID       string `json:"id"`       // in its record

	Type       string        `json:"type"`
	Modes      []string      `json:"modes,omitempty"`
	Contexts   []string      `json:"contexts,omitempty"`
	CAMEO      string        `json:"cameo,omitempty"`
	Status     record.Status `json:"status"`
	Actors     []Party       `json:"actors,omitempty"`
	Recipients []Party       `json:"recipients,omitempty"`
	Forum      *Party        `json:"forum,omitempty"`

	// Start and End are ISO 8601 days, closed; Grain is empty when the page gives
	// no date for the act, and then both are the day of publication (Dated false).
	Start string       `json:"start,omitempty"`
	End   string       `json:"end,omitempty"`
	Grain record.Grain `json:"grain,omitempty"`
	Dated bool         `json:"dated"`

	Place      *Where       `json:"place,omitempty"`
	Size       *record.Size `json:"size,omitempty"`
	Scale      *float64     `json:"scale,omitempty"`
	Level      int          `json:"level,omitempty"`
	Confidence *float64     `json:"confidence,omitempty"`

	Trigger      string      `json:"trigger"`  // words
	Evidence     string      `json:"evidence"` // words
	TriggerSpan  record.Span `json:"trigger_span"`
	EvidenceSpan record.Span `json:"evidence_span"`

	// Sketch is what reports are compared by: digests of the content words of the
	// sentence, from which it cannot be read again. See Sketch.
	Sketch string `json:"sketch,omitempty"`
	// SameAs is the key of the first telling of the act on the same page.
	SameAs string `json:"same_as,omitempty"`

	// Speaker and Via are set when only a statement asserts the act.
	Attributed bool   `json:"attributed,omitempty"`
	Speaker    *Party `json:"speaker,omitempty"`
	Via        *Party `json:"via,omitempty"`

	Title     string `json:"title,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	URL       string `json:"url,omitempty"`
	Published string `json:"published,omitempty"`

	// Copied is true when the document copies an earlier one: such an event is a
	// report, but no independent one.
	Copied   bool   `json:"copied,omitempty"`
	Incident string `json:"incident,omitempty"`
	Review   Review `json:"review,omitempty"`
}

// Statement is one attribution, flattened like Event.
type Statement struct {
	Key         string  `json:"key"` // document, cue span
	Document    string  `json:"document"`
	ID          string  `json:"id"`
	Speaker     *Party  `json:"speaker,omitempty"`
	SpeakerText string  `json:"speaker_text,omitempty"`
	SpeakerKind string  `json:"speaker_kind,omitempty"`
	Via         *Party  `json:"via,omitempty"`
	Cue         string  `json:"cue"`
	Content     string  `json:"content"` // words; parts joined by " … "
	Kind        string  `json:"kind"`
	Polarity    string  `json:"polarity,omitempty"`
	About       []Party `json:"about,omitempty"`
	Parent      string  `json:"parent,omitempty"`  // key
	Answers     string  `json:"answers,omitempty"` // key
	Start       string  `json:"start,omitempty"`   // day of speaking, else of publication
	Dated       bool    `json:"dated"`

	CueSpan      record.Span   `json:"cue_span"`
	ContentSpans []record.Span `json:"content_spans"`

	Title     string `json:"title,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	URL       string `json:"url,omitempty"`
	Published string `json:"published,omitempty"`
	Copied    bool   `json:"copied,omitempty"`
}

// Holding is one report that a person holds, or held, a post.
type Holding struct {
	Document     string      `json:"document"`
	Name         string      `json:"name"`             // of the person
	Person       string      `json:"person,omitempty"` // Identity.ID
	Title        string      `json:"title"`
	Organization string      `json:"organization,omitempty"`
	Code         string      `json:"code,omitempty"`
	Former       bool        `json:"former,omitempty"`
	Evidence     string      `json:"evidence"`
	Span         record.Span `json:"span"`
	Day          string      `json:"day,omitempty"` // of publication
	Outlet       string      `json:"outlet,omitempty"`
}
