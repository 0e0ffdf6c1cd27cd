package app

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
	data  []byte // from the stream's beginning
	parts []part // what is there beyond the contiguous beginning, apart and rising
	begun bool
	base  uint32 // TCP's sequence number of data[0]
	side  int
	have  int // bytes from the beginning without a gap
}

type part struct{ from, to int }

// put copies a piece to its place; beyond the limits it is refused.
func (b *buffer) put(offset int, piece []byte, in *Inspector) bool {
	end := offset + len(piece)
	if offset < 0 || end > MaxAssembled {
		return false
	}
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
	copy(b.data[offset:end], piece)
	return b.cover(part{offset, end})
}

// cover notes that a part is there.
func (b *buffer) cover(p part) bool {
	kept := b.parts[:0]
	for _, q := range b.parts {
		if q.to < p.from || p.to < q.from {
			kept = append(kept, q)
		} else {
			p = part{min(p.from, q.from), max(p.to, q.to)}
		}
	}
	b.parts = kept
	if p.from <= b.have {
		b.have = max(b.have, p.to)
		for again := true; again; {
			again = false
			for i, q := range b.parts {
				if q.from <= b.have {
					b.have = max(b.have, q.to)
					b.parts = append(b.parts[:i], b.parts[i+1:]...)
					again = true
					break
				}
			}
		}
		return true
	}
	b.parts = append(b.parts, p)
	return len(b.parts) <= maxGaps
}

// Stream puts the sender's TCP payloads together, from the first that the
// protocol followed, and returns what there is of them without a gap. Only one
// side of a flow can be had so, the one that asked first; of the other it is
// this payload alone. ok is false when the limits are reached.
func (p *Peek) Stream() (data []byte, ok bool) {
	b := &p.rec.buffer
	if !b.begun {
		b.begun, b.base, b.side = true, p.seq, p.side()
	}
	if b.side != p.side() {
		return p.Data, true
	}
	offset := int(int32(p.seq - b.base))
	if offset < 0 || !b.put(offset, p.Data, p.in) {
		return b.data[:b.have], offset < 0 && offset > -MaxAssembled
	}
	return b.data[:b.have], true
}

// Assemble puts a piece of a message at its place, for protocols that number
// their bytes themselves (QUIC's CRYPTO frames, DTLS's fragments), and returns
// what there is from the message's beginning without a gap.
func (p *Peek) Assemble(offset int, piece []byte) (data []byte, ok bool) {
	b := &p.rec.buffer
	if !b.put(offset, piece, p.in) {
		return b.data[:b.have], false
	}
	return b.data[:b.have], true
}

// Consume forgets the first n bytes of what Stream or Assemble put together:
// the next message begins after them.
func (p *Peek) Consume(n int) {
	b := &p.rec.buffer
	n = min(n, b.have)
	b.data = b.data[:copy(b.data, b.data[n:])]
	b.have -= n
	b.base += uint32(n)
	for i := range b.parts {
		b.parts[i].from -= n
		b.parts[i].to -= n
	}
}

// Restart forgets all that was put together: another message begins.
func (p *Peek) Restart() {
	p.in.drop(p.rec)
}
