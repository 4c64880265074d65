package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/stage/serve"
)

func healthCommand(a *app) *cobra.Command {
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "health [ADDRESS]",
		Short: "Ask a server on this machine whether it is well",
		Long: `Health asks an address of this machine, that of chancery serve when none is given,
and ends with exit code 0 when it answers well, else with 1: for containers and
others that watch over programs, without another program in the image.`,
		Example: `  chancery health
  chancery health http://127.0.0.1:9464/metrics     a worker of the fleet with --metrics`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			address := "http://127.0.0.1:8642/readyz"
			if len(args) == 1 {
				address = args[0]
			}
			if err := serve.Probe(cmd.Context(), address, wait); err != nil {
				return err
			}
			_, err := fmt.Fprintln(a.out, "well")
			return err
		},
	}
	cmd.Flags().DurationVar(&wait, "wait", 5*time.Second, "`time` to wait for the answer")
	return cmd
}
