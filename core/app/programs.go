package app

import (
	"bytes"

	"heatsink/core/packet"
)

// isGearman: Gearman's "PROTOCOL", binary packets.
func isGearman(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 12 && begins(d, "\x00REQ", "\x00RES") && be32(d[4:]) <= 42 && int64(be32(d[8:]))+12 <= int64(p.Length))
}

// isCORBA: the GIOP header, CORBA part 2 §9.4.1, and MIOP's over UDP.
func isCORBA(p *Peek) Verdict {
	d := p.Data
	if p.Transport == packet.UDP {
		return yes(len(d) >= 16 && begins(d, "MIOP\x10"))
	}
	return yes(len(d) >= 12 && begins(d, "GIOP\x01", "ZIOP\x01") && d[5] <= 4 && d[7] <= 7)
}

// isCeph: Ceph's messenger banners, v1 and v2.
func isCeph(p *Peek) Verdict {
	return yes(begins(p.Data, "ceph v0", "ceph v2\n"))
}

// isJavaRMI: Java RMI §10, the stream protocol.
func isJavaRMI(p *Peek) Verdict {
	d := p.Data
	switch {
	case begins(d, "JRMI\x00\x01", "JRMI\x00\x02"):
		return yes(len(d) >= 7 && d[6] >= 0x4b && d[6] <= 0x4d)
	case begins(d, "\x50\xac\xed\x00\x05", "\x51\xac\xed\x00\x05"):
		return Yes
	case d[0] == 0x4e && len(d) >= 7: // ProtocolAck: the client's host and port
		n := int(be16(d[1:]))
		return yes(n > 0 && n+7 == p.Length && len(d) >= 3+n && graphic(d[3:3+n]) && (p.On(1099) || begins(p.OtherFirst(), "JRMI")))
	}
	return No
}

// isFastCGI: FastCGI specification §3.3, records.
func isFastCGI(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || d[0] != 1 || d[1] == 0 || d[1] > 11 || d[7] != 0 {
		return No
	}
	length := int(be16(d[4:]))
	if d[1] == 1 { // BEGIN_REQUEST: role, flags, reserved
		return yes(length == 8 && len(d) >= 16 && d[8] == 0 && d[9] >= 1 && d[9] <= 3 && d[10] <= 1 && be32(d[11:]) == 0)
	}
	end := 8 + length + int(d[6])
	if be16(d[2:]) == 0 || end > p.Length {
		return No
	}
	switch d[1] {
	case 6, 7: // STDOUT, STDERR
		return yes(length > 4 && len(d) >= 16 && printable(d[8:16]) && (end == p.Length || end+8 <= len(d) && d[end] == 1 && d[end+7] == 0))
	case 4:
		return yes(end+8 <= len(d) && d[end] == 1 && d[end+7] == 0 || p.On(9000))
	}
	return No
}

// isAJP: AJPv13, "Packet Structure".
func isAJP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 5 {
		return No
	}
	n := int(be16(d[2:]))
	if n+4 > p.Length && p.Length < fullSegment || n == 0 {
		return No
	}
	switch be16(d) {
	case 0x1234: // to the container
		switch d[4] {
		case 2: // FORWARD_REQUEST: method, protocol
			return yes(len(d) >= 12 && d[5] >= 1 && d[5] <= 28 && d[6] == 0 && begins(d[8:], "HTTP"))
		case 7, 8, 10: // Shutdown, Ping, CPing
			return yes(n == 1 && p.Length == 5)
		}
	case 0x4142: // from it
		switch d[4] {
		case 3, 4, 5, 6:
			return yes(n+4 == p.Length || len(d) >= n+6 && be16(d[n+4:]) == 0x4142)
		case 9:
			return yes(n == 1 && p.Length == 5)
		}
	}
	return No
}

// isUWSGI: the uwsgi protocol: modifier 0, the size of the variables, and the
// first of them.
func isUWSGI(p *Peek) Verdict {
	d := p.Data
	return yes(len(d) >= 20 && d[0] == 0 && d[3] == 0 && int(le16(d[1:]))+4 <= p.Length && d[5] == 0 &&
		begins(d[6:], "REQUEST_METHOD", "QUERY_STRING", "REQUEST_URI", "CONTENT_TYPE", "HTTP_HOST", "PATH_INFO", "SERVER_"))
}

// isPROXY: HAProxy's "The PROXY protocol", versions 1 and 2.
func isPROXY(p *Peek) Verdict {
	return yes(begins(p.Data, "PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN", "\r\n\r\n\x00\r\nQUIT\n"))
}

// isJSONRPC: JSON-RPC 2.0 §4 without HTTP around it. What mines coins so has
// another name.
func isJSONRPC(p *Peek) Verdict {
	d := p.Data[:min(len(p.Data), 400)]
	if len(d) < 20 || d[0] != '{' && d[0] != '[' {
		return No
	}
	at := bytes.Index(d, []byte(`"jsonrpc"`))
	if at < 0 || bytes.Contains(d, []byte(`"mining.`)) || bytes.Contains(d, []byte(`"eth_`)) || bytes.Contains(d, []byte(`"login"`)) {
		return No
	}
	return yes(bytes.Contains(d[at:], []byte(`"2.0"`)) || bytes.Contains(d[at:], []byte(`"1.0"`)))
}

// isFIX: FIX session layer, the standard header: BeginString, BodyLength.
func isFIX(p *Peek) Verdict {
	d := p.Data
	return yes(begins(d, "8=FIX.4.", "8=FIXT.1.1\x01") && bytes.Contains(d[:min(len(d), 20)], []byte("\x019=")))
}

// isSAP: SAP's network interface: a length, on the ports of dispatchers,
// gateways and message servers of instances 00 to 99.
func isSAP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || int64(be32(d))+4 != int64(p.Length) {
		return No
	}
	if begins(d[4:], "NI_PING\x00", "NI_PONG\x00", "NI_ROUTE\x00") {
		return Yes
	}
	port := p.ServerPort
	return yes(port >= 3200 && port < 3400 || port >= 3600 && port < 3700)
}

// isThrift: Apache Thrift's binary protocol (strict), framed or not, and its
// compact protocol.
func isThrift(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 16 && d[0] == 0 && be32(d) == uint32(p.Length-4) && p.Transport != packet.UDP {
		d = d[4:]
	}
	if len(d) < 10 {
		return No
	}
	switch {
	case d[0] == 0x80 && d[1] == 1 && d[2] == 0 && d[3] >= 1 && d[3] <= 4:
		n := int(be32(d[4:]) & 0x7fffffff)
		return yes(n > 0 && n < 256 && 8+n < p.Length && identifier(d[8:min(len(d), 8+n)]))
	case d[0] == 0x82 && d[1]&0x1f == 1 && d[1]>>5 >= 1 && d[1]>>5 <= 4:
		i := 2
		for i < 7 && d[i]&0x80 != 0 {
			i++
		}
		n := int(d[i+1])
		return yes(n > 2 && n < 128 && i+2+n < p.Length && i+2 < len(d) && identifier(d[i+2:min(len(d), i+2+n)]))
	}
	return No
}

// identifier reports whether data is letters, digits and what joins them in a
// method's name.
func identifier(data []byte) bool {
	for _, c := range data {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '_' && c != ':' && c != '.' {
			return false
		}
	}
	return len(data) > 0
}
