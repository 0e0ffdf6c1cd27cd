package app

// HeadSize is how much of a payload an inspection remembers, in bytes.
const HeadSize = 64

// record is what an inspection remembers of a flow between two payloads.
type record struct {
	flow      uint32
	protocol  ID // once it is known
	likeliest ID // the first that said Perhaps
	payloads  [2]uint8
	followed  uint8
	step      uint8   // what a protocol that follows the flow has seen so far, in its own words
	head      [2]head // of either side's first payload
	last      [2]head // of either side's latest payload
	buffer    buffer
}

type head struct {
	bytes [HeadSize]byte
	len   uint8
}

func (h *head) set(data []byte) { h.len = uint8(copy(h.bytes[:], data)) }

func (h *head) get() []byte {
	if h.len == 0 {
		return nil
	}
	return h.bytes[:h.len]
}

func (r *record) first(side int) []byte    { return r.head[side].get() }
func (r *record) previous(side int) []byte { return r.last[side].get() }

func (r *record) seen() int { return int(r.payloads[0]) + int(r.payloads[1]) }

// remember keeps what a later payload's detectors may ask of this one.
func (r *record) remember(p *Peek) {
	side := p.side()
	if r.payloads[side] == 0 {
		r.head[side].set(p.Data)
	}
	r.last[side].set(p.Data)
	if r.payloads[side] < 255 {
		r.payloads[side]++
	}
}
