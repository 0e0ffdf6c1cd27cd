package packet

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

var (
	macA = net.HardwareAddr{2, 0, 0, 0, 0, 0xa}
	macB = net.HardwareAddr{2, 0, 0, 0, 0, 0xb}
)

// serialize makes a frame's bytes, with lengths as they should be.
func serialize(t testing.TB, ls ...gopacket.SerializableLayer) []byte {
	t.Helper()
	buf := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(buf, gopacket.SerializeOptions{FixLengths: true}, ls...); err != nil {
		t.Fatal(err)
	}
	return append([]byte(nil), buf.Bytes()...)
}

func eth(next layers.EthernetType) *layers.Ethernet {
	return &layers.Ethernet{SrcMAC: macA, DstMAC: macB, EthernetType: next}
}

func ipv4(src, dst string, next layers.IPProtocol) *layers.IPv4 {
	return &layers.IPv4{Version: 4, TTL: 64, Protocol: next, SrcIP: net.ParseIP(src), DstIP: net.ParseIP(dst)}
}

func ipv6(src, dst string, next layers.IPProtocol) *layers.IPv6 {
	return &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: next, SrcIP: net.ParseIP(src), DstIP: net.ParseIP(dst)}
}

func udp(src, dst uint16) *layers.UDP {
	return &layers.UDP{SrcPort: layers.UDPPort(src), DstPort: layers.UDPPort(dst)}
}

func tcp(src, dst uint16) *layers.TCP {
	return &layers.TCP{SrcPort: layers.TCPPort(src), DstPort: layers.TCPPort(dst), Seq: 0x01020304,
		Ack: 0x05060708, ACK: true, PSH: true, Window: 0x1234}
}

func payload(s string) gopacket.Payload { return gopacket.Payload(s) }

// join puts hand-made headers before serialized ones.
func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// hex16 gives 16-bit words in network order.
func hex16(words ...uint16) []byte {
	var b []byte
	for _, w := range words {
		b = binary.BigEndian.AppendUint16(b, w)
	}
	return b
}

// inner is a small packet for tunnels to carry: 10.1.0.1 port 1000 to 10.1.0.2
// port 2000 over UDP.
func inner(t testing.TB) []byte {
	return serialize(t, ipv4("10.1.0.1", "10.1.0.2", layers.IPProtocolUDP), udp(1000, 2000), payload("inner"))
}

func innerFrame(t testing.TB) []byte {
	return join(serialize(t, eth(layers.EthernetTypeIPv4))[:14], inner(t)) // without gopacket's padding
}

// overUDP puts contents behind Ethernet, IPv4 and UDP.
func overUDP(t testing.TB, port uint16, contents []byte) []byte {
	return serialize(t, eth(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", layers.IPProtocolUDP),
		udp(40000, port), gopacket.Payload(contents))
}

// overIP puts contents behind Ethernet and IPv4.
func overIP(t testing.TB, proto layers.IPProtocol, contents []byte) []byte {
	return serialize(t, eth(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", proto), gopacket.Payload(contents))
}

func decode(link uint16, b []byte) Packet {
	var p Packet
	NewDecoder().Decode(link, b, uint32(len(b)), &p)
	return p
}

// line says a header in one line, for tables.
func line(h *Header) string {
	s := h.Src.String() + " > " + h.Dst.String() + " " + h.Protocol.String()
	if h.HasPorts {
		s += " " + itoa(h.SrcPort) + ">" + itoa(h.DstPort)
	}
	if h.Fragment {
		s += " fragment " + itoa(h.FragmentOffset)
	}
	return s
}

func itoa(n uint16) string {
	if n >= 10 {
		return itoa(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}

func addr(s string) Addr {
	a := netip.MustParseAddr(s)
	if a.Is4() {
		b := a.As4()
		return ip4(b[:])
	}
	return Addr{IPv6, a.As16()}
}

func ip4(b []byte) (a Addr) {
	a.setIPv4(b)
	return a
}

func mac(b []byte) (a Addr) {
	a.setMAC(b)
	return a
}
