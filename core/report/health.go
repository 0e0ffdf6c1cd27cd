package report

import (
	"slices"

	"heatsink/core/flow"
)

// figure numbers a health row's figures; those below twoWay come by direction.
type figure int

const (
	retransmissions figure = iota
	fast
	spurious
	doubled
	outOfOrder
	lost
	duplicateAcks
	zeroWindows
	resets
	maxInFlight
	mss
	windowScale
	twoWay
)

const (
	complete figure = iota
	refused
	unanswered
	silent
	timed
	rtt
	rttMax
	serverRTT
	answered
	response
	responseMax
	unreachable
	fragmentationNeeded
	timeExceeded
	oneWay
)

// health is how a flow did, or several together.
type health struct {
	two [twoWay][2]uint64
	one [oneWay]uint64
}

// add takes in a flow's.
func (h *health) add(o *health, turn flow.Turn) {
	for i := range o.two {
		for from, dir := range turn {
			to, v := &h.two[i][dir], o.two[i][from]
			if v == 0 { // as nearly all are
				continue
			}
			switch figure(i) {
			case maxInFlight, windowScale:
				*to = max(*to, v)
			case mss:
				if *to == 0 || v < *to {
					*to = v
				}
			default:
				*to += v
			}
		}
	}
	for i, v := range o.one {
		switch figure(i) {
		case rttMax, responseMax:
			h.one[i] = max(h.one[i], v)
		default:
			h.one[i] += v
		}
	}
}

// healthOf is how flow i did.
func (b *builder) healthOf(i int) (h health) {
	f := b.table.Flow(i)
	one := &h.one
	e := b.table.Errors(i)
	one[unreachable], one[fragmentationNeeded], one[timeExceeded] = uint64(e.Unreachable), uint64(e.FragmentationNeeded), uint64(e.TimeExceeded)
	spoken := f.ClientPort|f.ServerPort != 0 && !b.toGroup(f)
	if spoken && f.Packets[1] == 0 && f.Packets[0] > 0 {
		one[silent] = 1
	}
	tcp := b.table.TCP(f)
	if tcp == nil {
		if spoken && f.Packets == [2]uint64{1, 1} && f.First[1] >= f.First[0] {
			h.answer(uint64(f.First[1] - f.First[0]))
		}
		return h
	}
	for dir := range tcp.Sides {
		h.side(dir, &tcp.Sides[dir])
		h.two[doubled][dir] = uint64(tcp.Doubled[dir])
	}
	h.handshake(f, tcp, e.Unreachable > 0)
	return h
}

// toGroup reports whether a flow goes to many, who need not answer.
func (b *builder) toGroup(f *flow.Flow) bool {
	a := b.table.Addr(f.Server)
	return a.IsMulticast() || a.IsBroadcast()
}

func (h *health) side(dir int, s *flow.Side) {
	for figure, v := range [...]uint64{
		retransmissions: uint64(s.Retransmissions), fast: uint64(s.Fast), spurious: uint64(s.Spurious),
		outOfOrder: uint64(s.OutOfOrder), lost: uint64(s.Lost), duplicateAcks: uint64(s.DuplicateAcks),
		zeroWindows: uint64(s.ZeroWindows), resets: uint64(s.Resets),
		maxInFlight: uint64(s.MaxInFlight), mss: uint64(s.MSS),
	} {
		h.two[figure][dir] = v
	}
	if s.Scale != flow.NoScale {
		h.two[windowScale][dir] = uint64(s.Scale) + 1
	}
}

func (h *health) handshake(f *flow.Flow, tcp *flow.TCP, refusal bool) {
	one := &h.one
	if tcp.SYN != 0 {
		switch {
		case tcp.SYNACK != 0:
			one[complete] = 1
		case refusal || tcp.Sides[1].Resets > 0:
			one[refused] = 1
		case f.Packets[1] == 0:
			one[unanswered] = 1
		}
	}
	if tcp.RTT > 0 && tcp.SYNACK != 0 {
		one[timed], one[rtt], one[rttMax] = 1, uint64(tcp.RTT), uint64(tcp.RTT)
		if part := tcp.SYNACK - tcp.SYN; part > 0 && part <= tcp.RTT {
			one[serverRTT] = uint64(part)
		}
	}
	if tcp.Request != 0 && tcp.Response >= tcp.Request {
		h.answer(uint64(tcp.Response - tcp.Request))
	}
}

// answer notes the time that a first answer took, in nanoseconds.
func (h *health) answer(ns uint64) {
	h.one[answered], h.one[response], h.one[responseMax] = 1, ns, ns
}

// writeHealth writes how the rows' services did, and tells s of each flow.
func (b *builder) writeHealth(rows []*service, s *survey) {
	type place struct {
		row  int
		turn flow.Turn
	}
	places := make([]place, b.table.Services())
	for i, r := range rows {
		for _, p := range r.parts {
			places[p.number] = place{i, p.turn}
		}
	}
	sums := make([]health, len(rows))
	for i := range b.table.Flows() {
		f := b.table.Flow(i)
		p := places[f.Service]
		own := flow.TurnTo(f.Client, f.Server, b.table.Service(int(f.Service)).A)
		turn := flow.Turn{p.turn[own[0]], p.turn[own[1]]}
		h := b.healthOf(i)
		sums[p.row].add(&h, turn)
		s.flow(i, f, &h)
	}
	t := newHealthTable()
	for i := range sums {
		t.write(i, &sums[i])
	}
	b.report.ServiceHealth = t.done()
}

// healthTable collects a Health's rows.
type healthTable struct{ Health }

func newHealthTable() (t healthTable) {
	t.Row = []int{}
	twoWay, oneWay := t.columns()
	for _, column := range twoWay {
		*column = [2][]uint64{{}, {}}
	}
	for _, column := range oneWay {
		*column = []uint64{}
	}
	return t
}

// columns are the table's, in the figures' order.
func (t *healthTable) columns() (byDirection [twoWay]*[2][]uint64, one [oneWay]*[]uint64) {
	return [twoWay]*[2][]uint64{
			&t.Retransmissions, &t.Fast, &t.Spurious, &t.Doubled, &t.OutOfOrder, &t.Lost,
			&t.DuplicateAcks, &t.ZeroWindows, &t.Resets, &t.MaxInFlight, &t.MSS, &t.WindowScale,
		}, [oneWay]*[]uint64{
			&t.Complete, &t.Refused, &t.Unanswered, &t.Silent, &t.Timed, &t.RTT, &t.RTTMax, &t.ServerRTT,
			&t.Answered, &t.Response, &t.ResponseMax, &t.Unreachable, &t.FragmentationNeeded, &t.TimeExceeded,
		}
}

// done is the table with its columns of zeros left empty.
func (t *healthTable) done() Health {
	empty := func(column *[]uint64) {
		if !slices.ContainsFunc(*column, func(v uint64) bool { return v != 0 }) {
			*column = []uint64{}
		}
	}
	twoWay, oneWay := t.columns()
	for _, column := range twoWay {
		empty(&column[0])
		empty(&column[1])
	}
	for _, column := range oneWay {
		empty(column)
	}
	return t.Health
}

// write adds row i, unless nothing is to be said of it.
func (t *healthTable) write(i int, h *health) {
	if *h == (health{}) {
		return
	}
	t.Row = append(t.Row, i)
	twoWay, oneWay := t.columns()
	for figure, column := range twoWay {
		for dir := range column {
			column[dir] = append(column[dir], h.two[figure][dir])
		}
	}
	for figure, column := range oneWay {
		*column = append(*column, h.one[figure])
	}
}
