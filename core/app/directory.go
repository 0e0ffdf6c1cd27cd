package app

import (
	"bytes"

	"heatsink/core/packet"
)

// ber reads the tag and length of a BER or DER value, X.690 §8.1: the tag, how
// long the value's contents are and where they begin. ok is false for
// indefinite lengths, and beyond 1 GiB.
func ber(d []byte) (tag byte, length, at int, ok bool) {
	if len(d) < 2 {
		return 0, 0, 0, false
	}
	if d[1] < 0x80 {
		return d[0], int(d[1]), 2, true
	}
	n := int(d[1] & 0x7f)
	if n == 0 || n > 4 || len(d) < 2+n || n == 4 && d[2] >= 0x40 {
		return 0, 0, 0, false
	}
	for _, c := range d[2 : 2+n] {
		length = length<<8 | int(c)
	}
	return d[0], length, 2 + n, true
}

// isLDAP: RFC 4511 §4.1.1, LDAPMessage; over UDP too, as MS-ADTS §6.3.3 has it.
func isLDAP(p *Peek) Verdict {
	d := p.Data
	if d[0] == 0 { // signed or sealed after a SASL bind: a length, and GSS-API's token
		return yes(len(d) > 8 && int64(be32(d))+4 == int64(p.Length) && (d[4] == 5 || d[4] == 0x60) && p.On(389, 3268))
	}
	tag, length, at, ok := ber(d)
	if !ok || tag != 0x30 || length < 5 || at+length > p.Length && p.Length < fullSegment {
		return No
	}
	tag, n, next, ok := ber(d[at:])
	if !ok || tag != 2 || n < 1 || n > 5 {
		return No
	}
	at += next + n
	if at+2 > len(d) {
		return No
	}
	op := d[at]
	tag, n, next, ok = ber(d[at:])
	if !ok {
		return No
	}
	body := d[min(len(d), at+next):]
	switch {
	case tag == 0x60: // bind: version
		return yes(len(body) >= 3 && body[0] == 2 && body[1] == 1 && body[2] >= 2 && body[2] <= 3)
	case tag == 0x42: // unbind
		return yes(n == 0)
	case tag == 0x63: // search: its base
		return yes(len(body) >= 2 && body[0] == 4)
	case tag == 0x61, tag == 0x65, tag == 0x67, tag == 0x69, tag == 0x6b, tag == 0x6d, tag == 0x6f: // results: a code
		return yes(len(body) >= 3 && body[0] == 10 && body[1] == 1)
	case tag == 0x64, tag == 0x66, tag == 0x68, tag == 0x6c, tag == 0x6e: // a name first
		return yes(len(body) >= 2 && (body[0] == 4 || body[0] == 0x30))
	case tag == 0x77, tag == 0x78, tag == 0x79: // extended
		return yes(len(body) >= 2 && (body[0] == 0x80 || body[0] == 10 || body[0] == 0x81))
	case op == 0x4a, op == 0x50, tag == 0x73:
		return yes(p.On(389, 3268))
	}
	return No
}

// isKerberos: RFC 4120 §5.4 and §7.2, and RFC 3244's change of passwords.
func isKerberos(p *Peek) Verdict {
	d, length := p.Data, p.Length
	if p.Transport == packet.TCP {
		if len(d) < 4 || d[0] != 0 || !message32(p, be32(d), 4, 1<<20) {
			return No
		}
		d, length = d[4:], length-4
	}
	if len(d) < 12 {
		return No
	}
	if be16(d) == uint16(length) && (be16(d[2:]) == 1 || be16(d[2:]) == 0xff80) && p.On(464) {
		return Yes
	}
	tag, n, at, ok := ber(d)
	if !ok || tag < 0x6a || tag > 0x7e || at+n > length && length < fullSegment {
		return No
	}
	outer, _, next, ok := ber(d[at:])
	if !ok || outer != 0x30 {
		return No
	}
	inner := d[at+next:]
	switch tag {
	case 0x6a, 0x6c: // requests: [1] version
		return yes(begins(inner, "\xa1\x03\x02\x01\x05\xa2\x03\x02\x01"))
	case 0x6b, 0x6d, 0x6e, 0x6f, 0x74, 0x75, 0x76, 0x7e: // the others: [0] version
		return yes(begins(inner, "\xa0\x03\x02\x01\x05\xa1\x03\x02\x01"))
	}
	return No
}

// isRADIUS: RFC 2865 §3, RFC 5176 §2.3: a length and attributes that fill it.
func isRADIUS(p *Peek) Verdict {
	d := p.Data
	if len(d) < 20 || d[0] == 0 || d[0] > 13 && (d[0] < 40 || d[0] > 45) {
		return No
	}
	n := int(be16(d[2:]))
	if n < 20 || n > 4096 || n > p.Length {
		return No
	}
	at, attributes := 20, 0
	for at+2 <= len(d) && at < n {
		if d[at] == 0 || d[at+1] < 2 {
			return No
		}
		at += int(d[at+1])
		attributes++
	}
	if at != n && (at < n || p.Whole()) {
		return No
	}
	known := p.On(1645, 1646, 1812, 1813, 1700, 3799)
	return yes(known || attributes > 2 && n == p.Length && p.Transport == packet.UDP)
}

// isTACACS: RFC 8907 §4.1, TACACS+'s header.
func isTACACS(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 12 && d[0]&^1 == 0xc0 && d[1] >= 1 && d[1] <= 3 && d[2] >= 1 && d[3]&^5 == 0 && message32(p, be32(d[8:]), 12, 1<<16) && be32(d[8:]) >= 6)
}

// isDiameter: RFC 6733 §3.
func isDiameter(p *Peek) Verdict {
	d := p.Data
	if len(d) < 20 || d[0] != 1 || d[4]&0x0f != 0 {
		return No
	}
	n, command := be24(d[1:]), be24(d[5:])
	if n < 20 || n%4 != 0 || int(n) > p.Length && p.Length < fullSegment {
		return No
	}
	if n > 20 && (len(d) < 28 || be24(d[25:]) < 8 || be24(d[25:]) > n-20 || d[24]&0x1f != 0) { // the first AVP
		return No
	}
	return yes(command >= 257 && command <= 331 || command >= 8388608 && command < 8388800)
}

// isWhois: RFC 3912: one line there, text back.
func isWhois(p *Peek) Verdict {
	d := p.Data
	if p.Nth > 0 || !p.On(43, 4343) {
		return No
	}
	if p.OtherFirst() == nil {
		return yes(p.Length < 300 && bytes.HasSuffix(d, []byte("\n")) && printable(d[:min(len(d), 32)]))
	}
	return yes(printable(d[:min(len(d), 16)]))
}

// isFinger: RFC 1288 §2.3: one line.
func isFinger(p *Peek) Verdict {
	d := p.Data
	return yes(p.On(79) && p.Length < 512 && bytes.HasSuffix(d, []byte("\r\n")) && bytes.IndexByte(d, '\n') == len(d)-1 && printable(d))
}

// isIdent: RFC 1413 §4: two ports.
func isIdent(p *Peek) Verdict {
	d := p.Data
	if !p.On(113) {
		return No
	}
	ports, _, _ := bytes.Cut(bytes.TrimRight(d, "\r\n"), []byte(":"))
	server, client, both := bytes.Cut(ports, []byte(","))
	return yes(both && digits(bytes.TrimSpace(server)) && digits(bytes.TrimSpace(client)))
}

// isZ3950: Z39.50-2003 §4.2: the initialising request or its response, up to
// the protocol's version and the options.
func isZ3950(p *Peek) Verdict {
	d := p.Data
	_, length, at, ok := ber(d)
	if !ok || at+length != p.Length || length < 8 {
		return No
	}
	d = d[at:]
	if tag, n, at, ok := ber(d); ok && tag == 0x82 && at+n < len(d) { // a reference
		d = d[at+n:]
	}
	tag, n, at, ok := ber(d)
	return yes(ok && tag == 0x83 && n == 2 && at+n < len(d) && d[at+n] == 0x84)
}
