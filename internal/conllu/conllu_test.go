package conllu

import (
	"bytes"
	"strings"
	"testing"
)

const sample = `# newdoc id = d
# newpar id = p
# sent_id = 1
# text = They don't.
1	They	they	PRON	PRP	Case=Nom	2	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	SpaceAfter=No
2	do	do	AUX	VBP	_	0	root	_	_
3	n't	not	PART	RB	_	2	advmod	_	_
3.1	go	go	VERB	VB	_	_	_	2:x	_
4	.	.	PUNCT	.	_	2	punct	_	SpaceAfter=No

`

func TestReadAndWrite(t *testing.T) {
	ss, err := Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	if len(ss) != 1 || len(ss[0].Words) != 4 || !ss[0].NewDoc || !ss[0].NewPar || ss[0].Text() != "They don't." {
		t.Fatalf("%+v", ss)
	}
	w := ss[0].Words
	if w[1].Joined || !w[2].Joined || w[1].Space || w[2].Space || !w[0].Space {
		t.Fatalf("%+v", w)
	}
	var b bytes.Buffer
	if err := Write(&b, ss); err != nil {
		t.Fatal(err)
	}
	again, err := Read(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range w {
		if w[i] != again[0].Words[i] {
			t.Errorf("%+v became %+v", w[i], again[0].Words[i])
		}
	}
	if got := Raw(append(ss, ss...)); got != "They don't.\n\nThey don't.\n" {
		t.Errorf("raw text %q", got)
	}
}

func TestSurfaceThatItsWordsDoNotSpell(t *testing.T) {
	in := "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t0\troot\t_\t_\n2\tle\tle\tDET\t_\t_\t1\tdet\t_\t_\n\n"
	ss, err := Read(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if ss[0].Text() != "du" {
		t.Errorf("the text became %q", ss[0].Text())
	}
}

func TestBadInputIsRefused(t *testing.T) {
	for _, in := range []string{"1\tx\n\n", "2\tx\t_\t_\t_\t_\t0\t_\t_\t_\n\n", "1\tx\t_\t_\t_\t_\t7\t_\t_\t_\n\n", "1-0\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n"} {
		if _, err := Read(strings.NewReader(in)); err == nil {
			t.Errorf("%q was read", in)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, in string) {
		ss, err := Read(strings.NewReader(in))
		if err != nil {
			return
		}
		for i := range ss {
			for _, w := range ss[i].Words {
				if w.Head < 0 || w.Head > len(ss[i].Words) {
					t.Fatalf("head %d of %d words", w.Head, len(ss[i].Words))
				}
			}
		}
	})
}
