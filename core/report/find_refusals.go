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
	for _, e := range sortedEndpoints(ends) {
		sum := ends[e]
		if sum.refused < fewRefused || float64(sum.refused) < refusedShare*float64(sum.flows) {
			continue
		}
		from := s.from(sum.clients)
		what, cause := "connection", "nothing listens there, or a firewall turns them away"
		if e.protocol != packet.TCP {
			what = "flow"
		}
		if sum.refused < sum.flows {
			cause = "the others were not turned away: it was down for a time, or is overloaded"
		}
		out = append(out, finding{
			severity: Warning, weight: sum.refused,
			text: fmt.Sprintf("%s refuses %s of %s from %s: %s", s.endpoint(e, sum),
				exact(sum.refused), amount(sum.flows, what), from, cause),
			hosts: []flow.Host{e.server}, pairs: withServer(e.server, sum.clients),
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
	for _, e := range sortedEndpoints(ends) {
		sum := ends[e]
		if sum.reset < fewResets || float64(sum.reset) < resetShare*float64(sum.flows) {
			continue
		}
		who := fmt.Sprintf("the server resets %s of them, its clients the rest", exact(sum.serverReset))
		switch sum.serverReset {
		case 0:
			who = "always by the client"
		case sum.reset:
			who = "always by the server"
		}
		out = append(out, finding{
			severity: Info, weight: sum.reset,
			text: fmt.Sprintf("%s of %s with %s end by a reset, %s", exact(sum.reset), amount(sum.flows, "connection"),
				s.endpoint(e, sum), who),
			hosts: []flow.Host{e.server}, pairs: withServer(e.server, sum.clients),
			lookedAt: "resets after a complete handshake",
		})
	}
	return out
}
