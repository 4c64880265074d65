package main

import (
	"chancery"
	"chancery/internal/pipeline"
)

// newCode makes the coder that all commands use.
func newCode(options chancery.Options) (pipeline.Code, error) {
	c, err := chancery.New(options)
	if err != nil {
		return nil, err
	}
	return c.Code, nil
}
