package packet

// etherIPX is also what Novell's raw 802.3 frames count under.
const etherIPX = 0x8137

// LLC service access points (IEEE 802.2).
const (
	sapIP      = 0x06
	sapSNAP    = 0xaa
	sapSTP     = 0x42
	sapNetWare = 0xe0
	sapNetBIOS = 0xf0
	sapOSI     = 0xfe
	sapGlobal  = 0xff
)

// llc decodes an IEEE 802.2 header and SNAP's (IEEE 802 §9).
func (d *Decoder) llc(b []byte, n uint32) {
	if !d.need(b, n, 3) || !d.deeper() {
		return
	}
	if d.ip == nil {
		d.note(LLCBase+Protocol(b[0]), b, n)
	}
	size := 3
	if b[2]&3 != 3 { // information and supervisory frames have two control bytes
		size = 4
	}
	if !d.need(b, n, size) {
		return
	}
	control := b[2]
	if control&1 != 0 && control != 3 { // neither information nor unnumbered information
		return
	}
	switch {
	case b[0] == sapSNAP && b[1] == sapSNAP:
		d.snap(b[size:], n-uint32(size), 2)
	case b[0] == sapIP:
		d.ip4or6(b[size:], n-uint32(size))
	}
}

// snap decodes the organisation code and type that follow LLC. A bridged frame
// begins after pad bytes (2 behind LLC, RFC 2684 §5.2; none in Frame Relay).
func (d *Decoder) snap(b []byte, n uint32, pad int) {
	if !d.need(b, n, 5) {
		return
	}
	oui, pid := be32(b)>>8, be16(b[3:])
	b, n = b[5:], n-5
	switch oui {
	case 0x000000, 0x0000f8: // RFC 1042; Apple and Cisco bridges
		d.etherType(pid, b, n)
	case 0x0080c2: // IEEE 802.1's: bridged frames, with or without FCS
		if pid == 0x0001 || pid == 0x0007 {
			d.after(pad, b, n, d.ethernet)
		}
	default:
		if d.ip == nil && pid >= etherMin {
			d.note(Protocol(pid), b, n)
		} else if d.ip == nil {
			d.payload, d.wire = b, n
		}
	}
}
