package app

import (
	"encoding/binary"

	"heatsink/core/name"
)

// Extensions of hellos that are read.
const (
	extensionServerName        = 0      // RFC 6066 §3
	extensionALPN              = 16     // RFC 7301 §3.1
	extensionSupportedVersions = 43     // RFC 8446 §4.2.1
	extensionESNI              = 0xffce // draft-ietf-tls-esni-02
)

// hello is what a client's or a server's hello says.
type hello struct {
	serverName []byte
	alpn       []byte // the first, which is the only one of a server
	version    uint16 // the highest offered, or the one that was chosen
	ok         bool   // it could be read up to its extensions
}

// cursor reads a message; past its end all is zero and ok is false.
type cursor struct {
	data []byte
	bad  bool
}

func (c *cursor) take(n int) []byte {
	if c.bad || n > len(c.data) || n < 0 {
		c.bad = true
		return nil
	}
	b := c.data[:n]
	c.data = c.data[n:]
	return b
}

func (c *cursor) u8() int {
	if b := c.take(1); b != nil {
		return int(b[0])
	}
	return 0
}

func (c *cursor) u16() int {
	if b := c.take(2); b != nil {
		return int(binary.BigEndian.Uint16(b))
	}
	return 0
}

// rest takes a vector of n bytes, or what there is of it when the message is cut.
func (c *cursor) rest(n int) []byte { return c.take(min(n, len(c.data))) }

// readClientHello reads a ClientHello's body (RFC 8446 §4.1.2), for DTLS with
// its cookie (RFC 6347 §4.2.1). A message that is cut is read as far as it goes.
func readClientHello(body []byte, dtls bool) (h hello) {
	c := cursor{data: body}
	h.version = uint16(c.u16())
	c.take(32)
	c.take(c.u8()) // session
	if dtls {
		c.take(c.u8()) // cookie
	}
	c.take(c.u16()) // ciphers
	c.take(c.u8())  // compression
	h.ok = !c.bad
	h.readExtensions(c, true)
	return h
}

// readServerHello reads a ServerHello's body (RFC 8446 §4.1.3).
func readServerHello(body []byte, dtls bool) (h hello) {
	c := cursor{data: body}
	h.version = uint16(c.u16())
	if h.version>>8 == 0x7f { // TLS 1.3's drafts have no session
		c.take(32 + 2)
	} else {
		c.take(32)
		c.take(c.u8()) // session
		c.take(3)      // cipher, compression
	}
	h.ok = !c.bad
	h.readExtensions(c, false)
	return h
}

func (h *hello) readExtensions(c cursor, client bool) {
	c = cursor{data: c.rest(c.u16())}
	for len(c.data) >= 4 {
		kind := c.u16()
		e := cursor{data: c.rest(c.u16())}
		switch kind {
		case extensionServerName:
			if client {
				h.readServerName(e)
			}
		case extensionALPN:
			e.u16()
			h.alpn = e.take(e.u8())
		case extensionSupportedVersions:
			h.readVersions(e, client)
		}
	}
}

func (h *hello) readServerName(e cursor) {
	e.u16()
	for !e.bad && len(e.data) > 0 {
		kind, name := e.u8(), e.take(e.u16())
		if kind == 0 && len(name) > 0 {
			h.serverName = name
			return
		}
	}
}

// readVersions keeps the highest version that is none of GREASE (RFC 8701) and
// no draft, if there is one.
func (h *hello) readVersions(e cursor, client bool) {
	if !client {
		if v := uint16(e.u16()); !e.bad {
			h.version = v
		}
		return
	}
	best := uint16(0)
	for n := e.u8(); n >= 2 && !e.bad; n -= 2 {
		v := uint16(e.u16())
		switch {
		case v&0x0f0f == 0x0a0a:
		case best == 0, best>>8 == 0xfe && v < best, best>>8 != 0xfe && v > best && v>>8 != 0x7f, best>>8 == 0x7f && v>>8 == 3:
			best = v
		}
	}
	if best != 0 {
		h.version = best
	}
}

// tlsVersion is a version in words, "" for what is none.
func tlsVersion(v uint16) string {
	switch v {
	case 0x0002:
		return "SSL 2.0"
	case 0x0300:
		return "SSL 3.0"
	case 0x0301:
		return "TLS 1.0"
	case 0x0302:
		return "TLS 1.1"
	case 0x0303:
		return "TLS 1.2"
	case 0x0304:
		return "TLS 1.3"
	case 0x0100, 0xfeff: // OpenSSL before 0.9.8f
		return "DTLS 1.0"
	case 0xfefd:
		return "DTLS 1.2"
	case 0xfefc:
		return "DTLS 1.3"
	}
	if v>>8 == 0x7f || v == 0xfb17 || v == 0xfb1a {
		return "TLS 1.3 draft"
	}
	return ""
}

// sayHello keeps what a hello said.
func (p *Peek) sayHello(h *hello, source name.Source) {
	p.SayServerName(h.serverName, source)
	if len(h.alpn) > 0 {
		p.SayALPN(h.alpn)
	}
	if v := tlsVersion(h.version); v != "" {
		p.SayVersion(v)
	}
}
