package app

import (
	hexadecimal "encoding/hex"
	"math/rand"
	"strings"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// vector is bytes behind their length in n bytes.
func vector(n int, parts ...string) string {
	body := strings.Join(parts, "")
	length := ""
	for i := n - 1; i >= 0; i-- {
		length += string([]byte{byte(len(body) >> (8 * i))})
	}
	return length + body
}

func extension(kind string, body string) string { return kind + vector(2, body) }

// clientHello is a ClientHello's body (RFC 8446 §4.1.2) that asks for a name,
// offers h2 and http/1.1, and TLS 1.3 among GREASE; it is padded (RFC 7685).
func clientHello(serverName string, padding int, cookie ...string) string {
	body := "\x03\x03" + strings.Repeat("r", 32) + vector(1, "session")
	for _, c := range cookie {
		body += vector(1, c)
	}
	return body + vector(2, "\x13\x01\x13\x02") + vector(1, "\x00") + vector(2,
		extension("\x00\x15", strings.Repeat("\x00", padding)),
		extension("\x00\x00", vector(2, "\x00"+vector(2, serverName))),
		extension("\x00\x10", vector(2, vector(1, "h2"), vector(1, "http/1.1"))),
		extension("\x00\x2b", vector(1, "\x0a\x0a\x03\x04\x03\x03")))
}

// serverHello is a ServerHello's body.
func serverHello(extensions ...string) string {
	return "\x03\x03" + strings.Repeat("r", 32) + vector(1) + "\x13\x01\x00" + vector(2, extensions...)
}

func handshakeMessage(kind byte, body string) string { return string([]byte{kind}) + vector(3, body) }

// recordsOf cuts a handshake message over records of at most size bytes.
func recordsOf(message string, size int) (records string) {
	for ; message != ""; message = message[min(size, len(message)):] {
		records += "\x16\x03\x01" + vector(2, message[:min(size, len(message))])
	}
	return records
}

// TestTLS: RFC 8446, RFC 5246 appendix E.2.
func TestTLS(t *testing.T) {
	hello := "'" + recordsOf(handshakeMessage(1, clientHello("shop.example", 0)), 1<<14)
	data := "17030300 20" + fill("a5", 32)
	checkSpoken(t, []spoken{
		{"a client hello", packet.TCP, 50000, 40001, []said{says(hello)}, "TLS"},
		{"a server hello alone", packet.TCP, 50000, 443, []said{replies("'" + recordsOf(handshakeMessage(2, serverHello()), 1<<14))}, "TLS"},
		{"data in mid-flow", packet.TCP, 50000, 40001, []said{says(data)}, "TLS"},
		{"two records", packet.TCP, 50000, 40001, []said{says(data + data)}, "TLS"},
		{"after something else", packet.TCP, 50000, 40001, []said{says("aa"), says("bb"), says("cc"), says(data)}, "TLS"},
		{"an SSLv2 hello", packet.TCP, 50000, 443, []said{says("802e 01 0301 0015 0000 0010" + fill("010080", 7) + fill("cc", 16))}, "TLS"},
		{"an SSLv2 hello of a wrong length", packet.TCP, 50000, 443, []said{says("802f 01 0301 0015 0000 0010" + fill("010080", 7) + fill("cc", 16))}, ""},
		{"records that don't follow each other", packet.TCP, 50000, 40001, []said{says(data + fill("ff", 9))}, ""},
		{"a record too long", packet.TCP, 50000, 40001, []said{says("170303ffff" + fill("a5", 32))}, ""},
		{"a version that is none", packet.TCP, 50000, 40001, []said{says("1703090020" + fill("a5", 32))}, ""},
	})
}

// stream inspects pieces of a client's stream in the order given, then maybe a
// server's payload.
func stream(t testing.TB, data string, order []part, server string) Facts {
	t.Helper()
	in := NewInspector(new(name.Store), func(uint32, ID) {})
	var h Handle
	peek := func(client bool, data string, seq uint32) {
		p := Peek{Transport: packet.TCP, Hosts: noHosts, ClientPort: 50000, ServerPort: 443, FromClient: client, Data: []byte(data), Length: len(data)}
		if h != Done {
			h, _ = in.Inspect(h, 1, &p, seq)
		}
	}
	for _, o := range order {
		peek(true, data[o.from:o.to], uint32(1<<32-100+o.from))
	}
	if server != "" {
		peek(false, server, 7)
	}
	in.End(h)
	if in.buffers != 0 {
		t.Errorf("%d bytes are still held", in.buffers)
	}
	return in.Facts(1)
}

func TestTLSSaysNameVersionAndALPN(t *testing.T) {
	message := handshakeMessage(1, clientHello("shop.example", 1500))
	whole := recordsOf(message, 1<<14)
	want := Facts{ServerName: "shop.example", Version: "TLS 1.3", ALPN: "h2"}
	if got := stream(t, whole, pieces([]byte(whole), len(whole)), ""); got != want {
		t.Errorf("in one piece: %+v", got)
	}
	for _, size := range []int{40, 100, 536, 1448} {
		cut := pieces([]byte(whole), size)
		if got := stream(t, whole, cut, ""); got != want {
			t.Errorf("in pieces of %d: %+v", size, got)
		}
		if len(cut) > maxGaps {
			cut = cut[:maxGaps]
		}
		rand.New(rand.NewSource(1)).Shuffle(len(cut)-1, func(i, j int) { cut[i+1], cut[j+1] = cut[j+1], cut[i+1] })
		if got := stream(t, whole, cut, ""); len(cut) < maxGaps && got != want {
			t.Errorf("in pieces of %d in any order: %+v", size, got)
		}
	}
	records := recordsOf(message, 100)
	if got := stream(t, records, pieces([]byte(records), 536), ""); got != want {
		t.Errorf("over several records: %+v", got)
	}
	server := recordsOf(handshakeMessage(2, serverHello(extension("\x00\x10", vector(2, vector(1, "http/1.1"))))), 1<<14)
	chosen := Facts{ServerName: "shop.example", Version: "TLS 1.2", ALPN: "http/1.1"}
	if got := stream(t, whole, pieces([]byte(whole), 900), server); got != chosen {
		t.Errorf("what the server chose: %+v", got)
	}
	if got := stream(t, whole[:200], pieces([]byte(whole[:200]), 200), server); got.Version != "TLS 1.2" {
		t.Errorf("a server's hello after half a client's: %+v", got)
	}
}

// A hello in a thousand pieces is given up, and holds no memory.
func TestTLSInAThousandPieces(t *testing.T) {
	whole := recordsOf(handshakeMessage(1, clientHello("shop.example", 4000)), 1<<14)
	if got := stream(t, whole, pieces([]byte(whole), 4), ""); got.ServerName != "" {
		t.Errorf("%+v: is there no limit any more?", got)
	}
}

func TestHostileHellos(t *testing.T) {
	body := clientHello("shop.example", 0, "cookie")
	random := rand.New(rand.NewSource(1))
	for range 20000 {
		b := []byte(body)[:random.Intn(len(body))]
		for range random.Intn(4) {
			if len(b) > 0 {
				b[random.Intn(len(b))] = byte(random.Intn(256))
			}
		}
		readClientHello(b, true)
		readClientHello(b, false)
		readServerHello(b, false)
	}
	long := recordsOf(handshakeMessage(1, clientHello(strings.Repeat("a", 3000), 0)), 1<<14)
	if got := stream(t, long, pieces([]byte(long), 1448), ""); got.ServerName != "" {
		t.Error("a name of 3000 bytes was kept")
	}
	endless := "\x16\x03\x01\x40\x00\x01\xff\xff\xff" + strings.Repeat("a", 30000)
	stream(t, endless, pieces([]byte(endless), 1448), "")
}

func TestTLSWithinOthers(t *testing.T) {
	hello := "'" + recordsOf(handshakeMessage(1, clientHello("shop.example", 0)), 1<<14)
	for _, c := range []struct {
		want   string
		server uint16
		flow   []said
	}{
		{"HTTP proxy", 8080, []said{says("'CONNECT shop.example:443 HTTP/1.1\r\n\r\n"), replies("'HTTP/1.1 200 OK\r\n\r\n"), says(hello)}},
		{"SOCKS", 1080, []said{says("050100"), replies("0500"), says("05010001c0000201 01bb"), replies("05000001000000000000"), says(hello)}},
		{"PostgreSQL", 5432, []said{says("0000000804d2162f"), replies("'S"), says(hello)}},
		{"PROXY", 443, []said{says("'PROXY TCP4 192.0.2.1 192.0.2.2 5000 443\r\n" + hello[1:])}},
		{"PROXY", 443, []said{says(hexadecimal.EncodeToString([]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c" + strings.Repeat("a", 12) + hello[1:])))}},
	} {
		got, f, names := heardNames(t, packet.TCP, 50000, c.server, c.flow...)
		if got != c.want || f.ServerName != "shop.example" {
			t.Errorf("%s: %q, %+v", c.want, got, f)
		}
		if through := got == "HTTP proxy" || got == "SOCKS"; through != (len(names) == 0) {
			t.Errorf("%s: the server is called %v", c.want, names)
		}
	}
}
