package flow

import "heatsink/core/packet"

// TCP health is told as Wireshark tells it (user's guide, "TCP Analysis"): each
// segment is compared with what both sides sent before it, in the order in
// which the capture has them.

// fastWindow is how soon after a duplicate ACK a segment is a fast
// retransmission, and reorderWindow how soon after the newest segment an older
// one is out of order where no initial RTT says better; both are Wireshark's.
const (
	fastWindow    = 20e6 // ns
	reorderWindow = 3e6  // ns
)

// Side is what one side of a TCP flow did. It fills a cache line.
type Side struct {
	// nextSeqTime is when nextSeq was reached, lastAckTime when lastAck was
	// sent, in nanoseconds since the Unix epoch.
	nextSeqTime, lastAckTime int64
	nextSeq                  uint32 // the next sequence number that is new
	lastAck                  uint32
	// MaxInFlight is the most bytes that were sent and not acknowledged yet.
	MaxInFlight uint32
	window      uint16 // as it stands in the header
	// MSS is the maximum segment size that the side offered, 0 if none was seen.
	MSS     uint16
	dupAcks uint16 // that repeat lastAck
	// Scale is the shift of the window that the side offered, NoScale if none.
	Scale uint8
	marks sideMarks

	// Retransmissions counts segments sent again. Fast of them came right
	// after duplicate ACKs, Spurious of them had been acknowledged already.
	Retransmissions uint32
	Fast, Spurious  uint16
	// OutOfOrder counts segments that came late, Lost gaps before segments:
	// what the capture doesn't hold.
	OutOfOrder, Lost uint32
	DuplicateAcks    uint32
	ZeroWindows      uint16
	// Resets counts segments with RST.
	Resets uint16
	// Bare of the Retransmissions are SYN and FIN without data.
	Bare uint16
}

// NoScale is the Scale of a side that offered none.
const NoScale = 255

// sideMarks are what a side has shown.
type sideMarks uint8

const (
	sent      sideMarks = 1 << iota // nextSeq is valid
	keptAlive                       // its last segment was a keep-alive
	probed                          // its last segment probed a zero window
)

// Handshake is when a TCP flow began. Times are in nanoseconds since the Unix
// epoch, 0 where it wasn't seen.
type Handshake struct {
	SYN    int64 // the last one
	SYNACK int64 // the first after it
	// RTT is the initial round trip time in nanoseconds: from the last SYN to
	// the first segment that acknowledges and opens nothing; 0 if unknown.
	RTT int64
	// Request is when the client's first payload came, Response when the
	// server's first one after it did.
	Request, Response int64
}

// TCP is the health of one TCP flow. Side 0 is the client.
type TCP struct {
	Sides [2]Side
	Handshake
	// Doubled is how many of a side's Retransmissions are frames that the
	// capture holds twice.
	Doubled [2]uint32
}

// verdict is what a segment turns out to be.
type verdict uint8

const (
	ordinary verdict = iota
	retransmission
	fast
	spurious
	outOfOrder
)

// see takes in one segment of side dir, and says whether it was sent before.
func (c *TCP) see(dir int, h *packet.Header, time int64) (again bool) {
	s, peer := &c.Sides[dir], &c.Sides[dir^1]
	length := h.PayloadLen
	opening := h.Flags&(packet.SYN|packet.FIN) != 0
	control := h.Flags&(packet.SYN|packet.FIN|packet.RST) != 0
	marks := s.marks & sent

	probe := length == 1 && marks != 0 && h.Seq == s.nextSeq && peer.window == 0 && peer.marks&sent != 0
	if probe {
		marks |= probed
	} else {
		if h.Window == 0 && !control {
			s.ZeroWindows = raise(s.ZeroWindows)
		}
		if marks != 0 && after(h.Seq, s.nextSeq) && h.Flags&packet.RST == 0 {
			s.Lost++
		}
		if length <= 1 && marks != 0 && h.Seq == s.nextSeq-1 && !control {
			marks |= keptAlive
		}
		if length == 0 && !control && h.Window != 0 && h.Window == s.window && marks != 0 &&
			h.Seq == s.nextSeq && h.Ack == s.lastAck && peer.marks&keptAlive == 0 {
			s.dupAcks = raise(s.dupAcks)
			s.DuplicateAcks++
		}
	}
	if h.Ack != s.lastAck {
		s.dupAcks = 0
	}
	if (length > 0 || opening) && marks&keptAlive == 0 {
		again = s.count(c.judge(s, peer, h, time))
		if again && length == 0 {
			s.Bare = raise(s.Bare)
		}
	}
	if h.Flags&packet.RST != 0 {
		s.Resets = raise(s.Resets)
	}

	next := h.Seq + length
	if opening {
		next++
	}
	if marks&probed == 0 && (marks == 0 || after(next, s.nextSeq)) {
		s.nextSeq, s.nextSeqTime = next, time
		marks |= sent
	}
	s.window, s.lastAck, s.lastAckTime, s.marks = h.Window, h.Ack, time, marks
	if length > 0 && peer.marks&sent != 0 && h.Flags&packet.ACK != 0 {
		if flight := s.nextSeq - peer.lastAck; flight < 1<<31 {
			s.MaxInFlight = max(s.MaxInFlight, flight)
		}
	}
	c.handshake(dir, h, time)
	return again
}

// judge says whether a segment with data, SYN or FIN was sent before.
func (c *TCP) judge(s, peer *Side, h *packet.Header, time int64) verdict {
	end := h.Seq + h.PayloadLen
	old := s.marks&sent != 0 && after(s.nextSeq, h.Seq) &&
		!(h.PayloadLen > 1 && h.Seq == s.nextSeq-1) // after a zero window probe
	if h.PayloadLen > 0 && peer.lastAck != 0 && !after(end, peer.lastAck) {
		return spurious
	}
	if !old {
		return ordinary
	}
	if peer.dupAcks >= 2 && peer.lastAck == h.Seq && time-peer.lastAckTime < fastWindow {
		return fast
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
	return retransmission
}

// count counts a segment by what it is, and says whether it was sent before.
func (s *Side) count(v verdict) (again bool) {
	switch v {
	case ordinary:
		return false
	case outOfOrder:
		s.OutOfOrder++
		return false
	case fast:
		s.Fast = raise(s.Fast)
	case spurious:
		s.Spurious = raise(s.Spurious)
	}
	s.Retransmissions++
	return true
}

// handshake notes when the flow opened and first spoke.
func (c *TCP) handshake(dir int, h *packet.Header, time int64) {
	if h.Flags&packet.SYN != 0 {
		c.offer(&c.Sides[dir], h.Options)
		if h.Flags&packet.ACK == 0 {
			c.SYN = time
		} else if c.SYNACK == 0 {
			c.SYNACK = time
		}
		return
	}
	if c.RTT == 0 && c.SYN != 0 && h.Flags&packet.ACK != 0 {
		c.RTT = time - c.SYN
	}
	if h.PayloadLen == 0 {
		return
	}
	if dir == 0 && c.Request == 0 {
		c.Request = time
	} else if dir == 1 && c.Request != 0 && c.Response == 0 {
		c.Response = time
	}
}

// offer reads the options of a SYN (RFC 9293 §3.1, RFC 7323 §2.2).
func (c *TCP) offer(s *Side, options []byte) {
	s.Scale = NoScale
	for len(options) > 0 {
		kind := options[0]
		if kind == 0 {
			return
		}
		if kind == 1 {
			options = options[1:]
			continue
		}
		if len(options) < 2 || options[1] < 2 || int(options[1]) > len(options) {
			return
		}
		value := options[2:options[1]]
		switch {
		case kind == 2 && len(value) == 2:
			s.MSS = uint16(value[0])<<8 | uint16(value[1])
		case kind == 3 && len(value) == 1:
			s.Scale = min(value[0], 14)
		}
		options = options[options[1]:]
	}
}

// after reports whether sequence number a is past b, modulo 2^32.
func after(a, b uint32) bool { return int32(a-b) > 0 }

// raise counts up to the most that there is room for.
func raise(n uint16) uint16 {
	if n == 1<<16-1 {
		return n
	}
	return n + 1
}
