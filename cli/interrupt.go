package cli

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"

	"heatsink/core"
)

// What to do with what was read when the user interrupts.
const (
	interruptReport  = "report"
	interruptDiscard = "discard"
)

// streamGrace is how long an interrupted stream may go on. Ctrl-C in
// "tcpdump -w - | heatsink -" reaches both, and tcpdump then writes what it
// still holds; a stream whose writer was not told ends here.
const streamGrace = 2 * time.Second

// exitSignal is what shells say of a program that a signal ended, less the
// signal's number.
const exitSignal = 128

var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// interrupts is what a run does when it is told to stop: while it reads it
// ends the inputs, if their report is wanted all the same; else it removes
// what is half written, says so, and exits.
type interrupts struct {
	complain func(format string, args ...any)
	exit     func(code int)

	// ended is closed when the inputs are to end.
	ended chan struct{}

	mu      sync.Mutex
	reading func()    // has reading end early; nil where that is no use
	asked   os.Signal // the first signal that came while reading
	partial *draft    // what is half written
	shown   bool      // some of the output can't be taken back
}

func newInterrupts(c *command) *interrupts {
	return &interrupts{complain: c.complain, exit: os.Exit, ended: make(chan struct{})}
}

// watch heeds signals until stop is called.
func (n *interrupts) watch() (stop func()) {
	signals := make(chan os.Signal, 2)
	done, gone := make(chan struct{}), make(chan struct{})
	signal.Notify(signals, stopSignals...)
	go func() {
		defer close(gone)
		for {
			select {
			case s := <-signals:
				n.interrupted(s)
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
		<-gone
	}
}

func (n *interrupts) interrupted(s os.Signal) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.reading != nil && n.asked == nil {
		n.asked = s
		n.reading()
		return
	}
	said := "interrupted: nothing is written"
	switch {
	case n.partial != nil:
		n.partial.discard()
	case n.shown:
		said = "interrupted: the output is not whole"
	}
	n.complain("%s", said)
	n.exit(exitCodeOf(s))
}

// readThrough has read do its work. If a report is wanted all the same, the
// first signal on the way ends the inputs and not the run.
func (n *interrupts) readThrough(p *plan, inputs []*input, read func() error) error {
	stream := slices.ContainsFunc(inputs, func(in *input) bool { return in.stream })
	switch {
	case p.onInterrupt == interruptDiscard, p.onInterrupt == "" && !stream:
	case stream:
		n.set(func() {
			n.reading = func() {
				n.complain("interrupted: reading what the stream still holds (once more to give up)")
				time.AfterFunc(streamGrace, func() { close(n.ended) })
			}
		})
	default:
		n.set(func() {
			n.reading = func() {
				n.complain("interrupted: reporting on what was read so far (once more to give up)")
				close(n.ended)
			}
		})
	}
	err := read()
	var asked os.Signal
	n.set(func() { n.reading, asked = nil, n.asked })
	if err != nil && asked != nil {
		return &interruptedError{exitCodeOf(asked), err}
	}
	return err
}

func (n *interrupts) set(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change()
}

func exitCodeOf(s os.Signal) int {
	number, _ := s.(syscall.Signal)
	return exitSignal + int(number)
}

// interruptedError ends a run of which nothing could be reported.
type interruptedError struct {
	code int
	err  error
}

func (e *interruptedError) Error() string {
	return fmt.Sprintf("interrupted: nothing is written (%s)", errorLine(e.err))
}

// endable ends its source early, between two reads, when ended is closed.
type endable struct {
	io.ReadCloser
	ended <-chan struct{}
}

func (r *endable) Read(p []byte) (int, error) {
	select {
	case <-r.ended:
		return 0, core.ErrInterrupted
	default:
		return r.ReadCloser.Read(p)
	}
}

// streamChunk is how much is read at once of a stream; a pipe holds as much.
const streamChunk = 64 << 10

// pump ends its source early even while a read waits for bytes that may never
// come. That read is left behind, with a buffer of its own.
type pump struct {
	src    io.ReadCloser
	ended  <-chan struct{}
	chunks chan chunk  // read and not yet taken
	spare  chan []byte // buffers to read into
	now    chunk
	left   []byte // of now
}

type chunk struct {
	buf []byte
	n   int
	err error
}

func newPump(src io.ReadCloser, ended <-chan struct{}) *pump {
	p := &pump{src: src, ended: ended, chunks: make(chan chunk), spare: make(chan []byte, 2)}
	p.spare <- make([]byte, streamChunk)
	p.spare <- make([]byte, streamChunk)
	go func() {
		for buf := range p.spare {
			n, err := src.Read(buf)
			select {
			case p.chunks <- chunk{buf, n, err}:
			case <-ended:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return p
}

func (p *pump) Read(b []byte) (int, error) {
	if len(p.left) == 0 {
		p.next()
	}
	n := copy(b, p.left)
	p.left = p.left[n:]
	if len(p.left) > 0 {
		return n, nil
	}
	return n, p.now.err
}

func (p *pump) next() {
	if p.now.err != nil {
		return
	}
	if p.now.buf != nil {
		p.spare <- p.now.buf
	}
	select {
	case p.now = <-p.chunks:
		p.left = p.now.buf[:p.now.n]
	case <-p.ended:
		p.now = chunk{err: core.ErrInterrupted}
	}
}

func (p *pump) Close() error { return p.src.Close() }
