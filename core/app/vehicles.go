package app

// Cars and trains.

// isSOMEIP knows a message by its length, versions and type (AUTOSAR SOME/IP
// protocol specification §4.1.2).
func isSOMEIP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 || d[12] != 1 || d[15] > 0x5e {
		return No
	}
	switch d[14] {
	case 0, 1, 2, 0x40, 0x41, 0x42, 0x80, 0x81, 0xc0, 0xc1, 0x20, 0x21, 0x22, 0xa0, 0xa1:
	default:
		return No
	}
	n := int(be32(d[4:]))
	if n < 8 || n > p.Length-8 && p.Transport == udp {
		return No
	}
	if n == p.Length-8 && (be16(d) != 0 || p.On(30490)) || be32(d) == 0xffff8100 || p.On(30490, 30491, 30501) {
		return Yes
	}
	return No
}

// isDoIP knows diagnostics over IP by the version and its complement, and the
// length (ISO 13400-2 §6).
func isDoIP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || d[0] != ^d[1] || d[0] > 4 && d[0] != 0xff || d[0] == 0 {
		return No
	}
	kind := be16(d[2:])
	if kind > 8 && (kind < 0x4001 || kind > 0x4004) && (kind < 0x8001 || kind > 0x8003) {
		return No
	}
	if n := int(be32(d[4:])); n == p.Length-8 || p.On(13400) && n < p.Length-8 {
		return Yes
	}
	return No
}

// isTRDP knows trains' real-time data by version, message type and length
// (IEC 61375-2-3 annex A).
func isTRDP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 40 || d[4] != 1 || d[5] > 9 {
		return No
	}
	header := 0
	switch {
	case d[6] == 'P' && (d[7] == 'd' || d[7] == 'p' || d[7] == 'r' || d[7] == 'e') && be32(d[24:]) == 0:
		header = 40
	case d[6] == 'M' && (d[7] == 'n' || d[7] == 'r' || d[7] == 'p' || d[7] == 'q' || d[7] == 'c' || d[7] == 'e'):
		header = 116
	}
	n := int(be32(d[20:]))
	if header > 0 && n < 1<<16 && (n == p.Length-header || (n+3)&^3 == p.Length-header) {
		return Yes
	}
	return No
}
