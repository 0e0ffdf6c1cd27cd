package packet

import (
	"strings"
	"testing"

	"github.com/google/gopacket/layers"
)

// fastFrames are the stacks that nearly all traffic is.
func fastFrames(t testing.TB) []struct {
	name string
	link uint16
	data []byte
} {
	body := payload(strings.Repeat("x", 600))
	in := serialize(t, eth(layers.EthernetTypeIPv4), ipv4("10.1.0.1", "10.1.0.2", 6), tcp(5000, 80), body)
	return []struct {
		name string
		link uint16
		data []byte
	}{
		{"TCP", 1, serialize(t, eth(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", 6), tcp(5000, 80), body)},
		{"UDP", 1, serialize(t, eth(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", 17), udp(5000, 53), body)},
		{"TCPv6", 1, serialize(t, eth(layers.EthernetTypeIPv6), ipv6("2001:db8::1", "2001:db8::2", 6), tcp(5000, 80), body)},
		{"VLAN", 1, serialize(t, eth(layers.EthernetTypeDot1Q), &layers.Dot1Q{Type: layers.EthernetTypeIPv4}, ipv4("192.0.2.1", "192.0.2.2", 6), tcp(5000, 80), body)},
		{"VXLAN", 1, overUDP(t, 4789, join(hex16(0x0800, 0, 0, 0x0100), in))},
		{"GRE", 1, overIP(t, 47, join(hex16(0, 0x0800), in[14:]))},
		{"ARP", 1, join(serialize(t, eth(layers.EthernetTypeARP))[:14], make([]byte, 46))},
		{"MPLS", 1, join(in[:12], hex16(0x8847, 1, 0x0140), in[14:])},
		{"802.11", 105, join(wlanData(0), in[14:])},
		{"cooked", 113, join(hex16(0, 1, 6, 0x0200, 0, 0xa, 0, 0x0800), in[14:])},
	}
}

func TestDecodeAllocatesNothing(t *testing.T) {
	d, p := NewDecoder(), new(Packet)
	for _, f := range fastFrames(t) {
		if n := testing.AllocsPerRun(100, func() { d.Decode(f.link, f.data, uint32(len(f.data)), p) }); n != 0 {
			t.Errorf("%s: %v allocations a frame", f.name, n)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, f := range fastFrames(b) {
		b.Run(f.name, func(b *testing.B) {
			d, p := NewDecoder(), new(Packet)
			b.ReportAllocs()
			for b.Loop() {
				d.Decode(f.link, f.data, uint32(len(f.data)), p)
			}
		})
	}
}
