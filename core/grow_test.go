package core

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket/layers"
)

// manyNames are answers to one client, each of which names another host.
func manyNames(t testing.TB) []byte {
	frames := shop(t)
	for i := range 2 * manyFlows {
		name := []byte(fmt.Sprintf("host%d.example", i))
		answer := &layers.DNS{ID: uint16(i), QR: true, Questions: []layers.DNSQuestion{{Name: name, Type: layers.DNSTypeA, Class: layers.DNSClassIN}},
			Answers: []layers.DNSResourceRecord{{Name: name, Type: layers.DNSTypeA, Class: layers.DNSClassIN, IP: []byte{10, 1, byte(i >> 8), byte(i)}}}}
		data := serialize(t, ether(layers.EthernetTypeIPv4), ipv4("10.0.0.53", "10.0.0.1", layers.IPProtocolUDP), udp(53, 51001), answer)
		frames = append(frames, frame{3*time.Second + time.Duration(i)*time.Millisecond, data, 0})
	}
	return pcap(t, frames)
}

// TestGrow holds that whoever runs an analysis is told once of what takes memory,
// and once when all is read.
func TestGrow(t *testing.T) {
	var lines strings.Builder
	for i := range manyFlows + 100 {
		fmt.Fprintf(&lines, "10.0.%d.%d | 10.1.0.1 | 1 | 2 | TCP | HTTP\n", i>>8, i&255)
	}
	for name, test := range map[string]struct {
		data []byte
		want int
	}{
		"few":     {pcap(t, shop(t)), 0},
		"flows":   {pcap(t, manyHosts(t)), 1},
		"names":   {manyNames(t), 1},
		"records": {[]byte(lines.String()), 1},
	} {
		for processors := range 2 {
			before := runtime.GOMAXPROCS(processors + 1)
			grown, read := 0, 0
			if _, err := Analyze([]Input{input("x", test.data)}, Options{Grow: func() { grown++ }, AllRead: func() { read += 1 + grown }}); err != nil {
				t.Error(err)
			}
			runtime.GOMAXPROCS(before)
			if grown != test.want || read != 1+test.want {
				t.Errorf("%s, on %d processors: told %d times, and %d when all was read", name, processors+1, grown, read)
			}
		}
	}
}
