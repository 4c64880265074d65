package archive

import "time"

// SavedSearch is a filter of a list that a user has saved under a name.
type SavedSearch struct {
	ID     string `json:"id"`
	Owner  string `json:"owner"`
	Name   string `json:"name"`
	List   string `json:"list"`   // incidents, statements or agenda
	Filter string `json:"filter"` // canonical

	Made time.Time `json:"made"`
	// FeedKey is the SHA-256 of the key of its feed; empty when it has none.
	FeedKey string `json:"feed_key,omitempty"`
	// Hook is the address that is told of what is new; empty when none is.
	Hook string `json:"hook,omitempty"`
	// Secret signs what is sent there.
	Secret string `json:"secret,omitempty"`
}

// Match is one thing that a search has found. Marks are what it is known by
// again: an incident lives on under another name, but with one of its events.
type Match struct {
	ID    string
	Marks []string
}

// Alert tells an address what a search has found that is new.
type Alert struct {
	ID     string    `json:"id"` // the same for the same things of the same search
	Search string    `json:"search"`
	At     time.Time `json:"at"`
	Things int       `json:"things"`
	Body   []byte    `json:"-"` // what is sent
	Tries  int       `json:"tries"`
	// Due is when it is to be tried next; zero when it is settled.
	Due time.Time `json:"due,omitzero"`
	// Told says that it arrived, Outcome what the last try came to.
	Told    bool      `json:"told"`
	Outcome string    `json:"outcome,omitempty"`
	Tried   time.Time `json:"tried,omitzero"`
}
