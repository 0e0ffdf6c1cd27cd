package report

import (
	"cmp"
	"slices"
)

// By says what a row of csv and table stands for.
type By string

const (
	ByHost         By = "host"
	ByConversation By = "conversation"
	ByService      By = "service"
	ByFlow         By = "flow"
)

// Way is what went one way. First and Last are nanoseconds since
// Report.Start, and mean nothing without packets.
type Way struct {
	Packets, Bytes uint64
	First, Last    int64
}

// add makes w the sum of both.
func (w *Way) add(o Way) {
	w.Bytes += o.Bytes
	if o.Packets == 0 {
		return // of flow records
	}
	if w.Packets == 0 {
		w.First, w.Last = o.First, o.Last
	}
	w.Packets += o.Packets
	w.First = min(w.First, o.First)
	w.Last = max(w.Last, o.Last)
}

// Both is what went there and back: a row's first end is A or the client.
type Both struct{ There, Back Way }

// Sum is both ways as one.
func (b Both) Sum() Way {
	sum := b.There
	sum.add(b.Back)
	return sum
}

// Bytes of both ways.
func (b Both) Bytes() uint64 { return b.There.Bytes + b.Back.Bytes }

func (b *Both) add(o Both) {
	b.There.add(o.There)
	b.Back.add(o.Back)
}

// ConversationRow is a pair of hosts at one layer. A and B index Hosts.
type ConversationRow struct {
	A, B int
	Both
	Flows, FlowsFromA uint64
	// Transports and Applications index the report's, the most bytes first,
	// once Detail has filled them in.
	Transports, Applications []int
}

// ServiceRow is one service at one layer, whichever layer bits its rows in
// the document have.
type ServiceRow struct {
	A, B, Transport, Application int
	ServerPort                   uint16
	Both
	Flows, FlowsFromA uint64
}

// HostRow is one host at one layer. As in Wireshark's endpoints, a frame that
// a host sends to itself counts as sent and as received.
type HostRow struct {
	Host   int
	Tx, Rx Way
	// ToSelf is the bytes of such frames, which are in Tx and in Rx.
	ToSelf uint64
	// Peers is how many other hosts it shares a conversation with.
	Peers int
	Flows uint64
}

// Bytes sent and received.
func (h HostRow) Bytes() uint64 { return h.Tx.Bytes + h.Rx.Bytes }

// FlowRow is one flow at one layer; There is from client to server.
type FlowRow struct {
	Flow                                   int // index into Flows
	Client, Server, Transport, Application int
	ClientPort, ServerPort                 uint16
	Both
}

// ApplicationRow is what one application moved at one layer.
type ApplicationRow struct {
	Application    int
	Packets, Bytes uint64
}

// ServiceRows gives the services of a layer (LayerOuter or LayerInner) by
// bytes, falling; equal ones in order of their hosts, transport, port and
// application.
func ServiceRows(r *Report, layer int) []ServiceRow {
	type key struct {
		a, b, transport, application int
		port                         uint16
	}
	var rows rowsBy[key, ServiceRow]
	s := &r.Services
	for i := range s.A {
		if s.Layer[i]&layer == 0 {
			continue
		}
		row := rows.at(key{s.A[i], s.B[i], s.Transport[i], s.Application[i], s.ServerPort[i]})
		row.A, row.B, row.Transport, row.Application = s.A[i], s.B[i], s.Transport[i], s.Application[i]
		row.ServerPort = s.ServerPort[i]
		row.add(s.both(i))
		row.Flows += s.Flows[i]
		row.FlowsFromA += s.FlowsFromA[i]
	}
	slices.SortFunc(rows.rows, func(x, y ServiceRow) int {
		return cmp.Or(cmp.Compare(y.Bytes(), x.Bytes()), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B),
			cmp.Compare(x.Transport, y.Transport), cmp.Compare(x.ServerPort, y.ServerPort),
			cmp.Compare(x.Application, y.Application))
	})
	return rows.rows
}

// both is what a row of the services moved.
func (s *Services) both(i int) Both {
	return Both{
		There: Way{s.PacketsAtoB[i], s.BytesAtoB[i], s.FirstAtoB[i], s.LastAtoB[i]},
		Back:  Way{s.PacketsBtoA[i], s.BytesBtoA[i], s.FirstBtoA[i], s.LastBtoA[i]},
	}
}

// HostRows gives the hosts that a layer's frames name, by bytes, falling;
// equal ones in host order.
func HostRows(r *Report, layer int) []HostRow {
	var rows rowsBy[int, HostRow]
	end := func(host, peer int, tx, rx Way, flows uint64) {
		row := rows.at(host)
		row.Host = host
		row.Tx.add(tx)
		row.Rx.add(rx)
		row.Flows += flows
		if peer != host {
			row.Peers++
		}
	}
	for _, c := range Conversations(r, layer) {
		if c.A == c.B {
			end(c.A, c.A, c.Sum(), c.Sum(), c.Flows)
			rows.at(c.A).ToSelf = c.Bytes()
			continue
		}
		end(c.A, c.B, c.There, c.Back, c.Flows)
		end(c.B, c.A, c.Back, c.There, c.Flows)
	}
	slices.SortFunc(rows.rows, func(x, y HostRow) int {
		return cmp.Or(cmp.Compare(y.Bytes(), x.Bytes()), cmp.Compare(x.Host, y.Host))
	})
	return rows.rows
}

// FlowRows gives the report's flows of a layer by bytes, falling; equal ones
// in order of their ends, then of time. Each flow is a row of its own: a
// reused 5-tuple has several.
func FlowRows(r *Report, layer int) []FlowRow {
	rows := []FlowRow{}
	f := &r.Flows
	for i := range f.Client {
		if f.Layer[i]&layer == 0 {
			continue
		}
		rows = append(rows, FlowRow{
			Flow:   i,
			Client: f.Client[i], Server: f.Server[i], Transport: f.Transport[i], Application: f.Application[i],
			ClientPort: f.ClientPort[i], ServerPort: f.ServerPort[i],
			Both: Both{
				There: Way{f.PacketsUp[i], f.BytesUp[i], f.FirstUp[i], f.LastUp[i]},
				Back:  Way{f.PacketsDown[i], f.BytesDown[i], f.FirstDown[i], f.LastDown[i]},
			},
		})
	}
	slices.SortStableFunc(rows, func(x, y FlowRow) int {
		return cmp.Or(cmp.Compare(y.Bytes(), x.Bytes()), cmp.Compare(x.Client, y.Client), cmp.Compare(x.Server, y.Server),
			cmp.Compare(x.Transport, y.Transport), cmp.Compare(x.ClientPort, y.ClientPort),
			cmp.Compare(x.ServerPort, y.ServerPort), cmp.Compare(x.Sum().First, y.Sum().First))
	})
	return rows
}

// ApplicationRows gives the applications of a layer by bytes, falling; equal
// ones in the report's order.
func ApplicationRows(r *Report, layer int) []ApplicationRow {
	var rows rowsBy[int, ApplicationRow]
	s := &r.Services
	for i, application := range s.Application {
		if s.Layer[i]&layer == 0 {
			continue
		}
		row := rows.at(application)
		row.Application = application
		row.Packets += s.PacketsAtoB[i] + s.PacketsBtoA[i]
		row.Bytes += s.BytesAtoB[i] + s.BytesBtoA[i]
	}
	slices.SortFunc(rows.rows, func(x, y ApplicationRow) int {
		return cmp.Or(cmp.Compare(y.Bytes, x.Bytes), cmp.Compare(x.Application, y.Application))
	})
	return rows.rows
}

// Records is how many flow records there were, which have no packets.
func (r *Report) Records() uint64 {
	n := uint64(0)
	for i := range r.Captures {
		n += r.Captures[i].Records
	}
	return n
}

// Name is a host's likeliest name, or empty.
func (h *Hosts) Name(host int) string {
	if names := h.Names[host]; len(names) > 0 {
		return names[0].Name
	}
	return ""
}

// rowsBy collects rows under keys; most is for how many there is room at once.
type rowsBy[K comparable, R any] struct {
	most  int
	index map[K]int
	rows  []R
}

// at is the row of a key, made when it is new; valid until the next call.
func (t *rowsBy[K, R]) at(key K) *R {
	i, found := t.index[key]
	if !found {
		if t.index == nil {
			t.index, t.rows = make(map[K]int, t.most), make([]R, 0, t.most)
		}
		i = len(t.rows)
		t.index[key] = i
		t.rows = append(t.rows, *new(R))
	}
	return &t.rows[i]
}
