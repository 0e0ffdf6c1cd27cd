package report

import (
	"cmp"
	"slices"

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
	flows                            uint64 // all of them
	unanswered, refused, reset, late uint64
	serverReset                      uint64
	packets                          uint64 // of those that were not answered
	waited, longest                  uint64 // for the late answers; ns
	clients                          []flow.Host
	application                      uint32
}

// endpoints sums up the flows with troubles by endpoint. What scanners do is
// told of the scanners.
func (s *survey) endpoints() map[endpoint]*endpointSum {
	if s.ends != nil {
		return s.ends
	}
	s.ends = map[endpoint]*endpointSum{}
	for i, m := range s.marks {
		if m&(isUnanswered|isRefused|isReset|isLate) == 0 {
			continue
		}
		if f := s.t.Flow(i); !s.hosts[f.Client].scanner {
			s.trouble(i, f, m)
		}
	}
	for i := range s.t.Services() {
		sv := s.t.Service(i)
		if sv.Layer&flow.Inner == 0 {
			continue
		}
		for dir, server := range [2]flow.Host{sv.B, sv.A} {
			if sum := s.ends[endpoint{server, sv.ServerPort, sv.Protocol}]; sum != nil {
				sum.flows += [2]uint64{sv.FlowsFromA, sv.Flows - sv.FlowsFromA}[dir]
			}
		}
	}
	return s.ends
}

func (s *survey) trouble(i int, f *flow.Flow, m mark) {
	key := endpoint{f.Server, f.ServerPort, f.Protocol}
	sum := s.ends[key]
	if sum == nil {
		if len(s.ends) >= maxEndpoints {
			return
		}
		sum = &endpointSum{application: s.t.Service(int(f.Service)).Application}
		s.ends[key] = sum
	}
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
	tcp := s.t.TCP(f)
	if tcp == nil {
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

// sortedEndpoints lists the endpoints, in the order of first sight of their servers.
func sortedEndpoints(m map[endpoint]*endpointSum) []endpoint {
	list := make([]endpoint, 0, len(m))
	for e := range m {
		list = append(list, e)
	}
	slices.SortFunc(list, func(x, y endpoint) int {
		return cmp.Or(cmp.Compare(x.server, y.server), cmp.Compare(x.protocol, y.protocol), cmp.Compare(x.port, y.port))
	})
	return list
}
