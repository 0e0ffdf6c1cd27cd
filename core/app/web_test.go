package app

import (
	"strings"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// heardFlow inspects a flow and returns its protocol and its facts.
func heardFlow(t testing.TB, transport packet.Protocol, client, server uint16, flow ...said) (string, Facts) {
	t.Helper()
	protocol, facts, _ := heardNames(t, transport, client, server, flow...)
	return protocol, facts
}

// heardNames is heardFlow with the names that the server got.
func heardNames(t testing.TB, transport packet.Protocol, client, server uint16, flow ...said) (string, Facts, []name.Name) {
	t.Helper()
	in := NewInspector(new(name.Store), func(uint32, ID) {})
	var h Handle
	var found ID
	sequence := [2]uint32{1000, 5000}
	for _, s := range flow {
		b := s.bytes(t)
		p := Peek{Transport: transport, ClientPort: client, ServerPort: server, FromClient: s.client, Data: b, Length: len(b),
			Server: 1, Hosts: someHosts}
		side := p.side()
		if h != Done {
			var id ID
			if h, id = in.Inspect(h, 1, &p, sequence[side]); id != 0 {
				found = id
			}
		}
		sequence[side] += uint32(len(b))
	}
	if id := in.End(h); found == 0 {
		found = id
	}
	if in.buffers != 0 {
		t.Errorf("%d bytes are still held", in.buffers)
	}
	return found.Name(), in.Facts(1), in.Names.Of(packet.Addr{Kind: packet.IPv4, B: [16]byte{10, 0, 0, 2}})
}

// TestWeb: RFC 9110 and 9112, RFC 9113, RFC 6455, RFC 3507.
func TestWeb(t *testing.T) {
	const request = "'GET /a HTTP/1.1\r\nHost: shop.example\r\n\r\n"
	preface := http2Preface
	checkSpoken(t, []spoken{
		{"a request", packet.TCP, 50000, 40001, []said{says(request)}, "HTTP"},
		{"an answer alone", packet.TCP, 50000, 80, []said{replies("'HTTP/1.1 200 OK\r\n\r\n")}, "HTTP"},
		{"in mid-flow", packet.TCP, 50000, 80, []said{says("01020304"), says("05060708"), says("090a0b0c"), says(request)}, "HTTP"},
		{"WebDAV", packet.TCP, 50000, 80, []said{says("'PROPFIND /dav/ HTTP/1.1\r\n")}, "HTTP"},
		{"a request longer than its segment", packet.TCP, 50000, 80, []said{says("'GET /" + strings.Repeat("a", 1400))}, "HTTP"},
		{"HTTP/0.9", packet.TCP, 50000, 80, []said{says("'GET /old\r\n")}, "HTTP"},
		{"prose", packet.TCP, 50000, 40001, []said{says("'GET up and dance\r\nwith me\r\n")}, ""},
		{"a stream's control", packet.TCP, 50000, 554, []said{says("'OPTIONS rtsp://cam.example/1 RTSP/1.0\r\nCSeq: 1\r\n\r\n")}, "RTSP"},
		{"a call", packet.TCP, 50000, 5060, []said{says("'OPTIONS sip:a@b.example SIP/2.0\r\n\r\n")}, "SIP"},
		{"virus scanning", packet.TCP, 50000, 1344, []said{says("'OPTIONS icap://scan.example/av ICAP/1.0\r\n\r\n")}, "ICAP"},
		{"a tunnel", packet.TCP, 50000, 40001, []said{says("'CONNECT shop.example:443 HTTP/1.1\r\n\r\n")}, "HTTP proxy"},
		{"a proxy's request", packet.TCP, 50000, 3128, []said{says("'GET http://shop.example/ HTTP/1.1\r\n\r\n")}, "HTTP proxy"},
		{"an upgrade", packet.TCP, 50000, 80, []said{says("'GET /s HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket\r\n\r\n")}, "WebSocket"},
		{"an upgrade to HTTP/2", packet.TCP, 50000, 80, []said{says("'GET /s HTTP/1.1\r\nUpgrade: h2c\r\n\r\n")}, "HTTP"},
		{"HTTP/2's preface alone", packet.TCP, 50000, 40001, []said{says("'" + preface)}, "HTTP/2"},
		{"HTTP/2", packet.TCP, 50000, 40001, []said{says("'" + preface + "\x00\x00\x00\x04\x00\x00\x00\x00\x00"), says("000001 01 05 00000001 82")}, "HTTP/2"},
		{"HTTP/2 from its server", packet.TCP, 50000, 40001, []said{replies("000006 04 00 00000000 0003 00000064"), replies("000001 01 04 00000001 88")}, "HTTP/2"},
		{"gRPC, in plain", packet.TCP, 50000, 40001, []said{says("'" + preface + "\x00\x00\x13\x01\x04\x00\x00\x00\x01\x0f\x10\x10application/grpc")}, "gRPC"},
		{"gRPC, in Huffman's code", packet.TCP, 50000, 40001, []said{says("'" + preface), says("00000d 01 04 00000001 5f 8b 1d75d0620d263d4c4d6564")}, "gRPC"},
	})
}

func TestHTTPSaysHostAndVersion(t *testing.T) {
	for _, c := range []struct {
		note       string
		flow       []said
		host, vers string
	}{
		{"at once", []said{says("'GET / HTTP/1.1\r\nhost:\tshop.example \r\n\r\n")}, "shop.example", "HTTP/1.1"},
		{"with a port", []said{says("'GET / HTTP/1.0\r\nA: b\r\nHOST: shop.example:8080\r\n\r\n")}, "shop.example", "HTTP/1.0"},
		{"an address", []said{says("'GET / HTTP/1.1\r\nHost: 192.0.2.1:80\r\n\r\n")}, "", "HTTP/1.1"},
		{"another address", []said{says("'GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n\r\n")}, "", "HTTP/1.1"},
		{"markup", []said{says("'GET / HTTP/1.1\r\nHost: <b>bold</b>\r\n\r\n")}, "", "HTTP/1.1"},
		{"in pieces", []said{says("'GET / HTTP/1.1\r\nHo"), says("'st: shop.ex"), says("'ample\r\n"), says("'\r\n")}, "shop.example", "HTTP/1.1"},
		{"in the body", []said{says("'POST / HTTP/1.1\r\nA: b\r\n\r\nHost: shop.example\r\n")}, "", "HTTP/1.1"},
		{"never ending", []said{says("'GET / HTTP/1.1\r\nA: " + strings.Repeat("a", MaxAssembled)), says("'\r\nHost: shop.example\r\n\r\n")}, "", "HTTP/1.1"},
	} {
		if _, f := heardFlow(t, packet.TCP, 50000, 80, c.flow...); f.ServerName != c.host || f.Version != c.vers {
			t.Errorf("%s: %+v", c.note, f)
		}
	}
}
