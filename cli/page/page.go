// Package page writes the report page: the one HTML file, built from site/ and
// embedded here, with a report in its slot.
//
// The page lies in built/, where `make` puts it; a clone in which nothing was
// built has only a README there, so that it still compiles. A page that is
// missing, or that was built from other sources than this binary, is never
// written: see Check.
package page

import (
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"sync"
)

//go:embed built
var built embed.FS

const (
	htmlFile  = "built/page.html"
	partsFile = "built/page.json"
)

var errDamaged = errors.New("this heatsink's page is damaged: run make clean, then make")

// Content is what a page shows; without any, it waits for a drop.
type Content struct {
	// Report writes what report.Pack makes.
	Report func(w io.Writer) error
	// Summary is what report.Summary made, for readers without JavaScript.
	Summary string
}

// Options changes the page; the zero value is the whole of it.
type Options struct {
	// NoEngine leaves the engine out: the page shows its report but can't read
	// captures, and is a tenth of the size.
	NoEngine bool
}

// Check says whether Write can work, before anything is analysed for it: an
// error is one line with what to do.
func Check() error {
	_, err := load()
	return err
}

// Write writes the page with its content in it.
func Write(w io.Writer, content Content, opt Options) error {
	p, err := load()
	if err != nil {
		return err
	}
	html, err := built.Open(htmlFile)
	if err != nil {
		return err
	}
	return p.write(w, html, content, opt)
}

// load learns where the page's parts are, once. Its 2 MB are read when a page is
// written, from the binary as they lie there.
var load = sync.OnceValues(func() (*template, error) {
	p, err := partsOf(built)
	if err != nil {
		return nil, err
	}
	return p, p.fresh(sources, Format())
})

// partsOf says where the parts of the page are that lies there.
func partsOf(files fs.FS) (*template, error) {
	html, err := fs.Stat(files, htmlFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("this heatsink was built without its page: run make")
	}
	if err != nil {
		return nil, err
	}
	parts, err := fs.ReadFile(files, partsFile)
	if err != nil {
		return nil, errDamaged
	}
	p := &template{}
	if json.Unmarshal(parts, p) != nil || p.size() != html.Size() {
		return nil, errDamaged
	}
	return p, nil
}

// write fills the slots of the page that html has.
func (p *template) write(w io.Writer, html io.Reader, content Content, opt Options) error {
	engine := w
	if opt.NoEngine {
		engine = io.Discard
	}
	for _, step := range []func() error{
		part(w, html, p.Head),
		func() error { _, err := io.WriteString(w, content.Summary); return err },
		part(w, html, p.Body),
		part(engine, html, p.Worker),
		part(w, html, p.Gap),
		part(engine, html, p.Engine),
		part(w, html, p.Between),
		func() error { return writeReport(w, content.Report) },
		part(w, html, p.Tail),
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// part copies what comes next of a page.
func part(w io.Writer, html io.Reader, n int64) func() error {
	return func() error {
		_, err := io.CopyN(w, html, n)
		return err
	}
}

// writeReport writes a report as the page has it, as it is packed.
func writeReport(w io.Writer, report func(io.Writer) error) error {
	if report == nil {
		return nil
	}
	text := base64.NewEncoder(base64.StdEncoding, w)
	if err := report(text); err != nil {
		return err
	}
	return text.Close()
}
