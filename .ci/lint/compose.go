package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// compose loads a compose file as Docker Compose does, which checks it against
// the schema of the Compose Specification, and looks at what it should not leave out.
func compose(name string) []string {
	options, err := cli.NewProjectOptions([]string{name}, cli.WithWorkingDirectory(filepath.Dir(name)),
		cli.WithEnv([]string{"POSTGRES_PASSWORD=lint"}), cli.WithProfiles([]string{"*"}), cli.WithInterpolation(true))
	if err != nil {
		return []string{err.Error()}
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, s := range project.Services {
		if s.Image == "" {
			fault("%s: no image", s.Name)
		}
		if s.Privileged || s.Pid == "host" || s.NetworkMode == "host" {
			fault("%s: takes the rights of the host", s.Name)
		}
		if s.Build == nil {
			continue
		}
		// Of our own image more is asked.
		if s.User == "" || s.User == "0" || s.User == "root" || !s.ReadOnly || len(s.CapDrop) == 0 {
			fault("%s: give user, read_only and cap_drop", s.Name)
		}
	}
	// Without the password it must say so and not start.
	bare, err := cli.NewProjectOptions([]string{name}, cli.WithWorkingDirectory(filepath.Dir(name)), cli.WithEnv([]string{"POSTGRES_PASSWORD="}))
	if err == nil {
		_, err = bare.LoadProject(context.Background())
	}
	if err == nil {
		fault("it loads without POSTGRES_PASSWORD")
	}
	return append(out, volumes(project)...)
}

// volumes tells of volumes that nothing uses.
func volumes(p *types.Project) []string {
	used := map[string]bool{}
	for _, s := range p.Services {
		for _, v := range s.Volumes {
			used[v.Source] = true
		}
	}
	var out []string
	for name := range p.Volumes {
		if !used[name] {
			out = append(out, "the volume "+name+" is not used")
		}
	}
	return out
}
