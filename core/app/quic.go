package app

import (
	"bytes"
	"strconv"

	"heatsink/core/name"
)

// quicLead is what QUIC's long headers begin with: the form bit and the fixed
// bit (RFC 9000 §17.2).
const quicLead = "\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xc9\xca\xcb\xcc\xcd\xce\xcf" +
	"\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf" +
	"\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef" +
	"\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff"

// QUIC's versions (IANA's registry, and Google's and Meta's own before it).
const (
	quicV1      = 1
	quicV2      = 0x6b3343cf // RFC 9369
	quicV2Draft = 0x709a50c4
	quicDraft   = 0xff000000 // + the draft's number
	quicQ       = 0x51303000 // "Q0" and two digits
	quicT       = 0x54303000 // "T0" and two digits: Google's framing with TLS
	quicMeta    = 0xfaceb000 // mvfst
	quicQ050    = quicQ | 0x3530

	quicMozilla   = 0xf123f0c0
	quicMicrosoft = 0xabcd0000
	quicPico      = 0x50435130
)

// quicKnown reports whether a version is one that was ever deployed, or asks
// for a negotiation (RFC 9000 §15).
func quicKnown(version uint32) bool {
	switch {
	case version == quicV1, version == quicV2, version == quicV2Draft,
		version >= quicDraft+18 && version <= quicDraft+34,
		version&0xfffff000 == quicMeta,
		version&0xfffffff0 == quicMozilla, version&0xfffffffe == quicMicrosoft, version&0xfffffffe == quicPico,
		isDigits(version, quicQ), isDigits(version, quicT),
		version&0x0f0f0f0f == 0x0a0a0a0a:
		return true
	}
	return false
}

const (
	// gquicLead is what Google's QUIC begins with where it says its version.
	// and what its servers' first datagrams do.
	gquicLead = "\x09\x0d\x19\x1d\x29\x2d\x39\x3d" + "\x00\x04\x08\x0c\x10\x14\x18\x1c"
	// quicShortLead is what short headers begin with (RFC 9000 §17.3).
	quicShortLead = "\x40\x41\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f" +
		"\x50\x51\x52\x53\x54\x55\x56\x57\x58\x59\x5a\x5b\x5c\x5d\x5e\x5f" +
		"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f" +
		"\x70\x71\x72\x73\x74\x75\x76\x77\x78\x79\x7a\x7b\x7c\x7d\x7e\x7f"
)

// isQUIC: a long header (RFC 8999 §5.1) with a version that exists.
func isQUIC(p *Peek) Verdict {
	d := p.Data
	switch {
	case d[0] < 0x40:
		return isGQUIC(p)
	case d[0] < 0x80:
		return isQUICShort(p)
	case len(d) < 7:
		return No
	}
	version := be32(d[1:])
	if version == 0 {
		return isQUICNegotiation(p)
	}
	if !quicKnown(version) {
		return isQUICUnknown(p)
	}
	if version == quicV1 && d[5] > 20 {
		return No
	}
	return Yes
}

// isQUICUnknown: of a version that isn't known, a client's first datagram: as
// long as it must be, with connection IDs as they should be (RFC 9000 §7.2, §14.1).
func isQUICUnknown(p *Peek) Verdict {
	h := quicHeader{}
	if p.Length < 1200 || p.Nth > 0 || p.OtherFirst() != nil {
		return No
	}
	if h.read(p.Data) == nil || len(h.dcid) < 8 || len(h.dcid) > 20 || len(h.scid) > 20 {
		return No
	}
	if p.On(443, 4433, 4434, 8443) {
		return Yes
	}
	return Perhaps
}

// isQUICNegotiation: a server's list of versions (RFC 8999 §6).
func isQUICNegotiation(p *Peek) Verdict {
	h := quicHeader{}
	rest := h.read(p.Data)
	if rest == nil || len(h.dcid) > 20 || len(rest) < 4 || len(rest)%4 != 0 {
		return No
	}
	for ; len(rest) >= 4; rest = rest[4:] {
		if quicKnown(be32(rest)) {
			return Yes
		}
	}
	return No
}

// isQUICShort: on QUIC's port, a short header (RFC 9000 §17.3), of which only
// two bits are known.
func isQUICShort(p *Peek) Verdict {
	if p.ServerPort != 443 && p.ClientPort != 443 || p.Length < 25 {
		return No
	}
	return Perhaps
}

// quicHeader is a long header up to its connection IDs.
type quicHeader struct {
	first      byte
	version    uint32
	dcid, scid []byte
}

// read returns what stands behind the connection IDs, nil if they aren't there.
func (h *quicHeader) read(d []byte) (rest []byte) {
	if len(d) < 7 || d[0]&0x80 == 0 {
		return nil
	}
	h.first, h.version = d[0], be32(d[1:])
	c := cursor{data: d[5:]}
	if isDigits(h.version, quicQ) && h.version < quicQ050 {
		// Both lengths in a byte, less 3, as drafts before 22 had it.
		lengths := c.u8()
		if n := lengths >> 4; n > 0 {
			h.dcid = c.take(n + 3)
		}
		if n := lengths & 15; n > 0 {
			h.scid = c.take(n + 3)
		}
	} else {
		h.dcid = c.take(c.u8())
		h.scid = c.take(c.u8())
	}
	if c.bad || len(c.data) == 0 {
		return nil
	}
	return c.data
}

// quicFollowed is how many datagrams a client hello is waited for.
const quicFollowed = 32

// followQUIC reads the client's hello out of the Initial packets.
func followQUIC(p *Peek) (more bool) {
	if *p.step() == 0 {
		p.sayQUICVersion()
		*p.step() = 1
	}
	d := p.Data
	if d[0] < 0x40 {
		return len(d) > 13 && !p.sayCHLO(d[13:]) && p.rec.followed < 8
	}
	for len(d) > 0 {
		var h quicHeader
		rest := h.read(d)
		if rest == nil {
			break
		}
		if gQUIC(h.version) && h.version < quicQ050 {
			return !p.sayCHLO(rest) && p.rec.followed < 8
		}
		packet, next := h.payload(d, rest)
		if packet.sealed != nil {
			if done := p.readInitial(&packet); done {
				return false
			}
		}
		d = next
	}
	return p.rec.followed < quicFollowed
}

// readInitial opens an Initial packet with the keys that its own connection ID
// gives, and if they aren't the client's, with those of the flow's first.
func (p *Peek) readInitial(packet *quicPacket) (done bool) {
	frames, done := p.openInitial(packet, packet.dcid)
	if done {
		return true
	}
	if frames == nil {
		var first quicHeader
		if first.read(p.First()) == nil || bytes.Equal(first.dcid, packet.dcid) {
			return false
		}
		if frames, done = p.openInitial(packet, first.dcid); done {
			return true
		}
	}
	c := cursor{data: frames}
	for {
		crypto, offset, ok := nextCrypto(&c)
		if !ok {
			return false
		}
		data, ok := p.Assemble(int(min(offset, MaxAssembled)), crypto)
		if !ok || p.sayQUICHello(data) {
			return true
		}
	}
}

// openInitial returns a packet's frames, nil if it has none under a connection
// ID's keys. It is done once all was heard.
func (p *Peek) openInitial(packet *quicPacket, dcid []byte) (frames []byte, done bool) {
	text, ok := p.in.keys.open(packet, dcid, &p.in.opened)
	switch {
	case !ok:
		return nil, false
	case gQUIC(packet.version):
		return nil, p.sayCHLO(text.upTo(len(text.sealed)))
	case p.rec.buffer == 0:
		if hello := text.hello(); hello != nil {
			return nil, p.sayQUICHello(hello)
		}
	}
	return text.frames(), false
}

// sayQUICHello keeps what a client hello says once it is whole.
func (p *Peek) sayQUICHello(data []byte) (done bool) {
	if len(data) < 4 {
		return false
	}
	if data[0] != helloClient {
		return true
	}
	want := 4 + int(data[1])<<16 + int(data[2])<<8 + int(data[3])
	if want > MaxAssembled {
		return true
	}
	if len(data) < want {
		return false
	}
	h := readClientHello(data[4:want], false)
	if h.ok {
		p.SayServerName(h.serverName, name.QUIC)
		if len(h.alpn) > 0 {
			p.SayALPN(h.alpn)
		}
	}
	return true
}

func (p *Peek) sayQUICVersion() {
	d := p.Data
	if len(d) > 13 && d[0]&0xc9 == 9 && isDigits(be32(d[9:]), quicQ) {
		p.SayVersion("gQUIC " + string(d[9:13]))
		return
	}
	if len(d) < 5 || d[0]&0x80 == 0 {
		return
	}
	switch v := be32(d[1:]); {
	case v == quicV1:
		p.SayVersion("QUIC v1")
	case v == quicV2, v == quicV2Draft:
		p.SayVersion("QUIC v2")
	case isDigits(v, quicQ), isDigits(v, quicT):
		p.SayVersion("gQUIC " + string(d[1:5]))
	case v > quicDraft && v <= quicDraft+34:
		p.SayVersion("QUIC draft-" + strconv.Itoa(int(v-quicDraft)))
	case v&0xfffff000 == quicMeta:
		p.SayVersion("QUIC mvfst")
	}
}
