package form

import "testing"

func TestShapes(t *testing.T) {
	for text, want := range map[string]Shape{"": Empty, "said": Lower, "Russia": Title, "NATO": Upper, "J": Initial, "McCain": Mixed,
		"22": Digits, "1,000": Figure, "F16": Coded, "—": Punct, "n't": LowerSign, "U.S.": UpperSign, "O'Neil": MixedSign, "中国": Caseless,
		"Élysée": Title, "élan": Lower} {
		if got := Of(text).Shape; got != want {
			t.Errorf("%q has the shape %d, want %d", text, got, want)
		}
	}
}

func TestCurlyAndStraightAreOne(t *testing.T) {
	for a, b := range map[string]string{"don’t": "DON'T", "“": `"`, "’s": "'s", "2024": "1999"} {
		if Of(a).Key != Of(b).Key || KeyOf(a) != Of(a).Key {
			t.Errorf("%q and %q have different keys", a, b)
		}
	}
	if Of("Russia’s").Norm != "russia's" {
		t.Errorf("norm %q", Of("Russia’s").Norm)
	}
}

func TestAffixes(t *testing.T) {
	a, b := Of("walking"), Of("TALKING")
	for k := range 5 {
		if same := a.Suf[k] == b.Suf[k]; !same {
			t.Errorf("suffixes of %d letters differ", k+1)
		}
	}
	if a.Pre[0] == b.Pre[0] || Of("at").Suf[2] != 0 || a.Suf[2] == a.Suf[3] {
		t.Error("affixes are mixed up")
	}
}

func TestTable(t *testing.T) {
	lex := NewLexicon([]Entry{{Key: KeyOf("said"), POS: 4, Often: true}})
	back, err := DecodeLexicon(lex.AppendBinary(nil))
	if err != nil {
		t.Fatal(err)
	}
	table := NewTable(back)
	first := table.ID("Said")
	for range 3 {
		for i := range 10000 {
			table.ID(string(rune('a'+i%26)) + string(rune(0x4e00+i)))
		}
	}
	if table.ID("Said") != first || len(table.Forms) != 10001 {
		t.Fatalf("%d forms, id %d", len(table.Forms), table.ID("Said"))
	}
	if f := table.Forms[first]; f.POS != 4 || f.Word != 0 {
		t.Errorf("%+v", f)
	}
	table.Reset()
	if table.ID("x") != 0 || table.Forms[0].Word != -1 || table.Round != 1 {
		t.Error("the table was not emptied")
	}
}

func BenchmarkOf(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Of("Afghanistan")
	}
}
