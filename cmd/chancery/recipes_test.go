package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/ontology"
)

// recipe is a block of docs/recipes.md.
type recipe struct{ language, name, code string }

// recipes are the blocks of the manual; the first line of each names it.
func recipes(t *testing.T) (out []recipe) {
	t.Helper()
	text, err := os.ReadFile("../../docs/recipes.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split("\n"+string(text), "\n```")[1:] {
		language, code, ok := strings.Cut(part, "\n")
		if !ok || language == "" {
			continue // what stands after a block
		}
		first, _, _ := strings.Cut(code, "\n")
		name, _, _ := strings.Cut(strings.Trim(first, "#- "), " (")
		out = append(out, recipe{language, name, code + "\n"})
	}
	return out
}

// jsonLines reads the JSON lines that a command writes.
func jsonLines[T any](t *testing.T, args ...string) (out []T) {
	t.Helper()
	got := run(t, app{}, append(args, "--to", "jsonl", "--limit", "0")...)
	if got.code != 0 {
		t.Fatalf("%q: exit %d: %s", args, got.code, got.err)
	}
	for line := range strings.Lines(got.out) {
		var v T
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// ranked gives keys by count, the greatest first, and those of one count by name.
func ranked(counts map[string]int) []string {
	delete(counts, "")
	keys := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(keys, func(a, b string) int { return counts[b] - counts[a] })
	return keys
}

func five(counts map[string]int) (out []string) {
	for _, k := range ranked(counts)[:5] {
		out = append(out, fmt.Sprint(k, " ", counts[k]))
	}
	return out
}

// answers are what the command line says to the questions of the recipes, with two
// sides to ask about.
func answers(t *testing.T) (a, b string, want map[string]string) {
	t.Helper()
	acts := jsonLines[archive.Incident](t, "incidents", "status:actual")
	months := map[string]int{}
	reports := 0
	several := jsonLines[archive.Incident](t, "incidents", "status:actual", "outlets:>=2")
	for i := range several {
		reports += several[i].Reports
	}
	codes := func(list []archive.Party) (out []string) {
		for _, p := range list {
			out = append(out, p.Code)
		}
		return out
	}
	for i := range acts {
		months[acts[i].Start[:min(7, len(acts[i].Start))]]++
	}
	// The two sides that deal with each other most.
	dealing := map[string]int{}
	for i := range acts {
		for _, x := range codes(acts[i].Actors) {
			for _, y := range slices.Concat(codes(acts[i].Actors), codes(acts[i].Recipients)) {
				if x < y && x != "" {
					dealing[x+" "+y]++
				}
			}
		}
	}
	a, b, _ = strings.Cut(ranked(dealing)[0], " ")
	friendly, hostile := 0, 0
	for i := range acts {
		by, to := codes(acts[i].Actors), codes(acts[i].Recipients)
		if !slices.Contains(by, a) || !slices.Contains(to, b) && !slices.Contains(by, b) {
			if !slices.Contains(by, b) || !slices.Contains(to, a) {
				continue
			}
		}
		if typ, ok := ontology.ParseType(acts[i].Type); ok && typ.Quad() <= ontology.MaterialCooperation {
			friendly++
		} else {
			hostile++
		}
	}
	speakers, reporters := map[string]int{}, map[string]int{}
	for _, s := range jsonLines[archive.Statement](t, "statements") {
		if s.Speaker != nil {
			speakers[s.Speaker.Code]++
		}
	}
	for _, e := range jsonLines[archive.Event](t, "events") {
		for _, c := range codes(e.Actors) {
			reporters[c]++
		}
	}
	documents, gaps := map[string]int{}, map[string]int{}
	for _, c := range jsonLines[archive.Coverage](t, "coverage") {
		documents[c.Day[:7]] += c.Documents
		if c.Gap {
			gaps[c.Day[:7]]++
		}
	}
	by := func(of func(month string) string, of2 map[string]int) string {
		var out []string
		for _, m := range slices.Sorted(maps.Keys(of2)) {
			if m != "" {
				out = append(out, m+" "+of(m))
			}
		}
		return strings.Join(out, "\n")
	}
	return a, b, map[string]string{
		"acts by month, from CSV":                         by(func(m string) string { return strconv.Itoa(months[m]) }, months),
		"cooperation and conflict of two sides, from CSV": fmt.Sprintf("%s %s cooperation %d conflict %d", a, b, friendly, hostile),
		"actors of reports, from Parquet":                 strings.Join(five(reporters), "\n"),
		"who speaks most, from the API":                   strings.Join(five(speakers), "\n"),
		"a filter's rows as a data frame, from the API":   fmt.Sprintf("%d %d", len(several), reports),
		"documents and gaps by month, from the API":       by(func(m string) string { return fmt.Sprintf("%d %d", documents[m], gaps[m]) }, documents),
	}
}

// TestRecipes runs the recipes of the manual, and holds what they print against
// the command line.
func TestRecipes(t *testing.T) {
	blocks := recipes(t)
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("CHANCERY_ARCHIVE", filepath.Join(dir, "news.db"))
	real := app{newCode: newCode}
	for _, args := range [][]string{{"demo", "news", "news.warc.gz", "--documents", "150", "--registry", "world"}, {"ingest", "-q", "--registry", "world", "news.warc.gz"}} {
		if got := run(t, real, args...); got.code != 0 {
			t.Fatalf("%q: exit %d: %s", args, got.code, got.err)
		}
	}
	f := &serveFlags{anonymous: "none"}
	f.place = filepath.Join(dir, "news.db")
	address, said, stop := served(t, f)
	defer stop()
	code := shownCode.FindStringSubmatch(said.String())
	if code == nil {
		t.Fatalf("said %s", said)
	}
	ada := someone(t)
	ada.post(address, "setup", "code", code[1], "name", "ada", "password", "four plain words here")
	_, page := ada.post(address, "account/tokens", "name", "recipes", "scope", "read")
	token := secretShown.FindStringSubmatch(page)
	if token == nil {
		t.Fatalf("no token in %s", page)
	}
	t.Setenv("CHANCERY_TOKEN", token[1])
	one, other, want := answers(t)
	ran := map[string]int{}
	for _, b := range blocks {
		if b.language == "sh" {
			for line := range strings.Lines(b.code) {
				command, into, redirected := strings.Cut(strings.TrimSpace(line), " > ")
				args := strings.Fields(command)
				got := run(t, app{}, args[1:]...)
				if args[0] != "chancery" || got.code != 0 {
					t.Fatalf("%s: exit %d: %s", line, got.code, got.err)
				}
				if redirected {
					if err := os.WriteFile(into, []byte(got.out), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			continue
		}
		t.Run(b.language+" "+b.name, func(t *testing.T) {
			if want[b.name] == "" {
				t.Fatal("there is no answer of the command line to compare with")
			}
			ran[b.name]++
			program := map[string]string{"python": "CHANCERY_READERS", "r": "CHANCERY_R", "sql": "CHANCERY_DUCKDB"}[b.language]
			if strings.Contains(b.code, "needs pyarrow") {
				program = "CHANCERY_PYARROW"
			}
			args := strings.Fields(os.Getenv(program))
			switch {
			case len(args) == 0 && os.Getenv("CHANCERY_READERS_REQUIRED") != "" && program == "CHANCERY_READERS":
				t.Fatalf("%s names no program; run by .ci/readers.sh", program)
			case len(args) == 0:
				t.Skipf("%s names no program", program)
			}
			code := strings.NewReplacer("http://127.0.0.1:8642", strings.TrimSuffix(address, "/"), "CHN", one, "RUS", other).Replace(b.code)
			cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
			if b.language == "sql" {
				cmd.Args = append(cmd.Args, "-noheader", "-list")
				cmd.Stdin = strings.NewReader(code)
			} else {
				file := "recipe." + b.language
				if err := os.WriteFile(file, []byte(code), 0o644); err != nil {
					t.Fatal(err)
				}
				cmd.Args = append(cmd.Args, file)
			}
			out, err := cmd.CombinedOutput()
			var got []string
			for line := range strings.Lines(string(out)) {
				got = append(got, strings.TrimRight(line, " \r\n"))
			}
			if err != nil || strings.Join(got, "\n") != want[b.name] {
				t.Errorf("%v\n%s\nthe command line says\n%s", err, out, want[b.name])
			}
		})
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if ran[name] == 0 {
			t.Errorf("no recipe for %q", name)
		}
	}
}
