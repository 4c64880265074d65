package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDeployedCommandsExist takes each command line of the program out of the
// recipes in deploy: commands and flags must be those that there are.
func TestDeployedCommandsExist(t *testing.T) {
	root := filepath.Join("..", "..", "deploy")
	found := map[string]int{}
	for _, pattern := range []string{"Containerfile", "systemd/*.service", "compose/compose.yaml", "kubernetes/*.yaml"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v %v", pattern, files, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range commandLines(string(data)) {
				checkCommandLine(t, filepath.Base(file), line)
				found[line[0]]++
			}
		}
	}
	for name, least := range map[string]int{"serve": 3, "fleet": 8, "watch": 1, "backup": 1, "forget": 1, "health": 4} {
		if found[name] < least {
			t.Errorf("%d command lines of chancery %s, want %d or more: are they still found?", found[name], name, least)
		}
	}
}

var (
	unitLine = regexp.MustCompile(`(?m)^Exec\w+=\S*/chancery (.*)$`)
	listLine = regexp.MustCompile(`(?:args|command|test|entrypoint|CMD|ENTRYPOINT):? (\[[^\]]*\])`)
	listItem = regexp.MustCompile(`"([^"]*)"|([^\s,\[\]]+)`)
)

// commandLines finds the command lines of the program: those of units, and lists
// in flow style that begin with the program or with one of its commands.
func commandLines(text string) [][]string {
	var out [][]string
	for _, m := range unitLine.FindAllStringSubmatch(text, -1) {
		out = append(out, slices.DeleteFunc(strings.Fields(m[1]), func(w string) bool { return strings.HasPrefix(w, "$") }))
	}
	for _, m := range listLine.FindAllStringSubmatch(text, -1) {
		var words []string
		for _, item := range listItem.FindAllStringSubmatch(m[1], -1) {
			words = append(words, item[1]+item[2])
		}
		if len(words) > 0 && words[0] == "CMD" {
			words = words[1:]
		}
		own := []string{"serve", "fleet", "watch", "backup", "health", "help"}
		switch {
		case len(words) > 1 && words[0] == "/chancery":
			out = append(out, words[1:])
		case len(words) > 0 && slices.Contains(own, words[0]):
			out = append(out, words)
		}
	}
	return out
}

func checkCommandLine(t *testing.T, file string, words []string) {
	t.Helper()
	a := &app{in: strings.NewReader(""), out: io.Discard, err: io.Discard, newCode: newCode}
	if words[0] == "help" {
		return // of the program that runs the commands
	}
	cmd, rest, err := rootCommand(a).Find(words)
	if err != nil || !cmd.HasParent() || cmd.HasSubCommands() && cmd.Name() == "fleet" {
		t.Errorf("%s: there is no command chancery %s: %v", file, strings.Join(words, " "), err)
		return
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Errorf("%s: chancery %s: %v", file, strings.Join(words, " "), err)
	}
}
