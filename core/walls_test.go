package core

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wall forbids imports. Paths are relative to the repository's root; a
// trailing /... stands for a folder and all below it. The page's own walls are
// in site/src/walls.test.ts.
type wall struct {
	from   string
	may    []string // of the project's own folders, all that may be imported; nil: no such rule
	never  []string // packages that may not be, whatever may says
	reason string
}

var goWalls = []wall{
	{from: "core/capture", may: []string{}, reason: "containers know nothing of what is in a frame"},
	{from: "core/packet", may: []string{}, reason: "decoding knows nothing of files, flows or reports"},
	{from: "core/compact", may: []string{}, reason: "lists and indexes, of whatever they are"},
	{from: "core/flowlog", may: []string{}, reason: "reads lines; what they mean to a report is not its business"},
	{from: "core/app", may: []string{"core/packet", "core/name", "core/compact"}, reason: "told bytes, never files"},
	{from: "core/name", may: []string{"core/packet", "core/compact"}, reason: "told bytes, never files"},
	{from: "core/flow", may: []string{"core/packet", "core/app", "core/name", "core/compact"}, reason: "counts packets; a report is made of it, not by it"},
	{from: "core/report", may: []string{"core/flow", "core/packet", "core/name", "core/compact"}, reason: "reads the table; never a capture"},
	{from: "core/anon", may: []string{"core/report", "core/packet", "core/app"}, reason: "works on a finished document; of app it needs to know which names of protocols are heatsink's own"},
	{from: "core/...", never: []string{"os", "net/http", "syscall/js", "html/template"},
		reason: "the same core runs natively and in a browser, and makes no page"},
	{from: "cli/...", may: []string{"core", "core/report", "cli", "cli/page"}, reason: "the command sees the facade and the report, nothing behind them"},
	{from: "bench/...", may: []string{"bench/traffic", "core/capture"}, reason: "measures the built command from outside, as it does the others"},
	{from: "wasm", may: []string{"core", "core/report"}, reason: "glue: bytes in, one report or one error out"},
}

func (w *wall) covers(folder string) bool {
	if under, ok := strings.CutSuffix(w.from, "/..."); ok {
		return folder == under || strings.HasPrefix(folder, under+"/")
	}
	return folder == w.from
}

// check reports an import that is not allowed. own says that it is the project's.
func (w *wall) check(t *testing.T, file, imported string, own bool) {
	below := func(folder string) bool { return imported == folder || strings.HasPrefix(imported, folder+"/") }
	if own && w.may != nil && !slices.Contains(w.may, imported) || slices.ContainsFunc(w.never, below) {
		t.Errorf("%s imports %s: %s", file, imported, w.reason)
	}
}

func TestGoWalls(t *testing.T) {
	const module = "heatsink"
	used := map[string]bool{}
	each(t, func(file string) {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", file), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			imported, own := strings.CutPrefix(imported, module+"/")
			for i := range goWalls {
				if w := &goWalls[i]; w.covers(path.Dir(file)) {
					used[w.from] = true
					w.check(t, file, imported, own)
				}
			}
		}
	})
	for _, w := range goWalls {
		if !used[w.from] {
			t.Errorf("the wall around %s guards no file that imports anything", w.from)
		}
	}
}

// each visits the Go files below the repository's root, which is one up.
func each(t *testing.T, visit func(file string)) {
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		file, _ := filepath.Rel("..", p)
		visit(filepath.ToSlash(file))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
