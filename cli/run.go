// Package cli is the heatsink command: arguments in, one report or one line
// of error out. It owns the files, the terminal and the exit code; what is in
// a capture is core's business, what is in a page cli/page's.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"heatsink/cli/page"
	"heatsink/core"
	"heatsink/core/report"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitCut    = 3 // --strict, and a capture was cut short
	// 128 and the signal's number when a signal ended the run: interrupt.go
)

// command is one run's world. Tests put their own analysis and page in it.
type command struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	analyze   func([]core.Input, core.Options) (*report.Report, error)
	checkPage func() error
	writePage func(w io.Writer, content page.Content, opt page.Options) error
	open      func(path string) error

	heap heap
}

// Run is the whole command, from its arguments to its exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &command{
		stdin: stdin, stdout: stdout, stderr: stderr,
		analyze:   core.Analyze,
		checkPage: page.Check,
		writePage: page.Write,
		open:      openInBrowser,
	}
	defer c.heap.end()
	return c.run(args)
}

func (c *command) run(args []string) int {
	root := c.root()
	if args == nil {
		args = []string{} // cobra takes nil for os.Args
	}
	root.SetArgs(args)
	return c.exitCode(root.Execute())
}

// usageError is a wrong use of the command: exit 2.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// errCut ends a --strict run whose report is written, and whose warning said why.
var errCut = errors.New("a capture was cut short")

// exitCode says what went wrong in one line, and in the code.
func (c *command) exitCode(err error) int {
	var usage *usageError
	var stopped *interruptedError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errCut):
		return exitCut
	case errors.Is(err, syscall.EPIPE):
		return exitFailed // whoever read us has left; there is nobody to tell
	case errors.As(err, &usage):
		c.complain("%s", usage.text)
		return exitUsage
	case errors.As(err, &stopped):
		c.complain("%s", stopped)
		return stopped.code
	}
	c.complain("%s", errorLine(err))
	return exitFailed
}

// complain writes one line to standard error. What it says may hold names
// that a capture or a directory brought along.
func (c *command) complain(format string, args ...any) {
	fmt.Fprintf(c.stderr, "heatsink: %s\n", plain(fmt.Sprintf(format, args...)))
}

// errorLine says what failed and why, without the system call's name.
func errorLine(err error) string {
	var input *core.InputError
	if errors.As(err, &input) {
		return displayName(input.Name) + ": " + reason(input.Err)
	}
	return reason(err)
}

// reason is an error's cause; a file's name stands before it already.
func reason(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "no such file"
	case errors.Is(err, os.ErrPermission):
		return "permission denied"
	}
	return err.Error()
}

func displayName(name string) string {
	if name == stdinName {
		return "standard input"
	}
	return name
}
