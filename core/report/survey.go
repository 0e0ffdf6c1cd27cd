package report

import (
	"slices"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

// survey is what the findings look at, at the inner layer and with nothing
// folded. It is made in one pass over the services and one over the flows.
type survey struct {
	b *builder
	t *flow.Table

	lines  []link
	lineOf []uint32 // by service; noLine for those of the outer layer alone
	copies []uint64 // by line: frames that the capture holds again; nil for none at all
	hosts  []hostSum
	marks  []mark // by flow
	trials []bool // by service: it has flows that failed
	health []lineHealth

	groups   []uint32 // services of the inner layer in which a host is a group
	tunneled []uint32 // services of one layer alone

	frames, tcp uint64 // at the inner layer
	oneWay      struct {
		halves, wholes uint64
		packets        uint64 // of the halves
		pairs          [][2]flow.Host
	}
	ends     []endpointSum
	tooLarge map[uint32]uint64 // by service of any layer: ICMP's "fragmentation needed"
	stuck    map[uint32]uint64 // by line: flows of which nothing large came through
	scanning []*scan
	points   []point
	located  bool // points are known
	lookups  []flow.Lookups
}

const noLine = 1<<32 - 1

// link is all that two hosts said to each other. Direction 0 is from a.
type link struct {
	a, b           flow.Host // a has been seen before
	packets, bytes uint64
	opened         [2]uint32 // flows, by who opened them
	vain           uint32    // flows that failed
	health         uint32    // index into survey.health plus one, 0 for none
	udp            [2]bool   // who sent any
	answered       bool      // both spoke, in one service
	inside         bool      // it has frames in tunnels
	// family is the kind of both addresses, where they can say where the
	// capture was taken; near says that they are of one network.
	family packet.AddrKind
	near   bool
}

// lineHealth is how TCP did on a line, of connections that were made.
type lineHealth struct {
	line                    uint32
	packets                 [2]uint64 // TCP's, of all connections
	again, late, lost, zero [2]uint64
	spurious                [2]uint64 // of again
}

// hostSum is what one host did.
type hostSum struct {
	sent              uint64 // packets
	opened, failed    uint32 // flows
	refused           uint32 // of those that failed
	targets, services uint32 // lines and services in which flows failed
	scanner           bool
}

// mark says what a flow is to the findings.
type mark uint8

const (
	isUnanswered mark = 1 << iota
	isRefused
	isReset
	isComplete
	isSlow
	isSlowAtServer
	isLate // its first answer came late
)

func newSurvey(b *builder) *survey {
	t := b.table
	s := &survey{
		b: b, t: t,
		lineOf: make([]uint32, t.Services()), hosts: make([]hostSum, t.Hosts()),
		marks: make([]mark, t.Flows()), trials: make([]bool, t.Services()),
		lookups: t.Lookups(), tooLarge: map[uint32]uint64{}, stuck: map[uint32]uint64{},
	}
	s.pair()
	for i, n := range s.lineOf {
		sv := t.Service(i)
		if sv.Layer != flow.Both {
			s.tunneled = append(s.tunneled, uint32(i))
		}
		if n != noLine {
			s.service(i, n, sv)
		}
	}
	return s
}

// pair finds the lines, in the order of their hosts, and which the services
// are of. It counts rather than compares, since hosts are numbered.
func (s *survey) pair() {
	n := s.t.Services()
	order, spare := make([]uint32, 0, n), make([]uint32, n)
	hosts := make([][2]flow.Host, n)
	for i := range n {
		sv := s.t.Service(i)
		s.lineOf[i] = noLine
		if sv.Layer&flow.Inner != 0 {
			hosts[i] = [2]flow.Host{sv.A, sv.B}
			order = append(order, uint32(i))
		}
	}
	spare = spare[:len(order)]
	next := make([]uint32, s.t.Hosts()+1)
	for _, end := range [2]int{1, 0} {
		clear(next)
		for _, i := range order {
			next[hosts[i][end]+1]++
		}
		for h := range s.t.Hosts() {
			next[h+1] += next[h]
		}
		for _, i := range order {
			h := hosts[i][end]
			spare[next[h]] = i
			next[h]++
		}
		order, spare = spare, order
	}
	different := 0
	for k, i := range order {
		if k == 0 || hosts[i] != hosts[order[k-1]] {
			different++
		}
	}
	s.lines = make([]link, 0, different)
	for k, i := range order {
		if k == 0 || hosts[i] != hosts[order[k-1]] {
			s.lines = append(s.lines, s.link(hosts[i][0], hosts[i][1]))
		}
		s.lineOf[i] = uint32(len(s.lines) - 1)
	}
}

func (s *survey) link(a, b flow.Host) link {
	l := link{a: a, b: b}
	if x, y := s.t.Addr(a), s.t.Addr(b); a != b && x.Kind == y.Kind && s.b.is(a, oneHost) && s.b.is(b, oneHost) {
		l.family = x.Kind
		l.near = neighbours(&x, &y)
	}
	return l
}

// service adds a service of the inner layer to its line n.
func (s *survey) service(i int, n uint32, sv *flow.Service) {
	l := &s.lines[n]
	packets := sv.Packets[0] + sv.Packets[1]
	l.packets += packets
	l.bytes += sv.Bytes[0] + sv.Bytes[1]
	s.frames += packets
	switch sv.Protocol {
	case packet.TCP:
		s.tcp += packets
	case packet.UDP:
		l.udp[0] = l.udp[0] || sv.Packets[0] > 0
		l.udp[1] = l.udp[1] || sv.Packets[1] > 0
	}
	for b := range s.t.Buckets(sv, flow.Duplicate) {
		if s.copies == nil {
			s.copies = make([]uint64, len(s.lines))
		}
		s.copies[n] += b.Packets[0] + b.Packets[1]
	}
	l.answered = l.answered || sv.A == sv.B || sv.Packets[0] > 0 && sv.Packets[1] > 0
	l.inside = l.inside || sv.Layer == flow.Inner
	l.opened[0] += uint32(sv.FlowsFromA)
	l.opened[1] += uint32(sv.Flows - sv.FlowsFromA)
	s.hosts[sv.A].sent += sv.Packets[0]
	s.hosts[sv.B].sent += sv.Packets[1]
	if s.b.is(sv.A, groupHost) || s.b.is(sv.B, groupHost) {
		s.groups = append(s.groups, uint32(i))
	}
}

// mayBeGroup reports whether an address stands for many hosts, as a subnet's
// broadcast address does, which can't be told without its mask: such a one
// never sends.
func (s *survey) mayBeGroup(h flow.Host) bool {
	a := s.t.Addr(h)
	return s.b.is(h, groupHost) || a.Kind == packet.IPv4 && a.B[3] == 255 && s.hosts[h].sent == 0
}

const (
	// slowRTT is longer than a round trip to the other side of the earth by
	// fibre has to take.
	slowRTT = 200e6 // ns
	// lateAnswer is what a user waits for.
	lateAnswer = 1e9 // ns
	// patience is how long before the capture's end a request can begin
	// without its missing answer being one.
	patience = 1e9 // ns
	// fewPackets is what a host sends at most that only tries.
	fewPackets = 8
)

// flows takes in all flows, and adds them up to how the rows' services did.
func (s *survey) flows(rows *rows) Health {
	t := newHealthTable(rows.len())
	for i := range s.t.Flows() {
		f := s.t.Flow(i)
		p := rows.places[f.Service]
		own, turn := flow.TurnTo(f.Client, f.Server, s.t.Service(int(f.Service)).A), p.turn()
		o := s.b.outcomeOf(i)
		t.add(p.row(), &o, flow.Turn{turn[own[0]], turn[own[1]]})
		s.flow(i, f, &o)
	}
	s.count()
	return t.done()
}

// count counts the TCP packets of the lines that health says something of.
func (s *survey) count() {
	if len(s.health) == 0 {
		return
	}
	for i, n := range s.lineOf {
		if n == noLine || s.lines[n].health == 0 {
			continue
		}
		if sv := s.t.Service(i); sv.Protocol == packet.TCP {
			h := &s.health[s.lines[n].health-1]
			h.packets[0] += sv.Packets[0]
			h.packets[1] += sv.Packets[1]
		}
	}
}

// flow takes in flow i and how it did.
func (s *survey) flow(i int, f flow.Flow, o *outcome) {
	if o.errors.FragmentationNeeded > 0 {
		s.tooLarge[f.Service] += uint64(o.errors.FragmentationNeeded)
	}
	n := s.lineOf[f.Service]
	if f.Layer&flow.Inner == 0 || n == noLine {
		return
	}
	client := &s.hosts[f.Client]
	client.opened++
	if isHalf(f, o) {
		s.half(f)
		return
	}
	l := &s.lines[n]
	m := s.judge(f, o)
	if f.Protocol == packet.UDP && m == isUnanswered && l.udp[flow.TurnTo(f.Server, f.Client, l.a)[0]] {
		m = 0 // it answers from another port
	}
	s.marks[i] = m
	if m&(isUnanswered|isRefused) != 0 {
		s.failed(f, l, client, m)
		return
	}
	if o.isTCP {
		s.course(n, f, o)
	}
	if f.Protocol == packet.TCP && f.Packets[0] > 0 && f.Packets[1] > 0 {
		s.oneWay.wholes++
	}
}

// judge says what becomes of a flow.
func (s *survey) judge(f flow.Flow, o *outcome) (m mark) {
	_, last, _ := s.t.Span()
	young := f.Packets[0] < 3 && last-f.First[0] < patience
	switch {
	case o.refused, o.silent && o.errors.Unreachable > 0:
		m = isRefused
	case young || o.errors.TimeExceeded > 0:
	case o.unanswered, o.silent && f.Protocol != packet.TCP:
		m = isUnanswered
	case o.complete:
		m = isComplete
		if o.resets() > 0 {
			m |= isReset
		}
	}
	if o.rtt >= slowRTT {
		m |= isSlow
		if o.serverRTT*2 >= o.rtt {
			m |= isSlowAtServer
		}
	}
	if f.Protocol == packet.TCP && o.answered && o.response >= lateAnswer {
		m |= isLate
	}
	return m
}

func (s *survey) failed(f flow.Flow, l *link, client *hostSum, m mark) {
	if f.Packets[0] > fewPackets {
		return
	}
	client.failed++
	if m&isRefused != 0 {
		client.refused++
	}
	if l.vain++; l.vain == 1 {
		client.targets++
	}
	if !s.trials[f.Service] {
		s.trials[f.Service] = true
		client.services++
	}
}

// course adds TCP's course to its line, less what the capture holds twice. A
// SYN or FIN that is repeated slows no data down, and some programs always do so.
func (s *survey) course(n uint32, f flow.Flow, o *outcome) {
	sides := &o.tcp.Sides
	var again [2]uint64
	for dir := range again {
		again[dir] = o.again(dir)
		again[dir] -= min(again[dir], uint64(sides[dir].Bare))
	}
	if again == [2]uint64{} && sides[0].Lost|sides[1].Lost == 0 && sides[0].ZeroWindows|sides[1].ZeroWindows == 0 {
		return
	}
	l := &s.lines[n]
	if l.health == 0 {
		s.health = append(s.health, lineHealth{line: n})
		l.health = uint32(len(s.health))
	}
	sum := &s.health[l.health-1]
	for from, dir := range flow.TurnTo(f.Client, f.Server, l.a) {
		side := &sides[from]
		sum.again[dir] += again[from]
		sum.late[dir] += uint64(side.OutOfOrder)
		sum.lost[dir] += uint64(side.Lost)
		sum.zero[dir] += uint64(side.ZeroWindows)
		sum.spurious[dir] += min(uint64(side.Spurious), again[from])
	}
	if again[0] >= minStuck || again[1] >= minStuck {
		if s.isStuck(f, o) {
			s.stuck[n]++
		}
	}
}

// isHalf reports whether a TCP connection goes on without a frame from the
// other side: it answered, but not here.
func isHalf(f flow.Flow, o *outcome) bool {
	if !o.isTCP || f.Packets[0] > 0 && f.Packets[1] > 0 {
		return false
	}
	all := f.Packets[0] + f.Packets[1]
	handshake := o.tcp.SYN != 0 || o.tcp.SYNACK != 0
	return all >= fewHalf && (!handshake || o.tcp.RTT > 0) && o.resets() < all
}

// fewHalf is how many packets a connection has to have before the other side is missed.
const fewHalf = 4

func (s *survey) half(f flow.Flow) {
	x := &s.oneWay
	x.halves++
	x.packets += f.Packets[0] + f.Packets[1]
	if len(x.pairs) < maxShown {
		x.pairs = append(x.pairs, [2]flow.Host{f.Client, f.Server})
	}
}

// sortedLines are a map's numbers, rising.
func sortedLines[V any](m map[uint32]V) []uint32 {
	list := make([]uint32, 0, len(m))
	for n := range m {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}
