package flow

import (
	"math"

	"heatsink/core/packet"
)

// Layer is the set of layers at which a record counts.
type Layer uint8

const (
	Outer Layer           = 1 << iota // by the outermost IP header
	Inner                             // by the innermost IP header
	Both  = Outer | Inner             // a frame without a tunnel: alike at both
)

// Volume is how much went in two directions. Index 0 is client to server in a
// Flow and A to B in a Service.
type Volume struct{ Packets, Bytes [2]uint64 }

// AllBytes is the sum of both directions.
func (v *Volume) AllBytes() uint64 { return v.Bytes[0] + v.Bytes[1] }

// AllPackets is the sum of both directions.
func (v *Volume) AllPackets() uint64 { return v.Packets[0] + v.Packets[1] }

// Add adds u.
func (v *Volume) Add(u *Volume, turn Turn) {
	there, back := turn[0]&1, turn[1]&1
	v.Packets[there] += u.Packets[0]
	v.Bytes[there] += u.Bytes[0]
	v.Packets[back] += u.Packets[1]
	v.Bytes[back] += u.Bytes[1]
}

// Times are the first and the last time of two directions, in nanoseconds since
// the Unix epoch; the last is before the first where nothing went.
type Times struct{ First, Last [2]int64 }

// Never is when nothing went.
var Never = Times{[2]int64{math.MaxInt64, math.MaxInt64}, [2]int64{math.MinInt64, math.MinInt64}}

// Add makes t the times of both.
func (t *Times) Add(u *Times, turn Turn) {
	there, back := turn[0]&1, turn[1]&1
	t.First[there] = min(t.First[there], u.First[0])
	t.Last[there] = max(t.Last[there], u.Last[0])
	t.First[back] = min(t.First[back], u.First[1])
	t.Last[back] = max(t.Last[back], u.Last[1])
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

// Service is what a conversation is made of: one transport, application and
// server port, at one layer. A has been seen before B. How much it is, its
// time buckets say, and when, its flows: see Table.Volume and Table.Unfollowed.
type Service struct {
	A, B              Host
	Protocol          packet.Protocol
	Application       uint32 // index into Table.Applications
	Flows, FlowsFromA uint32
	apart             uint32 // number of what it has apart, plus one; 0 if there is nothing
	ServerPort        uint16
	Layer             Layer
}

// apart is what a service has that is in none of its flows, or in no time bucket.
type apart struct {
	service  uint32
	times    Times     // of frames that a limit gave no flow
	recorded [2]uint64 // bytes of flow records
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
	Start int64
	Kind  Kind
	Volume
}
