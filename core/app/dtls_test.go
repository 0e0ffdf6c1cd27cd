package app

import (
	hexadecimal "encoding/hex"
	"testing"

	"heatsink/core/packet"
)

// dtlsFragment is a record with a fragment of a handshake message (RFC 6347 §4.2.2).
func dtlsFragment(kind, number byte, body string, from, to int) string {
	piece := body[from:to]
	head := string([]byte{kind, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body)), 0, number,
		byte(from >> 16), byte(from >> 8), byte(from)})
	return "\x16\xfe\xff\x00\x00\x00\x00\x00\x00\x00" + string([]byte{number}) + vector(2, head+vector(3, piece))
}

// TestDTLS: RFC 6347, RFC 9146.
func TestDTLS(t *testing.T) {
	hello := clientHello("shop.example", 0, "")
	record := "'" + dtlsFragment(1, 0, hello, 0, len(hello))
	checkSpoken(t, []spoken{
		{"a client hello", packet.UDP, 50000, 40001, []said{says(record)}, "DTLS"},
		{"after STUN", packet.UDP, 50000, 40001, []said{says("00010000 2112a442 " + zeros(12)), says(record)}, "DTLS"},
		{"in mid-flow", packet.UDP, 50000, 40001, []said{replies("17fefd 0001 000000000007 0010" + fill("a5", 16))}, "DTLS"},
		{"OpenSSL's old version", packet.UDP, 50000, 40001, []said{replies("170100 0001 000000000007 0010" + fill("a5", 16))}, "DTLS"},
		{"with a connection ID", packet.UDP, 50000, 40001, []said{says("19fefd 0001 000000000007 c1d2 0010" + fill("a5", 16))}, "DTLS"},
		{"of a wrong length", packet.UDP, 50000, 40001, []said{says("17fefd 0001 000000000007 0011" + fill("a5", 16))}, ""},
	})
}

func TestDTLSSaysNameAndVersion(t *testing.T) {
	bare, asked := clientHello("shop.example", 900, ""), clientHello("shop.example", 900, "cookie")
	n := len(asked)
	for note, sent := range map[string][]string{
		"whole":              {dtlsFragment(1, 0, bare, 0, len(bare))},
		"in fragments":       {dtlsFragment(1, 0, bare, 0, 300), dtlsFragment(1, 0, bare, 300, 900), dtlsFragment(1, 0, bare, 900, len(bare))},
		"in any order":       {dtlsFragment(1, 0, bare, 500, len(bare)), dtlsFragment(1, 0, bare, 0, 300), dtlsFragment(1, 0, bare, 200, 600)},
		"in one datagram":    {dtlsFragment(1, 0, bare, 0, 300) + dtlsFragment(1, 0, bare, 300, len(bare))},
		"again, with cookie": {dtlsFragment(1, 0, bare, 0, 300), dtlsFragment(1, 1, asked, 300, n), dtlsFragment(1, 1, asked, 0, 300)},
	} {
		if got, f := datagrams(t, 40001, sent...); got != "DTLS" || f.ServerName != "shop.example" {
			t.Errorf("%s: %q, %+v", note, got, f)
		}
	}
	server := serverHello(extension("\x00\x10", vector(2, vector(1, "coap"))))
	whole := "'" + dtlsFragment(1, 0, bare, 0, len(bare))
	_, f := heardFlow(t, packet.UDP, 50000, 5684, says(whole), replies(hexadecimal.EncodeToString([]byte(dtlsFragment(2, 0, "\xfe\xfd"+server[2:], 0, len(server))))))
	if want := (Facts{"shop.example", "DTLS 1.2", "coap"}); f != want {
		t.Errorf("%+v, want %+v", f, want)
	}
}
