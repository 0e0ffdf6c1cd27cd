package app

import "heatsink/core/packet"

// HeadSize is how much of a payload an inspection remembers, in bytes.
const HeadSize = 64

// record is what an inspection remembers of a flow between two payloads.
type record struct {
	flow      uint32
	protocol  ID // once it is known
	likeliest ID // the first that said Perhaps
	payloads  [2]uint8
	followed  uint8
	step      uint8 // what a protocol that follows the flow has seen so far, in its own words
	buffer    buffer
	// heads is what is remembered of payloads, valid as remembers says. It
	// stands apart, for the flows that are followed and need none of it, and
	// stays with the record's place when another flow takes that.
	heads     *heads
	remembers [2]bool // of either side
}

// heads are the beginnings of either side's first and latest payload.
type heads struct{ first, last [2]head }

type head struct {
	bytes [HeadSize]byte
	len   uint8
}

func (h *head) set(data []byte) { h.len = uint8(copy(h.bytes[:], data)) }

func (h *head) get() []byte { return h.bytes[:h.len] }

func (r *record) first(side int) []byte {
	if !r.remembers[side] {
		return nil
	}
	return r.heads.first[side].get()
}

func (r *record) previous(side int) []byte {
	if !r.remembers[side] {
		return nil
	}
	return r.heads.last[side].get()
}

func (r *record) seen() int { return int(r.payloads[0]) + int(r.payloads[1]) }

// remember keeps what may be asked of this payload when a later one is looked
// at; once a stream's protocol is known, that it was there.
func (r *record) remember(p *Peek) {
	side := p.side()
	if r.payloads[side] < 255 {
		r.payloads[side]++
	}
	if r.protocol != 0 && p.Transport == packet.TCP {
		return
	}
	if r.heads == nil {
		r.heads = new(heads)
	}
	if !r.remembers[side] {
		r.heads.first[side].set(p.Data)
		r.remembers[side] = true
	}
	r.heads.last[side].set(p.Data)
}
