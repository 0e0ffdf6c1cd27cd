package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

const (
	progressAfter = time.Second // shorter work needs no bar
	progressEvery = 100 * time.Millisecond
)

// showProgress draws how far the inputs were read, once that takes long. The
// function it gives clears the bar.
func showProgress(w io.Writer, inputs []*input) (stop func()) {
	bar := newBar(&lateWriter{w, time.Now().Add(progressAfter)}, inputs)
	done, cleared := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(cleared)
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				bar.Clear()
				return
			case <-tick.C:
				bar.Set64(bytesRead(inputs))
			}
		}
	}()
	return func() {
		close(done)
		<-cleared
	}
}

// lateWriter swallows what comes too early. The bar is told of the progress
// from the start all the same, or its rates would be wrong.
type lateWriter struct {
	w    io.Writer
	from time.Time
}

func (l *lateWriter) Write(p []byte) (int, error) {
	if time.Now().Before(l.from) {
		return len(p), nil
	}
	return l.w.Write(p)
}

func newBar(w io.Writer, inputs []*input) *progressbar.ProgressBar {
	total := int64(0)
	for _, in := range inputs {
		if in.stream {
			total = -1 // nobody knows how long a stream is: a spinner
			break
		}
		total += in.size
	}
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(progressEvery/2),
		progressbar.OptionSpinnerType(14),
		progressbar.OptionSetSpinnerChangeInterval(0), // turned by our own ticks
	)
}

// bytesRead is how much of the inputs was read, at most what they held at
// the start: the bar takes more than its total for a mistake.
func bytesRead(inputs []*input) int64 {
	read := int64(0)
	for _, in := range inputs {
		n := in.read.Load()
		if !in.stream {
			n = min(n, in.size)
		}
		read += n
	}
	return read
}

// isTerminal says whether a stream is a person's terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
