package brief

import (
	"fmt"
	"slices"
	"strings"

	"chancery/record"
)

// speech is what one speaker says on the page.
type speech struct {
	name       string
	id         string // entity, or ""
	statements []*record.Statement
}

// said shows the statements, grouped by speaker in the order of the page.
func (v *view) said(p *printer) {
	speeches := v.speeches()
	if len(speeches) == 0 {
		return
	}
	p.heading("SAID", "")
	left, shown := len(v.rec.Statements), 0
	for _, s := range speeches {
		if shown >= most {
			break
		}
		p.body(2, v.speakerLine(s))
		for _, st := range s.statements {
			if shown == most {
				break
			}
			p.body(4, v.statement(st, p.width))
			shown++
		}
	}
	if left -= shown; left > 0 {
		p.body(2, flow{{dim, fmt.Sprintf("… and %d more", left)}})
	}
}

func (v *view) speeches() []*speech {
	var out []*speech
	for i := range v.rec.Statements {
		s := &v.rec.Statements[i]
		name := v.speaker(s)
		at := slices.IndexFunc(out, func(o *speech) bool {
			return o.id == s.Speaker && (s.Speaker != "" || strings.EqualFold(o.name, name))
		})
		if at < 0 {
			at = len(out)
			out = append(out, &speech{name: name, id: s.Speaker})
		}
		out[at].statements = append(out[at].statements, s)
	}
	return out
}

// speaker names who speaks: the entity, else the words of the page.
func (v *view) speaker(s *record.Statement) string {
	if s.Speaker != "" {
		return v.name(s.Speaker)
	}
	if s.SpeakerText != nil {
		if words := v.text.cut(*s.SpeakerText); words != "" {
			return shorten(words, 60)
		}
	}
	return "speaker not named"
}

// speakerLine is a speaker with posts, or with the country when there are none.
func (v *view) speakerLine(s *speech) flow {
	f := flow{{bold, s.name}}
	var posts []string
	for i := range v.rec.Posts {
		if post := &v.rec.Posts[i]; s.id != "" && post.Person == s.id {
			posts = append(posts, v.post(post))
		}
	}
	switch e := v.entities[s.id]; {
	case len(posts) > 0:
		f = append(f, piece{normal, ", " + shorten(list(posts, "; "), 160)})
	case e != nil && e.Code != "" && !nominal(e) && (e.Kind == record.Person || e.Kind == record.Group):
		f = append(f, piece{dim, " (" + Clean(e.Code) + ")"})
	}
	return f
}

// statement shows how, to whom and when something was said, and the words.
func (v *view) statement(s *record.Statement, columns int) flow {
	words := v.content(s)
	if words != "" {
		words = shorten(words, max(columns*2-24, 80))
	}
	f := flow{{dim, v.manner(s)}}
	if s.Kind == "direct" && words != "" {
		f = append(f, piece{quoted, " “" + words + "”"})
	} else if words != "" {
		f = append(f, piece{quoted, " " + words})
	}
	at := s.Cue
	if len(s.Content) > 0 {
		at = s.Content[0]
	}
	if ref := v.ref(at); ref != "" {
		f = append(f, piece{dim, hard + ref})
	}
	return append(f, v.links(s)...)
}

// links tells in whose words a statement stands and whose claim it answers.
func (v *view) links(s *record.Statement) flow {
	var f flow
	for _, link := range [2]struct{ words, id string }{{"in the words of ", s.Parent}, {"answers ", s.Answers}} {
		o := v.statements[link.id]
		if o == nil || o == s {
			continue
		}
		f = append(f, piece{dim, dot + link.words + v.speaker(o)})
		if link.id == s.Answers && len(o.Content) > 0 {
			if ref := v.ref(o.Content[0]); ref != "" {
				f = append(f, piece{dim, hard + ref})
			}
		}
	}
	return f
}

// manner is the page's word for the act of saying, the addressee or outlet and
// the date: "told Global Times, 22 May:".
func (v *view) manner(s *record.Statement) string {
	cue := strings.ToLower(v.text.cut(s.Cue))
	if cue == "" {
		cue = "said"
	}
	if s.Via != "" {
		if slices.Contains(tells, cue) {
			cue += " " + v.name(s.Via)
		} else {
			cue += ", via " + v.name(s.Via)
		}
	}
	if at := v.when(s.Time); at != "" {
		cue += ", " + at
	}
	return cue + ":"
}

// tells are the cues whose object is the one who is told.
var tells = []string{"told", "tell", "tells", "telling", "informed", "assured", "reminded", "briefed"}

// content joins the stretches of what was said. Marks at its ends are left to
// the one who prints it.
func (v *view) content(s *record.Statement) string {
	var parts []string
	for _, at := range s.Content {
		if words := v.text.cut(at); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, " … ")
}
