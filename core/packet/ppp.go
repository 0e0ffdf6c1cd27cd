package packet

// PPP protocol numbers that lead on (IANA ppp-numbers).
const (
	pppIPv4      = 0x0021
	pppOSI       = 0x0023
	pppIPv6      = 0x0057
	pppBridging  = 0x0031
	pppMPLS      = 0x0281
	pppMPLSMulti = 0x0283
	pppMultilink = 0x003d
	pppLCP       = 0xc021
)

// pppoe decodes a PPPoE session header (RFC 2516 §4).
func (d *Decoder) pppoe(b []byte, n uint32) {
	if !d.need(b, n, 6) || !d.deeper() {
		return
	}
	length := uint32(be16(b[4:]))
	b, n = clip(b[6:], n-6, length)
	d.ppp(b, n)
}

// pppHDLC decodes PPP in HDLC-like framing (RFC 1662), or Cisco's HDLC, which
// some links mix with it.
func (d *Decoder) pppHDLC(b []byte, n uint32) {
	if len(b) > 0 && (b[0] == 0x0f || b[0] == 0x8f) {
		d.cHDLC(b, n)
		return
	}
	d.ppp(b, n)
}

// ppp decodes a PPP protocol field, compressed or not (RFC 1661 §2), with or
// without the address and control bytes before it.
func (d *Decoder) ppp(b []byte, n uint32) {
	if len(b) >= 2 && b[0] == 0xff {
		b, n = b[2:], n-2
	}
	if !d.need(b, n, 1) || !d.deeper() {
		return
	}
	proto, size := uint16(b[0]), 1
	if proto&1 == 0 {
		if !d.need(b, n, 2) {
			return
		}
		proto, size = be16(b), 2
	}
	b, n = b[size:], n-uint32(size)
	if d.ip == nil {
		d.note(PPPBase+Protocol(proto), b, n)
	}
	switch proto {
	case pppIPv4, etherIPv4: // some put the EtherType there
		d.ip4or6(b, n)
	case pppIPv6:
		d.ipv6(b, n)
	case pppOSI:
		d.nlpid(b, n)
	case pppMPLS, pppMPLSMulti:
		d.mpls(b, n)
	case pppBridging:
		d.pppBridged(b, n)
	case pppMultilink:
		// A datagram's only fragment, beginning and end in one, is whole (RFC 1990 §3).
		if d.need(b, n, 4) && b[0]&0xc0 == 0xc0 {
			d.ppp(b[4:], n-4)
		}
	}
}

// pppBridged decodes a bridged frame (RFC 3518 §4.1): flags, MAC type, and for
// Ethernet the frame.
func (d *Decoder) pppBridged(b []byte, n uint32) {
	if d.need(b, n, 2) && b[1] == 1 {
		d.ethernet(b[2:], n-2)
	}
}

// cHDLC decodes Cisco's HDLC: address, control, EtherType.
func (d *Decoder) cHDLC(b []byte, n uint32) {
	if !d.need(b, n, 4) || !d.deeper() {
		return
	}
	t := be16(b[2:])
	d.etherType(t, b[4:], n-4)
}

// frameRelay decodes a Q.922 address and what RFC 2427 puts after it.
func (d *Decoder) frameRelay(b []byte, n uint32) {
	size := 0
	for { // the address ends with the first byte whose low bit is set
		if !d.need(b, n, size+1) {
			return
		}
		size++
		if b[size-1]&1 != 0 {
			break
		}
		if size == 4 {
			d.oddity(BadLinkHeader)
			return
		}
	}
	b, n = b[size:], n-uint32(size)
	if !d.need(b, n, 2) || !d.deeper() {
		return
	}
	if b[0] != 3 { // not unnumbered information: Cisco's, an EtherType
		d.etherType(be16(b), b[2:], n-2)
		return
	}
	b, n = b[1:], n-1
	if b[0] == 0 { // a pad byte
		b, n = b[1:], n-1
	}
	d.nlpid(b, n)
}

// nlpid decodes a network layer protocol identifier (ISO/IEC TR 9577).
func (d *Decoder) nlpid(b []byte, n uint32) {
	if !d.need(b, n, 1) {
		return
	}
	switch b[0] {
	case 0xcc:
		d.noteIfNone(etherIPv4, b[1:], n-1)
		d.ip4or6(b[1:], n-1)
	case 0x8e:
		d.noteIfNone(etherIPv6, b[1:], n-1)
		d.ipv6(b[1:], n-1)
	case 0x80:
		d.snap(b[1:], n-1, 0)
	case 0xcf:
		d.ppp(b[1:], n-1)
	default: // OSI's own: ES-IS, IS-IS, CLNP
		d.noteIfNone(LLCBase+sapOSI, b, n)
	}
}
