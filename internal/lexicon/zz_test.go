package lexicon

import ("testing";"os")

func TestMine(t *testing.T) {
	lex, err := load(os.DirFS("/tmp/lexmine"), nil)
	if err != nil { t.Fatal(err) }
	t.Logf("%+v", lex.Stats())
	for _, p := range lex.Check() { t.Log(p) }
}
