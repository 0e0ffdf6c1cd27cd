package packet

// IP protocol numbers that lead on to more headers (IANA protocol-numbers).
const (
	protoHopByHop = 0
	protoIPv4     = 4
	protoIPv6     = 41
	protoRouting  = 43
	protoFragment = 44
	protoGRE      = 47
	protoAH       = 51
	protoNoNext   = 59
	protoDestOpts = 60
	protoEtherIP  = 97
	protoPIM      = 103
	protoL2TP     = 115
	protoUDPLite  = 136
	protoMPLS     = 137
	protoMobility = 135
	protoHIP      = 139
	protoShim6    = 140
	protoEthernet = 143
)

// ip4or6 decodes an IP header by its version field, whatever the header before
// it called it, as Wireshark does for EtherType 0x0800 and protocol 4.
func (d *Decoder) ip4or6(b []byte, n uint32) {
	if !d.need(b, n, 1) {
		return
	}
	switch b[0] >> 4 {
	case 4:
		d.ipv4(b, n)
	case 6:
		d.ipv6(b, n)
	default:
		d.oddity(BadIPVersion)
	}
}

// header begins the next IP header's view: Outer, then Inner. b begins with it.
func (d *Decoder) header(b []byte) *Header {
	h := &d.p.Outer
	if d.ip != nil {
		h = &d.p.Inner
		d.p.Tunneled = true
	} else {
		d.p.Link = d.before(b)
	}
	d.ip = h
	*h = Header{}
	return h
}

// ipv4 decodes an IPv4 header (RFC 791 §3.1).
func (d *Decoder) ipv4(b []byte, n uint32) {
	if !d.need(b, n, 20) || !d.deeper() {
		return
	}
	hlen := uint32(b[0]&15) * 4
	if hlen < 20 {
		d.oddity(BadIPHeaderLength)
		return
	}
	total := uint32(be16(b[2:]))
	switch {
	case total == 0: // the card was to fill it in: TCP segmentation offload
		total = n
	case total < hlen:
		d.oddity(BadIPLength)
		return
	}
	b, n = clip(b, n, total)

	var route []byte
	var odd Anomaly
	if hlen > 20 {
		if route, odd = options(b, int(hlen)); odd == HeaderCut {
			d.need(b, n, int(hlen))
			return
		}
	}

	frag := be16(b[6:])
	h := d.header(b)
	h.ID, h.HopLimit = be16(b[4:]), b[8]
	h.Src.setIPv4(b[12:])
	h.Dst.setIPv4(b[16:])
	h.Protocol = Protocol(b[9])
	if frag&0x3fff != 0 {
		h.Fragment = true
		h.FragmentOffset = frag << 3
		h.FragmentID = uint32(be16(b[4:]))
	}
	if route != nil {
		h.Dst.setIPv4(route)
	}
	if !d.need(b, n, int(hlen)) {
		return
	}
	h.Payload, h.PayloadLen = b[hlen:], n-hlen
	if odd != 0 {
		d.oddity(odd)
		return
	}
	if h.FragmentOffset == 0 {
		d.ipProtocol(h, b[hlen:], n-hlen)
	}
}

// ipv6 decodes an IPv6 header (RFC 8200 §3) and its extension headers.
func (d *Decoder) ipv6(b []byte, n uint32) {
	if !d.need(b, n, 40) || !d.deeper() {
		return
	}
	if b[0]>>4 != 6 {
		d.oddity(BadIPVersion)
		return
	}
	h := d.header(b)
	h.HopLimit = b[7]
	h.Src.Kind, h.Src.B = IPv6, [16]byte(b[8:])
	h.Dst.Kind, h.Dst.B = IPv6, [16]byte(b[24:])
	h.Protocol = Protocol(b[6])
	length := uint32(be16(b[4:]))
	b, n = b[40:], n-40
	if length == 0 && !lengthElsewhere(h.Protocol, b) || length != 0 {
		b, n = clip(b, n, length)
	}
	h.Payload, h.PayloadLen = b, n
	d.ipProtocol(h, b, n)
}

// ipProtocol decodes what an IP header, or one that extends it, carries.
func (d *Decoder) ipProtocol(h *Header, b []byte, n uint32) {
	switch h.Protocol {
	case TCP:
		d.tcp(h, b, n)
	case UDP, protoUDPLite:
		d.udp(h, b, n)
	case SCTP:
		d.sctp(h, b, n)
	case ICMP, ICMPv6:
		d.icmp(h, b, n)
	case protoIPv4:
		d.ip4or6(b, n)
	case protoIPv6:
		d.ipv6(b, n)
	case protoHopByHop, protoRouting, protoFragment, protoAH, protoDestOpts, protoMobility, protoHIP, protoShim6:
		d.extension(h, b, n)
	case protoNoNext:
	default:
		d.ipTunnel(h.Protocol, b, n)
	}
}

// extension passes an IPv6 extension header (RFC 8200 §4). IPv4 can carry the
// same ones; in practice it is the one that authenticates.
func (d *Decoder) extension(h *Header, b []byte, n uint32) {
	if !d.need(b, n, 2) || !d.deeper() {
		return
	}
	size := (uint32(b[1]) + 1) * 8
	switch h.Protocol {
	case protoFragment:
		size = 8
	case protoAH: // RFC 4302 counts in other units
		size = (uint32(b[1]) + 2) * 4
	}
	if !d.need(b, n, int(size)) {
		return
	}
	switch h.Protocol {
	case protoFragment:
		h.Fragment = true
		h.FragmentOffset = be16(b[2:]) &^ 7
		h.FragmentID = be32(b[4:])
	case protoHopByHop, protoDestOpts:
		if !optionsFit(b, int(size)) {
			d.oddity(BadOption)
			return
		}
	}
	h.Protocol = Protocol(b[0])
	b, n = b[size:], n-size
	h.Payload, h.PayloadLen = b, n
	if h.FragmentOffset == 0 {
		d.ipProtocol(h, b, n)
	}
}
