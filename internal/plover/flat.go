package plover

import (
	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Flat is the PLOVER event of an event of the archive; false for one that is
// denied. Words of the page are put in only when words says so.
func Flat(e *archive.Event, coder string, words bool) (Event, bool) {
	if e.Status == record.Denied {
		return Event{}, false
	}
	name, modes := Fold(e.Type, e.Modes, e.Status)
	kind, _ := ontology.ParseType(name)
	out := Event{
		ID: e.Key, Date: e.Start, Event: name, Mode: modes, Context: e.Contexts,
		QuadCode: int(kind.Quad()), EventScale: ontology.Scale(name, modes),
		Actor: flatParties(e.Actors), Recipient: flatParties(e.Recipients),
		TextInfo: TextInfo{nil, e.EvidenceSpan.Start, e.EvidenceSpan.End},
		CiteInfo: CiteInfo{Title: e.Title, URL: e.URL, Publication: e.Outlet},
		Coder:    coder, Status: string(e.Status), CAMEO: e.CAMEO, Confidence: e.Confidence, Incident: e.Incident,
	}
	if len(out.Recipient) == 0 {
		out.Recipient = nil
	}
	if name != e.Type {
		out.Act, out.ActMode = e.Type, e.Modes
	}
	if e.End != e.Start {
		out.EndDate = e.End
	}
	switch {
	case e.Dated:
		out.DateFrom = "text"
	case e.Start != "":
		out.DateFrom = "published"
	}
	if e.Place != nil {
		out.EventLoc = &Location{ResolvedPlace: e.Place.Name, Lat: e.Place.Latitude, Lon: e.Place.Longitude, CountryCode: e.Place.Code}
	}
	if words {
		out.EventText, out.Text = []string{e.Trigger}, e.Evidence
	}
	return out, true
}

func flatParties(list []archive.Party) []Entity {
	out := []Entity{}
	for _, p := range list {
		party := Entity{Code: p.Code, EntityText: p.Name, Office: p.Title, Registry: p.Registry}
		if len(p.Sectors) > 0 {
			party.Sector = p.Sectors[0]
		}
		out = append(out, party)
	}
	return out
}
