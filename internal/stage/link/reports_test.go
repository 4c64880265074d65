package link_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chancery"
	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/internal/stage/link/linktest"
	"chancery/record"
)

// truth is an act that a labelled report tells, by the words that state it.
type truth struct {
	document string
	span     record.Span // of the words in brackets
	act      string
}

var bracket = regexp.MustCompile(`\[([^\]]+)\]\(([a-z0-9]+)\)`)

// unbracket takes the labels out of a report.
func unbracket(marked string) (text string, acts []truth) {
	var b strings.Builder
	last := 0
	for _, m := range bracket.FindAllStringSubmatchIndex(marked, -1) {
		b.WriteString(marked[last:m[0]])
		start := len([]rune(b.String()))
		b.WriteString(marked[m[2]:m[3]])
		acts = append(acts, truth{span: record.Span{Start: start, End: len([]rune(b.String()))}, act: marked[m[4]:m[5]]})
		last = m[1]
	}
	b.WriteString(marked[last:])
	return b.String(), acts
}

// reported are labelled reports as the coder codes them.
type reported struct {
	additions []archive.Addition
	acts      []truth
}

func readReports(t *testing.T, coder *chancery.Coder, pattern string) reported {
	t.Helper()
	var out reported
	for _, s := range sections(t, pattern) {
		text, acts := unbracket(strings.Join(s.lines, "\n"))
		page := record.Page{Document: record.Document{Published: s.head[0], Source: s.head[1], Language: "en", SHA256: record.Digest(text)}, Text: text}
		rec, _, err := coder.Code(context.Background(), page)
		if err != nil {
			t.Fatal(err)
		}
		doc := archive.Document{Document: rec.Document, Text: text}
		doc.SHA256 = page.SHA256
		out.additions = append(out.additions, archive.Flatten(doc, rec, text))
		for _, a := range acts {
			a.document = page.SHA256
			out.acts = append(out.acts, a)
		}
	}
	return out
}

// labels gives each coded event the act that its trigger is labelled with.
func (r *reported) labels() (of map[string]string, uncoded int) {
	of = map[string]string{}
	for _, a := range r.acts {
		found := false
		for i := range r.additions {
			for _, e := range r.additions[i].Events {
				if !found && e.Document == a.document && e.TriggerSpan.Start < a.span.End && a.span.Start < e.TriggerSpan.End {
					of[e.Key], found = a.act, true
				}
			}
		}
		if !found {
			uncoded++
		}
	}
	return of, uncoded
}

// TestIncidentsOfLabelledReports measures the joining of reports as the shipped
// coder reads them: pairs of labelled events in one incident.
func TestIncidentsOfLabelledReports(t *testing.T) {
	coder, err := chancery.New(chancery.Options{})
	if err != nil {
		t.Fatal(err)
	}
	floors := map[string][2]float64{"known": {0.97, 0.93}, "blind": {0.85, 0.85}}
	for _, part := range []string{"known", "blind"} {
		r := readReports(t, coder, "incidents/"+part+"-*.txt")
		m := linktest.New()
		for _, add := range r.additions {
			if _, err := m.Add(context.Background(), link.Link, add); err != nil {
				t.Fatal(err)
			}
		}
		of, uncoded := r.labels()
		keys := make([]string, 0, len(of))
		acts := map[string]bool{}
		for k, act := range of {
			keys = append(keys, k)
			acts[act] = true
		}
		slices.SortFunc(keys, func(a, b string) int { return strings.Compare(of[a]+a, of[b]+b) })
		right, wrong, missed := 0, 0, 0
		for i, a := range keys {
			for _, b := range keys[i+1:] {
				together, one := m.Acts[a].Incident == m.Acts[b].Incident, of[a] == of[b]
				switch {
				case together && one:
					right++
				case together:
					wrong++
				case one:
					missed++
				}
				if together != one && (part == "known" || os.Getenv("LINK_BLIND") != "") {
					t.Logf("%s and %s: one act %v, joined %v\n  %s\n  %s", of[a], of[b], one, together, tell(m.Acts[a]), tell(m.Acts[b]))
				}
			}
		}
		precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
		t.Logf("%s: %d reports of %d acts coded, %d not coded; pairs: precision %.3f, recall %.3f (%d right, %d wrong, %d missed); B-cubed %s",
			part, len(keys), len(acts), uncoded, precision, recall, right, wrong, missed, bCubed(m, keys, of))
		if precision < floors[part][0] || recall < floors[part][1] {
			t.Errorf("%s: precision %.3f, recall %.3f, want %v", part, precision, recall, floors[part])
		}
	}
}

func bCubed(m *linktest.Memory, keys []string, of map[string]string) string {
	p, r := 0.0, 0.0
	for _, a := range keys {
		both, joined, one := 0.0, 0.0, 0.0
		for _, b := range keys {
			j, o := m.Acts[a].Incident == m.Acts[b].Incident, of[a] == of[b]
			if j {
				joined++
			}
			if o {
				one++
			}
			if j && o {
				both++
			}
		}
		p += both / joined
		r += both / one
	}
	n := float64(len(keys))
	return fmt.Sprintf("precision %.3f, recall %.3f", p/n, r/n)
}

func tell(e *archive.Event) string {
	var b strings.Builder
	side := func(ps []archive.Party) {
		for _, p := range ps {
			fmt.Fprintf(&b, " %s(%s)", p.Name, p.Code)
		}
	}
	fmt.Fprintf(&b, "%s %s %s/%s/%s dated %v level %d:", e.Type, e.Status, e.Start, e.End, e.Grain, e.Dated, e.Level)
	side(e.Actors)
	b.WriteString(" →")
	side(e.Recipients)
	if e.Place != nil {
		fmt.Fprintf(&b, " @ %s(%s)", e.Place.Name, e.Place.Code)
	}
	if e.Forum != nil {
		fmt.Fprintf(&b, " in %s %d", e.Forum.Name, e.Forum.Edition)
	}
	fmt.Fprintf(&b, " | %s", e.Evidence)
	return b.String()
}
