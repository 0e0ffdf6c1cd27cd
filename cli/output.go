package cli

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// output is where a report goes: standard output, a file that appears whole
// or not at all, or something that is no regular file, which is written as it is.
type output struct {
	path   string // as given; "-" for standard output
	stdout io.Writer
	direct bool // no regular file: a device, a named pipe
	stops  *interrupts
}

// findOutput checks that the output can be written, before anything waits for it.
func findOutput(path string, stdout io.Writer, stops *interrupts) (*output, error) {
	out := &output{path: path, stdout: stdout, stops: stops}
	if path == "-" {
		return out, nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, errors.New(path + ": is a directory: name the file to write in it")
	case err == nil && sameAsStdout(info, stdout):
		out.path = "-" // /dev/stdout, say
		return out, nil
	case err == nil && !info.Mode().IsRegular():
		out.direct = true
		return out, nil
	}
	return out, out.failed(tryDraft(out.target()))
}

func sameAsStdout(info os.FileInfo, stdout io.Writer) bool {
	f, ok := stdout.(*os.File)
	if !ok {
		return false
	}
	own, err := f.Stat()
	return err == nil && os.SameFile(info, own)
}

func (o *output) toStdout() bool { return o.path == "-" }

// write has fill write the output. A file appears under its name only when
// all of it is there; its unfinished part is removed, on a signal as well.
func (o *output) write(fill func(io.Writer) error) error {
	if o.toStdout() {
		o.stops.set(func() { o.stops.shown = true })
		return stdoutError(fillBuffered(o.stdout, fill))
	}
	if o.direct {
		o.stops.set(func() { o.stops.shown = true })
		f, err := os.OpenFile(o.path, os.O_WRONLY, 0)
		if err != nil {
			return o.failed(err)
		}
		return o.failed(errors.Join(fillBuffered(f, fill), f.Close()))
	}
	d, err := newDraft(o.target())
	if err != nil {
		return o.failed(err)
	}
	o.stops.set(func() { o.stops.partial = d })
	err = fillBuffered(d, fill)
	o.stops.set(func() {
		if err == nil {
			err = d.publish()
		}
		if err != nil {
			d.discard()
		}
		o.stops.partial = nil
	})
	return o.failed(err)
}

func fillBuffered(w io.Writer, fill func(io.Writer) error) error {
	buffer := bufio.NewWriterSize(w, 1<<16)
	if err := fill(buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// target is the file itself where the path is a symbolic link to it.
func (o *output) target() string {
	if target, err := filepath.EvalSymlinks(o.path); err == nil {
		return target
	}
	return o.path
}

// failed names the output in an error; nil stays nil.
func (o *output) failed(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EPIPE):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return errors.New(o.path + ": can't be written: there is no directory " + filepath.Dir(o.path))
	}
	return errors.New(o.path + ": can't be written: " + reason(err))
}

func stdoutError(err error) error {
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return err
	}
	return errors.New("standard output: " + reason(err))
}
