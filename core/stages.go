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
	full  chan counted
	empty chan *flow.Batch
	end   chan struct{}
}

// counted is a batch to be counted.
type counted struct {
	batch *flow.Batch
	// window, if any, is given back after it.
	window   []byte
	giveBack func([]byte)
}

func newStages(table *flow.Table) *stages {
	return &stages{table: table, batch: flow.NewBatch()}
}

// start begins the second stage, where there is a processor for it.
func (s *stages) start() (started bool) {
	if runtime.GOMAXPROCS(0) < 2 {
		return false
	}
	s.full = make(chan counted, queue)
	s.empty = make(chan *flow.Batch, queue+2)
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
				c.giveBack(c.window)
			}
		}
	}()
	return true
}

// add takes in a frame: time in nanoseconds since the Unix epoch, length in
// bytes on the wire. It aliases the frame until the window that it stands in
// has been moved, or all is finished.
func (s *stages) add(p *packet.Packet, time int64, length uint32) {
	if s.batch.Add(p, time, length) {
		s.move(nil, nil)
	}
}

// move passes the batch on, and then, as a capture.Mover, the window that it is
// the last to alias.
func (s *stages) move(window []byte, giveBack func([]byte)) {
	s.table.Find(s.batch)
	if s.full != nil {
		s.full <- counted{s.batch, window, giveBack}
		s.batch = <-s.empty
		return
	}
	s.table.Count(s.batch)
	s.batch.Reset()
	if window != nil {
		giveBack(window)
	}
}

// finish waits until all that was added is counted.
func (s *stages) finish() {
	s.move(nil, nil)
	if s.full != nil {
		close(s.full)
		<-s.end
		s.full = nil
	}
}
