package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"unsafe"
)

const (
	// readPercent is how much garbage there may be beside what is in use while
	// frames are read, and manyPercent from then on, when the report stands beside
	// what it is made of. Nearly all of that holds no pointers, so that to collect
	// often costs little.
	readPercent = 3
	manyPercent = 2

	// ballastSize is that of memory which counts as in use but is never touched,
	// and so takes none: with little in use, the collector would run all the time.
	// With it there may be 10 MB of garbage, then 6, and the percentages of what is
	// in use.
	ballastSize = 320 << 20
)

// heap is how much garbage the command lets lie: what the runtime does by itself,
// until memory grows. To prepare for that takes a quarter of a start.
type heap struct {
	before  int // the runtime's percentage
	ballast []byte
}

// grow prepares for much memory, once, where the user says nothing of it and
// there is address space to take. It is core.Options.Grow.
func (h *heap) grow() {
	if h.ballast != nil || os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" || !roomy() {
		return
	}
	h.before = debug.SetGCPercent(-1)
	h.ballast = untouched(ballastSize)
	backHeap()
	debug.SetGCPercent(readPercent)
	runtime.GC() // gives the room that is backed back to the heap
}

// settle prepares for the report. It is core.Options.AllRead.
func (h *heap) settle() {
	if h.ballast != nil {
		debug.SetGCPercent(manyPercent)
	}
}

// tidy gives what counting needed to what comes next, if it was much.
func (h *heap) tidy() {
	if h.ballast != nil {
		runtime.GC()
	}
}

// end leaves the collector as it was.
func (h *heap) end() {
	if h.ballast != nil {
		debug.SetGCPercent(h.before)
		h.ballast = nil
	}
}

// untouched is new memory that nobody has written to. What make gives is filled
// with zeros where some of it was in use before, and so takes memory.
func untouched(size int) []byte {
	var b strings.Builder
	b.Grow(size)
	b.WriteByte(0)
	return unsafe.Slice(unsafe.StringData(b.String()), size)
}
