package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"chancery/record"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of a record",
		Long:    "Print the JSON Schema (2020-12) of a record, for validators and code generators.",
		Example: `  chancery schema > record.schema.json`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := cmd.OutOrStdout().Write(record.Schema()); err != nil {
				return fmt.Errorf("cannot write the schema: %w", err)
			}
			return nil
		},
	}
}
