package app

import (
	"heatsink/core/name"
	"heatsink/core/packet"
)

// Names that hosts ask for and get: DNS (RFC 1035) over UDP and TCP, mDNS
// (RFC 6762) and LLMNR (RFC 4795), which share one format.

// hear keeps a name of a host.
func (p *Peek) hear(host packet.Addr, called []byte, source name.Source) {
	p.in.Names.Learn(host, called, source)
}

func detectDNS(p *Peek) Verdict {
	data, length, known := p.Data, p.Length, p.On(53)
	if !known && (p.On(137, 138, 5355) || p.On(5353) && !recursive(data)) {
		return No
	}
	if p.Transport == packet.TCP {
		if len(data) < 2 {
			return No
		}
		message := int(be16(data))
		if message < dnsHeader || !known && message != length-2 {
			return No
		}
		if known && len(data) < 2+dnsHeader && message > dnsHeader {
			return Yes // some send the length ahead
		}
		data, length = data[2:], message
	}
	if !dnsLike(data, length) || !known && !plausibleQuestion(data) {
		return No
	}
	return Yes
}

// recursive reports whether a message asks for recursion, or answers that it is
// to be had: never so in mDNS (RFC 6762 §18.6), but in DNS, for which some
// servers take mDNS's port.
func recursive(data []byte) bool {
	return len(data) > 3 && (data[2]&1 != 0 || data[3]&0x80 != 0)
}

func detectMDNS(p *Peek) Verdict { return dnsOn(p, 5353) }

func detectLLMNR(p *Peek) Verdict { return dnsOn(p, 5355) }

func dnsOn(p *Peek, port uint16) Verdict {
	data, length := p.Data, p.Length
	if p.Transport == packet.TCP && len(data) > 2 {
		data, length = data[2:], int(be16(data))
	}
	if p.On(port) && dnsLike(data, length) {
		return Yes
	}
	return No
}

// dnsLike reports whether a payload begins with a header as DNS has it, with no
// more questions and records than its length can hold. Each takes eleven bytes
// or more, but the length may be that of a first fragment or of a frame that
// was cut before it was captured, so it is generous.
func dnsLike(data []byte, length int) bool {
	if len(data) < dnsHeader {
		return false
	}
	questions := int(be16(data[4:]))
	records := int(be16(data[6:])) + int(be16(data[8:])) + int(be16(data[10:]))
	return questions+records > 0 && dnsHeader+4*(questions+records) <= length
}

// oneQuestion is a header's number of questions.
const oneQuestion = "\x00\x01"

// plausibleQuestion reports whether a message has an opcode that exists, and
// asks exactly one question, of a type and class that exist.
func plausibleQuestion(data []byte) bool {
	var asked dnsName
	after, ok := asked.read(data, dnsHeader)
	if !ok || asked.len < 0 || data[2]>>3&15 > 6 || be16(data[4:]) != 1 || after+4 > len(data) {
		return false
	}
	kind, class := be16(data[after:]), be16(data[after+2:])
	return kind > 0 && kind <= 270 && (class > 0 && class <= 4 || class == 254 || class == 255)
}

func followDNS(p *Peek) bool {
	more := p.dnsMessages(name.DNS)
	if p.Transport != packet.TCP {
		p.in.lookups.lookUp(p, &p.in.dns)
	}
	return more
}

func followMDNS(p *Peek) bool { return p.dnsMessages(name.MDNS) }

func followLLMNR(p *Peek) bool { return p.dnsMessages(name.LLMNR) }

// dnsMessages learns from a datagram, or, over TCP, from the messages in what
// the server has sent so far, each behind its length (RFC 1035 §4.2.2).
func (p *Peek) dnsMessages(source name.Source) bool {
	r := &p.in.dns
	r.to, r.source = p, source
	if p.Transport != packet.TCP {
		r.names(p.Data)
		return true
	}
	if p.FromClient {
		return true
	}
	data, ok := p.Stream()
	for len(data) >= 2+dnsHeader {
		end := 2 + int(be16(data))
		if !dnsLike(data[2:], end-2) {
			return false // not at a message's beginning
		}
		r.names(data[2:min(end, len(data))])
		if end > len(data) {
			break
		}
		data = p.Consume(end)
	}
	return ok
}

// names tells the names of a message's addresses. An address is called by the
// name that its record has and by the one that was asked for: the two ends of
// a CNAME chain. Neighbours (mDNS, LLMNR) name themselves, and what they were
// asked is often a service.
func (r *dnsReader) names(message []byte) {
	r.walk(message, (*dnsReader).name)
}

func (r *dnsReader) name(x *dnsRecord) {
	if x.class&^dnsClassFlag != dnsIN || !x.whole {
		return
	}
	if r.source != name.DNS && r.message[2]&0x80 == 0 {
		return // a question, with what its sender thinks it knows
	}
	if x.kind == dnsPTR {
		r.reverse(x)
		return
	}
	addr, ok := addrOf(x.kind, x.data)
	if !ok {
		return
	}
	if r.source != name.DNS {
		r.to.hear(addr, r.owner.bytes(), r.source)
		return
	}
	forAddress := r.askedType == dnsA || r.askedType == dnsAAAA || r.askedType == dnsANY
	if x.section > 1 || !forAddress {
		r.to.hear(addr, r.owner.bytes(), name.DNS)
		r.to.hear(addr, r.asked.bytes(), name.DNSRelated)
		return
	}
	r.to.hear(addr, r.asked.bytes(), name.DNS)
	if string(r.owner.bytes()) != string(r.asked.bytes()) {
		r.to.hear(addr, r.owner.bytes(), name.DNSAlias)
	}
}

// reverse tells the name that a PTR record gives an address.
func (r *dnsReader) reverse(x *dnsRecord) {
	addr, ok := reverseAddr(r.owner.bytes())
	if !ok {
		return
	}
	if _, ok := r.target.read(r.message[:x.at+len(x.data)], x.at); !ok {
		return
	}
	source := r.source
	if source == name.DNS {
		source = name.DNSReverse
	}
	r.to.hear(addr, r.target.bytes(), source)
}

// reverseAddr is the address that a name below in-addr.arpa or ip6.arpa
// stands for (RFC 1035 §3.5, RFC 3596 §2.5).
func reverseAddr(owner []byte) (a packet.Addr, ok bool) {
	if digits, ok := cutSuffixFold(owner, ".in-addr.arpa"); ok {
		a.Kind = packet.IPv4
		return a, reverseIPv4(&a, digits)
	}
	if digits, ok := cutSuffixFold(owner, ".ip6.arpa"); ok && len(digits) == 63 {
		a.Kind = packet.IPv6
		for i, c := range digits {
			if i%2 == 1 {
				if c != '.' {
					return a, false
				}
				continue
			}
			nibble, ok := hexDigit(c)
			if !ok {
				return a, false
			}
			a.B[15-i/4] |= nibble << (i / 2 % 2 * 4)
		}
		return a, true
	}
	return a, false
}

func reverseIPv4(a *packet.Addr, text []byte) bool {
	i, n, any := 3, 0, false
	for _, c := range text {
		switch {
		case c == '.' && any && i > 0:
			a.B[i] = byte(n)
			i, n, any = i-1, 0, false
		case c >= '0' && c <= '9' && n*10+int(c-'0') <= 255:
			n, any = n*10+int(c-'0'), true
		default:
			return false
		}
	}
	a.B[i] = byte(n)
	return i == 0 && any
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

func cutSuffixFold(b []byte, suffix string) ([]byte, bool) {
	at := len(b) - len(suffix)
	if at < 0 {
		return nil, false
	}
	for i := range len(suffix) {
		c := b[at+i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != suffix[i] {
			return nil, false
		}
	}
	return b[:at], true
}
