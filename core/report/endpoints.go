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

// endpointSums are those that a survey has, as they are found.
type endpointSums struct {
	*survey
	list  []endpointSum
	index compact.Index // into list
}

// sumEndpoints sums up the flows with troubles by endpoint, in the order of first
// sight of their servers. What scanners do is told of the scanners.
func (s *survey) sumEndpoints() []endpointSum {
	const troubles = isUnanswered | isRefused | isReset | isLate
	n := 0
	for _, m := range s.marks {
		if m&troubles != 0 {
			n++
		}
	}
	n = min(n, maxEndpoints)
	e := endpointSums{s, make([]endpointSum, 0, n), compact.NewIndex(n)}
	for i, m := range s.marks {
		if m&troubles == 0 {
			continue
		}
		if f := s.t.Flow(i); !s.is(f.Client, probes) {
			e.trouble(f, m)
		}
	}
	e.list = slices.DeleteFunc(e.list, func(sum endpointSum) bool { return !sum.some() })
	if len(e.list) > 0 {
		e.countFlows()
		e.sort()
	}
	return e.list
}

// hash finds an endpoint in an index.
func (e endpoint) hash() uint64 {
	return compact.Hash(uint64(e.server)<<32|uint64(e.port)<<16, uint64(e.protocol))
}

// find finds an endpoint among those that are summed up.
func (e *endpointSums) find(x endpoint, hash uint64) (n uint32, slot int, ok bool) {
	return e.index.Find(hash, func(n uint32) bool { return e.list[n].endpoint == x })
}

// some reports whether there are enough troubles for any of the findings.
func (e *endpointSum) some() bool {
	return e.packets >= fewUnanswered || e.refused >= fewRefused || e.reset >= fewResets || e.late >= fewSlow
}

// countFlows counts all flows to the endpoints.
func (e *endpointSums) countFlows() {
	e.index = compact.NewIndex(len(e.list))
	troubled := make([]bool, e.t.Hosts())
	for i := range e.list {
		x := e.list[i].endpoint
		troubled[x.server] = true
		_, slot, _ := e.find(x, x.hash())
		e.index.Insert(x.hash(), slot, uint32(i))
	}
	for i, n := range e.lineOf {
		sv := e.t.Service(i)
		if n == noLine || !troubled[sv.A] && !troubled[sv.B] {
			continue
		}
		for dir, server := range [2]flow.Host{sv.B, sv.A} {
			flows := [2]uint32{sv.FlowsFromA, sv.Flows - sv.FlowsFromA}[dir]
			if flows == 0 || !troubled[server] {
				continue
			}
			x := endpoint{server, sv.ServerPort, sv.Protocol}
			if n, _, ok := e.find(x, x.hash()); ok {
				e.list[n].flows += uint64(flows)
			}
		}
	}
}

func (e *endpointSums) sort() {
	order := top{of: len(e.list), tie: func(x, y uint32) int { return cmp.Compare(e.list[x].port, e.list[y].port) }}
	for i := range e.list {
		x := &e.list[i]
		order.add(ranked{0, uint64(x.server)<<32 | uint64(x.protocol), uint32(i)})
	}
	sorted := make([]endpointSum, len(e.list))
	for i, x := range order.sorted() {
		sorted[i] = e.list[x.number]
	}
	e.list = sorted
}

// trouble takes in a flow that has some.
func (e *endpointSums) trouble(f flow.Flow, m mark) {
	key := endpoint{f.Server, f.ServerPort, f.Protocol}
	n, slot, ok := e.find(key, key.hash())
	if !ok {
		if len(e.list) >= maxEndpoints {
			return
		}
		n = uint32(len(e.list))
		e.index.Insert(key.hash(), slot, n)
		e.list = append(e.list, endpointSum{endpoint: key, application: e.t.Service(int(f.Service)).Application})
	}
	sum := &e.list[n]
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
	tcp, ok := e.t.TCP(f)
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
		took := uint64(tcp.Response)
		sum.late++
		sum.waited += took
		sum.longest = max(sum.longest, took)
	}
}
