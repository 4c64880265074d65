package extract

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
	"chancery/record"
)

// told is a finder that finds what a test tells it to: "person Ann Lee".
type told []string

func (f told) Find(dst []ner.Span, d *syntax.Doc) []ner.Span {
	for i := range d.Words {
		for _, t := range f {
			kind, words, _ := strings.Cut(t, " ")
			parts := strings.Fields(words)
			if i+len(parts) <= len(d.Words) && slices.EqualFunc(parts, d.Words[i:i+len(parts)], func(s string, w syntax.Word) bool { return s == d.Text[w.Start:w.End] }) &&
				(len(dst) == 0 || dst[len(dst)-1].Hi <= int32(i)) {
				dst = append(dst, ner.Span{Lo: int32(i), Hi: int32(i + len(parts)), Kind: record.Kind(kind), Score: 1})
			}
		}
	}
	return dst
}

// plainDoc makes a document of one sentence from "form/UPOS" words, all hung by the first verb.
func plainDoc(t *testing.T, text string) *syntax.Doc {
	t.Helper()
	var rows [][]string
	root := 0
	for i, f := range strings.Fields(text) {
		form, pos, ok := strings.Cut(f, "/")
		if !ok {
			pos = "PROPN"
		}
		if pos == "VERB" && root == 0 {
			root = i + 1
		}
		rows = append(rows, []string{form, form, pos, "", "dep"})
	}
	for i := range rows {
		rows[i][3] = itoa(root)
		if i+1 == root {
			rows[i][3], rows[i][4] = "0", "root"
		}
	}
	b := &treeBlock{doc: &syntax.Doc{Tags: []string{""}}}
	if err := b.fill([][][]string{rows}, true); err != nil {
		t.Fatal(err)
	}
	return b.doc
}

func itoa(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// The names of the recogniser are brought into line with titles, nationalities
// and the registry.
func TestRecognised(t *testing.T) {
	base := extractor(t)
	for _, c := range []struct {
		text  string
		found told
		want  []string
	}{
		{"US/PROPN Secretary of/ADP State Ann Lee spoke/VERB", told{"person US Secretary of State Ann Lee"}, []string{"person Ann Lee", "state United States"}},
		{"Deputy Foreign Minister Omar Haddad spoke/VERB", told{"person Minister Omar Haddad"}, []string{"person Omar Haddad"}},
		{"The/DET Prime Minister spoke/VERB", told{"person Prime Minister"}, nil},
		{"Martin Luther King spoke/VERB", told{"person Martin Luther King"}, []string{"person Martin Luther King"}},
		{"Ambassador Saltieri left/VERB", nil, []string{"person Saltieri"}},
		{"Zumbri left/VERB", nil, nil},
		{"He/PRON visited/VERB Paris Lambert", told{"person Paris Lambert"}, []string{"person Paris Lambert"}},
		{"He/PRON met/VERB Jordan Lee and/CCONJ Jordan left/VERB", told{"person Jordan Lee", "person Jordan"}, []string{"person Jordan Lee", "person Jordan Lee"}},
		{"They/PRON wrote/VERB to/ADP New York Times", told{"place New York"}, []string{"organization New York Times"}},
		{"They/PRON left/VERB northern/ADJ Iraq", told{"place northern Iraq"}, []string{"place northern Iraq (IRQ)"}},
		{"It/PRON joined/VERB the/DET Kenyan/ADJ Teachers Union", told{"organization Teachers Union"}, []string{"organization Kenyan Teachers Union"}},
		{"They/PRON met/VERB Park Do -/PUNCT yun/PROPN", told{"person Park Do"}, []string{"person Park Do"}},
		{"The/DET General Workers '/PUNCT Confederation (/PUNCT GWC )/PUNCT met/VERB", told{"organization GWC"}, []string{"organization General Workers ' Confederation", "organization General Workers ' Confederation"}},
		{"The/DET Harbour Report (/PUNCT GWC )/PUNCT fell/VERB", told{"organization GWC"}, []string{"organization GWC"}},
		{"They/PRON met/VERB Vice/PROPN Premier Shen Yulan", told{"person Yulan"}, []string{"person Shen Yulan"}},
		{"Norvik Shipping ,/PUNCT Inc./PROPN closed/VERB", told{"organization Norvik Shipping"}, []string{"organization Norvik Shipping , Inc."}},
		{"Thames Valley Police arrested/VERB him/PRON", told{"place Thames Valley"}, []string{"organization Thames Valley Police"}},
		{"They/PRON met/VERB in/ADP Ankara with/ADP France", nil, []string{"place Ankara (TUR)", "state France"}},
	} {
		x, err := New(base.reg, base.lex, base.grammar, c.found)
		if err != nil {
			t.Fatal(err)
		}
		rec := x.Extract(plainDoc(t, c.text), record.Document{})
		var got []string
		for _, e := range rec.Entities {
			for _, m := range e.Mentions {
				if m.Form == record.Name {
					s := string(e.Kind) + " " + e.Name
					if e.Code != "" && e.Kind == record.Place {
						s += " (" + e.Code + ")"
					}
					got = append(got, s)
				}
			}
		}
		if slices.Sort(got); !slices.Equal(got, sorted(c.want)) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}
