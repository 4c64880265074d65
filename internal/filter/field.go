package filter

import (
	"slices"
	"strings"

	"chancery/internal/ontology"
	"chancery/record"
)

// Field is the name of what a leaf tests.
type Field string

// The fields.
const (
	Actor           Field = "actor"
	ActorSector     Field = "actor.sector"
	ActorBloc       Field = "actor.bloc"
	Recipient       Field = "recipient"
	RecipientSector Field = "recipient.sector"
	RecipientBloc   Field = "recipient.bloc"
	Side            Field = "party"
	SideSector      Field = "party.sector"
	SideBloc        Field = "party.bloc"
	Between         Field = "between" // written as two of party; in no Expr
	Forum           Field = "forum"
	Speaker         Field = "speaker"
	SpeakerSector   Field = "speaker.sector"
	SpeakerBloc     Field = "speaker.bloc"
	Via             Field = "via"
	About           Field = "about"
	Person          Field = "person"
	Place           Field = "place"
	PlaceBloc       Field = "place.bloc"
	Type            Field = "type"
	Quad            Field = "quad"
	Mode            Field = "mode"
	Context         Field = "context"
	CAMEO           Field = "cameo"
	Status          Field = "status"
	Outcome         Field = "outcome"
	Since           Field = "since"
	Until           Field = "until"
	Day             Field = "on"
	Published       Field = "published"
	Announced       Field = "announced"
	Dated           Field = "dated"
	Level           Field = "level"
	Confidence      Field = "confidence"
	Scale           Field = "scale"
	Edition         Field = "edition"
	Killed          Field = "killed"
	Injured         Field = "injured"
	Arrested        Field = "arrested"
	Participants    Field = "participants"
	Reports         Field = "reports"
	Documents       Field = "documents"
	Outlets         Field = "outlets"
	Independent     Field = "independent"
	Conflict        Field = "conflict"
	Content         Field = "text"
	Title           Field = "title"
	Trigger         Field = "trigger"
	Cue             Field = "cue"
	Kind            Field = "kind"
	SpeakerKind     Field = "source"
	Polarity        Field = "polarity"
	Outlet          Field = "outlet"
	Attributed      Field = "attributed"
	Copied          Field = "copied"
	Review          Field = "review"
	Has             Field = "has"
	Incident        Field = "incident"
	Event           Field = "event"
	Statement       Field = "statement"
	Document        Field = "document"
)

// Target is what a filter is asked of; several may be or-ed in a Spec.
type Target uint8

// The targets.
const (
	Events Target = 1 << iota
	Incidents
	Statements
	Posts  // lines of the ledger
	People // persons
)

func (t Target) String() string {
	var names []string
	for i, name := range []string{"events", "incidents", "statements", "posts", "people"} {
		if t&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return strings.Join(names, "")
}

// Form is how the values of a field are read, and which leaf it makes.
type Form uint8

// The forms.
const (
	PartyForm  Form = iota // Parties
	BlocForm               // Parties with the codes of a body's members
	PairForm               // two of Parties
	SetForm                // Set
	PrefixForm             // Pattern, always the beginning
	NameForm               // Pattern, folded
	IDForm                 // Pattern, as it is
	WordForm               // Words
	NumberForm             // Numbers
	DayForm                // Days
)

// Spec is a line of the table of fields.
type Spec struct {
	Field   Field
	Form    Form
	Of      Target
	Values  []string // of SetForm
	Gist    string
	Example string
}

// Specs is the table of fields, in the order of the manual.
func Specs() []Spec {
	const all = Events | Incidents | Statements
	const every = all | Posts | People
	const acts = Events | Incidents
	yesNo := []string{"yes", "no"}
	sectors := record.Sectors()
	return []Spec{
		{Actor, PartyForm, acts, nil, "who acts: a country, a body or a name", "actor:CHN"},
		{ActorSector, SetForm, acts, sectors, "sector of an actor", "actor.sector:MIL"},
		{ActorBloc, BlocForm, acts, nil, "a member of a body or region acts", "actor.bloc:SCO"},
		{Recipient, PartyForm, acts, nil, "who is acted upon", "recipient:RUS"},
		{RecipientSector, SetForm, acts, sectors, "sector of a recipient", "recipient.sector:CVL"},
		{RecipientBloc, BlocForm, acts, nil, "a member of a body or region is acted upon", "recipient.bloc:EU"},
		{Side, PartyForm, acts | Posts | People, nil, "who takes part, on either side; of posts and people, their country or body", "party:CHN/MIL"},
		{SideSector, SetForm, acts, sectors, "sector of a party", "party.sector:REB"},
		{SideBloc, BlocForm, acts | Posts | People, nil, "a member of a body or region takes part", "party.bloc:ASEAN"},
		{Between, PairForm, acts, nil, "both take part, on any side: party:CHN party:RUS in short", "between:CHN,RUS"},
		{Forum, PartyForm, acts, nil, "the meeting or body in whose frame it happens", "forum:\"Security Council\""},
		{Edition, NumberForm, acts, nil, "number of the meeting of a series", "edition:11"},
		{Person, PartyForm, every, nil, "a person among the parties, the speaker or those spoken about; who holds a post", "person:\"Selim Arkan\""},
		{Type, SetForm, acts, record.Types(), "PLOVER type", "type:CONSULT,AID"},
		{Quad, SetForm, acts, []string{"1", "2", "3", "4"}, "quarter: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict", "quad:4"},
		{Mode, SetForm, acts, modes(), "PLOVER mode", "mode:visit"},
		{Context, SetForm, acts, record.Contexts(), "PLOVER context", "context:military"},
		{CAMEO, PrefixForm, Events, nil, "CAMEO code, or the beginning of it", "cameo:04"},
		{Status, SetForm, acts, []string{"actual", "planned", "hypothetical", "denied", "historical"}, "whether it happened", "status:planned"},
		{Outcome, SetForm, Incidents, []string{"held", "postponed", "cancelled", "none"}, "what became of a plan", "outcome:cancelled"},
		{Since, DayForm, every, nil, "begins on the day or later; of posts and people, last seen then or later", "since:2023-05"},
		{Until, DayForm, every, nil, "begins on the day or before; of posts and people, first seen then or before", "until:+30d"},
		{Day, DayForm, every, nil, "begins on the day, in the month, quarter, week, year, or stretch", "on:2023-05..2023-07"},
		{Published, DayForm, Events | Statements, nil, "day of publication", "published:2023-W21"},
		{Announced, DayForm, Incidents, nil, "day on which it was first reported as a plan", "announced:2023-05"},
		{Dated, SetForm, Events | Statements, yesNo, "the page gives a date; else the day is that of publication", "dated:yes"},
		{Level, NumberForm, acts, nil, "rank of the highest participant: 1 head of state or government … 4 working level", "level:<=2"},
		{Confidence, NumberForm, acts, nil, "calibrated probability, 0 to 1", "confidence:>=0.8"},
		{Scale, NumberForm, acts, nil, "conflict and cooperation, -10 to 10", "scale:<-5"},
		{Killed, NumberForm, Events, nil, "killed, as the page states", "killed:>=3"},
		{Injured, NumberForm, Events, nil, "injured, as the page states", "injured:10..50"},
		{Arrested, NumberForm, Events, nil, "arrested, as the page states", "arrested:>0"},
		{Participants, NumberForm, Events, nil, "participants, as the page states", "participants:>=1000"},
		{Place, PartyForm, acts, nil, "country or name of the place", "place:Vienna"},
		{PlaceBloc, BlocForm, acts, nil, "the place lies in a member of a body or region", "place.bloc:Africa"},
		{Content, WordForm, Events | Statements | Posts | People, nil, "words of the evidence or title; of a statement, of what is said; of a post, of title and body", "text:\"arms control\""},
		{Title, WordForm, Events | Statements | Posts, nil, "words of the page's title; of a post, the post", "title:summit"},
		{Trigger, WordForm, Events, nil, "the words that state the act", "trigger:met"},
		{Speaker, PartyForm, Events | Statements, nil, "who is said to have said it", "speaker:RUS"},
		{SpeakerSector, SetForm, Events | Statements, sectors, "sector of the speaker", "speaker.sector:GOV"},
		{SpeakerBloc, BlocForm, Events | Statements, nil, "the speaker is of a member of a body or region", "speaker.bloc:NATO"},
		{SpeakerKind, SetForm, Statements, []string{"named", "office", "body", "group", "anonymous", "outlet", "document"}, "kind of speaker", "source:anonymous"},
		{Via, PartyForm, Events | Statements, nil, "the outlet or addressee it was said through or to", "via:TASS"},
		{About, PartyForm, Statements, nil, "what is spoken about", "about:CHN"},
		{Cue, WordForm, Statements, nil, "the word of saying", "cue:warned"},
		{Kind, SetForm, Statements, []string{"direct", "indirect", "mixed"}, "how it is quoted", "kind:direct"},
		{Polarity, SetForm, Statements, []string{"asserts", "denies", "demands", "promises", "warns", "doubts", "asks"}, "what the speaker does with the words", "polarity:denies"},
		{Attributed, SetForm, Events, yesNo, "only a statement asserts the act", "attributed:yes"},
		{Outlet, NameForm, Events | Statements | Posts, nil, "who published it", "outlet:ria*"},
		{Copied, SetForm, Events | Statements, yesNo, "the page copies an earlier one", "copied:no"},
		{Review, SetForm, Events, []string{"none", "accepted", "corrected", "rejected"}, "what a reviewer said", "review:accepted"},
		{Reports, NumberForm, Incidents | Posts, nil, "events joined in the incident", "reports:>1"},
		{Documents, NumberForm, Incidents | People, nil, "pages that tell it", "documents:>=5"},
		{Outlets, NumberForm, Incidents | Posts, nil, "outlets that print it", "outlets:>=3"},
		{Independent, NumberForm, Incidents, nil, "outlets with a text of their own", "independent:>=2"},
		{Conflict, SetForm, Incidents, []string{"killed", "injured", "arrested", "participants", "day", "place"}, "a detail on which the reports differ", "conflict:killed"},
		{Has, SetForm, all, []string{"actor", "recipient", "forum", "place", "coordinates", "level", "size", "cameo", "speaker", "via", "about", "incident", "date"}, "something is known", "has:place"},
		{Incident, IDForm, acts, nil, "id of an incident", "incident:i0123456789abcdef"},
		{Event, IDForm, Events, nil, "key of an event", "event:0123456789abcdef:27-30:CONSULT"},
		{Statement, IDForm, Statements, nil, "key of a statement", "statement:0123456789abcdef:73-77:said:6"},
		{Document, PrefixForm, Events | Statements | Posts, nil, "SHA-256 of the text, or its first digits", "document:0123456789abcdef"},
	}
}

// modes are all modes of all types, each once.
func modes() []string {
	var out []string
	for _, t := range ontology.Types() {
		for _, m := range t.Modes() {
			if name := m.String(); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// specOf finds the line of a field as written, in any case.
func specOf(name string) (Spec, bool) {
	name = strings.ToLower(name)
	specs := table()
	i := slices.IndexFunc(specs, func(s Spec) bool { return string(s.Field) == name })
	if i < 0 {
		return Spec{}, false
	}
	return specs[i], true
}

// otherNames are words that people try for a field.
var otherNames = map[string]Field{
	"country": Side, "who": Side, "state": Side, "source_actor": Actor, "subject": Actor, "target": Recipient, "object": Recipient,
	"date": Day, "day": Day, "month": Day, "year": Day, "after": Since, "from": Since, "before": Until, "to": Until,
	"site": Outlet, "paper": Outlet, "publisher": Outlet, "location": Place, "where": Place, "sector": SideSector,
	"bloc": SideBloc, "word": Content, "words": Content, "sha256": Document, "doc": Document, "dead": Killed, "deaths": Killed,
	"wounded": Injured, "key": Event, "said": Content, "goldstein": Scale, "score": Scale, "rank": Level, "action": Type,
}
