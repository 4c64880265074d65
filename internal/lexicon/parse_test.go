package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"
)

// loadLines loads a lexicon of some event lines alone.
func loadLines(lines ...string) (*Lexicon, error) {
	data := strings.ReplaceAll(eventColumns, " ", "\t") + "\n" + strings.Join(lines, "\n") + "\n"
	return load(fstest.MapFS{
		"sets.tsv":       {Data: []byte("set\twords\npact\taccord,treaty\ndeal\t@pact,deal\n")},
		"events/one.tsv": {Data: []byte(data)},
	}, nil)
}

func TestParseFrame(t *testing.T) {
	lex, err := loadLines("sign/ink off >@deal/mou\tv\tSUPPORT\t-\t057\tsubj+with|subj\tobj.of\tin|to:state;obj!=check;with=*\tdiplomatic")
	if err != nil {
		t.Fatal(err)
	}
	f := lex.Frames("ink", 'v')[0]
	if f.Trigger != "ink off >@deal/mou" || f.ID != "one.tsv:2" || len(f.Parts) != 2 {
		t.Errorf("trigger: %+v", f)
	}
	if p := &f.Parts[1]; !p.Is("treaty") || !p.Is("mou") || p.Is("sign") || p.Kind != Dependent {
		t.Errorf("part: %+v", p)
	}
	if len(f.Actor) != 2 || len(f.Actor[0]) != 2 || f.Actor[0][1][0] != "with" || len(f.Recipient[0][0]) != 2 {
		t.Errorf("slots: %+v %+v", f.Actor, f.Recipient)
	}
	if l := f.Limits; len(l) != 3 || l[0].Op != Of || len(l[0].Paths) != 2 || l[1].Op != NotIn || l[2].Op != Filled {
		t.Errorf("limits: %+v", f.Limits)
	}
	if len(f.Contexts) != 1 {
		t.Errorf("contexts: %v", f.Contexts)
	}
}

func TestParseDefaults(t *testing.T) {
	lex, err := loadLines("visit\tn\tCONSULT", "raid\tv\tASSAULT", "resign\tv\tRETREAT\tresign\t-\t-\tnone")
	if err != nil {
		t.Fatal(err)
	}
	if f := lex.Frames("visit", 'n')[0]; len(f.Actor) != 4 || len(f.Recipient) != 0 {
		t.Errorf("noun: %+v", f)
	}
	if f := lex.Frames("raid", 'v')[0]; f.Actor[0][0][0] != "subj" || f.Recipient[0][0][0] != "obj" {
		t.Errorf("verb: %+v", f)
	}
	if f := lex.Frames("resign", 'v')[0]; len(f.Actor) != 1 || len(f.Recipient) != 0 {
		t.Errorf("none: %+v", f)
	}
}

func TestOptionalLimitsAreSpelledOut(t *testing.T) {
	lex, err := loadLines("lift/ease >ban\tv\tCONCEDE\t-\t081\t-\ton\tobj=x;subj?:public;on=*")
	if err != nil {
		t.Fatal(err)
	}
	frames := lex.Frames("ease", 'v')
	if len(frames) != 2 || len(frames[0].Limits) != 3 || len(frames[1].Limits) != 3 {
		t.Fatalf("frames: %+v", frames)
	}
	if l := frames[0].Limits[1]; l.Op != Of || !l.Has("GOV") || !l.Has("state") || l.Has("BUS") {
		t.Errorf("limit that must hold: %+v", l)
	}
	if l := frames[1].Limits[1]; l.Op != Empty || l.Paths[0][0] != "subj" {
		t.Errorf("limit that is empty: %+v", l)
	}
}

func TestUsesThatMustNotFire(t *testing.T) {
	lex, err := load(fstest.MapFS{"not-events.tsv": {Data: []byte(
		"trigger\tpos\tlimits\tnote\nattack <heart\t*\nrelease\tv\tobj=album,film\ndecline\tv!\tinf=comment\n")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := lex.NotEvents("attack", 'n'); len(n) != 1 || !n[0].Parts[0].Is("heart") || n[0].Type != "" {
		t.Errorf("attack: %+v", n)
	}
	if n := lex.NotEvents("release", 'v'); len(n) != 1 || !n[0].Limits[0].Has("film") || n[0].Never {
		t.Errorf("release: %+v", n)
	}
	if n := lex.NotEvents("decline", 'v'); len(n) != 1 || !n[0].Never {
		t.Errorf("decline: %+v", n)
	}
}

func TestSpecificFramesComeFirst(t *testing.T) {
	lex, err := loadLines("call\tv\tCONSULT", "call for\tv\tREQUEST", "call for\tv\tREQUEST\tyield\t-\t-\t-\tfor=end",
		"call\tv\tCONSULT\tphone\t-\t-\t-\tobj:GOV")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range lex.Frames("call", 'v') {
		got = append(got, f.ID)
	}
	if s := strings.Join(got, " "); s != "one.tsv:4 one.tsv:3 one.tsv:5 one.tsv:2" {
		t.Errorf("order: %s", s)
	}
}

func TestFaultyLinesAreNamed(t *testing.T) {
	cases := map[string]string{
		"meet\tv":                                     "cells",
		"meet\tx\tCONSULT":                            "part of speech",
		"meet\tv\tTALK":                               `no event type "TALK"`,
		"meet\tv\tCONSULT\tfax":                       `no mode "fax"`,
		"meet\tv\tCONSULT\t-\tvisit":                  "CAMEO",
		"meet\tv\tCONSULT\t-\t-\tsubject":             `"subject"`,
		"meet\tv\tCONSULT\t-\t-\t-\t-\tobj":           "limit",
		"meet\tv\tCONSULT\t-\t-\t-\t-\tobj:xy":        `"xy"`,
		"meet\tv\tCONSULT\t-\t-\t-\t-\tobj=":          "empty word",
		"Meet\tv\tCONSULT":                            "lower case",
		"meet >@none\tv\tCONSULT":                     "no word set @none",
		"meet <joint\tv\tCONSULT":                     "noun head",
		"meet\tv\tCONSULT\t-\t-\t-\t-\t-\tfun":        `no context "fun"`,
		" \tv\tCONSULT":                               "empty",
		"meet\tv\tCONSULT\t-\t-\t-\t-\tobj!=*":        "character of the format",
		"meet\tv\tCONSULT\t-\t-\t-\t-\tsubj|obj?:GOV": "has one slot",
	}
	for line, want := range cases {
		_, err := loadLines("visit\tv\tCONSULT", line)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "one.tsv:3: ") {
			t.Errorf("%q gives %v, want %q", line, err, want)
		}
	}
}

func TestFaultyHeaderIsNamed(t *testing.T) {
	_, err := load(fstest.MapFS{"speech.tsv": {Data: []byte("say\tv\tquote\tto\tasserts\n")}}, nil)
	if err == nil || !strings.Contains(err.Error(), "speech.tsv:1: cannot read header") {
		t.Errorf("got %v", err)
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add("sign/ink off >@deal/mou\tv\tSUPPORT\t-\t057\tsubj+with|subj\tobj.of\tin|to:state;obj!=check\tdiplomatic")
	f.Add("strike <air\tn\tASSAULT\taerial\t195\t-\ton|against\tmod=air,drone")
	f.Add("x\tv\t-\t-\t-\t-\t-\t*")
	f.Fuzz(func(t *testing.T, line string) {
		lex, err := loadLines(line)
		if err != nil {
			return
		}
		for _, fr := range lex.All() {
			if fr.Head == "" || fr.ID == "" || eventModes[fr.Type] == "" && fr.Mode != "" {
				t.Errorf("%q gives %+v", line, fr)
			}
			for i := range fr.Parts {
				if !fr.Parts[i].Is(fr.Parts[i].Words()[0]) {
					t.Errorf("%q: part %d has no words", line, i)
				}
			}
		}
		lex.Check()
		lex.Stats()
	})
}
