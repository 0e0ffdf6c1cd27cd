package packet

// GRE flags (RFC 2784, RFC 2890, RFC 2637).
const (
	greChecksum = 0x8000
	greRouting  = 0x4000
	greKey      = 0x2000
	greSequence = 0x1000
	greAck      = 0x0080
)

// GRE protocol types that are not EtherTypes used elsewhere.
const (
	greERSPAN  = 0x88be
	greERSPAN3 = 0x22eb
	greWCCP    = 0x883e
	greFrame   = 0x6559
	greEoIP    = 0x6400 // MikroTik
	greAruba   = 0x8200 // 0x8200, 0x8210, … 0x8370
	greAruba9  = 0x9000
)

// gre decodes a GRE header and what it carries.
func (d *Decoder) gre(b []byte, n uint32) {
	if !d.need(b, n, 4) || !d.deeper() {
		return
	}
	flags, proto := be16(b), be16(b[2:])
	size := 4
	if flags&(greChecksum|greRouting) != 0 {
		size += 4
	}
	if flags&greKey != 0 {
		size += 4
	}
	if flags&greSequence != 0 {
		size += 4
	}
	if flags&greAck != 0 && proto == etherPPP {
		size += 4
	}
	if flags&greRouting != 0 {
		for { // source route entries, until one of length 0 (RFC 1701)
			if !d.need(b, n, size+4) || !d.deeper() {
				return
			}
			length := int(b[size+3])
			last := be16(b[size:]) == 0 && length == 0
			size += 4 + length
			if last {
				break
			}
		}
	}
	if d.need(b, n, size) {
		d.greProtocol(proto, flags, b[size:], n-uint32(size))
	}
}

func (d *Decoder) greProtocol(proto, flags uint16, b []byte, n uint32) {
	switch {
	case proto == greERSPAN, proto == greERSPAN3:
		d.erspan(proto, flags, b, n)
	case proto == greWCCP:
		// Version 2 puts a redirect header of 4 bytes before the packet.
		if len(b) > 0 && b[0]>>4 != 4 {
			if !d.need(b, n, 4) {
				return
			}
			b, n = b[4:], n-4
		}
		d.ip4or6(b, n)
	case proto == greFrame:
		d.frameRelay(b, n)
	case proto >= greAruba && proto <= 0x8370 && proto&15 == 0, proto == greAruba9:
		d.wlan(b, n)
	case proto == etherCiscoMeta: // here its EtherType comes first
		if d.need(b, n, 8) {
			d.etherType(be16(b), b[8:], n-8)
		}
	case proto == greEoIP:
		d.ethernet(b, n)
	case len(b) == 0: // a keepalive
	default:
		switch proto {
		case etherIPv4, etherIPv6, etherMPLS, etherMPLSMulti, etherBridged, etherPPP, etherNSH:
			d.etherType(proto, b, n)
		}
	}
}

// erspan decodes ERSPAN types I to III (draft-foschiano-erspan §4): type I has
// no header, which GRE's lack of a sequence number tells, and the others say
// their version in the first nibble, whatever GRE called them.
func (d *Decoder) erspan(proto, flags uint16, b []byte, n uint32) {
	if proto == greERSPAN && flags&greSequence == 0 {
		d.ethernet(b, n)
		return
	}
	if !d.need(b, n, 8) {
		return
	}
	size, version := 8, b[0]>>4
	if version == 2 {
		if !d.need(b, n, 12) {
			return
		}
		size = 12
		if b[11]&1 != 0 { // platform-specific bytes
			size += 8
		}
		if frame := b[10] >> 2 & 0x1f; frame != 0 { // not Ethernet
			return
		}
	} else if version != 1 {
		d.oddity(BadTunnelHeader)
		return
	}
	if d.need(b, n, size) {
		d.ethernet(b[size:], n-uint32(size))
	}
}
