package packet

// mpls decodes a label stack (RFC 3032 §2.1). Nothing in it says what it
// carries; the first nibble does (RFC 4928), or else it is a pseudowire's.
func (d *Decoder) mpls(b []byte, n uint32) {
	for {
		if !d.need(b, n, 4) || !d.deeper() {
			return
		}
		bottom := b[2]&1 != 0
		b, n = b[4:], n-4
		if bottom {
			break
		}
	}
	if len(b) == 0 {
		return
	}
	switch b[0] >> 4 {
	case 4:
		d.ipv4(b, n)
	case 6:
		d.ipv6(b, n)
	case 1: // associated channel (RFC 4385 §5)
		if d.need(b, n, 4) {
			switch be16(b[2:]) {
			case 0x0021:
				d.ip4or6(b[4:], n-4)
			case 0x0057:
				d.ipv6(b[4:], n-4)
			}
		}
	default:
		d.pseudowire(b, n)
	}
}

// pseudowire decodes Ethernet over MPLS (RFC 4448). Whether there is a control
// word, which begins with a zero nibble, only the frame behind it can tell.
func (d *Decoder) pseudowire(b []byte, n uint32) {
	const controlWord = 4
	plain := plausibleEthernet(b)
	if b[0]>>4 == 0 && n > controlWord && len(b) > controlWord {
		if !plain || plausibleEthernet(b[controlWord:]) {
			d.ethernet(b[controlWord:], n-controlWord)
			return
		}
	}
	if plain {
		d.ethernet(b, n)
	}
}

// plausibleEthernet says whether b may begin with an Ethernet header: one
// sender, and a type that is in use or a length that fits.
func plausibleEthernet(b []byte) bool {
	if len(b) < 14 || b[6]&1 != 0 {
		return false
	}
	t := be16(b[12:])
	if t <= maxLengthField {
		return t >= 3 && int(t) <= len(b)-14 // LLC's header is 3 bytes
	}
	_, known := etherTypeNames[uint32(t)]
	return known
}

// etherTypeRare decodes the EtherTypes that few networks carry.
func (d *Decoder) etherTypeRare(t uint16, b []byte, n uint32) {
	switch t {
	case etherPBB: // IEEE 802.1ah: I-TAG of 4 bytes, then a frame
		if d.need(b, n, 18) && d.deeper() {
			d.lengthOrType(be16(b[16:]), b[18:], n-18)
		}
	case etherETag: // IEEE 802.1BR
		d.tagged(b, n, 8)
	case etherRTag, etherVNTag, etherHSR: // IEEE 802.1CB; Cisco; IEC 62439-3
		d.tagged(b, n, 6)
	case etherFabricPath: // 2 bytes of tree and hop count, then a frame
		if d.need(b, n, 2) {
			d.ethernet(b[2:], n-2)
		}
	case etherNSH:
		d.nsh(b, n)
	case etherMACsec:
		d.macsec(b, n)
	case etherAristaAVSP:
		d.arista(b, n)
	case etherCiscoMeta:
		d.ciscoMeta(b, n)
	case etherTRILL: // RFC 6325 §3: 6 bytes and options in units of 4
		if d.need(b, n, 6) {
			size := 6 + int(be16(b)>>6&0x1f)*4
			if d.need(b, n, size) {
				d.ethernet(b[size:], n-uint32(size))
			}
		}
	}
}

// tagged passes a tag of size bytes that ends with the next EtherType.
func (d *Decoder) tagged(b []byte, n uint32, size int) {
	if d.need(b, n, size) && d.deeper() {
		d.lengthOrType(be16(b[size-2:]), b[size:], n-uint32(size))
	}
}

// macsec decodes an IEEE 802.1AE frame that is authenticated but not encrypted.
func (d *Decoder) macsec(b []byte, n uint32) {
	if !d.need(b, n, 6) || !d.deeper() {
		return
	}
	const icv = 16
	control, short := b[0], uint32(b[1]&0x3f)
	if control&0x80 != 0 || control&0x0c != 0 { // version 1; encrypted or changed
		return
	}
	size := 6
	if control&0x20 != 0 { // explicit secure channel identifier
		size += 8
	}
	if !d.need(b, n, size+2) {
		return
	}
	b, n = b[size:], n-uint32(size)
	switch {
	case short != 0: // a frame that would have been padded says its length
		b, n = clip(b, n, short)
	case n > icv:
		b, n = clip(b, n, n-icv)
	}
	if d.need(b, n, 2) {
		d.lengthOrType(be16(b), b[2:], n-2)
	}
}

// arista decodes Arista's timestamp header, which stands before the frame's own
// EtherType: subtype 1, a version that says clock and width, the time.
func (d *Decoder) arista(b []byte, n uint32) {
	const utc = 0x0100
	if !d.need(b, n, 4) || !d.deeper() {
		return
	}
	if be16(b) != 1 {
		d.tagged(b, n, 4)
		return
	}
	switch be16(b[2:]) &^ utc {
	case 0x10: // 64 bits
		d.tagged(b, n, 14)
	case 0x20: // 48 bits
		d.tagged(b, n, 12)
	}
}

// ciscoMeta decodes Cisco's metadata header: version, length, options, EtherType.
func (d *Decoder) ciscoMeta(b []byte, n uint32) {
	if d.need(b, n, 8) && d.deeper() {
		d.etherType(be16(b[6:]), b[8:], n-8)
	}
}
