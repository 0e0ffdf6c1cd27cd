package report

import (
	"reflect"
	"testing"

	"heatsink/core/flow"
)

// tables returns a report of four hosts: 0 and 1 talk HTTP and DNS, a part of
// the HTTP inside a tunnel between 2 and 3; 0 also talks to itself.
func tables() *Report {
	r := &Report{
		Totals: Totals{Packets: 23, Bytes: 2330},
		Hosts: Hosts{
			Address: []string{"10.0.0.1", "10.0.0.2", "2001:db8::1", "aa:bb:cc:dd:ee:ff"},
			Flags:   []uint16{HostIPv4, HostIPv4, HostIPv6, HostMAC},
			Names:   [][]Name{{{Name: "web"}, {Name: "www"}}, {{Name: `=HYPERLINK("x")`}}, {}, {{Name: "a, \"b\"\x1b[2J"}}},
		},
		Transports:   []string{"TCP", "UDP"},
		Applications: []Application{{Name: "HTTP"}, {Name: "DNS"}, {Name: "-odd"}},
	}
	both := LayerOuter | LayerInner
	service := func(a, b, layer, transport, application int, port uint16, there, back Way, flows, fromA uint64) {
		s := &r.Services
		s.A, s.B, s.Layer = append(s.A, a), append(s.B, b), append(s.Layer, layer)
		s.Transport, s.Application, s.ServerPort = append(s.Transport, transport), append(s.Application, application), append(s.ServerPort, port)
		s.PacketsAtoB, s.BytesAtoB = append(s.PacketsAtoB, there.Packets), append(s.BytesAtoB, there.Bytes)
		s.PacketsBtoA, s.BytesBtoA = append(s.PacketsBtoA, back.Packets), append(s.BytesBtoA, back.Bytes)
		s.FirstAtoB, s.LastAtoB = append(s.FirstAtoB, there.First), append(s.LastAtoB, there.Last)
		s.FirstBtoA, s.LastBtoA = append(s.FirstBtoA, back.First), append(s.LastBtoA, back.Last)
		s.Flows, s.FlowsFromA = append(s.Flows, flows), append(s.FlowsFromA, fromA)
	}
	never := Way{First: -1, Last: -1}
	service(0, 1, both, 0, 0, 80, Way{4, 400, 1e9, 5e9}, Way{6, 600, 2e9, 6e9}, 2, 1)
	service(0, 1, LayerInner, 0, 0, 80, Way{5, 500, 500, 7e9}, never, 1, 1)
	service(2, 3, LayerOuter, 1, 2, 4789, never, Way{5, 500, 500, 7e9}, 1, 0)
	service(0, 1, both, 1, 1, 53, Way{2, 180, 0, 4e9}, Way{2, 300, 3, 3}, 2, 2)
	service(0, 0, both, 1, 1, 53, Way{4, 350, 9e9, 9e9}, never, 4, 4)

	flow := func(client, server int, cport, sport uint16, layer, transport, application int, up, down Way) {
		f := &r.Flows
		f.Client, f.Server = append(f.Client, client), append(f.Server, server)
		f.ClientPort, f.ServerPort = append(f.ClientPort, cport), append(f.ServerPort, sport)
		f.Layer, f.Transport, f.Application = append(f.Layer, layer), append(f.Transport, transport), append(f.Application, application)
		f.PacketsUp, f.BytesUp = append(f.PacketsUp, up.Packets), append(f.BytesUp, up.Bytes)
		f.PacketsDown, f.BytesDown = append(f.PacketsDown, down.Packets), append(f.BytesDown, down.Bytes)
		f.FirstUp, f.LastUp = append(f.FirstUp, up.First), append(f.LastUp, up.Last)
		f.FirstDown, f.LastDown = append(f.FirstDown, down.First), append(f.LastDown, down.Last)
		f.ServerName, f.Protocol, f.ALPN = append(f.ServerName, 0), append(f.Protocol, 0), append(f.ALPN, 0)
	}
	r.Texts = []string{"", `=HYPERLINK("sni")`, "TLS 1.3", "h2"}
	flow(1, 0, 40000, 80, both, 0, 0, Way{6, 600, 2e9, 6e9}, Way{4, 400, 1e9, 5e9})
	flow(2, 3, 40000, 4789, LayerOuter, 1, 2, never, Way{5, 500, 500, 7e9})
	flow(0, 1, 40001, 53, both, 1, 1, Way{1, 90, 8, 8}, never)
	flow(0, 1, 40001, 53, both, 1, 1, Way{1, 90, 3, 3}, never)
	r.Flows.ServerName[0], r.Flows.Protocol[0], r.Flows.ALPN[0] = 1, 2, 3
	r.FlowHealth = unwell()
	return r
}

// unwell is a table of which the first flow's client sent a segment again, its
// server two, and the server reset the connection three times.
func unwell() Health {
	o := outcome{isTCP: true, complete: true, rtt: 30e6, serverRTT: 20e6}
	o.tcp.Sides[0] = flow.Side{Troubles: &flow.Troubles{Retransmissions: 1}, Scale: flow.NoScale}
	o.tcp.Sides[1] = flow.Side{Troubles: &flow.Troubles{Retransmissions: 2}, Resets: 3, Scale: flow.NoScale}
	table := newHealthTable(4)
	table.add(0, &o, flow.Turn{0, 1})
	return table.done()
}

func TestServiceRows(t *testing.T) {
	rows := ServiceRows(tables(), LayerInner)
	if len(rows) != 3 {
		t.Fatalf("%d rows, want 3: a service counts once, whatever layers its rows have", len(rows))
	}
	want := ServiceRow{A: 0, B: 1, Transport: 0, Application: 0, ServerPort: 80, Flows: 3, FlowsFromA: 2,
		Both: Both{There: Way{9, 900, 500, 7e9}, Back: Way{6, 600, 2e9, 6e9}}}
	if rows[0] != want {
		t.Errorf("got %+v\nwant %+v", rows[0], want)
	}
	if outer := ServiceRows(tables(), LayerOuter); outer[0].Bytes() != 1000 || outer[1].A != 2 {
		t.Errorf("outer rows: %+v", outer)
	}
}

func TestConversationRows(t *testing.T) {
	rows := ConversationRows(tables(), LayerInner)
	Detail(tables(), LayerInner, rows)
	want := []ConversationRow{
		{A: 0, B: 1, Flows: 5, FlowsFromA: 4, Transports: []int{0, 1}, Applications: []int{0, 1},
			Both: Both{There: Way{11, 1080, 0, 7e9}, Back: Way{8, 900, 3, 6e9}}},
		{A: 0, B: 0, Flows: 4, FlowsFromA: 4, Transports: []int{1}, Applications: []int{1},
			Both: Both{There: Way{4, 350, 9e9, 9e9}}},
	}
	// What went no way has no time; whatever stands there is nobody's business.
	for i := range rows {
		if rows[i].Back.Packets == 0 {
			rows[i].Back = Way{}
		}
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got  %+v\nwant %+v", rows, want)
	}
	for _, layer := range []int{LayerOuter, LayerInner} {
		sum := uint64(0)
		for _, row := range ConversationRows(tables(), layer) {
			sum += row.Bytes()
		}
		if sum != tables().Totals.Bytes {
			t.Errorf("layer %d: conversations add up to %d bytes, not to the totals", layer, sum)
		}
	}
}

func TestConversationRowsBreakTies(t *testing.T) {
	r := tables()
	// Now both conversations of the outer layer but one have 500 bytes.
	r.Services.BytesAtoB[4] = 500
	rows := ConversationRows(r, LayerOuter)
	if rows[1].A != 0 || rows[2].A != 2 {
		t.Errorf("equal rows stand as %+v", rows[1:])
	}
}

func TestHostRows(t *testing.T) {
	rows := HostRows(tables(), LayerInner)
	if len(rows) != 2 {
		t.Fatalf("%d hosts, want the 2 of this layer", len(rows))
	}
	// As tshark -z endpoints,ip: what 0 sends to itself, it sends and receives.
	h := rows[0]
	if h.Host != 0 || h.Tx.Bytes != 1080+350 || h.Rx.Bytes != 900+350 || h.Tx.Packets != 15 || h.Rx.Packets != 12 {
		t.Errorf("host 0: %+v", h)
	}
	if h.ToSelf != 350 || rows[1].ToSelf != 0 {
		t.Errorf("%d and %d bytes to themselves, want 350 and 0", h.ToSelf, rows[1].ToSelf)
	}
	if h.Peers != 1 || h.Flows != 9 {
		t.Errorf("host 0: %d peers and %d flows, want 1 and 9", h.Peers, h.Flows)
	}
	if h.Tx.First != 0 || h.Rx.Last != 9e9 {
		t.Errorf("host 0: sent from %d, received until %d", h.Tx.First, h.Rx.Last)
	}
}

func TestFlowRows(t *testing.T) {
	rows := FlowRows(tables(), LayerInner)
	if len(rows) != 3 {
		t.Fatalf("%d flows, want 3: a reused 5-tuple is two", len(rows))
	}
	if rows[0].Bytes() != 1000 || rows[1].Sum().First != 3 || rows[2].Sum().First != 8 {
		t.Errorf("got %+v", rows)
	}
}

func TestApplicationRows(t *testing.T) {
	want := []ApplicationRow{{Application: 0, Packets: 15, Bytes: 1500}, {Application: 1, Packets: 8, Bytes: 830}}
	if rows := ApplicationRows(tables(), LayerInner); !reflect.DeepEqual(rows, want) {
		t.Errorf("got %+v, want %+v", rows, want)
	}
}
