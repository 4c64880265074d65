package chancery_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules of the house, as ARCHITECTURE.md tells them. Each break is reported
// with the file and with what to do about it.

// layer is a set of packages and the layers that they may import.
type layer struct {
	name string
	dirs []string // exact folders, or with a trailing slash all under them
	may  []string // names of layers
}

var layers = []layer{
	{"contract", []string{"record", "archive"}, nil},
	{"ground", []string{
		"internal/atlas", "internal/conllu", "internal/filter", "internal/lanes", "internal/language", "internal/lexicon", "internal/linear", "internal/model",
		"internal/ontology", "internal/plover", "internal/registry", "internal/registry/importer", "internal/syntax", "relations", "weights",
	}, []string{"contract", "ground"}},
	{"clients", []string{"client"}, []string{"contract"}},
	{"stages", []string{"internal/stage", "internal/stage/"}, []string{"contract", "ground"}},
	{"views", []string{
		"internal/brief", "internal/config", "internal/demo", "internal/demo/", "internal/draw", "internal/evaluate", "internal/export", "internal/export/", "internal/plover", "internal/table",
	}, []string{"contract", "ground"}},
	{"trainers", []string{"internal/train", "internal/train/"}, []string{"contract", "ground", "stages"}},
	{"drivers", []string{".", "internal/bench", "internal/pipeline", "internal/pipeline/", "internal/fleet"}, []string{"contract", "ground", "stages"}},
	{"commands", []string{"cmd/"}, []string{"contract", "ground", "stages", "views", "trainers", "drivers"}},
}

// only says in which folders a package from outside may be imported.
var only = map[string][]string{
	"database/sql": {"internal/stage/store/"},
	"net/http":     {"client", "internal/stage/ingest/fetch", "internal/stage/serve/"},
	"unsafe":       {},
	// The queue of the fleet is NATS JetStream; only its driver knows that.
	"github.com/nats-io/nats.go":               {"internal/pipeline/fleet/"},
	"github.com/nats-io/nats.go/jetstream":     {"internal/pipeline/fleet/"},
	"github.com/nats-io/nats-server/v2/server": {"internal/pipeline/fleet/"},
	"C": {},
}

// onlyInCommands are uses that end the program or write to its output.
var onlyInCommands = map[string][]string{
	"os":  {"Exit", "Stdout", "Stderr", "Stdin", "Args"},
	"fmt": {"Print", "Printf", "Println"},
	"log": {"Fatal", "Fatalf", "Fatalln"},
}

const maxLines = 500

const module = "chancery"

// source is one Go file.
type source struct {
	file   string // slash-separated, from the root
	dir    string
	data   []byte
	ast    *ast.File
	fset   *token.FileSet
	isTest bool
}

// sources parses all Go files of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		file = filepath.ToSlash(file)
		name := entry.Name()
		if entry.IsDir() {
			if file != "." && (name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, data, parser.ParseComments)
		if err != nil {
			return fmt.Errorf("cannot parse %s: %w", file, err)
		}
		out = append(out, source{file, path.Dir(file), data, parsed, fset, strings.HasSuffix(name, "_test.go")})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *source) line(n ast.Node) int { return s.fset.Position(n.Pos()).Line }

// under says whether a folder is one of dirs; "a/" stands for a and all in it.
func under(dir string, dirs []string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool {
		if root, all := strings.CutSuffix(d, "/"); all {
			return dir == root || strings.HasPrefix(dir, d)
		}
		return dir == d
	})
}

func layerOf(dir string) *layer {
	for i := range layers {
		if under(dir, layers[i].dirs) {
			return &layers[i]
		}
	}
	return nil
}

// stageOf gives "ingest" for internal/stage/ingest/page, "" for no stage.
func stageOf(dir string) string {
	rest, ok := strings.CutPrefix(dir, "internal/stage/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// brokenImport tells what is wrong with an import, or "".
func brokenImport(dir, imported string) string {
	if imported != module && !strings.HasPrefix(imported, module+"/") {
		if allowed, bound := only[imported]; bound && !under(dir, allowed) {
			return fmt.Sprintf("%q is allowed only in %v; take what you need as a small interface and let cmd pass it in", imported, allowed)
		}
		return ""
	}
	to := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
	if to == "" {
		to = "."
	}
	from, target := layerOf(dir), layerOf(to)
	switch {
	case from == nil || target == nil:
		return "" // told by TestHouseLayout
	case dir == "archive" && to == "record":
		return "" // the stored record is made of records
	case from.name == "contract":
		return "the contract imports the standard library only; move the code that needs more"
	case from.name == "commands" && target.name == "commands":
		return "commands do not import one another; move what they share into a package"
	case from.name == "stages" && target.name == "stages":
		if stageOf(dir) == stageOf(to) {
			return ""
		}
		return fmt.Sprintf("the stages %s and %s must not know each other; declare a small interface and let the driver pass it in", stageOf(dir), stageOf(to))
	case from.name == target.name && from.name != "ground" && !strings.HasPrefix(to, dir+"/") && !strings.HasPrefix(dir, to+"/"):
		return fmt.Sprintf("%s do not import one another; let cmd bring them together", from.name)
	case from.name != target.name && !slices.Contains(from.may, target.name):
		return fmt.Sprintf("%s may import %v, not %s; turn the dependency round", from.name, from.may, target.name)
	}
	return ""
}

func TestHouseLayout(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sources(t) {
		if seen[s.dir] {
			continue
		}
		seen[s.dir] = true
		if layerOf(s.dir) == nil {
			t.Errorf("%s: the folder belongs to no layer; add it to layers in house_test.go and to ARCHITECTURE.md", s.dir)
		}
		if slices.Contains([]string{"util", "utils", "helper", "helpers", "common", "misc"}, path.Base(s.dir)) {
			t.Errorf("%s: name the package after what it gives, not %q", s.dir, path.Base(s.dir))
		}
	}
}

func TestHouseImports(t *testing.T) {
	for _, s := range sources(t) {
		for _, imp := range s.ast.Imports {
			imported, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if imp.Name != nil && imp.Name.Name == "_" && imported != "embed" {
				t.Errorf("%s:%d: a blank import of %q; name what you need of it in an ordered slice instead", s.file, s.line(imp), imported)
			}
			if imp.Name != nil && imp.Name.Name == "." {
				t.Errorf("%s:%d: a dot import of %q; import it by its name", s.file, s.line(imp), imported)
			}
			if s.isTest && imported != "unsafe" && imported != "C" {
				continue // tests may look across
			}
			if broken := brokenImport(s.dir, imported); broken != "" {
				t.Errorf("%s:%d: imports %q: %s", s.file, s.line(imp), imported, broken)
			}
		}
	}
}

func TestHouseHabits(t *testing.T) {
	for _, s := range sources(t) {
		for _, decl := range s.ast.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s:%d: an init function; build the value where it is used, or with sync.OnceValue", s.file, s.line(f))
			}
		}
		if s.isTest {
			continue
		}
		if n := bytes.Count(s.data, []byte("\n")); n > maxLines && !ast.IsGenerated(s.ast) {
			t.Errorf("%s: %d lines, %d allowed; split it by what it does", s.file, n, maxLines)
		}
		if !under(s.dir, []string{"cmd/"}) {
			checkSelectors(t, &s)
		}
	}
}

// checkSelectors finds uses that belong into cmd.
func checkSelectors(t *testing.T, s *source) {
	ast.Inspect(s.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		// An identifier of the file's own scope (Obj) is a variable, not a package.
		if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Obj == nil && slices.Contains(onlyInCommands[pkg.Name], sel.Sel.Name) {
			t.Errorf("%s:%d: %s.%s is for cmd only; return an error or take an io.Writer", s.file, s.line(sel), pkg.Name, sel.Sel.Name)
		}
		return true
	})
}

func TestHousePackageComments(t *testing.T) {
	comments := map[string]string{}
	for _, s := range sources(t) {
		if s.isTest {
			continue
		}
		if _, ok := comments[s.dir]; !ok {
			comments[s.dir] = ""
		}
		if s.ast.Doc == nil {
			continue
		}
		want := "Package " + s.ast.Name.Name + " "
		if s.ast.Name.Name == "main" {
			want = "Command " + path.Base(s.dir) + " "
		}
		if comment := s.ast.Doc.Text(); !strings.HasPrefix(comment, want) {
			t.Errorf("%s: the package comment begins %.30q; begin it %q", s.file, comment, want)
		}
		if comments[s.dir] != "" {
			t.Errorf("%s: %s has a package comment already; keep one", s.file, comments[s.dir])
		}
		comments[s.dir] = s.file
	}
	for dir, file := range comments {
		if file == "" {
			t.Errorf("%s: no package comment; say what it is for and what must stay true", dir)
		}
	}
}

// direct lists the modules and tools that go.mod requires for our own code.
func direct(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	block := ""
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || strings.HasSuffix(strings.TrimSpace(line), "// indirect"):
		case f[0] == ")":
			block = ""
		case len(f) > 1 && f[1] == "(":
			block = f[0]
		case (f[0] == "require" || f[0] == "tool") && len(f) > 1:
			out = append(out, f[1])
		case block == "require" || block == "tool":
			out = append(out, f[0])
		}
	}
	return out
}

func TestHouseDependenciesHaveReasons(t *testing.T) {
	data, err := os.ReadFile("docs/DEPENDENCIES.md")
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		name, reason, ok := strings.Cut(strings.TrimPrefix(line, "- `"), "`")
		if ok && strings.HasPrefix(line, "- `") && len(strings.TrimSpace(reason)) > 10 {
			reasons[name] = true
		}
	}
	modules := direct(t)
	for _, m := range modules {
		if !reasons[m] {
			t.Errorf("docs/DEPENDENCIES.md has no line for %s; add \"- `%s`: why it is needed, its licence\", or drop it", m, m)
		}
		delete(reasons, m)
	}
	for m := range reasons {
		t.Errorf("docs/DEPENDENCIES.md has a line for %s, which go.mod does not require directly; remove it", m)
	}
}

// The rules must find what they are for.
func TestHouseRulesBite(t *testing.T) {
	for _, tc := range []struct {
		dir, imported string
		broken        bool
	}{
		{"record", "chancery/internal/ontology", true},
		{"record", "encoding/json", false},
		{"internal/ontology", "chancery/record", false},
		{"archive", "chancery/record", false},
		{"record", "chancery/archive", true},
		{"internal/model", "chancery/internal/stage/analyse", true},
		{"internal/stage/ingest", "chancery/internal/stage/extract", true},
		{"internal/stage/ingest", "chancery/internal/stage/ingest/page", false},
		{"internal/stage/extract/timex", "chancery/internal/stage/ingest/date", true},
		{"internal/stage/extract", "chancery/internal/pipeline", true},
		{"internal/stage/extract", "chancery/internal/brief", true},
		{"internal/brief", "chancery/internal/stage/ingest", true},
		{"internal/brief", "chancery/internal/demo", true},
		{"internal/pipeline", "chancery/internal/stage/ingest", false},
		{"internal/pipeline", "chancery", true},
		{".", "chancery/internal/stage/analyse", false},
		{"cmd/chancery", "chancery", false},
		{"cmd/chancery", "chancery/internal/brief", false},
		{"internal/pipeline", "database/sql", true},
		{"internal/stage/store/sqlite", "database/sql", false},
		{"internal/stage/ingest", "net/http", true},
		{"internal/stage/ingest/fetch", "net/http", false},
		{"internal/stage/serve/api", "net/http", false},
		{"internal/stage/serve/api", "chancery/internal/stage/serve", false},
		{"internal/stage/serve/api", "chancery/internal/stage/store", true},
		{"internal/stage/serve/web", "chancery/internal/export", true},
		{"internal/syntax", "unsafe", true},
		{"internal/pipeline", "github.com/nats-io/nats.go", true},
		{"internal/pipeline/fleet/node", "github.com/nats-io/nats-server/v2/server", false},
	} {
		if got := brokenImport(tc.dir, tc.imported); (got != "") != tc.broken {
			t.Errorf("%s imports %s: %q", tc.dir, tc.imported, got)
		}
	}
}
