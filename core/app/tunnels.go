package app

// isGTP: the control and user planes (3GPP TS 29.060 §6, 29.274 §5.1, 29.281)
// and charging (32.295), each on its ports and with a length that fits.
func isGTP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || !p.On(2123, 2152, 3386) {
		return No
	}
	size, header := int(be16(d[2:])), 8
	switch version := d[0] >> 5; {
	case p.On(3386) && d[0]&0x10 == 0:
		header = 6
		if version == 0 && d[0]&1 == 0 {
			header = 20
		}
	case version == 0 && d[0]&0x10 != 0:
		header = 20
	case version == 1 && d[0]&0x18 == 0x10 && (d[0]&7 == 0 || size >= 4): // with a number there are 4 bytes more
	case version == 2:
		header = 4
	default:
		return No
	}
	if size+header == p.Length || version2Piggyback(d, size, p.Length) {
		return Yes
	}
	return No
}

// version2Piggyback: another message may follow (TS 29.274 §5.5).
func version2Piggyback(d []byte, size, length int) bool {
	return d[0]>>5 == 2 && d[0]&0x10 != 0 && size+4 < length
}

// isCAPWAP: a preamble of version 0 and a header's length, or DTLS behind it
// (RFC 5415 §4).
func isCAPWAP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || !p.On(5246, 5247) {
		return No
	}
	if d[0] == 1 && d[4] >= recordChangeCipher && d[4] <= recordHeartbeat && d[5] == 0xfe {
		return Yes
	}
	if header := int(d[1]>>3) * 4; d[0] == 0 && header >= 8 && header <= p.Length {
		return Yes
	}
	return No
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// isReliableLISP: messages over TCP, which end with a marker
// (draft-kouvelas-lisp-map-server-reliable-transport).
func isReliableLISP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 12 || d[0] != 0 || d[1] < 16 || d[1] > 31 {
		return No
	}
	n := int(be16(d[2:]))
	return yes(n >= 12 && n <= len(d) && be32(d[n-4:]) == 0x9facade9)
}

// isLISP: control messages by type and data by its flags on their ports
// (RFC 9300, 9301).
func isLISP(p *Peek) Verdict {
	d := p.Data
	switch {
	case len(d) < 12:
	case p.On(4342):
		if kind := d[0] >> 4; kind >= 1 && kind <= 5 || kind == 8 {
			return Yes
		}
	case p.On(4341) && p.Length >= 28:
		if v := d[8] >> 4; d[0]&7 == 0 && (v == 4 || v == 6) {
			return Yes
		}
	}
	return No
}

// isTeredo: IPv6 in UDP, maybe behind an authentication or an origin (RFC 4380 §5.1).
func isTeredo(p *Peek) Verdict {
	if d := p.Data; p.On(3544) && p.Length >= 40 && (d[0]>>4 == 6 || d[0] == 0 && len(d) > 1 && d[1] <= 1) {
		return Yes
	}
	return No
}

// isVXLAN: RFC 7348 §5: the I flag alone, and zeros where they must be.
func isVXLAN(p *Peek) Verdict {
	if d := p.Data; len(d) >= 8 && p.On(4789, 8472) && d[0] == 8 && d[1]|d[2]|d[3]|d[7] == 0 && p.Length >= 22 {
		return Yes
	}
	return No
}
