package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"heatsink/core/flow"
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

// worst are the lines, in one direction or the other, that have the most of what a
// finding tells of, in their order; much is 0 where there is nothing to be told.
func (s *survey) worst(much func(h *lineHealth, dir int) uint32) iter.Seq2[*lineHealth, int] {
	most := top{limit: maxCandidates + 1, of: 2 * int(s.health.Len)}
	for n, h := range s.health.All {
		for dir := range 2 {
			if v := much(h, dir); v > 0 {
				most.add(ranked{uint64(v), 0, n<<1 | uint32(dir)})
			}
		}
	}
	list := s.candidates(&most)
	slices.SortFunc(list, func(x, y ranked) int { return cmp.Compare(x.number, y.number) })
	return func(yield func(*lineHealth, int) bool) {
		for _, x := range list {
			if !yield(s.health.At(x.number>>1), int(x.number&1)) {
				return
			}
		}
	}
}

// way is a line in one direction.
type way struct {
	from, to                       flow.Host
	line                           uint32
	again, lost, spurious, packets uint64
}

func (w *way) rate() float64 { return share(w.again, w.packets) }

// findRetransmissions tells where segments are sent again, by line, or by
// network where several of its hosts are hit.
func findRetransmissions(s *survey) (out []finding) {
	type spot struct {
		net  network
		from flow.Host
	}
	spots := map[spot][]way{}
	var order []spot
	for h, dir := range s.worst(func(h *lineHealth, dir int) uint32 {
		again := h.again[dir]
		if again < fewAgain || !some(uint64(again), fewAgain, someAgain, s.sent.At(h.sent - 1)[dir]) {
			return 0
		}
		return again
	}) {
		from, to := s.lines.At(h.line).from(dir)
		w := way{
			from, to, h.line,
			uint64(h.again[dir]), uint64(h.lost[dir]), uint64(h.spurious[dir]), s.sent.At(h.sent - 1)[dir],
		}
		at := spot{s.network(to), from}
		if spots[at] == nil {
			order = append(order, at)
		}
		spots[at] = append(spots[at], w)
	}
	for _, at := range order {
		out = append(out, s.hotSpot(at.net, spots[at]))
	}
	return out
}

func (s *survey) copiesOf(line uint32) uint64 {
	if s.copies == nil {
		return 0
	}
	return s.copies[line]
}

func (s *survey) hotSpot(net network, ways []way) finding {
	f := finding{severity: Warning, lookedAt: "TCP packets of established connections, without the capture's own copies"}
	var sum way
	var copies uint64
	slices.SortStableFunc(ways, func(x, y way) int { return cmp.Compare(y.again, x.again) })
	for _, w := range ways {
		sum.again += w.again
		sum.packets += w.packets
		sum.lost += w.lost
		sum.spurious += w.spurious
		copies += s.copiesOf(w.line)
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
	f.say = func(f *finding) {
		to := s.name(ways[0].to)
		if len(ways) > 1 {
			to = fmt.Sprintf("%s (%s)", net, amount(len(ways), "host"))
		}
		f.text = fmt.Sprintf("%s sends %s of its TCP packets to %s again: %s of %s; %s", s.name(ways[0].from),
			Percent(sum.again, sum.packets), to, exact(sum.again), exact(sum.packets), sum.cause(unsure))
	}
	return f
}

// cause is what the segments between and the acknowledgements say of it.
func (w *way) cause(unsure bool) string {
	switch {
	case unsure:
		return "but the capture holds frames of theirs twice, and some of these may be among them"
	case w.spurious*2 > w.again:
		return "most had been acknowledged, too late or unheard"
	case w.lost*5 < w.again:
		return "lost after they were captured, on the way there or the answer's way back"
	case w.lost*2 > w.again:
		return "lost before they were captured"
	}
	return "lost before and after they were captured"
}

// fewGaps is how many gaps tell that the capture misses frames, where fewer
// than a fifth of them were sent again: what the network loses, TCP repeats.
const fewGaps = 20

func findGaps(s *survey) []finding {
	var lost, again uint64
	var pairs [][2]flow.Host
	for _, h := range s.health.All {
		gaps := uint64(h.lost[0]) + uint64(h.lost[1])
		lost += gaps
		again += uint64(h.again[0]) + uint64(h.again[1])
		if l := s.lines.At(h.line); gaps > 0 && len(pairs) < maxShown && s.b.inRow(l.a) && s.b.inRow(l.b) {
			pairs = append(pairs, [2]flow.Host{l.a, l.b})
		}
	}
	if lost < fewGaps || float64(lost) < someAgain*float64(s.tcp) || (again+s.late)*5 > lost || s.asymmetric() {
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

// slowHandshakes visits the flows whose handshakes were slow, and says on which
// side of the capture point: 0 for the client's.
func (s *survey) slowHandshakes(visit func(f flow.Flow, end int, ends [2]flow.Host)) {
	for i, m := range s.marks {
		if m&isComplete == 0 || m&isSlow == 0 {
			continue
		}
		f, end := s.t.Flow(i), 0
		if m&isSlowAtServer != 0 {
			end = 1
		}
		visit(f, end, [2]flow.Host{f.Client, f.Server})
	}
}

// findSlowHandshakes tells which side of the capture point handshakes are slow on.
func findSlowHandshakes(s *survey) (out []finding) {
	type sums struct {
		slow, all, rtt, most uint64
		peers                []flow.Host
	}
	// Many hosts may have a slow handshake; only those with a few are summed up.
	var seen [2][]uint8
	s.slowHandshakes(func(_ flow.Flow, end int, ends [2]flow.Host) {
		if seen[end] == nil {
			seen[end] = make([]uint8, s.t.Hosts())
		}
		n := &seen[end][ends[end]]
		*n = min(*n+1, fewSlow)
	})
	sides := [2]map[flow.Host]*sums{{}, {}}
	var order [2][]flow.Host
	s.slowHandshakes(func(f flow.Flow, end int, ends [2]flow.Host) {
		h, peer := ends[end], ends[1-end]
		if seen[end][h] < fewSlow {
			return
		}
		x := sides[end][h]
		if x == nil {
			x = &sums{}
			sides[end][h] = x
			order[end] = append(order[end], h)
		}
		tcp, _ := s.t.TCP(f)
		rtt := uint64(tcp.RTT)
		x.slow++
		x.rtt += rtt
		x.most = max(x.most, rtt)
		if len(x.peers) < maxShown && !slices.Contains(x.peers, peer) {
			x.peers = append(x.peers, peer)
		}
	})
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
			if !some(x.slow, fewSlow, slowShare, x.all) {
				continue
			}
			verb := [2]string{"from", "with"}[end]
			out = append(out, finding{
				severity: Warning, weight: x.slow, hosts: []flow.Host{h}, pairs: withServer(h, x.peers),
				say: func(f *finding) {
					f.text = fmt.Sprintf("TCP handshakes %s %s are slow: %s of %s take more than %s, %s on average and %s at most; the time is spent %s",
						verb, s.name(h), exact(x.slow), exact(x.all), HumanTime(slowRTT), HumanTime(int64(x.rtt/x.slow)), HumanTime(int64(x.most)), where[end])
				},
				lookedAt: "complete handshakes, and how the capture point splits their time",
			})
		}
	}
	return out
}

// findLateAnswers tells of servers that let a first request wait.
func findLateAnswers(s *survey) (out []finding) {
	ends := s.endpoints()
	for i := range ends {
		e := &ends[i]
		if !some(e.late, fewSlow, slowShare, e.flows) {
			continue
		}
		out = append(out, finding{
			severity: Warning, weight: e.late, hosts: []flow.Host{e.server}, pairs: withServer(e.server, e.clients),
			say: func(f *finding) {
				f.text = fmt.Sprintf("%s is late with its first answer: in %s of %s it takes more than %s, %s on average and %s at most",
					s.endpoint(e), exact(e.late), amount(e.flows, "connection"), HumanTime(lateAnswer),
					HumanTime(int64(e.waited/e.late)), HumanTime(int64(e.longest)))
			},
			lookedAt: "the first payloads of both sides of each connection",
		})
	}
	return out
}

// fewZero is how often a receiver has to close its window.
const fewZero = 3

// findZeroWindows tells of receivers that are slower than what is sent to them.
func findZeroWindows(s *survey) (out []finding) {
	for h, dir := range s.worst(func(h *lineHealth, dir int) uint32 {
		if zero := h.zero[dir]; zero >= fewZero {
			return zero
		}
		return 0
	}) {
		l, zero := s.lines.At(h.line), uint64(h.zero[dir])
		from, to := l.from(dir)
		out = append(out, finding{
			severity: Warning, weight: zero, hosts: []flow.Host{from}, pairs: [][2]flow.Host{{l.a, l.b}},
			say: func(f *finding) {
				f.text = fmt.Sprintf("%s tells %s to wait, %s: its program reads slower than it is sent to",
					s.name(from), s.name(to), amount(zero, "zero window"))
			},
			lookedAt: "TCP windows of zero, but for those of SYN, FIN and RST",
		})
	}
	return out
}
