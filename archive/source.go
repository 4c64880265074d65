package archive

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Source is what a user knows of an outlet.
type Source struct {
	Outlet    string `json:"outlet"`              // as in Document.Outlet
	Country   string `json:"country,omitempty"`   // ISO 3166-1 alpha-3
	Ownership string `json:"ownership,omitempty"` // one of Ownerships
	Note      string `json:"note,omitempty"`      // the user's own words on its reliability
	Feed      string `json:"feed,omitempty"`
}

// Ownerships are the sorts of owner that a source may name.
func Ownerships() []string { return []string{"state", "public", "private", "party", "agency", "ngo"} }

// Wrong tells what cannot stand in a source.
func (s Source) Wrong() []string {
	var wrong []string
	if c := s.Country; c != "" && (len(c) != 3 || strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		wrong = append(wrong, fmt.Sprintf("country %.20q: give the three capitals of ISO 3166-1", c))
	}
	if o := s.Ownership; o != "" && !slices.Contains(Ownerships(), o) {
		wrong = append(wrong, fmt.Sprintf("ownership %.20q: give one of %s", o, strings.Join(Ownerships(), ", ")))
	}
	return wrong
}

// Filled takes from another source what this one leaves open.
func (s Source) Filled(from Source) Source {
	return Source{
		Outlet: cmp.Or(s.Outlet, from.Outlet), Country: cmp.Or(s.Country, from.Country), Ownership: cmp.Or(s.Ownership, from.Ownership),
		Note: cmp.Or(s.Note, from.Note), Feed: cmp.Or(s.Feed, from.Feed),
	}
}

// Outlet is an outlet of the archive: what is known of it, and what it has there.
type Outlet struct {
	Source
	Documents int    `json:"documents"`
	First     string `json:"first,omitempty"` // days on which its documents were published
	Last      string `json:"last,omitempty"`
}

// ForeignCount tells what the archive holds of a data set of others.
type ForeignCount struct {
	Set    ForeignSet `json:"set"`
	Events int        `json:"events"`
	First  string     `json:"first,omitempty"` // days of its events
	Last   string     `json:"last,omitempty"`
}
