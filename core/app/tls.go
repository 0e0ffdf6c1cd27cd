package app

import (
	"encoding/binary"

	"heatsink/core/name"
)

// TLS records (RFC 8446 §5.1): type, version, length, fragment.
const (
	recordChangeCipher = 20
	recordAlert        = 21
	recordHandshake    = 22
	recordData         = 23
	recordHeartbeat    = 24 // RFC 6520
	recordHeader       = 5
	// maxRecord is the longest protected record, with TLS 1.2's expansion.
	maxRecord = 1<<14 + 2048

	helloClient = 1
	helloServer = 2
	// maxHello is the longest client hello that is waited for: those with
	// post-quantum key shares have 2 kB.
	maxHello = MaxAssembled - 64
)

// tlsLead is what a payload of TLS, or an SSLv2 hello, begins with.
const tlsLead = "\x14\x15\x16\x17\x18\x80\x81"

var tlsPorts = []uint16{443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5223, 5228, 5671, 6697, 8443, 8883, 9001, 9443}

// isTLS: a record header (RFC 8446 §5.1), and what must stand behind it; in
// mid-flow, too. Or an SSLv2 client hello (RFC 5246 appendix E.2).
func isTLS(p *Peek) Verdict {
	d := p.Data
	if d[0] >= 0x80 {
		return isSSL2(p)
	}
	if len(d) < 3 || d[1] != 3 || d[2] > 4 {
		return No
	}
	if len(d) < recordHeader+1 {
		if p.On(tlsPorts...) {
			return Yes
		}
		return Perhaps
	}
	length := int(binary.BigEndian.Uint16(d[3:]))
	body := d[recordHeader:]
	if length == 0 || length > maxRecord {
		return No
	}
	switch d[0] {
	case recordHandshake:
		// The first of a flow are in clear, and those after a change of ciphers
		// aren't: then the records must follow each other.
		if known := body[0] <= 24 || body[0] == 67 || body[0] == 254; known && len(body) >= 4 && body[1] < 2 {
			return Yes
		}
		if len(body) < 4 && (body[0] == helloClient || body[0] == helloServer) {
			return Yes
		}
	case recordAlert:
		if length == 2 && body[0] != 1 && body[0] != 2 || length != 2 && length < 18 {
			return No
		}
	case recordChangeCipher:
		if length != 1 || body[0] != 1 {
			return No
		}
	case recordData, recordHeartbeat:
		if d[2] == 0 {
			return No
		}
	default:
		return No
	}
	return chained(p, length)
}

// chained reports whether records follow each other to the payload's end, or,
// if the first one goes beyond it, whether that is likely.
func chained(p *Peek, length int) Verdict {
	d := p.Data
	at := recordHeader + length
	for at < len(d) {
		if len(d)-at < recordHeader {
			return Yes
		}
		if d[at] < recordChangeCipher || d[at] > recordHeartbeat || d[at+1] != 3 || d[at+2] > 4 {
			return No
		}
		at += recordHeader + int(binary.BigEndian.Uint16(d[at+3:]))
	}
	if at == p.Length || p.On(tlsPorts...) || at > recordHeader+length {
		return Yes
	}
	if p.Length >= 500 {
		return Yes // one long record in several segments
	}
	return Perhaps
}

// isSSL2 tells a client hello that offers SSLv3 or TLS in SSLv2's format, or SSLv2.
func isSSL2(p *Peek) Verdict {
	d := p.Data
	if len(d) < 11 || d[2] != helloClient || int(d[0]&0x7f)<<8|int(d[1]) != p.Length-2 {
		return No
	}
	if version := uint16(d[3])<<8 | uint16(d[4]); version != 0x0002 && version>>8 != 3 {
		return No
	}
	ciphers, session, challenge := int(d[5])<<8|int(d[6]), int(d[7])<<8|int(d[8]), int(d[9])<<8|int(d[10])
	if ciphers%3 != 0 || ciphers == 0 || 11+ciphers+session+challenge != p.Length {
		return No
	}
	return Yes
}

// What of TLS a flow has shown.
const (
	sawClientHello = 1 << iota
	clientIsServer // the client's hello came from who was thought to be the server
)

// followTLS reads the client's hello, in as many segments and records as it is,
// and the server's, as far as it is in one segment.
func followTLS(p *Peek) (more bool) {
	if p.Data[0] >= 0x80 && isSSL2(p) == Yes {
		p.SayVersion(tlsVersion(binary.BigEndian.Uint16(p.Data[3:])))
		return false
	}
	saw := p.step()
	if *saw&sawClientHello != 0 && (*saw&clientIsServer != 0) != p.FromClient {
		return true // the client goes on; the server's hello is what is missing
	}
	data, ok := p.Stream()
	if len(data) < recordHeader+4 {
		return ok
	}
	if data[0] != recordHandshake {
		// Alerts before a hello may be; all else is a flow joined too late.
		return data[0] == recordAlert && *saw == 0
	}
	message, more := handshake(data)
	if more && ok && len(message) < maxHello {
		return true
	}
	switch {
	case len(message) < 4:
		return false
	case message[0] == helloClient:
		*saw |= sawClientHello
		if !p.FromClient {
			*saw |= clientIsServer
		}
		hello := readClientHello(message[4:], false)
		if *saw&throughProxy != 0 {
			p.sayAsked(hello.serverName)
			hello.serverName = nil
		}
		p.sayHello(&hello, name.TLS)
		p.Restart() // the server's hello is put together next
		return true
	case message[0] == helloServer:
		hello := readServerHello(message[4:], false)
		p.sayHello(&hello, name.TLS)
	}
	return false
}

// handshake returns the first handshake message of a stream that begins with a
// handshake record, as far as it's there, and whether more of it is to come.
func handshake(data []byte) (message []byte, more bool) {
	length := int(binary.BigEndian.Uint16(data[3:]))
	body := data[recordHeader:min(len(data), recordHeader+length)]
	if len(body) >= 4 {
		want := 4 + int(body[1])<<16 + int(body[2])<<8 + int(body[3])
		if want <= len(body) {
			return body[:want], false
		}
		if want <= length {
			return body, true
		}
	}
	return handshakeOfRecords(data)
}

// handshakeOfRecords is handshake for a message that is cut over several records.
func handshakeOfRecords(data []byte) (message []byte, more bool) {
	for len(data) >= recordHeader && data[0] == recordHandshake {
		end := min(len(data), recordHeader+int(binary.BigEndian.Uint16(data[3:])))
		message = append(message, data[recordHeader:end]...)
		data = data[end:]
	}
	if len(message) < 4 {
		return message, len(data) == 0 || len(data) < recordHeader
	}
	want := 4 + int(message[1])<<16 + int(message[2])<<8 + int(message[3])
	if want <= len(message) {
		return message[:want], false
	}
	return message, len(data) < recordHeader
}

const (
	// inTunnel notes that TLS began within another protocol, throughProxy that
	// it is with another server than the flow's.
	inTunnel     = 1 << 7
	throughProxy = 1 << 6
	// tunnelFollowed is how many payloads it is waited for: FTP's greetings
	// take fourteen.
	tunnelFollowed = 24
)

// followTunnel follows what may turn to TLS: a proxy's tunnel, STARTTLS and
// alike.
func followTunnel(p *Peek) (more bool) {
	if *p.step()&inTunnel == 0 {
		if p.Data[0] != recordHandshake || isTLS(p) != Yes {
			return p.rec.followed < tunnelFollowed
		}
		*p.step() |= inTunnel
	}
	return followTLS(p)
}

// followThroughProxy follows what may turn to TLS with a server behind the proxy.
func followThroughProxy(p *Peek) (more bool) {
	*p.step() |= throughProxy
	return followTunnel(p)
}

// followPROXY follows what stands behind the line or the header by which a
// proxy says whom it is for (HAProxy's PROXY protocol, versions 1 and 2).
func followPROXY(p *Peek) (more bool) {
	if p.rec.followed == 1 {
		n := len(line(p.Data)) + 2
		if p.Data[0] == '\r' && len(p.Data) >= 16 {
			n = 16 + int(be16(p.Data[14:]))
		}
		if n >= len(p.Data) {
			return true
		}
		p.Data, p.Length, p.seq = p.Data[n:], p.Length-n, p.seq+uint32(n)
	}
	return followTunnel(p)
}
