package core

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wall forbids imports. Paths are relative to the repository's root; a
// trailing /... stands for a folder and all below it.
type wall struct {
	from   string
	may    []string // of the project's own folders, all that may be imported; nil: no such rule
	never  []string // packages or files that may not be, whatever may says
	reason string
}

var goWalls = []wall{
	{from: "core/capture", may: []string{}, reason: "containers know nothing of what is in a frame"},
	{from: "core/packet", may: []string{}, reason: "decoding knows nothing of files, flows or reports"},
	{from: "core/app", may: []string{"core/packet"}, reason: "told bytes, never files"},
	{from: "core/name", may: []string{"core/packet"}, reason: "told bytes, never files"},
	{from: "core/flow", may: []string{"core/packet", "core/app", "core/name"}, reason: "counts packets; a report is made of it, not by it"},
	{from: "core/report", may: []string{"core/flow", "core/packet", "core/name"}, reason: "reads the table; never a capture"},
	{from: "core/...", never: []string{"os", "net/http", "syscall/js", "html/template"},
		reason: "the same core runs natively and in a browser, and makes no page"},
	{from: "cli/...", may: []string{"core", "core/report", "cli", "cli/page"}, reason: "the command sees the facade and the report, nothing behind them"},
	{from: "wasm", may: []string{"core", "core/report"}, reason: "glue: bytes in, one report or one error out"},
}

var siteWalls = []wall{
	{from: "site/src/engine", may: []string{"site/src/engine"}, reason: "packed reports come out; what is in them is report's to say"},
	{from: "site/src/report", may: []string{"site/src/report"}, reason: "decoding knows no view"},
	{from: "site/src/model", may: []string{"site/src/model", "site/src/report"}, reason: "pure: a report and a filter in, pictures' data out"},
	{from: "site/src/state", may: []string{"site/src/state", "site/src/model", "site/src/report"}, reason: "state holds what is shown, not how"},
	{from: "site/src/views", never: []string{"site/src/engine", "site/src/main"}, reason: "views draw what model computed, whichever way the report came"},
	{from: "site/src/ui", never: []string{"site/src/engine", "site/src/views", "site/src/main"}, reason: "controls are shared by views and know none of them"},
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
	if own && w.may != nil && !slices.Contains(w.may, imported) && !slices.ContainsFunc(w.may, func(m string) bool {
		return strings.HasPrefix(m, "site/") && below(m)
	}) || slices.ContainsFunc(w.never, below) {
		t.Errorf("%s imports %s: %s", file, imported, w.reason)
	}
}

func TestGoWalls(t *testing.T) {
	const module = "heatsink"
	used := map[string]bool{}
	each(t, "..", ".go", func(file string, _ []byte) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
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
	expectAll(t, goWalls, used)
}

var siteImport = regexp.MustCompile(`(?m)^\s*(?:import|export)\b[^'"]*?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]`)

var dom = regexp.MustCompile(`\b(document|window|HTMLElement|CanvasRenderingContext2D|navigator)\b\s*[.(\[]`)

func TestSiteWalls(t *testing.T) {
	visit := func(file string, text []byte) {
		if strings.Contains(file, ".test.") {
			return
		}
		if strings.HasPrefix(file, "site/src/model/") && dom.Match(text) {
			t.Errorf("%s touches the DOM (%s): model is pure", file, dom.Find(text))
		}
		for _, m := range siteImport.FindAllSubmatch(text, -1) {
			imported := path.Join(path.Dir(file), string(m[1])+string(m[2]))
			for i := range siteWalls {
				if w := &siteWalls[i]; w.covers(path.Dir(file)) {
					w.check(t, file, imported, true)
				}
			}
		}
	}
	each(t, "../site/src", ".ts", visit)
	each(t, "../site/src", ".tsx", visit)
	for _, w := range siteWalls {
		if _, err := os.Stat(filepath.Join("..", w.from)); err != nil {
			t.Errorf("the wall around %s guards no folder", w.from)
		}
	}
}

// expectAll fails for walls that guard nothing, as a renamed folder would leave them.
func expectAll(t *testing.T, walls []wall, used map[string]bool) {
	for _, w := range walls {
		if !used[w.from] {
			t.Errorf("the wall around %s guards no file that imports anything", w.from)
		}
	}
}

// each visits the files below root that end in ext, by their path from the
// repository's root.
func each(t *testing.T, root, ext string, visit func(file string, text []byte)) {
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "dist") {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(p) != ext {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		file, _ := filepath.Rel("..", p)
		visit(filepath.ToSlash(file), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
