package report

import (
	"cmp"
	"slices"
	"strings"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// serviceKey is what makes two services one row.
type serviceKey struct {
	a, b        flow.Host // a has the lower index in the report
	protocol    packet.Protocol
	application uint32
	serverPort  uint16
	layer       flow.Layer
}

// service is a row to be: one of the Table's services, or several folded together.
type service struct {
	serviceKey
	flow.Traffic
	flows, flowsFromA uint64
	parts             []part
}

// part is one of the Table's services in a row, and which way round.
type part struct {
	*flow.Service
	number int
	turn   flow.Turn
}

// add adds a service of the Table whose host a0 is the row's A.
func (s *service) add(sv *flow.Service, number int, a0 flow.Host) {
	turn := flow.TurnTo(sv.A, sv.B, a0)
	if s.a == s.b {
		turn = flow.Turn{0, 0}
	}
	s.Merge(&sv.Traffic, turn)
	s.flows += sv.Flows
	if turn[0] == 0 {
		s.flowsFromA += sv.FlowsFromA
	} else {
		s.flowsFromA += sv.Flows - sv.FlowsFromA
	}
	s.parts = append(s.parts, part{sv, number, turn})
}

// foldServices returns the rows: the largest services whose hosts both keep
// their address, and the rest folded together.
func (b *builder) foldServices() []*service {
	order := bySize(b.table.Services(), func(i int) *flow.Traffic { return &b.table.Service(i).Traffic })
	var rows []*service
	folded := map[serviceKey]*service{}
	shift, buckets := b.fineShift(), 0
	for _, i := range order {
		sv := b.table.Service(i)
		key := serviceKey{sv.A, sv.B, sv.Protocol, sv.Application, sv.ServerPort, sv.Layer}
		whole := b.host(sv.A) == sv.A && b.host(sv.B) == sv.B
		if whole && b.roomFor(len(rows), buckets) {
			buckets += b.countBuckets(sv, shift)
			s := &service{}
			s.serviceKey, s.parts = key, make([]part, 0, 1)
			if b.compareHosts(s.a, s.b) > 0 {
				s.a, s.b = s.b, s.a
			}
			s.add(sv, i, s.a)
			rows = append(rows, s)
			continue
		}
		b.countFolded(sv)
		b.fold(folded, key, sv, i)
	}
	for _, s := range folded {
		rows = append(rows, s)
	}
	slices.SortFunc(rows, b.compareRows)
	return rows
}

// bySize orders the numbers below n by the bytes of their traffic, falling;
// equal ones by number, which is the order of first sight.
func bySize(n int, traffic func(i int) *flow.Traffic) []int {
	type sized struct {
		bytes uint64
		i     int
	}
	all := make([]sized, n)
	for i := range all {
		t := traffic(i)
		all[i] = sized{t.Bytes[0] + t.Bytes[1], i}
	}
	slices.SortFunc(all, func(x, y sized) int {
		return cmp.Or(cmp.Compare(y.bytes, x.bytes), cmp.Compare(x.i, y.i))
	})
	order := make([]int, n)
	for i, s := range all {
		order[i] = s.i
	}
	return order
}

// roomFor reports whether the limits let another service keep its row.
func (b *builder) roomFor(rows, buckets int) bool {
	if b.limits.Services > 0 && rows >= b.limits.Services {
		return false
	}
	return b.limits.Buckets == 0 || buckets < b.limits.Buckets || rows < FewServices
}

// fold adds sv to the row of its larger host that keeps its address, against
// OtherHost; or, when it has none or such rows are too many as well, to a row
// between OtherHost and itself.
func (b *builder) fold(folded map[serviceKey]*service, key serviceKey, sv *flow.Service, number int) {
	stay := key.a
	if b.host(key.a) == flow.OtherHost || b.host(key.b) != flow.OtherHost && b.compareSizes(key.b, key.a) < 0 {
		stay = key.b
	}
	key.a, key.b, key.serverPort = b.host(stay), flow.OtherHost, 0
	if folded[key] == nil && b.limits.Services > 0 && len(folded) >= b.limits.Services/2 {
		key.a = flow.OtherHost
	}
	s := folded[key]
	if s == nil {
		s = &service{serviceKey: key}
		folded[key] = s
	}
	s.add(sv, number, stay)
}

func (b *builder) countFolded(sv *flow.Service) {
	f := &b.report.Folded
	f.Services++
	packets, bytes := sv.Packets[0]+sv.Packets[1], sv.Bytes[0]+sv.Bytes[1]
	if sv.Layer&flow.Outer != 0 {
		f.PacketsOuter += packets
		f.BytesOuter += bytes
	}
	if sv.Layer&flow.Inner != 0 {
		f.PacketsInner += packets
		f.BytesInner += bytes
	}
}

func (b *builder) compareRows(x, y *service) int {
	return cmp.Or(
		cmp.Compare(y.Bytes[0]+y.Bytes[1], x.Bytes[0]+x.Bytes[1]),
		b.compareHosts(x.a, y.a), b.compareHosts(x.b, y.b),
		cmp.Compare(x.layer, y.layer), cmp.Compare(x.protocol, y.protocol),
		strings.Compare(b.app(x.application), b.app(y.application)),
		cmp.Compare(x.application, y.application),
		cmp.Compare(x.serverPort, y.serverPort))
}

func (b *builder) app(n uint32) string { return b.table.Applications()[n].Name }

// transport interns a protocol's name.
func (b *builder) transport(p packet.Protocol) int {
	n, ok := b.transports[p]
	if !ok {
		n = len(b.report.Transports)
		b.transports[p] = n
		b.report.Transports = append(b.report.Transports, b.table.ProtocolName(p))
	}
	return n
}

// application interns one of the Table's applications.
func (b *builder) application(id uint32) int {
	n, ok := b.applications[id]
	if !ok {
		n = len(b.report.Applications)
		b.applications[id] = n
		a := b.table.Applications()[id]
		b.report.Applications = append(b.report.Applications, Application(a))
	}
	return n
}

func (b *builder) writeServices(rows []*service) {
	n := len(rows)
	s := Services{
		A: make([]int, n), B: make([]int, n), Layer: make([]int, n),
		Transport: make([]int, n), Application: make([]int, n), ServerPort: make([]uint16, n),
		PacketsAtoB: make([]uint64, n), BytesAtoB: make([]uint64, n),
		PacketsBtoA: make([]uint64, n), BytesBtoA: make([]uint64, n),
		FirstAtoB: make([]int64, n), LastAtoB: make([]int64, n),
		FirstBtoA: make([]int64, n), LastBtoA: make([]int64, n),
		Flows: make([]uint64, n), FlowsFromA: make([]uint64, n),
	}
	for i, r := range rows {
		s.A[i], s.B[i], s.Layer[i] = b.rank[r.a], b.rank[r.b], int(r.layer)
		s.Transport[i], s.Application[i] = b.transport(r.protocol), b.application(r.application)
		s.ServerPort[i] = r.serverPort
		s.PacketsAtoB[i], s.BytesAtoB[i] = r.Packets[0], r.Bytes[0]
		s.PacketsBtoA[i], s.BytesBtoA[i] = r.Packets[1], r.Bytes[1]
		s.FirstAtoB[i], s.LastAtoB[i] = b.times(&r.Traffic, 0)
		s.FirstBtoA[i], s.LastBtoA[i] = b.times(&r.Traffic, 1)
		s.Flows[i], s.FlowsFromA[i] = r.flows, r.flowsFromA
	}
	b.report.Services = s
}
