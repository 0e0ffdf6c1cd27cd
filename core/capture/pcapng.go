package capture

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
)

// Block types (draft-ietf-opsawg-pcapng 10.1).
const (
	blockSection     = 0x0a0d0d0a // the same in both byte orders
	blockInterface   = 1
	blockPacket      = 2 // obsolete
	blockSimple      = 3
	blockNames       = 4
	blockStatistics  = 5
	blockEnhanced    = 6
	blockJournal     = 9
	blockSecrets     = 10
	blockCustom      = 0x00000bad
	blockCustomLocal = 0x40000bad

	byteOrderMagic = 0x1a2b3c4d
	// blockFrame is a block's type, length and length again, in bytes.
	blockFrame = 12
	// maxOptions is how many bytes of options after a frame of maxData are
	// looked at.
	maxOptions = 64 << 10
)

// The window must hold what frame asks it for: this doesn't compile otherwise.
const _ uint = maxWindow - (28 + maxData + maxOptions)

// ngInterface is what a frame needs to know of its interface.
type ngInterface struct {
	clock   clock
	link    LinkType
	pseudo  bool
	limit   uint32
	snapLen uint32
	index   int // in Facts.Interfaces
}

// pcapng reads the blocks of a pcapng file.
type pcapng struct {
	w          *window
	facts      keeper
	big        bool          // the section is in big-endian order
	interfaces []ngInterface // the section's
	last       int64         // time of the last frame
	count      uint64
	remaining  int64 // of the last block, past what the window holds
}

func openPcapng(w *window, facts *Facts) (*pcapng, error) {
	p := &pcapng{w: w, facts: keeper{Facts: facts}}
	if !w.need(blockFrame) {
		return nil, w.ended("the first section header")
	}
	if _, ok := sectionOrder(w.buf[w.start:]); !ok {
		return nil, &Error{Kind: NotCapture, Reason: fmt.Sprintf(
			"not a packet capture: it begins like pcapng, but its byte order reads % x", w.buf[w.start+8:w.start+12])}
	}
	facts.Format = "pcapng"
	return p, p.section()
}

// sectionOrder reads the byte order magic that follows a section header's
// type and length.
func sectionOrder(h []byte) (big, ok bool) {
	switch binary.LittleEndian.Uint32(h[8:]) {
	case byteOrderMagic:
		return false, true
	case bits.ReverseBytes32(byteOrderMagic):
		return true, true
	}
	return false, false
}

func (p *pcapng) u16(b []byte) uint16 {
	v := binary.LittleEndian.Uint16(b)
	if p.big {
		v = bits.ReverseBytes16(v)
	}
	return v
}

func (p *pcapng) u32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if p.big {
		v = bits.ReverseBytes32(v)
	}
	return v
}

func (p *pcapng) u64(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	if p.big {
		v = bits.ReverseBytes64(v)
	}
	return v
}

func (p *pcapng) next(rec *Record) error {
	w := p.w
	if p.remaining > 0 {
		n := p.remaining
		p.remaining = 0
		if !w.discard(n, false) {
			return w.ended(fmt.Sprintf("frame %d", p.count))
		}
	}
	for {
		if w.end-w.start < blockFrame && !w.fill(blockFrame) {
			if w.start == w.end && w.err == io.EOF {
				return io.EOF
			}
			return w.ended("a block's header")
		}
		h := w.buf[w.start:w.end]
		switch kind := p.u32(h); kind {
		case blockEnhanced, blockPacket, blockSimple:
			return p.frame(rec, kind, p.u32(h[4:]))
		case blockSection:
			if err := p.section(); err != nil {
				return err
			}
		default:
			if err := p.other(kind, p.u32(h[4:])); err != nil {
				return err
			}
		}
	}
}

// frame reads an enhanced, simple or obsolete packet block.
func (p *pcapng) frame(rec *Record, kind, total uint32) error {
	w := p.w
	fixed := 28
	if kind == blockSimple {
		fixed = 12
	}
	if int64(total) < int64(fixed)+4 {
		return w.damaged("the block of frame %d claims %d bytes, fewer than its header has", p.count+1, total)
	}
	// Nearly always the window holds the whole block. Of a longer one, only the
	// frame's first maxData bytes; the rest is skipped before the next block.
	held := int(min(total, uint32(fixed+maxData+maxOptions)))
	if w.end-w.start < held && !w.fill(held) {
		return w.ended(fmt.Sprintf("frame %d", p.count+1))
	}
	b := w.buf[w.start : w.start+held]
	h := p.frameHeader(b, kind)
	if uint64(h.id) >= uint64(len(p.interfaces)) {
		return w.damaged("frame %d is of interface %d, and the section has %d", p.count+1, h.id, len(p.interfaces))
	}
	iface := &p.interfaces[h.id]
	if kind == blockSimple {
		h.incl = h.orig
		if iface.snapLen > 0 {
			h.incl = min(h.orig, iface.snapLen)
		}
	}
	if err := p.checkFrame(b, fixed, total, h.incl, iface.limit); err != nil {
		return err
	}
	if kind == blockSimple {
		p.facts.Untimed++
	} else {
		p.last = iface.clock.nanos(h.stamp)
		if options := fixed + int(h.incl+3)&^3; options+8 <= held {
			p.countComments(b[options : held-4])
		}
	}
	end := fixed + int(min(h.incl, maxData))
	rec.Data = b[fixed:end:end]
	if iface.pseudo {
		h.orig -= min(h.orig, pseudoHeader(iface.link, rec.Data))
	}
	rec.Time = p.last
	rec.Length = min(h.orig, maxLength)
	rec.Interface = iface.index
	rec.LinkType = iface.link
	w.start += held
	p.remaining = int64(total) - int64(held)
	p.count++
	return nil
}

// checkFrame holds the lengths of a frame's block b, or of what is held of it,
// against each other.
func (p *pcapng) checkFrame(b []byte, fixed int, total, incl, limit uint32) error {
	if incl > limit {
		return p.w.damaged("frame %d claims %d bytes, more than the %d a frame can have", p.count+1, incl, limit)
	}
	if room := int64(total) - int64(fixed) - 4; int64(incl) > room {
		return p.w.damaged("frame %d claims %d bytes, and its block has %d", p.count+1, incl, room)
	}
	if len(b) == int(total) {
		if again := p.u32(b[len(b)-4:]); again != total {
			return p.w.damaged("the block of frame %d is %d bytes long by its start, %d by its end", p.count+1, total, again)
		}
	}
	return nil
}

// frameHeader is what stands before a frame's bytes.
type frameHeader struct {
	stamp          uint64
	id, incl, orig uint32
}

func (p *pcapng) frameHeader(b []byte, kind uint32) frameHeader {
	if kind == blockSimple {
		return frameHeader{orig: p.u32(b[8:])}
	}
	b = b[:28]
	h := frameHeader{uint64(p.u32(b[12:]))<<32 | uint64(p.u32(b[16:])), p.u32(b[8:]), p.u32(b[20:]), p.u32(b[24:])}
	if kind == blockPacket {
		h.id = uint32(p.u16(b[8:])) // a drop count is in the other half
	}
	return h
}

// clock turns an interface's time stamps into nanoseconds.
type clock struct {
	multiply, divide uint64 // one of them is 1
	shift            uint8  // a unit is 2^-shift s, where multiply is 0
	offset           int64  // if_tsoffset, in seconds
}

// newClock reads an if_tsresol (draft-ietf-opsawg-pcapng 4.2): a negative
// power of 10, or of 2 where the top bit is set. A unit so short that 64 bits
// of it are under a nanosecond makes every time the offset.
func newClock(resolution uint8) clock {
	exponent := resolution & 0x7f
	if resolution&0x80 != 0 {
		return clock{divide: 1, shift: exponent}
	}
	c := clock{multiply: 1, divide: 1}
	for e := exponent; e < 9; e++ {
		c.multiply *= 10
	}
	for e := uint8(9); e < exponent; e++ {
		if c.divide > math.MaxUint64/10 {
			c.divide = math.MaxUint64
			break
		}
		c.divide *= 10
	}
	return c
}

// nanos is a time stamp as nanoseconds since the epoch, held to what an int64
// can say.
func (c *clock) nanos(stamp uint64) int64 {
	const second = 1_000_000_000
	var high, low uint64
	switch {
	case c.divide > 1:
		low = stamp / c.divide
	case c.multiply > 0:
		high, low = bits.Mul64(stamp, c.multiply)
	default:
		high, low = bits.Mul64(stamp, second)
		if c.shift < 64 {
			low = low>>c.shift | high<<(64-c.shift)
			high >>= c.shift
		} else {
			high, low = 0, high>>(c.shift-64)
		}
	}
	if high > 0 || low > math.MaxInt64 {
		low = math.MaxInt64
	}
	if c.offset == 0 {
		return int64(low)
	}
	offset := max(min(c.offset, math.MaxInt64/second), math.MinInt64/second) * second
	if offset > 0 && int64(low) > math.MaxInt64-offset {
		return math.MaxInt64
	}
	return int64(low) + offset
}
