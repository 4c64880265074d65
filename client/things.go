package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"chancery/archive"
	"chancery/record"
)

// Incident is an incident with its reports, each with its words, and its history.
type Incident struct {
	Incident     archive.Incident `json:"incident"`
	Events       []archive.Event  `json:"events"`
	Changes      []archive.Change `json:"changes"`
	Completeness Completeness     `json:"completeness"`
}

// Document is a page with its events; its text is there when it is kept and the
// token has the scope text.
type Document struct {
	Document     archive.Document `json:"document"`
	Events       []archive.Event  `json:"events"`
	Completeness Completeness     `json:"completeness"`
}

// Found are the places where words stand.
type Found struct {
	Items        []archive.Hit `json:"items"`
	Completeness Completeness  `json:"completeness"`
}

// Me is who is asking, as the server sees it.
type Me struct {
	Name   string   `json:"name"`
	Role   string   `json:"role"`
	Token  string   `json:"token"`
	Scopes []string `json:"scopes"`
}

// Text is a text to be coded.
type Text struct {
	Text   string `json:"text"`
	Title  string `json:"title,omitempty"`
	URL    string `json:"url,omitempty"`
	Source string `json:"source,omitempty"` // the outlet
	// Published is the day, or moment, from which "on Monday" is read.
	Published string `json:"published,omitempty"`
}

// Coded is what was read from a text.
type Coded struct {
	Record      record.Record       `json:"record"`
	Diagnostics []record.Diagnostic `json:"diagnostics"`
}

// Incident asks for an incident by its id.
func (c *Client) Incident(ctx context.Context, id string) (Incident, error) {
	v, _, err := ask[Incident](ctx, c, request{path: "/incidents/" + url.PathEscape(id)})
	return v, err
}

// Event asks for a report by its key.
func (c *Client) Event(ctx context.Context, key string) (archive.Event, error) {
	v, _, err := ask[struct {
		Event archive.Event `json:"event"`
	}](ctx, c, request{path: "/events/" + url.PathEscape(key)})
	return v.Event, err
}

// Document asks for a page by its SHA-256, or 16 digits of that.
func (c *Client) Document(ctx context.Context, sha256 string) (Document, error) {
	v, _, err := ask[Document](ctx, c, request{path: "/documents/" + url.PathEscape(sha256)})
	return v, err
}

// Record asks for the record of a page as it was coded, with spans.
func (c *Client) Record(ctx context.Context, sha256 string) (record.Record, error) {
	v, _, err := ask[record.Record](ctx, c, request{path: "/documents/" + url.PathEscape(sha256) + "/record"})
	return v, err
}

// Counts tells reports, documents, outlets and incidents of a filter of events.
func (c *Client) Counts(ctx context.Context, filter string) (archive.Counts, Completeness, error) {
	q := Query{Filter: filter}
	v, _, err := ask[struct {
		Counts       archive.Counts `json:"counts"`
		Completeness Completeness   `json:"completeness"`
	}](ctx, c, request{path: "/counts", query: q.values(0)})
	return v.Counts, v.Completeness, err
}

// Search asks where words stand; limit 0 gives 50 hits of each kind at most.
func (c *Client) Search(ctx context.Context, words string, limit int) (Found, error) {
	v := url.Values{"words": {words}}
	if limit > 0 {
		v.Set("limit", strconv.Itoa(limit))
	}
	found, _, err := ask[Found](ctx, c, request{path: "/search", query: v})
	return found, err
}

// Outlets asks for the outlets with what they have here.
func (c *Client) Outlets(ctx context.Context) ([]archive.Outlet, error) {
	v, _, err := ask[struct {
		Items []archive.Outlet `json:"items"`
	}](ctx, c, request{path: "/outlets"})
	return v.Items, err
}

// Me asks who is asking.
func (c *Client) Me(ctx context.Context) (Me, error) {
	v, _, err := ask[Me](ctx, c, request{path: "/me"})
	return v, err
}

// Code has a text coded; nothing of it is kept. Tokens need the scope code.
func (c *Client) Code(ctx context.Context, t Text) (Coded, error) {
	v, _, err := ask[Coded](ctx, c, request{method: http.MethodPost, path: "/code", body: t})
	return v, err
}
