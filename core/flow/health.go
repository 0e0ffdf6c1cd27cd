package flow

import (
	"heatsink/core/compact"
	"heatsink/core/packet"
)

// TCP health is told as Wireshark tells it (user's guide, "TCP Analysis"): each
// segment is compared with what both sides sent before it, in the order in
// which the capture has them.

// fastAfter is after how many duplicate ACKs a segment is a fast retransmission,
// and fastWindow how soon after the last one; reorderWindow is how soon after the
// newest segment an older one is out of order where no initial RTT says better.
// All are Wireshark's.
const (
	fastAfter     = 2
	fastWindow    = 20e6 // ns
	reorderWindow = 3e6  // ns
)

// tcp is what health keeps of a TCP flow while frames come, in one cache line, but
// for its opening. Side 0 is the client.
type tcp struct {
	sides [2]side
	course
}

// course is what stays of it after the last frame, by side.
type course struct {
	mss   [2]uint16
	scale [2]uint8
	// bare counts SYN and FIN without data that were sent again, as long as there
	// are no other troubles; past maxBare they are such.
	bare     [2]uint8
	resets   [2]uint16
	troubles uint32 // number of one side's, plus one; 0 if there are none
}

// ended is what stays of both after the last frame.
type ended struct {
	rtt       int64 // as a Handshake's
	serverRTT int64 // likewise; below 0, what the capture doesn't hold of it
	response  int64 // likewise; below 0 for no answer
	// maxInFlight is the most bytes that a side sent and didn't have acknowledged.
	maxInFlight [2]uint32
	course
}

// side is where one side is.
type side struct {
	nextSeqTime int64  // when nextSeq was reached, in nanoseconds since the Unix epoch
	nextSeq     uint32 // the next sequence number that is new
	lastAck     uint32
	maxInFlight uint32
	window      uint16 // as it stands in the header
	dupAcks     uint8  // that repeat lastAck, as far as it can count
	marks       sideMarks
}

// sideMarks are what a side has shown.
type sideMarks uint8

const (
	sent      sideMarks = 1 << iota // nextSeq is valid
	keptAlive                       // its last segment was a keep-alive
	probed                          // its last segment probed a zero window
	met                             // the opening has all that it can
	answered                        // the client, of side 0: the opening's talk is how long it took
)

// finding is what one segment shows.
type finding uint16

const (
	retransmitted finding = 1 << iota
	fast                  // retransmitted, right after duplicate ACKs
	spurious              // retransmitted, though it had been acknowledged
	bare                  // retransmitted, a SYN or FIN without data
	outOfOrder
	gap // before it
	duplicateACK
	zeroWindow
	reset
	doubled // retransmitted, but by the capture

)

// health is a TCP flow's, where it lies.
type health struct {
	*tcp
	*opening
	of *finder
}

// healthOf is that of the TCP flow of such a number.
func (t *finder) healthOf(n uint32) health {
	return health{t.tcps.At(n - 1), t.openings.At(n - 1), t}
}

// newTCP makes the health of a TCP flow, and gives it a number, from one on.
func (t *finder) newTCP() uint32 {
	t.openings.Add()
	n := t.tcps.Add()
	t.tcps.At(n).scale = [2]uint8{NoScale, NoScale}
	return n + 1
}

// endHealth keeps of TCP flows what is asked for after the last frame.
func (t *finder) endHealth() {
	if t.ended.Len > 0 {
		return // it was ended where the flows were found (AcceptRest)
	}
	t.ended = compact.Keep(&t.tcps, func(i uint32, c *tcp) ended {
		for dir := range c.sides {
			if n, ok := t.troubledOf(&c.course, dir); ok {
				s, peer := &c.sides[dir], &c.sides[dir^1]
				acked := peer.lastAck
				if s.marks&peer.marks&sent == 0 {
					acked = s.nextSeq + 1 // more than was sent, which Progress doesn't believe
				}
				t.troubles.At(n).end(s.nextSeq, acked)
			}
		}
		o := t.openings.At(i)
		t.openings.Leave(i)
		return ended{o.RTT, o.serverRTT(), c.response(o), [2]uint32{c.sides[0].maxInFlight, c.sides[1].maxInFlight}, c.course}
	})
	t.openings = compact.List[opening]{}
}

// approachHealth asks for the memory that the entries' TCP flows are in.
func (t *finder) approachHealth(entries []entry) {
	touched := t.touched.sum
	for i := range entries {
		if e := &entries[i]; e.HasTCP && e.error == 0 && e.flow != noFlow {
			if n := t.tuples.At(e.flow).tcp; n != 0 {
				h := t.healthOf(n)
				touched += uint64(h.sides[0].nextSeq) + uint64(h.SYN)
			}
		}
	}
	t.touched.sum = touched
}

// kindOf tells TCP's health of a frame, and whether it is a copy, or sent again.
func (t *finder) kindOf(e *entry) Kind {
	again := false
	if e.HasTCP && !e.Fragment {
		f := t.tuples.At(e.flow)
		if f.tcp == 0 {
			f.tcp = t.newTCP()
		}
		again = t.healthOf(f.tcp).follow(int(e.dir), &e.Header, e.time, e.copy)
	}
	switch {
	case e.copy:
		return Duplicate
	case again:
		return Retransmitted
	}
	return Every
}

// follow takes in one segment of side dir, which may be a copy, and says whether
// it was sent again.
func (c health) follow(dir int, h *packet.Header, time int64, isCopy bool) (again bool) {
	found := c.see(dir, h, time)
	again = found&retransmitted != 0
	if again && isCopy {
		found |= doubled
	}
	if found != 0 {
		c.note(dir, found)
	}
	if c.sides[dir].dupAcks >= fastAfter {
		c.acked(dir, time)
	}
	return again
}

// see takes in one segment of side dir, and says what it shows.
func (c health) see(dir int, h *packet.Header, time int64) (found finding) {
	s, peer := &c.sides[dir], &c.sides[dir^1]
	length := h.PayloadLen
	opening := h.Flags&(packet.SYN|packet.FIN) != 0
	control := h.Flags&(packet.SYN|packet.FIN|packet.RST) != 0
	marks := s.marks & (sent | met | answered)

	probe := length == 1 && marks&sent != 0 && h.Seq == s.nextSeq && peer.window == 0 && peer.marks&sent != 0
	if probe {
		marks |= probed
	} else {
		if h.Window == 0 && !control {
			found |= zeroWindow
		}
		if marks&sent != 0 && after(h.Seq, s.nextSeq) && h.Flags&packet.RST == 0 {
			found |= gap
		}
		if length <= 1 && marks&sent != 0 && h.Seq == s.nextSeq-1 && !control {
			marks |= keptAlive
		}
		if length == 0 && !control && h.Window != 0 && h.Window == s.window && marks&sent != 0 &&
			h.Seq == s.nextSeq && h.Ack == s.lastAck && peer.marks&keptAlive == 0 {
			s.dupAcks = min(s.dupAcks, 254) + 1
			found |= duplicateACK
		}
	}
	if h.Ack != s.lastAck {
		s.dupAcks = 0
	}
	if (length > 0 || opening) && marks&keptAlive == 0 {
		found |= c.judge(dir, h, time)
		if found&retransmitted != 0 && length == 0 {
			found |= bare
		}
	}
	if h.Flags&packet.RST != 0 {
		found |= reset
	}

	next := h.Seq + length
	if opening {
		next++
	}
	if marks&probed == 0 && (marks&sent == 0 || after(next, s.nextSeq)) {
		s.nextSeq, s.nextSeqTime = next, time
		marks |= sent
	}
	s.window, s.lastAck, s.marks = h.Window, h.Ack, marks
	if length > 0 && peer.marks&sent != 0 && h.Flags&packet.ACK != 0 {
		if flight := s.nextSeq - peer.lastAck; flight < 1<<31 {
			s.maxInFlight = max(s.maxInFlight, flight)
		}
	}
	if marks&met == 0 || h.Flags&packet.SYN != 0 {
		c.handshake(dir, h, time)
	}
	return found
}

// judge says whether a segment with data, SYN or FIN was sent before.
func (c health) judge(dir int, h *packet.Header, time int64) finding {
	s, peer := &c.sides[dir], &c.sides[dir^1]
	end := h.Seq + h.PayloadLen
	old := s.marks&sent != 0 && after(s.nextSeq, h.Seq) &&
		!(h.PayloadLen > 1 && h.Seq == s.nextSeq-1) // after a zero window probe
	if h.PayloadLen > 0 && peer.lastAck != 0 && !after(end, peer.lastAck) {
		return retransmitted | spurious
	}
	if !old {
		return 0
	}
	if peer.dupAcks >= fastAfter && peer.lastAck == h.Seq && time-c.ackedAt(dir^1) < fastWindow {
		return retransmitted | fast
	}
	within := int64(reorderWindow)
	if c.RTT != 0 {
		within = c.RTT
	}
	if h.Flags&(packet.SYN|packet.FIN) != 0 {
		end++
	}
	if time-s.nextSeqTime < within && end != s.nextSeq {
		return outOfOrder
	}
	return retransmitted
}

// after reports whether sequence number a is past b, modulo 2^32.
func after(a, b uint32) bool { return int32(a-b) > 0 }
