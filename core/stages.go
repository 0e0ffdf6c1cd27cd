package core

import (
	"runtime"

	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/packet"
)

const (
	// queue is how many batches can be on their way from one stage to the next:
	// enough for either to go on while the other has a longer piece of work.
	queue = 8
	// manyFlows is from how many flows on three stages are faster than one, and
	// what they take is most of the memory.
	manyFlows = 4096
	// messageSize is from how many bytes on a message is sent: so many that
	// sending it, which takes a tenth of a millisecond, is nothing beside them.
	messageSize = 512 << 10
	// maxWindows is how many windows a batch can keep from being given back.
	maxWindows = 4
)

// stages takes frames into a table. On more than one processor there are three
// once there are many flows: frames are read and decoded on the goroutine that
// calls add, found on a second and counted on a third, so that two processors
// have the same to do whichever stage is the longest. With few flows, all that
// they need is in the first one's cache, and passing it on costs more. Either
// way the table sees the same frames in the same order, so that the report is
// the same.
type stages struct {
	table *flow.Table
	names *name.Store
	batch batch  // that is being filled
	alone bool   // one stage, whatever there is
	many  bool   // there are manyFlows, or as many names
	grow  func() // to be called then, or nil

	// send is where frames are counted, if not here; message is what it is sent.
	send    Send
	message []byte
	// Of three stages; nil with one.
	read, found, empty chan batch
	end                chan struct{}
}

// batch is frames, and the windows to be given back once they are counted.
type batch struct {
	*flow.Batch
	windows []window
}

type window struct {
	bytes    []byte
	giveBack func([]byte)
}

func newBatch() batch { return batch{flow.NewBatch(), make([]window, 0, maxWindows)} }

func newStages(table *flow.Table, names *name.Store, grow func()) *stages {
	return &stages{table: table, names: names, batch: newBatch(), grow: grow, alone: runtime.GOMAXPROCS(0) < 2}
}

// start begins the second and the third stage.
func (s *stages) start() {
	s.read, s.found = make(chan batch, queue), make(chan batch, queue)
	s.empty = make(chan batch, 2*queue+2)
	s.end = make(chan struct{})
	for range cap(s.empty) {
		s.empty <- newBatch()
	}
	go func() {
		defer close(s.found)
		for b := range s.read {
			s.table.Find(b.Batch)
			s.found <- b
		}
	}()
	go func() {
		defer close(s.end)
		for b := range s.found {
			s.table.Count(b.Batch)
			s.empty <- b.free()
		}
	}()
}

// free empties a batch that is counted.
func (b batch) free() batch {
	b.Reset()
	for _, w := range b.windows {
		w.giveBack(w.bytes)
	}
	b.windows = b.windows[:0]
	return b
}

// add takes in a frame: time in nanoseconds since the Unix epoch, length in
// bytes on the wire. It aliases the frame until it gives back the window that
// the frame stands in, or all is finished.
func (s *stages) add(p *packet.Packet, time int64, length uint32) {
	waiting := s.batch.Add(p, time, length)
	if s.read == nil && waiting >= flow.BlockSize {
		s.table.Find(s.batch.Batch)
	}
	if waiting >= flow.BatchSize || s.batch.Full() {
		s.hand()
	}
}

// hand passes the batch on.
func (s *stages) hand() {
	if s.read == nil {
		s.table.Find(s.batch.Batch)
	}
	if s.send != nil {
		s.pass(messageSize)
		return
	}
	if s.watch(); s.many && s.read == nil && !s.alone {
		s.start()
	}
	if s.read == nil {
		s.table.Count(s.batch.Batch)
		s.batch = s.batch.free()
		return
	}
	s.read <- s.batch
	s.batch = <-s.empty
}

// watch sees whether there are many flows or names by now. Until there are, nobody
// else writes to either.
func (s *stages) watch() {
	if s.many || max(s.table.Flows(), s.names.Len()) <= manyFlows {
		return
	}
	s.many = true
	if s.grow != nil {
		s.grow()
	}
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
	s.batch.windows = append(s.batch.windows, window{bytes, giveBack})
	if s.read == nil || len(s.batch.windows) == maxWindows {
		s.hand()
	}
}

// finish waits until all that was added is counted, and gives back all memory.
func (s *stages) finish() {
	if s.send != nil {
		s.table.Find(s.batch.Batch)
		s.pass(0)
	} else {
		s.hand()
	}
	if s.read != nil {
		close(s.read)
		<-s.end
	}
	s.batch, s.read, s.found, s.empty, s.message = batch{}, nil, nil, nil, nil
}
