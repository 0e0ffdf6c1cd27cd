package packet

import (
	"strings"
	"testing"

	"github.com/google/gopacket/layers"
)

func TestTCP(t *testing.T) {
	seg := tcp(5000, 80)
	seg.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: []byte{5, 180}}}
	b := serialize(t, eth(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", 6), seg, payload("hello"))
	padded := append(append([]byte(nil), b...), 0, 0, 0, 0, 0, 0) // Ethernet's padding is not payload
	for _, b := range [][]byte{b, padded} {
		p := decode(1, b)
		h := p.Outer
		if !h.HasTCP || h.Seq != 0x01020304 || h.Ack != 0x05060708 || h.Window != 0x1234 || h.Flags != ACK|PSH {
			t.Errorf("%+v", h)
		}
		if string(h.Payload) != "hello" || h.PayloadLen != 5 {
			t.Errorf("payload %q of %d", h.Payload, h.PayloadLen)
		}
	}
}

func TestPayloadLen(t *testing.T) {
	body := strings.Repeat("x", 100)
	tests := []struct {
		name string
		data []byte
		want uint32
		odd  Anomaly
	}{
		{"TCP", serialize(t, ipv4("192.0.2.1", "192.0.2.2", 6), tcp(1, 2), payload(body)), 100, 0},
		{"UDP", serialize(t, ipv4("192.0.2.1", "192.0.2.2", 17), udp(1, 2), payload(body)), 100, 0},
		{"UDP over IPv6", serialize(t, ipv6("2001:db8::1", "2001:db8::2", 17), udp(1, 2), payload(body)), 100, 0},
		{"SCTP", serialize(t, ipv4("192.0.2.1", "192.0.2.2", 132), &layers.SCTP{SrcPort: 1, DstPort: 2}, payload(body)), 100, 0},
		{"ICMP", serialize(t, ipv4("192.0.2.1", "192.0.2.2", 1), payload(body)), 96, 0},
		{"other", serialize(t, ipv4("192.0.2.1", "192.0.2.2", 89), payload(body)), 100, 0},
		{"TSO", zero(serialize(t, ipv4("192.0.2.1", "192.0.2.2", 6), tcp(1, 2), payload(body)), 2, 2), 100, 0},
		{"TSO over IPv6", zero(serialize(t, ipv6("2001:db8::1", "2001:db8::2", 6), tcp(1, 2), payload(body)), 4, 2), 100, 0},
		{"UDP length 0", zero(serialize(t, ipv4("192.0.2.1", "192.0.2.2", 17), udp(1, 2), payload(body)), 24, 2), 0, BadUDPLength},
		{"TCP offset 0", zero(serialize(t, ipv4("192.0.2.1", "192.0.2.2", 6), tcp(1, 2), payload(body)), 32, 1), 0, BadTCPHeaderLength},
	}
	for _, tt := range tests {
		p := decode(101, tt.data)
		if p.Outer.PayloadLen != tt.want || p.Anomaly != tt.odd || len(p.Outer.Payload) != int(tt.want) {
			t.Errorf("%s: %d (%d captured), %v; want %d, %v", tt.name, p.Outer.PayloadLen, len(p.Outer.Payload), p.Anomaly, tt.want, tt.odd)
		}
	}
}

func zero(b []byte, at, n int) []byte {
	clear(b[at : at+n])
	return b
}

// A snap length cuts what was captured, never what was on the wire.
func TestSnapLength(t *testing.T) {
	b := serialize(t, ipv4("192.0.2.1", "192.0.2.2", 6), tcp(5000, 80), payload("0123456789"))
	for _, tt := range []struct {
		captured      int
		ports, hasTCP bool
		payload       int
		odd           Anomaly
	}{
		{len(b), true, true, 10, 0}, {45, true, true, 5, 0}, {40, true, true, 0, 0},
		{39, true, false, 0, HeaderCut}, {24, true, false, 0, HeaderCut}, {23, false, false, 0, HeaderCut},
	} {
		var p Packet
		NewDecoder().Decode(101, b[:tt.captured], uint32(len(b)), &p)
		h := p.Outer
		if h.Src != addr("192.0.2.1") || h.HasPorts != tt.ports || h.HasTCP != tt.hasTCP || len(h.Payload) != tt.payload || p.Anomaly != tt.odd {
			t.Errorf("%d captured: %+v %v", tt.captured, h, p.Anomaly)
		}
		if h.HasTCP && h.PayloadLen != 10 {
			t.Errorf("%d captured: payload length %d", tt.captured, h.PayloadLen)
		}
	}
}

func TestFragments(t *testing.T) {
	whole := serialize(t, udp(1000, 2000), payload(strings.Repeat("x", 40)))
	v4 := func(more layers.IPv4Flag, offset uint16, body []byte) []byte {
		ip := ipv4("192.0.2.1", "192.0.2.2", 17)
		ip.Id, ip.Flags, ip.FragOffset = 77, more, offset
		return serialize(t, ip, payload(string(body)))
	}
	v6 := func(more uint16, offset uint16, body []byte) []byte {
		head := join([]byte{17, 0}, hex16(offset<<3|more, 0, 77))
		return serialize(t, ipv6("2001:db8::1", "2001:db8::2", 44), payload(string(join(head, body))))
	}
	for _, tt := range []struct {
		name   string
		data   []byte
		ports  bool
		offset uint16
		length uint32
	}{
		{"first", v4(layers.IPv4MoreFragments, 0, whole[:24]), true, 0, 16},
		{"second", v4(0, 3, whole[24:]), false, 24, 24},
		{"IPv6 first", v6(1, 0, whole[:24]), true, 0, 16},
		{"IPv6 second", v6(0, 3, whole[24:]), false, 24, 24},
		{"IPv6 atomic", v6(0, 0, whole), true, 0, 40},
	} {
		p := decode(101, tt.data)
		h := p.Outer
		if !h.Fragment || h.FragmentID != 77 || h.FragmentOffset != tt.offset || h.HasPorts != tt.ports || h.PayloadLen != tt.length || h.Protocol != UDP || p.Anomaly != 0 {
			t.Errorf("%s: %+v %v", tt.name, h, p.Anomaly)
		}
	}
}

func TestIPOptions(t *testing.T) {
	packet := func(options ...byte) []byte {
		b := serialize(t, ipv4("192.0.2.1", "192.0.2.2", 17), udp(1, 2))
		options = append(options, make([]byte, -len(options)&3)...)
		b = join(b[:20], options, b[20:])
		b[0], b[3] = 0x45+byte(len(options)/4), byte(len(b))
		return b
	}
	for _, tt := range []struct {
		name  string
		data  []byte
		dst   string
		ports bool
		odd   Anomaly
	}{
		{"router alert", packet(148, 4, 0, 0), "192.0.2.2", true, 0},
		{"route to go", packet(1, 131, 11, 4, 10, 0, 0, 1, 10, 0, 0, 2), "10.0.0.2", true, 0},
		{"route done", packet(1, 131, 11, 12, 10, 0, 0, 1, 10, 0, 0, 2), "192.0.2.2", true, 0},
		{"security too short", packet(130, 2), "192.0.2.2", false, BadOption},
		{"length 0", packet(99, 0, 1, 2), "192.0.2.2", true, 0},
		{"past the header", packet(99, 40), "192.0.2.2", true, 0},
	} {
		p := decode(101, tt.data)
		if p.Outer.Dst.String() != tt.dst || p.Outer.HasPorts != tt.ports || p.Anomaly != tt.odd {
			t.Errorf("%s: %s %v", tt.name, line(&p.Outer), p.Anomaly)
		}
	}
}
