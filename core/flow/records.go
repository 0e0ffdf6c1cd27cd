package flow

import (
	"heatsink/core/app"
	"heatsink/core/packet"
)

// Layer is the set of layers at which a record counts.
type Layer uint8

const (
	Outer Layer           = 1 << iota // by the outermost IP header
	Inner                             // by the innermost IP header
	Both  = Outer | Inner             // a frame without a tunnel: alike at both
)

// Traffic is what went in two directions. Index 0 is client to server in a
// Flow and A to B in a Service.
type Traffic struct {
	Packets [2]uint64
	Bytes   [2]uint64
	// First and Last are in nanoseconds since the Unix epoch; valid where
	// Packets is not 0.
	First, Last [2]int64
}

func (t *Traffic) add(dir int, time int64, length uint32) {
	if t.Packets[dir] == 0 {
		t.First[dir], t.Last[dir] = time, time
	} else if time > t.Last[dir] {
		t.Last[dir] = time
	} else if time < t.First[dir] {
		t.First[dir] = time
	}
	t.Packets[dir]++
	t.Bytes[dir] += uint64(length)
}

// Turn says which way round a flow or service goes into another: what went in
// direction i counts in direction Turn[i].
type Turn [2]int

// TurnTo is the Turn that brings what a sends to direction 0 of the pair to
// which a and b belong, whose first is a0. What a host says to itself is all
// in direction 0.
func TurnTo(a, b, a0 Host) Turn {
	switch {
	case a == b:
		return Turn{0, 0}
	case a == a0:
		return Turn{0, 1}
	}
	return Turn{1, 0}
}

// Merge adds u.
func (t *Traffic) Merge(u *Traffic, turn Turn) {
	for from, dir := range turn {
		t.Bytes[dir] += u.Bytes[from]
		if u.Packets[from] == 0 {
			continue
		}
		if t.Packets[dir] == 0 {
			t.First[dir], t.Last[dir] = u.First[from], u.Last[from]
		}
		t.First[dir] = min(t.First[dir], u.First[from])
		t.Last[dir] = max(t.Last[dir], u.Last[from])
		t.Packets[dir] += u.Packets[from]
	}
}

// Flow is one transport conversation: who talks, and what.
type Flow struct {
	*Tuple
	*Account
}

// Account is what the frames of a flow add up to.
type Account struct {
	Traffic
	// Service is the number of its Service, once it is settled.
	Service uint32
	state   state
	// pending is what the time bucket that holds pendingTime gets from this
	// flow and the timeline doesn't know yet.
	pendingTime    int64
	pendingBytes   [2]uint32
	pendingPackets [2]uint32
	inspection     app.Handle
	tcp            uint32 // number of its TCP health, plus one
}

// state is what is known of a flow's Service.
type state uint8

const (
	settled state = 1 << iota // its application is known, or given up, and so is its Service
	turned                    // its client is the Service's B
	looped                    // its client is its server, and all it says goes from A to B
)

// turn is how a settled flow goes into its Service.
func (s state) turn() Turn {
	switch {
	case s&looped != 0:
		return Turn{0, 0}
	case s&turned != 0:
		return Turn{1, 0}
	}
	return Turn{0, 1}
}

// Service is what a conversation is made of: one transport, application and
// server port, at one layer. A has been seen before B.
type Service struct {
	A, B        Host
	Protocol    packet.Protocol
	Application uint32 // index into Table.Applications
	ServerPort  uint16
	Layer       Layer
	Traffic
	Flows      uint64
	FlowsFromA uint64
	cells      uint32 // number of its first in the timeline, plus one; known once finished
}

// Kind says what a list of time buckets counts.
type Kind uint8

const (
	// Every frame.
	Every Kind = iota
	// Retransmitted frames, as Side.Retransmissions counts them, less those
	// that are in the capture twice.
	Retransmitted
	// Duplicate frames: further copies of one that the capture holds already.
	Duplicate
	kinds
)

// Application is a protocol's name and how it was told.
type Application struct {
	Name   string
	ByPort bool
}

// Bucket is what one time bucket of a service holds. Index 0 is A to B.
type Bucket struct {
	// Start is a time within the bucket, in nanoseconds since the Unix epoch.
	Start   int64
	Packets [2]uint64
	Bytes   [2]uint64
}
