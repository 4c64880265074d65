package archive

import (
	"time"

	"chancery/record"
)

// Incident is one act in the world as far as the reports tell: all events of
// all documents that speak of it, joined.
type Incident struct {
	ID       string        `json:"id"` // IncidentID
	Type     string        `json:"type"`
	Modes    []string      `json:"modes,omitempty"`
	Contexts []string      `json:"contexts,omitempty"`
	Status   record.Status `json:"status"`
	// Outcome tells what became of a plan: held, postponed, cancelled; empty when
	// nothing was reported.
	Outcome    string   `json:"outcome,omitempty"`
	Actors     []Party  `json:"actors,omitempty"`
	Recipients []Party  `json:"recipients,omitempty"`
	Forum      *Party   `json:"forum,omitempty"`
	Start      string   `json:"start,omitempty"`
	End        string   `json:"end,omitempty"`
	Place      *Where   `json:"place,omitempty"`
	Scale      *float64 `json:"scale,omitempty"`
	Level      int      `json:"level,omitempty"`
	// Confidence is that of its best report.
	Confidence *float64 `json:"confidence,omitempty"`

	Reports     int `json:"reports"`     // events joined
	Documents   int `json:"documents"`   // that tell it
	Outlets     int `json:"outlets"`     // that print it
	Independent int `json:"independent"` // outlets with a text of their own
	// OutletNames are the outlets that print it, in order of name; one that is not
	// known is counted in Outlets and not named here.
	OutletNames []string `json:"outlet_names,omitempty"`

	// Earliest and Best are event keys: the first published, and the one with the
	// most detail and the highest confidence that is no copy.
	Earliest string   `json:"earliest"`
	Best     string   `json:"best"`
	Events   []string `json:"events"` // keys, in order of publication
	// Conflicts are the details on which the reports differ.
	Conflicts []Conflict `json:"conflicts,omitempty"`
	// Announced is the day of the first report of it as a plan, for an act that
	// was planned before it was held.
	Announced string `json:"announced,omitempty"`
}

// Conflict is one detail with the values that reports give it, side by side.
type Conflict struct {
	Field  string    `json:"field"` // killed, injured, arrested, participants, day, place
	Values []Variant `json:"values"`
}

// Variant is one value of a detail and who reports it.
type Variant struct {
	Value  string   `json:"value"`
	Events []string `json:"events"` // keys
}

// Change is one line in the history of an incident.
type Change struct {
	Incident string    `json:"incident"`
	Revision int       `json:"revision"`
	At       time.Time `json:"at"`
	// Kind is created, joined, merged, split, renamed, status, corrected, removed.
	Kind string `json:"kind"`
	// Note says in words what changed: "2 reports, was 1"; "planned → actual".
	Note  string `json:"note"`
	Other string `json:"other,omitempty"` // the incident that was merged in, or the new name
}

// Identity is a person across documents.
type Identity struct {
	ID       string   `json:"id"` // registry key, else derived from name and code
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases,omitempty"`
	Code     string   `json:"code,omitempty"`
	Registry string   `json:"registry,omitempty"`
	// Documents that name the person; First and Last are days of publication.
	Documents int    `json:"documents"`
	First     string `json:"first,omitempty"`
	Last      string `json:"last,omitempty"`
}

// Tenure is one line of the ledger of posts: who held what, when it was first
// and last seen, and in which reports.
type Tenure struct {
	Person       string `json:"person"` // Identity.ID
	Name         string `json:"name"`
	Title        string `json:"title"`
	Organization string `json:"organization,omitempty"`
	Code         string `json:"code,omitempty"`
	// First and Last are the days of the first and last report of it as held.
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
	// FormerBy is the first day on which a report calls the person a former one.
	FormerBy string `json:"former_by,omitempty"`
	Reports  int    `json:"reports"`
	Outlets  int    `json:"outlets"`
	// Contradicts names the other persons reported in the same single post while
	// this one held it.
	Contradicts []string  `json:"contradicts,omitempty"`
	Evidence    []Holding `json:"evidence,omitempty"`
}
