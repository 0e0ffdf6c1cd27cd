package report

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"runtime"
	"testing"

	"heatsink/core/flow"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// TestLargestReportFitsThePage reports on a network in which all is as random
// as can be, so that nothing packs well: more hosts, services, flows and busy
// times than the limits keep.
func TestLargestReportFitsThePage(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("a million frames, once is enough")
	}
	random := rand.New(rand.NewPCG(9, 10))
	table := flow.New(flow.Limits{}, nil)
	var totals Totals
	const hosts, services = 15_000, 80_000
	clients := random.Perm(services)
	for range 1_000_000 {
		n := random.IntN(services)
		a, b := clients[n]%hosts, hosts+n%97
		if random.IntN(2) == 0 {
			a, b = b, a
		}
		p := packet.Packet{Outer: packet.Header{
			Src:      packet.Addr{Kind: packet.IPv6, B: [16]byte{0xfd, byte(a), byte(a >> 8), byte(a >> 16), byte(a * 7), byte(a * 11), 15: byte(a * 13)}},
			Dst:      packet.Addr{Kind: packet.IPv6, B: [16]byte{0xfd, byte(b), byte(b >> 8), byte(b >> 16), byte(b * 7), byte(b * 11), 15: byte(b * 13)}},
			Protocol: packet.TCP, SrcPort: 50000, DstPort: uint16(n), HasPorts: true,
		}}
		length := uint32(random.IntN(1 << (6 + n%11)))
		table.Add(&p, 1e18+random.Int64N(3600e9), length)
		totals.Packets++
		totals.Bytes += uint64(length)
	}
	table.Finish()
	names := &name.Store{}
	for h := range table.Hosts() {
		for range 3 {
			text := make([]byte, 5+random.IntN(40))
			for i := range text {
				text[i] = byte('!' + random.IntN('~'-'!'))
			}
			names.Learn(table.Addr(flow.Host(h)), text, name.DNS)
		}
	}
	r := Build(Source{Table: table, Names: names, Totals: totals, Captures: []Capture{}, Quality: []Counter{}}, DefaultLimits)
	var packed bytes.Buffer
	if err := Pack(&packed, r); err != nil {
		t.Fatal(err)
	}
	const budget = 4_000_000 // for the data in a page, whatever the capture
	if n := base64.StdEncoding.EncodedLen(packed.Len()); n > budget {
		t.Errorf("%d bytes in the page, the budget is %d", n, budget)
	} else {
		t.Logf("%d bytes in the page: %d hosts, %d services, %d buckets, %d flows",
			n, len(r.Hosts.Address), len(r.Services.A), len(r.Timeline.Bucket), len(r.Flows.Client))
	}
	checkSums(t, r, DefaultLimits)
}
