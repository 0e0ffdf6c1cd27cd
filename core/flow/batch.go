package flow

import (
	"iter"
	"slices"

	"heatsink/core/packet"
)

const (
	// BatchSize is how many entries make a Batch full: so many that passing one
	// from a processor to another, which takes some microseconds, is nothing
	// beside counting it.
	BatchSize = 1024
	// blockSize is how many of them take each step together, and so how many
	// look-ups in memory are under way at once. They fit a first cache.
	blockSize = 128
)

// Batch is some frames on their way into a Table: Add takes them in, then
// Table.Find numbers their hosts and flows, then Table.Count counts them. A
// Batch belongs to one goroutine at a time. It aliases its frames.
type Batch struct{ entries []entry }

// entry is what a frame is to one flow: a frame in a tunnel is two entries, and
// what an ICMP error quotes is one more.
type entry struct {
	packet.Header
	time   int64  // in nanoseconds since the Unix epoch
	print  uint64 // see printOf
	place  uint64 // see placeOf
	length uint32 // of the frame on the wire, in bytes

	// error is the ICMP error of an entry that was quoted, else 0.
	error packet.ICMPError

	// What Find says:
	key
	srcHash, dstHash uint64 // of the addresses
	hash             uint64 // of the key
	flow             uint32 // noFlow where a limit forbids one
	dir              uint8  // 0 from client to server, else 1
	copy             bool   // of a frame that the capture holds already
	kind             Kind
}

// noFlow is the number of no flow.
const noFlow = ^uint32(0)

// NewBatch returns an empty Batch.
func NewBatch() *Batch {
	return &Batch{entries: make([]entry, 0, BatchSize+2)}
}

// Add takes in one frame: time in nanoseconds since the Unix epoch, length in
// bytes on the wire. It says whether the Batch is full.
func (b *Batch) Add(p *packet.Packet, time int64, length uint32) (full bool) {
	if !p.Tunneled {
		b.add(p, &p.Outer, Both, time, length)
	} else {
		b.add(p, &p.Outer, Outer, time, length)
		b.add(p, &p.Inner, Inner, time, length)
	}
	if p.Error != 0 {
		e := b.add(p, &p.Quoted, 0, time, 0)
		e.error = p.Error
	}
	return len(b.entries) >= BatchSize
}

func (b *Batch) add(p *packet.Packet, h *packet.Header, layer Layer, time int64, length uint32) *entry {
	n := len(b.entries)
	if n == cap(b.entries) {
		b.entries = append(b.entries, entry{})
	}
	b.entries = b.entries[:n+1]
	e := &b.entries[n]
	e.Header = *h
	e.time, e.length, e.error, e.layer = time, length, 0, layer
	if layer != 0 {
		e.print, e.place = contentsOf(h), placeOf(p, h)
	}
	return e
}

// blocks iterates over the entries, some at a time.
func (b *Batch) blocks() iter.Seq[[]entry] { return slices.Chunk(b.entries, blockSize) }

// Reset empties the Batch.
func (b *Batch) Reset() { b.entries = b.entries[:0] }
