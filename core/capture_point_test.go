package core

import (
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// line is what two hosts say to each other, in datagrams each way.
type line struct {
	from, to    string
	forth, back int
}

// lines are as many, each with another end: where an address ends with a dot,
// the number follows.
func lines(from, to string, first, last, forth, back int) (list []line) {
	for i := first; i <= last; i++ {
		end := func(address string) string {
			if strings.HasSuffix(address, ".") {
				return address + strconv.Itoa(i)
			}
			return address
		}
		list = append(list, line{end(from), end(to), forth, back})
	}
	return list
}

// datagram sends one between two addresses of either family.
func (w *wire) datagram(from string, fromPort layers.UDPPort, to string, toPort layers.UDPPort) {
	src, dst := net.ParseIP(from), net.ParseIP(to)
	if src.To4() != nil {
		w.udp(from, int(fromPort), to, int(toPort), 20)
		return
	}
	w.send(ether(layers.EthernetTypeIPv6), &layers.IPv6{Version: 6, NextHeader: layers.IPProtocolUDP, HopLimit: 64, SrcIP: src, DstIP: dst},
		udp(fromPort, toPort), gopacket.Payload(make([]byte, 20)))
}

func (w *wire) talk(all ...[]line) {
	for _, l := range slices.Concat(all...) {
		for range l.forth {
			w.datagram(l.from, 40000, l.to, 9000)
		}
		for range l.back {
			w.datagram(l.to, 9000, l.from, 40000)
		}
	}
}

// call has a host say by mDNS what addresses are called.
func (w *wire) call(names map[string]string) {
	for _, address := range slices.Sorted(maps.Keys(names)) {
		answer := layers.DNSResourceRecord{Name: []byte(names[address] + ".local"), Type: layers.DNSTypeAAAA, Class: layers.DNSClassIN, IP: net.ParseIP(address)}
		if v4 := answer.IP.To4(); v4 != nil {
			answer.Type, answer.IP = layers.DNSTypeA, v4
		}
		w.send(ipv4("10.0.0.1", "224.0.0.251", layers.IPProtocolUDP), udp(5353, 5353), &layers.DNS{QR: true, Answers: []layers.DNSResourceRecord{answer}})
	}
}

// points are the addresses at which the report says the capture was taken, each
// with a question mark where it isn't sure.
func points(t *testing.T, macs [][2]byte, names map[string]string, all ...[]line) []string {
	w := &wire{t: t}
	w.talk(all...)
	w.call(names)
	for _, m := range macs {
		w.send(&layers.Ethernet{SrcMAC: net.HardwareAddr{2, 0, 0, 0, 0, m[0]}, DstMAC: net.HardwareAddr{2, 0, 0, 0, 0, m[1]}, EthernetType: 0x88b5})
	}
	r := analyze(t, input("x.pcap", pcap(t, w.frames)))
	var at []string
	for _, p := range r.CapturePoints {
		address := r.Hosts.Address[p.Host]
		if !p.Sure {
			address += "?"
		}
		at = append(at, address)
	}
	told := 0
	for _, f := range found(r, "capture-point") {
		told += len(f.Hosts)
	}
	if told != len(at) {
		t.Errorf("the finding has %d hosts, the report %q", told, at)
	}
	return at
}

func TestWhereTheCaptureWasTaken(t *testing.T) {
	near := lines("10.0.0.1", "10.0.0.", 2, 4, 10, 10)
	far := lines("192.168.7.", "10.0.0.1", 1, 4, 50, 80)
	second := lines("10.60.0.1", "10.60.0.", 2, 3, 30, 30)
	scan := lines("192.168.7.66", "10.0.0.", 100, 199, 1, 0)
	own := [][2]byte{{1, 2}, {1, 3}, {1, 4}}
	for name, c := range map[string]struct {
		macs  [][2]byte
		lines [][]line
		want  []string
	}{
		"where all lines cross":                   {nil, [][]line{near, far}, []string{"10.0.0.1"}},
		"near it, where its network doesn't show": {nil, [][]line{far}, []string{"10.0.0.1?"}},
		"nowhere with two lines":                  {nil, [][]line{near[:2]}, nil},
		"nowhere where neighbours talk":           {nil, [][]line{near, far, {{"10.0.0.2", "10.0.0.3", 10, 10}}}, nil},
		"where others pass, and are scanned": {nil, [][]line{near, far,
			lines("192.168.7.", "10.0.0.4", 1, 2, 3, 3), scan, lines("192.168.7.66", "10.0.0.", 1, 4, 1, 1)}, []string{"10.0.0.1"}},
		"on each of its networks":               {nil, [][]line{near, far, second}, []string{"10.0.0.1", "10.60.0.1"}},
		"not on a network where others talk":    {nil, [][]line{near, far, second, {{"10.60.0.2", "10.60.0.3", 10, 10}}}, nil},
		"not at a busy server that others pass": {nil, [][]line{far, lines("192.168.7.", "10.0.0.9", 1, 4, 2, 2)}, nil},
		"not at a scanner": {nil, [][]line{lines("192.168.7.66", "10.0.0.", 1, 5, 1, 1),
			{{"192.168.7.1", "172.16.0.1", 100, 100}}}, nil},
		"where frames reach one machine":       {own, [][]line{near, far}, []string{"10.0.0.1"}},
		"nowhere where they pass between some": {append(slices.Clone(own), [2]byte{3, 4}), [][]line{near, far}, nil},
		"nowhere where no lines cross":         {nil, [][]line{near, {{"10.0.0.2", "10.0.0.3", 10, 10}, {"10.0.0.4", "10.0.0.5", 10, 10}}}, nil},
		"whatever is broadcast":                {nil, [][]line{near, far, lines("10.0.0.", "255.255.255.255", 2, 4, 100, 0)}, []string{"10.0.0.1"}},
		"whatever stays on the machine":        {nil, [][]line{near, far, {{"127.0.0.1", "127.0.0.53", 900, 900}}}, []string{"10.0.0.1"}},
	} {
		if got := points(t, c.macs, nil, c.lines...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheCapturingMachineHasAllAddressesOfItsName(t *testing.T) {
	near := lines("10.0.0.1", "10.0.0.", 2, 4, 10, 10)
	far := lines("192.168.7.", "10.0.0.1", 1, 4, 50, 80)
	six := []line{{"fd00::1", "fd00::2", 90, 90}}
	names := map[string]string{"10.0.0.1": "web", "fd00::1": "web", "fd00::2": "cache"}
	twins := map[string]string{"10.0.0.1": "web", "192.168.7.1": "web", "fd00::1": "web", "fd00::2": "cache"}
	for name, c := range map[string]struct {
		names map[string]string
		lines [][]line
		want  []string
	}{
		"of the other family, too":           {names, [][]line{near, far, six}, []string{"10.0.0.1", "fd00::1"}},
		"where they have names":              {nil, [][]line{near, far, six}, []string{"10.0.0.1"}},
		"and none of another network":        {twins, [][]line{near, far}, []string{"10.0.0.1"}},
		"and none in whose network are more": {twins, [][]line{near, far, six, {{"fd00::2", "fd00::3", 10, 10}}}, []string{"10.0.0.1"}},
	} {
		if got := points(t, nil, c.names, c.lines...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestACapturePointSaysHowMuchItHas(t *testing.T) {
	w := &wire{t: t}
	w.talk(lines("10.0.0.1", "10.0.0.", 2, 4, 10, 10), lines("192.168.7.", "10.0.0.4", 1, 1, 3, 4))
	w.send(ether(layers.EthernetTypeIPv6), &layers.IPv6{Version: 6, NextHeader: layers.IPProtocolNoNextHeader, HopLimit: 64,
		SrcIP: net.ParseIP("fd00::1"), DstIP: net.ParseIP("fd00::2")})
	points := analyze(t, input("x.pcap", pcap(t, w.frames))).CapturePoints
	if len(points) != 1 || points[0].Packets != 60 || points[0].Of != 67 {
		t.Errorf("%+v, want 60 of 67 packets of its family", points)
	}
}

func TestACapturePointHasAPseudonym(t *testing.T) {
	w := &wire{t: t}
	w.talk(lines("10.0.0.3", "10.0.0.", 4, 9, 10, 10), lines("10.0.0.", "10.0.0.3", 1, 2, 10, 10))
	for key := range byte(8) {
		r := anonymized(t, key, input("x.pcap", pcap(t, w.frames)))
		told := found(r, "capture-point")
		if len(told) != 1 || len(r.CapturePoints) != 1 || told[0].Hosts[0] != r.CapturePoints[0].Host {
			t.Fatalf("key %d: %+v, %+v", key, told, r.CapturePoints)
		}
	}
}
