package backend

import (
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

// module is the module's path, by which its packages import one another.
const module = "meridian"

// ring is how far out a package stands; imports point to lower numbers.
type ring int

const (
	vocabulary ring = iota
	tool
	engine
	service
	adapter
	rim
	assembly
	window
)

// rings is where every package stands. A new package is added here, with a
// sentence in its package comment that earns it its place.
var rings = map[string]ring{
	"backend/access":    vocabulary,
	"backend/actual":    vocabulary,
	"backend/document":  vocabulary,
	"backend/embedding": vocabulary,
	"backend/event":     vocabulary,
	"backend/fault":     vocabulary,
	"backend/lanes":     vocabulary,
	"backend/llm":       vocabulary,
	"backend/market":    vocabulary,
	"backend/money":     vocabulary,
	"backend/mortality": vocabulary,
	"backend/plan":      vocabulary,
	"backend/release":   vocabulary,
	"backend/schema":    vocabulary,
	"backend/settings":  vocabulary,
	"backend/sobol":     vocabulary,
	"backend/tax":       vocabulary,

	"backend/capacity":  engine,
	"backend/chunk":     engine,
	"backend/doctor":    engine,
	"backend/extract":   engine,
	"backend/propose":   engine,
	"backend/graph":     engine,
	"backend/health":    engine,
	"backend/prompt":    engine,
	"backend/recovery":  engine,
	"backend/retrieve":  engine,
	"backend/simulate":  engine,
	"backend/statement": engine,
	"backend/workload":  engine,

	"backend/durable": tool,
	"backend/fetch":   tool,
	"backend/job":     tool,
	"backend/latency": tool,
	"backend/process": tool,
	"backend/traffic": tool,
	"backend/startup": tool,

	"backend/backup":      service,
	"backend/answer":      service,
	"backend/dataset":     service,
	"backend/forecast":    service,
	"backend/guest":       service,
	"backend/hosting":     service,
	"backend/journal":     service,
	"backend/library":     service,
	"backend/lock":        service,
	"backend/methodology": service,
	"backend/presence":    service,
	"backend/share":       service,
	"backend/track":       service,

	"backend/openai":   adapter,
	"backend/queue":    adapter,
	"backend/cfaccess": adapter,
	"backend/ollama":   adapter,
	"backend/sqlite":   adapter,
	"backend/tunnel":   adapter,

	"backend/cli":     rim,
	"backend/config":  rim,
	"backend/httpapi": rim,

	"backend":               assembly,
	"backend/cmd/evaluate":  window, // measures search; knows what it is made of, as assembly does
	"backend/cmd/meridiand": window, // a program around the assembly, like app
	"frontend":              vocabulary,

	"app": window,
}

// beside are packages that serve the tests of the package they lie in.
var beside = []string{"backend/journal/journaltest", "backend/ollama/ollamatest", "backend/tunnel/tunneltest"}

// wails is what only the window may import.
const wails = "github.com/wailsapp/"

// file is what the rules need to know of a source file.
type file struct {
	name    string   // path from the root of the repository
	pkg     string   // directory
	imports []string // import paths
	comment bool     // it carries the package comment
	test    bool
}

// broken lists every rule that the files break.
func broken(files []file) []string {
	var found []string
	commented := map[string]bool{}
	for _, f := range files {
		commented[f.pkg] = commented[f.pkg] || f.comment && !f.test
	}
	for pkg, ok := range commented {
		if !ok {
			found = append(found, pkg+": no file carries a package comment")
		}
		if _, known := rings[pkg]; !known && !slices.Contains(beside, pkg) {
			found = append(found, pkg+": stands on no ring")
		}
	}
	for _, f := range files {
		for _, imported := range f.imports {
			if why := refused(f, imported); why != "" {
				found = append(found, fmt.Sprintf("%s imports %s: %s", f.name, imported, why))
			}
		}
	}
	slices.Sort(found)
	return found
}

// refused says why a file may not import a package; "" when it may.
func refused(f file, imported string) string {
	if strings.HasPrefix(imported, wails) && rings[f.pkg] != window {
		return "only the window knows Wails"
	}
	inner, ours := strings.CutPrefix(imported, module+"/")
	if !ours || inner == f.pkg {
		return ""
	}
	if slices.Contains(beside, inner) {
		if f.test {
			return ""
		}
		return "it serves tests only"
	}
	if slices.Contains(beside, f.pkg) {
		return ""
	}
	from, to := rings[f.pkg], rings[inner]
	switch {
	case f.test && from == assembly:
		return "" // the tests of the whole program may look anywhere
	case from == rim && to == adapter:
		return "the rim does not speak to adapters"
	case to > from:
		return "imports point inward"
	case to == from && from != vocabulary:
		return "members of a ring do not know one another"
	}
	return ""
}

// read parses every Go file under the given directories of root. It looks at
// the files themselves: what go list says may come from a cache.
func read(root string, dirs ...string) ([]file, error) {
	var files []file
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules") {
				return filepath.SkipDir
			}
			if d.IsDir() || filepath.Ext(name) != ".go" {
				return nil
			}
			f, err := parse(root, name)
			files = append(files, f)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func parse(root, name string) (file, error) {
	src, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return file{}, fmt.Errorf("parse %s: %w", name, err)
	}
	short, err := filepath.Rel(root, name)
	if err != nil {
		return file{}, err
	}
	short = filepath.ToSlash(short)
	f := file{name: short, pkg: path.Dir(short), comment: src.Doc != nil && isPackageComment(src), test: strings.HasSuffix(short, "_test.go")}
	for _, spec := range src.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, imported)
	}
	return f, nil
}

// isPackageComment reports whether the comment above the package clause speaks
// of the package rather than of the file.
func isPackageComment(src *ast.File) bool {
	text := src.Doc.Text()
	return strings.HasPrefix(text, "Package "+src.Name.Name) || src.Name.Name == "main" && strings.HasPrefix(text, "Command ")
}

func TestImportsPointInward(t *testing.T) {
	files, err := read("..", "backend", "app", "frontend/embed.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files were found: the test looks in the wrong place", len(files))
	}
	for _, rule := range broken(files) {
		t.Error(rule)
	}
}

func TestEveryRingIsInhabited(t *testing.T) {
	for pkg := range rings {
		found, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(pkg), "*.go"))
		if err != nil || len(found) == 0 {
			t.Errorf("%s stands on a ring and has no files", pkg)
		}
	}
}

// TestRulesBreak proves that the rules can fail: each case breaks one.
func TestRulesBreak(t *testing.T) {
	for _, tt := range []struct {
		name string
		file file
		want string
	}{
		{"a service imports an adapter", file{name: "backend/journal/x.go", pkg: "backend/journal", imports: []string{"meridian/backend/sqlite"}}, "imports point inward"},
		{"a service imports a service", file{name: "backend/journal/x.go", pkg: "backend/journal", imports: []string{"meridian/backend/forecast"}}, "members of a ring"},
		{"the rim imports an adapter", file{name: "backend/httpapi/x.go", pkg: "backend/httpapi", imports: []string{"meridian/backend/sqlite"}}, "the rim does not speak to adapters"},
		{"a test of the rim imports an adapter", file{name: "backend/cli/x_test.go", pkg: "backend/cli", test: true, imports: []string{"meridian/backend/sqlite"}}, "the rim does not speak to adapters"},
		{"vocabulary imports an engine", file{name: "backend/plan/x.go", pkg: "backend/plan", imports: []string{"meridian/backend/simulate"}}, "imports point inward"},
		{"the backend imports Wails", file{name: "backend/x.go", pkg: "backend", imports: []string{"github.com/wailsapp/wails/v2"}}, "only the window"},
		{"a program imports a test helper", file{name: "backend/sqlite/x.go", pkg: "backend/sqlite", imports: []string{"meridian/backend/journal/journaltest"}}, "tests only"},
		{"a package stands on no ring", file{name: "backend/utils/x.go", pkg: "backend/utils"}, "stands on no ring"},
		{"a package says nothing of itself", file{name: "backend/plan/x.go", pkg: "backend/plan"}, "package comment"},
		{"vocabulary may know vocabulary", file{name: "backend/plan/x.go", pkg: "backend/plan", comment: true, imports: []string{"meridian/backend/fault"}}, ""},
		{"an adapter may know a service", file{name: "backend/sqlite/x.go", pkg: "backend/sqlite", comment: true, imports: []string{"meridian/backend/journal"}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(broken([]file{tt.file}), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("rules say %q, want %q", got, tt.want)
			}
		})
	}
}

// TestFilesAreReadFromDisk proves the way from a file to a broken rule.
func TestFilesAreReadFromDisk(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "backend", "journal")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	source := "// Package journal breaks a rule.\npackage journal\n\nimport _ \"meridian/backend/sqlite\"\n"
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	files, err := read(root, "backend")
	if err != nil {
		t.Fatal(err)
	}
	if got := broken(files); len(got) != 1 || !strings.Contains(got[0], "imports point inward") {
		t.Errorf("rules say %q", got)
	}
}
