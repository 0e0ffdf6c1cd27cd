package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"

	"heatsink/core"
)

// stdinName stands for standard input among the arguments and in the report.
const stdinName = "-"

// input is one capture that was named on the command line.
type input struct {
	path   string
	info   os.FileInfo  // nil for standard input
	stream bool         // no size, and no second reading: a pipe
	size   int64        // bytes on disk, 0 for a stream
	read   atomic.Int64 // bytes read so far, for the progress
}

// findInputs checks that the named captures can be read, before anything
// waits for them.
func (c *command) findInputs(paths []string) ([]*input, error) {
	var inputs []*input
	stdin := false
	for _, path := range paths {
		if path == stdinName {
			if stdin {
				return nil, usagef("standard input can be read only once: give - once")
			}
			if isTerminal(c.stdin) {
				return nil, usagef("standard input is a terminal: pipe a capture into it, as in tcpdump -w - | heatsink - -o live.html")
			}
			stdin = true
			inputs = append(inputs, &input{path: path, stream: true})
			continue
		}
		in, err := findInput(path)
		if err != nil {
			return nil, &core.InputError{Name: path, Err: err}
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}

func findInput(path string) (*input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	in := &input{path: path, info: info}
	switch {
	case info.IsDir():
		return nil, errors.New("is a directory: name the captures in it, as in " + filepath.Join(path, "*.pcap"))
	case !info.Mode().IsRegular():
		in.stream = true // a named pipe or a device: opening it now could take bytes from it
		return in, nil
	}
	in.size = info.Size()
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return in, f.Close()
}

// name is the input as the report names it.
func (in *input) name() string {
	if in.path == stdinName {
		return stdinName
	}
	return filepath.Base(in.path)
}

// forCore is the input as the analysis reads it, until ended is closed.
func (in *input) forCore(stdin io.Reader, ended <-chan struct{}) core.Input {
	return core.Input{Name: in.name(), Stream: in.stream, Open: func() (io.ReadCloser, error) {
		in.read.Store(0) // read from its start again
		if in.path == stdinName {
			return &countingReader{in.endable(io.NopCloser(stdin), stdin, ended), &in.read}, nil
		}
		f, err := os.Open(in.path)
		if err != nil {
			return nil, err
		}
		return &countingReader{in.endable(f, f, ended), &in.read}, nil
	}}
}

// endable lets a source end early. Only of what is no regular file can a read
// take forever.
func (in *input) endable(r io.ReadCloser, file io.Reader, ended <-chan struct{}) io.ReadCloser {
	if f, ok := file.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return &endable{r, ended}
		}
	}
	return newPump(r, ended)
}

// countingReader tells how far its source was read.
type countingReader struct {
	io.ReadCloser
	read *atomic.Int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.read.Add(int64(n))
	return n, err
}
