package app

import (
	"heatsink/core/name"
	"heatsink/core/packet"
)

// hearer is told a name of a host; the bytes are only valid during the call.
type hearer interface {
	hear(host packet.Addr, called []byte, source name.Source)
}

// Record types (RFC 1035 §3.2.2, RFC 3596, RFC 1002 §4.2.1.3) and classes.
const (
	dnsA      = 1
	dnsPTR    = 12
	dnsAAAA   = 28
	dnsNB     = 32 // NBNS: a name's addresses
	dnsNBSTAT = 33 // NBNS: a host's names
	dnsANY    = 255
	dnsIN     = 1
	// mDNS has flags in the top bit: answer by unicast, flush the cache
	// (RFC 6762 §5.4, §10.2).
	dnsClassFlag = 0x8000
)

const (
	// dnsHeader is how long a message's header is (RFC 1035 §4.1.1).
	dnsHeader = 12
	// maxDNSName is how long a name can be, with dots (RFC 1035 §2.3.4).
	maxDNSName = 254
	// maxDNSRecords is how many records of a message are looked at; 64 KiB
	// hold no more that have a name and an address.
	maxDNSRecords = 4096
)

// dnsName is a name as text, its labels with dots between them. Other bytes
// than letters stay as they are.
type dnsName struct {
	text [maxDNSName]byte
	len  int // -1: the name is none, or longer than it can be
}

func (n *dnsName) bytes() []byte { return n.text[:max(n.len, 0)] }

// read reads the name at an offset and returns the offset behind it, or false
// where the message ends within it. A compression pointer must point before
// the labels that led to it, as RFC 1035 §4.1.4 has it, so no loop is possible.
func (n *dnsName) read(message []byte, at int) (after int, ok bool) {
	n.len = 0
	began, after := at, -1
	for at < len(message) {
		c := int(message[at])
		switch c >> 6 {
		case 0:
			if c == 0 {
				if after < 0 {
					after = at + 1
				}
				return after, true
			}
			end := labelsEnd(message, at)
			if end == at {
				return 0, false
			}
			n.append(message[at:end])
			at = end
		case 3:
			if at+2 > len(message) {
				return 0, false
			}
			if after < 0 {
				after = at + 2
			}
			at = int(be16(message[at:]) & 0x3fff)
			if at >= began {
				n.len = -1
				return after, true
			}
			began = at
		default:
			return 0, false // RFC 6891 §5 took back the other two kinds
		}
	}
	if after >= 0 { // only a pointer led out of the message
		n.len = -1
		return after, true
	}
	return 0, false
}

// labelsEnd is where the labels from an offset on end that follow each other
// and are all there.
func labelsEnd(message []byte, at int) int {
	for at < len(message) {
		c := int(message[at])
		if c == 0 || c > 63 || at+1+c > len(message) {
			break
		}
		at += 1 + c
	}
	return at
}

// append appends labels, each behind its length, which is where the dots go.
func (n *dnsName) append(labels []byte) {
	text := labels
	if n.len == 0 {
		text = labels[1:]
	}
	if n.len < 0 || n.len+len(text) > maxDNSName {
		n.len = -1
		return
	}
	to := n.text[n.len:]
	n.len += copy(to, text)
	first := len(labels) - len(text)
	for i := 0; i < len(labels); i += 1 + int(labels[i]) {
		if i >= first {
			to[i-first] = '.'
		}
	}
}

// dnsReader walks through messages of the format that DNS, mDNS, LLMNR and
// NBNS share, and allocates nothing.
type dnsReader struct {
	to      hearer
	source  name.Source
	sender  packet.Addr // who sent the message; of NBNS alone
	message []byte

	asked     dnsName // by the first question
	askedType uint16
	owner     dnsName
	target    dnsName
	rec       dnsRecord
}

// dnsRecord is one record; data is as far as it was captured.
type dnsRecord struct {
	kind, class uint16
	at          int // where in the message its data begins
	data        []byte
	whole       bool
	section     int // 1: answers, 2: authorities, 3: additional
}

// walk hands over each record in turn, its name in r.owner, up to where the
// message is cut.
func (r *dnsReader) walk(message []byte, visit func(r *dnsReader, x *dnsRecord)) {
	if len(message) < dnsHeader {
		return
	}
	r.message = message
	r.asked.len, r.askedType = -1, 0
	at, ok := dnsHeader, true
	for i := range int(be16(message[4:])) {
		name := &r.owner
		if i == 0 {
			name = &r.asked
		}
		if at, ok = name.read(message, at); !ok || at+4 > len(message) {
			return
		}
		if i == 0 {
			r.askedType = be16(message[at:])
		}
		at += 4
	}
	records := 0
	for section := 1; section <= 3; section++ {
		for range int(be16(message[4+2*section:])) {
			if records++; records > maxDNSRecords {
				return
			}
			if at, ok = r.owner.read(message, at); !ok || at+10 > len(message) {
				return
			}
			r.rec = dnsRecord{kind: be16(message[at:]), class: be16(message[at+2:]), section: section, at: at + 10}
			x := &r.rec
			end := x.at + int(be16(message[at+8:]))
			x.whole = end <= len(message)
			x.data = message[x.at:min(end, len(message))]
			visit(r, x)
			if !x.whole {
				return
			}
			at = end
		}
	}
}

// addrOf is the address in an A or AAAA record's data.
func addrOf(kind uint16, data []byte) (a packet.Addr, ok bool) {
	switch {
	case kind == dnsA && len(data) == 4:
		a.Kind = packet.IPv4
	case kind == dnsAAAA && len(data) == 16:
		a.Kind = packet.IPv6
	default:
		return a, false
	}
	copy(a.B[:], data)
	return a, true
}
