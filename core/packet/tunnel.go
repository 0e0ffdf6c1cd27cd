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
