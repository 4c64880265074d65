package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"chancery/record"
)

// version is set by the linker (see Makefile).
var version = "development"

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "chancery %s%s\n%s %s/%s\n%s\n",
				version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH, record.SchemaV1)
			if err != nil {
				return fmt.Errorf("cannot write the version: %w", err)
			}
			return nil
		},
	}
}

// revision is the commit that was built, when the build knows it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	rev, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			rev = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = ", modified"
		}
	}
	if rev == "" {
		return ""
	}
	return " (" + rev + modified + ")"
}
