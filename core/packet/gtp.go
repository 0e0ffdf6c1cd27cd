package packet

// gtp decodes a GTP-U or GTP' message that carries a user's packet (3GPP
// TS 29.281 §5.1, TS 29.060 §6 for version 0, TS 32.295 for GTP').
func (d *Decoder) gtp(port uint16, b []byte, n uint32) {
	const userPacket = 255
	if !d.need(b, n, 8) || !d.deeper() || b[1] != userPacket {
		return
	}
	version, prime := b[0]>>5, b[0]&0x10 == 0
	size := 8
	switch {
	case version == 0 && prime && b[0]&1 != 0:
		size = 6
	case version == 0:
		size = 20
	case version != 1:
		return
	case prime:
		size = 6
	case b[0]&7 != 0:
		size = 12
	}
	if !d.need(b, n, size+1) {
		return
	}
	if size == 12 && b[0]&4 != 0 {
		for next := b[11]; next != 0; { // extension headers, in units of 4 bytes
			if !d.need(b, n, size+1) || !d.deeper() {
				return
			}
			length := int(b[size]) * 4
			if length == 0 {
				d.oddity(BadTunnelHeader)
				return
			}
			size += length
			if !d.need(b, n, size) {
				return
			}
			next = b[size-1]
		}
	}
	fixed := uint32(8) // what the length field doesn't count
	if size == 6 || size == 20 {
		fixed = uint32(size)
	}
	length := uint32(be16(b[2:]))
	b, n = clip(b, n, fixed+length)
	if d.need(b, n, size) {
		d.gtpPacket(b[size:], n-uint32(size))
	}
}

// gtpPacket tells IP from PPP by the first byte, as the header doesn't say.
func (d *Decoder) gtpPacket(b []byte, n uint32) {
	if len(b) == 0 {
		return
	}
	switch first := b[0]; {
	case first >= 0x45 && first <= 0x4e:
		d.ipv4(b, n)
	case first>>4 == 6:
		d.ipv6(b, n)
	default:
		d.ppp(b, n)
	}
}
