package app

import "heatsink/core/packet"

// HeadSize is how much of a payload an inspection remembers, in bytes.
const HeadSize = 64

// record is what an inspection remembers of a flow between two payloads. There
// are many and each is looked at rarely: so its progress is in one cache line, what
// only some flows need stands apart, and it has no pointers.
type record struct {
	progress
	heads
}

// progress is how far an inspection is.
type progress struct {
	flow      uint32
	protocol  ID // once it is known
	likeliest ID // the first that said Perhaps
	payloads  [2]uint8
	followed  uint8
	step      uint8 // what a protocol that follows the flow has seen so far, in its own words
	// firsts and lasts are how long the heads are of either side's first payload,
	// 0 for none, and of its latest, 0 if that is the first.
	firsts, lasts [2]uint8
	stream        streaming
	buffer        uint16  // the number of its buffer plus one; 0 for none
	_             [4]byte // with which it is half a cache line
}

// heads are the beginnings of either side's first payload and of its latest
// one, which is only there once it is another.
type heads struct{ firstHeads, lastHeads [2][HeadSize]byte }

// records are in chunks, so that they never move.
const recordChunk = 128

func (in *Inspector) record(h Handle) *record {
	return &in.records[(h-1)/recordChunk][(h-1)%recordChunk]
}

func (r *record) first(side int) []byte {
	if r.firsts[side] == 0 {
		return nil
	}
	return r.firstHeads[side][:r.firsts[side]]
}

func (r *record) previous(side int) []byte {
	if r.firsts[side] == 0 {
		return nil
	}
	if n := r.lasts[side]; n > 0 {
		return r.lastHeads[side][:n]
	}
	return r.first(side)
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
	if r.firsts[side] == 0 {
		r.firsts[side] = uint8(copy(r.firstHeads[side][:], p.Data))
		return
	}
	r.lasts[side] = uint8(copy(r.lastHeads[side][:], p.Data))
}
