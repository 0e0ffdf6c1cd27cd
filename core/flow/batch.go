package flow

import (
	"slices"

	"heatsink/core/packet"
)

const (
	// BatchSize is how many frames make a Batch full: so many that passing one
	// from a processor to another, which takes some microseconds, is nothing
	// beside counting it.
	BatchSize = 512
	// BlockSize is how many frames take each step of being found and counted
	// together, and so how many look-ups in memory are under way at once. They
	// fit a first cache.
	BlockSize = 128
)

// Batch is frames on their way into a Table: those that wait for Table.Find, and
// those that it has found, which Table.Count counts. It belongs to one goroutine
// at a time. It aliases its frames.
type Batch struct {
	waiting []entry
	found   []found
	folds   []folded // of those found that a limit gave no flow, in their order
	_       [64]byte // the next Batch may be another processor's
}

// found is all that counting needs of a frame: a frame in a tunnel is two.
type found struct {
	note
	payload []byte
}

// note is what is found of a frame, but for its payload.
type note struct {
	time   int64  // in nanoseconds since the Unix epoch
	length uint32 // of the frame on the wire, in bytes
	flow   uint32 // noFlow where a limit forbids one
	seq    uint32 // TCP's
	// payloadLen is the payload's length on the wire, in bytes.
	payloadLen uint32
	dir        uint8 // 0 from client to server, else 1
	kind       Kind
	hasPorts   bool
}

// folded is who talks in a frame without a flow.
type folded struct {
	Tuple
	src Host
}

// noFlow is the number of no flow.
const noFlow = ^uint32(0)

// NewBatch returns an empty Batch.
func NewBatch() *Batch {
	return &Batch{waiting: make([]entry, 0, BlockSize+2), found: make([]found, 0, BatchSize+BlockSize+2)}
}

// Full says whether so much is found that it is time to count it.
func (b *Batch) Full() bool { return len(b.found) >= BatchSize }

// Reset empties the Batch.
func (b *Batch) Reset() { b.waiting, b.found, b.folds = b.waiting[:0], b.found[:0], b.folds[:0] }

// Add adds a frame to be found: time in nanoseconds since the Unix epoch, length
// in bytes on the wire. It returns how much waits by now.
func (b *Batch) Add(p *packet.Packet, time int64, length uint32) (waiting int) {
	if !p.Tunneled {
		b.wait(p, &p.Outer, Both, time, length)
	} else {
		b.wait(p, &p.Outer, Outer, time, length)
		b.wait(p, &p.Inner, Inner, time, length)
	}
	if p.Error != 0 {
		e := b.wait(p, &p.Quoted, 0, time, 0)
		e.error = p.Error
	}
	return len(b.waiting)
}

func (b *Batch) wait(p *packet.Packet, h *packet.Header, layer Layer, time int64, length uint32) *entry {
	n := len(b.waiting)
	if n == cap(b.waiting) {
		b.waiting = slices.Grow(b.waiting, BatchSize)
	}
	b.waiting = b.waiting[:n+1]
	e := &b.waiting[n]
	e.Header = *h
	e.time, e.length, e.error, e.layer, e.kind = time, length, 0, layer, Every
	if layer != 0 {
		e.print, e.place = contentsOf(h), placeOf(p, h)
	}
	return e
}

// take takes over what is found of some entries.
func (b *Batch) take(entries []entry) {
	n := len(b.found)
	room := slices.Grow(b.found, len(entries))[:n+len(entries)]
	for i := range entries {
		e := &entries[i]
		if e.error != 0 {
			continue
		}
		f := &room[n] // by the field, as a literal would be made elsewhere and copied
		n++
		f.time, f.length, f.flow, f.seq = e.time, e.length, e.flow, e.Seq
		f.payload, f.payloadLen = e.Payload, e.PayloadLen
		f.dir, f.kind, f.hasPorts = e.dir, e.kind, e.HasPorts
		if e.flow == noFlow {
			b.folds = append(b.folds, folded{tupleOf(&e.key, opens(e)), e.src})
		}
	}
	b.found = room[:n]
}

// entry is what a frame is to one flow while that is looked for: a frame in a
// tunnel is two entries, and what an ICMP error quotes is one more.
type entry struct {
	packet.Header
	time   int64
	print  uint64 // contentsOf the frame, and once its flow is found printOf
	place  uint64 // see placeOf
	length uint32

	// error is the ICMP error of an entry that was quoted, else 0.
	error packet.ICMPError

	// What is found:
	key
	srcHash, dstHash uint64 // of the addresses
	hash             uint64 // of the key
	flow             uint32
	dir              uint8
	copy             bool // of a frame that the capture holds already
	kind             Kind
}
