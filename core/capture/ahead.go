package capture

import "io"

const (
	// margin is the room before the bytes of a piece for those of the piece
	// before that weren't used: the beginning of a frame.
	margin = 64 << 10
	// pieceSize is how much is read at once, if there is as much.
	pieceSize = 512 << 10
	// aheadPieces is how many pieces wait at most.
	aheadPieces = 2
)

// ahead reads a window's source, and with it decompresses, on a goroutine of
// its own, so that the next bytes are there when they are needed.
type ahead struct {
	pieces chan piece
	stop   chan struct{}
	ended  chan struct{} // closed when src is read no more
}

// piece is what was read at once: buf[margin:end].
type piece struct {
	buf []byte
	end int
	err error
}

// readAhead begins to read ahead.
func (w *window) readAhead() {
	a := &ahead{make(chan piece, aheadPieces), make(chan struct{}), make(chan struct{})}
	w.ahead = a
	go a.read(w.src, w.free)
}

func (a *ahead) read(src io.Reader, free buffers) {
	defer close(a.ended)
	for idle := 0; ; {
		p := piece{buf: free.take(margin + pieceSize), end: margin}
		// Decompressors and pipes give little at a time.
		for p.err == nil && p.end < margin+pieceSize/2 {
			var n int
			n, p.err = src.Read(p.buf[p.end:])
			p.end += n
			if n > 0 {
				idle = 0
			} else if idle++; idle == maxIdleReads && p.err == nil {
				p.err = io.ErrNoProgress
			}
		}
		select {
		case a.pieces <- p:
		case <-a.stop:
			return
		}
		if p.err != nil {
			return
		}
	}
}

// fillAhead is fill where the source is read ahead.
func (w *window) fillAhead(n int) bool {
	for w.end-w.start < n {
		if w.err != nil {
			return false
		}
		p := <-w.ahead.pieces
		rest := w.buf[w.start:w.end]
		start := margin - len(rest)
		if start < 0 {
			// A block longer than the margin: rare, and never much longer.
			longer := make([]byte, len(rest)+p.end-margin)
			copy(longer[len(rest):], p.buf[margin:p.end])
			start, p.buf, p.end = 0, longer, len(longer)
		}
		copy(p.buf[start:], rest)
		if w.move != nil {
			w.move(w.buf, w.give)
		} else {
			w.free.give(w.buf)
		}
		w.base += int64(w.start - start)
		w.buf, w.start, w.end, w.err = p.buf, start, p.end, p.err
	}
	return true
}

// end stops reading ahead. What reading needs is freed once it has stopped: a
// read can't be hurried.
func (a *ahead) end(free func()) {
	close(a.stop)
	go func() {
		<-a.ended
		if free != nil {
			free()
		}
	}()
}

// buffers are those that no frame is in any more.
type buffers chan []byte

func (b buffers) give(buf []byte) {
	select {
	case b <- buf:
	default:
	}
}

// take takes one of a size, or makes it.
func (b buffers) take(size int) []byte {
	select {
	case buf := <-b:
		if len(buf) == size {
			return buf
		}
	default:
	}
	return make([]byte, size)
}
