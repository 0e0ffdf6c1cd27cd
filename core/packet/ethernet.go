package packet

// EtherTypes that lead on to more headers (IEEE registration authority, and
// Wireshark's etypes.h for the unregistered ones).
const (
	etherIPv4       = 0x0800
	etherIPv6       = 0x86dd
	etherVLAN       = 0x8100
	etherQinQ       = 0x88a8
	etherQinQOld    = 0x9100
	etherMPLS       = 0x8847
	etherMPLSMulti  = 0x8848
	etherPPPoE      = 0x8864
	etherPPP        = 0x880b
	etherBridged    = 0x6558
	etherMACsec     = 0x88e5
	etherPBB        = 0x88e7
	etherFabricPath = 0x8903
	etherCiscoMeta  = 0x8909
	etherETag       = 0x893f
	etherNSH        = 0x894f
	etherVNTag      = 0x8926
	etherHSR        = 0x892f
	etherRTag       = 0xf1c1
	etherAristaAVSP = 0xd28b
	etherTRILL      = 0x22f3
	etherMin        = 0x0600 // below it, the field is IEEE 802.3's length
	maxLengthField  = 1500
)

// ethernet decodes an Ethernet header (IEEE 802.3 §3, or Ethernet II).
func (d *Decoder) ethernet(b []byte, n uint32) {
	if !d.need(b, n, 14) || !d.deeper() {
		return
	}
	d.macs(b)
	d.lengthOrType(be16(b[12:]), b[14:], n-14)
}

// lengthOrType decodes what follows the field that is a length to IEEE 802.3
// and a type to Ethernet II.
func (d *Decoder) lengthOrType(t uint16, b []byte, n uint32) {
	if t > maxLengthField {
		d.etherType(t, b, n)
		return
	}
	b, n = clip(b, n, uint32(t))
	if len(b) >= 2 && b[0] == 0xff && b[1] == 0xff { // Novell's IPX straight in 802.3
		d.note(etherIPX, b, n)
		return
	}
	d.llc(b, n)
}

// etherType decodes what an EtherType announces.
func (d *Decoder) etherType(t uint16, b []byte, n uint32) {
	if d.ip == nil {
		d.note(Protocol(t), b, n)
	}
	switch t {
	case etherIPv4:
		d.ip4or6(b, n)
	case etherIPv6:
		d.ipv6(b, n)
	case etherVLAN, etherQinQ, etherQinQOld:
		if d.need(b, n, 4) && d.deeper() {
			d.lengthOrType(be16(b[2:]), b[4:], n-4)
		}
	case etherMPLS, etherMPLSMulti:
		d.mpls(b, n)
	case etherPPPoE:
		d.pppoe(b, n)
	case etherPPP:
		d.ppp(b, n)
	case etherBridged:
		d.ethernet(b, n)
	default:
		d.etherTypeRare(t, b, n)
	}
}
