package record

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Problem is one way in which a record breaks its contract.
type Problem struct {
	Pointer string `json:"pointer"` // RFC 6901, into the JSON form: "/events/3/trigger"
	Message string `json:"message"` // what is wrong there, without the pointer
}

func (p Problem) String() string { return p.Pointer + ": " + p.Message }

// Validate names every break of the contract: all that the schema refuses, and
// what a schema cannot see (references, the order and range of spans, days that
// are not in the calendar). text is the text that the record was read from; when
// it is empty the record's own text is used, and without any text the upper end
// of spans and the digest stay unchecked. A sound record gives no problems.
func Validate(rec *Record, text string) []Problem {
	c := newChecker(rec, text)
	if rec.Schema != SchemaV1 {
		c.add("/schema", "is %q, not %q", rec.Schema, SchemaV1)
	}
	c.document(&rec.Document)
	c.sentences()
	for i := range rec.Entities {
		c.entity(at("/entities", i), &rec.Entities[i])
	}
	for i := range rec.Posts {
		c.post(at("/posts", i), &rec.Posts[i])
	}
	for i := range rec.Events {
		c.event(at("/events", i), &rec.Events[i])
	}
	for i := range rec.Statements {
		c.statement(at("/statements", i), &rec.Statements[i])
	}
	return c.problems
}

// checker collects the problems of one record.
type checker struct {
	rec        *Record
	words      *words
	text       string
	points     int             // length of the text, -1 when it is not known
	kinds      map[string]Kind // entity id → kind
	statements map[string]bool // ids of statements
	told       map[string]bool // ids of events met, true for first tellings
	used       map[string]bool // ids seen so far
	problems   []Problem
}

func newChecker(rec *Record, text string) *checker {
	c := &checker{rec: rec, words: vocabulary(), text: text, points: -1,
		kinds: map[string]Kind{}, statements: map[string]bool{}, told: map[string]bool{}, used: map[string]bool{}}
	if text == "" {
		c.text = rec.Text
	} else if rec.Text != "" && rec.Text != text {
		c.add("/text", "is not the text of the document")
	}
	if c.text != "" {
		c.points = NewRuler(c.text).Len()
	}
	for i := range rec.Entities {
		c.kinds[rec.Entities[i].ID] = rec.Entities[i].Kind
	}
	for i := range rec.Statements {
		c.statements[rec.Statements[i].ID] = true
	}
	return c
}

// at is a JSON pointer to a member or an element below another.
func at(pointer string, index int) string { return pointer + "/" + strconv.Itoa(index) }

func (c *checker) add(pointer, format string, args ...any) {
	c.problems = append(c.problems, Problem{pointer, fmt.Sprintf(format, args...)})
}

// The patterns are those of the schema; a test holds the two together.
var (
	publishedForm = regexp.MustCompile(`^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?$`)
	languageForm  = regexp.MustCompile(`^[a-z]{2}$`)
	digestForm    = regexp.MustCompile(`^[0-9a-f]{64}$`)
	currencyForm  = regexp.MustCompile(`^[A-Z]{3}$`)
	cameoForm     = regexp.MustCompile(`^(0[1-9]|1[0-9]|20)[0-9]{0,2}$`)
)

func (c *checker) document(d *Document) {
	if d.ID == "" {
		c.add("/document/id", "is missing")
	}
	if d.Published != "" && !publishedForm.MatchString(d.Published) {
		c.add("/document/published", "%q is no ISO 8601 date or date-time", d.Published)
	} else if day, _, _ := strings.Cut(d.Published, "T"); len(day) == len(time.DateOnly) {
		c.day("/document/published", day)
	}
	if d.Language != "" && !languageForm.MatchString(d.Language) {
		c.add("/document/language", "%q is no ISO 639-1 code", d.Language)
	}
	if !digestForm.MatchString(d.SHA256) {
		c.add("/document/sha256", "%q is no SHA-256 in hexadecimal", d.SHA256)
	} else if c.text != "" && d.SHA256 != Digest(c.text) {
		c.add("/document/sha256", "is not the digest of the text")
	}
}

func (c *checker) sentences() {
	c.ordered("/sentences", c.rec.Sentences)
}

// ordered checks spans that must stand in text order without overlap.
func (c *checker) ordered(pointer string, spans []Span) {
	for i, s := range spans {
		here := at(pointer, i)
		c.span(here, s)
		if i > 0 && s.Start < spans[i-1].End {
			c.add(here, "begins at %d, before the end %d of the one before it", s.Start, spans[i-1].End)
		}
	}
}

func (c *checker) span(pointer string, s Span) {
	switch {
	case s.Start < 0:
		c.add(pointer+"/start", "is %d, below 0", s.Start)
	case s.End == s.Start:
		c.add(pointer, "is empty at %d", s.Start)
	case s.End < s.Start:
		c.add(pointer, "is reversed: start %d, end %d", s.Start, s.End)
	}
	if c.points >= 0 && s.End > c.points {
		c.add(pointer+"/end", "is %d, outside the text of %d code points", s.End, c.points)
	}
}

// id checks the form of an id ("e1") and that it is new.
func (c *checker) id(pointer, prefix, id string) {
	digits, ok := strings.CutPrefix(id, prefix)
	if !ok || digits == "" || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" {
		c.add(pointer, "%q is no id of the form %s1", id, prefix)
		return
	}
	if c.used[id] {
		c.add(pointer, "%q is used twice", id)
	}
	c.used[id] = true
}

// word checks membership in a closed list of the schema.
func (c *checker) word(pointer, list, word string) {
	if !c.words.has(list, word) {
		c.add(pointer, "%q is no %s", word, strings.Replace(list, "mode-", "mode of ", 1))
	}
}

// distinct checks a list of words, each in the closed list and none twice.
func (c *checker) distinct(pointer, list string, given []string) {
	for i, word := range given {
		c.word(at(pointer, i), list, word)
		c.repeated(pointer, given, i)
	}
}

// repeated reports the element i when an earlier one is the same.
func (c *checker) repeated(pointer string, given []string, i int) {
	for _, earlier := range given[:i] {
		if earlier == given[i] {
			c.add(at(pointer, i), "%q is listed twice", given[i])
			return
		}
	}
}

func (c *checker) code(pointer, code string) {
	if code != "" && !c.words.hasCode(code) {
		c.add(pointer, "%q is no country or body code", code)
	}
}
