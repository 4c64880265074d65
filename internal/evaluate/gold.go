package evaluate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"chancery/record"
)

// goldDocument is one annotated document, as docs/evaluation.md lays it out.
type goldDocument struct {
	ID         string          `json:"id"`
	Events     []goldEvent     `json:"events"`
	Statements []goldStatement `json:"statements"`
	Posts      []goldPost      `json:"posts"`

	source string // where it was read
	line   int
}

type goldEvent struct {
	S          *int       `json:"s"`
	Trigger    string     `json:"trigger"`
	Type       string     `json:"type"`
	Mode       string     `json:"mode"`
	Status     string     `json:"status"`
	Actors     []goldName `json:"actors"`
	Recipients []goldName `json:"recipients"`
	Date       string     `json:"date"`
	Place      goldName   `json:"place"`
}

type goldName struct {
	Name string `json:"name"`
	Code string `json:"code"`
}

type goldStatement struct {
	S       *int   `json:"s"`
	Speaker string `json:"speaker"`
	Cue     string `json:"cue"`
	Content string `json:"content"`
	Kind    string `json:"kind"`
}

type goldPost struct {
	Person string `json:"person"`
	Title  string `json:"title"`
	Code   string `json:"code"`
}

// parseGold reads one line and checks all that can be checked without the text.
func parseGold(src Source, l line) (*goldDocument, error) {
	g := &goldDocument{source: src.Name, line: l.number}
	if err := json.Unmarshal(l.data, g); err != nil {
		return nil, lineError(src.Name, l.number, "%w", err)
	}
	for i, e := range g.Events {
		switch {
		case !slices.Contains(record.Types(), e.Type):
			return nil, g.fault("events", i, "%q is no event type", e.Type)
		case e.Mode != "" && !slices.Contains(record.Modes(e.Type), e.Mode):
			return nil, g.fault("events", i, "%q is no mode of %s", e.Mode, e.Type)
		case !slices.Contains(statuses(), record.Status(e.Status)):
			return nil, g.fault("events", i, "%q is no status", e.Status)
		case e.Trigger == "":
			return nil, g.fault("events", i, "the trigger is missing")
		}
	}
	for i, s := range g.Statements {
		if s.Content == "" {
			return nil, g.fault("statements", i, "the content is missing")
		}
	}
	return g, nil
}

func statuses() []record.Status {
	return []record.Status{record.Actual, record.Planned, record.Hypothetical, record.Denied, record.Historical}
}

// fault is an error in an element of the document, counted from 0 as in JSON.
func (g *goldDocument) fault(list string, i int, format string, args ...any) error {
	return lineError(g.source, g.line, "document %q: %s[%d]: %w", g.ID, list, i, fmt.Errorf(format, args...))
}

// sentence checks a sentence number against the document.
func (g *goldDocument) sentence(list string, i int, s *int, doc *Document) error {
	if s == nil {
		return g.fault(list, i, "the sentence number s is missing")
	}
	if *s < 0 || *s >= len(doc.Sentences) {
		return g.fault(list, i, "there is no sentence %d: the document has %d", *s, len(doc.Sentences))
	}
	return nil
}

// judge brings the annotation into the form that is compared.
func (g *goldDocument) judge(doc *Document) (coding, error) {
	var c coding
	for i, e := range g.Events {
		if err := g.sentence("events", i, e.S, doc); err != nil {
			return coding{}, err
		}
		c.events = append(c.events, event{
			sentence: *e.S, kind: e.Type, status: e.Status, mode: e.Mode,
			actors: goldCodes(e.Actors), recipients: goldCodes(e.Recipients),
			date: e.Date, place: e.Place.Code, trigger: e.Trigger, words: wordsOf(e.Trigger),
		})
	}
	for i, s := range g.Statements {
		if err := g.sentence("statements", i, s.S, doc); err != nil {
			return coding{}, err
		}
		c.statements = append(c.statements, statement{
			span: locate(s.Content, doc, doc.Sentences[*s.S].Start), speaker: wordsOf(s.Speaker)})
	}
	for _, p := range g.Posts {
		c.posts = append(c.posts, post{person: wordsOf(p.Person), title: wordsOf(p.Title), code: p.Code})
	}
	return c, nil
}

func goldCodes(names []goldName) []string {
	var codes []string
	for _, n := range names {
		codes = append(codes, n.Code)
	}
	return codeSet(codes)
}

// reach is how far before its cue's sentence the words of a statement may begin.
const reach = 600

// locate finds the words of a statement: the first place from 600 code points
// before the sentence of the cue, else the first in the whole text. What is not
// found stands just before the text, where it matches nothing but its like.
func locate(content string, doc *Document, sentence int) record.Span {
	from := doc.ruler.Byte(max(0, sentence-reach))
	at := strings.Index(doc.Text[from:], content)
	if at >= 0 {
		at += from
	} else {
		at = strings.Index(doc.Text, content)
	}
	start := -1
	if at >= 0 {
		start = doc.ruler.Point(at)
	}
	return record.Span{Start: start, End: start + record.NewRuler(content).Len()}
}

// doubts names what the annotation quotes and the text does not hold. It still
// counts, as the reference scorer counts it.
func (g *goldDocument) doubts(doc *Document) []string {
	var found []string
	doubt := func(list string, i int, what, words string) {
		found = append(found, fmt.Sprintf("%s:%d: document %q: %s[%d]: the %s %q is not there",
			g.source, g.line, g.ID, list, i, what, words))
	}
	for i, e := range g.Events {
		if !strings.Contains(doc.ruler.Cut(doc.Sentences[*e.S]), e.Trigger) {
			doubt("events", i, "trigger", e.Trigger)
		}
	}
	for i, s := range g.Statements {
		if !strings.Contains(doc.ruler.Cut(doc.Sentences[*s.S]), s.Cue) {
			doubt("statements", i, "cue", s.Cue)
		}
		if !strings.Contains(doc.Text, s.Content) {
			doubt("statements", i, "content", s.Content)
		}
	}
	return found
}
