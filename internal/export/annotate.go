package export

import (
	"bufio"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Annotations writes W3C Web Annotations as one JSON-LD page. A target is the
// text itself, named by its digest (RFC 6920), with positions in code points and
// the words; and the page's address with the words alone, for positions in the
// text are none in its HTML.
func Annotations(w io.Writer, set Set, opt Options) (Tally, error) {
	var items func(put func(annotation) error) (Tally, error)
	switch set.Holds() {
	case Events:
		items = func(put func(annotation) error) (Tally, error) {
			return each(set.Events, func(e *archive.Event) (int, error) { return 1, put(annotateEvent(e, opt)) })
		}
	case Statements:
		items = func(put func(annotation) error) (Tally, error) {
			return each(set.Statements, func(s *archive.Statement) (int, error) { return 1, put(annotateStatement(s, opt)) })
		}
	default:
		return Tally{}, missing("annotations", Events|Statements)
	}
	buffer := bufio.NewWriter(w)
	out := &sink{w: buffer}
	out.print(`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[`)
	sep := "\n"
	n, err := items(func(a annotation) error {
		data, err := asJSON(a)
		if err != nil {
			return err
		}
		out.print(sep, data)
		sep = ",\n"
		return out.err
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

type annotation struct {
	ID         string   `json:"id"`
	Type       string   `json:"type"`
	Motivation string   `json:"motivation"`
	Creator    *creator `json:"creator,omitempty"`
	Body       []body   `json:"body"`
	Target     []target `json:"target"`
}

type creator struct {
	Type string `json:"type"`
	Name string `json:"name"`
}

type body struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
	Format  string `json:"format"`
	Value   string `json:"value"`
}

type target struct {
	Source   string     `json:"source"`
	Selector []selector `json:"selector"`
}

type selector struct {
	Type  string `json:"type"`
	Start *int   `json:"start,omitempty"`
	End   *int   `json:"end,omitempty"`
	Exact string `json:"exact,omitempty"`
}

func annotateEvent(e *archive.Event, opt Options) annotation {
	a := newAnnotation("event:"+e.Key, "classifying", opt)
	a.Body = append(a.Body, described(sentence(e)))
	a.tag(e.Type, e.Modes, e.Contexts, []string{string(e.Status)})
	a.Target = targets(e.Document, e.URL, []record.Span{e.EvidenceSpan}, []string{e.Evidence})
	return a
}

// sentence tells an event in a few words: who to whom, what, and its status.
func sentence(e *archive.Event) string {
	s := listed(e.Actors)
	if len(e.Recipients) > 0 {
		s = strings.TrimSpace(s+" → ") + " " + listed(e.Recipients)
	}
	if s != "" {
		s += ": "
	}
	return s + or(ontology.Plain(e.Type, e.Modes), e.Type) + ", " + string(e.Status)
}

func annotateStatement(s *archive.Statement, opt Options) annotation {
	a := newAnnotation("statement:"+s.Key, "identifying", opt)
	a.Body = append(a.Body, described("said by "+or(or(name(s.Speaker), s.SpeakerText), "an unnamed speaker")))
	a.tag(s.Kind, known(s.Polarity), known(s.SpeakerKind))
	words := strings.Split(s.Content, " … ")
	if len(words) != len(s.ContentSpans) {
		words = nil // the words have that mark themselves
	}
	a.Target = targets(s.Document, s.URL, s.ContentSpans, words)
	return a
}

func newAnnotation(id, motivation string, opt Options) annotation {
	a := annotation{ID: "urn:chancery:" + id, Type: "Annotation", Motivation: motivation}
	if opt.Coder != "" {
		a.Creator = &creator{"Software", opt.Coder}
	}
	return a
}

func described(value string) body { return body{"TextualBody", "describing", "text/plain", value} }

func (a *annotation) tag(first string, more ...[]string) {
	a.Body = append(a.Body, body{"TextualBody", "tagging", "text/plain", first})
	for _, list := range more {
		for _, v := range list {
			a.Body = append(a.Body, body{"TextualBody", "tagging", "text/plain", v})
		}
	}
}

func known(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func targets(document, address string, spans []record.Span, words []string) []target {
	var out []target
	for i, span := range spans {
		t := target{Source: digestName(document), Selector: []selector{{Type: "TextPositionSelector", Start: &span.Start, End: &span.End}}}
		exact := selector{Type: "TextQuoteSelector"}
		if i < len(words) {
			exact.Exact = words[i]
		}
		if exact.Exact != "" {
			t.Selector = append(t.Selector, exact)
		}
		out = append(out, t)
		if address != "" && exact.Exact != "" {
			out = append(out, target{Source: address, Selector: []selector{exact}})
		}
	}
	return out
}

// digestName names a text by its SHA-256, as RFC 6920 does.
func digestName(sha256 string) string {
	raw, err := hex.DecodeString(sha256)
	if err != nil {
		return "urn:chancery:document:" + sha256
	}
	return "ni:///sha-256;" + base64.RawURLEncoding.EncodeToString(raw)
}
