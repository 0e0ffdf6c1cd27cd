package flow

import "heatsink/core/packet"

// Handshake is how a TCP flow began. Durations are in nanoseconds.
type Handshake struct {
	// SYN and SYNACK say whether the capture holds one.
	SYN, SYNACK bool
	// RTT is the initial round trip time: from the last SYN to the first segment
	// that acknowledges and opens nothing; 0 if unknown. ServerRTT is its part until
	// the SYN+ACK, 0 if that came at another time.
	RTT, ServerRTT int64
	// Response is how long after the client's first payload the server's first
	// came, if it did.
	Answered bool
	Response int64
}

// opening is when a TCP flow began. Times are in nanoseconds since the Unix epoch,
// 0 where it wasn't seen.
type opening struct {
	SYN    int64 // the last one
	SYNACK int64 // the first after it
	RTT    int64 // as a Handshake's
	// talk is when the client's first payload came; once it is answered, how long
	// after it the server's first one did.
	talk int64
}

// handshake notes when the flow opened and first spoke.
func (c health) handshake(dir int, h *packet.Header, time int64) {
	if h.Flags&packet.SYN != 0 {
		c.offer(dir, h.Options)
		if h.Flags&packet.ACK == 0 {
			c.SYN = time
		} else if c.SYNACK == 0 {
			c.SYNACK = time
		}
		c.sides[0].marks &^= met
		c.sides[1].marks &^= met
		return
	}
	if c.RTT == 0 && c.SYN != 0 && h.Flags&packet.ACK != 0 {
		c.RTT = time - c.SYN
	}
	if h.PayloadLen == 0 {
		return
	}
	client := &c.sides[0]
	switch {
	case client.marks&answered != 0:
	case dir == 0 && c.talk == 0:
		c.talk = time
	case dir == 1 && c.talk != 0 && time != 0:
		c.talk = time - c.talk
		client.marks |= answered
	}
	if client.marks&answered != 0 && (c.RTT != 0 || c.SYN == 0) {
		client.marks |= met
		c.sides[1].marks |= met
	}
}

// offer reads the options of a SYN (RFC 9293 §3.1, RFC 7323 §2.2).
func (c *tcp) offer(dir int, options []byte) {
	c.scale[dir] = NoScale
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
			c.mss[dir] = uint16(value[0])<<8 | uint16(value[1])
		case kind == 3 && len(value) == 1:
			c.scale[dir] = min(value[0], 14)
		}
		options = options[options[1]:]
	}
}

// What an ended's serverRTT says below 0.
const (
	noSYNACK  = -1
	noSYN     = -2
	noOpening = noSYNACK + noSYN
)

// serverRTT is an ended's.
func (o *opening) serverRTT() (took int64) {
	if o.SYN == 0 {
		took += noSYN
	}
	if o.SYNACK == 0 {
		took += noSYNACK
	}
	if part := o.SYNACK - o.SYN; took == 0 && part > 0 && part <= o.RTT {
		took = part
	}
	return took
}

// response is an ended's.
func (c *tcp) response(o *opening) int64 {
	if c.sides[0].marks&answered == 0 {
		return -1
	}
	return o.talk
}

func (e *ended) handshake() Handshake {
	return Handshake{
		SYN: e.serverRTT != noSYN && e.serverRTT != noOpening, SYNACK: e.serverRTT != noSYNACK && e.serverRTT != noOpening,
		RTT: e.rtt, ServerRTT: max(e.serverRTT, 0),
		Answered: e.response >= 0, Response: e.response,
	}
}
