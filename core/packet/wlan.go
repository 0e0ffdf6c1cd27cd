package packet

// radiotap decodes a radiotap header (radiotap.org) and the frame behind it.
func (d *Decoder) radiotap(b []byte, n uint32) {
	const hasTimestamp, hasFlags, more = 1 << 0, 1 << 1, 1 << 31
	const flagFCS = 0x10
	if !d.need(b, n, 8) || !d.deeper() {
		return
	}
	size := int(le16(b[2:]))
	if size < 8 {
		d.oddity(BadLinkHeader)
		return
	}
	if !d.need(b, n, size) {
		return
	}
	present := le32(b[4:])
	at := 8
	for words := present; words&more != 0 && at+4 <= size; at += 4 {
		words = le32(b[at:])
	}
	fcs := false
	if present&hasFlags != 0 {
		if present&hasTimestamp != 0 {
			at = (at+7)&^7 + 8
		}
		fcs = at < size && b[at]&flagFCS != 0
	}
	b, n = b[size:], n-uint32(size)
	if fcs && n >= 4 {
		b, n = clip(b, n, n-4)
	}
	d.wlan(b, n)
}

// avs decodes the AVS capture header: its length is the second word.
func (d *Decoder) avs(b []byte, n uint32) {
	if !d.need(b, n, 8) {
		return
	}
	size := be32(b[4:])
	if size < 8 || size > 256 {
		d.oddity(BadLinkHeader)
		return
	}
	if d.need(b, n, int(size)) {
		d.wlan(b[size:], n-size)
	}
}

// prism decodes the Prism monitor header: a message code, then the header's
// length, in the byte order of the machine that captured. Some drivers put an
// AVS header in its place.
func (d *Decoder) prism(b []byte, n uint32) {
	const avsMagic = 0x80211000
	if !d.need(b, n, 8) || !d.deeper() {
		return
	}
	if be32(b)&0xfffff000 == avsMagic {
		d.avs(b, n)
		return
	}
	size := min(le32(b[4:]), be32(b[4:]))
	if size < 8 || size > 1024 {
		d.oddity(BadLinkHeader)
		return
	}
	if d.need(b, n, int(size)) {
		d.wlan(b[size:], n-size)
	}
}

// ppi decodes a per-packet information header, which names the link type.
func (d *Decoder) ppi(b []byte, n uint32) {
	if !d.need(b, n, 8) || !d.deeper() {
		return
	}
	size, link := int(le16(b[2:])), le32(b[4:])
	if size < 8 || link > 0xffff || link == linkPPI {
		d.oddity(BadLinkHeader)
		return
	}
	if d.need(b, n, size) {
		d.linkType(uint16(link), b[size:], n-uint32(size))
	}
}

// wlan decodes an IEEE 802.11 MAC header (§9.2) without a frame check sequence.
func (d *Decoder) wlan(b []byte, n uint32) {
	if d.need(b, n, 2) {
		d.wlanFrame(le16(b), b, n)
	}
}

// wlanFrame is wlan with the frame control field given.
func (d *Decoder) wlanFrame(control uint16, b []byte, n uint32) {
	const (
		typeData             = 2
		toDS, fromDS         = 1 << 8, 1 << 9
		moreFragments, order = 1 << 10, 1 << 15
		protected            = 1 << 14
	)
	if !d.need(b, n, 10) || !d.deeper() {
		return
	}
	d.wlanAddresses(control, b)
	kind, subtype := control>>2&3, control>>4&15
	if control&3 != 0 || kind != typeData || subtype&4 != 0 { // no data in it
		return
	}
	size := 24
	qos := subtype&8 != 0
	if control&(toDS|fromDS) == toDS|fromDS && !beginsSNAP(b, size, qos) {
		size += 6
	}
	aggregate := false
	if qos {
		if !d.need(b, n, size+2) {
			return
		}
		aggregate = b[size]&0x80 != 0
		size += 2
		if control&order != 0 {
			size += 4
		}
	}
	if !d.need(b, n, size) || control&protected != 0 {
		return
	}
	// The rest is in other frames. A last fragment is let pass, as Wireshark
	// does: some controllers number whole frames so.
	if control&moreFragments != 0 {
		return
	}
	if aggregate {
		d.amsdu(b[size:], n-uint32(size))
		return
	}
	d.llc(b[size:], n-uint32(size))
}

// beginsSNAP says whether a frame between access points lacks the fourth
// address it should have, as some adapters deliver it: SNAP stands there.
func beginsSNAP(b []byte, at int, qos bool) bool {
	if qos {
		at += 2
	}
	return len(b) >= at+3 && b[at] == sapSNAP && b[at+1] == sapSNAP && b[at+2] == 3
}

// wlanAddresses finds destination and source among the four addresses.
func (d *Decoder) wlanAddresses(control uint16, b []byte) {
	if d.link != nil || d.ip != nil {
		return
	}
	dst, src := 4, 10
	switch {
	case control>>2&3 != 2: // management and control
	case control&0x300 == 0x100:
		dst = 16
	case control&0x300 == 0x200:
		src = 16
	case control&0x300 == 0x300:
		dst, src = 16, 24
	}
	if len(b) < max(dst, src)+6 {
		if len(b) >= 10 {
			copy(d.macPair[:6], b[4:10])
			clear(d.macPair[6:])
			d.link = d.macPair[:]
		}
		return
	}
	copy(d.macPair[:6], b[dst:])
	copy(d.macPair[6:], b[src:])
	d.link = d.macPair[:]
}

// amsdu decodes an aggregate's frames (§9.3.2.2) up to the first with an IP
// header; all of them together count as one frame.
func (d *Decoder) amsdu(b []byte, n uint32) {
	for before := d.ip; d.ip == before && len(b) > 0; {
		if !d.need(b, n, 14) || !d.deeper() {
			return
		}
		length := uint32(be16(b[12:]))
		d.llc(clip(b[14:], n-14, length))
		size := (14 + length + 3) &^ 3 // each but the last is padded
		if uint32(len(b)) < size {
			return
		}
		b, n = b[size:], n-size
	}
}
