package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/stage/measure"
)

// example is the code of a language in docs/relations.md.
func example(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/relations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```"+language+"\n")
	code, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("docs/relations.md has no example in %s", language)
	}
	return code
}

// TestExamplesOfTheManual runs the examples in R and Python on a tidy table; R's
// tau is that of our trend.
func TestExamplesOfTheManual(t *testing.T) {
	db := acted(t)
	var r measure.Relation
	if err := json.Unmarshal([]byte(run(t, app{}, "relation", "CHN", "RUS", "--to", "json", "--archive", db).out), &r); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ language, variable, want string }{
		{"r", "CHANCERY_R", fmt.Sprintf("24 60 %.3f", float64(r.Trend.Tau))},
		{"python", "CHANCERY_READERS", "24 60 [1.5, 3.5]\n2032-07 4"},
	} {
		t.Run(tc.language, func(t *testing.T) {
			code := example(t, tc.language)
			program := os.Getenv(tc.variable)
			if program == "" {
				t.Skipf("%s names no program; make test installs one", tc.variable)
			}
			got := run(t, app{}, "relation", "CHN", "RUS", "--to", "csv", "--archive", db)
			dir := t.TempDir()
			for name, text := range map[string]string{"relation.csv": got.out, "example": code} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.CommandContext(t.Context(), program, "example")
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), tc.want) {
				t.Errorf("%v, want %q:\n%s", err, tc.want, out)
			}
			if tc.language == "r" {
				if data, err := os.ReadFile(filepath.Join(dir, "relation.png")); err != nil || !strings.HasPrefix(string(data), "\x89PNG") {
					t.Error(fmt.Errorf("no picture: %w", err))
				}
			}
		})
	}
}
