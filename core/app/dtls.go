package app

import (
	"encoding/binary"

	"heatsink/core/name"
)

// DTLS records (RFC 6347 §4.1): type, version, epoch, sequence number, length.
const (
	dtlsHeader    = 13
	dtlsHandshake = 12 // a handshake fragment's header
	recordCID     = 25 // RFC 9146 §4
)

const dtlsLead = "\x14\x15\x16\x17\x18\x19"

// isDTLS: a record header whose length fits the datagram, in mid-flow, too.
func isDTLS(p *Peek) Verdict {
	d := p.Data
	if len(d) < dtlsHeader || d[1] != 0xfe && d[1] != 1 {
		return No
	}
	version := uint16(d[1])<<8 | uint16(d[2])
	if version != 0xfeff && version != 0xfefd && version != 0x0100 {
		return No
	}
	if d[0] == recordCID {
		// The connection ID's length isn't said; epochs are few.
		if version == 0xfefd && d[3] == 0 && d[4] < 16 {
			return Yes
		}
		return No
	}
	length := int(binary.BigEndian.Uint16(d[11:]))
	if length == 0 || length > maxRecord {
		return No
	}
	end := dtlsHeader + length
	if end != p.Length {
		if end > p.Length || len(d) >= end+3 && (d[end] < recordChangeCipher || d[end] > recordCID && d[end] < 32 || d[end] > 63) {
			return No
		}
		if p.Length-end < 3 {
			return No
		}
	}
	if version == 0x0100 && d[3] != 0 {
		return No
	}
	return Yes
}

// followDTLS reads the client's hello, in as many fragments as it is, and the
// server's.
func followDTLS(p *Peek) (more bool) {
	for d := p.Data; len(d) >= dtlsHeader; {
		length := int(binary.BigEndian.Uint16(d[11:]))
		if d[0] < recordChangeCipher || d[0] > recordHeartbeat {
			break
		}
		if d[3] != 0 || d[4] != 0 {
			return false // encrypted: the hellos were before
		}
		body := d[dtlsHeader:min(len(d), dtlsHeader+length)]
		if d[0] == recordHandshake && p.readFragments(body) {
			return false
		}
		d = d[dtlsHeader+len(body):]
	}
	return p.rec.followed < 24
}

// readFragments reads the handshake fragments in a record: type, length,
// message's number, fragment's offset and length (RFC 6347 §4.2.2).
func (p *Peek) readFragments(d []byte) (done bool) {
	for len(d) >= dtlsHandshake {
		kind, length := d[0], int(d[1])<<16|int(d[2])<<8|int(d[3])
		number := d[5]
		offset, n := int(d[6])<<16|int(d[7])<<8|int(d[8]), int(d[9])<<16|int(d[10])<<8|int(d[11])
		body := d[dtlsHandshake:min(len(d), dtlsHandshake+n)]
		d = d[dtlsHandshake+len(body):]
		switch kind {
		case helloClient:
			p.readDTLSClientHello(number, length, offset, body)
		case helloServer:
			if offset == 0 {
				h := readServerHello(body, true)
				p.sayHello(&h, name.DTLS)
			}
			return true
		}
	}
	return false
}

// readDTLSClientHello puts a client hello together. A server that asks for a
// cookie is sent another one, with the next number.
func (p *Peek) readDTLSClientHello(number byte, length, offset int, body []byte) {
	if offset != 0 || len(body) < length {
		if length > MaxAssembled {
			return
		}
		if note := number%255 + 1; *p.step() != note {
			p.Restart()
			*p.step() = note
		}
		whole, ok := p.Assemble(offset, body)
		if !ok || len(whole) < length {
			return
		}
		body = whole[:length]
	}
	if h := readClientHello(body, true); h.ok {
		p.sayHello(&h, name.DTLS)
	}
}
