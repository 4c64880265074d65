package main

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

func TestExp(t *testing.T) {
	if os.Getenv("EXP") == "" {
		t.Skip()
	}
	a, err := loadAnalyser("")
	if err != nil {
		t.Fatal(err)
	}
	g, _ := timex.Load()
	type rd struct {
		name  string
		tense func(d *syntax.Doc, e *timex.Expr) timex.Tense
	}
	for _, r := range []rd{
		{"none", func(d *syntax.Doc, e *timex.Expr) timex.Tense { return timex.Unknown }},
		{"near", func(d *syntax.Doc, e *timex.Expr) timex.Tense { return g.Tense(d, e) }},
		{"tree", treeT},
		{"treenear", func(d *syntax.Doc, e *timex.Expr) timex.Tense {
			if t := treeT(d, e); t != timex.Unknown {
				return t
			}
			return g.Tense(d, e)
		}},
		{"neartree", func(d *syntax.Doc, e *timex.Expr) timex.Tense {
			if t := g.Tense(d, e); t != timex.Unknown {
				return t
			}
			return treeT(d, e)
		}},
	} {
		in, _ := os.Open("/tmp/tm/docs.jsonl")
		out, _ := os.Create("/tmp/tm/" + r.name + ".jsonl")
		enc := json.NewEncoder(out)
		for sc := bufio.NewScanner(in); sc.Scan(); {
			var p struct{ ID, Text, Published string }
			json.Unmarshal(sc.Bytes(), &p)
			d, _ := a.Analyse(p.Text)
			an := timex.ParseAnchor(p.Published)
			ex := g.Read(d, an, timex.Options{}, func(e *timex.Expr) timex.Tense { return r.tense(d, e) })
			rl := record.NewRuler(p.Text)
			var ts []map[string]any
			for _, x := range g.Times(ex, an, func(s syntax.Span) record.Span {
				return record.Span{Start: rl.Point(int(s.Start)), End: rl.Point(int(s.End))}
			}) {
				ts = append(ts, map[string]any{"start": x.Text.Start, "end": x.Text.End, "from": x.Start, "to": x.End})
			}
			if ts == nil {
				ts = []map[string]any{}
			}
			enc.Encode(map[string]any{"id": p.ID, "times": ts})
		}
	}
}

func treeT(d *syntax.Doc, e *timex.Expr) timex.Tense {
	i := int32(e.First)
	for n := 0; n < 20 && int(i) >= e.First && int(i) < e.End; n++ {
		i = d.Words[i].Head
	}
	for n := 0; i >= 0 && n < 10; n++ {
		w := &d.Words[i]
		if w.UPOS == syntax.VERB || w.UPOS == syntax.AUX || cop(d, i) {
			if t := vt(d, i); t != timex.Unknown {
				return t
			}
		}
		i = w.Head
	}
	return timex.Unknown
}
func cop(d *syntax.Doc, i int32) bool {
	s := d.Sentences[d.Words[i].Sent]
	for c := s.First; c < s.End; c++ {
		if d.Words[c].Head == i && d.Words[c].Rel == syntax.Cop {
			return true
		}
	}
	return false
}
func vt(d *syntax.Doc, i int32) timex.Tense {
	s := d.Sentences[d.Words[i].Sent]
	inf := false
	for c := s.First; c < s.End; c++ {
		w := &d.Words[c]
		if w.Head != i {
			continue
		}
		if w.Rel == syntax.Mark && w.Norm == "to" {
			inf = true
		}
		if w.Rel != syntax.Aux && w.Rel != syntax.AuxPass && w.Rel != syntax.Cop {
			continue
		}
		switch {
		case w.Norm == "will" || w.Norm == "'ll" || w.Norm == "’ll" || w.Norm == "shall" || w.Norm == "wo":
			return timex.Future
		case strings.Contains(w.Feats, "Tense=Past") || w.Lemma == "have":
			return timex.Past
		case strings.Contains(w.Feats, "Tense=Pres"):
			return timex.Present
		}
	}
	_ = inf
	f := d.Words[i].Feats
	switch {
	case strings.Contains(f, "Tense=Past"):
		return timex.Past
	case strings.Contains(f, "Tense=Pres"):
		return timex.Present
	}
	return timex.Unknown
}
