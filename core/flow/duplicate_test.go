package flow

import (
	"testing"

	"heatsink/core/packet"
)

// copyOf is a frame with an identification, seen at a place.
func copyOf(id uint16, place uint32, payload string) *packet.Packet {
	p := frame(packet.UDP, 1, 50000, 2, 9999)
	p.Place = place
	p.Outer.ID, p.Outer.HopLimit = id, 64
	p.Outer.Payload, p.Outer.PayloadLen = []byte(payload), uint32(len(payload))
	return p
}

func TestDuplicates(t *testing.T) {
	routed := copyOf(7, 1, "a")
	routed.Outer.HopLimit--
	routed.Link = []byte("another MAC pair")
	for _, c := range []struct {
		name   string
		frames []*packet.Packet
		gap    int64
		want   uint64
	}{
		{"two interfaces", []*packet.Packet{copyOf(7, 1, "a"), copyOf(7, 2, "a")}, 1e6, 1},
		{"three interfaces", []*packet.Packet{copyOf(7, 1, "a"), copyOf(7, 2, "a"), copyOf(7, 3, "a")}, 1e6, 2},
		{"two interfaces, no identification", []*packet.Packet{copyOf(0, 1, "a"), copyOf(0, 2, "a")}, 1e6, 1},
		{"before and behind a router", []*packet.Packet{copyOf(7, 1, "a"), routed}, 1e6, 1},
		{"a mirror port's two directions", []*packet.Packet{copyOf(7, 1, "a"), copyOf(7, 1, "a")}, 1e6, 1},
		{"a host that repeats itself", []*packet.Packet{copyOf(7, 1, "a"), copyOf(8, 1, "a")}, 1e6, 0},
		{"one without identification", []*packet.Packet{copyOf(0, 1, "a"), copyOf(0, 1, "a")}, 1e6, 0},
		{"other contents", []*packet.Packet{copyOf(7, 1, "a"), copyOf(7, 2, "b")}, 1e6, 0},
		{"much later", []*packet.Packet{copyOf(7, 1, "a"), copyOf(7, 2, "a")}, 1e9, 0},
		{"later on a mirror port", []*packet.Packet{copyOf(7, 1, "a"), copyOf(7, 1, "a")}, 20e6, 0},
	} {
		table := New(Limits{}, nil)
		for i, p := range c.frames {
			table.Add(p, 1e18+int64(i)*c.gap, 100)
		}
		table.Finish()
		if got := packets(table, Duplicate); got != c.want {
			t.Errorf("%s: %d duplicates, want %d", c.name, got, c.want)
		}
		if got := packets(table, Every); got != uint64(len(c.frames)) {
			t.Errorf("%s: %d packets in all, want %d", c.name, got, len(c.frames))
		}
	}
}

// packets sums a kind over the time buckets of the only service.
func packets(t *Table, kind Kind) (n uint64) {
	for b := range t.Buckets(0, kind) {
		n += b.Packets[0] + b.Packets[1]
	}
	return n
}

// TestCopiesWithoutIP: a bridge passes ARP on as well.
func TestCopiesWithoutIP(t *testing.T) {
	arp := func(place uint32, payload string) *packet.Packet {
		p := &packet.Packet{Place: place}
		p.Outer.Src, p.Outer.Protocol = packet.Addr{Kind: packet.MAC, B: [16]byte{2, 5: 1}}, 0x0806
		p.Outer.Payload, p.Outer.PayloadLen = []byte(payload), uint32(len(payload))
		return p
	}
	table := count(Limits{}, arp(1, "who has 10.0.0.2?"), arp(2, "who has 10.0.0.2?"), arp(1, "who has 10.0.0.2?"), arp(2, "who has 10.0.0.3?"))
	if got := packets(table, Duplicate); got != 1 {
		t.Errorf("%d duplicates, want 1: a host that asks again is none", got)
	}
	passedLikeEach(t, table)
}

func TestRetransmissionsOverTime(t *testing.T) {
	syn := segment(packet.SYN, 100, 0, 1, 5000, 2, 80)
	table := New(Limits{}, nil)
	for _, at := range []int64{0, 1e9, 3e9} {
		table.Add(syn, at, 60)
	}
	table.Finish()
	if got := packets(table, Retransmitted); got != 2 {
		t.Errorf("%d retransmissions in time buckets, want 2", got)
	}
	health, _ := table.TCP(table.Flow(0))
	if got := health.Sides[0].Retransmissions; got != 2 {
		t.Errorf("%d retransmissions, want 2", got)
	}
}

func TestErrorsCountToTheFlowThatTheyQuote(t *testing.T) {
	request := frame(packet.UDP, 1, 50000, 2, 53)
	refusal := frame(packet.ICMP, 2, 0, 1, 0)
	refusal.Outer.HasPorts = false
	refusal.Quoted, refusal.Error = request.Outer, packet.Unreachable
	stray := *refusal
	stray.Quoted = frame(packet.UDP, 8, 1, 9, 2).Outer
	table := count(Limits{}, request, refusal, refusal, &stray)
	if got, want := table.Errors(0), (Errors{Unreachable: 2}); got != want {
		t.Errorf("errors %+v, want %+v", got, want)
	}
	if got := table.Errors(1); got != (Errors{}) {
		t.Errorf("the ICMP flow itself has errors %+v", got)
	}
	if table.Hosts() != 3 { // OtherHost and two
		t.Errorf("%d hosts: what an error quotes is no host", table.Hosts())
	}
}
