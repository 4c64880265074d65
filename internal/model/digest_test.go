package model

import (
	"testing"
	"testing/fstest"
)

func TestDigestTellsVersionsApart(t *testing.T) {
	if Digest([]byte("ab"), []byte("c")) == Digest([]byte("a"), []byte("bc")) {
		t.Error("the borders of parts do not count")
	}
	one := fstest.MapFS{"a.tsv": {Data: []byte("x")}}
	two := fstest.MapFS{"a.tsv": {Data: []byte("y")}}
	seen := map[string]bool{}
	for _, files := range []fstest.MapFS{one, two, {}, {"b.tsv": {Data: []byte("x")}}} {
		d, err := DigestFiles(files, nil)
		if err != nil || seen[d] || len(d) != digits {
			t.Errorf("%q, %v", d, err)
		}
		seen[d] = true
	}
}
