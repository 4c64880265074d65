package record

import (
	"crypto/sha256"
	"encoding/hex"
)

// Digest is the hex SHA-256 of a text: the value of Document.SHA256.
func Digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// EachSpan calls visit once for every span of the record. Two parts that share
// a *Time or a *Span share one visit, so that visit may change the span.
func (rec *Record) EachSpan(visit func(*Span)) {
	shared := map[*Span]bool{}
	once := func(s *Span) {
		if !shared[s] {
			shared[s] = true
			visit(s)
		}
	}
	all := func(spans []Span) {
		for i := range spans {
			visit(&spans[i])
		}
	}
	all(rec.Sentences)
	for i := range rec.Entities {
		mentions := rec.Entities[i].Mentions
		for j := range mentions {
			visit(&mentions[j].Span)
		}
	}
	for i := range rec.Posts {
		visit(&rec.Posts[i].Evidence)
	}
	for i := range rec.Events {
		e := &rec.Events[i]
		visit(&e.Trigger)
		if e.Size != nil {
			for k := range e.Size.Amounts {
				visit(&e.Size.Amounts[k].Text)
			}
		}
		visit(&e.Evidence)
		if e.Time != nil {
			once(&e.Time.Text)
		}
	}
	for i := range rec.Statements {
		s := &rec.Statements[i]
		visit(&s.Cue)
		all(s.Content)
		if s.SpeakerText != nil {
			once(s.SpeakerText)
		}
		if s.Time != nil {
			once(&s.Time.Text)
		}
	}
}

// ToPoints turns every span of a freshly built record from bytes of the text
// into code points, in place. Call it once, when the record is complete: a
// record holds bytes only while it is being built.
func (rec *Record) ToPoints(text string) {
	ruler := NewRuler(text)
	rec.EachSpan(func(s *Span) {
		s.Start, s.End = ruler.Point(s.Start), ruler.Point(s.End)
	})
}

// Cut is the text of a span. An empty text stands for the record's own. To cut
// many spans of a long text, make one Ruler.
func (rec *Record) Cut(text string, s Span) string {
	if text == "" {
		text = rec.Text
	}
	return NewRuler(text).Cut(s)
}
