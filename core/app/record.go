package app

import "heatsink/core/packet"

// HeadSize is how much of a payload an inspection remembers, in bytes.
const HeadSize = 64

// record is what an inspection remembers of a flow between two payloads. There
// are many and each is looked at rarely, so it fits a cache line, and what only
// some flows need stands apart.
type record struct {
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
	buffer        *buffer
	// heads is what is remembered of payloads. It stays with the record's place
	// when another flow takes that.
	heads *heads
}

// heads are the beginnings of either side's first payload and of its latest
// one, which is only there once it is another.
type heads struct{ first, last [2][HeadSize]byte }

func (r *record) first(side int) []byte {
	if r.firsts[side] == 0 {
		return nil
	}
	return r.heads.first[side][:r.firsts[side]]
}

func (r *record) previous(side int) []byte {
	if r.firsts[side] == 0 {
		return nil
	}
	if n := r.lasts[side]; n > 0 {
		return r.heads.last[side][:n]
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
	if r.heads == nil {
		r.heads = new(heads)
	}
	if r.firsts[side] == 0 {
		r.firsts[side] = uint8(copy(r.heads.first[side][:], p.Data))
		return
	}
	r.lasts[side] = uint8(copy(r.heads.last[side][:], p.Data))
}
