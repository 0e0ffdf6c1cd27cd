package core

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// TestLimitsAreTold goes beyond the limits on what is kept of flows beside
// their bytes: the report says by how much, and every frame counts.
func TestLimitsAreTold(t *testing.T) {
	if testing.Short() || runtime.GOOS == "js" {
		t.Skip("makes some hundred thousand frames")
	}
	for _, c := range []struct {
		counter string
		traffic func(w *wire)
		beyond  uint64
	}{
		{"beyond the limit on flows under inspection", undecided(1<<14 + 7), 7}, // core/app maxRecords
		{"beyond the limits on DNS lookups", resolvers(1<<12 + 9), 9},           // core/app maxLookups
		{"beyond the limits on DNS lookups", manyQueries(2 << 13), 1 << 13},     // core/app maxWaiting
		{"beyond the limit on ICMP errors", unreachable(1<<16 + 3), 3},          // core/flow maxErrors
	} {
		w := &wire{t: t}
		c.traffic(w)
		r := analyze(t, input("x", pcap(t, w.frames)))
		sums(t, r)
		if got := counter(r, c.counter); got != c.beyond || r.Totals.Packets != uint64(len(w.frames)) {
			t.Errorf("%s: %d, want %d; %d frames of %d", c.counter, got, c.beyond, r.Totals.Packets, len(w.frames))
		}
		for _, f := range r.Findings {
			if f.Kind == "dns-failures" {
				t.Errorf("%s: what isn't known is no failure: %s", c.counter, f.Text)
			}
		}
	}
}

// undecided are flows whose one payload says nothing.
func undecided(flows int) func(*wire) {
	return func(w *wire) {
		for i := range flows {
			w.payload("10.0.0.1", 1024+i, "10.0.0.2", 40123, []byte{0xee, 0xee, 0xee, 0xee})
		}
	}
}

// resolvers are clients that ask a server once each, and are answered.
func resolvers(clients int) func(*wire) {
	return func(w *wire) {
		for i := range clients {
			w.dns(fmt.Sprintf("10.1.%d.%d", i>>8, i&255), 7, "shop.example", time.Millisecond, 0)
		}
	}
}

// manyQueries of one client, all of them before the first answer, within 2 s.
func manyQueries(n int) func(*wire) {
	return func(w *wire) {
		for i := range n {
			w.dns("10.0.0.1", uint16(i), "shop.example", time.Millisecond, 0)
		}
		var asked, answered []frame
		for i := 0; i < len(w.frames); i += 2 {
			asked, answered = append(asked, w.frames[i]), append(answered, w.frames[i+1])
		}
		w.frames = append(asked, answered...)
		for i := range w.frames {
			w.frames[i].at = time.Duration(i) * 50 * time.Microsecond
		}
	}
}

// unreachable are flows each of which gets an ICMP error.
func unreachable(flows int) func(*wire) {
	return func(w *wire) {
		w.payload("10.0.0.1", 1, "10.0.0.2", 40123, []byte{0xee})
		sent := w.frames[0].data
		w.send(ipv4("10.0.0.2", "10.0.0.1", layers.IPProtocolICMPv4),
			&layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(layers.ICMPv4TypeDestinationUnreachable, layers.ICMPv4CodePort)},
			gopacket.Payload(sent[14:]))
		refused := w.frames[1].data
		w.frames = nil
		for port := range flows {
			for _, from := range []struct {
				frame []byte
				at    int // of UDP's header
			}{{sent, 14 + 20}, {refused, 14 + 20 + 8 + 20}} {
				data := append([]byte{}, from.frame...)
				binary.BigEndian.PutUint16(data[from.at:], uint16(port))
				binary.BigEndian.PutUint16(data[from.at+2:], uint16(40123+port>>16))
				w.frames = append(w.frames, frame{at: time.Duration(len(w.frames)) * time.Microsecond, data: data})
			}
		}
	}
}
