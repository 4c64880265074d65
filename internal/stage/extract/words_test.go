package extract

import (
	"strings"
	"testing"
)

func TestLoadWords(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		set, word string
		want      bool
	}{
		{"org_head", "ministry", true},
		{"org_head", "gazette", true}, // from a later line of the set
		{"locative", "near", true},
		{"former", "ex", true},
		{"former", "current", false},
		{"no such set", "near", false},
	}
	for _, tt := range tests {
		if got := w.is(tt.set, tt.word); got != tt.want {
			t.Errorf("is(%q, %q) = %v", tt.set, tt.word, got)
		}
	}
	if len(w.home) == 0 {
		t.Error("no title tells its country")
	}
	for _, set := range wordSets {
		for word := range w.sets[set] {
			if word != strings.ToLower(word) {
				t.Errorf("set %s: %q is not in small letters", set, word)
			}
		}
	}
}

func TestLoadWordsErrors(t *testing.T) {
	extractor(t) // made before the words are swapped
	whole := englishWords
	defer func() { englishWords = whole }()
	tests := []struct{ name, data, want string }{
		{"no tab", "# comment\n\nlocative in at\n", "english.tsv:3: no tab"},
		{"empty", "", `no set "org_head"`},
		{"a set without words", strings.ReplaceAll(whole, "kin\t", "kith\t"), `no set "kin"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			englishWords = tt.data
			_, err := loadWords()
			if err == nil || !strings.HasPrefix(err.Error(), "cannot read ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if _, err := New(nil, nil, nil, nil); err == nil {
				t.Error("New took the broken words")
			}
		})
	}
}
