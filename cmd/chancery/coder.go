package main

import (
	"chancery"
	"chancery/internal/pipeline"
)

// newCode makes the coder that all commands use.
func newCode() (pipeline.Code, error) {
	c, err := chancery.New(chancery.Options{})
	if err != nil {
		return nil, err
	}
	return c.Code, nil
}
