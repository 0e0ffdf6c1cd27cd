package packet

// tcp decodes a TCP header (RFC 9293 §3.1).
func (d *Decoder) tcp(h *Header, b []byte, n uint32) {
	if !d.ports(h, b, n) || !d.need(b, n, 20) {
		return
	}
	hlen := uint32(b[12]>>4) * 4
	if hlen < 20 {
		d.oddity(BadTCPHeaderLength)
		return
	}
	h.HasTCP = true
	h.Seq, h.Ack = be32(b[4:]), be32(b[8:])
	h.Flags, h.Window = b[13], be16(b[14:])
	if hlen > n {
		d.oddity(BadTCPHeaderLength)
	}
	h.Options = b[20:max(20, min(hlen, uint32(len(b))))]
	h.contents(b, n, hlen)
}

// udp decodes a UDP header (RFC 768) and the tunnel its ports name, if any.
func (d *Decoder) udp(h *Header, b []byte, n uint32) {
	if !d.ports(h, b, n) || !d.need(b, n, 8) {
		return
	}
	length := uint32(be16(b[4:]))
	switch {
	case h.Protocol == protoUDPLite: // it is the checksum's coverage there
	case length == 0 && (h.Src.Kind == IPv6 || n > 0xffff): // a jumbogram's (RFC 2675 §4)
	case length < 8:
		d.oddity(BadUDPLength)
		h.contents(b, n, n)
		return
	default:
		if length > n && !h.Fragment {
			d.oddity(BadUDPLength)
		}
		b, n = clip(b, n, length)
	}
	h.contents(b, n, 8)
	d.udpTunnel(h)
}

// sctp decodes an SCTP common header (RFC 9260 §3.1).
func (d *Decoder) sctp(h *Header, b []byte, n uint32) {
	if d.ports(h, b, n) && d.need(b, n, 12) {
		h.contents(b, n, 12)
	}
}

// icmp passes the four bytes that every ICMP message begins with. What an
// error quotes is not a conversation, so nothing is decoded behind them but
// whose packet it is about.
func (d *Decoder) icmp(h *Header, b []byte, n uint32) {
	if d.need(b, n, 4) {
		h.contents(b, n, 4)
		d.p.Error = icmpError(h.Protocol, b)
		if d.p.Error != 0 && !quoted(&d.p.Quoted, b[min(8, len(b)):]) {
			d.p.Error = 0
		}
	}
}

// ports reads the two ports that TCP, UDP and SCTP begin with.
func (d *Decoder) ports(h *Header, b []byte, n uint32) bool {
	h.Payload, h.PayloadLen = nil, 0
	if !d.need(b, n, 4) {
		return false
	}
	h.SrcPort, h.DstPort, h.HasPorts = be16(b), be16(b[2:]), true
	return true
}

// contents sets the payload to what follows a header of hlen bytes.
func (h *Header) contents(b []byte, n, hlen uint32) {
	h.Payload, h.PayloadLen = nil, 0
	if hlen < n {
		h.PayloadLen = n - hlen
	}
	if hlen < uint32(len(b)) {
		h.Payload = b[hlen:]
	}
}
