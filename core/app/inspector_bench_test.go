package app

import (
	"testing"

	"heatsink/bench/traffic"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// shown is one payload that an Inspector is shown.
type shown struct {
	peek Peek
	flow uint32
	seq  uint32
}

// gathering keeps the payloads that an Inspector asks for of a made capture.
type gathering struct {
	decoder *packet.Decoder
	packet  packet.Packet
	in      *Inspector
	handles []Handle
	clients []packet.Addr
	ports   []uint16
	payload []byte
	heard   []shown
}

func gather(tb testing.TB, s traffic.Spec) *gathering {
	g := &gathering{
		decoder: packet.NewDecoder(), handles: make([]Handle, s.Flows),
		clients: make([]packet.Addr, s.Flows), ports: make([]uint16, s.Flows),
	}
	g.in = NewInspector(new(name.Store), func(flow uint32, _ ID) { g.handles[flow] = Done })
	if err := traffic.Write(g, s); err != nil {
		tb.Fatal(err)
	}
	return g
}

// Frame takes a flow's client to be who sent first.
func (g *gathering) Frame(time int64, flow int, data []byte) error {
	const ethernet = 1
	g.decoder.Decode(ethernet, data, uint32(len(data)), &g.packet)
	h := &g.packet.Outer
	if g.clients[flow] == (packet.Addr{}) {
		g.clients[flow], g.ports[flow] = h.Src, h.SrcPort
	}
	if len(h.Payload) == 0 || g.handles[flow] == Done {
		return nil
	}
	p := Peek{
		Transport: h.Protocol, Server: 1, Hosts: addressList{h.Src, h.Dst}, ClientPort: h.SrcPort, ServerPort: h.DstPort,
		FromClient: h.Src == g.clients[flow] && h.SrcPort == g.ports[flow],
		Length:     int(h.PayloadLen), Time: time,
	}
	if !p.FromClient {
		p.Client, p.Server, p.ClientPort, p.ServerPort = p.Server, p.Client, p.ServerPort, p.ClientPort
	}
	if cap(g.payload)-len(g.payload) < len(h.Payload) {
		g.payload = make([]byte, 0, 1<<20)
	}
	at := len(g.payload)
	g.payload = append(g.payload, h.Payload...)
	p.Data = g.payload[at:len(g.payload):len(g.payload)]
	again := p
	g.handles[flow], _ = g.in.Inspect(g.handles[flow], uint32(flow), &again, h.Seq)
	g.heard = append(g.heard, shown{p, uint32(flow), h.Seq})
	return nil
}

// BenchmarkInspector inspects the flows of a capture like "make bench"'s mixed
// one, a third as large.
func BenchmarkInspector(b *testing.B) {
	g := gather(b, traffic.Spec{Packets: 500_000, Flows: 100_000, Rate: 50_000, Clients: 20_000, Servers: 5_000, Seed: 2})
	b.ReportAllocs()
	var p Peek
	for b.Loop() {
		clear(g.handles)
		in := NewInspector(new(name.Store), func(flow uint32, _ ID) { g.handles[flow] = Done })
		for i := range g.heard {
			h := &g.heard[i]
			if g.handles[h.flow] == Done {
				continue
			}
			p = h.peek
			g.handles[h.flow], _ = in.Inspect(g.handles[h.flow], h.flow, &p, h.seq)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(g.handles)), "ns/flow")
	b.ReportMetric(float64(len(g.heard))/float64(len(g.handles)), "payloads/flow")
}
