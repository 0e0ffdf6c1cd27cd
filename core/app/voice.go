package app

import (
	"bytes"
)

// textProtocol reports whether a message's first line is a request that ends
// with a version, or, where its end isn't there, begins with one of the
// schemes; or an answer that begins with the version.
func textProtocol(d []byte, methods []string, version string, schemes ...string) bool {
	if hasPrefix(d, version) {
		return true
	}
	for _, m := range methods {
		if d[0] != m[0] || !hasPrefix(d, m) || len(d) <= len(m) || d[len(m)] != ' ' {
			continue
		}
		rest := d[len(m)+1:]
		if l := line(rest); len(l) < len(rest) {
			i := bytes.LastIndexByte(l, ' ')
			return i > 0 && hasPrefix(l[i+1:], version)
		}
		return begins(rest, schemes...)
	}
	return false
}

var (
	// RFC 3261 §7.1 and what was added to it: RFC 3262, 3311, 3428, 3515, 3903, 6086, 6665.
	sipMethods = []string{"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "PRACK",
		"SUBSCRIBE", "NOTIFY", "PUBLISH", "INFO", "REFER", "MESSAGE", "UPDATE", "SERVICE", "BENOTIFY", "NEGOTIATE"}
	// RFC 2326 §10 and RFC 7826 §13.
	rtspMethods = []string{"OPTIONS", "DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "TEARDOWN",
		"GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "RECORD", "PLAY_NOTIFY"}
	// RFC 3435 §3.2.1.
	mgcpVerbs = []string{"EPCF", "CRCX", "MDCX", "DLCX", "RQNT", "NTFY", "AUEP", "AUCX", "RSIP", "MESG"}
)

// isSIP: RFC 3261; on its ports an empty line keeps a flow alive (RFC 5626 §3.5.1).
func isSIP(p *Peek) Verdict {
	d := p.Data
	if d[0] == '\r' || d[0] == 0 {
		if p.On(5060) && p.Length <= 4 && (allZero(d) || begins(d, "\r\n")) {
			return Perhaps
		}
		return No
	}
	return yes(textProtocol(d, sipMethods, "SIP/2.0", "sip:", "sips:", "tel:"))
}

// isRTSP: RFC 2326, RFC 7826.
func isRTSP(p *Peek) Verdict {
	return yes(textProtocol(p.Data, rtspMethods, "RTSP/", "rtsp:", "rtspu:", "rtsps:"))
}

// isMGCP: a verb, a transaction, and the version at the line's end, or on its
// ports an answer: a code and the transaction (RFC 3435 §3.2, §3.3).
func isMGCP(p *Peek) Verdict {
	d := p.Data
	if d[0] <= '9' {
		return yes(p.On(2427, 2727) && len(d) > 5 && digits(d[:3]) && d[3] == ' ' && digits(d[4:5]))
	}
	if len(d) < 7 || d[4] != ' ' || !digits(d[5:6]) || !begins(d, mgcpVerbs...) {
		return No
	}
	return yes(bytes.Contains(line(d), []byte(" MGCP ")))
}

// isMegaco: H.248's text form, long and short (RFC 3525 annex B).
func isMegaco(p *Peek) Verdict {
	return yes(begins(p.Data, "!/1 ", "!/2 ", "!/3 ", "MEGACO/1 ", "MEGACO/2 ", "MEGACO/3 "))
}

// isRAS takes what is said on its ports for H.323's (H.225.0 §7).
func isRAS(p *Peek) Verdict {
	return yes(p.On(1718, 1719) && len(p.Data) >= 5 && p.Length <= 1500)
}

// isH225: a TPKT with Q.931 in it (H.225.0 §7).
func isH225(p *Peek) Verdict {
	d := p.Data
	if len(d) < 9 || d[0] != 3 || d[1] != 0 || int(be16(d[2:])) < 9 || d[4] != 8 || d[5] != 2 {
		return No
	}
	switch d[8] {
	case 0x01, 0x02, 0x03, 0x05, 0x07, 0x0d, 0x0f, 0x5a, 0x62, 0x6e, 0x7b, 0x7d:
		return Yes
	}
	return yes(p.On(1720))
}

// isSkinny: messages of a length, a header version and a number below 0x400,
// all little-endian, to the payload's end.
func isSkinny(p *Peek) Verdict {
	d := p.Data
	if !p.On(2000, 2443) || len(d) < 12 {
		return No
	}
	size := int(le32(d))
	if size < 4 || size > 8192 || le32(d[4:]) > 0x20 || le32(d[8:]) >= 0x400 && le32(d[8:])>>12 != 8 {
		return No
	}
	at := 8 + size
	return yes(at == p.Length || at < p.Length && len(d) >= at+8 && le32(d[at:]) <= 8192 && le32(d[at+4:]) <= 0x20)
}

// isBFCP: version 1, or 2 over UDP, one of 18 primitives, and a length that
// fits (RFC 8855 §5.1); or the same transaction in both directions.
func isBFCP(p *Peek) Verdict {
	d := p.Data
	if !looksBFCP(d) {
		return No
	}
	if be16(d[2:]) > 0 && 12+4*int(be16(d[2:])) == p.Length && be32(d[4:]) < 1<<24 {
		return Yes
	}
	other := p.OtherFirst()
	return yes(looksBFCP(other) && bytes.Equal(other[4:12], d[4:12]) && other[1] != d[1])
}

func looksBFCP(d []byte) bool {
	return len(d) >= 12 && (d[0]>>5 == 1 || d[0]>>5 == 2) && d[0]&7 == 0 && d[1] >= 1 && d[1] <= 18 &&
		be32(d[4:]) != 0 && be16(d[8:]) != 0
}

// isIAX: a full frame of IAX2 (RFC 5456 §8.1): on its port, or one that begins
// a call and says IAX's version first.
func isIAX(p *Peek) Verdict {
	d := p.Data
	if len(d) < 12 || d[0]&0x80 == 0 {
		if p.On(4569) && len(d) > 4 && d[0]|d[1] != 0 {
			return Perhaps // a mini frame
		}
		return No
	}
	if d[10] == 0 || d[10] > 12 {
		return No
	}
	if p.On(4569) {
		return Yes
	}
	return yes(d[10] == 6 && d[11] == 1 && len(d) >= 16 && be32(d[12:]) == 0x0b020002)
}

// isZRTP: RFC 6189 §5: the cookie where RTP has its time.
func isZRTP(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 12 && d[0]>>4 == 1 && string(d[4:8]) == "ZRTP")
}

// isT38: fax in UDPTL (T.38 §9.1): a number, a first part and those before it
// again, twice.
func isT38(p *Peek) Verdict {
	d, before := p.Data, p.Previous()
	if len(before) < 4 || len(d) < 5 || !p.Whole() || be16(d)-be16(before) > 1 || len(before) < HeadSize && !isUDPTL(before) {
		return No
	}
	return yes(isUDPTL(d))
}

func isUDPTL(d []byte) bool {
	c := cursor{data: d[2:]}
	if c.take(c.u8()) == nil || c.u8() != 0 {
		return false
	}
	for n := c.u8(); n > 0; n-- {
		c.take(c.u8())
	}
	return !c.bad && len(c.data) == 0
}

// isSSH: RFC 4253 §4.2.
func isSSH(p *Peek) Verdict { return yes(begins(p.Data, "SSH-2", "SSH-1")) }

// followSSH keeps the version.
func followSSH(p *Peek) (more bool) {
	switch {
	case hasPrefix(p.Data, "SSH-2"), hasPrefix(p.Data, "SSH-1.99"):
		p.SayVersion("SSH 2.0")
	case hasPrefix(p.Data, "SSH-1"):
		p.SayVersion("SSH 1")
	}
	return false
}

// isRTMP: a version, a time, zeros, and 1528 random bytes (Adobe's RTMP 1.0
// §5.2); those who check the other's put something else for the zeros.
func isRTMP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 64 || d[0] != 3 && d[0] != 6 || p.Nth > 0 {
		return No
	}
	if be32(d[5:]) == 0 && d[1] < 0x80 && !allZero(d[9:64]) && p.Length == 1537 {
		return Yes
	}
	other := p.OtherFirst()
	return yes(p.Length >= 1400 && (p.On(1935) || len(other) == HeadSize && other[0] == d[0]))
}

var icapMethods = []string{"REQMOD", "RESPMOD", "OPTIONS"}

// isICAP: RFC 3507 §4.
func isICAP(p *Peek) Verdict { return yes(textProtocol(p.Data, icapMethods, "ICAP/1.0", "icap:")) }

// isIcecast: an answer in the words of SHOUTcast, or its sources'.
func isIcecast(p *Peek) Verdict { return yes(begins(p.Data, "ICY 200 OK\r\n", "ICY 200 OK\n")) }
