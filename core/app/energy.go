package app

import (
	"bytes"

	"heatsink/core/packet"
)

const (
	tcp = packet.TCP
	udp = packet.UDP
)

// Power grids and meters, and what lies on ISO's transport over TCP.

// isIEC104 knows IEC 60870-5-104 by frames that fill the payload: start byte,
// length, control field (§5.1).
func isIEC104(p *Peek) Verdict {
	d := p.Data
	named := false
	for rest := p.Length; rest > 0; {
		if len(d) < 6 {
			if named && !p.Whole() || named && p.On(2404) {
				return Yes
			}
			return No
		}
		n := int(d[1])
		if d[0] != 0x68 || n < 4 || n > 253 || !controlField(d[2:6], n) {
			return No
		}
		if n > 4 && len(d) >= 9 && (d[6] == 0 || d[6] > 127 || d[8]&0x3f == 0 || d[8]&0x3f > 47) {
			return No
		}
		named = true
		rest -= n + 2
		if rest < 0 && !p.On(2404) {
			return No
		}
		d = d[min(len(d), n+2):]
	}
	return Yes
}

// controlField says whether four bytes can stand at the head of a frame of so
// many bytes: information, supervisory or unnumbered.
func controlField(c []byte, n int) bool {
	switch {
	case c[0]&1 == 0:
		return n > 4 && c[2]&1 == 0
	case c[0]&3 == 1:
		return n == 4 && c[0] == 1 && c[1] == 0 && c[2]&1 == 0
	}
	switch c[0] {
	case 0x07, 0x0b, 0x13, 0x23, 0x43, 0x83:
		return n == 4 && c[1] == 0 && c[2] == 0 && c[3] == 0
	}
	return false
}

// cotp returns what a data packet of ISO's transport over TCP carries
// (RFC 1006 §6, X.224 §13.7), or nil.
func cotp(d []byte) []byte {
	if len(d) >= 8 && d[0] == 3 && d[1] == 0 && d[4] == 2 && d[5] == 0xf0 {
		return d[7:]
	}
	return nil
}

// isS7 knows Siemens' S7 communication: protocol 0x32, and what it is.
func isS7(p *Peek) Verdict {
	d := p.Data
	if s := cotp(d); len(s) >= 10 && s[0] == 0x32 {
		switch s[1] {
		case 1, 2, 3, 7:
			return Yes
		}
	}
	if p.On(102) && len(d) >= 11 && d[0] == 3 && int(be16(d[2:])) == p.Length && d[5]&0xf0 == 0xe0 && bytes.Contains(d, []byte("\xc1\x02")) {
		return Perhaps
	}
	return No
}

// isS7Plus knows its successor: protocol 0x72.
func isS7Plus(p *Peek) Verdict {
	if s := cotp(p.Data); len(s) >= 4 && s[0] == 0x72 && (s[1] >= 1 && s[1] <= 3 || s[1] >= 0xfd) {
		return Yes
	}
	return No
}

// mmsContext names MMS in a session's beginning: 1.0.9506.2, any syntax of it.
var mmsContext = []byte("\x28\xca\x22\x02")

// isMMS knows the manufacturing message specification by its object
// identifier in the session's connect or accept, or by the presentation data
// of a running session with one of its services in it (ISO 9506-2 §7).
func isMMS(p *Peek) Verdict {
	s := cotp(p.Data)
	switch {
	case len(s) < 9:
		return No
	case s[0] == 0x0d || s[0] == 0x0e:
		if bytes.Contains(s[:min(len(s), 256)], mmsContext) {
			return Yes
		}
	case be32(s) == 0x01000100 && s[4] == 0x61:
		for at := 5; at+5 < min(len(s), 16); at++ {
			if string(s[at:at+3]) == "\x02\x01\x03" && s[at+3] == 0xa0 {
				return Yes
			}
		}
	}
	return No
}

// isC1222 knows a message of ANSI C12.22: an ACSE envelope of the right
// length that says whom it is for.
func isC1222(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 || d[0] != 0x60 {
		return No
	}
	n, at := int(d[1]), 2
	if n == 0x81 {
		n, at = int(d[2]), 3
	}
	if n != p.Length-at || d[at] < 0xa2 || d[at] > 0xa8 || d[at+2] != 0x06 && d[at+2] != 0x80 && d[at+2] != 0x02 {
		return No
	}
	if p.On(1153) || d[at] == 0xa2 && d[at+2] == 0x06 {
		return Yes
	}
	return No
}

// isC37118 knows synchrophasors by their frame's length and checksum
// (IEEE C37.118.2 §6.2).
func isC37118(p *Peek) Verdict {
	d := p.Data
	if len(d) < 16 || d[0] != 0xaa || d[1]>>4 > 5 || int(be16(d[2:])) != p.Length || !p.Whole() {
		return No
	}
	n := len(d) - 2
	if crcCCITT(d[:n], 0xffff) == be16(d[n:]) {
		return Yes
	}
	return No
}

// isDLMS knows DLMS/COSEM in HDLC frames by their ends and checksum, and in
// its wrapper by version, length and port (IEC 62056-46, -47).
func isDLMS(p *Peek) Verdict {
	d := p.Data
	n := len(d)
	switch {
	case n >= 9 && d[0] == 0x7e && d[1]&0xf0 == 0xa0 && p.Whole():
		if d[n-1] == 0x7e && ^crc16(d[1:n-3], 0x8408, 0xffff) == le16(d[n-3:]) {
			return Yes
		}
	case n >= 9 && p.On(4059) && be16(d) == 1 && int(be16(d[6:])) == p.Length-8:
		return Yes
	}
	return No
}
