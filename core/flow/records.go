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

// Host numbers a host of the Table in order of first sight.
type Host uint32

// OtherHost stands for every host beyond Limits.Hosts.
const OtherHost Host = 0

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

// Flow is one transport conversation. It fills two cache lines, and a frame of
// a known flow touches nothing else.
type Flow struct {
	Client, Server         Host
	ClientPort, ServerPort uint16
	Layer                  Layer
	state                  state
	Protocol               packet.Protocol
	// Service is the number of its Service, once it is settled; before that,
	// of the latest of its shares of time buckets that wait, or 0.
	Service uint32
	Traffic
	// isn are the initial sequence numbers that the handshake showed.
	isn [2]uint32
	// pending is what the time bucket that holds pendingTime gets from this
	// flow and its service doesn't know yet.
	pendingTime    int64
	pendingBytes   [2]uint32
	pendingPackets [2]uint32
	inspection     app.Handle
	tcp            uint32 // number of its TCP health, plus one
}

// state is what is known of a TCP connection's progress.
type state uint8

const (
	knowsClientISN state = 1 << iota
	knowsServerISN
	closed  // FIN or RST seen
	settled // its application is known, or given up, and so is its Service
)

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
	buckets    [kinds]list
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

// list is a service's time buckets of one kind by rising time; 0 is none.
type list struct{ head, tail uint32 }

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
	next    uint32
}
