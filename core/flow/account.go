package flow

import (
	"heatsink/core/app"
	"heatsink/core/compact"
)

// Flow is one transport conversation: who talks, and what. How much it is, is
// known of those that Table.Flow gives.
type Flow struct {
	*Tuple
	*Account
	Volume
}

// When are its Times, Never where nothing went.
func (f *Flow) When() Times {
	when := f.Times
	for dir := range 2 {
		if f.Packets[dir] == 0 {
			when.First[dir], when.Last[dir] = Never.First[dir], Never.Last[dir]
		}
	}
	return when
}

// Account is what the frames of a flow add up to.
type Account struct {
	sums [2]sum
	// Times are valid where something went.
	Times
	// Service is the number of its Service, once it is settled.
	Service   uint32
	state     state
	pendingAt position // of a counting, here as there is room for it
}

// counting is an Account while frames are counted.
type counting struct {
	Account
	inspection app.Handle
	// pending is what the time bucket at pendingAt gets from this flow and the
	// timeline doesn't know yet.
	pendingBytes   [2]uint32
	pendingPackets [2]uint16
}

// accountOf is flow n's.
func (t *Table) accountOf(n uint32) *Account {
	if t.accounts.Len > 0 {
		return &t.accounts.At(n).Account
	}
	return t.kept.At(n)
}

// endAccounts keeps of all accounts what is asked for after the last frame.
func (t *Table) endAccounts() {
	t.kept = compact.Keep(&t.accounts, func(_ uint32, a *counting) Account { return a.Account })
}

// sum is how much went in one direction: packets above, bytes below sumShift,
// so that a frame is one addition. Before either is full, Table.more takes it.
type sum uint64

const (
	sumShift  = 40
	onePacket = sum(1) << sumShift
	// sumFull are the uppermost bits of both: since a frame has less than
	// maxSumBytes, one of them is set before anything is lost.
	sumFull     = 1<<63 | maxSumBytes
	maxSumBytes = 1 << (sumShift - 1)
)

func (s sum) packets() uint64 { return uint64(s >> sumShift) }
func (s sum) bytes() uint64   { return uint64(s & (onePacket - 1)) }

// add counts a frame. It says whether the sum is full.
func (a *Account) add(dir int, time int64, length uint32) (full bool) {
	s := a.sums[dir]
	if s == 0 {
		a.First[dir], a.Last[dir] = time, time
	} else if time > a.Last[dir] {
		a.Last[dir] = time
	} else if time < a.First[dir] {
		a.First[dir] = time
	}
	s += onePacket + sum(length)
	a.sums[dir] = s
	return s&sumFull != 0
}

// empty moves all but a packet, which says that something went, from flow n's
// sum to what there is more.
func (t *Table) empty(n uint32, dir int) {
	s := &t.accounts.At(n).sums[dir]
	more := t.moreOf(n)
	more.Packets[dir] += s.packets() - 1
	more.Bytes[dir] += s.bytes()
	*s = onePacket
}

// moreOf is what flow n's sums have no room for.
func (t *Table) moreOf(n uint32) *Volume {
	if t.more == nil {
		t.more = map[uint32]*Volume{}
	}
	if t.more[n] == nil {
		t.more[n] = &Volume{}
	}
	return t.more[n]
}

// volumeOf is how much went in flow n.
func (t *Table) volumeOf(n uint32, a *Account) Volume {
	v := Volume{
		Packets: [2]uint64{a.sums[0].packets(), a.sums[1].packets()},
		Bytes:   [2]uint64{a.sums[0].bytes(), a.sums[1].bytes()},
	}
	if len(t.more) > 0 {
		t.addMore(n, &v)
	}
	return v
}

func (t *Table) addMore(n uint32, v *Volume) {
	if more := t.more[n]; more != nil {
		v.Add(more, Turn{0, 1})
	}
}

// addPending counts a frame towards its time bucket. A flow hands its share of
// a bucket on once, when the next bucket begins, or when it has no more room.
func (t *Table) addPending(n uint32, f *counting, dir int, time int64, length uint32) {
	if f.pendingAt != t.timeline.at(time) || f.pendingPackets[dir] == 1<<16-1 || f.pendingBytes[dir] > 1<<32-1-length {
		t.flush(n, f)
		f.pendingAt = t.timeline.at(time) // flushing may have widened the buckets
	}
	f.pendingPackets[dir]++
	f.pendingBytes[dir] += length
}

// flush gives flow n's pending share of a bucket to the timeline.
func (t *Table) flush(n uint32, f *counting) {
	if f.pendingPackets == [2]uint16{} {
		return
	}
	s := share{flow: n, packets: f.pendingPackets, bytes: f.pendingBytes}
	if f.state&settled != 0 {
		s.flow, s.state = f.Service, f.state
	}
	f.pendingPackets, f.pendingBytes = [2]uint16{}, [2]uint32{}
	t.share(&s, t.timeline.start(f.pendingAt))
}

// state is what is known of a flow's Service.
type state uint8

const (
	settled state = 1 << iota // its application is known, or given up, and so is its Service
	turned                    // its client is the Service's B
	looped                    // its client is its server, and all it says goes from A to B
)

// Turn is how a settled flow goes into its Service.
func (a *Account) Turn() Turn { return a.state.turn() }

func (s state) turn() Turn { return turns[s/turned%4] }

// turns are by the bits turned and looped: looking one up costs less than a
// branch that is taken by chance.
var turns = [4]Turn{{0, 1}, {1, 0}, {0, 0}, {0, 0}}
