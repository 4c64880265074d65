package feed

import (
	"encoding/json"
	"html"

	"chancery/record"
)

// jsonFeed is JSON Feed 1.0 and 1.1. Fields that people fill with the wrong type
// are read apart, so that one of them costs no entry.
type jsonFeed struct {
	Version  string            `json:"version"`
	Title    json.RawMessage   `json:"title"`
	Home     json.RawMessage   `json:"home_page_url"`
	Language json.RawMessage   `json:"language"`
	Items    []json.RawMessage `json:"items"`
}

func (r *reader) json(s string) {
	var f jsonFeed
	if err := json.Unmarshal([]byte(s), &f); err != nil || f.Items == nil {
		r.note(record.Error, record.FeedInvalid, "this is no JSON Feed; check the address of the feed")
		return
	}
	r.feed.Kind = JSON
	r.feed.Title, r.feed.Link, r.feed.Language = clip(Plain(str(f.Title)), 500), r.address(str(f.Home)), clip(str(f.Language), 20)
	broken := 0
	for _, raw := range f.Items {
		var m map[string]json.RawMessage
		if json.Unmarshal(raw, &m) != nil {
			broken++
			continue
		}
		r.add(item(m))
	}
	if broken > 0 {
		r.note(record.Warning, record.FeedBroken, "%d entries are no objects", broken)
	}
}

func item(m map[string]json.RawMessage) *draft {
	d := &draft{
		guid: str(m["id"]), link: str(m["url"]), title: html.EscapeString(str(m["title"])), language: str(m["language"]),
		summary: html.EscapeString(str(m["summary"])), content: str(m["content_html"]),
		dates: [3]string{str(m["date_published"]), str(m["date_modified"])}, permalink: true,
	}
	if d.link == "" {
		d.link = str(m["external_url"])
	}
	if t := str(m["content_text"]); d.content == "" && t != "" {
		d.content = "<p>" + html.EscapeString(t) + "</p>"
	}
	var one struct{ Name json.RawMessage }
	var many []struct{ Name json.RawMessage }
	if json.Unmarshal(m["author"], &one) == nil {
		d.author = str(one.Name)
	}
	if json.Unmarshal(m["authors"], &many) == nil && len(many) > 0 {
		d.author = str(many[0].Name)
	}
	return d
}

// str reads a string or a number; anything else is nothing.
func str(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return clip(s, maxField)
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}
