package weights

import (
	_ "embed"

	"chancery/internal/model"
)

//go:embed parties.model
var parties []byte

// Parties loads the scorer of parties.
func Parties() (*model.File, error) { return model.Decode(parties) }
