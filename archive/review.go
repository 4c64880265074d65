package archive

import (
	"time"

	"chancery/record"
)

// Verdict is what a reviewer does with an event.
type Verdict string

// The verdicts.
const (
	Accept  Verdict = "accept"
	Correct Verdict = "correct"
	Reject  Verdict = "reject"
	Merge   Verdict = "merge" // two events are one incident
	Split   Verdict = "split" // two events are not one incident
)

// Correction is one decision of a reviewer. It is anchored to words: it is laid
// over whatever a later coding finds on the same words.
type Correction struct {
	ID       int64     `json:"id"`
	At       time.Time `json:"at"`
	Reviewer string    `json:"reviewer"`
	Reason   string    `json:"reason,omitempty"`
	Verdict  Verdict   `json:"verdict"`
	// Event is the key of the event; Document and Trigger find it again when the
	// key is gone because a newer coder types it otherwise.
	Event    string      `json:"event"`
	Document string      `json:"document"`
	Trigger  record.Span `json:"trigger"`
	// Other is the second event of merge and split.
	Other string `json:"other,omitempty"`
	// Set holds the fields that a correction gives; nil fields stay as coded.
	Set *Patch `json:"set,omitempty"`
	// Undone tells that a later decision took this one back.
	Undone bool `json:"undone,omitempty"`
}

// Patch names the fields of an event that a correction replaces.
type Patch struct {
	Type       *string        `json:"type,omitempty"`
	Modes      []string       `json:"modes,omitempty"`
	Status     *record.Status `json:"status,omitempty"`
	Actors     []Party        `json:"actors,omitempty"`
	Recipients []Party        `json:"recipients,omitempty"`
	Start      *string        `json:"start,omitempty"`
	End        *string        `json:"end,omitempty"`
	Place      *Where         `json:"place,omitempty"`
}

// Empty says that a patch sets nothing.
func (p *Patch) Empty() bool {
	return p.Type == nil && p.Modes == nil && p.Status == nil && p.Actors == nil && p.Recipients == nil && p.Start == nil && p.End == nil && p.Place == nil
}

// Example is a decision with the event as it was coded: training data.
type Example struct {
	Correction Correction `json:"correction"`
	// Coded is what the program found; Text is that of the page when it is kept.
	Coded Event  `json:"coded"`
	Text  string `json:"text,omitempty"`
}

// Apply puts the fields of a patch into an event; its key stays.
func (p *Patch) Apply(e *Event) {
	if p.Type != nil {
		e.Type = *p.Type
	}
	if p.Modes != nil {
		e.Modes = p.Modes
	}
	if p.Status != nil {
		e.Status = *p.Status
	}
	if p.Actors != nil {
		e.Actors = p.Actors
	}
	if p.Recipients != nil {
		e.Recipients = p.Recipients
	}
	if p.Start != nil {
		// A day that a person gives is a date; the end that was coded belongs to
		// the old one.
		e.Start, e.End, e.Dated, e.Grain = *p.Start, *p.Start, true, record.Day
	}
	if p.End != nil {
		e.End = *p.End
	}
	if p.Place != nil {
		e.Place = p.Place
	}
}
