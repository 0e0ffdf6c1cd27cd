package packet

import (
	"bytes"
	"fmt"
	"math/rand"
	"net"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// The fast path and gopacket must give one answer, on stacks drawn at random
// and on what a snap length leaves of them.
func TestAgainstGopacket(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 4000 {
		link, b := randomFrame(t, r)
		compare(t, link, b, len(b))
		for range 4 {
			compare(t, link, b[:r.Intn(len(b)+1)], len(b))
		}
	}
}

func compare(t *testing.T, link layers.LinkType, b []byte, wire int) {
	t.Helper()
	var p Packet
	NewDecoder().Decode(uint16(link), b, uint32(wire), &p)
	want, whole := viewOf(gopacket.NewPacket(b, link, gopacket.DecodeOptions{NoCopy: true}))
	got := line(&p.Outer)
	if len(b) == wire {
		if p.Anomaly != 0 {
			t.Fatalf("%v %x: %v", link, b, p.Anomaly)
		}
		if whole && int(p.Outer.PayloadLen) != len(p.Outer.Payload) {
			t.Fatalf("%v %x: payload %d of %d", link, b, len(p.Outer.Payload), p.Outer.PayloadLen)
		}
	}
	if len(b) < wire && !want.HasPorts {
		// Of a cut header gopacket tells nothing, or leaves fields empty; what
		// it tells must agree.
		if want.Src.Kind != NoAddr && (p.Outer.Src != want.Src || p.Outer.Dst != want.Dst) {
			t.Fatalf("%v %x cut to %d of %d: got %s, want %s", link, b, len(b), wire, got, line(&want))
		}
		return
	}
	if got != line(&want) {
		t.Fatalf("%v %x cut to %d of %d: got %s, want %s", link, b, len(b), wire, got, line(&want))
	}
	if h := p.Outer; want.HasTCP && (!h.HasTCP || h.Seq != want.Seq || h.Ack != want.Ack || h.Flags != want.Flags || h.Window != want.Window) {
		t.Fatalf("%v %x: got %+v, want %+v", link, b, h, want)
	}
	if whole && !bytes.Equal(p.Outer.Payload, want.Payload) {
		t.Fatalf("%v %x: payload %q, want %q", link, b, p.Outer.Payload, want.Payload)
	}
}

// viewOf is what gopacket's layers say of a frame without tunnels, and whether
// they got to the transport's payload.
func viewOf(p gopacket.Packet) (h Header, whole bool) {
	for _, l := range p.Layers() {
		if len(l.LayerContents()) == 0 { // gopacket adds some that it couldn't decode
			continue
		}
		switch l := l.(type) {
		case *layers.IPv4:
			if len(l.Contents) < int(l.IHL)*4 { // a source route may be cut off
				continue
			}
			h.Src, h.Dst, h.Protocol = ip4(l.SrcIP.To4()), ip4(l.DstIP.To4()), Protocol(l.Protocol)
			h.Fragment = l.FragOffset != 0 || l.Flags&layers.IPv4MoreFragments != 0
			h.FragmentOffset = l.FragOffset * 8
		case *layers.IPv6:
			h.Src, h.Dst, h.Protocol = Addr{IPv6, [16]byte(l.SrcIP)}, Addr{IPv6, [16]byte(l.DstIP)}, Protocol(l.NextHeader)
		case *layers.IPv6HopByHop:
			h.Protocol = Protocol(l.NextHeader)
		case *layers.IPv6Destination:
			h.Protocol = Protocol(l.NextHeader)
		case *layers.IPv6Routing:
			h.Protocol = Protocol(l.NextHeader)
		case *layers.TCP:
			h.SrcPort, h.DstPort, h.HasPorts, h.HasTCP = uint16(l.SrcPort), uint16(l.DstPort), true, true
			h.Seq, h.Ack, h.Window, h.Flags = l.Seq, l.Ack, l.Window, l.Contents[13]
			h.Payload, whole = l.Payload, true
		case *layers.UDP:
			h.SrcPort, h.DstPort, h.HasPorts = uint16(l.SrcPort), uint16(l.DstPort), true
			h.Payload, whole = l.Payload, true
		case *layers.SCTP:
			h.SrcPort, h.DstPort, h.HasPorts = uint16(l.SrcPort), uint16(l.DstPort), true
			h.Payload, whole = l.Payload, true
		}
	}
	if p.ErrorLayer() != nil {
		whole = false
	}
	return h, whole
}

// randomFrame draws a link layer, tags, an IP header with options or
// extensions, and a transport.
func randomFrame(t testing.TB, r *rand.Rand) (layers.LinkType, []byte) {
	proto := []layers.IPProtocol{6, 17, 132, 1, 89}[r.Intn(5)]
	var rest []gopacket.SerializableLayer
	switch proto {
	case layers.IPProtocolTCP:
		seg := tcp(uint16(r.Intn(1000)+1), uint16(r.Intn(1000)+1))
		seg.Seq, seg.Ack, seg.Window, seg.SYN, seg.FIN, seg.ECE = r.Uint32(), r.Uint32(), uint16(r.Uint32()), r.Intn(2) == 0, r.Intn(2) == 0, r.Intn(2) == 0
		for range r.Intn(5) {
			seg.Options = append(seg.Options, layers.TCPOption{OptionType: layers.TCPOptionKindNop})
		}
		rest = append(rest, seg)
	case layers.IPProtocolUDP:
		rest = append(rest, udp(uint16(r.Intn(1000)+1), uint16(r.Intn(1000)+1)))
	case layers.IPProtocolSCTP:
		rest = append(rest, &layers.SCTP{SrcPort: layers.SCTPPort(r.Intn(65536)), DstPort: layers.SCTPPort(r.Intn(65536))},
			&layers.SCTPEmptyLayer{SCTPChunk: layers.SCTPChunk{Type: layers.SCTPChunkTypeCookieAck}})
	default:
		rest = append(rest, payload("a head of eight or more"))
	}
	if proto == 6 || proto == 17 {
		rest = append(rest, gopacket.Payload(fmt.Sprintf("%0*d", r.Intn(60), 7)))
	}
	next := layers.EthernetTypeIPv4
	if r.Intn(2) == 0 {
		ip := ipv4("192.0.2.1", "198.51.100.2", proto)
		ip.SrcIP = net.IPv4(byte(r.Intn(256)), 2, 3, byte(r.Intn(256))).To4()
		for range r.Intn(4) {
			ip.Options = append(ip.Options, layers.IPv4Option{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}})
		}
		rest = append([]gopacket.SerializableLayer{ip}, rest...)
	} else {
		next = layers.EthernetTypeIPv6
		chain, first := extensionChain(r, proto)
		ip := ipv6("2001:db8::1", "2001:db8::2", first)
		ip.DstIP[15] = byte(r.Intn(256))
		rest = append([]gopacket.SerializableLayer{ip, gopacket.Payload(chain)}, rest...)
	}
	switch r.Intn(4) {
	case 0:
		return layers.LinkType(101), serialize(t, rest...)
	case 1:
		sll := hex16(uint16(r.Intn(5)), 1, 6, 0x0200, 0, uint16(r.Intn(65536)), 0, uint16(next))
		return layers.LinkTypeLinuxSLL, join(sll, serialize(t, rest...))
	}
	for range r.Intn(4) {
		rest = append([]gopacket.SerializableLayer{&layers.Dot1Q{VLANIdentifier: uint16(r.Intn(4096)), Type: next}}, rest...)
		next = []layers.EthernetType{layers.EthernetTypeDot1Q, layers.EthernetTypeQinQ}[r.Intn(2)]
	}
	rest = append([]gopacket.SerializableLayer{eth(next)}, rest...)
	return layers.LinkTypeEthernet, serialize(t, rest...)
}

// extensionChain makes up to three IPv6 extension headers.
func extensionChain(r *rand.Rand, proto layers.IPProtocol) (chain []byte, first layers.IPProtocol) {
	first = proto
	for range r.Intn(3) {
		size := r.Intn(3)
		head := append([]byte{byte(first), byte(size), 1, byte(4 + 8*size)}, make([]byte, 4+8*size)...)
		chain = append(head, chain...)
		first = layers.IPProtocolIPv6Destination
	}
	if r.Intn(3) == 0 {
		chain = append([]byte{byte(first), 0, 1, 4, 0, 0, 0, 0}, chain...)
		first = layers.IPProtocolIPv6HopByHop
	}
	return chain, first
}
