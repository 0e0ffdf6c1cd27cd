package packet

// ICMPError is what an ICMP error says of the packet that it quotes.
type ICMPError uint8

const (
	// NoError: the frame holds no ICMP error, or it quotes too little.
	NoError ICMPError = iota
	// Unreachable: the packet could not be delivered (RFC 792, RFC 4443 §3.1).
	Unreachable
	// FragmentationNeeded: it was too large for a link on its way (RFC 1191,
	// RFC 4443 §3.2).
	FragmentationNeeded
	// TimeExceeded: its hop limit ran out, or its fragments didn't all come.
	TimeExceeded
	// OtherError: source quench, parameter problem.
	OtherError
)

// icmpError classifies a message by its type and code (IANA icmp-parameters,
// icmpv6-parameters). b has at least four bytes.
func icmpError(protocol Protocol, b []byte) ICMPError {
	if protocol == ICMPv6 {
		switch b[0] {
		case 1:
			return Unreachable
		case 2:
			return FragmentationNeeded
		case 3:
			return TimeExceeded
		case 4:
			return OtherError
		}
		return NoError
	}
	switch b[0] {
	case 3:
		if b[1] == 4 {
			return FragmentationNeeded
		}
		return Unreachable
	case 11:
		return TimeExceeded
	case 4, 12:
		return OtherError
	}
	return NoError
}

// quoted reads whose packet an ICMP error quotes: addresses, protocol and,
// where eight bytes of its transport are there, ports. An error about a later
// fragment has none.
func quoted(h *Header, b []byte) bool {
	*h = Header{}
	switch {
	case len(b) >= 20 && b[0]>>4 == 4:
		size := int(b[0]&15) * 4
		h.Src.setIPv4(b[12:])
		h.Dst.setIPv4(b[16:])
		h.Protocol = Protocol(b[9])
		if be16(b[6:])&0x1fff != 0 || size < 20 || size > len(b) {
			return true
		}
		b = b[size:]
	case len(b) >= 40 && b[0]>>4 == 6:
		h.Src.Kind, h.Src.B = IPv6, [16]byte(b[8:])
		h.Dst.Kind, h.Dst.B = IPv6, [16]byte(b[24:])
		h.Protocol = Protocol(b[6])
		b = b[40:]
	default:
		return false
	}
	switch h.Protocol {
	case TCP, UDP, SCTP:
		if len(b) >= 4 {
			h.SrcPort, h.DstPort, h.HasPorts = be16(b), be16(b[2:]), true
		}
	}
	return true
}
