package report

import "heatsink/core/flow"

// figure numbers the figures of health that few flows have; those below twoWay
// come by direction. The others are a healthRow's.
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
	twoWay
)

const (
	refused figure = iota
	unanswered
	silent
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
	if tcp.SYN {
		switch {
		case tcp.SYNACK:
			o.complete = true
		case o.errors.Unreachable > 0 || tcp.Sides[1].Resets > 0:
			o.refused = true
		case f.Packets[1] == 0:
			o.unanswered = true
		}
	}
	if tcp.RTT > 0 && tcp.SYNACK {
		o.rtt, o.serverRTT = tcp.RTT, tcp.ServerRTT
	}
	if tcp.Answered {
		o.answered, o.response = true, tcp.Response
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
func (o *outcome) again(dir int) uint32 {
	if !o.isTCP {
		return 0
	}
	side := &o.tcp.Sides[dir]
	return side.Retransmissions - min(side.Retransmissions, side.Doubled)
}

// healthTable adds up a Health. A column is made when something is in it: in
// most captures many stay empty.
type healthTable struct {
	Health
	twoWay [twoWay]*[2][]uint64 // the Health's columns, in the figures' order
	oneWay [oneWay]*[]uint64
	rows   []healthRow
}

// healthRow is what most flows have something to say of: it lies together, as
// rows are come to in no order, and goes into its columns at the end.
type healthRow struct {
	maxInFlight                               [2]uint32
	mss                                       [2]uint16
	windowScale                               [2]uint8
	said                                      bool // the row has figures
	complete, timed, answered                 uint32
	rtt, rttMax, serverRTT, response, longest uint64
}

// newHealthTable is a table of so many services or flows.
func newHealthTable(rows int) *healthTable {
	t := &healthTable{rows: make([]healthRow, rows)}
	t.twoWay = [twoWay]*[2][]uint64{
		&t.Retransmissions, &t.Fast, &t.Spurious, &t.Doubled, &t.OutOfOrder, &t.Lost,
		&t.DuplicateAcks, &t.ZeroWindows, &t.Resets,
	}
	t.oneWay = [oneWay]*[]uint64{
		&t.Refused, &t.Unanswered, &t.Silent, &t.Unreachable, &t.FragmentationNeeded, &t.TimeExceeded,
	}
	return t
}

// add takes a flow into a row.
func (t *healthTable) add(row int, o *outcome, turn flow.Turn) {
	r := &t.rows[row]
	if o.isTCP {
		for from, dir := range turn {
			t.side(row, dir, &o.tcp.Sides[from])
		}
	}
	if o.complete {
		r.said = true
		r.complete++
	}
	t.happened(row, refused, o.refused)
	t.happened(row, unanswered, o.unanswered)
	t.happened(row, silent, o.silent)
	if o.rtt > 0 {
		r.said = true
		r.timed++
		r.rtt += uint64(o.rtt)
		r.rttMax = max(r.rttMax, uint64(o.rtt))
		r.serverRTT += uint64(o.serverRTT)
	}
	if o.answered {
		r.said = true
		r.answered++
		r.response += uint64(o.response)
		r.longest = max(r.longest, uint64(o.response))
	}
	if o.errors != (flow.Errors{}) {
		t.one(row, unreachable, uint64(o.errors.Unreachable))
		t.one(row, fragmentationNeeded, uint64(o.errors.FragmentationNeeded))
		t.one(row, timeExceeded, uint64(o.errors.TimeExceeded))
	}
}

func (t *healthTable) side(row, dir int, s *flow.Side) {
	r := &t.rows[row]
	if s.MaxInFlight > 0 {
		r.said = true
		r.maxInFlight[dir] = max(r.maxInFlight[dir], s.MaxInFlight)
	}
	if s.MSS > 0 {
		r.said = true
		if sum := &r.mss[dir]; *sum == 0 || s.MSS < *sum {
			*sum = s.MSS
		}
	}
	if s.Scale != flow.NoScale {
		r.said = true
		r.windowScale[dir] = max(r.windowScale[dir], s.Scale+1)
	}
	if s.Resets != 0 {
		*t.cell(&t.twoWay[resets][dir], row) += uint64(s.Resets)
	}
	if !s.HasTroubles() {
		return
	}
	for figure, v := range [...]uint32{
		retransmissions: s.Retransmissions, fast: uint32(s.Fast), spurious: uint32(s.Spurious),
		doubled: s.Doubled, outOfOrder: s.OutOfOrder, lost: s.Lost,
		duplicateAcks: s.DuplicateAcks, zeroWindows: uint32(s.ZeroWindows),
	} {
		if v != 0 { // as few are
			*t.cell(&t.twoWay[figure][dir], row) += uint64(v)
		}
	}
}

func (t *healthTable) one(row int, f figure, v uint64) {
	if v != 0 {
		*t.cell(t.oneWay[f], row) += v
	}
}

func (t *healthTable) happened(row int, f figure, yes bool) {
	if yes {
		t.one(row, f, 1)
	}
}

func (t *healthTable) cell(column *[]uint64, row int) *uint64 {
	if *column == nil {
		*column = make([]uint64, len(t.rows))
	}
	t.rows[row].said = true
	return &(*column)[row]
}

// done is the table without the rows of which nothing is to be said.
func (t *healthTable) done() Health {
	t.Row = []int{}
	for row := range t.rows {
		if t.rows[row].said {
			t.Row = append(t.Row, row)
		}
	}
	for dir := range 2 {
		t.column(&t.MaxInFlight[dir], func(r *healthRow) uint64 { return uint64(r.maxInFlight[dir]) })
		t.column(&t.MSS[dir], func(r *healthRow) uint64 { return uint64(r.mss[dir]) })
		t.column(&t.WindowScale[dir], func(r *healthRow) uint64 { return uint64(r.windowScale[dir]) })
	}
	t.column(&t.Complete, func(r *healthRow) uint64 { return uint64(r.complete) })
	t.column(&t.Timed, func(r *healthRow) uint64 { return uint64(r.timed) })
	t.column(&t.RTT, func(r *healthRow) uint64 { return r.rtt })
	t.column(&t.RTTMax, func(r *healthRow) uint64 { return r.rttMax })
	t.column(&t.ServerRTT, func(r *healthRow) uint64 { return r.serverRTT })
	t.column(&t.Answered, func(r *healthRow) uint64 { return uint64(r.answered) })
	t.column(&t.Response, func(r *healthRow) uint64 { return r.response })
	t.column(&t.ResponseMax, func(r *healthRow) uint64 { return r.longest })
	for _, column := range t.twoWay {
		t.pack(&column[0])
		t.pack(&column[1])
	}
	for _, column := range t.oneWay {
		t.pack(column)
	}
	return t.Health
}

// column makes a column of what the rows hold, empty where that is nothing.
func (t *healthTable) column(column *[]uint64, of func(r *healthRow) uint64) {
	*column = []uint64{}
	for i, row := range t.Row {
		v := of(&t.rows[row])
		if v != 0 && len(*column) == 0 {
			*column = make([]uint64, len(t.Row))
		}
		if v != 0 {
			(*column)[i] = v
		}
	}
}

// pack leaves those rows out of a column that have no figures.
func (t *healthTable) pack(column *[]uint64) {
	if *column == nil {
		*column = []uint64{}
		return
	}
	for i, row := range t.Row {
		(*column)[i] = (*column)[row]
	}
	*column = (*column)[:len(t.Row)]
}
