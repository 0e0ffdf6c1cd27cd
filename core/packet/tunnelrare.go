package packet

// teredo decodes Teredo's optional headers before its IPv6 packet
// (RFC 4380 §5.1.1).
func (d *Decoder) teredo(b []byte, n uint32) {
	if len(b) >= 4 && b[0] == 0 && b[1] == 1 {
		size := 4 + int(b[2]) + int(b[3]) + 9
		if !d.need(b, n, size) {
			return
		}
		b, n = b[size:], n-uint32(size)
	}
	if len(b) >= 8 && b[0] == 0 && b[1] == 0 {
		b, n = b[8:], n-8
	}
	if len(b) > 0 && b[0]>>4 == 6 {
		d.ipv6(b, n)
	}
}

// l2tp decodes L2TPv2 data messages (RFC 2661 §3.1).
func (d *Decoder) l2tp(b []byte, n uint32) {
	if !d.need(b, n, 6) || !d.deeper() {
		return
	}
	flags := be16(b)
	if flags&0x8000 != 0 || flags&15 != 2 { // control, or not version 2
		return
	}
	size := 6
	if flags&0x4000 != 0 {
		size += 2
	}
	if flags&0x0800 != 0 {
		size += 4
	}
	if flags&0x0200 != 0 {
		if !d.need(b, n, size+2) {
			return
		}
		size += 2 + int(be16(b[size:]))
	}
	if d.need(b, n, size+1) {
		d.ppp(b[size:], n-uint32(size))
	}
}

// pim decodes the multicast packet in a PIM register (RFC 7761 §4.9.3).
func (d *Decoder) pim(b []byte, n uint32) {
	if !d.need(b, n, 8) || b[0] != 0x21 || n == 8 {
		return
	}
	if v := len(b) > 8 && b[8]>>4 == 4 || len(b) > 8 && b[8]>>4 == 6; v {
		d.ip4or6(b[8:], n-8)
	}
}

// lisp decodes LISP data packets (RFC 9300 §5) and the packets that its
// encapsulated control messages hold (RFC 9301 §5.8).
func (d *Decoder) lisp(port uint16, b []byte, n uint32) {
	switch {
	case port == portLISPData && d.need(b, n, 9):
		d.ip4or6(b[8:], n-8)
	case port == portLISP && len(b) > 4 && b[0]>>4 == 8:
		d.ip4or6(b[4:], n-4)
	}
}

// ayiya decodes SixXS's "anything in anything" (draft-massar-v6ops-ayiya §4).
func (d *Decoder) ayiya(b []byte, n uint32) {
	if !d.need(b, n, 8) || !d.deeper() {
		return
	}
	size := 8 + 1<<(b[0]>>4) + int(b[1]>>4)*4
	if d.need(b, n, size) && b[2]&15 == 1 { // opcode: forward
		d.tunnelled(Protocol(b[3]), b[size:], n-uint32(size))
	}
}

// tunnelled decodes IP or another tunnel named by an IP protocol number.
func (d *Decoder) tunnelled(proto Protocol, b []byte, n uint32) {
	switch proto {
	case protoIPv4:
		d.ip4or6(b, n)
	case protoIPv6:
		d.ipv6(b, n)
	default:
		d.ipTunnel(proto, b, n)
	}
}

// capwap decodes a CAPWAP data message that carries a whole frame
// (RFC 5415 §4.3).
func (d *Decoder) capwap(b []byte, n uint32) {
	if !d.need(b, n, 8) || !d.deeper() || b[0]&15 == 1 { // encrypted
		return
	}
	size := int(b[1]>>3) * 4
	flags := be16(b[2:])
	if flags&0x80 != 0 || size < 8 || !d.need(b, n, size) { // a fragment
		return
	}
	native := flags&0x100 != 0 // T: the payload is what wireless binding says
	if native {
		if b, n = b[size:], n-uint32(size); d.need(b, n, 2) {
			d.wlanFrame(be16(b), b, n) // the two bytes swapped, as Cisco's controllers send them
		}
	} else {
		d.ethernet(b[size:], n-uint32(size))
	}
}

// amt decodes the multicast data messages of automatic multicast tunnelling
// (RFC 7450 §5.1.6).
func (d *Decoder) amt(b []byte, n uint32) {
	const multicastData = 6
	if d.need(b, n, 2) && b[0] == multicastData {
		d.ip4or6(b[2:], n-2)
	}
}

// tzsp decodes the TaZmen sniffer protocol: a header of 4 bytes, tags up to an
// end tag, and a frame.
func (d *Decoder) tzsp(b []byte, n uint32) {
	const padding, end = 0, 1
	const ethernet, wlan = 1, 18
	if !d.need(b, n, 4) || !d.deeper() || b[0] != 1 || b[1] > 1 {
		return
	}
	encapsulation := be16(b[2:])
	for b, n = b[4:], n-4; d.need(b, n, 1); {
		size := 1
		tag := b[0]
		if tag != padding && tag != end {
			if !d.need(b, n, 2) {
				return
			}
			size = 2 + int(b[1])
		}
		if !d.need(b, n, size) || !d.deeper() {
			return
		}
		b, n = b[size:], n-uint32(size)
		if tag == end {
			break
		}
	}
	switch encapsulation {
	case ethernet:
		d.ethernet(b, n)
	case wlan:
		d.wlan(b, n)
	}
}
