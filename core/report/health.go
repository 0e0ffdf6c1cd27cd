package report

import "heatsink/core/flow"

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

// outcome is how one flow did.
type outcome struct {
	tcp                                   flow.TCP // where isTCP
	isTCP                                 bool
	errors                                flow.Errors
	complete, refused, unanswered, silent bool
	answered                              bool
	rtt, serverRTT, response              int64 // ns
}

// outcomeOf is how flow i, which is f, did.
func (b *builder) outcomeOf(i int, f *flow.Flow) (o outcome) {
	o.tcp, o.isTCP = b.table.TCP(*f)
	o.errors = b.table.Errors(i)
	spoken := f.ClientPort|f.ServerPort != 0 && !b.is(f.Server, groupHost)
	o.silent = spoken && f.Packets[1] == 0 && f.Packets[0] > 0
	switch {
	case o.isTCP:
		o.handshake(f)
	case spoken && f.Packets == [2]uint64{1, 1} && f.First[1] >= f.First[0]:
		o.answered, o.response = true, f.First[1]-f.First[0]
	}
	return o
}

func (o *outcome) handshake(f *flow.Flow) {
	tcp := &o.tcp
	if tcp.SYN != 0 {
		switch {
		case tcp.SYNACK != 0:
			o.complete = true
		case o.errors.Unreachable > 0 || tcp.Sides[1].Resets > 0:
			o.refused = true
		case f.Packets[1] == 0:
			o.unanswered = true
		}
	}
	if tcp.RTT > 0 && tcp.SYNACK != 0 {
		o.rtt = tcp.RTT
		if part := tcp.SYNACK - tcp.SYN; part > 0 && part <= tcp.RTT {
			o.serverRTT = part
		}
	}
	if tcp.Request != 0 && tcp.Response >= tcp.Request {
		o.answered, o.response = true, tcp.Response-tcp.Request
	}
}

// resets of both sides.
func (o *outcome) resets() uint64 {
	if !o.isTCP {
		return 0
	}
	return uint64(o.tcp.Sides[0].Resets) + uint64(o.tcp.Sides[1].Resets)
}

// again is how many segments a side sent again, less the capture's own copies.
func (o *outcome) again(dir int) uint64 {
	if !o.isTCP {
		return 0
	}
	n := uint64(o.tcp.Sides[dir].Retransmissions)
	return n - min(n, uint64(o.tcp.Sides[dir].Doubled))
}

// healthTable adds up a Health. A column is made when something is in it: in
// most captures many stay empty.
type healthTable struct {
	Health
	twoWay [twoWay]*[2][]uint64 // the Health's columns, in the figures' order
	oneWay [oneWay]*[]uint64
	said   []bool // by row: it has figures
}

// newHealthTable is a table of so many services or flows.
func newHealthTable(rows int) *healthTable {
	t := &healthTable{said: make([]bool, rows)}
	t.twoWay = [twoWay]*[2][]uint64{
		&t.Retransmissions, &t.Fast, &t.Spurious, &t.Doubled, &t.OutOfOrder, &t.Lost,
		&t.DuplicateAcks, &t.ZeroWindows, &t.Resets, &t.MaxInFlight, &t.MSS, &t.WindowScale,
	}
	t.oneWay = [oneWay]*[]uint64{
		&t.Complete, &t.Refused, &t.Unanswered, &t.Silent, &t.Timed, &t.RTT, &t.RTTMax, &t.ServerRTT,
		&t.Answered, &t.Response, &t.ResponseMax, &t.Unreachable, &t.FragmentationNeeded, &t.TimeExceeded,
	}
	return t
}

// add takes a flow into a row.
func (t *healthTable) add(row int, o *outcome, turn flow.Turn) {
	if o.isTCP {
		for from, dir := range turn {
			t.side(row, dir, &o.tcp.Sides[from])
		}
	}
	t.happened(row, complete, o.complete)
	t.happened(row, refused, o.refused)
	t.happened(row, unanswered, o.unanswered)
	t.happened(row, silent, o.silent)
	if o.rtt > 0 {
		t.happened(row, timed, true)
		t.one(row, rtt, uint64(o.rtt))
		t.one(row, rttMax, uint64(o.rtt))
		t.one(row, serverRTT, uint64(o.serverRTT))
	}
	if o.answered {
		t.happened(row, answered, true)
		t.one(row, response, uint64(o.response))
		t.one(row, responseMax, uint64(o.response))
	}
	if o.errors != (flow.Errors{}) {
		t.one(row, unreachable, uint64(o.errors.Unreachable))
		t.one(row, fragmentationNeeded, uint64(o.errors.FragmentationNeeded))
		t.one(row, timeExceeded, uint64(o.errors.TimeExceeded))
	}
}

func (t *healthTable) side(row, dir int, s *flow.Side) {
	if s.MaxInFlight > 0 {
		sum := t.cell(&t.twoWay[maxInFlight][dir], row)
		*sum = max(*sum, uint64(s.MaxInFlight))
	}
	if s.MSS > 0 {
		if sum := t.cell(&t.twoWay[mss][dir], row); *sum == 0 || uint64(s.MSS) < *sum {
			*sum = uint64(s.MSS)
		}
	}
	if s.Scale != flow.NoScale {
		sum := t.cell(&t.twoWay[windowScale][dir], row)
		*sum = max(*sum, uint64(s.Scale)+1)
	}
	if !s.HasTroubles() {
		return
	}
	for figure, v := range [...]uint32{
		retransmissions: s.Retransmissions, fast: uint32(s.Fast), spurious: uint32(s.Spurious),
		doubled: s.Doubled, outOfOrder: s.OutOfOrder, lost: s.Lost,
		duplicateAcks: s.DuplicateAcks, zeroWindows: uint32(s.ZeroWindows), resets: uint32(s.Resets),
	} {
		if v != 0 { // as few are
			*t.cell(&t.twoWay[figure][dir], row) += uint64(v)
		}
	}
}

func (t *healthTable) one(row int, f figure, v uint64) {
	if v == 0 {
		return
	}
	sum := t.cell(t.oneWay[f], row)
	if f == rttMax || f == responseMax {
		*sum = max(*sum, v)
	} else {
		*sum += v
	}
}

func (t *healthTable) happened(row int, f figure, yes bool) {
	if yes {
		t.one(row, f, 1)
	}
}

func (t *healthTable) cell(column *[]uint64, row int) *uint64 {
	if *column == nil {
		*column = make([]uint64, len(t.said))
	}
	t.said[row] = true
	return &(*column)[row]
}

// done is the table without the rows of which nothing is to be said.
func (t *healthTable) done() Health {
	t.Row = []int{}
	for row, said := range t.said {
		if said {
			t.Row = append(t.Row, row)
		}
	}
	pack := func(column *[]uint64) {
		if *column == nil {
			*column = []uint64{}
			return
		}
		for i, row := range t.Row {
			(*column)[i] = (*column)[row]
		}
		*column = (*column)[:len(t.Row)]
	}
	for _, column := range t.twoWay {
		pack(&column[0])
		pack(&column[1])
	}
	for _, column := range t.oneWay {
		pack(column)
	}
	return t.Health
}
