package packet

import (
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// gopacket lets gopacket find the IP header behind a link layer that isn't
// decoded here (Prism, PFLOG, USB, …), and goes on from there.
func (d *Decoder) gopacket(link uint16, b []byte, n uint32) {
	ip, ok := d.findIP(link, b)
	if !ok {
		return
	}
	d.ip4or6(ip, n-uint32(len(b)-len(ip)))
}

// findIP returns the part of b from its first IP header on.
func (d *Decoder) findIP(link uint16, b []byte) (ip []byte, ok bool) {
	defer func() {
		// gopacket's decoders trust some lengths that a hostile frame gives.
		if recover() != nil {
			d.oddity(DecoderFailed)
			ip, ok = nil, false
		}
	}()
	if !knownToGopacket(link) {
		d.oddity(UnknownLink)
		return nil, false
	}
	p := gopacket.NewPacket(b, layers.LinkType(link), gopacket.DecodeOptions{
		Lazy: true, NoCopy: true, SkipDecodeRecovery: true})
	at := 0
	for _, l := range p.Layers() {
		if t := l.LayerType(); t == layers.LayerTypeIPv4 || t == layers.LayerTypeIPv6 {
			return b[at:], true
		}
		at += len(l.LayerContents())
	}
	return nil, false
}

// knownToGopacket says whether gopacket has a decoder for a link type.
func knownToGopacket(link uint16) bool {
	switch link {
	case linkPFLog, linkPrism:
		return true
	}
	return false
}
