package packet

// UDP ports that tunnels are known by (IANA service names; 8472 is what Linux
// used for VXLAN before 4789 was assigned, and OTV's, whose header has the same
// shape).
const (
	portL2TP       = 1701
	portGTPC       = 2123
	portGTPU       = 2152
	portAMT        = 2268
	portGTPPrime   = 3386
	portTeredo     = 3544
	portLISPData   = 4341
	portLISP       = 4342
	portGREinUDP   = 4754
	portVXLAN      = 4789
	portVXLANGPE   = 4790
	portAYIYA      = 5072
	portCAPWAPData = 5247
	portGeneve     = 6081
	portMPLS       = 6635
	portVXLANLinux = 8472
	portTZSP       = 37008
)

// udpTunnel decodes the tunnel that one of a datagram's ports names. Wireshark
// asks the lower port first; so does this.
func (d *Decoder) udpTunnel(h *Header) {
	lo, hi := h.SrcPort, h.DstPort
	if lo > hi {
		lo, hi = hi, lo
	}
	if hi < portL2TP || len(h.Payload) == 0 {
		return
	}
	if !d.udpTunnelPort(lo, h.Payload, h.PayloadLen) {
		d.udpTunnelPort(hi, h.Payload, h.PayloadLen)
	}
}

func (d *Decoder) udpTunnelPort(port uint16, b []byte, n uint32) bool {
	switch port {
	case portVXLAN, portVXLANLinux:
		d.vxlan(b, n)
	case portVXLANGPE:
		d.vxlanGPE(b, n)
	case portGeneve:
		d.geneve(b, n)
	case portGTPC, portGTPU, portGTPPrime:
		d.gtp(port, b, n)
	case portTeredo:
		d.teredo(b, n)
	case portL2TP:
		d.l2tp(b, n)
	case portMPLS:
		d.mpls(b, n)
	case portLISPData, portLISP:
		d.lisp(port, b, n)
	case portAYIYA:
		d.ayiya(b, n)
	case portCAPWAPData:
		d.capwap(b, n)
	case portAMT:
		d.amt(b, n)
	case portGREinUDP:
		d.gre(b, n)
	case portTZSP:
		d.tzsp(b, n)
	default:
		return false
	}
	return true
}

// ipTunnel decodes the tunnels that are IP protocols of their own.
func (d *Decoder) ipTunnel(proto Protocol, b []byte, n uint32) {
	switch proto {
	case protoGRE:
		d.gre(b, n)
	case protoEtherIP: // RFC 3378: version 3 in 2 bytes
		if d.need(b, n, 2) {
			d.ethernet(b[2:], n-2)
		}
	case protoEthernet: // RFC 8986 §9
		d.ethernet(b, n)
	case protoMPLS:
		d.mpls(b, n)
	case protoPIM:
		d.pim(b, n)
	}
}

// vxlan decodes VXLAN (RFC 7348 §5).
func (d *Decoder) vxlan(b []byte, n uint32) {
	if d.need(b, n, 8) && d.deeper() {
		d.ethernet(b[8:], n-8)
	}
}

// vxlanGPE decodes VXLAN's generic protocol extension
// (draft-ietf-nvo3-vxlan-gpe §3).
func (d *Decoder) vxlanGPE(b []byte, n uint32) {
	if !d.need(b, n, 8) || !d.deeper() {
		return
	}
	if b[0]&0x04 == 0 { // it doesn't say what follows
		return
	}
	d.nextProtocol(b[3], b[8:], n-8)
}

// nextProtocol decodes what NSH and VXLAN-GPE number alike (RFC 8300 §2.2).
func (d *Decoder) nextProtocol(proto byte, b []byte, n uint32) {
	switch proto {
	case 1:
		d.ip4or6(b, n)
	case 2:
		d.ipv6(b, n)
	case 3:
		d.ethernet(b, n)
	case 4:
		d.nsh(b, n)
	case 5:
		d.mpls(b, n)
	}
}

// nsh decodes a network service header (RFC 8300 §2.2).
func (d *Decoder) nsh(b []byte, n uint32) {
	if !d.need(b, n, 8) || !d.deeper() {
		return
	}
	size := int(b[1]&0x3f) * 4
	if b[2]&15 == 1 { // metadata of fixed length
		size = 24
	}
	if size < 8 {
		d.oddity(BadTunnelHeader)
		return
	}
	if d.need(b, n, size) {
		d.nextProtocol(b[3], b[size:], n-uint32(size))
	}
}

// geneve decodes Geneve (RFC 8926 §3.4).
func (d *Decoder) geneve(b []byte, n uint32) {
	if !d.need(b, n, 8) || !d.deeper() {
		return
	}
	size := 8 + int(b[0]&0x3f)*4
	if d.need(b, n, size) {
		d.etherType(be16(b[2:]), b[size:], n-uint32(size))
	}
}

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
		d.wlan(b[size:], n-uint32(size), capwapWLAN)
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
		d.wlan(b, n, 0)
	}
}
