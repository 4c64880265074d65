package weights

import (
	_ "embed"

	"chancery/internal/model"
)

//go:embed events.model
var events []byte

// Events loads the model of the judge of events.
func Events() (*model.File, error) { return model.Decode(events) }
