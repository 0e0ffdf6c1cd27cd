package cli

import (
	"bufio"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// output is where a report goes: standard output, a file that appears whole
// or not at all, or something that is no regular file, which is written as it is.
type output struct {
	path   string // as given; "-" for standard output
	stdout io.Writer
	direct bool // no regular file: a device, a named pipe
}

// findOutput checks that the output can be written, before anything waits for it.
func findOutput(path string, stdout io.Writer) (*output, error) {
	out := &output{path: path, stdout: stdout}
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
	temp, err := out.create()
	if err != nil {
		return nil, out.failed(err)
	}
	return out, errors.Join(temp.Close(), os.Remove(temp.Name()))
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
		return stdoutError(fillBuffered(o.stdout, fill))
	}
	if o.direct {
		f, err := os.OpenFile(o.path, os.O_WRONLY, 0)
		if err != nil {
			return o.failed(err)
		}
		return o.failed(errors.Join(fillBuffered(f, fill), f.Close()))
	}
	temp, err := o.create()
	if err != nil {
		return o.failed(err)
	}
	defer removeOnSignal(temp)()
	err = errors.Join(fillBuffered(temp, fill), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), o.target())
	}
	if err != nil {
		os.Remove(temp.Name())
		return o.failed(err)
	}
	return nil
}

func fillBuffered(w io.Writer, fill func(io.Writer) error) error {
	buffer := bufio.NewWriterSize(w, 1<<16)
	if err := fill(buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// create makes the temporary file, beside the target so that a rename is all
// that is left to do.
func (o *output) create() (*os.File, error) {
	name := filepath.Join(filepath.Dir(o.target()), ".heatsink-"+rand.Text()+".tmp")
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// target is the file itself where the path is a symbolic link to it.
func (o *output) target() string {
	if target, err := filepath.EvalSymlinks(o.path); err == nil {
		return target
	}
	return o.path
}

// removeOnSignal removes the file and ends the program when it is told to
// stop; the function it gives calls that off.
func removeOnSignal(f *os.File) (stop func()) {
	signals := make(chan os.Signal, 1)
	done := make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		select {
		case s := <-signals:
			f.Close()
			os.Remove(f.Name())
			number, _ := s.(syscall.Signal)
			os.Exit(128 + int(number))
		case <-done:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
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
