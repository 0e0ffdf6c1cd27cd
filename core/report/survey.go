package report

import (
	"cmp"
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
	hosts  []hostSum
	marks  []mark // by flow
	trials []bool // by service: it has flows that failed
	health []lineHealth

	frames, tcp uint64 // at the inner layer
	oneWay      struct {
		halves, wholes uint64
		packets        uint64 // of the halves
		pairs          [][2]flow.Host
	}
	ends     map[endpoint]*endpointSum
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
	a, b         flow.Host // a has been seen before
	packets, tcp [2]uint64
	bytes        uint64
	copies       uint64    // frames that the capture holds again
	opened       [2]uint32 // flows, by who opened them
	vain         uint32    // flows that failed
	health       uint32    // index into survey.health plus one, 0 for none
	udp          [2]bool   // who sent any
	answered     bool      // both spoke, in one service
}

// lineHealth is how TCP did on a line, of connections that were made.
type lineHealth struct {
	line                    uint32
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
	order := s.byHosts()
	n := 0
	for i := range order {
		if i == 0 || order[i].hosts != order[i-1].hosts {
			n++
		}
	}
	s.lines = make([]link, 0, n)
	for _, x := range order {
		sv := t.Service(int(x.number))
		if n := len(s.lines); n == 0 || s.lines[n-1].a != sv.A || s.lines[n-1].b != sv.B {
			s.lines = append(s.lines, link{a: sv.A, b: sv.B})
		}
		n := len(s.lines) - 1
		s.lineOf[x.number] = uint32(n)
		s.service(&s.lines[n], sv)
	}
	return s
}

// paired is a service's number, and its hosts in one.
type paired struct {
	hosts  uint64
	number uint32
}

// byHosts brings the inner layer's services together that make one line. It
// sorts, since a map of as many is slower to make, and much larger.
func (s *survey) byHosts() []paired {
	list := make([]paired, 0, s.t.Services())
	for i := range s.t.Services() {
		sv := s.t.Service(i)
		s.lineOf[i] = noLine
		if sv.Layer&flow.Inner != 0 {
			list = append(list, paired{uint64(sv.A)<<32 | uint64(sv.B), uint32(i)})
		}
	}
	slices.SortFunc(list, func(x, y paired) int {
		return cmp.Or(cmp.Compare(x.hosts, y.hosts), cmp.Compare(x.number, y.number))
	})
	return list
}

func (s *survey) service(l *link, sv *flow.Service) {
	for dir := range 2 {
		l.packets[dir] += sv.Packets[dir]
		l.bytes += sv.Bytes[dir]
		s.frames += sv.Packets[dir]
		switch sv.Protocol {
		case packet.TCP:
			l.tcp[dir] += sv.Packets[dir]
			s.tcp += sv.Packets[dir]
		case packet.UDP:
			l.udp[dir] = l.udp[dir] || sv.Packets[dir] > 0
		}
	}
	for b := range s.t.Buckets(sv, flow.Duplicate) {
		l.copies += b.Packets[0] + b.Packets[1]
	}
	l.answered = l.answered || sv.A == sv.B || sv.Packets[0] > 0 && sv.Packets[1] > 0
	l.opened[0] += uint32(sv.FlowsFromA)
	l.opened[1] += uint32(sv.Flows - sv.FlowsFromA)
	s.hosts[sv.A].sent += sv.Packets[0]
	s.hosts[sv.B].sent += sv.Packets[1]
}

// isGroup reports whether an address stands for many hosts.
func (s *survey) isGroup(h flow.Host) bool {
	a := s.t.Addr(h)
	return a.IsMulticast() || a.IsBroadcast()
}

// mayBeGroup is the same, for a subnet's broadcast address, which can't be
// told without its mask: such a one never sends.
func (s *survey) mayBeGroup(h flow.Host) bool {
	a := s.t.Addr(h)
	return s.isGroup(h) || a.Kind == packet.IPv4 && a.B[3] == 255 && s.hosts[h].sent == 0
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

// flow takes in flow i and how it did.
func (s *survey) flow(i int, f *flow.Flow, h *health) {
	if h.one[fragmentationNeeded] > 0 {
		s.tooLarge[f.Service] += h.one[fragmentationNeeded]
	}
	n := s.lineOf[f.Service]
	if f.Layer&flow.Inner == 0 || n == noLine {
		return
	}
	client := &s.hosts[f.Client]
	client.opened++
	if s.isHalf(f, h) {
		s.half(f)
		return
	}
	l := &s.lines[n]
	m := s.judge(f, h)
	if f.Protocol == packet.UDP && m == isUnanswered && l.udp[flow.TurnTo(f.Server, f.Client, l.a)[0]] {
		m = 0 // it answers from another port
	}
	s.marks[i] = m
	if m&(isUnanswered|isRefused) != 0 {
		s.failed(f, l, client, m)
		return
	}
	s.course(n, f, h)
	if f.Protocol == packet.TCP && f.Packets[0] > 0 && f.Packets[1] > 0 {
		s.oneWay.wholes++
	}
}

// judge says what becomes of a flow.
func (s *survey) judge(f *flow.Flow, h *health) (m mark) {
	_, last, _ := s.t.Span()
	young := f.Packets[0] < 3 && last-f.First[0] < patience
	switch {
	case h.one[refused] > 0, h.one[silent] > 0 && h.one[unreachable] > 0:
		m = isRefused
	case young || h.one[timeExceeded] > 0:
	case h.one[unanswered] > 0, h.one[silent] > 0 && f.Protocol != packet.TCP:
		m = isUnanswered
	case h.one[complete] > 0:
		m = isComplete
		if h.two[resets][0]+h.two[resets][1] > 0 {
			m |= isReset
		}
	}
	if h.one[timed] > 0 && h.one[rtt] >= slowRTT {
		m |= isSlow
		if h.one[serverRTT]*2 >= h.one[rtt] {
			m |= isSlowAtServer
		}
	}
	if tcp := f.Protocol == packet.TCP; tcp && h.one[answered] > 0 && h.one[response] >= lateAnswer {
		m |= isLate
	}
	return m
}

func (s *survey) failed(f *flow.Flow, l *link, client *hostSum, m mark) {
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
func (s *survey) course(n uint32, f *flow.Flow, h *health) {
	var again [2]uint64
	if tcp := s.t.TCP(f); tcp != nil {
		for dir := range again {
			again[dir] = h.again(dir)
			again[dir] -= min(again[dir], uint64(tcp.Sides[dir].Bare))
		}
	}
	if again == [2]uint64{} && h.two[lost] == [2]uint64{} && h.two[zeroWindows] == [2]uint64{} {
		return
	}
	l := &s.lines[n]
	if l.health == 0 {
		s.health = append(s.health, lineHealth{line: n})
		l.health = uint32(len(s.health))
	}
	sum := &s.health[l.health-1]
	for from, dir := range flow.TurnTo(f.Client, f.Server, l.a) {
		sum.again[dir] += again[from]
		sum.late[dir] += h.two[outOfOrder][from]
		sum.lost[dir] += h.two[lost][from]
		sum.zero[dir] += h.two[zeroWindows][from]
		sum.spurious[dir] += min(h.two[spurious][from], again[from])
	}
	if again[0] >= minStuck || again[1] >= minStuck {
		if s.isStuck(f, h) {
			s.stuck[n]++
		}
	}
}

// again is how many segments a side sent again, less the capture's own copies.
func (h *health) again(dir int) uint64 {
	return h.two[retransmissions][dir] - min(h.two[doubled][dir], h.two[retransmissions][dir])
}

// isHalf reports whether a TCP connection goes on without a frame from the
// other side: it answered, but not here.
func (s *survey) isHalf(f *flow.Flow, h *health) bool {
	tcp := s.t.TCP(f)
	if tcp == nil || f.Packets[0] > 0 && f.Packets[1] > 0 {
		return false
	}
	all := f.Packets[0] + f.Packets[1]
	handshake := tcp.SYN != 0 || tcp.SYNACK != 0
	return all >= fewHalf && (!handshake || tcp.RTT > 0) && h.two[resets][0]+h.two[resets][1] < all
}

// fewHalf is how many packets a connection has to have before the other side is missed.
const fewHalf = 4

func (s *survey) half(f *flow.Flow) {
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
