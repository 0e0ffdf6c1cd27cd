package report

import (
	"cmp"
	"fmt"
	"slices"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

const (
	// fewAgain is how many segments sent again make a hot spot where they are
	// someAgain of the packets or more; at muchAgain it is a problem: TCP's rate
	// falls with the root of the loss (Mathis et al., 1997), and at 5 % little
	// is left of it.
	fewAgain  = 10
	someAgain = 0.01
	muchAgain = 0.05
)

// way is a line in one direction.
type way struct {
	from, to flow.Host
	*lineHealth
	dir            int
	again, packets uint64
}

func (w *way) rate() float64 { return float64(w.again) / float64(max(w.packets, 1)) }

// findRetransmissions tells where segments are sent again, by line, or by
// network where several of its hosts are hit.
func findRetransmissions(s *survey) (out []finding) {
	type spot struct {
		net  network
		from flow.Host
	}
	spots := map[spot][]way{}
	var order []spot
	for i := range s.health {
		h := &s.health[i]
		l := &s.lines[h.line]
		for dir, from := range [2]flow.Host{l.a, l.b} {
			w := way{from, [2]flow.Host{l.b, l.a}[dir], h, dir, h.again[dir], l.tcp[dir]}
			if w.again < fewAgain || w.rate() < someAgain {
				continue
			}
			at := spot{s.network(w.to), from}
			if spots[at] == nil {
				order = append(order, at)
			}
			spots[at] = append(spots[at], w)
		}
	}
	for _, at := range order {
		out = append(out, s.hotSpot(at.net, spots[at]))
	}
	return out
}

func (s *survey) hotSpot(net network, ways []way) finding {
	f := finding{severity: Warning, lookedAt: "TCP packets of established connections, without the capture's own copies"}
	var sum way
	var copies uint64
	sum.lineHealth = &lineHealth{}
	slices.SortStableFunc(ways, func(x, y way) int { return cmp.Compare(y.again, x.again) })
	for _, w := range ways {
		sum.again += w.again
		sum.packets += w.packets
		sum.lost[0] += w.lost[w.dir]
		sum.spurious[0] += w.spurious[w.dir]
		copies += s.lines[w.line].copies
		f.hosts = append(f.hosts, w.to)
		f.pairs = append(f.pairs, [2]flow.Host{w.from, w.to})
	}
	if len(ways) == 1 {
		f.hosts = nil
	}
	if sum.rate() >= muchAgain && sum.again >= 5*fewAgain {
		f.severity = Problem
	}
	unsure := float64(copies) >= muchAgain*float64(sum.packets)
	if unsure {
		f.severity = Info
	}
	f.weight = sum.again
	f.say = func() string {
		to := s.name(ways[0].to)
		if len(ways) > 1 {
			to = fmt.Sprintf("%s (%s)", net, amount(len(ways), "host"))
		}
		return fmt.Sprintf("%s sends %s of its TCP packets to %s again: %s of %s; %s", s.name(ways[0].from),
			Percent(sum.again, sum.packets), to, exact(sum.again), exact(sum.packets), sum.cause(unsure))
	}
	return f
}

// cause is what the segments between and the acknowledgements say of it.
func (w *way) cause(unsure bool) string {
	switch {
	case unsure:
		return "but the capture holds frames of theirs twice, and some of these may be among them"
	case w.spurious[0]*2 > w.again:
		return "most had been acknowledged, too late or unheard"
	case w.lost[0]*5 < w.again:
		return "lost after they were captured, on the way there or the answer's way back"
	case w.lost[0]*2 > w.again:
		return "lost before they were captured"
	}
	return "lost before and after they were captured"
}

// fewGaps is how many gaps tell that the capture misses frames, where fewer
// than a fifth of them were sent again: what the network loses, TCP repeats.
const fewGaps = 20

func findGaps(s *survey) []finding {
	var lost, again, late uint64
	var pairs [][2]flow.Host
	for i := range s.health {
		h := &s.health[i]
		gaps := h.lost[0] + h.lost[1]
		lost += gaps
		again += h.again[0] + h.again[1]
		late += h.late[0] + h.late[1]
		if gaps > 0 {
			pairs = append(pairs, [2]flow.Host{s.lines[h.line].a, s.lines[h.line].b})
		}
	}
	if lost < fewGaps || float64(lost) < someAgain*float64(s.tcp) || (again+late)*5 > lost || s.asymmetric() {
		return nil
	}
	return []finding{{
		severity: Warning, weight: lost, pairs: pairs,
		text: fmt.Sprintf("The capture misses TCP segments: %s among %s, and few of them were sent again, so the hosts had them",
			amount(lost, "gap"), amount(s.tcp, "packet")),
		lookedAt: "TCP's sequence numbers",
	}}
}

// fewSlow is how many slow handshakes make a finding, slowShare which share of
// those with the same host.
const (
	fewSlow   = 3
	slowShare = 0.2
)

// findSlowHandshakes tells which side of the capture point handshakes are slow on.
func findSlowHandshakes(s *survey) (out []finding) {
	type sums struct {
		slow, all, rtt, most uint64
		peers                []flow.Host
	}
	sides := [2]map[flow.Host]*sums{{}, {}}
	var order [2][]flow.Host
	for i, m := range s.marks {
		if m&isComplete == 0 {
			continue
		}
		f := s.t.Flow(i)
		side := 0
		if m&isSlowAtServer != 0 {
			side = 1
		}
		for end, h := range [2]flow.Host{f.Client, f.Server} {
			x := sides[end][h]
			if m&isSlow != 0 && side == end {
				if x == nil {
					x = &sums{}
					sides[end][h] = x
					order[end] = append(order[end], h)
				}
				rtt := uint64(s.t.TCP(f).RTT)
				x.slow++
				x.rtt += rtt
				x.most = max(x.most, rtt)
				if peer := [2]flow.Host{f.Server, f.Client}[end]; len(x.peers) < maxShown && !slices.Contains(x.peers, peer) {
					x.peers = append(x.peers, peer)
				}
			}
		}
	}
	if len(order[0])+len(order[1]) == 0 {
		return nil
	}
	for i, m := range s.marks {
		if m&isComplete != 0 {
			f := s.t.Flow(i)
			for end, h := range [2]flow.Host{f.Client, f.Server} {
				if x := sides[end][h]; x != nil {
					x.all++
				}
			}
		}
	}
	where := [2]string{"between the capture point and the client", "between the capture point and the server, or in it"}
	for end, hosts := range order {
		for _, h := range hosts {
			x := sides[end][h]
			if x.slow < fewSlow || float64(x.slow) < slowShare*float64(x.all) {
				continue
			}
			verb := [2]string{"from", "with"}[end]
			out = append(out, finding{
				severity: Warning, weight: x.slow, hosts: []flow.Host{h}, pairs: withServer(h, x.peers),
				text: fmt.Sprintf("TCP handshakes %s %s are slow: %s of %s take more than %s, %s on average and %s at most; the time is spent %s",
					verb, s.name(h), exact(x.slow), exact(x.all), HumanTime(slowRTT), HumanTime(int64(x.rtt/x.slow)), HumanTime(int64(x.most)), where[end]),
				lookedAt: "complete handshakes, and how the capture point splits their time",
			})
		}
	}
	return out
}

// findLateAnswers tells of servers that let a first request wait.
func findLateAnswers(s *survey) (out []finding) {
	ends := s.endpoints()
	for _, e := range sortedEndpoints(ends) {
		sum := ends[e]
		if !some(sum.late, fewSlow, slowShare, sum.flows) {
			continue
		}
		out = append(out, finding{
			severity: Warning, weight: sum.late, hosts: []flow.Host{e.server}, pairs: withServer(e.server, sum.clients),
			text: fmt.Sprintf("%s is late with its first answer: in %s of %s it takes more than %s, %s on average and %s at most",
				s.endpoint(e, sum), exact(sum.late), amount(sum.flows, "connection"), HumanTime(lateAnswer),
				HumanTime(int64(sum.waited/sum.late)), HumanTime(int64(sum.longest))),
			lookedAt: "the first payloads of both sides of each connection",
		})
	}
	return out
}

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

// fewZero is how often a receiver has to close its window.
const fewZero = 3

// findZeroWindows tells of receivers that are slower than what is sent to them.
func findZeroWindows(s *survey) (out []finding) {
	for i := range s.health {
		l := &s.lines[s.health[i].line]
		for dir, from := range [2]flow.Host{l.a, l.b} {
			zero := s.health[i].zero[dir]
			if zero < fewZero {
				continue
			}
			to := [2]flow.Host{l.b, l.a}[dir]
			out = append(out, finding{
				severity: Warning, weight: zero, hosts: []flow.Host{from}, pairs: [][2]flow.Host{{l.a, l.b}},
				say: func() string {
					return fmt.Sprintf("%s tells %s to wait, %s: its program reads slower than it is sent to",
						s.name(from), s.name(to), amount(zero, "zero window"))
				},
				lookedAt: "TCP windows of zero, but for those of SYN, FIN and RST",
			})
		}
	}
	return out
}

const (
	// minStuck is how often a segment has to be sent again, and largeSegment
	// how long it is at least.
	minStuck     = 3
	largeSegment = 1000
	// fewTooLarge is how often routers have to complain: a sender that hears
	// them needs one.
	fewTooLarge = 5
	// fewStuck is how many flows of a line have to be stuck.
	fewStuck = 2
)

// isStuck reports whether a connection was made, and then nothing large came
// through from one side: what a path with a smaller MTU does to it if ICMP
// doesn't get back.
func (s *survey) isStuck(f *flow.Flow, h *health) bool {
	if h.one[complete] == 0 {
		return false
	}
	for dir := range 2 {
		through, waiting, ok := s.t.Progress(f, dir)
		if ok && h.again(dir) >= minStuck && waiting >= largeSegment && through < largeSegment && f.Packets[dir^1] > 1 {
			return true
		}
	}
	return false
}

// findTooLarge tells of packets that are too large for their way.
func findTooLarge(s *survey) (out []finding) {
	told := map[[2]flow.Host]uint64{}
	var order [][2]flow.Host
	for _, n := range sortedLines(s.tooLarge) {
		sv := s.t.Service(int(n))
		pair := [2]flow.Host{sv.A, sv.B}
		if told[pair] == 0 {
			order = append(order, pair)
		}
		told[pair] += s.tooLarge[n]
	}
	for _, pair := range order {
		severity := Warning
		if told[pair] < fewTooLarge {
			severity = Info // how TCP learns of it
		}
		out = append(out, finding{
			severity: severity, weight: told[pair], pairs: [][2]flow.Host{pair},
			text: fmt.Sprintf("Packets between %s are too large for a link on their way: routers said so %s (ICMP: fragmentation needed)",
				s.pair(pair[0], pair[1]), times(told[pair])),
			lookedAt: "ICMP errors, and the flows that they quote",
		})
	}
	for _, n := range sortedLines(s.stuck) {
		l := &s.lines[n]
		pair := [2]flow.Host{l.a, l.b}
		if s.stuck[n] < fewStuck || told[pair] > 0 {
			continue
		}
		out = append(out, finding{
			severity: Problem, weight: s.stuck[n], pairs: [][2]flow.Host{pair},
			text: fmt.Sprintf("Between %s small packets come through and large ones don't, in %s: a link on the way has a smaller MTU, and ICMP that would say so is lost",
				s.pair(l.a, l.b), amount(s.stuck[n], "connection")),
			lookedAt: "connections of which nothing beyond the first small segments was acknowledged",
		})
	}
	return out
}

func times(n uint64) string {
	if n == 1 {
		return "once"
	}
	return exact(n) + " times"
}
