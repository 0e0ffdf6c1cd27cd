package app

import (
	"testing"

	"heatsink/core/packet"
)

// TestTunnels: WireGuard's whitepaper §5.4; OpenVPN's protocol; RFC 7296, 2408,
// 3948; RFC 2661; RFC 2637; RFC 1928; 3GPP TS 29.060 and 29.274; RFC 5415;
// RFC 9301; RFC 7348; dnscrypt.info.
func TestTunnels(t *testing.T) {
	data := func(counter string) said {
		return says("04000000 11223344" + counter + "00000000000000" + fill("5a", 48))
	}
	esp := func(number string) said { return says("c0ffee01 000000" + number + fill("5a", 40)) }
	const ike = "0011223344556677 0000000000000000 21 20 22 08 00000000 00000020 00000004"
	checkSpoken(t, []spoken{
		{"a handshake", packet.UDP, 50000, 40001, []said{says("01000000" + fill("5a", 144))}, "WireGuard"},
		{"data in mid-flow", packet.UDP, 50000, 40001, []said{data("10"), data("11")}, "WireGuard"},
		{"on its port", packet.UDP, 50000, 51820, []said{data("10")}, "WireGuard"},
		{"zeros where there are none", packet.UDP, 50000, 40001, []said{says("01000100" + fill("5a", 144))}, ""},
		{"Cloudflare's", packet.UDP, 50000, 2408, []said{says("01a1b2c3" + fill("5a", 144))}, "Cloudflare WARP"},
		{"a reset in clear", packet.UDP, 50000, 40001, []said{says("38" + fill("5a", 8) + "00 00000000")}, "OpenVPN"},
		{"a reset behind SHA-1", packet.UDP, 50000, 40001, []said{says("38" + fill("5a", 28) + "00000001 66554433 00 00000000")}, "OpenVPN"},
		{"an encrypted reset", packet.UDP, 50000, 40001, []said{says("38" + fill("5a", 8) + "00000001" + fill("a7", 41))}, "OpenVPN"},
		{"over TCP", packet.TCP, 50000, 443, []said{says("000e 38" + fill("5a", 8) + "00 00000000")}, "OpenVPN"},
		{"half a reset", packet.UDP, 50000, 40001, []said{says("38" + fill("5a", 8) + "00 00000001")}, ""},
		{"an exchange of keys", packet.UDP, 50000, 40001, []said{says(ike)}, "IPsec"},
		{"through a NAT", packet.UDP, 50000, 4500, []said{says("00000000" + ike)}, "IPsec"},
		{"ESP through a NAT", packet.UDP, 50000, 4500, []said{esp("70"), esp("71")}, "IPsec"},
		{"its length wrong", packet.UDP, 50000, 40001, []said{says(ike + "00")}, ""},
		{"L2TP", packet.UDP, 50000, 40001, []said{says("c802 0014 0000 0000 0000 0000 8008 0000 0000 0001")}, "L2TP"},
		{"PPTP", packet.TCP, 50000, 40001, []said{says("009c 0001 1a2b3c4d 0001" + zeros(146))}, "PPTP"},
		{"SOCKS 5", packet.TCP, 50000, 40001, []said{says("050100"), replies("0500"), says("'GET / HTTP/1.1\r\n\r\n")}, "SOCKS"},
		{"SOCKS 4", packet.TCP, 50000, 1080, []said{says("0401 0050 c0000201 00")}, "SOCKS"},
		{"GTP version 2", packet.UDP, 50000, 2123, []said{says("4820 000c 00000000 000001 00 03000100")}, "GTP"},
		{"GTP to users", packet.UDP, 2152, 2152, []said{says("30ff 0004 00000001 45000000")}, "GTP"},
		{"charging", packet.UDP, 50000, 3386, []said{says("4e01 0002 0001 0e01")}, "GTP"},
		{"GTP elsewhere", packet.UDP, 50000, 40001, []said{says("30ff 0004 00000001 45000000")}, ""},
		{"access points", packet.UDP, 50000, 5246, []said{says("0010 0200 00000000 00000001 00 0005 00 14000100")}, "CAPWAP"},
		{"and their DTLS", packet.UDP, 50000, 5246, []said{says("01000000 16feff 0000 000000000000 0001 00")}, "CAPWAP"},
		{"a map's registration", packet.UDP, 4342, 4342, []said{says("30000001 0011223344556677 0001 0014")}, "LISP"},
		{"Teredo", packet.UDP, 50000, 3544, []said{says("0001 0000" + zeros(9) + "60000000" + zeros(36))}, "Teredo"},
		{"VXLAN", packet.UDP, 50000, 4789, []said{says("08000000 00007b00" + zeros(14))}, "VXLAN"},
		{"Tailscale", packet.UDP, 50000, 40001, []said{says("5453f09f92ac" + fill("5a", 40))}, "Tailscale"},
		{"tinc", packet.TCP, 50000, 40001, []said{says("'0 alpha 17.7\n")}, "Tinc"},
		{"TeamViewer", packet.TCP, 50000, 5938, []said{says("17241004 04000000")}, "TeamViewer"},
		{"a resolver's certificate", packet.UDP, 50000, 40001, []said{says("1234 0100 0001 0000 0000 0000 0132 0d 646e7363727970742d63657274 00 0010 0001")}, "DNSCrypt"},
		{"a resolver's answer", packet.UDP, 50000, 443, []said{says("5a" + fill("a7", 100)), replies("'r6fnvWj8" + "encrypted")}, "DNSCrypt"},
	})
}
