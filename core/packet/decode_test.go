package packet

import (
	"testing"

	"github.com/google/gopacket/layers"
)

const (
	outerLine = "192.0.2.1 > 192.0.2.2 "
	innerLine = "10.1.0.1 > 10.1.0.2 UDP 1000>2000"
	macLine   = "02:00:00:00:00:0a > 02:00:00:00:00:0b "
)

func TestDecode(t *testing.T) {
	in, frame := inner(t), innerFrame(t)
	vlan := func(id uint16, next layers.EthernetType) *layers.Dot1Q {
		return &layers.Dot1Q{VLANIdentifier: id, Type: next}
	}
	e4 := serialize(t, eth(layers.EthernetTypeIPv4))
	etherType := func(words ...uint16) []byte { return join(e4[:12], hex16(words...)) }
	gre := func(proto uint16) []byte { return hex16(0, proto) }
	v6 := serialize(t, ipv6("2001:db8::1", "2001:db8::2", layers.IPProtocolUDP), udp(1, 2), payload("x"))
	const v6Line = "2001:db8::1 > 2001:db8::2 UDP 1>2"

	tests := []struct {
		name         string
		link         uint16
		data         []byte
		outer, inner string // inner "" without tunnel
		odd          Anomaly
	}{
		{"TCP", 1, serialize(t, eth(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", 6), tcp(5000, 80)),
			outerLine + "TCP 5000>80", "", 0},
		{"VLAN in VLAN", 1, serialize(t, eth(layers.EthernetTypeQinQ), vlan(1, layers.EthernetTypeDot1Q),
			vlan(2, layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", 17), udp(1, 2)), outerLine + "UDP 1>2", "", 0},
		{"old QinQ", 1, join(etherType(0x9100, 1, 0x0800), in), innerLine, "", 0},
		{"ARP", 1, join(etherType(0x0806), make([]byte, 28)), macLine + "ARP", "", 0},
		{"unknown EtherType", 1, join(etherType(0x88b5), make([]byte, 28)), macLine + "0x88b5", "", 0},
		{"STP", 1, join(etherType(7, 0x4242, 0x0300), make([]byte, 40)), macLine + "STP", "", 0},
		{"raw 802.3 IPX", 1, join(etherType(30, 0xffff), make([]byte, 40)), macLine + "IPX", "", 0},
		{"SNAP", 1, join(etherType(uint16(8+len(in)), 0xaaaa, 0x0300, 0, 0x0800), in), innerLine, "", 0},
		{"IPv6", 1, join(etherType(0x86dd), v6), v6Line, "", 0},
		{"MPLS", 1, join(etherType(0x8847, 1, 0x0040, 2, 0x0140), in), innerLine, "", 0},
		{"MPLS pseudowire with control word", 1, join(etherType(0x8847, 1, 0x0140, 0, 7), frame), innerLine, "", 0},
		{"MPLS pseudowire", 1, join(etherType(0x8847, 1, 0x0140), frame), innerLine, "", 0},
		{"PPPoE", 1, join(etherType(0x8864, 0x1100, 1, uint16(2+len(in)), 0x0021), in), innerLine, "", 0},
		{"PPPoE LCP", 1, join(etherType(0x8864, 0x1100, 1, 6, 0xc021), make([]byte, 40)), macLine + "LCP", "", 0},
		{"PBB", 1, join(etherType(0x88e7, 0, 1), frame), innerLine, "", 0},
		{"MACsec, not encrypted", 1, join(etherType(0x88e5, 0, 0, 1, 0x0800), in, make([]byte, 16)), innerLine, "", 0},
		{"E-TAG", 1, join(etherType(0x893f, 0, 0, 0, 0x0800), in), innerLine, "", 0},
		{"FabricPath", 1, join(etherType(0x8903, 0), frame), innerLine, "", 0},

		{"Linux cooked", 113, join(hex16(0, 1, 6, 0x0200, 0, 0xa, 0, 0x0800), in), innerLine, "", 0},
		{"Linux cooked ARP", 113, join(hex16(0, 1, 6, 0x0200, 0, 0xa, 0, 0x0806), in), "02:00:00:00:00:0a >  ARP", "", 0},
		{"Linux cooked 2", 276, join(hex16(0x0800, 0, 0, 1, 1, 6, 0x0200, 0, 0xa, 0), in), innerLine, "", 0},
		{"raw IPv4", 101, in, innerLine, "", 0},
		{"raw IPv6", 12, v6, v6Line, "", 0},
		{"raw neither", 101, []byte{0x20, 0}, " >  Raw IP", "", BadIPVersion},
		{"IPv4 link", 228, in, innerLine, "", 0},
		{"IPv6 link", 229, v6, v6Line, "", 0},
		{"null, little-endian", 0, join([]byte{2, 0, 0, 0}, in), innerLine, "", 0},
		{"null, big-endian", 0, join([]byte{0, 0, 0, 2}, in), innerLine, "", 0},
		{"null, Darwin's IPv6", 0, join([]byte{30, 0, 0, 0}, v6), v6Line, "", 0},
		{"loop", 108, join([]byte{0, 0, 0, 24}, v6), v6Line, "", 0},
		{"PPP", 9, join(hex16(0xff03, 0x0021), in), innerLine, "", 0},
		{"PPP, compressed", 9, join([]byte{0x21}, in), innerLine, "", 0},
		{"Cisco HDLC", 104, join(hex16(0x0f00, 0x0800), in), innerLine, "", 0},
		{"Frame Relay", 107, join(hex16(0x1841, 0x03cc), in), innerLine, "", 0},
		{"FDDI", 10, join([]byte{0x50}, macB, macA, hex16(0xaaaa, 0x0300, 0, 0x0800), in), innerLine, "", 0},
		{"token ring", 6, join([]byte{0x10, 0x40}, macB, macA, hex16(0xaaaa, 0x0300, 0, 0x0800), in), innerLine, "", 0},
		{"ARCNET", 7, join([]byte{1, 2, 0xf0}, in), innerLine, "", 0},
		{"NFLOG", 239, join(hex16(0x0200, 0), []byte{8, 0, 1, 0, 8, 0, 0, 0}, []byte{byte(4 + len(in)), 0, 9, 0}, in), innerLine, "", 0},
		{"PPI", 192, join([]byte{0, 0, 8, 0, 1, 0, 0, 0}, frame), innerLine, "", 0},
		{"Juniper Ethernet", 178, join([]byte{0x4d, 0x47, 0x43, 0}, frame), innerLine, "", 0},
		{"802.11", 105, join(wlanData(0), in), innerLine, "", 0},
		{"802.11, encrypted", 105, join(wlanData(0x4000), in), "02:00:00:00:00:0a > 02:00:00:00:00:0b IEEE 802.11", "", 0},
		{"radiotap with FCS", 127, join([]byte{0, 0, 9, 0, 2, 0, 0, 0, 0x10}, wlanData(0), in, make([]byte, 4)), innerLine, "", 0},
		{"802.11, aggregated", 105, join(wlanAggregate(len(in)), in), innerLine, "", 0},
		{"802.11 management", 105, join([]byte{0x80, 0, 0, 0}, macB, macA, make([]byte, 30)),
			"02:00:00:00:00:0a > 02:00:00:00:00:0b IEEE 802.11", "", 0},
		{"Broadcom's tag", 281, join(frame[:12], hex16(1, 2, 0x0800), in), innerLine, "", 0},
		{"Marvell's tag", 285, join(frame[:12], hex16(0xdada, 0, 1, 2, 0x0800), in), innerLine, "", 0},
		{"PKTAP", 258, join([]byte{108, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}, make([]byte, 96), frame), innerLine, "", 0},
		{"AVS", 163, join(hex16(0x8021, 0x1001, 0, 8), wlanData(0), in), innerLine, "", 0},
		{"Prism", 119, join([]byte{0x44, 0, 0, 0, 12, 0, 0, 0}, make([]byte, 4), wlanData(0), in), innerLine, "", 0},
		{"Prism, big-endian", 119, join([]byte{0, 0, 0, 0x44, 0, 0, 0, 12}, make([]byte, 4), wlanData(0), in), innerLine, "", 0},
		{"Prism's link type with AVS in it", 119, join(hex16(0x8021, 0x1001, 0, 8), wlanData(0), in), innerLine, "", 0},
		{"PFLOG", 117, join([]byte{61, 2, 0, 0}, make([]byte, 60), in), innerLine, "", 0},
		{"PFLOG, IPv6", 117, join([]byte{61, 24, 0, 0}, make([]byte, 60), v6), v6Line, "", 0},
		{"SunATM", 123, join(hex16(0x0200, 1, 0xaaaa, 0x0300, 0, 0x0800), in), innerLine, "", 0},
		{"Ethernet mPacket", 274, join([]byte{0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xd5}, frame), innerLine, "", 0},
		{"OpenBSD's enc", 109, join([]byte{2, 0, 0, 0}, make([]byte, 8), in), innerLine, "", 0},
		{"raw behind PPP framing", 101, join(hex16(0xff03, 0x0021), in), innerLine, "", 0},
		{"PPP bridging", 9, join(hex16(0xff03, 0x0031, 0x0001), frame), innerLine, "", 0},
		{"PPP multilink", 9, join(hex16(0xff03, 0x003d, 0xc000, 1, 0x0021), in), innerLine, "", 0},
		{"802.11 between access points", 105, join([]byte{8, 3, 0, 0}, []byte{2, 0, 0, 0, 0, 0xc}, []byte{2, 0, 0, 0, 0, 0xd}, macB, []byte{0, 0}, macA,
			hex16(0xaaaa, 0x0300, 0, 0x0800), in), innerLine, "", 0},
		{"the same, an address short", 105, join([]byte{8, 3, 0, 0}, []byte{2, 0, 0, 0, 0, 0xc}, []byte{2, 0, 0, 0, 0, 0xd}, macB, []byte{0, 0},
			hex16(0xaaaa, 0x0300, 0, 0x0800), in), innerLine, "", 0},
		{"Linux cooked GRE device", 113, join(hex16(0, 778, 0, 0, 0, 0, 0, 0x0800), in), innerLine, "", 0},
		{"Linux cooked LLC", 113, join(hex16(0, 1, 6, 0x0200, 0, 0xa, 0, 4, 0x4242, 0x0300), in), "02:00:00:00:00:0a >  STP", "", 0},
		{"Linux cooked radiotap", 113, join(hex16(0, 803, 6, 0, 0, 0, 0, 4), []byte{0, 0, 8, 0, 0, 0, 0, 0}, wlanData(0), in), innerLine, "", 0},
		{"null, IRIX", 0, join([]byte{0, 2, 0, 0}, in), innerLine, "", 0},
		{"null, Linux's EtherType", 0, join([]byte{0, 0, 8, 0}, in), innerLine, "", 0},
		{"Frame Relay IPv6", 107, join(hex16(0x1841, 0x038e), v6), v6Line, "", 0},
		{"Frame Relay SNAP", 107, join(hex16(0x1841, 0x0300), []byte{0x80, 0, 0, 0, 8, 0}, in), innerLine, "", 0},
		{"Frame Relay, Cisco's", 107, join(hex16(0x1841, 0x0800), in), innerLine, "", 0},
		{"Frame Relay IS-IS", 107, hex16(0x1841, 0x0383, 0, 0), " >  IS-IS", "", 0},
		{"PPP or Cisco HDLC", 50, join(hex16(0x0f00, 0x0800), in), innerLine, "", 0},
		{"ARCNET, RFC 1201", 129, join([]byte{1, 2, 0, 0, 0xd4, 0, 0, 1}, in), innerLine, "", 0},
		{"token ring with a route", 6, join([]byte{0x10, 0x40}, macB, []byte{0x82, 0, 0, 0, 0, 0xa}, hex16(0x0600, 1, 2, 0xaaaa, 0x0300, 0, 0x0800), in),
			innerLine, "", 0},
		{"MPLS associated channel", 1, join(etherType(0x8847, 1, 0x0140, 0x1000, 0x0021), in), innerLine, "", 0},
		{"MPLS with nothing known", 1, join(etherType(0x8847, 1, 0x0140, 0xf000), make([]byte, 40)), macLine + "MPLS", "", 0},
		{"IPv6 jumbogram", 1, join(etherType(0x86dd), v6[:4], []byte{0, 0, 0, 1}, v6[8:40], []byte{17, 0, 0xc2, 4, 0, 0, 0, 17}, v6[40:]), v6Line, "", 0},
		{"IPv6 without contents", 1, join(etherType(0x86dd), v6[:4], []byte{0, 0, 60, 1}, v6[8:40], make([]byte, 40)),
			"2001:db8::1 > 2001:db8::2 IPv6 Destination Options", "", HeaderShort},
		{"IPv6 option past the packet", 1, join(etherType(0x86dd), v6[:4], []byte{0, 8, 60, 1}, v6[8:40], []byte{17, 0, 7, 200, 0, 0, 0, 0}),
			"2001:db8::1 > 2001:db8::2 IPv6 Destination Options", "", BadOption},
		{"VN-Tag", 1, join(etherType(0x8926, 1, 2, 0x0800), in), innerLine, "", 0},
		{"Arista's clock", 1, join(etherType(0xd28b, 1, 0x10, 1, 2, 3, 4, 0x0800), in), innerLine, "", 0},
		{"NSH", 1, join(etherType(0x894f, 0x0002, 0x0201), []byte{0, 0, 1, 255}, in), innerLine, "", 0},
		{"MACsec, encrypted", 1, join(etherType(0x88e5, 0x0c00, 0, 1, 0x0800), in, make([]byte, 16)), macLine + "MACsec", "", 0},
		{"bridged in SNAP", 1, join(etherType(uint16(10+len(frame)), 0xaaaa, 0x0300, 0x80c2, 7, 0), frame), innerLine, "", 0},
		{"PFLOG", 117, join([]byte{61, 2, 0, 0}, make([]byte, 60), in), innerLine, "", 0},
		{"unknown link", 189, []byte{1, 2, 3}, " >  USB", "", UnknownLink},

		{"VXLAN", 1, overUDP(t, 4789, join(hex16(0x0800, 0, 0, 0x0100), frame)), outerLine + "UDP 40000>4789", innerLine, 0},
		{"VXLAN with ARP in it", 1, overUDP(t, 4789, join(hex16(0x0800, 0, 0, 0x0100), etherType(0x0806), make([]byte, 28))),
			outerLine + "UDP 40000>4789", "", 0},
		{"VXLAN as Linux was", 1, overUDP(t, 8472, join(hex16(0x0800, 0, 0, 0x0100), frame)), outerLine + "UDP 40000>8472", innerLine, 0},
		{"VXLAN-GPE", 1, overUDP(t, 4790, join(hex16(0x0c00, 1, 0, 0x0100), in)), outerLine + "UDP 40000>4790", innerLine, 0},
		{"Geneve", 1, overUDP(t, 6081, join(hex16(0x0100, 0x6558, 0, 0x0100, 0, 0), frame)), outerLine + "UDP 40000>6081", innerLine, 0},
		{"GTP-U", 1, overUDP(t, 2152, join(hex16(0x30ff, uint16(len(in)), 0, 1), in)), outerLine + "UDP 40000>2152", innerLine, 0},
		{"GTP-U with extension", 1, overUDP(t, 2152, join(hex16(0x34ff, uint16(len(in)+8), 0, 1, 0, 0x0085, 0x0100, 0), in)),
			outerLine + "UDP 40000>2152", innerLine, 0},
		{"Teredo", 1, overUDP(t, 3544, join(hex16(0, 1, 2, 3), v6)), outerLine + "UDP 40000>3544", v6Line, 0},
		{"L2TP", 1, overUDP(t, 1701, join(hex16(2, 1, 1, 0xff03, 0x0021), in)), outerLine + "UDP 40000>1701", innerLine, 0},
		{"LISP", 1, overUDP(t, 4341, join(make([]byte, 8), in)), outerLine + "UDP 40000>4341", innerLine, 0},
		{"CAPWAP", 1, overUDP(t, 5247, join(hex16(0x0010, 0, 0, 0), frame)), outerLine + "UDP 40000>5247", innerLine, 0},
		{"TZSP", 1, overUDP(t, 37008, join(hex16(0x0100, 1), []byte{0, 10, 1, 7, 1}, frame)), outerLine + "UDP 40000>37008", innerLine, 0},
		{"a tunnel's port without a tunnel", 1, overUDP(t, 6081, []byte("something else entirely")), outerLine + "UDP 40000>6081", "", HeaderShort},
		{"GRE", 1, overIP(t, 47, join(gre(0x0800), in)), outerLine + "GRE", innerLine, 0},
		{"GRE with all fields", 1, overIP(t, 47, join(hex16(0xb000, 0x0800), make([]byte, 12), in)), outerLine + "GRE", innerLine, 0},
		{"GRE bridging", 1, overIP(t, 47, join(gre(0x6558), frame)), outerLine + "GRE", innerLine, 0},
		{"GRE PPP", 1, overIP(t, 47, join(hex16(0x3081, 0x880b, 1, 2, 0, 3, 0, 4, 0x0021), in)), outerLine + "GRE", innerLine, 0},
		{"GRE keepalive", 1, overIP(t, 47, gre(0)), outerLine + "GRE", "", 0},
		{"ERSPAN I", 1, overIP(t, 47, join(gre(0x88be), frame)), outerLine + "GRE", innerLine, 0},
		{"ERSPAN II", 1, overIP(t, 47, join(hex16(0x1000, 0x88be, 0, 1, 0x1000, 0, 0, 0), frame)), outerLine + "GRE", innerLine, 0},
		{"ERSPAN III", 1, overIP(t, 47, join(hex16(0x1000, 0x22eb, 0, 1, 0x2000, 0, 0, 0, 0, 1, 0, 0, 0, 0), frame)), outerLine + "GRE", innerLine, 0},
		{"WCCP2", 1, overIP(t, 47, join(gre(0x883e), hex16(0, 0), in)), outerLine + "GRE", innerLine, 0},
		{"IP in IP", 1, overIP(t, 4, in), outerLine + "IPv4", innerLine, 0},
		{"6in4", 1, overIP(t, 41, v6), outerLine + "IPv6", v6Line, 0},
		{"EtherIP", 1, overIP(t, 97, join(hex16(0x3000), frame)), outerLine + "EtherIP", innerLine, 0},
		{"PIM register", 1, overIP(t, 103, join(hex16(0x2100, 0, 0, 0), in)), outerLine + "PIM", innerLine, 0},
		{"VXLAN-GPE, then NSH, then a frame", 1, overUDP(t, 4790, join(hex16(0x0c00, 4, 0, 0x0100, 2, 0x0203, 0, 0x01ff), frame)),
			outerLine + "UDP 40000>4790", innerLine, 0},
		{"VXLAN-GPE IPv6", 1, overUDP(t, 4790, join(hex16(0x0c00, 2, 0, 0x0100), v6)), outerLine + "UDP 40000>4790", v6Line, 0},
		{"Teredo with authentication", 1, overUDP(t, 3544, join([]byte{0, 1, 2, 3}, make([]byte, 14), v6)), outerLine + "UDP 40000>3544", v6Line, 0},
		{"L2TP control", 1, overUDP(t, 1701, hex16(0xc802, 12, 1, 1, 0, 0)), outerLine + "UDP 40000>1701", "", 0},
		{"L2TP with all fields", 1, overUDP(t, 1701, join(hex16(0x4a02, 0, 1, 1, 0, 0, 2, 0, 0x0021), in)), outerLine + "UDP 40000>1701", innerLine, 0},
		{"GTP-U, PPP in it", 1, overUDP(t, 2152, join(hex16(0x30ff, uint16(2+len(in)), 0, 1, 0x0021), in)), outerLine + "UDP 40000>2152", innerLine, 0},
		{"GTP-U echo", 1, overUDP(t, 2152, hex16(0x3201, 4, 0, 0, 0, 0)), outerLine + "UDP 40000>2152", "", 0},
		{"AMT", 1, overUDP(t, 2268, join(hex16(0x0600), in)), outerLine + "UDP 40000>2268", innerLine, 0},
		{"GTP-U, cut by its length", 1, overUDP(t, 2152, join(hex16(0x30ff, 8, 0, 1), in)), outerLine + "UDP 40000>2152", "", HeaderShort},
		{"GTP version 0", 1, overUDP(t, 3386, join(hex16(0x1eff, uint16(len(in))), make([]byte, 16), in)), outerLine + "UDP 40000>3386", innerLine, 0},
		{"AYIYA", 1, overUDP(t, 5072, join(hex16(0x4252, 0x1104), make([]byte, 40), in)), outerLine + "UDP 40000>5072", innerLine, 0},
		{"MPLS over UDP", 1, overUDP(t, 6635, join(hex16(1, 0x0140), in)), outerLine + "UDP 40000>6635", innerLine, 0},
		{"GRE with a source route", 1, overIP(t, 47, join(hex16(0x4000, 0x0800, 0, 0, 2, 4, 1, 2, 0, 0), in)), outerLine + "GRE", innerLine, 0},
		{"AH", 1, overIP(t, 51, join(hex16(0x1104, 0), make([]byte, 20), in[20:])), outerLine + "UDP 1000>2000", "", 0},
		{"ESP", 1, overIP(t, 50, make([]byte, 40)), outerLine + "ESP", "", 0},
		{"an ICMP error's quote", 1, overIP(t, 1, join(hex16(0x0301, 0, 0, 0), in)), outerLine + "ICMP", "", 0},

		{"IP version 5", 1, join(etherType(0x0800), []byte{0x55}, in[1:]), macLine + "IPv4", "", BadIPVersion},
		{"IP header length 16", 1, join(etherType(0x0800), []byte{0x44}, in[1:]), macLine + "IPv4", "", BadIPHeaderLength},
		{"IP length 10", 1, join(etherType(0x0800), []byte{0x45, 0, 0, 10}, in[4:]), macLine + "IPv4", "", BadIPLength},
		{"IPv4 as IPv6", 1, join(etherType(0x86dd), in, make([]byte, 20)), macLine + "IPv6", "", BadIPVersion},
		{"short IP", 1, join(etherType(0x0800), in[:19]), macLine + "IPv4", "", HeaderShort},
		{"empty", 1, nil, " >  Ethernet", "", HeaderShort},
	}
	d, p := NewDecoder(), Packet{Tunneled: true, Inner: Header{HasPorts: true}}
	for _, tt := range tests {
		d.Decode(tt.link, tt.data, uint32(len(tt.data)), &p)
		got := ""
		if p.Tunneled {
			got = line(&p.Inner)
		}
		if line(&p.Outer) != tt.outer || got != tt.inner || p.Anomaly != tt.odd {
			t.Errorf("%s:\n got %s / %s / %v\nwant %s / %s / %v", tt.name, line(&p.Outer), got, p.Anomaly, tt.outer, tt.inner, tt.odd)
		}
	}
}

// wlanData is an 802.11 data header to a distribution system, and SNAP.
func wlanData(flags uint16) []byte {
	control := 0x0108 | flags
	return join([]byte{byte(control), byte(control >> 8), 0, 0}, []byte{2, 0, 0, 0, 0, 0xc}, macA, macB, []byte{0, 0},
		hex16(0xaaaa, 0x0300, 0, 0x0800))
}

// wlanAggregate is an aggregate's header before SNAP and size bytes.
func wlanAggregate(size int) []byte {
	return join([]byte{0x88, 1, 0, 0}, []byte{2, 0, 0, 0, 0, 0xc}, macA, macB, []byte{0, 0, 0x80, 0},
		macB, macA, hex16(uint16(8+size), 0xaaaa, 0x0300, 0, 0x0800))
}

// A tunnel in a tunnel counts by its outermost and its innermost header.
func TestNestedTunnels(t *testing.T) {
	b := inner(t)
	for range 3 {
		b = overIP(t, 47, join(hex16(0, 0x0800), b))[14:]
	}
	p := decode(101, b)
	if got := line(&p.Outer) + " / " + line(p.Innermost()); got != outerLine+"GRE / "+innerLine {
		t.Error(got)
	}
}

// A ladder of headers ends at the limit, with its reason.
func TestTooDeep(t *testing.T) {
	b := inner(t)
	for range maxHeaders + 10 {
		b = serialize(t, ipv4("192.0.2.1", "192.0.2.2", 4), payload(string(b)))
	}
	p := decode(101, b)
	if p.Anomaly != TooDeep || !p.Tunneled {
		t.Error(p.Anomaly, p.Tunneled)
	}
	tags := append(serialize(t, eth(layers.EthernetTypeDot1Q)), make([]byte, 4096)...)
	for i := 16; i < len(tags); i += 4 {
		tags[i], tags[i+1] = 0x81, 0
	}
	if p := decode(1, tags); p.Anomaly != TooDeep {
		t.Error(p.Anomaly)
	}
}
