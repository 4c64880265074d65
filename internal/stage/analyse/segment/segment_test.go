package segment

import (
	"strings"
	"testing"

	"chancery/internal/linear"
	"chancery/internal/stage/analyse/form"
)

// untrained is a splitter that knows nothing, and so splits nothing.
func untrained() *Splitter {
	return &Splitter{Model: linear.New(Choices, nil, nil), Clitics: Clitics{}}
}

func TestChunksAndGaps(t *testing.T) {
	var w Scratch
	text := "A b\u00a0c\nd\r\n\r\n e\x00f\tg"
	got := ""
	for _, tok := range untrained().Words(text, &w, nil) {
		got += string("-_/|"[tok.Gap]) + text[tok.Start:tok.End]
	}
	if want := "|A_b_c/d|e_f_g"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLongRunIsCut(t *testing.T) {
	var w Scratch
	text := strings.Repeat("é", MaxChunk)
	at := int32(0)
	ts := untrained().Words(text, &w, nil)
	for i, tok := range ts {
		if tok.Start != at || tok.End-tok.Start > MaxChunk+3 || i > 0 && tok.Gap != None {
			t.Fatalf("bad piece %+v", tok)
		}
		at = tok.End
	}
	if int(at) != len(text) || len(ts) < 2 {
		t.Errorf("%d pieces up to %d", len(ts), at)
	}
}

func TestCandidates(t *testing.T) {
	var c Chunk
	c.Load("don’t", 0, len("don’t"), 0)
	known := Clitics{c.CliticAt(2): true}
	var at []int
	for p := 1; p < c.Len(); p++ {
		if c.Candidate(p, known) {
			at = append(at, p)
		}
	}
	if len(at) != 3 || at[0] != 2 { // do|n|'|t: the clitic and both sides of the apostrophe
		t.Errorf("candidates at %v", at)
	}
	c.Load("didn't", 0, 6, 0)
	if !known[c.CliticAt(3)] {
		t.Error("straight and curly clitics differ")
	}
	c.Load("1999", 0, 4, 0)
	if c.Candidate(2, known) {
		t.Error("a number is split")
	}
}

func TestSentencesTileTheWords(t *testing.T) {
	lex := form.NewLexicon(nil)
	table := form.NewTable(lex)
	var views []View
	for _, s := range strings.Fields("He left . She stayed . Then") {
		views = append(views, Look(Token{Gap: Space}, &table.Forms[table.ID(s)]))
	}
	// One feature: the word before is a stop.
	stop := table.Forms[table.ID(".")].Exact
	e := Ender{linear.New(2, []uint32{linear.Hash(65, stop)}, []int16{0, 5})}
	var w Scratch
	var got []int
	e.Ends(views, &w, func(first, end int) { got = append(got, first, end) })
	want := []int{0, 3, 3, 6, 6, 7}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}
