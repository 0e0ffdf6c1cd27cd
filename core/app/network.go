package app

import (
	"bytes"

	"heatsink/core/packet"
)

// ntpServerLead is what a server's answers begin with: any leap indicator,
// versions 1 to 4, mode 4.
const ntpServerLead = "\x0c\x14\x1c\x24\x4c\x54\x5c\x64\x8c\x94\x9c\xa4\xcc\xd4\xdc\xe4"

// isNTP: RFC 5905 §7.3, RFC 9327 §2 and, for mode 7, ntpd's ntp_request.h.
func isNTP(p *Peek) Verdict {
	d := p.Data
	mode, version := d[0]&7, d[0]>>3&7
	if version == 0 && mode != 7 || version > 4 || len(d) < 8 {
		return No
	}
	switch mode {
	case 1, 2, 3, 4, 5:
		if p.Length < 48 || len(d) < 16 || d[1] > 16 || p.Length%4 != 0 {
			return No
		}
		// away from its port: the time of a server that is set, in this century
		return yes(p.On(123) || p.Length == 48 && mode == 4 && d[1] > 0 && len(d) >= 48 && d[40] >= 0xbc && d[32] == d[40] && int8(d[2]) <= 17 && d[2] >= 3)
	case 6:
		return yes(p.On(123) && p.Length >= 12)
	case 7:
		return yes(p.On(123))
	}
	return No
}

// isSNMP: RFC 1157 §4, RFC 3416 §3 and RFC 3412 §6.
func isSNMP(p *Peek) Verdict {
	d := p.Data
	tag, length, at, ok := ber(d)
	if !ok || tag != 0x30 || at+length > p.Length && p.Transport == packet.UDP || len(d) < at+7 || d[at] != 2 || d[at+1] != 1 {
		return No
	}
	version := d[at+2]
	at += 3
	tag, length, next, ok := ber(d[at:])
	if !ok {
		return No
	}
	switch version {
	case 0, 1: // community, then what is asked
		end := at + next + length
		return yes(tag == 4 && length < 256 && (end >= len(d) && !p.Whole() || end < len(d) && d[end] >= 0xa0 && d[end] <= 0xa8))
	case 3: // a header: id, largest size, flags, security model
		return yes(tag == 0x30 && length >= 10 && length < 32 && at+next < len(d) && d[at+next] == 2)
	}
	return No
}

// isSyslog: RFC 5424 §6.2.1 and RFC 3164 §4.1.1: a priority in angle brackets;
// over TCP with a length before it, RFC 6587 §3.4.1.
func isSyslog(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.TCP {
		n := bytes.IndexByte(d[:min(len(d), 8)], ' ')
		if n > 0 && digits(d[:n]) {
			d = d[n+1:]
		}
	}
	end := bytes.IndexByte(d[:min(len(d), 5)], '>')
	if len(d) < 8 || d[0] != '<' || end < 2 || !digits(d[1:end]) || number(d[1:end]) > 191 {
		return No
	}
	c := d[end+1]
	if p.On(514, 601, 5514) {
		return yes(c >= ' ' && c <= '~')
	}
	rest := d[end+1:]
	switch {
	case len(rest) > 4 && rest[0] == '1' && rest[1] == ' ': // RFC 5424's version, and a time
		return yes(rest[2] == '-' || rest[2] >= '0' && rest[2] <= '9')
	case beginsFold(rest, "JAN ", "FEB ", "MAR ", "APR ", "MAY ", "JUN ", "JUL ", "AUG ", "SEP ", "OCT ", "NOV ", "DEC "):
		return Yes
	}
	return yes(p.Transport == packet.UDP && (c == ' ' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9') && printable(rest[:min(len(rest), 32)]))
}

// isSSDP: UPnP Device Architecture §1.2.
func isSSDP(p *Peek) Verdict {
	d := p.Data
	if beginsFold(d, "M-SEARCH * HTTP/1", "NOTIFY * HTTP/1") {
		return Yes
	}
	return yes(beginsFold(d, "HTTP/1.1 200 OK\r\n", "HTTP/1.0 200 OK\r\n"))
}

// isWSDiscovery: OASIS WS-Discovery 1.1 §3.
func isWSDiscovery(p *Peek) Verdict {
	d := p.Data
	if d[0] != '<' || !p.On(3702) {
		return No
	}
	return yes(begins(d, "<?xml") || bytes.Contains(d[:min(len(d), 600)], []byte("nvelope")))
}

// isSLP: RFC 2608 §8, version 2, and RFC 2165 §6, version 1.
func isSLP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 12 || d[1] == 0 || d[1] > 12 {
		return No
	}
	if d[0] == 1 { // length, flags, dialect 0, language, character set, transaction
		return yes(int(be16(d[2:])) == p.Length && d[1] <= 10 && d[5] == 0 && letters(d[6:8]))
	}
	// length, flags, extension, transaction, language
	if d[0] != 2 || len(d) < 16 || d[6] != 0 || d[5]&0x1f != 0 {
		return No
	}
	n, language := int(be24(d[2:])), int(be16(d[12:]))
	if n != p.Length && (p.Transport == packet.UDP && n > p.Length || n < 16 || !p.On(427)) {
		return No
	}
	return yes(language >= 1 && language <= 8 && letters(d[14:min(len(d), 14+min(2, language))]))
}

// letters reports whether data is letters alone.
func letters(data []byte) bool {
	for _, c := range data {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

// isBGP: RFC 4271 §4.1.
func isBGP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 19 || be32(d) != 1<<32-1 || be32(d[4:]) != 1<<32-1 || be32(d[8:]) != 1<<32-1 || be32(d[12:]) != 1<<32-1 {
		return No
	}
	n := be16(d[16:])
	return yes(n >= 19 && n <= 4096 && d[18] >= 1 && d[18] <= 5)
}

// isHSRP: RFC 2281 §5; version 2 as Cisco's documents and Wireshark have it.
func isHSRP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || !p.On(1985, 2029) {
		return No
	}
	switch d[0] {
	case 0: // version 1: operation, state
		return yes(d[1] <= 3 && p.Length >= 16)
	case 1: // version 2: the group state's TLV
		return yes(d[1] == 40 && d[2] == 2)
	case 2, 3, 4: // an interface's state, or authentication, first
		return yes(d[1] > 0 && int(d[1])+2 <= p.Length)
	}
	return No
}

// isRIP: RFC 2453 §4 and, on another port, RFC 2080 §2.1.
func isRIP(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 4 && d[0] >= 1 && d[0] <= 11 && d[1] <= 2 && (p.Length-4)%20 == 0 && p.Length <= 1504 && p.On(520, 521))
}

// isLDP: RFC 5036 §3.1: version, length, label space, a message.
func isLDP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 14 || be16(d) != 1 || int(be16(d[2:]))+4 > p.Length || be16(d[2:]) < 6 {
		return No
	}
	kind := be16(d[10:]) & 0x7fff
	known := kind == 1 || kind == 0x100 || kind >= 0x200 && kind <= 0x204 || kind >= 0x300 && kind <= 0x301 || kind >= 0x400 && kind <= 0x404
	return yes(known && (p.On(646) || int(be16(d[2:]))+4 == p.Length && be16(d[12:])+8 == be16(d[2:])-2))
}

// isBFD: RFC 5880 §4.1 on RFC 5881's ports.
func isBFD(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 24 && int(d[3]) == p.Length && d[0]>>5 == 1 && d[0]&31 <= 9 && d[2] > 0 && be32(d[4:]) != 0 && p.On(3784, 3785, 4784, 6784, 7784))
}

// isIPMI: the RMCP header of DMTF's ASF 2.0 §3.2.2, with ASF or IPMI in it.
func isIPMI(p *Peek) Verdict {
	d := p.Data
	return yes(p.On(623, 664) && len(d) >= 4 && d[0] == 6 && d[1] == 0 && d[3]&0x7f >= 6 && d[3]&0x7f <= 8)
}

// isNATPMP: RFC 6886 §3 and its successor, PCP, RFC 6887 §7.
func isNATPMP(p *Peek) Verdict {
	d := p.Data
	if !p.On(5350, 5351) || len(d) < 2 {
		return No
	}
	switch {
	case d[0] == 2:
		return yes(p.Length >= 24 && p.Length%4 == 0 && d[1]&0x7f <= 3)
	case d[0] > 0:
		return No
	case d[1] == 0:
		return yes(p.Length == 2)
	case d[1] <= 2:
		return yes(p.Length == 12)
	}
	return yes(d[1] == 128 && (p.Length == 12 || p.Length == 8) || d[1] > 128 && d[1] <= 130 && p.Length == 16)
}

// isRoughtime: draft-ietf-ntp-roughtime §4: how many tags, where their values
// begin, and the tags; with a magic number before it since the eighth draft.
func isRoughtime(p *Peek) Verdict {
	d, length := p.Data, p.Length
	if begins(d, "ROUGHTIM") && len(d) > 20 {
		return yes(int64(le32(d[8:]))+12 == int64(length))
	}
	if len(d) < 16 {
		return No
	}
	tags := int(le32(d))
	if tags < 2 || tags > 16 || len(d) < 8*tags || length < 8*tags {
		return No
	}
	for i := range tags - 1 {
		offset := le32(d[4+4*i:])
		if offset%4 != 0 || int64(offset) > int64(length-8*tags) || i > 0 && offset < le32(d[4*i:]) {
			return No
		}
	}
	for at := 4 * tags; at < 8*tags; at += 4 {
		switch string(d[at : at+4]) {
		case "NONC", "SREP", "SIG\x00":
			return Yes
		}
	}
	return No
}

// isOpenFlow: OpenFlow switch specification §7.1: version, type, length.
func isOpenFlow(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || d[0] == 0 || d[0] > 6 || d[1] > 35 {
		return No
	}
	n := int(be16(d[2:]))
	if n < 8 || n > p.Length {
		return No
	}
	if p.On(6633, 6653) {
		return Yes
	}
	if p.Nth == 0 && d[1] == 0 && n == p.Length && (n == 8 || n == 16 && len(d) == 16 && be16(d[8:]) == 1 && be16(d[10:]) == 8) {
		return Perhaps
	}
	return No
}

// isPTP: IEEE 1588-2008 §13.3, the common header.
func isPTP(p *Peek) Verdict {
	d := p.Data
	kind := d[0] & 15
	return yes(len(d) >= 34 && d[1]&15 == 2 && (kind <= 3 || kind >= 8 && kind <= 13) && int(be16(d[2:])) <= p.Length && be16(d[2:]) >= 34 && p.On(319, 320))
}

// isPFCP: 3GPP TS 29.244 §7.2.2: version 1, type, length.
func isPFCP(p *Peek) Verdict {
	d := p.Data
	return yes(p.On(8805) && len(d) >= 8 && d[0]>>5 == 1 && d[1] > 0 && d[1] < 100 && int(be16(d[2:]))+4 <= p.Length)
}

// isGLBP: Cisco's gateway load balancing: version 1, and groups below 1024.
func isGLBP(p *Peek) Verdict {
	d := p.Data
	return yes(p.On(3222) && len(d) >= 12 && d[0] == 1 && be16(d[2:]) < 1024)
}

// isAYIYA: draft-massar-v6ops-ayiya: after lengths and operation, IPv6 or nothing.
func isAYIYA(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 8 && (d[3] == 41 || d[3] == 59) && d[0]&15 <= 3 && p.On(5072))
}

// isWakeOnLAN: AMD's magic packet: six times 0xff and an address, sixteen times.
func isWakeOnLAN(p *Peek) Verdict {
	d := p.Data
	return yes(p.Length >= 102 && len(d) >= 24 && be32(d) == 1<<32-1 && be16(d[4:]) == 1<<16-1 &&
		string(d[6:12]) == string(d[12:18]) && string(d[12:18]) == string(d[18:24]))
}
