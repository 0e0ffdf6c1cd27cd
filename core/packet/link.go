package packet

// Link types (https://www.tcpdump.org/linktypes.html).
const (
	linkNull         = 0
	linkEthernet     = 1
	linkTokenRing    = 6
	linkARCNETBSD    = 7
	linkPPP          = 9
	linkFDDI         = 10
	linkATMBSD       = 11
	linkRawBSD       = 12
	linkRawOpenBSD   = 14
	linkPPPHDLC      = 50
	linkPPPEther     = 51
	linkATM1483      = 100
	linkRaw          = 101
	linkCHDLC        = 104
	linkWLAN         = 105
	linkCLIPBSD      = 16
	linkCLIPLinux    = 18
	linkCLIPAny      = 19
	linkCLIP         = 106
	linkFrameRelay   = 107
	linkLoop         = 108
	linkEnc          = 109
	linkSLL          = 113
	linkPFLog        = 117
	linkPrism        = 119
	linkOpenBSDCHDLC = 112
	linkIPoverFC     = 122
	linkSunATM       = 123
	linkRadiotap     = 127
	linkARCNETLinux  = 129
	linkAppleFW      = 138
	linkUser2        = 149
	linkAVS          = 163
	linkPPPD         = 166
	linkJuniperPPPoE = 167
	linkJuniperEth   = 178
	linkJuniperPPP   = 179
	linkJuniperFR    = 180
	linkJuniperCHDLC = 181
	linkPPI          = 192
	linkPPPDir       = 204
	linkFRDir        = 206
	linkCHDLCDir     = 205
	linkIPNet        = 226
	linkIPv4         = 228
	linkIPv6         = 229
	linkNFLog        = 239
	linkNetAnalyzer  = 240
	linkPKTAP        = 258
	linkMPacket      = 274
	linkSLL2         = 276
	linkBrcmTag      = 281
	linkBrcmPrepend  = 282
	linkDSATag       = 284
	linkEDSATag      = 285
)

// linkType decodes a frame from its first byte on.
func (d *Decoder) linkType(link uint16, b []byte, n uint32) {
	switch link {
	case linkEthernet:
		d.ethernet(b, n)
	case linkSLL:
		d.sll(b, n)
	case linkSLL2:
		d.sll2(b, n)
	case linkRaw, linkRawBSD, linkRawOpenBSD:
		d.raw(b, n)
	case linkIPv4:
		d.noteIfNone(etherIPv4, b, n)
		d.ip4or6(b, n)
	case linkIPv6:
		d.noteIfNone(etherIPv6, b, n)
		d.ipv6(b, n)
	case linkNull:
		d.null(b, n)
	case linkLoop:
		if d.need(b, n, 4) {
			d.addressFamily(be32(b), b[4:], n-4)
		}
	default:
		d.linkTypeRare(link, b, n)
	}
}

// noteIfNone is note for a frame in which no IP header was met yet.
func (d *Decoder) noteIfNone(proto Protocol, b []byte, n uint32) {
	if d.ip == nil {
		d.note(proto, b, n)
	}
}

// sll decodes a Linux cooked header, version 1: of the addresses it has the
// sender's alone.
func (d *Decoder) sll(b []byte, n uint32) {
	if !d.need(b, n, 16) || !d.deeper() {
		return
	}
	if be16(b[4:]) == 6 {
		d.src = b[6:12]
	}
	d.cooked(be16(b[2:]), be16(b[14:]), b[16:], n-16)
}

// sll2 decodes version 2.
func (d *Decoder) sll2(b []byte, n uint32) {
	if !d.need(b, n, 20) || !d.deeper() {
		return
	}
	if b[11] == 6 {
		d.src = b[12:18]
	}
	d.cooked(be16(b[8:]), be16(b), b[20:], n-20)
}

// cooked decodes what a Linux cooked header's protocol field announces, with
// regard to the device's ARPHRD type.
func (d *Decoder) cooked(device, proto uint16, b []byte, n uint32) {
	const (
		deviceRadiotap = 803
		deviceGRE      = 778
		deviceNetlink  = 824
		proto8023      = 1
		protoEthernet  = 3
		protoLLC       = 4
	)
	switch {
	case device == deviceRadiotap:
		d.radiotap(b, n)
	case device == deviceGRE:
		d.greProtocol(proto, 0, b, n)
	case device == deviceNetlink:
	case proto == protoLLC:
		d.llc(b, n)
	case proto == protoEthernet:
		d.ethernet(b, n)
	case proto == proto8023:
		d.note(etherIPX, b, n)
	case proto >= etherMin:
		d.etherType(proto, b, n)
	}
}

// raw decodes a link without header.
func (d *Decoder) raw(b []byte, n uint32) {
	if !d.need(b, n, 1) {
		return
	}
	switch b[0] >> 4 {
	case 4:
		d.note(etherIPv4, b, n)
		d.ipv4(b, n)
	case 6:
		d.note(etherIPv6, b, n)
		d.ipv6(b, n)
	default:
		d.rawAfterAll(b, n)
	}
}

// rawAfterAll decodes what some drivers leave before the packet on a link that
// they call raw: PPP's framing, or an Ethernet header's shape of zeros.
func (d *Decoder) rawAfterAll(b []byte, n uint32) {
	const pppFraming = 0xff03
	switch {
	case len(b) >= 2 && be16(b) == pppFraming:
		d.pppHDLC(b, n)
	case len(b) >= 8 && be16(b[6:]) == pppFraming:
		d.pppHDLC(b[6:], n-6)
	case len(b) >= 3 && be16(b[1:]) == pppFraming:
		d.pppHDLC(b[1:], n-1)
	case len(b) > 10 && [10]byte(b) == [10]byte{}:
		d.ip4or6(b[10:], n-10)
	default:
		d.oddity(BadIPVersion)
	}
}

// null decodes BSD's loopback header, an address family in the byte order of
// the machine that captured.
func (d *Decoder) null(b []byte, n uint32) {
	if !d.need(b, n, 4) {
		return
	}
	if be16(b) == 0xff03 {
		d.pppHDLC(b, n)
		return
	}
	family := bsdFamily(b)
	if family > maxLengthField {
		d.etherType(uint16(family), b[4:], n-4)
		return
	}
	d.addressFamily(family, b[4:], n-4)
}

// bsdFamily reads an address family in any of the ways that loopback drivers
// write it: 32 bits in either byte order, or 16 of them (IRIX). Older Linux
// wrote an EtherType, which is larger than any family.
func bsdFamily(b []byte) uint32 {
	family := le32(b)
	switch {
	case family&0xffff0000 == 0:
		if family&0xff == 0 && family < 0x600 { // IRIX: 16 bits, big-endian
			family >>= 8
		}
	case family < 0x060000: // IRIX, on a little-endian machine
		family >>= 16
	default:
		family = be32(b)
	}
	return family
}

// addressFamily decodes what one of the BSDs' AF_ numbers announces; each has
// its own for IPv6.
func (d *Decoder) addressFamily(family uint32, b []byte, n uint32) {
	switch family {
	case 2:
		d.note(etherIPv4, b, n)
		d.ip4or6(b, n)
	case 10, 24, 28, 30:
		d.note(etherIPv6, b, n)
		d.ipv6(b, n)
	}
}
