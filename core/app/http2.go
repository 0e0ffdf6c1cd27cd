package app

import "bytes"

// http2Preface begins what a client sends (RFC 9113 §3.4).
const http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

const (
	http2FrameHeader = 9
	http2Headers     = 1
	http2Settings    = 4
)

// grpcTypes are how a header block says content-type: application/grpc, in
// plain and as HPACK's Huffman code (RFC 7541 §5.2) as far as whole bytes go.
var grpcTypes = [][]byte{
	[]byte("application/grpc"),
	{0x1d, 0x75, 0xd0, 0x62, 0x0d, 0x26, 0x3d, 0x4c, 0x4d, 0x65},
}

// isHTTP2: HTTP/2 in clear: the client's preface, or a server's settings.
// Whether it's gRPC the first headers say; so before them it's only Perhaps.
func isHTTP2(p *Peek) Verdict {
	headers := http2HeaderBlock(p)
	switch {
	case headers != nil:
		return Yes
	case hasPrefix(p.Data, http2Preface), isHTTP2Settings(p.Data):
		return Perhaps
	}
	return No
}

// isGRPC: HTTP/2 in clear whose headers have gRPC's content type.
func isGRPC(p *Peek) Verdict {
	headers := http2HeaderBlock(p)
	for _, t := range grpcTypes {
		if bytes.Contains(headers, t) {
			return Yes
		}
	}
	return No
}

// http2HeaderBlock is the first headers in a payload that follows a preface or
// has one, or settings; nil if there are none.
func http2HeaderBlock(p *Peek) []byte {
	d := p.Data
	switch {
	case hasPrefix(d, http2Preface):
		d = d[len(http2Preface):]
	case d[0] != 0 || !hasPrefix(p.First(), http2Preface) && !isHTTP2Settings(p.First()) && !isHTTP2Settings(d):
		return nil
	}
	for len(d) >= http2FrameHeader {
		size := int(be24(d))
		body := d[http2FrameHeader:min(len(d), http2FrameHeader+size)]
		if d[3] > 10 {
			return nil
		}
		if d[3] == http2Headers {
			return body
		}
		d = d[http2FrameHeader+len(body):]
	}
	return nil
}

// isHTTP2Settings: a SETTINGS frame of known settings (RFC 9113 §6.5).
func isHTTP2Settings(d []byte) bool {
	if len(d) < http2FrameHeader+6 || d[0]|d[1] != 0 || d[3] != http2Settings || d[4] != 0 || be32(d[5:]) != 0 {
		return false
	}
	size := int(d[2])
	if size == 0 || size%6 != 0 || len(d) < http2FrameHeader+size {
		return false
	}
	for s := d[http2FrameHeader : http2FrameHeader+size]; len(s) > 0; s = s[6:] {
		if id := be16(s); id == 0 || id > 9 && id&0x0f0f != 0x0a0a {
			return false
		}
	}
	return true
}
