package packet

// plain decodes in one step what most frames begin with: Ethernet, IPv4 without
// options that is no fragment, and a whole header of TCP or UDP. It says whether
// the frame is such a one. What comes out is what byHeaders makes of it
// (TestPlain), whose dozen calls take twice as long.
func (d *Decoder) plain(b []byte, n uint32, p *Packet) bool {
	const ether, ip, tcp, udp = 14, 20, 20, 8
	const version4NoOptions, fragmented = 0x45, 0x3fff
	if len(b) < ether+ip || be16(b[12:]) != etherIPv4 || b[ether] != version4NoOptions {
		return false
	}
	i := b[ether : ether+ip]
	total := uint32(be16(i[2:]))
	if total < ip || be16(i[6:])&fragmented != 0 {
		return false
	}
	t, n := clip(b[ether+ip:], n-ether-ip, total-ip)
	protocol, hlen := Protocol(i[9]), uint32(udp)
	switch {
	case protocol == TCP && len(t) >= tcp:
		if hlen = uint32(t[12]>>4) * 4; hlen < tcp || hlen > uint32(len(t)) {
			return false
		}
	case protocol == UDP && len(t) >= udp:
		length := uint32(be16(t[4:]))
		if length < udp || length > n {
			return false
		}
		t, n = clip(t, n, length)
	default:
		return false
	}
	h := &p.Outer
	*h = Header{} // a literal with fields is made elsewhere and copied, which takes as long as all else
	h.HopLimit, h.ID, h.Protocol = i[8], be16(i[4:]), protocol
	h.HasPorts, h.SrcPort, h.DstPort = true, be16(t), be16(t[2:])
	h.Src.setIPv4(i[12:])
	h.Dst.setIPv4(i[16:])
	h.contents(t, n, hlen)
	p.Link = b[:ether]
	if protocol == TCP {
		h.HasTCP, h.Flags, h.Window = true, t[13], be16(t[14:])
		h.Seq, h.Ack, h.Options = be32(t[4:]), be32(t[8:]), t[tcp:hlen]
	} else {
		d.p, d.ip, d.headers = p, h, 2
		d.udpTunnel(h)
	}
	return true
}
