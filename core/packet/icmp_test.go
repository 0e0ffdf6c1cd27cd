package packet

import (
	"net"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

func TestICMPErrorsSayWhosePacketTheyQuote(t *testing.T) {
	inner := &layers.IPv4{Version: 4, IHL: 5, TTL: 1, Protocol: layers.IPProtocolUDP, SrcIP: net.IP{10, 0, 0, 1}, DstIP: net.IP{10, 0, 0, 9}}
	udp := &layers.UDP{SrcPort: 40000, DstPort: 53}
	udp.SetNetworkLayerForChecksum(inner)
	quote := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(quote, gopacket.SerializeOptions{FixLengths: true}, inner, udp); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name       string
		kind, code uint8
		quote      []byte
		want       ICMPError
		ports      bool
	}{
		{"port unreachable", 3, 3, quote.Bytes(), Unreachable, true},
		{"fragmentation needed", 3, 4, quote.Bytes(), FragmentationNeeded, true},
		{"time exceeded", 11, 0, quote.Bytes(), TimeExceeded, true},
		{"source quench", 4, 0, quote.Bytes(), OtherError, true},
		{"echo request", 8, 0, quote.Bytes(), NoError, false},
		{"cut in the quoted ports", 3, 3, quote.Bytes()[:22], Unreachable, false},
		{"cut in the quoted header", 3, 3, quote.Bytes()[:19], NoError, false},
		{"nothing quoted", 3, 3, nil, NoError, false},
	} {
		outer := &layers.IPv4{Version: 4, IHL: 5, TTL: 64, Protocol: layers.IPProtocolICMPv4, SrcIP: net.IP{10, 0, 0, 9}, DstIP: net.IP{10, 0, 0, 1}}
		frame := gopacket.NewSerializeBuffer()
		err := gopacket.SerializeLayers(frame, gopacket.SerializeOptions{FixLengths: true},
			outer, &layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(c.kind, c.code)}, gopacket.Payload(c.quote))
		if err != nil {
			t.Fatal(err)
		}
		var p Packet
		NewDecoder().Decode(linkRaw, frame.Bytes(), uint32(len(frame.Bytes())), &p)
		if p.Error != c.want {
			t.Errorf("%s: error %d, want %d", c.name, p.Error, c.want)
		}
		if p.Error == NoError {
			continue
		}
		if q := p.Quoted; q.Src.String() != "10.0.0.1" || q.Dst.String() != "10.0.0.9" || q.Protocol != UDP || q.HasPorts != c.ports || c.ports && q.DstPort != 53 {
			t.Errorf("%s: quotes %+v", c.name, q)
		}
		if p.Tunneled {
			t.Errorf("%s: what an error quotes is no tunnel", c.name)
		}
	}
}
