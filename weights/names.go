package weights

import (
	_ "embed"

	"chancery/internal/model"
)

//go:embed names.model
var names []byte

// Names loads the model of the recogniser of names.
func Names() (*model.File, error) { return model.Decode(names) }
