package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// container reads a container file as BuildKit does, and holds its last stage to
// what ours must be: empty but for what is copied, without root, with a health
// check and an entry point that need no shell.
func container(name string) []string {
	file, err := os.Open(name)
	if err != nil {
		return []string{err.Error()}
	}
	defer file.Close()
	tree, err := parser.Parse(file)
	if err != nil {
		return []string{err.Error()}
	}
	stages, _, err := instructions.Parse(tree.AST, nil)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, w := range tree.Warnings {
		fault("%s", w.Short)
	}
	names := map[string]bool{}
	for _, s := range stages {
		if s.BaseName != "scratch" && !names[s.BaseName] && (!strings.Contains(s.BaseName, ":") || strings.HasSuffix(s.BaseName, ":latest")) {
			fault("the base %s names no version", s.BaseName)
		}
		names[s.Name] = true
		for _, c := range s.Commands {
			switch c := c.(type) {
			case *instructions.AddCommand:
				fault("ADD unpacks and fetches; use COPY")
			case *instructions.CopyCommand:
				if c.From != "" && !names[c.From] {
					fault("COPY --from=%s: there is no such stage before", c.From)
				}
			}
		}
	}
	last := stages[len(stages)-1]
	if last.BaseName != "scratch" {
		fault("the last stage begins with %s, not scratch", last.BaseName)
	}
	user, entry, health := "", false, false
	for _, c := range last.Commands {
		switch c := c.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.EntrypointCommand:
			entry = !c.PrependShell
		case *instructions.HealthCheckCommand:
			health = len(c.Health.Test) > 0 && c.Health.Test[0] == "CMD"
		case *instructions.RunCommand:
			fault("RUN in the last stage, which has no shell")
		}
	}
	if uid, _, _ := strings.Cut(user, ":"); uid == "" || strings.Trim(uid, "0123456789") != "" || strings.Trim(uid, "0") == "" {
		fault("USER %q: give a number that is not root's, so that Kubernetes can tell", user)
	}
	if !entry {
		fault("no ENTRYPOINT in the form of a list")
	}
	if !health {
		fault("no HEALTHCHECK in the form of a list")
	}
	return out
}
