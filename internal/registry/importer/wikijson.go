package importer

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/registry"
)

// wikiEntity is an item of Wikidata, as the dumps have it or simplified: labels as
// plain strings, claims as plain values.
type wikiEntity struct {
	ID      string                     `json:"id"`
	Labels  map[string]json.RawMessage `json:"labels"`
	Aliases map[string]json.RawMessage `json:"aliases"`
	Claims  map[string]json.RawMessage `json:"claims"`
	// Entities holds the answer of wbgetentities and of Special:EntityData.
	Entities map[string]json.RawMessage `json:"entities"`
}

// texts reads a label, or a list of aliases, in English or for all languages.
func texts(of map[string]json.RawMessage) []string {
	for _, language := range []string{"en", "mul"} {
		raw, ok := of[language]
		if !ok {
			continue
		}
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			list = []json.RawMessage{raw}
		}
		var out []string
		for _, item := range list {
			var value struct{ Value string }
			if json.Unmarshal(item, &value.Value) != nil && json.Unmarshal(item, &value) != nil {
				continue
			}
			out = append(out, strings.TrimSpace(value.Value))
		}
		return out
	}
	return nil
}

// statement is one claim of an entity in the form of the dumps.
type statement struct {
	Rank string `json:"rank"`
	Main struct {
		Data struct {
			Value json.RawMessage `json:"value"`
		} `json:"datavalue"`
	} `json:"mainsnak"`
	Qualifiers map[string]json.RawMessage `json:"qualifiers"`
}

// values gives the values of a property: preferred ones if there are any, else
// normal ones without an end time (P582), else those with one. Deprecated ones
// never.
func (w *wikiEntity) values(property string) (values []json.RawMessage) {
	var list []json.RawMessage
	if json.Unmarshal(w.Claims[property], &list) != nil {
		return nil
	}
	var byRank [3][]json.RawMessage
	for _, item := range list {
		var s statement
		if json.Unmarshal(item, &s) != nil || s.Main.Data.Value == nil {
			if simplified(item) {
				values = append(values, item)
			}
			continue
		}
		_, ended := s.Qualifiers["P582"]
		switch {
		case s.Rank == "deprecated":
		case s.Rank == "preferred":
			byRank[0] = append(byRank[0], s.Main.Data.Value)
		case ended:
			byRank[2] = append(byRank[2], s.Main.Data.Value)
		default:
			byRank[1] = append(byRank[1], s.Main.Data.Value)
		}
	}
	for _, ranked := range byRank {
		if len(ranked) > 0 {
			return ranked
		}
	}
	return values
}

// simplified tells whether a claim is a value of the simplified form, not a statement
// without one.
func simplified(raw json.RawMessage) bool {
	var object map[string]json.RawMessage
	return json.Unmarshal(raw, &object) != nil || object["mainsnak"] == nil && object["rank"] == nil
}

// items are the values of a property that are items: "Q515".
func (w *wikiEntity) items(property string) (ids []string) {
	for _, v := range w.values(property) {
		var object struct {
			ID      string `json:"id"`
			Numeric int64  `json:"numeric-id"`
		}
		id := ""
		if json.Unmarshal(v, &id) != nil && json.Unmarshal(v, &object) == nil {
			if id = object.ID; id == "" && object.Numeric > 0 {
				id = "Q" + strconv.FormatInt(object.Numeric, 10)
			}
		}
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// text is the first value of a property that is a string.
func (w *wikiEntity) text(property string) string {
	for _, v := range w.values(property) {
		var s string
		if json.Unmarshal(v, &s) == nil && s != "" {
			return s
		}
	}
	return ""
}

// point is the first coordinate on Earth.
func (w *wikiEntity) point(property string) (lat, lon float64, ok bool) {
	for _, v := range w.values(property) {
		var pair []float64
		var object struct {
			Latitude, Longitude *float64
			Globe               string
		}
		switch {
		case json.Unmarshal(v, &pair) == nil && len(pair) == 2:
			lat, lon = pair[0], pair[1]
		case json.Unmarshal(v, &object) == nil && object.Latitude != nil && object.Longitude != nil &&
			(object.Globe == "" || strings.HasSuffix(object.Globe, "/Q2")):
			lat, lon = *object.Latitude, *object.Longitude
		default:
			continue
		}
		if lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
			return lat, lon, true
		}
	}
	return 0, 0, false
}

// year is the first value of a property that is a time.
func (w *wikiEntity) year(property string) registry.Date {
	for _, v := range w.values(property) {
		var object struct{ Time string }
		if json.Unmarshal(v, &object.Time) != nil && json.Unmarshal(v, &object) != nil {
			continue
		}
		digits := strings.TrimPrefix(object.Time, "+")
		if len(digits) >= 4 {
			if y, err := strconv.Atoi(digits[:4]); err == nil && y > 0 {
				return registry.Date(y * 10000)
			}
		}
	}
	return 0
}

// amount is the first value of a property that is a whole number.
func (w *wikiEntity) amount(property string) int64 {
	for _, v := range w.values(property) {
		var n int64
		var object struct{ Amount string }
		if json.Unmarshal(v, &n) != nil && json.Unmarshal(v, &object) == nil {
			n, _ = strconv.ParseInt(strings.TrimPrefix(object.Amount, "+"), 10, 64) // 0 when it is none
		}
		if n > 0 && n < 1e10 {
			return n
		}
	}
	return 0
}
