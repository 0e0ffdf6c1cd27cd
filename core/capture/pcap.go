package capture

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
)

// Magic numbers of pcap, as read in the writer's byte order
// (draft-ietf-opsawg-pcap, and Wireshark's for the last three).
const (
	pcapMicros   = 0xa1b2c3d4
	pcapNanos    = 0xa1b23c4d
	pcapModified = 0xa1b2cd34 // Alexey Kuznetzov's, record headers of 24 bytes
	pcapIxiaHW   = 0x1c0001ac // Ixia, nanoseconds, 4 more bytes of file header
	pcapIxiaSW   = 0x1c0001ab // Ixia, microseconds, likewise
)

// pcap reads the records of a pcap file.
type pcap struct {
	w         *window
	big       bool  // written in big-endian order
	record    int   // length of a record header in bytes
	unit      int64 // nanoseconds in a unit of a time stamp's second field
	swapped   bool  // orig_len stands before incl_len
	maybe     bool  // it does where incl_len would be the larger one
	link      LinkType
	limit     uint32
	pseudo    bool // the link type has a pseudo header
	count     uint64
	remaining int64 // of the last record's bytes, past maxData
}

// pcapMagic reports whether a file that begins with magic, read as
// little-endian, is pcap, and in which order it was written.
func pcapMagic(magic uint32) (canonical uint32, big, ok bool) {
	for _, m := range [...]uint32{pcapMicros, pcapNanos, pcapModified, pcapIxiaHW, pcapIxiaSW} {
		switch magic {
		case m:
			return m, false, true
		case bits.ReverseBytes32(m):
			return m, true, true
		}
	}
	return 0, false, false
}

func openPcap(w *window, magic uint32, big bool, facts *Facts) (*pcap, error) {
	size := 24
	p := &pcap{w: w, big: big, record: 16, unit: 1000}
	switch magic {
	case pcapNanos:
		p.unit = 1
	case pcapModified:
		p.record = 24
	case pcapIxiaHW:
		p.unit = 1
		size += 4
	case pcapIxiaSW:
		size += 4
	}
	if !w.need(size) {
		return nil, w.ended("the file header")
	}
	h := w.buf[w.start : w.start+size]
	var order binary.ByteOrder = binary.LittleEndian
	if big {
		order = binary.BigEndian
	}
	major, minor := order.Uint16(h[4:]), order.Uint16(h[6:])
	if major < 2 {
		return nil, &Error{Kind: Unsupported, Reason: fmt.Sprintf("pcap version %d.%d is not known", major, minor)}
	}
	// Before 2.3 the two lengths stood the other way round; some writers of
	// 2.3 and DG/UX's 543.0 still have them so.
	p.swapped = major == 2 && minor < 3 || major == 543
	p.maybe = major == 2 && minor == 3
	// The upper bits of the field tell of a frame check sequence.
	p.link = LinkType(order.Uint32(h[20:]) & 0xffff)
	p.limit = frameLimit(p.link)
	p.pseudo = hasPseudoHeader(p.link)
	facts.Format = "pcap"
	facts.Interfaces = []Interface{{LinkType: p.link, SnapLen: order.Uint32(h[16:])}}
	w.start += size
	return p, nil
}

func (p *pcap) next(rec *Record) error {
	w := p.w
	if p.remaining > 0 {
		if err := p.skipRemaining(); err != nil {
			return err
		}
	}
	if w.end-w.start < p.record && !w.fill(p.record) {
		if w.start == w.end && w.err == io.EOF {
			return io.EOF
		}
		return w.ended(fmt.Sprintf("the header of record %d", p.count+1))
	}
	h := w.buf[w.start : w.start+16]
	sec, frac := binary.LittleEndian.Uint32(h), binary.LittleEndian.Uint32(h[4:])
	incl, orig := binary.LittleEndian.Uint32(h[8:]), binary.LittleEndian.Uint32(h[12:])
	if p.big {
		sec, frac = bits.ReverseBytes32(sec), bits.ReverseBytes32(frac)
		incl, orig = bits.ReverseBytes32(incl), bits.ReverseBytes32(orig)
	}
	if p.swapped || p.maybe && incl > orig {
		incl, orig = orig, incl
	}
	if incl > p.limit {
		return w.damaged("record %d claims %d bytes, more than the %d a frame can have", p.count+1, incl, p.limit)
	}
	keep := int(min(incl, maxData))
	size := p.record + keep
	if w.end-w.start < size && !w.fill(size) {
		return w.ended(fmt.Sprintf("record %d", p.count+1))
	}
	rec.Data = w.buf[w.start+p.record : w.start+size : w.start+size]
	w.start += size
	if p.pseudo {
		orig -= min(orig, pseudoHeader(p.link, rec.Data))
	}
	rec.Time = int64(sec)*1e9 + int64(frac)*p.unit
	rec.Length = min(orig, maxLength)
	rec.Interface = 0
	rec.LinkType = p.link
	p.remaining = int64(incl) - int64(keep)
	p.count++
	return nil
}

// skipRemaining leaves out what of a frame is longer than maxData.
func (p *pcap) skipRemaining() error {
	n := p.remaining
	p.remaining = 0
	if !p.w.discard(n, false) {
		return p.w.ended(fmt.Sprintf("record %d", p.count))
	}
	return nil
}
