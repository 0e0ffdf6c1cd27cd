package core

import (
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

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

// points are the addresses at which the report says the capture was taken.
func points(t *testing.T, macs [][2]byte, all ...[]line) []string {
	w := &wire{t: t}
	for _, list := range all {
		for _, l := range list {
			for range l.forth {
				w.udp(l.from, 40000, l.to, 9000, 20)
			}
			for range l.back {
				w.udp(l.to, 9000, l.from, 40000, 20)
			}
		}
	}
	for _, m := range macs {
		w.send(&layers.Ethernet{SrcMAC: net.HardwareAddr{2, 0, 0, 0, 0, m[0]}, DstMAC: net.HardwareAddr{2, 0, 0, 0, 0, m[1]}, EthernetType: 0x88b5})
	}
	r := analyze(t, input("x.pcap", pcap(t, w.frames)))
	var at []string
	for _, f := range found(r, "capture-point") {
		for _, h := range f.Hosts {
			at = append(at, r.Hosts.Address[h])
		}
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
		"near it, where its network doesn't show": {nil, [][]line{far}, []string{"10.0.0.1"}},
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
		"whatever stays on the machine":        {nil, [][]line{near, far, {{"127.0.0.1", "127.0.0.53", 900, 900}}}, []string{"10.0.0.1"}},
	} {
		if got := points(t, c.macs, c.lines...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
