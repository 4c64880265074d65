package evaluate

import (
	"fmt"
	"slices"

	"chancery/record"
)

// coding is the part of an annotation or a record that is compared.
type coding struct {
	events     []event
	statements []statement
	posts      []post
}

type event struct {
	sentence           int
	kind, status, mode string
	actors, recipients []string // country codes, sorted, each once
	date, place        string
	trigger            string
	words              wordSet // of the trigger
	confidence         *float64
}

type statement struct {
	span    record.Span // in code points
	speaker wordSet
}

type post struct {
	person, title wordSet
	code          string
}

// codeSet is the codes that are known, sorted, each once.
func codeSet(codes []string) []string {
	codes = slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return c == "" })
	slices.Sort(codes)
	return slices.Compact(codes)
}

// judgeRecord brings a record into the form that is compared.
func judgeRecord(rec *record.Record, doc *Document) (coding, error) {
	entities := make(map[string]*record.Entity, len(rec.Entities))
	for i := range rec.Entities {
		entities[rec.Entities[i].ID] = &rec.Entities[i]
	}
	entity := func(id string) record.Entity { // the empty entity when there is none
		if e := entities[id]; e != nil {
			return *e
		}
		return record.Entity{}
	}
	var c coding
	for i, e := range rec.Events {
		if err := inside(doc, e.Trigger); err != nil {
			return coding{}, fmt.Errorf("cannot score the record of %q: /events/%d/trigger %w", doc.ID, i, err)
		}
		c.events = append(c.events, judgeEvent(e, doc, entity))
	}
	for i, s := range rec.Statements {
		if len(s.Content) == 0 {
			continue
		}
		longest := s.Content[0]
		for j, span := range s.Content {
			if err := inside(doc, span); err != nil {
				return coding{}, fmt.Errorf("cannot score the record of %q: /statements/%d/content/%d %w", doc.ID, i, j, err)
			}
			if span.End-span.Start > longest.End-longest.Start {
				longest = span
			}
		}
		speaker := entity(s.Speaker).Name
		if speaker == "" && s.SpeakerText != nil {
			speaker = doc.ruler.Cut(*s.SpeakerText)
		}
		c.statements = append(c.statements, statement{span: longest, speaker: wordsOf(speaker)})
	}
	for _, p := range rec.Posts {
		c.posts = append(c.posts, post{person: wordsOf(entity(p.Person).Name), title: wordsOf(p.Title), code: p.Code})
	}
	return c, nil
}

func judgeEvent(e record.Event, doc *Document, entity func(string) record.Entity) event {
	codes := func(ids []string) []string {
		var codes []string
		for _, id := range ids {
			codes = append(codes, entity(id).Code)
		}
		return codeSet(codes)
	}
	got := event{
		sentence: doc.sentenceAt(e.Trigger.Start), kind: e.Type, status: string(e.Status),
		actors: codes(e.Actors), recipients: codes(e.Recipients),
		place: entity(e.Place).Code, trigger: doc.ruler.Cut(e.Trigger), confidence: e.Confidence,
	}
	if got.status == "" {
		got.status = string(record.Actual)
	}
	if len(e.Modes) > 0 {
		got.mode = e.Modes[0]
	}
	if e.Time != nil {
		got.date = e.Time.Start
	}
	got.words = wordsOf(got.trigger)
	return got
}

// inside checks a span of a record that may come from anywhere.
func inside(doc *Document, s record.Span) error {
	if s.Start < 0 || s.End <= s.Start || s.End > doc.ruler.Len() {
		return fmt.Errorf("from %d to %d is no stretch of the text of %d code points", s.Start, s.End, doc.ruler.Len())
	}
	return nil
}

// sentenceAt is the number of the first sentence that ends after a code point;
// of the last sentence when none does.
func (d *Document) sentenceAt(point int) int {
	for i, s := range d.Sentences {
		if point < s.End {
			return i
		}
	}
	return len(d.Sentences) - 1
}
