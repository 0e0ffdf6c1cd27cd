package flow

import (
	"heatsink/core/packet"
)

const (
	// BatchSize is how many frames make a Batch full: so many that passing one
	// from a processor to another, which takes some microseconds, is nothing
	// beside counting it.
	BatchSize = 1024
	// blockSize is how many entries take each step together, and so how many
	// look-ups in memory are under way at once. They fit a first cache.
	blockSize = 128
)

// Batch is frames whose flows Table.Find has found, on their way to Table.Count.
// It belongs to one goroutine at a time. It aliases its frames.
type Batch struct {
	found []found
	folds []folded // of those that a limit gave no flow, in their order
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
func NewBatch() *Batch { return &Batch{found: make([]found, 0, BatchSize+blockSize+2)} }

// full says whether it is time to count the Batch.
func (b *Batch) full() bool { return len(b.found) >= BatchSize }

// Reset empties the Batch.
func (b *Batch) Reset() { b.found, b.folds = b.found[:0], b.folds[:0] }

// add takes over what is found of some entries.
func (b *Batch) add(entries []entry) {
	for i := range entries {
		e := &entries[i]
		if e.error != 0 {
			continue
		}
		b.found = append(b.found, found{
			note{e.time, e.length, e.flow, e.Seq, e.PayloadLen, e.dir, e.kind, e.HasPorts},
			e.Payload,
		})
		if e.flow == noFlow {
			b.folds = append(b.folds, folded{tupleOf(&e.key, opens(e)), e.src})
		}
	}
}

// entry is what a frame is to one flow while that is looked for: a frame in a
// tunnel is two entries, and what an ICMP error quotes is one more.
type entry struct {
	packet.Header
	time   int64
	print  uint64 // see printOf
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

// enter makes the entries of a frame.
func (t *finder) enter(p *packet.Packet, time int64, length uint32) {
	if !p.Tunneled {
		t.entry(p, &p.Outer, Both, time, length)
	} else {
		t.entry(p, &p.Outer, Outer, time, length)
		t.entry(p, &p.Inner, Inner, time, length)
	}
	if p.Error != 0 {
		e := t.entry(p, &p.Quoted, 0, time, 0)
		e.error = p.Error
	}
}

func (t *finder) entry(p *packet.Packet, h *packet.Header, layer Layer, time int64, length uint32) *entry {
	b := t.block
	n := len(b.entries)
	b.entries = b.entries[:n+1]
	e := &b.entries[n]
	e.Header = *h
	e.time, e.length, e.error, e.layer, e.kind = time, length, 0, layer, Every
	if layer != 0 {
		e.print, e.place = contentsOf(h), placeOf(p, h)
	}
	return e
}
