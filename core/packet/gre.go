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
	case proto == greERSPAN:
		d.erspan(flags, b, n)
	case proto == greERSPAN3:
		d.erspan3(b, n)
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
		d.wlan(b, n, 0)
	case len(b) == 0: // a keepalive
	case proto == etherVLAN, proto == etherQinQ:
	default:
		d.etherType(proto, b, n)
	}
}

// erspan decodes ERSPAN types I and II (draft-foschiano-erspan §4): type I has
// no header, and GRE's sequence number tells them apart.
func (d *Decoder) erspan(flags uint16, b []byte, n uint32) {
	if flags&greSequence == 0 {
		d.ethernet(b, n)
		return
	}
	if d.need(b, n, 8) {
		d.ethernet(b[8:], n-8)
	}
}

// erspan3 decodes ERSPAN type III, whose last bit announces 8 bytes more.
func (d *Decoder) erspan3(b []byte, n uint32) {
	if !d.need(b, n, 12) {
		return
	}
	size := 12
	if b[11]&1 != 0 {
		size += 8
	}
	if !d.need(b, n, size) {
		return
	}
	switch frame := b[10] >> 2 & 0x1f; frame {
	case 0:
		d.ethernet(b[size:], n-uint32(size))
	case 2:
		d.ip4or6(b[size:], n-uint32(size))
	}
}
