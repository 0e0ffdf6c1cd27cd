package app

import (
	"bytes"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// NetBIOS over TCP/IP (RFC 1001, RFC 1002): the name service on port 137, which
// has DNS's format, datagrams on 138, and sessions on 139.

const (
	// netbiosName is how long a NetBIOS name is: 15 characters and a suffix
	// that says what it names.
	netbiosName = 16
	// netbiosEncoded is its length in a message: a length byte, two letters for
	// each byte, and the end of the name.
	netbiosEncoded = 1 + 2*netbiosName + 1
	// Suffixes of names that are a computer's: as a workstation, as a server.
	netbiosWorkstation, netbiosServer = 0x00, 0x20
	// netbiosGroup is the flag of a name that many hosts share.
	netbiosGroup = 0x8000
)

func detectNetBIOS(p *Peek) Verdict {
	data := p.Data
	switch {
	case p.On(137) && p.Transport == packet.UDP && nbnsLike(data):
		return Yes
	case p.On(138) && p.Transport == packet.UDP && len(data) >= 10 && data[0] >= 0x10 && data[0] <= 0x16:
		return Yes
	case p.On(139) && p.Transport == packet.TCP && netbiosSession(data):
		return Yes
	}
	return No
}

// nbnsLike reports whether a payload begins with a name service header and a
// name of the length that all of them have.
func nbnsLike(data []byte) bool {
	return len(data) > dnsHeader && data[dnsHeader] == 2*netbiosName &&
		be16(data[4:])+be16(data[6:])+be16(data[8:])+be16(data[10:]) <= 4
}

// netbiosSession reports whether a payload is a session request or the answer
// to one; what a session carries is another protocol's.
func netbiosSession(data []byte) bool {
	if len(data) < 4 || data[1]&0xfe != 0 {
		return false
	}
	switch length := int(be16(data[2:])); data[0] {
	case 0x81:
		return length == 2*netbiosEncoded && len(data) > 4 && data[4] == 2*netbiosName
	case 0x82:
		return length == 0
	case 0x83:
		return length == 1
	}
	return false
}

func followNetBIOS(p *Peek) bool {
	r := &p.in.dns
	r.to, r.source, r.sender = p, name.NBNS, p.sender()
	port := uint16(137)
	if p.On(138) {
		port = 138
	}
	r.netbiosMessage(p.Transport, port, p.Data)
	return p.Transport == packet.UDP
}

func (r *dnsReader) netbiosMessage(transport packet.Protocol, port uint16, data []byte) {
	switch {
	case transport == packet.TCP:
		r.netbiosCall(data)
	case port == 138:
		r.netbiosDatagram(data)
	default:
		r.walk(data, (*dnsReader).netbios)
	}
}

// netbios tells the names in a record of a name service message: those that
// hosts register, refresh or release, and answers with a name's addresses or
// with all names of who sent it.
func (r *dnsReader) netbios(x *dnsRecord) {
	switch {
	case x.class != dnsIN:
	case x.kind == dnsNB:
		r.netbiosAddresses(x.data)
	case x.kind == dnsNBSTAT:
		r.netbiosStatus(x.data)
	}
}

func (r *dnsReader) netbiosAddresses(data []byte) {
	if !r.decodeNetBIOS(r.owner.bytes()) {
		return
	}
	const each = 6 // two bytes of flags and an address
	for ; len(data) >= each; data = data[each:] {
		if be16(data)&netbiosGroup == 0 {
			addr, _ := addrOf(dnsA, data[2:each])
			r.to.hear(addr, r.target.bytes(), name.NBNS)
		}
	}
}

func (r *dnsReader) netbiosStatus(data []byte) {
	if len(data) == 0 {
		return
	}
	const each = netbiosName + 2 // and two bytes of flags
	n := int(data[0])
	for data = data[1:]; n > 0 && len(data) >= each; n-- {
		if be16(data[netbiosName:])&netbiosGroup == 0 && r.setNetBIOS(data[:netbiosName]) {
			r.to.hear(r.sender, r.target.bytes(), name.NBNS)
		}
		data = data[each:]
	}
}

// netbiosDatagram tells who sent a datagram (RFC 1002 §4.4.2), where no other
// host passed it on.
func (r *dnsReader) netbiosDatagram(data []byte) {
	const header = 14 // kind, flags, number, address, port, length, offset
	if len(data) < header+netbiosEncoded || data[0] < 0x10 || data[0] > 0x12 || data[header] != 2*netbiosName {
		return
	}
	if from, _ := addrOf(dnsA, data[4:8]); from == r.sender && r.decodeNetBIOS(data[header+1:]) {
		r.to.hear(r.sender, r.target.bytes(), name.NBNS)
	}
}

// netbiosCall tells who asks for a session (RFC 1002 §4.3.2): the second name.
func (r *dnsReader) netbiosCall(data []byte) {
	const called, calling = 4, 4 + netbiosEncoded
	if len(data) < calling+netbiosEncoded || data[0] != 0x81 || data[called] != 2*netbiosName || data[calling] != 2*netbiosName {
		return
	}
	if r.decodeNetBIOS(data[calling+1:]) {
		r.to.hear(r.sender, r.target.bytes(), name.NBNS)
	}
}

// decodeNetBIOS puts a name in r.target of which each half byte is a letter
// from A on (RFC 1001 §14.1), and reports whether it is a computer's.
func (r *dnsReader) decodeNetBIOS(encoded []byte) bool {
	var plain [netbiosName]byte
	if len(encoded) < 2*netbiosName {
		return false
	}
	for i := range plain {
		high, low := encoded[2*i]-'A', encoded[2*i+1]-'A'
		if high > 15 || low > 15 {
			return false
		}
		plain[i] = high<<4 | low
	}
	return r.setNetBIOS(plain[:])
}

func (r *dnsReader) setNetBIOS(plain []byte) bool {
	suffix := plain[netbiosName-1]
	text := bytes.TrimRight(plain[:netbiosName-1], " \x00")
	r.target.len = copy(r.target.text[:], text)
	return (suffix == netbiosWorkstation || suffix == netbiosServer) && len(text) > 0 && text[0] != '*'
}
