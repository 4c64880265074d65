// Command chancery, in a temporary form for the commands of this branch.
package main

import (
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "chancery", SilenceUsage: true}
	root.AddCommand(trainCommand(), parseCommand())
	if root.Execute() != nil {
		os.Exit(1)
	}
}
