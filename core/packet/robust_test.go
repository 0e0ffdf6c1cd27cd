package packet

import (
	"math/rand"
	"reflect"
	"slices"
	"testing"

	"github.com/google/gopacket/layers"
)

// frames is a frame of every kind that the tests make, by link type.
func frames(t testing.TB) (fs []struct {
	link uint16
	data []byte
}) {
	add := func(link uint16, data []byte) {
		fs = append(fs, struct {
			link uint16
			data []byte
		}{link, data})
	}
	r := rand.New(rand.NewSource(2))
	for range 20 {
		link, data := randomFrame(t, r)
		add(uint16(link), data)
	}
	in, frame := inner(t), innerFrame(t)
	for _, port := range []uint16{portL2TP, portGTPC, portGTPU, portAMT, portGTPPrime, portTeredo, portLISPData, portLISP, portGREinUDP,
		portVXLAN, portVXLANGPE, portAYIYA, portCAPWAPData, portGeneve, portMPLS, portVXLANLinux, portTZSP} {
		add(linkEthernet, overUDP(t, port, join(hex16(0x0c00, 0x6558, 0, 1), frame)))
		add(linkEthernet, overUDP(t, port, join(hex16(0x34ff, 40, 0, 1, 0, 0x0085, 0x0100, 0), in)))
	}
	for proto := range 256 {
		add(linkIPv4, overIP(t, 0, join(hex16(0x1000, 0x88be, 0, 1, 0x1000, 0, 0, 0), frame))[14:])
		fs[len(fs)-1].data[9] = byte(proto)
	}
	for _, proto := range []uint16{0x0800, 0x6558, 0x880b, 0x88be, 0x22eb, 0x883e, 0x8847, 0x894f, 0x8200, 0x6559, 0x8909, 0x6400} {
		add(linkEthernet, overIP(t, 47, join(hex16(0x7000, proto, 0, 0), make([]byte, 12), frame)))
		add(linkEthernet, overIP(t, 47, join(hex16(0, proto), in)))
	}
	for link := range uint16(300) {
		for _, head := range [][]byte{nil, {0, 0, 8, 0, 1, 0, 0, 0}, {0x4d, 0x47, 0x43, 0x80, 0, 4, 1, 2, 3, 4}, {0xff, 3, 0, 0x21}, wlanData(0)} {
			add(link, join(head, frame))
		}
	}
	for _, t := range []uint16{0x8100, 0x8847, 0x8864, 0x880b, 0x88e5, 0x88e7, 0x8903, 0x8909, 0x893f, 0x894f, 0xf1c1, 0xd28b, 0x22f3, 100} {
		add(linkEthernet, join(frame[:12], hex16(t, 1, 0x0010, 0x0140, 0x0800), frame))
	}
	return fs
}

// Whatever is cut off a frame, decoding ends, and what it says stays within
// the frame.
func TestCutAnywhere(t *testing.T) {
	d := NewDecoder()
	var p Packet
	for _, f := range frames(t) {
		for cut := range len(f.data) + 1 {
			for _, length := range []int{cut, len(f.data), 0} {
				d.Decode(f.link, f.data[:cut:cut], uint32(length), &p)
				sane(t, &p, max(length, cut))
				likeByHeaders(t, f.link, f.data[:cut], uint32(length))
			}
		}
	}
}

func sane(t *testing.T, p *Packet, length int) {
	t.Helper()
	for _, h := range []*Header{&p.Outer, p.Innermost()} {
		if len(h.Payload) > int(h.PayloadLen) || int(h.PayloadLen) > length {
			t.Fatalf("payload %d of %d in a frame of %d: %+v", len(h.Payload), h.PayloadLen, length, p)
		}
		if h.HasTCP && h.Protocol != TCP {
			t.Fatalf("TCP fields without TCP: %+v", p)
		}
	}
	if p.Tunneled && p.Outer.Src.Kind != IPv4 && p.Outer.Src.Kind != IPv6 {
		t.Fatalf("a tunnel in no IP: %+v", p)
	}
	if int(p.Anomaly) >= NumAnomalies {
		t.Fatal(p.Anomaly)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range frames(f) {
		f.Add(s.link, s.data, uint32(len(s.data)))
	}
	f.Fuzz(func(t *testing.T, link uint16, data []byte, length uint32) {
		var p, again Packet
		d := NewDecoder()
		d.Decode(link, data, length, &p)
		sane(t, &p, max(int(length), len(data)))
		likeByHeaders(t, link, data, length)
		d.Decode(link, data, length, &again)
		if p.Outer.Src != again.Outer.Src || p.Tunneled != again.Tunneled || p.Anomaly != again.Anomaly {
			t.Fatal("two decodings of one frame differ")
		}
	})
}

// likeByHeaders holds what is decoded in one step to what is header by header.
func likeByHeaders(t *testing.T, link uint16, data []byte, length uint32) {
	t.Helper()
	var p, want Packet
	d := NewDecoder()
	d.Decode(link, data, length, &p)
	d.byHeaders(link, data, max(length, uint32(len(data))), &want)
	if !reflect.DeepEqual(p, want) {
		t.Fatalf("link %d, %d bytes of %x: %+v, header by header %+v", link, length, data, p, want)
	}
}

// TestPlain changes each byte of plain frames' headers to all that it can be.
func TestPlain(t *testing.T) {
	withOptions := tcp(5000, 80)
	for range 12 {
		withOptions.Options = append(withOptions.Options, layers.TCPOption{OptionType: layers.TCPOptionKindNop})
	}
	ip4, body := ipv4("192.0.2.1", "192.0.2.2", 6), payload("contents")
	for name, frame := range map[string][]byte{
		"TCP":              serialize(t, eth(layers.EthernetTypeIPv4), ip4, tcp(5000, 80), body),
		"TCP with options": serialize(t, eth(layers.EthernetTypeIPv4), ip4, withOptions, body),
		"UDP":              serialize(t, eth(layers.EthernetTypeIPv4), ipv4("192.0.2.1", "192.0.2.2", 17), udp(5000, 53), body),
		"VXLAN":            overUDP(t, portVXLAN, join(hex16(0x0800, 0, 0, 0x0100), innerFrame(t))),
	} {
		d := NewDecoder()
		if d.Decode(linkEthernet, frame, uint32(len(frame)), &Packet{}); d.frame != nil {
			t.Fatalf("%s: decoded header by header", name)
		}
		for at := range len(frame) {
			for value := range 256 {
				changed := slices.Clone(frame)
				changed[at] = byte(value)
				for _, length := range []int{0, len(frame) + 20, 1 << 17} {
					likeByHeaders(t, linkEthernet, changed, uint32(length))
				}
				likeByHeaders(t, linkEthernet, append(changed, "trailer"...), 0)
				likeByHeaders(t, linkEthernet, changed[:len(frame)-len(body)], uint32(len(frame)))
			}
		}
	}
}

// What an earlier frame left in a Packet must not be seen in a later one.
func TestReuse(t *testing.T) {
	d := NewDecoder()
	var used Packet
	for _, f := range frames(t) {
		d.Decode(f.link, f.data, uint32(len(f.data)), &used)
		fresh := decode(f.link, f.data)
		if line(&used.Outer) != line(&fresh.Outer) || used.Tunneled != fresh.Tunneled || used.Anomaly != fresh.Anomaly ||
			used.Outer.HasTCP != fresh.Outer.HasTCP || used.Outer.PayloadLen != fresh.Outer.PayloadLen ||
			line(used.Innermost()) != line(fresh.Innermost()) {
			t.Fatalf("link %d %x: %+v, fresh %+v", f.link, f.data, used, fresh)
		}
	}
}
