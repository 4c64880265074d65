// Command lint checks the recipes in deploy without asking any other machine:
// the container file, the compose file and the manifests for Kubernetes.
//
// It is a module of its own, so that what it needs is no dependency of Chancery.
package main

import (
	"fmt"
	"os"
)

func main() {
	checks := map[string]func(file string) []string{"container": container, "compose": compose, "kubernetes": manifests}
	if len(os.Args) != 3 || checks[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: lint container|compose|kubernetes FILE")
		os.Exit(2)
	}
	faults := checks[os.Args[1]](os.Args[2])
	for _, f := range faults {
		fmt.Fprintf(os.Stderr, "%s: %s\n", os.Args[2], f)
	}
	if len(faults) > 0 {
		os.Exit(1)
	}
	fmt.Printf("lint: %s %s: no faults\n", os.Args[1], os.Args[2])
}
