package chancery

import (
	"fmt"

	"chancery/internal/lexicon"
	"chancery/internal/registry"
	"chancery/weights"
)

// Coding names what a record depends on beside its text: the trained models, the
// lexicon and the registry, with the user's own files, and the choices that
// change what is found. The same text under the same Coding and program gives
// the same record.
func Coding(options Options) (string, error) {
	lex, err := lexicon.Digest(options.Lexicon)
	if err != nil {
		return "", err
	}
	reg, err := registry.Digest(options.Registry)
	if err != nil {
		return "", err
	}
	out := fmt.Sprintf("models:%s lexicon:%s registry:%s", weights.Digest(), lex, reg)
	if options.MinConfidence > 0 {
		out += fmt.Sprintf(" confidence:%g", options.MinConfidence)
	}
	if options.NoInferred {
		out += " no-inferred"
	}
	return out, nil
}
