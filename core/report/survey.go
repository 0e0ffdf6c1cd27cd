package report

import (
	"iter"
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
	touched  uint64 // keeps the compiler from leaving out what only warms caches
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
	for i, sum := range t.Sums() {
		if i%blockSize == 0 {
			s.approachLines(s.lineOf[i:min(i+blockSize, len(s.lineOf))])
		}
		sv := t.Service(i)
		if sv.Layer != flow.Both {
			s.tunneled = append(s.tunneled, uint32(i))
		}
		if n := s.lineOf[i]; n != noLine {
			s.service(i, n, sv, sum)
		}
	}
	return s
}

// blockSize is how many services or flows are taken in together: the memory
// that they need and that lies apart is asked for at once, so that the processor
// waits for all of it together.
const blockSize = 64

// blocks are the starts of blocks of n.
func blocks(n int) iter.Seq[int] {
	return func(yield func(from int) bool) {
		for from := 0; from < n && yield(from); from += blockSize {
		}
	}
}

// approachLines asks for the memory in which lines are.
func (s *survey) approachLines(numbers []uint32) {
	touched := s.touched
	for _, n := range numbers {
		if n != noLine {
			touched += uint64(s.lines[n].vain)
		}
	}
	s.touched = touched
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
func (s *survey) service(i int, n uint32, sv *flow.Service, v *flow.Sum) {
	l := &s.lines[n]
	packets := v.AllPackets()
	l.packets += packets
	l.bytes += v.AllBytes()
	s.frames += packets
	switch sv.Protocol {
	case packet.TCP:
		s.tcp += packets
	case packet.UDP:
		l.udp[0] = l.udp[0] || v.Packets[0] > 0
		l.udp[1] = l.udp[1] || v.Packets[1] > 0
	}
	if v.Copies > 0 {
		if s.copies == nil {
			s.copies = make([]uint64, len(s.lines))
		}
		s.copies[n] += v.Copies
	}
	l.answered = l.answered || sv.A == sv.B || v.Packets[0] > 0 && v.Packets[1] > 0
	l.inside = l.inside || sv.Layer == flow.Inner
	l.opened[0] += sv.FlowsFromA
	l.opened[1] += sv.Flows - sv.FlowsFromA
	s.hosts[sv.A].sent += v.Packets[0]
	s.hosts[sv.B].sent += v.Packets[1]
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

// sortedLines are a map's numbers, rising.
func sortedLines[V any](m map[uint32]V) []uint32 {
	list := make([]uint32, 0, len(m))
	for n := range m {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}
