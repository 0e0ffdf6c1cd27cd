package flow

import (
	"testing"

	"heatsink/core/packet"
)

func ip(last byte) packet.Addr {
	return packet.Addr{Kind: packet.IPv4, B: [16]byte{10, 0, 0, last}}
}

// frame is a frame from host src:srcPort to dst:dstPort.
func frame(protocol packet.Protocol, src byte, srcPort uint16, dst byte, dstPort uint16) *packet.Packet {
	return &packet.Packet{Outer: packet.Header{
		Src: ip(src), Dst: ip(dst), Protocol: protocol, SrcPort: srcPort, DstPort: dstPort, HasPorts: true,
	}}
}

func segment(flags uint8, seq, ack uint32, src byte, srcPort uint16, dst byte, dstPort uint16) *packet.Packet {
	p := frame(packet.TCP, src, srcPort, dst, dstPort)
	p.Outer.HasTCP, p.Outer.Flags, p.Outer.Seq, p.Outer.Ack = true, flags, seq, ack
	return p
}

// count makes a finished table of frames one millisecond and 100 bytes each.
func count(limits Limits, frames ...*packet.Packet) *Table {
	t := New(limits, nil)
	for i, p := range frames {
		t.Add(p, int64(i)*1e6, 100)
	}
	t.Finish()
	return t
}

func TestClientIsWhoOpened(t *testing.T) {
	multicast := frame(packet.UDP, 1, 53, 2, 40000)
	multicast.Outer.Dst = packet.Addr{Kind: packet.IPv4, B: [16]byte{224, 0, 0, 251}}
	for _, c := range []struct {
		name   string
		first  *packet.Packet
		client byte // last byte of the client's address
	}{
		{"SYN from the lower port", segment(packet.SYN, 1, 0, 1, 80, 2, 50000), 1},
		{"SYN from the higher port", segment(packet.SYN, 1, 0, 1, 50000, 2, 80), 1},
		{"SYN+ACK seen first", segment(packet.SYN|packet.ACK, 1, 2, 1, 50000, 2, 80), 2},
		{"TCP in mid-flow, to a service", segment(packet.ACK, 1, 2, 1, 50000, 2, 443), 1},
		{"TCP in mid-flow, from a service", segment(packet.ACK, 1, 2, 1, 443, 2, 50000), 2},
		{"TCP in mid-flow, from an unnamed low port", segment(packet.ACK, 1, 2, 1, 3, 2, 50000), 2},
		{"UDP request", frame(packet.UDP, 1, 50000, 2, 53), 1},
		{"UDP answer whose request is missing", frame(packet.UDP, 1, 53, 2, 50000), 2},
		{"UDP between high ports", frame(packet.UDP, 1, 50000, 2, 40000), 1},
		{"UDP from a service's port to another's", frame(packet.UDP, 1, 123, 2, 123), 1},
		{"UDP to multicast", multicast, 1},
	} {
		table := count(Limits{}, c.first)
		if got := table.Addr(table.Flow(0).Client); got != ip(c.client) {
			t.Errorf("%s: client %v, want %v", c.name, got, ip(c.client))
		}
	}
}

func TestReusedTuple(t *testing.T) {
	syn := segment(packet.SYN, 100, 0, 1, 5000, 2, 80)
	synAck := segment(packet.SYN|packet.ACK, 900, 101, 2, 80, 1, 5000)
	ack := segment(packet.ACK, 101, 901, 1, 5000, 2, 80)
	fin := segment(packet.FIN|packet.ACK, 101, 901, 1, 5000, 2, 80)
	rst := segment(packet.RST, 901, 0, 2, 80, 1, 5000)
	other := segment(packet.SYN, 777, 0, 1, 5000, 2, 80)
	back := segment(packet.SYN, 555, 0, 2, 80, 1, 5000)
	for _, c := range []struct {
		name   string
		frames []*packet.Packet
		flows  int
	}{
		{"one handshake", []*packet.Packet{syn, synAck, ack, fin}, 1},
		{"SYN sent again", []*packet.Packet{syn, syn, synAck, ack}, 1},
		{"SYN seen after its SYN+ACK", []*packet.Packet{synAck, syn, ack}, 1},
		{"simultaneous open", []*packet.Packet{syn, back, ack}, 1},
		{"another initial sequence number", []*packet.Packet{syn, synAck, other, ack}, 2},
		{"after FIN", []*packet.Packet{syn, synAck, fin, syn, synAck}, 2},
		{"after RST", []*packet.Packet{syn, rst, syn, rst}, 2},
		{"opened the other way after FIN", []*packet.Packet{syn, synAck, fin, back}, 2},
		{"SYN into the rest of an older connection", []*packet.Packet{ack, syn, synAck}, 2},
		{"frames after RST", []*packet.Packet{syn, rst, ack, ack}, 1},
	} {
		table := count(Limits{}, c.frames...)
		if table.Flows() != c.flows {
			t.Errorf("%s: %d flows, want %d", c.name, table.Flows(), c.flows)
		}
		if v := table.Volume(0); v.AllPackets() != uint64(len(c.frames)) && table.Services() == 1 {
			t.Errorf("%s: the service has %v packets, want %d", c.name, v.Packets, len(c.frames))
		}
	}
}

func TestDirectionsAndTimes(t *testing.T) {
	table := count(Limits{},
		frame(packet.UDP, 9, 50000, 1, 53),
		frame(packet.UDP, 1, 53, 9, 50000),
		frame(packet.UDP, 9, 50000, 1, 53))
	f := table.Flow(0)
	if f.Packets != [2]uint64{2, 1} || f.Bytes != [2]uint64{200, 100} {
		t.Errorf("packets %v and bytes %v, want [2 1] and [200 100]", f.Packets, f.Bytes)
	}
	if f.First != [2]int64{0, 1e6} || f.Last != [2]int64{2e6, 1e6} {
		t.Errorf("first %v, last %v", f.First, f.Last)
	}
	sv := table.Service(0)
	if table.Applications()[sv.Application] != (Application{"DNS", true}) || sv.ServerPort != 53 {
		t.Errorf("service %v port %d, want DNS by port 53", table.Applications()[sv.Application], sv.ServerPort)
	}
	if sv.Flows != 1 || sv.FlowsFromA != 1 {
		t.Errorf("%d flows, %d from A, want 1 and 1", sv.Flows, sv.FlowsFromA)
	}
}

func TestHostThatTalksToItself(t *testing.T) {
	table := count(Limits{}, frame(packet.UDP, 1, 50000, 1, 53), frame(packet.UDP, 1, 53, 1, 50000))
	if f := table.Flow(0); table.Flows() != 1 || f.Packets != [2]uint64{1, 1} {
		t.Errorf("%d flows, packets %v: want one flow with both ways", table.Flows(), f.Packets)
	}
	if v := table.Volume(0); v.Packets != [2]uint64{2, 0} {
		t.Errorf("service packets %v: between a host and itself all goes A to B", v.Packets)
	}
}

func TestTunnelCountsOnceALayer(t *testing.T) {
	p := frame(packet.UDP, 1, 50000, 2, 4789)
	p.Tunneled, p.Inner = true, frame(packet.TCP, 3, 50000, 4, 80).Outer
	table := count(Limits{}, p, frame(packet.UDP, 5, 50000, 6, 53))
	layers := map[Layer]uint64{}
	for i := range table.Services() {
		sv := table.Service(i)
		v := table.Volume(i)
		layers[sv.Layer] += v.AllPackets()
	}
	if layers[Outer] != 1 || layers[Inner] != 1 || layers[Both] != 1 {
		t.Errorf("packets by layer %v, want one each", layers)
	}
}

func TestFragmentsTakeTheFirstOnesPorts(t *testing.T) {
	first := frame(packet.UDP, 1, 50000, 2, 53)
	first.Outer.Fragment, first.Outer.FragmentID = true, 7
	later := frame(packet.UDP, 1, 0, 2, 0)
	later.Outer.HasPorts, later.Outer.Fragment = false, true
	later.Outer.FragmentID, later.Outer.FragmentOffset = 7, 1480
	stray := *later
	stray.Outer.FragmentID = 8
	table := count(Limits{}, &stray, first, later)
	if table.Flows() != 2 {
		t.Fatalf("%d flows, want 2: the stray fragment's and the datagram's", table.Flows())
	}
	if f := table.Flow(1); f.Packets[0] != 2 || f.ServerPort != 53 {
		t.Errorf("the datagram's flow has %d packets on port %d, want 2 on 53", f.Packets[0], f.ServerPort)
	}
}

func TestFragmentMemoryIsBounded(t *testing.T) {
	var f fragments
	h := packet.Header{Protocol: packet.UDP, HasPorts: true, Fragment: true}
	for i := range uint32(10 * maxFragmented) {
		h.FragmentID = i
		f.resolve(1, 2, &h)
	}
	if len(f.ports) > maxFragmented {
		t.Errorf("%d datagrams remembered, the limit is %d", len(f.ports), maxFragmented)
	}
}

func TestLimitsLoseNothing(t *testing.T) {
	var frames []*packet.Packet
	for i := range 200 {
		frames = append(frames, frame(packet.UDP, byte(i), 50000, byte(i+1), uint16(i)))
	}
	for _, limits := range []Limits{{}, {Flows: 10}, {Services: 10}, {Hosts: 10}, {Flows: 5, Services: 5, Hosts: 5}} {
		table := count(limits, frames...)
		var packets, bytes, bucketed uint64
		for i := range table.Services() {
			v := table.Volume(i)
			packets += v.AllPackets()
			bytes += v.AllBytes()
			for b := range table.Buckets(i, Every) {
				bucketed += b.Bytes[0] + b.Bytes[1]
			}
		}
		if packets != 200 || bytes != 20000 || bucketed != 20000 {
			t.Errorf("%+v: %d packets, %d bytes, %d in buckets", limits, packets, bytes, bucketed)
		}
		if limits.Flows > 0 && table.Flows() > limits.Flows {
			t.Errorf("%+v: %d flows", limits, table.Flows())
		}
		if limits.Services == 10 && table.FoldedServices == 0 {
			t.Errorf("%+v: no service is said to be folded", limits)
		}
		if limits != (Limits{}) && limits.Services != 10 && table.Folded == 0 {
			t.Errorf("%+v: nothing is said to be folded", limits)
		}
	}
}

func TestKnownFlowAllocatesNothing(t *testing.T) {
	table := New(Limits{}, nil)
	p := segment(packet.ACK, 1, 2, 1, 50000, 2, 443)
	table.Add(p, 0, 100)
	time := int64(0)
	if n := testing.AllocsPerRun(10000, func() { time += 1000; table.Add(p, time, 100) }); n != 0 {
		t.Errorf("%v allocations a frame of a known flow", n)
	}
}
