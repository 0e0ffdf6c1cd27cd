package app

import "slices"

const (
	// MaxAssembled is how many bytes of one side of a flow a protocol can have
	// put together: no client hello or header that says a name needs more.
	MaxAssembled = 16 << 10
	// maxBuffers is how many bytes all flows under inspection can hold so.
	maxBuffers = 16 << 20
	// maxGaps is how many pieces can lie apart before the first bytes came.
	maxGaps = 16
)

// buffer puts pieces of a stream together, in whatever order they come.
type buffer struct {
	data  []byte // from the stream's beginning, with gaps
	parts []part // what of data is there, rising; those that touch are one
}

// streaming is which side's stream a record puts together.
type streaming struct {
	base  uint32 // TCP's sequence number of the buffer's first byte
	begun bool
	side  uint8
	// unkept says that the first payload isn't in the buffer, as it may be all.
	unkept bool
}

type part struct{ from, to int }

// bufferOf is a record's buffer, or nil.
func (in *Inspector) bufferOf(r *record) *buffer {
	if r.buffer == 0 {
		return nil
	}
	return in.held[r.buffer-1]
}

// hold gives a record a buffer.
func (in *Inspector) hold(r *record) *buffer {
	if len(in.unheld) == 0 {
		in.held = append(in.held, new(buffer))
		in.unheld = append(in.unheld, uint16(len(in.held)))
	}
	last := len(in.unheld) - 1
	r.buffer, in.unheld = in.unheld[last], in.unheld[:last]
	return in.bufferOf(r)
}

// whole is what there is from the beginning without a gap.
func (b *buffer) whole() []byte {
	if b == nil || len(b.parts) == 0 || b.parts[0].from > 0 {
		return nil
	}
	return b.data[:b.parts[0].to]
}

// put copies a piece to its place. It is false once a limit is reached; what
// is within it is kept.
func (b *buffer) put(offset int, piece []byte, in *Inspector) bool {
	if offset < 0 || offset >= MaxAssembled {
		return false
	}
	end := min(offset+len(piece), MaxAssembled)
	if end > cap(b.data) {
		size := min(MaxAssembled, max(2*cap(b.data), end, 2048))
		if in.buffers+size-cap(b.data) > maxBuffers {
			return false
		}
		in.buffers += size - cap(b.data)
		b.data = append(make([]byte, 0, size), b.data...)
	}
	if end > len(b.data) {
		b.data = b.data[:end]
	}
	n := copy(b.data[offset:end], piece)
	return b.cover(part{offset, end}) && n == len(piece)
}

// cover notes that a part is there, one with those that it touches.
func (b *buffer) cover(p part) bool {
	i := 0
	for i < len(b.parts) && b.parts[i].to < p.from {
		i++
	}
	j := i
	for ; j < len(b.parts) && b.parts[j].from <= p.to; j++ {
		p = part{min(p.from, b.parts[j].from), max(p.to, b.parts[j].to)}
	}
	b.parts = slices.Replace(b.parts, i, j, p)
	return len(b.parts) <= maxGaps
}

// Stream puts the sender's TCP payloads together, from the first that the
// protocol followed, and returns what there is of them without a gap. Only one
// side of a flow can be had so, the one that asked first; of the other it is
// this payload alone. ok is false when the limits are reached.
func (p *Peek) Stream() (data []byte, ok bool) {
	s, side := &p.rec.stream, uint8(p.side())
	if !s.begun {
		*s = streaming{base: p.seq, begun: true, side: side, unkept: true}
		return p.Data, true
	}
	if s.side != side {
		return p.Data, true
	}
	offset := int(int32(p.seq - s.base))
	if offset < 0 {
		return p.in.bufferOf(p.rec).whole(), offset > -MaxAssembled
	}
	return p.Assemble(offset, p.Data)
}

// keepFirst keeps the payload that Stream began with, if more is to follow: in
// most flows the first one says it all, and nothing is copied.
func (p *Peek) keepFirst() (ok bool) {
	if !p.rec.stream.unkept {
		return true
	}
	p.rec.stream.unkept = false
	_, ok = p.Assemble(0, p.Data)
	return ok
}

// Assemble puts a piece of a message at its place, for protocols that number
// their bytes themselves (QUIC's CRYPTO frames, DTLS's fragments), and returns
// what there is from the message's beginning without a gap.
func (p *Peek) Assemble(offset int, piece []byte) (data []byte, ok bool) {
	b := p.in.bufferOf(p.rec)
	if b == nil {
		b = p.in.hold(p.rec)
	}
	ok = b.put(offset, piece, p.in)
	return b.whole(), ok
}

// Consume forgets the first n bytes of what Stream or Assemble put together,
// and returns what is left: the next message begins there.
func (p *Peek) Consume(n int) (data []byte) {
	p.keepFirst()
	b := p.in.bufferOf(p.rec)
	if b == nil {
		return nil
	}
	n = min(n, len(b.whole()))
	b.data = b.data[:copy(b.data, b.data[n:])]
	p.rec.stream.base += uint32(n)
	for i := range b.parts {
		b.parts[i] = part{max(0, b.parts[i].from-n), b.parts[i].to - n}
	}
	if len(b.parts) > 0 && b.parts[0].to == 0 {
		b.parts = b.parts[1:]
	}
	return b.whole()
}

// Restart forgets all that was put together: another message begins.
func (p *Peek) Restart() {
	p.in.drop(p.rec)
}
