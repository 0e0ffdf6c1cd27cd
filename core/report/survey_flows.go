package report

import (
	"slices"

	"heatsink/core/flow"
	"heatsink/core/packet"
)

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

// flows takes in all flows, and adds them up to when the rows' services were
// seen and how they did.
func (s *survey) flows(rows *rows) Health {
	t := newHealthTable(rows.len())
	s.marks, s.trials = make([]mark, s.t.Flows()), make([]bool, s.t.Services())
	rows.times = slices.Repeat([]flow.Times{flow.Never}, rows.len())
	for from := range blocks(s.t.Flows()) {
		end := min(from+blockSize, s.t.Flows())
		s.approachFlows(rows, from, end)
		for i := from; i < end; i++ {
			f := s.t.Flow(i)
			p := rows.places[f.Service]
			own, turn := f.Turn(), p.turn()
			turn = flow.Turn{turn[own[0]], turn[own[1]]}
			when := f.When()
			rows.times[p.row()].Add(&when, turn)
			o := s.b.outcomeOf(i, &f)
			t.add(p.row(), &o, turn)
			s.flow(i, &f, &o)
		}
	}
	for service, times := range s.t.Unfollowed() {
		p := rows.places[service]
		rows.times[p.row()].Add(times, p.turn())
	}
	s.count()
	return t.done()
}

// approachFlows asks for the memory that flows need beside their own.
func (s *survey) approachFlows(rows *rows, from, end int) {
	touched := s.touched + s.t.ApproachHealth(from, end)
	for i := from; i < end; i++ {
		service := s.t.ServiceOf(i)
		touched += uint64(rows.places[service]) + uint64(s.lineOf[service])
	}
	for i := from; i < end; i++ {
		service := s.t.ServiceOf(i)
		touched += uint64(rows.times[rows.places[service].row()].First[0])
		if n := s.lineOf[service]; n != noLine {
			touched += uint64(s.lines.At(n).flows)
		}
	}
	s.touched = touched
}

// count counts the TCP packets, of all connections, of the lines of which enough
// were sent again to be told of.
func (s *survey) count() {
	for _, h := range s.health.All {
		if max(h.again[0], h.again[1]) >= fewAgain {
			h.sent = s.sent.Add() + 1
		}
	}
	if s.sent.Len == 0 {
		return
	}
	for i, n := range s.lineOf {
		if n == noLine || s.lines.At(n).health == 0 || s.t.Service(i).Protocol != packet.TCP {
			continue
		}
		if h := s.health.At(s.lines.At(n).health - 1); h.sent != 0 {
			sum, v := s.sent.At(h.sent-1), s.t.Volume(i)
			sum[0] += v.Packets[0]
			sum[1] += v.Packets[1]
		}
	}
}

// flow takes in flow i and how it did.
func (s *survey) flow(i int, f *flow.Flow, o *outcome) {
	if o.errors.FragmentationNeeded > 0 {
		s.tooLarge[f.Service] += uint64(o.errors.FragmentationNeeded)
	}
	n := s.lineOf[f.Service]
	if f.Layer&flow.Inner == 0 || n == noLine {
		return
	}
	l := s.lines.At(n)
	if l.a == flow.OtherHost && l.b == flow.OtherHost && f.Client != flow.OtherHost {
		s.attemptsOf(f.Client).opened++ // its service doesn't know whose it is
	}
	if isHalf(f, o) {
		s.half(f)
		return
	}
	m := s.judge(f, o)
	if f.Protocol == packet.UDP && m == isUnanswered && l.ends[flow.TurnTo(f.Server, f.Client, l.a)[0]]&saysUDP != 0 {
		m = 0 // it answers from another port
	}
	s.marks[i] = m
	if m&(isUnanswered|isRefused) != 0 {
		s.failed(f, l, m)
		return
	}
	if o.isTCP {
		s.course(n, f, o)
	}
	if f.Protocol == packet.TCP && f.Packets[0] > 0 && f.Packets[1] > 0 {
		s.oneWay.wholes++
	}
}

// judge says what becomes of a flow.
func (s *survey) judge(f *flow.Flow, o *outcome) (m mark) {
	_, last, _ := s.t.Span()
	young := f.Packets[0] < 3 && last-f.First[0] < patience
	switch {
	case o.refused, o.silent && o.errors.Unreachable > 0:
		m = isRefused
	case young || o.errors.TimeExceeded > 0:
	case o.unanswered, o.silent && f.Protocol != packet.TCP:
		m = isUnanswered
	case o.complete:
		m = isComplete
		if o.resets() > 0 {
			m |= isReset
		}
	}
	if o.rtt >= slowRTT {
		m |= isSlow
		if o.serverRTT*2 >= o.rtt {
			m |= isSlowAtServer
		}
	}
	if f.Protocol == packet.TCP && o.answered && o.response >= lateAnswer {
		m |= isLate
	}
	return m
}

func (s *survey) failed(f *flow.Flow, l *link, m mark) {
	if f.Packets[0] > fewPackets {
		return
	}
	client := s.attemptsOf(f.Client)
	client.failed++
	if m&isRefused != 0 {
		client.refused++
	}
	l.flows--
	if !l.failed {
		l.failed = true
		client.targets++
	}
	if !s.trials[f.Service] {
		s.trials[f.Service] = true
		client.services++
	}
}

// course adds TCP's course to its line, less what the capture holds twice. A
// SYN or FIN that is repeated slows no data down, and some programs always do so.
func (s *survey) course(n uint32, f *flow.Flow, o *outcome) {
	sides := &o.tcp.Sides
	var again [2]uint32
	for dir := range again {
		again[dir] = o.again(dir)
		again[dir] -= min(again[dir], uint32(sides[dir].Bare))
	}
	if again == [2]uint32{} && sides[0].Lost|sides[1].Lost == 0 && sides[0].ZeroWindows|sides[1].ZeroWindows == 0 {
		return
	}
	l := s.lines.At(n)
	if l.health == 0 {
		l.health = s.health.Add() + 1
		s.health.At(l.health - 1).line = n
	}
	sum := s.health.At(l.health - 1)
	for from, dir := range flow.TurnTo(f.Client, f.Server, l.a) {
		side := &sides[from]
		sum.again[dir] += again[from]
		sum.lost[dir] += side.Lost
		sum.zero[dir] += uint32(side.ZeroWindows)
		sum.spurious[dir] += min(uint32(side.Spurious), again[from])
		s.late += uint64(side.OutOfOrder)
	}
	if again[0] >= minStuck || again[1] >= minStuck {
		if s.isStuck(f, o) {
			s.stuck[n]++
		}
	}
}

// isHalf reports whether a TCP connection goes on without a frame from the
// other side: it answered, but not here.
func isHalf(f *flow.Flow, o *outcome) bool {
	if !o.isTCP || f.Packets[0] > 0 && f.Packets[1] > 0 {
		return false
	}
	all := f.Packets[0] + f.Packets[1]
	handshake := o.tcp.SYN || o.tcp.SYNACK
	return all >= fewHalf && (!handshake || o.tcp.RTT > 0) && o.resets() < all
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
