package web

import (
	"net/http"

	"chancery/archive"
	"chancery/internal/stage/serve/agreement"
)

// agreement shows how far reviewers agree.
func (d *desk) agreement(r *http.Request) (shown, error) {
	var decisions []archive.Example
	for x, err := range d.o.Archive.DecidedTwice(r.Context()) {
		if err != nil {
			return shown{}, err
		}
		decisions = append(decisions, x)
	}
	return shown{View: "agreement", Title: "Reviewers' agreement", Data: agreement.Of(decisions, 0)}, nil
}
