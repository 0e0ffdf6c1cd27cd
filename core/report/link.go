package report

import (
	"heatsink/core/flow"
	"heatsink/core/packet"
)

// link is all that two hosts said to each other. Direction 0 is from a.
type link struct {
	a, b           flow.Host // a has been seen before
	packets, bytes uint64
	flows          uint32 // but for those that failed, once they are seen
	health         uint32 // index into survey.health plus one, 0 for none
	ends           [2]endMarks
	failed         bool // some flows did
	answered       bool // both spoke, in one service
	inside         bool // it has frames in tunnels
	// family is the kind of both addresses, where they can say where the
	// capture was taken; near says that they are of one network.
	family packet.AddrKind
	near   bool
}

// endMarks say what one end of a line did.
type endMarks uint8

const (
	opens   endMarks = 1 << iota // flows
	saysUDP                      // it sent any
)

// mark marks direction dir's end with what it did.
func (l *link) mark(dir int, did endMarks, yes bool) {
	if yes {
		l.ends[dir] |= did
	}
}

// hosts is what lines are told apart and put in order by.
func (l *link) hosts() uint64 { return uint64(l.a)<<32 | uint64(l.b) }

// from is who sends in direction dir, and to whom.
func (l *link) from(dir int) (from, to flow.Host) {
	if dir == 0 {
		return l.a, l.b
	}
	return l.b, l.a
}
