package report

import (
	"cmp"
	"strings"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// service is what a row of Services says. Its a has the lower index in the report.
type service struct {
	serviceKey
	size              uint64 // bytes, of folds alone
	flows, flowsFromA uint64
}

// serviceKey is what makes two services one row.
type serviceKey struct {
	a, b        flow.Host
	protocol    packet.Protocol
	application uint32
	serverPort  uint16
	layer       flow.Layer
}

// rows are the report's services: first in the order in which they were made,
// whole ones before folds, then, by order, in that of the document.
type rows struct {
	b     *builder
	whole []uint32  // the Table's services that have a row of their own
	folds []service // of the others, several in one
	order []uint32
	// places is by the Table's services.
	places []place
	times  []flow.Times // by row, once the survey has seen the flows
}

// place is which row a service of the Table goes into, and which way round:
// the row's number above two bits, which are a flow.Turn.
type place uint32

func placed(row int, t flow.Turn) place { return place(row<<2 | t[1]<<1 | t[0]) }

func (p place) row() int { return int(p >> 2) }

func (p place) turn() flow.Turn { return flow.Turn{int(p & 1), int(p >> 1 & 1)} }

// len is how many rows there are.
func (r *rows) len() int { return len(r.order) }

// isFold reports whether several services are in row i of the document.
func (r *rows) isFold(i int) bool { return int(r.order[i]) >= len(r.whole) }

// at is row i of the document.
func (r *rows) at(i int) service { return r.made(int(r.order[i])) }

// made is row n in the order in which they were made.
func (r *rows) made(n int) service {
	if n >= len(r.whole) {
		return r.folds[n-len(r.whole)]
	}
	sv := r.b.table.Service(int(r.whole[n]))
	s := service{serviceKey: r.key(n)}
	s.addFlows(sv, s.turn(sv))
	return s
}

// key is what row n stands for, in the order in which they were made.
func (r *rows) key(n int) serviceKey {
	if n >= len(r.whole) {
		return r.folds[n-len(r.whole)].serviceKey
	}
	sv := r.b.table.Service(int(r.whole[n]))
	k := serviceKey{sv.A, sv.B, sv.Protocol, sv.Application, sv.ServerPort, sv.Layer}
	if r.b.rank[k.a] > r.b.rank[k.b] {
		k.a, k.b = k.b, k.a
	}
	return k
}

// turn is how a service goes into the row: round to where its host a is.
func (k *serviceKey) turn(sv *flow.Service) flow.Turn {
	if k.a == k.b {
		return flow.Turn{0, 0}
	}
	return flow.TurnTo(sv.A, sv.B, k.a)
}

func (s *service) addFlows(sv *flow.Service, turn flow.Turn) {
	s.flows += uint64(sv.Flows)
	if turn[0] == 0 {
		s.flowsFromA += uint64(sv.FlowsFromA)
	} else {
		s.flowsFromA += uint64(sv.Flows - sv.FlowsFromA)
	}
}

// makeRows chooses the rows: the largest services whose hosts both keep their
// address, and the rest folded together.
func (b *builder) makeRows() *rows {
	r := &rows{b: b, places: make([]place, b.table.Services())}
	r.keep()
	r.fold()
	b.numberHosts(r)
	r.sort()
	return r
}

// none is the place of a service that has no row of its own.
const none = ^place(0)

// keep gives the largest services rows of their own, as far as the limits let it.
func (r *rows) keep() {
	b, limits := r.b, &r.b.limits
	largest := top{limit: limits.Services, of: len(r.places)}
	for i := range r.places {
		r.places[i] = none
		sv := b.table.Service(i)
		if b.host(sv.A) == sv.A && b.host(sv.B) == sv.B {
			largest.add(ranked{b.size(i), 0, uint32(i)})
		}
	}
	// Where there are no more buckets than may be, to count those of each would be for nothing.
	bounded := limits.Buckets > 0 && b.table.BucketCount() >= limits.Buckets
	shift, buckets := b.fineShift(), 0
	for _, x := range largest.sorted() {
		if bounded && buckets >= limits.Buckets && len(r.whole) >= FewServices {
			break
		}
		if bounded {
			buckets += b.countBuckets(int(x.number), shift)
		}
		r.places[x.number] = placed(len(r.whole), flow.Turn{})
		r.whole = append(r.whole, x.number)
	}
}

// sort puts the rows in order, and the places with them.
func (r *rows) sort() {
	n := len(r.whole) + len(r.folds)
	all := top{of: n, tie: r.compare}
	add := func(number int, k *serviceKey, size uint64) {
		hosts := uint64(r.b.rank[k.a])<<32 | uint64(r.b.rank[k.b])
		all.add(ranked{size, hosts, uint32(number)})
	}
	for i, p := range r.places {
		if p.row() < len(r.whole) {
			k := r.key(p.row())
			add(p.row(), &k, r.b.size(i))
			r.places[i] = placed(p.row(), k.turn(r.b.table.Service(i)))
		}
	}
	for i := range r.folds {
		s := &r.folds[i]
		add(len(r.whole)+i, &s.serviceKey, s.size)
	}
	r.order = make([]uint32, n)
	row := make([]uint32, n)
	for i, x := range all.sorted() {
		r.order[i], row[x.number] = x.number, uint32(i)
	}
	for i, p := range r.places {
		r.places[i] = placed(int(row[p.row()]), p.turn())
	}
}

// compare orders rows of the same size between the same hosts.
func (r *rows) compare(m, n uint32) int {
	x, y := r.key(int(m)), r.key(int(n))
	return cmp.Or(
		cmp.Compare(x.layer, y.layer), cmp.Compare(x.protocol, y.protocol),
		strings.Compare(r.b.app(x.application), r.b.app(y.application)),
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

// writeServices writes what the rows are, and how much went in their time
// buckets and besides.
func (b *builder) writeServices(rows *rows, volumes []flow.Volume) {
	for i, bytes := range b.table.Recorded() {
		p := rows.places[i]
		volumes[p.row()].Add(&flow.Volume{Bytes: bytes}, p.turn())
	}
	n := rows.len()
	s := Services{
		A: make([]int, n), B: make([]int, n), Layer: make([]int, n),
		Transport: make([]int, n), Application: make([]int, n), ServerPort: make([]uint16, n),
		PacketsAtoB: make([]uint64, n), BytesAtoB: make([]uint64, n),
		PacketsBtoA: make([]uint64, n), BytesBtoA: make([]uint64, n),
		Flows: make([]uint64, n), FlowsFromA: make([]uint64, n),
	}
	for i := range n {
		r := rows.at(i)
		s.A[i], s.B[i], s.Layer[i] = int(b.rank[r.a]), int(b.rank[r.b]), int(r.layer)
		s.Transport[i], s.Application[i] = b.transport(r.protocol), b.application(r.application)
		s.ServerPort[i] = r.serverPort
		v := &volumes[i]
		s.PacketsAtoB[i], s.BytesAtoB[i] = v.Packets[0], v.Bytes[0]
		s.PacketsBtoA[i], s.BytesBtoA[i] = v.Packets[1], v.Bytes[1]
		if rows.isFold(i) {
			b.countFolded(r.layer, v)
		}
		s.Flows[i], s.FlowsFromA[i] = r.flows, r.flowsFromA
	}
	b.report.Services = s
}

// writeTimes writes when the services were seen.
func (b *builder) writeTimes(rows *rows) {
	s, n := &b.report.Services, rows.len()
	s.FirstAtoB, s.LastAtoB = make([]int64, n), make([]int64, n)
	s.FirstBtoA, s.LastBtoA = make([]int64, n), make([]int64, n)
	for i := range rows.times {
		s.FirstAtoB[i], s.LastAtoB[i] = b.times(&rows.times[i], 0)
		s.FirstBtoA[i], s.LastBtoA[i] = b.times(&rows.times[i], 1)
	}
}
