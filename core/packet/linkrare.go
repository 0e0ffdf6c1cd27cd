package packet

// linkTypeRare decodes the link types that few captures have.
func (d *Decoder) linkTypeRare(link uint16, b []byte, n uint32) {
	switch link {
	case linkPPP, linkPPPHDLC, linkPPPD:
		d.pppHDLC(b, n)
	case linkPPPDir:
		d.after(1, b, n, d.pppHDLC)
	case linkCHDLCDir:
		d.after(1, b, n, d.cHDLC)
	case linkFRDir:
		d.after(1, b, n, d.frameRelay)
	case linkPPPEther:
		d.pppoe(b, n)
	case linkCHDLC, linkOpenBSDCHDLC:
		d.cHDLC(b, n)
	case linkFrameRelay:
		d.frameRelay(b, n)
	case linkWLAN:
		d.wlan(b, n)
	case linkRadiotap:
		d.radiotap(b, n)
	case linkAVS:
		d.avs(b, n)
	case linkPPI:
		d.ppi(b, n)
	case linkFDDI:
		d.fddi(b, n)
	case linkTokenRing:
		d.tokenRing(b, n)
	case linkARCNETBSD:
		d.arcnet(b, n, 2)
	case linkARCNETLinux:
		d.arcnet(b, n, 4)
	case linkATM1483, linkATMBSD:
		d.llc(b, n)
	case linkCLIP, linkCLIPBSD, linkCLIPLinux, linkCLIPAny:
		d.ip4or6(b, n)
	case linkMPacket: // IEEE 802.3br: preamble and start delimiter, 8 bytes
		if len(b) > 0 && b[0] == 0x55 {
			d.after(8, b, n, d.ethernet)
			return
		}
		d.ethernet(b, n)
	case linkSunATM:
		d.after(4, b, n, d.sunATM(b))
	case linkIPoverFC:
		d.after(16, b, n, d.llc)
	case linkNFLog:
		d.nflog(b, n)
	case linkPKTAP, linkUser2:
		d.pktap(b, n)
	case linkNetAnalyzer:
		d.after(4, b, n, d.ethernet)
	case linkAppleFW:
		if d.need(b, n, 18) {
			d.etherType(be16(b[16:]), b[18:], n-18)
		}
	case linkEnc:
		if d.need(b, n, 12) {
			d.addressFamily(bsdFamily(b), b[12:], n-12)
		}
	case linkIPNet:
		d.after(24, b, n, d.ip4or6)
	case linkJuniperEth:
		d.juniper(b, n, d.ethernet)
	case linkJuniperPPPoE:
		d.juniper(b, n, d.ethernet)
	case linkJuniperFR:
		d.juniper(b, n, d.frameRelay)
	case linkJuniperCHDLC:
		d.juniper(b, n, d.cHDLC)
	case linkJuniperPPP:
		d.juniper(b, n, func(b []byte, n uint32) { d.after(2, b, n, d.ppp) })
	case linkBrcmTag, linkDSATag:
		d.tagAfterMACs(4, b, n)
	case linkEDSATag:
		d.tagAfterMACs(8, b, n)
	case linkBrcmPrepend:
		d.after(4, b, n, d.ethernet)
	case linkPrism:
		d.prism(b, n)
	case linkPFLog:
		d.pflog(b, n)
	default:
		d.oddity(UnknownLink)
	}
}

// pflog decodes the header of OpenBSD's packet filter log: its length, which is
// padded to four bytes, then the address family.
func (d *Decoder) pflog(b []byte, n uint32) {
	if !d.need(b, n, 4) || !d.deeper() {
		return
	}
	size := (int(b[0]) + 3) &^ 3
	if size < 4 {
		d.oddity(BadLinkHeader)
		return
	}
	if d.need(b, n, size) {
		d.addressFamily(uint32(b[1]), b[size:], n-uint32(size))
	}
}

// after passes a header of size bytes in which there is nothing to know.
func (d *Decoder) after(size int, b []byte, n uint32, next func([]byte, uint32)) {
	if d.need(b, n, size) && d.deeper() {
		next(b[size:], n-uint32(size))
	}
}

// tagAfterMACs decodes an Ethernet frame with a switch's own tag of size bytes
// between addresses and EtherType.
func (d *Decoder) tagAfterMACs(size int, b []byte, n uint32) {
	if d.need(b, n, 14+size) {
		d.macs(b)
		d.lengthOrType(be16(b[12+size:]), b[14+size:], n-14-uint32(size))
	}
}

// fddi decodes FDDI (ANSI X3.139): frame control, addresses, then LLC.
func (d *Decoder) fddi(b []byte, n uint32) {
	if !d.need(b, n, 13) || !d.deeper() {
		return
	}
	d.macs(b[1:])
	if b[0]&0xf0 == 0x50 {
		d.llc(b[13:], n-13)
	}
}

// tokenRing decodes IEEE 802.5: access and frame control, addresses, a source
// route where the sender's top bit says so, then LLC.
func (d *Decoder) tokenRing(b []byte, n uint32) {
	if !d.need(b, n, 14) || !d.deeper() {
		return
	}
	d.macs(b[2:])
	if b[1]&0xc0 != 0x40 {
		return
	}
	size := 14
	if b[8]&0x80 != 0 {
		if !d.need(b, n, 16) {
			return
		}
		size += int(b[14] & 0x1f)
	}
	if d.need(b, n, size) {
		d.llc(b[size:], n-uint32(size))
	}
}

// arcnet decodes ARCNET's frames as BSD and as Linux capture them, which
// differ in the bytes before the protocol (RFC 1201, RFC 1051).
func (d *Decoder) arcnet(b []byte, n uint32, before int) {
	if !d.need(b, n, before+1) || !d.deeper() {
		return
	}
	proto := b[before]
	b, n = b[before+1:], n-uint32(before)-1
	if proto != 0xf0 && proto != 0xf1 { // RFC 1201: split flag and sequence number
		size := 3
		if len(b) > 0 && b[0] == 0xff {
			size += 4
		}
		if !d.need(b, n, size) {
			return
		}
		b, n = b[size:], n-uint32(size)
	}
	switch proto {
	case 0xd4, 0xf0:
		d.etherType(etherIPv4, b, n)
	case 0xd5, 0xf1:
		d.etherType(0x0806, b, n)
	case 0xc4:
		d.etherType(etherIPv6, b, n)
	}
}

// nflog decodes Linux's netfilter log: an address family, then attributes in
// the machine's byte order, of which one is the packet and another its EtherType.
func (d *Decoder) nflog(b []byte, n uint32) {
	const packetHeader, payload = 1, 9
	if !d.need(b, n, 4) {
		return
	}
	proto := uint16(0)
	switch b[0] {
	case 2:
		proto = etherIPv4
	case 10:
		proto = etherIPv6
	}
	b, n = b[4:], n-4
	for d.need(b, n, 4) && d.deeper() {
		size := uint32(le16(b))
		if size < 4 || size > n {
			d.oddity(BadLinkHeader)
			return
		}
		switch kind := le16(b[2:]); {
		case kind == payload:
			b, n = clip(b[4:], n-4, size-4)
			d.etherType(proto, b, n)
			return
		case kind == packetHeader && size >= 6 && d.need(b, n, 6):
			proto = be16(b[4:])
		}
		size = (size + 3) &^ 3
		if !d.need(b, n, int(size)) {
			return
		}
		b, n = b[size:], n-size
	}
}

// pktap decodes Apple's PKTAP header, which names the link type inside.
func (d *Decoder) pktap(b []byte, n uint32) {
	const smallest = 108
	if !d.need(b, n, smallest) || !d.deeper() {
		return
	}
	size, link := le32(b), le32(b[8:])
	if size < smallest || size > uint32(len(b)) || link > 0xffff || link == linkPKTAP {
		d.oddity(BadLinkHeader)
		return
	}
	if le32(b[4:]) != 1 { // not a packet
		return
	}
	d.linkType(uint16(link), b[size:], n-size)
}

// juniper decodes the header that Juniper's routers put before a frame: magic
// bytes, flags, extensions if there are any, and the frame from its link
// header or, if that was stripped, an address family on.
func (d *Decoder) juniper(b []byte, n uint32, next func([]byte, uint32)) {
	const magic, noLinkHeader, extended = 0x4d4743, 0x02, 0x80
	if !d.need(b, n, 4) || !d.deeper() {
		return
	}
	if be32(b)>>8 != magic { // older routers don't write the header
		next(b, n)
		return
	}
	flags, size := b[3], 4
	if flags&extended != 0 {
		if !d.need(b, n, 6) {
			return
		}
		size = 6 + int(be16(b[4:]))
	}
	if !d.need(b, n, size) {
		return
	}
	b, n = b[size:], n-uint32(size)
	if flags&noLinkHeader != 0 {
		if d.need(b, n, 4) {
			d.addressFamily(le32(b), b[4:], n-4)
		}
		return
	}
	next(b, n)
}

// sunATM chooses how to decode what follows SunATM's header, by the traffic
// type in it or, where it says none, by how it looks.
func (d *Decoder) sunATM(b []byte) func([]byte, uint32) {
	const emulatedLAN, multiplexed = 1, 2
	lan := func(b []byte, n uint32) { d.after(2, b, n, d.ethernet) }
	if len(b) < 7 {
		return d.llc
	}
	kind, first := b[0]&15, b[4]
	switch {
	case kind == emulatedLAN:
		return lan
	case kind == multiplexed, first == sapSNAP && b[5] == sapSNAP && b[6] == 3:
		return d.llc
	case first>>4 == 4, first>>4 == 6:
		return d.ip4or6
	case kind == 0:
		return lan
	}
	return func([]byte, uint32) {}
}
