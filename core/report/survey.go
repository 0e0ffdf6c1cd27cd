package report

import (
	"iter"

	"heatsink/core/compact"
	"heatsink/core/flow"
	"heatsink/core/packet"
)

// survey is what the findings look at, at the inner layer and with nothing
// folded. It is made in one pass over the services and one over the flows.
type survey struct {
	b *builder
	t *flow.Table

	lines    compact.List[link] // in the order of their first services
	lineOf   []uint32           // by service; noLine for those of the outer layer alone
	copies   []uint64           // by line: frames that the capture holds again; nil for none at all
	did      []hostMark         // by host
	marks    []mark             // by flow; from here on once the flows are taken in
	trials   []bool             // by service: it has flows that failed
	tried    []uint32           // by host: the number of its attempts plus one; 0 if none failed; nil for no host
	attempts compact.List[attempts]
	health   compact.List[lineHealth]
	sent     compact.List[[2]uint64] // TCP packets of the lines of which many were sent again

	groups   []uint32 // services of the inner layer in which a host is a group
	tunneled []uint32 // services of one layer alone

	frames, tcp uint64 // at the inner layer
	late        uint64 // TCP segments out of order, of connections that were made
	oneWay      struct {
		halves, wholes uint64
		packets        uint64 // of the halves
		pairs          [][2]flow.Host
	}
	tooLarge map[uint32]uint64 // by service of any layer: ICMP's "fragmentation needed"
	stuck    map[uint32]uint64 // by line: flows of which nothing large came through
	scanning []*scan
	more     bool // there is more to be told of the present kind than is looked at
	// endpoints waits for those with troubles, which are summed up once scanning is known.
	endpoints func() []endpointSum
	points    []point
	lookups   []flow.Lookups
	touched   uint64 // keeps the compiler from leaving out what only warms caches
}

const noLine = 1<<32 - 1

// lineHealth is how TCP did on a line, of connections that were made.
type lineHealth struct {
	line              uint32
	sent              uint32 // index into survey.sent plus one, 0 for none
	again, lost, zero [2]uint32
	spurious          [2]uint32 // of again
}

// attempts are the flows of a client of which some failed.
type attempts struct {
	opened            uint32 // all of them; known once the flows are taken in
	failed            uint32
	refused           uint32 // of those that failed
	targets, services uint32 // lines and services in which flows failed
}

// hostMark says what a host did.
type hostMark uint8

const (
	speaks hostMark = 1 << iota // it sent anything
	probes                      // many hosts or ports, mostly in vain
)

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
		lineOf: make([]uint32, t.Services()), did: make([]hostMark, t.Hosts()),
		lookups: t.Lookups(), tooLarge: map[uint32]uint64{}, stuck: map[uint32]uint64{},
	}
	s.pair()
	seen := uint32(0) // lines
	for i, sum := range t.Sums() {
		sv := t.Service(i)
		if sv.Layer != flow.Both {
			s.tunneled = append(s.tunneled, uint32(i))
		}
		if n := s.lineOf[i]; n != noLine {
			if n == seen {
				*s.lines.At(n) = s.link(sv.A, sv.B)
				seen++
			}
			s.service(i, n, sv, sum)
		}
	}
	s.points = s.capturePoints()
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

// pair finds which line each service is of. Lines are numbered in the order of
// their first services: who takes in services or flows in turn finds most of the
// lines in turn, too.
func (s *survey) pair() {
	index := compact.NewIndex(len(s.lineOf)) // of lines' first services
	lines := uint32(0)
	var hashes [blockSize]uint64
	for from := range blocks(len(s.lineOf)) {
		end := min(from+blockSize, len(s.lineOf))
		s.approachPairs(&index, hashes[:end-from], from)
		for i := from; i < end; i++ {
			sv, hash := s.t.Service(i), hashes[i-from]
			s.lineOf[i] = noLine
			if sv.Layer&flow.Inner == 0 {
				continue
			}
			first, slot, found := index.Find(hash, func(n uint32) bool {
				of := s.t.Service(int(n))
				return of.A == sv.A && of.B == sv.B
			})
			if found {
				s.lineOf[i] = s.lineOf[first]
				continue
			}
			index.Insert(hash, slot, uint32(i))
			s.lineOf[i] = lines
			lines++
		}
	}
	s.lines.Resize(int(lines))
}

// approachPairs hashes the hosts of services from one on, and asks for the memory
// in which the index has them.
func (s *survey) approachPairs(index *compact.Index, hashes []uint64, from int) {
	touched := s.touched
	for i := range hashes {
		sv := s.t.Service(from + i)
		hashes[i] = compact.Hash(uint64(sv.A)<<32|uint64(sv.B), 0)
		n, _, _ := index.See(index.Home(hashes[i]), 0)
		touched += uint64(n)
	}
	s.touched = touched
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
	l := s.lines.At(n)
	packets := v.AllPackets()
	l.packets += packets
	l.bytes += v.AllBytes()
	s.frames += packets
	switch sv.Protocol {
	case packet.TCP:
		s.tcp += packets
	case packet.UDP:
		l.mark(0, saysUDP, v.Packets[0] > 0)
		l.mark(1, saysUDP, v.Packets[1] > 0)
	}
	if v.Copies > 0 {
		if s.copies == nil {
			s.copies = make([]uint64, s.lines.Len)
		}
		s.copies[n] += v.Copies
	}
	l.answered = l.answered || sv.A == sv.B || v.Packets[0] > 0 && v.Packets[1] > 0
	l.inside = l.inside || sv.Layer == flow.Inner
	l.flows += sv.Flows
	l.mark(0, opens, sv.FlowsFromA > 0)
	l.mark(1, opens, sv.FlowsFromA < sv.Flows)
	s.spoke(sv.A, v.Packets[0])
	s.spoke(sv.B, v.Packets[1])
	if s.b.is(sv.A, groupHost) || s.b.is(sv.B, groupHost) {
		s.groups = append(s.groups, uint32(i))
	}
}

// attemptsOf are a client's attempts, made when there are none yet.
func (s *survey) attemptsOf(client flow.Host) *attempts {
	if s.tried == nil {
		s.tried = make([]uint32, s.t.Hosts())
	}
	n := &s.tried[client]
	if *n == 0 {
		*n = s.attempts.Add() + 1
	}
	return s.attempts.At(*n - 1)
}

func (s *survey) is(h flow.Host, m hostMark) bool { return s.did[h]&m != 0 }

func (s *survey) spoke(h flow.Host, packets uint64) {
	if packets > 0 {
		s.did[h] |= speaks
	}
}

// mayBeGroup reports whether an address stands for many hosts, as a subnet's
// broadcast address does, which can't be told without its mask: such a one
// never sends.
func (s *survey) mayBeGroup(h flow.Host) bool {
	a := s.t.Addr(h)
	return s.b.is(h, groupHost) || a.Kind == packet.IPv4 && a.B[3] == 255 && !s.is(h, speaks)
}
