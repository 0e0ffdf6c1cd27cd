package capture

import (
	"errors"
	"fmt"
	"io"
)

const (
	// firstWindow is what a Reader takes at first, so that many open ones are
	// cheap; it grows fourfold whenever the source fills it.
	firstWindow = 16 << 10
	// maxWindow bounds a Reader's buffer, whatever a capture claims. It holds
	// the longest block that is read as a whole, and fits a CPU's second cache.
	maxWindow = 512 << 10
	// maxIdleReads is how often a source may give neither bytes nor an error.
	maxIdleReads = 100
	// freeWindows is how many buffers are kept that no frame is in any more: nearly
	// as many as frames on their way to being counted are in, since to make others
	// anew is a quarter of the garbage.
	freeWindows = 8
)

// window is the one buffer of a Reader: buf[start:end] is read and not yet
// used. Frames are slices of it, so nothing is copied but the few bytes of a
// frame that stands across its end.
type window struct {
	src        io.Reader
	buf        []byte
	start, end int
	base       int64 // offset of buf[0] in the stream
	err        error // why src gives no more: io.EOF, *Error or its own

	move  Mover // or nil
	free  buffers
	give  func([]byte) // free.give
	eager bool         // read ahead once the source keeps the window full
	ahead *ahead       // or nil
}

// Mover is told of a buffer that gets no more frames, and gives it back once
// nobody needs those that are in it.
type Mover func(old []byte, giveBack func([]byte))

func newWindow(src io.Reader) *window {
	return &window{src: src, buf: make([]byte, firstWindow), free: make(buffers, freeWindows)}
}

// offset is where in the stream the next unused byte stands.
func (w *window) offset() int64 { return w.base + int64(w.start) }

// need reports whether n unused bytes are in the window, reading if they must.
// n must not exceed maxWindow. Slices of the window die.
func (w *window) need(n int) bool {
	return w.end-w.start >= n || w.fill(n)
}

func (w *window) fill(n int) bool {
	if w.ahead != nil {
		return w.fillAhead(n)
	}
	full := w.end == len(w.buf)
	if full && w.eager && len(w.buf) == maxWindow {
		w.readAhead()
		return w.fillAhead(n)
	}
	if full && w.start > 0 || len(w.buf)-w.start < n {
		old := w.buf
		if w.move != nil {
			w.move(old, w.give)
			w.buf = w.free.take(len(old))
		}
		copy(w.buf, old[w.start:w.end])
		w.base += int64(w.start)
		w.end -= w.start
		w.start = 0
	}
	if full {
		w.grow() // the source keeps up with the window, so ask it for more at once
	}
	for idle := 0; w.end-w.start < n; {
		if w.err != nil {
			return false
		}
		if w.end == len(w.buf) {
			w.grow() // only here, where the bytes so far have arrived
		}
		got, err := w.src.Read(w.buf[w.end:])
		w.end += got
		w.err = err
		if got > 0 {
			idle = 0
		} else if idle++; idle == maxIdleReads && err == nil {
			w.err = io.ErrNoProgress
		}
	}
	return true
}

func (w *window) grow() {
	if size := min(4*len(w.buf), maxWindow); size > len(w.buf) {
		buf := make([]byte, size)
		copy(buf, w.buf[:w.end])
		w.buf = buf
	}
}

// discard skips n bytes without keeping them, and reports whether they were
// there. With wipe, what passed through the window is overwritten.
func (w *window) discard(n int64, wipe bool) bool {
	for {
		have := w.buf[w.start:w.end]
		if int64(len(have)) > n {
			have = have[:n]
		}
		if wipe {
			clear(have)
		}
		w.start += len(have)
		if n -= int64(len(have)); n == 0 {
			return true
		}
		if !w.need(1) {
			return false
		}
	}
}

// ended says why bytes that what needs are not there.
func (w *window) ended(what string) error {
	var known *Error
	switch {
	case w.err == io.EOF:
		return &Error{Kind: Cut, Offset: w.base + int64(w.end),
			Reason: fmt.Sprintf("cut short in %s, at byte %d", what, w.base+int64(w.end))}
	case errors.As(w.err, &known):
		at := *known
		at.Offset = w.base + int64(w.end)
		at.Reason = fmt.Sprintf("%s in %s, at byte %d of what it holds", known.Reason, what, at.Offset)
		return &at
	}
	return &Error{Kind: Read, Offset: w.base + int64(w.end), Reason: "can't read on: " + w.err.Error(), Err: w.err}
}

// damaged is an Error of that Kind at the next unused byte.
func (w *window) damaged(format string, args ...any) error {
	return &Error{Kind: Damaged, Offset: w.offset(), Reason: fmt.Sprintf(format, args...)}
}
