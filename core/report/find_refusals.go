package report

import (
	"fmt"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

const (
	// fewRefused is how many refusals make a finding, and refusedShare which
	// share of the flows to an endpoint.
	fewRefused   = 3
	refusedShare = 0.05
)

// findRefusals tells where connections are turned away.
func findRefusals(s *survey) (out []finding) {
	ends := s.endpoints()
	for i := range ends {
		e := &ends[i]
		if e.refused < fewRefused || float64(e.refused) < refusedShare*float64(e.flows) {
			continue
		}
		what, cause := "connection", "nothing listens there, or a firewall turns them away"
		if e.protocol != packet.TCP {
			what = "flow"
		}
		if e.refused < e.flows {
			cause = "the others were not turned away: it was down for a time, or is overloaded"
		}
		out = append(out, finding{
			severity: Warning, weight: e.refused,
			hosts: []flow.Host{e.server}, pairs: withServer(e.server, e.clients),
			say: func(f *finding) {
				f.text = fmt.Sprintf("%s refuses %s of %s from %s: %s", s.endpoint(e),
					exact(e.refused), amount(e.flows, what), s.from(e.clients), cause)
			},
			lookedAt: "resets that answer a SYN, and ICMP's unreachables that quote a flow; scanners apart",
		})
	}
	return out
}

const (
	// fewResets is how many connections have to end by a reset, and resetShare
	// which share of an endpoint's: many programs end some so.
	fewResets  = 10
	resetShare = 0.25
)

// findResets tells where connections that were made end by a reset.
func findResets(s *survey) (out []finding) {
	ends := s.endpoints()
	for i := range ends {
		e := &ends[i]
		if e.reset < fewResets || float64(e.reset) < resetShare*float64(e.flows) {
			continue
		}
		out = append(out, finding{
			severity: Info, weight: e.reset,
			hosts: []flow.Host{e.server}, pairs: withServer(e.server, e.clients),
			say: func(f *finding) {
				f.text = fmt.Sprintf("%s of %s with %s end by a reset, %s", exact(e.reset), amount(e.flows, "connection"),
					s.endpoint(e), e.resetters())
			},
			lookedAt: "resets after a complete handshake",
		})
	}
	return out
}

// resetters says who ends the connections.
func (e *endpointSum) resetters() string {
	switch e.serverReset {
	case 0:
		return "always by the client"
	case e.reset:
		return "always by the server"
	}
	return fmt.Sprintf("the server resets %s of them, its clients the rest", exact(e.serverReset))
}
