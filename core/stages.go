package core

import (
	"runtime"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

const (
	// queue is how many batches can be on their way from one stage to the other:
	// enough for either to go on while the other has a longer piece of work.
	queue = 4
	// manyFlows is from how many flows on two stages are faster than one.
	manyFlows = 4096
	// messageSize is from how many bytes on a message is sent: so many that
	// sending it, which takes a tenth of a millisecond, is nothing beside them.
	messageSize = 512 << 10
	// maxWindows is how many windows a batch can keep from being given back.
	maxWindows = 4
)

// stages takes frames into a table. On more than one processor there are two
// once there are many flows: frames are read, decoded and found on the goroutine
// that calls add, and counted on another. With few flows, all that they need is
// in the first one's cache, and passing it on costs more. Either way the table
// sees the same frames in the same order, so that the report is the same.
type stages struct {
	table *flow.Table
	batch counted // that is being filled

	alone bool // one stage, whatever there is
	// send is where the second stage is, if not here; message is what it is sent.
	send    Send
	message []byte
	// Of two stages; nil with one.
	full  chan counted
	empty chan counted
	end   chan struct{}
}

// counted is a batch to be counted, and the windows to be given back then.
type counted struct {
	*flow.Batch
	windows []window
}

type window struct {
	bytes    []byte
	giveBack func([]byte)
}

func newCounted() counted { return counted{flow.NewBatch(), make([]window, 0, maxWindows)} }

func newStages(table *flow.Table) *stages {
	return &stages{table: table, batch: newCounted(), alone: runtime.GOMAXPROCS(0) < 2}
}

// start begins the second stage.
func (s *stages) start() {
	s.full = make(chan counted, queue)
	s.empty = make(chan counted, queue+2)
	s.end = make(chan struct{})
	for range queue + 1 {
		s.empty <- newCounted()
	}
	go func() {
		defer close(s.end)
		for c := range s.full {
			s.table.Count(c.Batch)
			s.empty <- c.free()
		}
	}()
}

// free empties a batch that is counted.
func (c counted) free() counted {
	c.Reset()
	for _, w := range c.windows {
		w.giveBack(w.bytes)
	}
	c.windows = c.windows[:0]
	return c
}

// add takes in a frame: time in nanoseconds since the Unix epoch, length in
// bytes on the wire. It aliases the frame until it gives back the window that
// the frame stands in, or all is finished.
func (s *stages) add(p *packet.Packet, time int64, length uint32) {
	if s.table.Find(p, time, length, s.batch.Batch) {
		s.hand()
	}
}

// hand passes the batch on.
func (s *stages) hand() {
	if s.send != nil {
		s.pass(messageSize)
		return
	}
	if s.full == nil && s.table.Flows() > manyFlows && !s.alone {
		s.start()
	}
	if s.full == nil {
		s.table.Count(s.batch.Batch)
		s.batch = s.batch.free()
		return
	}
	s.full <- s.batch
	s.batch = <-s.empty
}

// pass has the batch counted elsewhere, once that and others make so many bytes.
func (s *stages) pass(enough int) {
	if len(s.message) == 0 {
		s.message = append(s.message, messageBatches)
	}
	s.message = s.table.Pass(s.batch.Batch, s.message)
	s.batch = s.batch.free()
	if len(s.message) >= enough {
		s.table.Quiet(s.send(s.message))
		s.message = s.message[:0]
	}
}

// move is a capture.Mover: the batch and those before it alias the window.
func (s *stages) move(bytes []byte, giveBack func([]byte)) {
	s.table.FindRest(s.batch.Batch)
	s.batch.windows = append(s.batch.windows, window{bytes, giveBack})
	if s.full == nil || len(s.batch.windows) == maxWindows {
		s.hand()
	}
}

// finish waits until all that was added is counted, and gives back all memory.
func (s *stages) finish() {
	s.table.FindRest(s.batch.Batch)
	if s.send != nil {
		s.pass(0)
	} else {
		s.hand()
	}
	if s.full != nil {
		close(s.full)
		<-s.end
	}
	s.batch, s.full, s.empty, s.message = counted{}, nil, nil, nil
}
