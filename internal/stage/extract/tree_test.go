package extract

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/syntax"
)

// grown makes a tree from rows, each "form lemma UPOS head relation features"
// and parted by semicolons.
func grown(t *testing.T, rows string) *tree {
	t.Helper()
	b, err := parseTree(strings.ReplaceAll(rows, "; ", "\n"))
	if err != nil {
		t.Fatal(err)
	}
	out := newTree(b.doc)
	return &out
}

// at is the first word of that form.
func (t *tree) at(test *testing.T, form string) int32 {
	test.Helper()
	for i := range t.Words {
		if t.Form(int32(i)) == form {
			return int32(i)
		}
	}
	test.Fatalf("no word %q", form)
	return -1
}

func (t *tree) forms(list []int32) string {
	var out []string
	for _, i := range list {
		out = append(out, t.Form(i))
	}
	return strings.Join(out, " ")
}

const (
	visit  = "Diallo Diallo PROPN 3 nmod:poss; 's 's PART 1 case; visit visit NOUN 0 root; to to ADP 5 case; Oman Oman PROPN 3 nmod; and and CCONJ 7 cc; Yemen Yemen PROPN 5 conj"
	talks  = "Talks talk NOUN 6 nsubj; between between ADP 3 case; Oman Oman PROPN 1 nmod; and and CCONJ 5 cc; Yemen Yemen PROPN 3 conj; ended end VERB 0 root; and and CCONJ 8 cc; failed fail VERB 6 conj"
	cited  = "According accord VERB 3 case; to to ADP 1 fixed; Oman Oman PROPN 4 obl; left leave VERB 0 root"
	list   = "Oman Oman PROPN 0 root; , , PUNCT 3 punct; Yemen Yemen PROPN 1 conj; and and CCONJ 5 cc; Qatar Qatar PROPN 3 conj"
	mixed  = "Oman Oman PROPN 0 root; and and CCONJ 3 cc; left leave VERB 1 conj"
	within = "He he PRON 2 nsubj; went go VERB 0 root; From from ADP 5 case; ’s ’s PART 5 case; Oman Oman PROPN 2 obl"
)

func TestCaseOf(t *testing.T) {
	tests := []struct{ name, rows, word, want string }{
		{"preposition", visit, "Oman", "to"},
		{"shared by the second of two", visit, "Yemen", "to"},
		{"possessor has none", visit, "Diallo", ""},
		{"root has none", visit, "visit", ""},
		{"multiword gives its first word", cited, "Oman", "according"},
		{"lower-cased, curly possessive passed over", within, "Oman", "from"},
		{"conjunct of a list without one", list, "Qatar", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := grown(t, tt.rows)
			if got := tr.caseOf(tr.at(t, tt.word)); got != tt.want {
				t.Errorf("caseOf(%s) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}

func TestConjuncts(t *testing.T) {
	tests := []struct{ name, rows, word, want string }{
		{"two", talks, "Oman", "Oman Yemen"},
		{"only those below", talks, "Yemen", "Yemen"},
		{"verbs among themselves", talks, "ended", "ended failed"},
		{"chained", list, "Oman", "Oman Yemen Qatar"},
		{"a verb is no conjunct of a noun", mixed, "Oman", "Oman"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := grown(t, tt.rows)
			if got := tr.forms(tr.conjuncts(nil, tr.at(t, tt.word))); got != tt.want {
				t.Errorf("conjuncts(%s) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
	tr := grown(t, list)
	if got := tr.firstConjunct(tr.at(t, "Qatar")); got != 0 {
		t.Errorf("firstConjunct(Qatar) = %s, want Oman", tr.Form(got))
	}
}

func TestExtent(t *testing.T) {
	tests := []struct{ name, rows, word, want string }{
		{"whole sentence", talks, "ended", "Talks between Oman and Yemen ended and failed"},
		{"noun with complement", talks, "Talks", "Talks between Oman and Yemen"},
		{"coordination with its preposition", visit, "Oman", "to Oman and Yemen"},
		{"leaf", talks, "between", "between"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := grown(t, tt.rows)
			lo, hi := tr.extent(tr.at(t, tt.word))
			if got := tr.Cut(tr.span(lo, hi)); got != tt.want {
				t.Errorf("extent(%s) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}

func TestPassive(t *testing.T) {
	const past, present = " Tense=Past|VerbForm=Part", " Tense=Pres|VerbForm=Part"
	tests := []struct {
		name, rows, word string
		want             bool
	}{
		{"auxiliary", "He he PRON 3 nsubj:pass; was be AUX 3 aux:pass; freed free VERB 0 root" + past, "freed", true},
		{"subject of a passive alone", "He he PRON 2 nsubj:pass; freed free VERB 0 root", "freed", true},
		{"clausal subject", "Going go VERB 3 csubj:pass; was be AUX 3 aux; banned ban VERB 0 root", "banned", true},
		{"active", "He he PRON 2 nsubj; freed free VERB 0 root Tense=Past|VerbForm=Fin", "freed", false},
		{"no subject, main verb", "freed free VERB 0 root" + past, "freed", false},
		{"participle behind a noun", "men man NOUN 0 root; sent send VERB 1 acl" + past, "sent", true},
		{"participle before a noun", "jailed jail VERB 2 amod" + past + "; men man NOUN 0 root", "jailed", true},
		{"present participle", "men man NOUN 0 root; fleeing flee VERB 1 acl" + present, "fleeing", false},
		{"relative clause without subject", "men man NOUN 0 root; sent send VERB 1 acl:relcl" + past, "sent", false},
		{"main verb that was hung on its subject", "Laine Laine PROPN 0 root; , , PUNCT 3 punct; envoy envoy NOUN 1 appos; , , PUNCT 3 punct; called call VERB 1 acl" + past, "called", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := grown(t, tt.rows)
			if got := tr.passive(tr.at(t, tt.word)); got != tt.want {
				t.Errorf("passive(%s) = %v", tt.word, got)
			}
		})
	}
}

func TestFeature(t *testing.T) {
	tr := grown(t, "gone go VERB 0 root Tense=Past|VerbForm=Part")
	for f, want := range map[string]bool{"Tense=Past": true, "VerbForm=Part": true, "VerbForm=Par": false,
		"Form=Part": false, "Tense=Past|VerbForm=Part": true, "Number=Sing": false} {
		if got := tr.feature(0, f); got != want {
			t.Errorf("feature(%q) = %v", f, got)
		}
	}
}

func TestBase(t *testing.T) {
	for i := range syntax.Rels {
		r := syntax.Rel(i)
		switch name, _, sub := strings.Cut(r.String(), ":"); {
		case r == syntax.CcPreconj || r == syntax.DetPredet: // read by nobody
		case sub && base(r).String() != name:
			t.Errorf("base(%s) = %s, want %s", r, base(r), name)
		case !sub && base(r) != r:
			t.Errorf("base(%s) = %s", r, base(r))
		}
	}
}

func TestChildren(t *testing.T) {
	tr := grown(t, talks)
	if got := tr.forms(tr.children(tr.at(t, "ended"))); got != "Talks failed" {
		t.Errorf("children = %q", got)
	}
	if got := tr.child(tr.at(t, "ended"), syntax.Obj, syntax.Obl); got != -1 {
		t.Errorf("child = %d, want none", got)
	}
}

func TestUniqueAndWithout(t *testing.T) {
	tests := []struct{ in, drop, unique, without []int32 }{
		{nil, nil, nil, nil},
		{[]int32{1, 1, 1}, []int32{1}, []int32{1}, nil},
		{[]int32{3, 1, 3, 2, 1}, []int32{1}, []int32{3, 1, 2}, []int32{3, 3, 2}},
		{[]int32{1, 2}, nil, []int32{1, 2}, []int32{1, 2}},
	}
	for _, tt := range tests {
		if got := unique(slices.Clone(tt.in)); !slices.Equal(got, tt.unique) {
			t.Errorf("unique(%v) = %v, want %v", tt.in, got, tt.unique)
		}
		if got := without(slices.Clone(tt.in), tt.drop); !slices.Equal(got, tt.without) {
			t.Errorf("without(%v, %v) = %v, want %v", tt.in, tt.drop, got, tt.without)
		}
	}
}
