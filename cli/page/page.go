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
	"errors"
	"io"
	"io/fs"
)

//go:embed built
var built embed.FS

const file = "built/page.html"

// Content is what a page shows; without any, it waits for a drop.
type Content struct {
	// Packed is what report.Pack made.
	Packed []byte
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
	return p.write(w, content, opt)
}

func load() (*template, error) {
	html, err := fs.ReadFile(built, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("this heatsink was built without its page: run make")
	}
	if err != nil {
		return nil, err
	}
	p, err := parse(string(html))
	if err != nil {
		return nil, err
	}
	return p, p.fresh(sources, Format())
}

func (p *template) write(w io.Writer, content Content, opt Options) error {
	worker, engine := p.worker, p.engine
	if opt.NoEngine {
		worker, engine = "", ""
	}
	if err := writeAll(w, p.head, content.Summary, p.body, worker, p.gap, engine, p.between); err != nil {
		return err
	}
	encoder := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := encoder.Write(content.Packed); err != nil {
		return err
	}
	if err := encoder.Close(); err != nil {
		return err
	}
	return writeAll(w, p.tail)
}

func writeAll(w io.Writer, parts ...string) error {
	for _, part := range parts {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}
