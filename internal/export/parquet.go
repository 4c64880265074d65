package export

import (
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/parquet-go/parquet-go"

	"chancery/archive"
	"chancery/internal/ontology"
)

// Parquet writes typed columns: days as DATE, numbers as numbers, several values
// as lists, parties as lists of structures; what is not known is null.
func Parquet(w io.Writer, set Set, opt Options) (Tally, error) {
	switch set.Holds() {
	case Events:
		return columnar(w, set.Events, opt, parquetEvent)
	case Incidents:
		return columnar(w, set.Incidents, opt, parquetIncident)
	case Statements:
		return columnar(w, set.Statements, opt, parquetStatement)
	case People:
		return columnar(w, set.People, opt, parquetPerson)
	case Posts:
		return columnar(w, set.Posts, opt, parquetPost)
	}
	return Tally{}, missing("parquet", Events|Incidents|Statements|People|Posts)
}

// groupRows bounds what is held in memory before it is written.
const groupRows = 20_000

func columnar[T, R any](w io.Writer, seq iter.Seq2[T, error], opt Options, row func(*T) R) (Tally, error) {
	out := parquet.NewGenericWriter[R](w, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("chancery", "1", "0"),
		parquet.MaxRowsPerRowGroup(groupRows), parquet.KeyValueMetadata("coder", opt.Coder))
	batch := make([]R, 1)
	n, err := each(seq, func(item *T) (int, error) {
		batch[0] = row(item)
		return out.Write(batch)
	})
	if err != nil {
		return n, err
	}
	if err := out.Close(); err != nil {
		return n, fmt.Errorf("cannot finish the Parquet file: %w", err)
	}
	return n, nil
}

type parquetParty struct {
	Name     string   `parquet:"name"`
	Kind     string   `parquet:"kind,optional"`
	Code     string   `parquet:"code,optional"`
	Sectors  []string `parquet:"sectors,list"`
	Registry string   `parquet:"registry,optional"`
	Title    string   `parquet:"title,optional"`
	Person   string   `parquet:"person,optional"`
	Inferred bool     `parquet:"inferred"`
}

type eventRow struct {
	Key           string         `parquet:"key"`
	Document      string         `parquet:"document"`
	Incident      string         `parquet:"incident,optional"`
	Type          string         `parquet:"type,dict"`
	Modes         []string       `parquet:"modes,list"`
	Contexts      []string       `parquet:"contexts,list"`
	CAMEO         string         `parquet:"cameo,optional,dict"`
	Quad          *int32         `parquet:"quad,optional"`
	Status        string         `parquet:"status,dict"`
	Actors        []parquetParty `parquet:"actors,list"`
	Recipients    []parquetParty `parquet:"recipients,list"`
	Forum         string         `parquet:"forum,optional"`
	Edition       *int32         `parquet:"edition,optional"`
	Start         *int32         `parquet:"start,optional,date"`
	End           *int32         `parquet:"end,optional,date"`
	Grain         string         `parquet:"grain,optional,dict"`
	Dated         bool           `parquet:"dated"`
	Place         string         `parquet:"place,optional"`
	PlaceCode     string         `parquet:"place_code,optional,dict"`
	Latitude      *float64       `parquet:"latitude,optional"`
	Longitude     *float64       `parquet:"longitude,optional"`
	Killed        *int32         `parquet:"killed,optional"`
	Injured       *int32         `parquet:"injured,optional"`
	Arrested      *int32         `parquet:"arrested,optional"`
	Participants  *int32         `parquet:"participants,optional"`
	Scale         *float64       `parquet:"scale,optional"`
	Level         *int32         `parquet:"level,optional"`
	Confidence    *float64       `parquet:"confidence,optional"`
	Trigger       string         `parquet:"trigger"`
	Evidence      string         `parquet:"evidence"`
	TriggerStart  int32          `parquet:"trigger_start"`
	TriggerEnd    int32          `parquet:"trigger_end"`
	EvidenceStart int32          `parquet:"evidence_start"`
	EvidenceEnd   int32          `parquet:"evidence_end"`
	Attributed    bool           `parquet:"attributed"`
	Speaker       string         `parquet:"speaker,optional"`
	Via           string         `parquet:"via,optional"`
	Title         string         `parquet:"title,optional"`
	Outlet        string         `parquet:"outlet,optional,dict"`
	URL           string         `parquet:"url,optional"`
	Published     string         `parquet:"published,optional"`
	Copied        bool           `parquet:"copied"`
	Review        string         `parquet:"review,optional"`
}

func parquetEvent(e *archive.Event) eventRow {
	row := eventRow{
		Key: e.Key, Document: e.Document, Incident: e.Incident, Type: e.Type, Modes: e.Modes, Contexts: e.Contexts, CAMEO: e.CAMEO, Quad: quadOf(e.Type), Status: string(e.Status),
		Actors: parquetParties(e.Actors), Recipients: parquetParties(e.Recipients), Forum: name(e.Forum),
		Start: dayNumber(e.Start), End: dayNumber(e.End), Grain: string(e.Grain), Dated: e.Dated,
		Place: place(e.Place).Name, PlaceCode: place(e.Place).Code, Latitude: place(e.Place).Latitude, Longitude: place(e.Place).Longitude,
		Scale: e.Scale, Level: positive(e.Level), Confidence: e.Confidence, Trigger: e.Trigger, Evidence: e.Evidence,
		TriggerStart: int32(e.TriggerSpan.Start), TriggerEnd: int32(e.TriggerSpan.End), EvidenceStart: int32(e.EvidenceSpan.Start), EvidenceEnd: int32(e.EvidenceSpan.End),
		Attributed: e.Attributed, Speaker: name(e.Speaker), Via: name(e.Via), Title: e.Title, Outlet: e.Outlet, URL: e.URL, Published: e.Published,
		Copied: e.Copied, Review: string(e.Review),
	}
	if e.Forum != nil {
		row.Edition = positive(e.Forum.Edition)
	}
	if e.Size != nil {
		row.Killed, row.Injured, row.Arrested, row.Participants = small(e.Size.Killed), small(e.Size.Injured), small(e.Size.Arrested), small(e.Size.Participants)
	}
	return row
}

type incidentRow struct {
	ID          string         `parquet:"incident"`
	Type        string         `parquet:"type,dict"`
	Modes       []string       `parquet:"modes,list"`
	Contexts    []string       `parquet:"contexts,list"`
	Quad        *int32         `parquet:"quad,optional"`
	Status      string         `parquet:"status,dict"`
	Outcome     string         `parquet:"outcome,optional,dict"`
	Actors      []parquetParty `parquet:"actors,list"`
	Recipients  []parquetParty `parquet:"recipients,list"`
	Forum       string         `parquet:"forum,optional"`
	Start       *int32         `parquet:"start,optional,date"`
	End         *int32         `parquet:"end,optional,date"`
	Announced   *int32         `parquet:"announced,optional,date"`
	Place       string         `parquet:"place,optional"`
	PlaceCode   string         `parquet:"place_code,optional,dict"`
	Latitude    *float64       `parquet:"latitude,optional"`
	Longitude   *float64       `parquet:"longitude,optional"`
	Scale       *float64       `parquet:"scale,optional"`
	Level       *int32         `parquet:"level,optional"`
	Confidence  *float64       `parquet:"confidence,optional"`
	Reports     int32          `parquet:"reports"`
	Documents   int32          `parquet:"documents"`
	Outlets     int32          `parquet:"outlets"`
	Independent int32          `parquet:"independent"`
	Earliest    string         `parquet:"earliest"`
	Best        string         `parquet:"best"`
	Events      []string       `parquet:"events,list"`
	Conflicts   []string       `parquet:"conflicts,list"`
}

func parquetIncident(i *archive.Incident) incidentRow {
	return incidentRow{
		ID: i.ID, Type: i.Type, Modes: i.Modes, Contexts: i.Contexts, Quad: quadOf(i.Type), Status: string(i.Status), Outcome: i.Outcome,
		Actors: parquetParties(i.Actors), Recipients: parquetParties(i.Recipients), Forum: name(i.Forum),
		Start: dayNumber(i.Start), End: dayNumber(i.End), Announced: dayNumber(i.Announced),
		Place: place(i.Place).Name, PlaceCode: place(i.Place).Code, Latitude: place(i.Place).Latitude, Longitude: place(i.Place).Longitude,
		Scale: i.Scale, Level: positive(i.Level), Confidence: i.Confidence,
		Reports: int32(i.Reports), Documents: int32(i.Documents), Outlets: int32(i.Outlets), Independent: int32(i.Independent),
		Earliest: i.Earliest, Best: i.Best, Events: i.Events, Conflicts: conflicts(i),
	}
}

type statementRow struct {
	Key         string         `parquet:"key"`
	Document    string         `parquet:"document"`
	Speaker     string         `parquet:"speaker,optional"`
	SpeakerCode string         `parquet:"speaker_code,optional,dict"`
	SpeakerKind string         `parquet:"speaker_kind,optional,dict"`
	Cue         string         `parquet:"cue"`
	Content     string         `parquet:"content"`
	Kind        string         `parquet:"kind,dict"`
	Polarity    string         `parquet:"polarity,optional,dict"`
	Via         string         `parquet:"via,optional"`
	About       []parquetParty `parquet:"about,list"`
	Start       *int32         `parquet:"start,optional,date"`
	Dated       bool           `parquet:"dated"`
	Parent      string         `parquet:"parent,optional"`
	Answers     string         `parquet:"answers,optional"`
	Title       string         `parquet:"title,optional"`
	Outlet      string         `parquet:"outlet,optional,dict"`
	URL         string         `parquet:"url,optional"`
	Published   string         `parquet:"published,optional"`
	Copied      bool           `parquet:"copied"`
}

func parquetStatement(s *archive.Statement) statementRow {
	return statementRow{
		Key: s.Key, Document: s.Document, Speaker: or(name(s.Speaker), s.SpeakerText), SpeakerCode: code(s.Speaker), SpeakerKind: s.SpeakerKind,
		Cue: s.Cue, Content: s.Content, Kind: s.Kind, Polarity: s.Polarity, Via: name(s.Via), About: parquetParties(s.About),
		Start: dayNumber(s.Start), Dated: s.Dated, Parent: s.Parent, Answers: s.Answers, Title: s.Title, Outlet: s.Outlet, URL: s.URL,
		Published: s.Published, Copied: s.Copied,
	}
}

func parquetParties(list []archive.Party) []parquetParty {
	out := make([]parquetParty, len(list))
	for i, p := range list {
		out[i] = parquetParty{p.Name, string(p.Kind), p.Code, p.Sectors, p.Registry, p.Title, p.Person, p.Inferred}
	}
	return out
}

// quadOf is the quarter of a type; nil for no type of PLOVER.
func quadOf(typ string) *int32 {
	t, ok := ontology.ParseType(typ)
	if !ok {
		return nil
	}
	return positive(int(t.Quad()))
}

// dayNumber counts days since 1970; nil for no day.
func dayNumber(day string) *int32 {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		return nil
	}
	n := int32(t.Unix() / (24 * 60 * 60))
	return &n
}

func small(v *int) *int32 {
	if v == nil {
		return nil
	}
	n := int32(*v)
	return &n
}

func positive(v int) *int32 {
	if v <= 0 {
		return nil
	}
	return small(&v)
}
