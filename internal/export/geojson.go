package export

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"strings"

	"chancery/archive"
)

// GeoJSON writes a collection of points (RFC 7946), one feature an item; what
// has no coordinates is a feature without geometry, so that none is lost. The
// property precision says whether the point is a city, or stands for a region or
// country.
func GeoJSON(w io.Writer, set Set, opt Options) (Tally, error) {
	c := codes{opt.Registry}
	switch set.Holds() {
	case Events:
		return features(w, set.Events, EventColumns(), func(e *archive.Event) (string, *archive.Where) { return e.Key, e.Place }, c)
	case Incidents:
		return features(w, set.Incidents, IncidentColumns(), func(i *archive.Incident) (string, *archive.Where) { return i.ID, i.Place }, c)
	}
	return Tally{}, missing("geojson", Events|Incidents)
}

func features[T any](w io.Writer, seq iter.Seq2[T, error], columns []Column[T], at func(*T) (string, *archive.Where), c codes) (Tally, error) {
	buffer := bufio.NewWriter(w)
	out := &sink{w: buffer}
	out.print(`{"type":"FeatureCollection","features":[`)
	sep := "\n"
	n, err := each(seq, func(item *T) (int, error) {
		id, where := at(item)
		s := c.spot(where)
		geometry := "null"
		if s.lat != "" {
			geometry = `{"type":"Point","coordinates":[` + s.lon + `,` + s.lat + `]}`
		} else {
			s.kind = ""
		}
		out.print(sep, `{"type":"Feature","id":`, quote(id), `,"geometry":`, geometry, `,"properties":{"precision":`, quote(s.kind))
		for _, col := range columns {
			v := col.value(item)
			switch {
			case v == "":
				v = "null"
			case !col.number:
				v = quote(v)
			}
			out.print(",", quote(col.Name), ":", v)
		}
		out.print("}}")
		sep = ",\n"
		return 1, out.err
	})
	if err != nil {
		return n, err
	}
	out.print("\n]}\n")
	if out.err != nil {
		return n, out.err
	}
	return n, buffer.Flush()
}

// quote writes a JSON string; an empty one is null.
func quote(s string) string {
	if s == "" {
		return "null"
	}
	text, err := asJSON(s)
	if err != nil {
		panic("export: a string is no JSON: " + err.Error()) // cannot be
	}
	return text
}

// asJSON writes a value as JSON on one line, with & and < as they are.
func asJSON(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}
