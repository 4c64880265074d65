package export

import (
	"strconv"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
)

// Column is a column of our own table. Its name stays what it is for ever; new
// columns come at the end.
type Column[T any] struct {
	Name   string
	Gist   string
	number bool // written as it is; all else is made safe
	value  func(*T) string
}

// EventColumns are the columns of the table of events.
func EventColumns() []Column[archive.Event] {
	type E = archive.Event
	sizes := func(of func(*E) *int) func(*E) string {
		return func(e *E) string {
			if e.Size == nil {
				return ""
			}
			return integer(of(e))
		}
	}
	return []Column[E]{
		{"key", "names the event: text, words and type", false, func(e *E) string { return e.Key }},
		{"document", "SHA-256 of the text", false, func(e *E) string { return e.Document }},
		{"incident", "id of the incident that it reports", false, func(e *E) string { return e.Incident }},
		{"type", "PLOVER type of the act itself", false, func(e *E) string { return e.Type }},
		{"modes", "PLOVER modes", false, func(e *E) string { return bars(e.Modes) }},
		{"contexts", "PLOVER contexts", false, func(e *E) string { return bars(e.Contexts) }},
		{"cameo", "CAMEO code of the act itself; text, for it may begin with 0", false, func(e *E) string { return e.CAMEO }},
		{"quad", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict", true, func(e *E) string { return quad(e.Type) }},
		{"status", "actual, planned, hypothetical, denied or historical", false, func(e *E) string { return string(e.Status) }},
		{"actors", "names of those who act", false, func(e *E) string { return partyCells(e.Actors, name) }},
		{"actor_codes", "their countries or bodies, in the same order", false, func(e *E) string { return partyCells(e.Actors, code) }},
		{"actor_sectors", "their sectors, by comma, in the same order", false, func(e *E) string { return partyCells(e.Actors, joinedSectors) }},
		{"actor_titles", "their posts, in the same order", false, func(e *E) string { return partyCells(e.Actors, title) }},
		{"recipients", "names of those acted upon", false, func(e *E) string { return partyCells(e.Recipients, name) }},
		{"recipient_codes", "their countries or bodies, in the same order", false, func(e *E) string { return partyCells(e.Recipients, code) }},
		{"recipient_sectors", "their sectors, by comma, in the same order", false, func(e *E) string { return partyCells(e.Recipients, joinedSectors) }},
		{"recipient_titles", "their posts, in the same order", false, func(e *E) string { return partyCells(e.Recipients, title) }},
		{"inferred", "those of the parties that the words of the act do not name", false, func(e *E) string { return bars(inferred(e)) }},
		{"forum", "meeting or body in whose frame it happens", false, func(e *E) string { return name(e.Forum) }},
		{"edition", "number of the meeting", true, func(e *E) string {
			if e.Forum == nil {
				return ""
			}
			return above(e.Forum.Edition)
		}},
		{"start", "first day", false, func(e *E) string { return e.Start }},
		{"end", "last day", false, func(e *E) string { return e.End }},
		{"grain", "how exact the page is: day, week, month, quarter, year", false, func(e *E) string { return string(e.Grain) }},
		{"dated", "no when the days are those of publication", false, func(e *E) string { return yesNo(e.Dated) }},
		{"place", "name of the place", false, func(e *E) string { return place(e.Place).Name }},
		{"place_code", "its country", false, func(e *E) string { return place(e.Place).Code }},
		{"latitude", "degrees north", true, func(e *E) string { return coordinate(place(e.Place).Latitude) }},
		{"longitude", "degrees east", true, func(e *E) string { return coordinate(place(e.Place).Longitude) }},
		{"killed", "as the page states", true, sizes(func(e *E) *int { return e.Size.Killed })},
		{"injured", "as the page states", true, sizes(func(e *E) *int { return e.Size.Injured })},
		{"arrested", "as the page states", true, sizes(func(e *E) *int { return e.Size.Arrested })},
		{"participants", "as the page states", true, sizes(func(e *E) *int { return e.Size.Participants })},
		{"scale", "conflict and cooperation, -10 to 10", true, func(e *E) string { return decimal(e.Scale) }},
		{"level", "rank of the highest participant, 1 to 4", true, func(e *E) string { return above(e.Level) }},
		{"confidence", "calibrated probability", true, func(e *E) string { return decimal(e.Confidence) }},
		{"trigger", "the words that state the act", false, func(e *E) string { return e.Trigger }},
		{"evidence", "the words that show it", false, func(e *E) string { return e.Evidence }},
		{"trigger_start", "code points from the start of the text", true, func(e *E) string { return strconv.Itoa(e.TriggerSpan.Start) }},
		{"trigger_end", "the first code point behind", true, func(e *E) string { return strconv.Itoa(e.TriggerSpan.End) }},
		{"evidence_start", "code points from the start of the text", true, func(e *E) string { return strconv.Itoa(e.EvidenceSpan.Start) }},
		{"evidence_end", "the first code point behind", true, func(e *E) string { return strconv.Itoa(e.EvidenceSpan.End) }},
		{"attributed", "yes when only a statement asserts it", false, func(e *E) string { return yesNo(e.Attributed) }},
		{"speaker", "who says so", false, func(e *E) string { return name(e.Speaker) }},
		{"via", "through or to whom", false, func(e *E) string { return name(e.Via) }},
		{"title", "of the page", false, func(e *E) string { return e.Title }},
		{"outlet", "who published it", false, func(e *E) string { return e.Outlet }},
		{"url", "of the page", false, func(e *E) string { return e.URL }},
		{"published", "of the page", false, func(e *E) string { return e.Published }},
		{"copied", "yes when the page copies an earlier one", false, func(e *E) string { return yesNo(e.Copied) }},
		{"review", "what a reviewer said", false, func(e *E) string { return string(e.Review) }},
	}
}

// IncidentColumns are the columns of the table of incidents.
func IncidentColumns() []Column[archive.Incident] {
	type I = archive.Incident
	return []Column[I]{
		{"incident", "id", false, func(i *I) string { return i.ID }},
		{"type", "PLOVER type of the act itself", false, func(i *I) string { return i.Type }},
		{"modes", "PLOVER modes", false, func(i *I) string { return bars(i.Modes) }},
		{"contexts", "PLOVER contexts", false, func(i *I) string { return bars(i.Contexts) }},
		{"quad", "1 to 4, as for events", true, func(i *I) string { return quad(i.Type) }},
		{"status", "actual, planned, hypothetical, denied or historical", false, func(i *I) string { return string(i.Status) }},
		{"outcome", "what became of a plan: held, postponed, cancelled", false, func(i *I) string { return i.Outcome }},
		{"actors", "names of those who act", false, func(i *I) string { return partyCells(i.Actors, name) }},
		{"actor_codes", "their countries or bodies, in the same order", false, func(i *I) string { return partyCells(i.Actors, code) }},
		{"actor_sectors", "their sectors, by comma, in the same order", false, func(i *I) string { return partyCells(i.Actors, joinedSectors) }},
		{"recipients", "names of those acted upon", false, func(i *I) string { return partyCells(i.Recipients, name) }},
		{"recipient_codes", "their countries or bodies, in the same order", false, func(i *I) string { return partyCells(i.Recipients, code) }},
		{"recipient_sectors", "their sectors, by comma, in the same order", false, func(i *I) string { return partyCells(i.Recipients, joinedSectors) }},
		{"forum", "meeting or body in whose frame it happens", false, func(i *I) string { return name(i.Forum) }},
		{"start", "first day", false, func(i *I) string { return i.Start }},
		{"end", "last day", false, func(i *I) string { return i.End }},
		{"announced", "day on which it was first reported as a plan", false, func(i *I) string { return i.Announced }},
		{"place", "name of the place", false, func(i *I) string { return place(i.Place).Name }},
		{"place_code", "its country", false, func(i *I) string { return place(i.Place).Code }},
		{"latitude", "degrees north", true, func(i *I) string { return coordinate(place(i.Place).Latitude) }},
		{"longitude", "degrees east", true, func(i *I) string { return coordinate(place(i.Place).Longitude) }},
		{"scale", "conflict and cooperation, -10 to 10", true, func(i *I) string { return decimal(i.Scale) }},
		{"level", "rank of the highest participant, 1 to 4", true, func(i *I) string { return above(i.Level) }},
		{"confidence", "that of the best report", true, func(i *I) string { return decimal(i.Confidence) }},
		{"reports", "events joined", true, func(i *I) string { return strconv.Itoa(i.Reports) }},
		{"documents", "pages that tell it", true, func(i *I) string { return strconv.Itoa(i.Documents) }},
		{"outlets", "outlets that print it", true, func(i *I) string { return strconv.Itoa(i.Outlets) }},
		{"independent", "outlets with a text of their own", true, func(i *I) string { return strconv.Itoa(i.Independent) }},
		{"earliest", "key of the first report", false, func(i *I) string { return i.Earliest }},
		{"best", "key of the report with the most detail", false, func(i *I) string { return i.Best }},
		{"conflicts", "details on which reports differ, such as killed: 3/5", false, func(i *I) string { return bars(conflicts(i)) }},
	}
}

// StatementColumns are the columns of the table of statements.
func StatementColumns() []Column[archive.Statement] {
	type S = archive.Statement
	return []Column[S]{
		{"key", "names the statement: text and words", false, func(s *S) string { return s.Key }},
		{"document", "SHA-256 of the text", false, func(s *S) string { return s.Document }},
		{"speaker", "who says it", false, func(s *S) string { return or(name(s.Speaker), s.SpeakerText) }},
		{"speaker_code", "country or body of the speaker", false, func(s *S) string { return code(s.Speaker) }},
		{"speaker_sectors", "by comma", false, func(s *S) string {
			if s.Speaker == nil {
				return ""
			}
			return joinedSectors(s.Speaker)
		}},
		{"speaker_kind", "named, office, body, group, anonymous, outlet or document", false, func(s *S) string { return s.SpeakerKind }},
		{"cue", "the word of saying", false, func(s *S) string { return s.Cue }},
		{"content", "what is said; parts joined by …", false, func(s *S) string { return s.Content }},
		{"kind", "direct, indirect or mixed", false, func(s *S) string { return s.Kind }},
		{"polarity", "asserts, denies, demands, promises, warns, doubts or asks", false, func(s *S) string { return s.Polarity }},
		{"via", "through or to whom", false, func(s *S) string { return name(s.Via) }},
		{"about", "what is spoken about", false, func(s *S) string { return partyCells(s.About, name) }},
		{"about_codes", "countries or bodies, in the same order", false, func(s *S) string { return partyCells(s.About, code) }},
		{"start", "day of speaking", false, func(s *S) string { return s.Start }},
		{"dated", "no when it is that of publication", false, func(s *S) string { return yesNo(s.Dated) }},
		{"cue_start", "code points from the start of the text", true, func(s *S) string { return strconv.Itoa(s.CueSpan.Start) }},
		{"cue_end", "the first code point behind", true, func(s *S) string { return strconv.Itoa(s.CueSpan.End) }},
		{"content_spans", "start-end of each part", false, func(s *S) string { return bars(spans(s)) }},
		{"title", "of the page", false, func(s *S) string { return s.Title }},
		{"outlet", "who published it", false, func(s *S) string { return s.Outlet }},
		{"url", "of the page", false, func(s *S) string { return s.URL }},
		{"published", "of the page", false, func(s *S) string { return s.Published }},
		{"copied", "yes when the page copies an earlier one", false, func(s *S) string { return yesNo(s.Copied) }},
	}
}

// PersonColumns are the columns of the table of people.
func PersonColumns() []Column[archive.Identity] {
	type P = archive.Identity
	return []Column[P]{
		{"person", "id", false, func(p *P) string { return p.ID }},
		{"name", "the fullest", false, func(p *P) string { return p.Name }},
		{"aliases", "other forms of the name", false, func(p *P) string { return bars(p.Aliases) }},
		{"code", "country or body", false, func(p *P) string { return p.Code }},
		{"registry", "key in the registry", false, func(p *P) string { return p.Registry }},
		{"documents", "pages that name the person", true, func(p *P) string { return strconv.Itoa(p.Documents) }},
		{"first", "day of the first of them", false, func(p *P) string { return p.First }},
		{"last", "day of the last of them", false, func(p *P) string { return p.Last }},
	}
}

// PostColumns are the columns of the table of posts.
func PostColumns() []Column[archive.Tenure] {
	type P = archive.Tenure
	return []Column[P]{
		{"person", "id", false, func(p *P) string { return p.Person }},
		{"name", "of the person", false, func(p *P) string { return p.Name }},
		{"title", "of the post", false, func(p *P) string { return p.Title }},
		{"organization", "that it belongs to", false, func(p *P) string { return p.Organization }},
		{"code", "country or body", false, func(p *P) string { return p.Code }},
		{"first", "day of the first report of it as held", false, func(p *P) string { return p.First }},
		{"last", "day of the last one", false, func(p *P) string { return p.Last }},
		{"former_by", "first day on which a report calls it a former one", false, func(p *P) string { return p.FormerBy }},
		{"reports", "that say so", true, func(p *P) string { return strconv.Itoa(p.Reports) }},
		{"outlets", "that print them", true, func(p *P) string { return strconv.Itoa(p.Outlets) }},
		{"contradicts", "others reported in the same single post meanwhile", false, func(p *P) string { return bars(p.Contradicts) }},
	}
}

func place(w *archive.Where) archive.Where {
	if w == nil {
		return archive.Where{}
	}
	return *w
}

func quad(typ string) string {
	t, _ := ontology.ParseType(typ)
	return above(int(t.Quad()))
}

func inferred(e *archive.Event) (names []string) {
	for _, list := range [][]archive.Party{e.Actors, e.Recipients} {
		for _, p := range list {
			if p.Inferred {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

func conflicts(i *archive.Incident) (out []string) {
	for _, c := range i.Conflicts {
		values := make([]string, len(c.Values))
		for k, v := range c.Values {
			values[k] = v.Value
		}
		out = append(out, c.Field+": "+strings.Join(values, "/"))
	}
	return out
}

func spans(s *archive.Statement) (out []string) {
	for _, c := range s.ContentSpans {
		out = append(out, strconv.Itoa(c.Start)+"-"+strconv.Itoa(c.End))
	}
	return out
}
