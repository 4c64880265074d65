// Package weights holds the trained models that are built into the program.
// The models are under CC BY-SA 4.0, apart from the program; NOTICE names what
// they were trained from.
package weights

import (
	_ "embed"

	"chancery/internal/model"
)

//go:embed english.model
var english []byte

// English loads the English model.
func English() (*model.File, error) { return model.Decode(english) }

// Digest names the version of all models.
func Digest() string { return model.Digest(english, events, names, parties) }
