package packet

import "encoding/binary"

// maxHeaders bounds the headers that are followed in one frame (VLAN tags,
// labels, IP, extension headers, tunnels), so that a frame built as a ladder
// costs no more than others. Real stacks stay under 20.
const maxHeaders = 128

// Decoder decodes frames. Its zero value is ready; it is not safe for use by
// several goroutines at once.
//
// Each method named for a protocol takes the bytes captured from its header
// on, and n, how many there were on the wire (at least len(b)).
type Decoder struct {
	// Each frame writes to it. Where another goroutine's memory shared a cache
	// line with it, small packets took a tenth longer.
	_ [64]byte
	p *Packet
	// ip is the innermost IP header met so far, nil before the first.
	ip *Header
	// proto and link say what a frame without IP counts under.
	proto   Protocol
	link    []byte   // the frame's MAC addresses: destination, source
	macPair [12]byte // where link points when the frame has the two apart
	src     []byte   // the sender's, where the link layer gives no other

	payload []byte // what follows the link layer of a frame without IP
	wire    uint32 // its length on the wire

	headers int
	frame   []byte
	_       [64]byte
}

// NewDecoder returns a Decoder.
func NewDecoder() *Decoder { return new(Decoder) }

// Decode refills p whole with what a frame of the given link type (a
// tcpdump.org LINKTYPE_ number) says: data is what was captured of it, length
// its length on the wire. It never fails: what can't be decoded counts under
// what is known, with p.Anomaly saying why. p's payloads alias data.
//
// What most frames begin with is decoded here, in one step: Ethernet, IPv4
// without options that is no fragment, and a whole header of TCP or UDP. What
// comes out is what byHeaders makes of it (TestPlain), whose dozen calls take
// twice as long.
func (d *Decoder) Decode(link uint16, data []byte, length uint32, p *Packet) {
	const ether, ip, tcp, udp = 14, 20, 20, 8
	const version4NoOptions, fragmented = 0x45, 0x3fff
	if p.Tunneled {
		p.Inner = Header{}
	}
	p.Tunneled, p.Anomaly, p.Error, p.Link = false, 0, 0, nil
	length = max(length, uint32(len(data)))
	if link != linkEthernet || len(data) < ether+ip || be16(data[12:]) != etherIPv4 || data[ether] != version4NoOptions {
		d.byHeaders(link, data, length, p)
		return
	}
	i := data[ether : ether+ip]
	total := uint32(be16(i[2:]))
	t, n := clip(data[ether+ip:], length-ether-ip, total-ip)
	protocol, hlen := Protocol(i[9]), uint32(0) // of the transport; 0 if anything is odd
	switch {
	case total < ip || be16(i[6:])&fragmented != 0:
	case protocol == TCP && len(t) >= tcp:
		if hlen = uint32(t[12]>>4) * 4; hlen < tcp || hlen > uint32(len(t)) {
			hlen = 0
		}
	case protocol == UDP && len(t) >= udp:
		if told := uint32(be16(t[4:])); told >= udp && told <= n {
			hlen = udp
			t, n = clip(t, n, told)
		}
	}
	if hlen == 0 {
		d.byHeaders(link, data, length, p)
		return
	}
	h := &p.Outer
	*h = Header{} // a literal with fields is made elsewhere and copied, which takes as long as all else
	h.HopLimit, h.ID, h.Protocol = i[8], be16(i[4:]), protocol
	h.HasPorts, h.SrcPort, h.DstPort = true, be16(t), be16(t[2:])
	h.Src.setIPv4(i[12:])
	h.Dst.setIPv4(i[16:])
	h.contents(t, n, hlen)
	p.Link = data[:ether]
	if protocol == TCP {
		h.HasTCP, h.Flags, h.Window = true, t[13], be16(t[14:])
		h.Seq, h.Ack, h.Options = be32(t[4:]), be32(t[8:]), t[tcp:hlen]
	} else {
		d.p, d.ip, d.headers = p, h, 2
		d.udpTunnel(h)
	}
}

// byHeaders decodes a frame header by header.
func (d *Decoder) byHeaders(link uint16, data []byte, length uint32, p *Packet) {
	d.p, d.ip, d.headers, d.frame = p, nil, 0, data
	d.link, d.src = nil, nil
	d.note(LinkBase+Protocol(link), data, length)
	d.linkType(link, data, length)
	if d.ip == nil {
		d.withoutIP()
	}
}

// withoutIP fills Outer with the link layer's view.
func (d *Decoder) withoutIP() {
	h := &d.p.Outer
	*h = Header{}
	h.Protocol, h.Payload, h.PayloadLen = d.proto, d.payload, d.wire
	d.p.Link = d.before(d.payload)
	switch {
	case d.link != nil:
		h.Dst.setMAC(d.link)
		h.Src.setMAC(d.link[6:])
	case d.src != nil:
		h.Src.setMAC(d.src)
	}
}

// before is the part of the frame that ends where b begins; nil if b is no
// part of it.
func (d *Decoder) before(b []byte) []byte {
	n := cap(d.frame) - cap(b)
	if n < 0 || n > len(d.frame) {
		return nil
	}
	return d.frame[:n]
}

// note remembers what the frame counts under if no IP header is found in it.
func (d *Decoder) note(proto Protocol, b []byte, n uint32) {
	d.proto, d.payload, d.wire = proto, b, n
}

// macs remembers the frame's outermost MAC addresses, destination first.
func (d *Decoder) macs(b []byte) {
	if d.link == nil {
		d.link = b[:12]
	}
}

// oddity records why decoding stopped. The first reason stands.
func (d *Decoder) oddity(a Anomaly) {
	if d.p.Anomaly == 0 {
		d.p.Anomaly = a
	}
}

// need says whether the first want bytes of a header are there, and records
// whose fault it is where they aren't.
func (d *Decoder) need(b []byte, n uint32, want int) bool {
	if len(b) >= want {
		return true
	}
	if n >= uint32(want) {
		d.oddity(HeaderCut)
	} else {
		d.oddity(HeaderShort)
	}
	return false
}

// deeper counts one more header, and says whether to go on.
func (d *Decoder) deeper() bool {
	d.headers++
	if d.headers > maxHeaders {
		d.oddity(TooDeep)
		return false
	}
	return true
}

// clip shortens a header's contents to what the header before it says.
func clip(b []byte, n, to uint32) ([]byte, uint32) {
	if to < n {
		n = to
		if uint32(len(b)) > n {
			b = b[:n]
		}
	}
	return b, n
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
