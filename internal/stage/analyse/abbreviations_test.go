package analyse

import (
	"slices"
	"testing"

	"chancery/internal/stage/analyse/segment"
)

// tokens cuts a text at blanks and before full stops and brackets.
func tokens(text string) []segment.Token {
	var out []segment.Token
	gap := segment.Paragraph
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ':
			gap = segment.Space
			continue
		case c == '\n':
			gap = segment.Paragraph
			continue
		case gap == segment.None && c != '.' && c != ')' && text[i-1] != '(':
			out[len(out)-1].End++
			continue
		}
		out = append(out, segment.Token{Start: int32(i), End: int32(i + 1), Gap: gap})
		gap = segment.None
	}
	return out
}

func TestJoinTitles(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"said Spc. Lorraine Walsh.", []string{"said", "Spc.", "Lorraine", "Walsh", "."}},
		{"Maj. Gen. Ann Lee", []string{"Maj.", "Gen.", "Ann", "Lee"}},
		{"a rep. of", []string{"a", "rep", ".", "of"}},
		{"the Rep. of", []string{"the", "Rep", ".", "of"}},
		{"the Rep.\nAnn", []string{"the", "Rep", ".", "Ann"}},
		{"Rep.", []string{"Rep", "."}},
		{"", nil},
	} {
		var got []string
		for _, w := range joinTitles(tt.text, tokens(tt.text)) {
			got = append(got, tt.text[w.Start:w.End])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestGoesOn(t *testing.T) {
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"Rep. Ann", true}, {"… failed", true}, {"… They", false}, {"Ann. Rep", false}, {") said", true}, {") Then", false}, {"no. Then", false}, {")\nsaid", false},
	} {
		ts := joinTitles(tt.text, tokens(tt.text))
		a, b := ts[len(ts)-2], ts[len(ts)-1]
		if got := goesOn(tt.text, a, b); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
		}
	}
}
