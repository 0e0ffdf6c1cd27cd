package report

import (
	"cmp"
	"slices"

	"heatsink/core/compact"
	"heatsink/core/flow"
	"heatsink/core/packet"
)

// endpoint is where a server listens, or should.
type endpoint struct {
	server   flow.Host
	port     uint16
	protocol packet.Protocol
}

// maxEndpoints is how many endpoints with troubles are looked at.
const maxEndpoints = 1 << 15

// endpointSum is what became of the flows to an endpoint.
type endpointSum struct {
	endpoint
	flows                            uint64 // all of them
	unanswered, refused, reset, late uint64
	serverReset                      uint64
	packets                          uint64 // of those that were not answered
	waited, longest                  uint64 // for the late answers; ns
	clients                          []flow.Host
	application                      uint32
}

// endpoints sums up the flows with troubles by endpoint, in the order of first
// sight of their servers. What scanners do is told of the scanners.
func (s *survey) endpoints() []endpointSum {
	if s.ends != nil {
		return s.ends
	}
	const troubles = isUnanswered | isRefused | isReset | isLate
	n := 0
	for _, m := range s.marks {
		if m&troubles != 0 {
			n++
		}
	}
	n = min(n, maxEndpoints)
	s.ends = make([]endpointSum, 0, n)
	index := compact.NewIndex(n)
	for i, m := range s.marks {
		if m&troubles == 0 {
			continue
		}
		if f := s.t.Flow(i); !s.hosts[f.Client].scanner {
			s.trouble(&index, f, m)
		}
	}
	s.ends = slices.DeleteFunc(s.ends, func(e endpointSum) bool { return !e.some() })
	if len(s.ends) > 0 {
		s.endpointFlows()
		s.sortEndpoints()
	}
	return s.ends
}

// hash finds an endpoint in an index.
func (e endpoint) hash() uint64 {
	return compact.Hash(uint64(e.server)<<32|uint64(e.port)<<16, uint64(e.protocol))
}

// find finds an endpoint among those that are summed up.
func (s *survey) find(index *compact.Index, e endpoint, hash uint64) (n uint32, slot int, ok bool) {
	return index.Find(hash, func(n uint32) bool { return s.ends[n].endpoint == e })
}

// some reports whether there are enough troubles for any of the findings.
func (e *endpointSum) some() bool {
	return e.packets >= fewUnanswered || e.refused >= fewRefused || e.reset >= fewResets || e.late >= fewSlow
}

// endpointFlows counts all flows to the endpoints.
func (s *survey) endpointFlows() {
	index, troubled := compact.NewIndex(len(s.ends)), make([]bool, len(s.hosts))
	for i := range s.ends {
		e := s.ends[i].endpoint
		troubled[e.server] = true
		_, slot, _ := s.find(&index, e, e.hash())
		index.Insert(e.hash(), slot, uint32(i))
	}
	for i, n := range s.lineOf {
		sv := s.t.Service(i)
		if n == noLine || !troubled[sv.A] && !troubled[sv.B] {
			continue
		}
		for dir, server := range [2]flow.Host{sv.B, sv.A} {
			flows := [2]uint32{sv.FlowsFromA, sv.Flows - sv.FlowsFromA}[dir]
			if flows == 0 || !troubled[server] {
				continue
			}
			e := endpoint{server, sv.ServerPort, sv.Protocol}
			if end, _, ok := s.find(&index, e, e.hash()); ok {
				s.ends[end].flows += uint64(flows)
			}
		}
	}
}

func (s *survey) sortEndpoints() {
	order := top{of: len(s.ends), tie: func(x, y uint32) int { return cmp.Compare(s.ends[x].port, s.ends[y].port) }}
	for i := range s.ends {
		e := &s.ends[i]
		order.add(ranked{0, uint64(e.server)<<32 | uint64(e.protocol), uint32(i)})
	}
	sorted := make([]endpointSum, len(s.ends))
	for i, x := range order.sorted() {
		sorted[i] = s.ends[x.number]
	}
	s.ends = sorted
}

func (s *survey) trouble(index *compact.Index, f flow.Flow, m mark) {
	key := endpoint{f.Server, f.ServerPort, f.Protocol}
	n, slot, ok := s.find(index, key, key.hash())
	if !ok {
		if len(s.ends) >= maxEndpoints {
			return
		}
		n = uint32(len(s.ends))
		index.Insert(key.hash(), slot, n)
		s.ends = append(s.ends, endpointSum{endpoint: key, application: s.t.Service(int(f.Service)).Application})
	}
	sum := &s.ends[n]
	if len(sum.clients) < maxShown && !slices.Contains(sum.clients, f.Client) {
		sum.clients = append(sum.clients, f.Client)
	}
	switch {
	case m&isUnanswered != 0:
		sum.unanswered++
		sum.packets += f.Packets[0]
	case m&isRefused != 0:
		sum.refused++
	}
	if m&(isReset|isLate) == 0 {
		return
	}
	tcp, ok := s.t.TCP(f)
	if !ok {
		return
	}
	if m&isReset != 0 {
		sum.reset++
		if tcp.Sides[1].Resets > 0 {
			sum.serverReset++
		}
	}
	if m&isLate != 0 {
		took := uint64(tcp.Response - tcp.Request)
		sum.late++
		sum.waited += took
		sum.longest = max(sum.longest, took)
	}
}
