package extract

import (
	"testing"

	"chancery/internal/syntax"
)

// What the parser hangs wrong is hung where it belongs; what it hangs right stays.
func TestRepaired(t *testing.T) {
	x, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, rows, word, head string
		rel                    syntax.Rel
	}{
		{"a plain past after a pluperfect belongs to the verb of saying",
			"Mali Mali PROPN 2 nsubj; denied deny VERB 0 root Tense=Past|VerbForm=Fin; it it PRON 5 nsubj; had have AUX 5 aux Tense=Past|VerbForm=Fin; fired fire VERB 2 ccomp Tense=Past|VerbForm=Part; and and CCONJ 7 cc; accused accuse VERB 5 conj Tense=Past|VerbForm=Fin; Chad Chad PROPN 7 obj",
			"accused", "denied", syntax.Conj},
		{"a participle goes on with the pluperfect",
			"Mali Mali PROPN 2 nsubj; denied deny VERB 0 root Tense=Past|VerbForm=Fin; it it PRON 5 nsubj; had have AUX 5 aux Tense=Past|VerbForm=Fin; fired fire VERB 2 ccomp Tense=Past|VerbForm=Part; and and CCONJ 7 cc; wounded wound VERB 5 conj Tense=Past|VerbForm=Part; two two NUM 7 obj",
			"wounded", "fired", syntax.Conj},
		{"a preposition before a title belongs to the name",
			"talks talk NOUN 0 root; with with ADP 3 case; president president NOUN 4 nmod:desc; Mora Mora PROPN 1 appos",
			"Mora", "talks", syntax.Nmod},
		{"an apposition with a title stays",
			"talks talk NOUN 0 root; president president NOUN 3 nmod:desc; Mora Mora PROPN 1 appos",
			"Mora", "talks", syntax.Appos},
		{"whom one meets does not hang on the place",
			"held hold VERB 0 root; talks talk NOUN 1 obj; in in ADP 4 case; Amman Amman PROPN 1 obl; with with ADP 6 case; Mora Mora PROPN 4 nmod",
			"Mora", "held", syntax.Obl},
		{"a border with a state hangs on the border",
			"held hold VERB 0 root; posts post NOUN 1 obj; at at ADP 4 case; border border NOUN 1 obl; with with ADP 6 case; Chad Chad PROPN 4 nmod",
			"Chad", "border", syntax.Nmod},
		{"a name behind a noun of the subject stands in apposition to the noun",
			"Lee Lee PROPN 7 nsubj; of of ADP 5 case; the the DET 5 det; think think NOUN 5 compound; tank tank NOUN 1 nmod; Orel Orel PROPN 7 nsubj; said say VERB 0 root",
			"Orel", "tank", syntax.Appos},
		{"a subject behind a comma stays",
			"Lee Lee PROPN 4 nsubj; , , PUNCT 3 punct; Orel Orel PROPN 4 nsubj; said say VERB 0 root",
			"Orel", "said", syntax.Nsubj},
		{"what is due is the predicate",
			"talks talk NOUN 5 nsubj; are be AUX 5 cop; due due ADJ 5 case; in in ADP 3 fixed; Muscat Muscat PROPN 0 root",
			"Muscat", "due", syntax.Obl},
		{"what somebody is due to do hangs on due",
			"envoy envoy NOUN 5 nsubj; is be AUX 5 cop; due due ADJ 5 case; to to PART 5 mark; visit visit VERB 0 root; Accra Accra PROPN 5 obj",
			"visit", "due", syntax.Xcomp},
		{"who is due to do something is the subject of due",
			"talks talk NOUN 6 nsubj; are be AUX 6 aux:pass; due due ADJ 6 mark; to to PART 6 mark; be be AUX 6 aux:pass; held hold VERB 0 root",
			"talks", "due", syntax.Nsubj},
		{"due to is a preposition",
			"this this PRON 5 nsubj; is be AUX 5 cop; due due ADJ 5 case; to to ADP 3 fixed; rain rain NOUN 0 root",
			"due", "rain", syntax.Case},
		{"when a meeting took place does not hang on what it is known as",
			"held hold VERB 0 root; talks talk NOUN 1 obj; , , PUNCT 4 punct; known know VERB 2 acl; as as ADP 6 case; Orel Orel PROPN 4 obl; , , PUNCT 9 punct; on on ADP 9 case; Monday Monday PROPN 6 nmod",
			"Monday", "held", syntax.Obl},
	} {
		before := grown(t, c.rows)
		was := before.Words[before.at(t, c.word)]
		mended := newTree(repaired(before.Doc, x.words))
		got := mended.Words[mended.at(t, c.word)]
		if mended.Form(got.Head) != c.head || got.Rel != c.rel {
			t.Errorf("%s: %s hangs on %s as %v, want %s as %v", c.name, c.word, mended.Form(got.Head), got.Rel, c.head, c.rel)
		}
		if before.Words[before.at(t, c.word)] != was {
			t.Errorf("%s: the document given was changed", c.name)
		}
	}
}
