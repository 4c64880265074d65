package chancery

import (
	"testing"
	"testing/fstest"
)

func TestCodingChangesWithWhatItNames(t *testing.T) {
	seen := map[string]bool{}
	own := fstest.MapFS{"persons.tsv": {Data: []byte("x")}}
	for _, o := range []Options{{}, {NoInferred: true}, {MinConfidence: 0.5}, {Registry: own}, {Lexicon: own}} {
		got, err := Coding(o)
		if err != nil || seen[got] {
			t.Errorf("%q, %v", got, err)
		}
		seen[got] = true
	}
	if got, err := Coding(Options{KeepText: true}); err != nil || !seen[got] {
		t.Errorf("keeping texts changes no record, but Coding is %q, %v", got, err)
	}
}
