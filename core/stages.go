package core

import (
	"runtime"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// queue is how many batches can be on their way from one stage to the other:
// enough for either to go on while the other has a longer piece of work.
const queue = 16

// stages takes frames into a table. On more than one processor there are two:
// frames are read, decoded and found on the goroutine that calls add, and
// counted on another. Either way the table sees the same frames in the same
// order, so that the report is the same.
type stages struct {
	table *flow.Table
	batch *flow.Batch // that is being filled

	// Of two stages; nil with one.
	full    chan counted
	empty   chan *flow.Batch
	windows chan []byte // which no frame aliases any more
	end     chan struct{}
}

// counted is a batch to be counted.
type counted struct {
	batch *flow.Batch
	// window, if any, is what no batch after this one aliases.
	window []byte
}

func newStages(table *flow.Table) *stages {
	return &stages{table: table, batch: flow.NewBatch()}
}

// start begins the second stage, where there is a processor for it.
func (s *stages) start() {
	if runtime.GOMAXPROCS(0) < 2 {
		return
	}
	s.full = make(chan counted, queue)
	s.empty = make(chan *flow.Batch, queue+2)
	s.windows = make(chan []byte, 2)
	s.end = make(chan struct{})
	for range queue + 1 {
		s.empty <- flow.NewBatch()
	}
	go func() {
		defer close(s.end)
		for c := range s.full {
			s.table.Count(c.batch)
			c.batch.Reset()
			s.empty <- c.batch
			if c.window != nil {
				select {
				case s.windows <- c.window:
				default:
				}
			}
		}
	}()
}

// add takes in a frame: time in nanoseconds since the Unix epoch, length in
// bytes on the wire. It aliases the frame until the window that it stands in
// has been moved, or all is finished.
func (s *stages) add(p *packet.Packet, time int64, length uint32) {
	if s.batch.Add(p, time, length) {
		s.hand(nil)
	}
}

// hand passes the batch on.
func (s *stages) hand(window []byte) {
	s.table.Find(s.batch)
	if s.full == nil {
		s.table.Count(s.batch)
		s.batch.Reset()
		return
	}
	s.full <- counted{s.batch, window}
	s.batch = <-s.empty
}

// move is a capture.Mover: frames that alias the old window are on their way.
func (s *stages) move(old []byte) []byte {
	s.hand(old)
	if s.full == nil {
		return old
	}
	select {
	case window := <-s.windows:
		if len(window) == len(old) {
			return window
		}
	default:
	}
	return make([]byte, len(old))
}

// finish waits until all that was added is counted.
func (s *stages) finish() {
	s.hand(nil)
	if s.full != nil {
		close(s.full)
		<-s.end
		s.full = nil
	}
}
