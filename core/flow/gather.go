package flow

import (
	"runtime"
	"sync"

	"heatsink/core/compact"
)

// share writes down what a flow adds to the time bucket that time is in.
func (t *Table) share(s *share, time int64) {
	x := &t.timeline
	if int(x.shares.Len) >= x.due {
		t.gather()
	}
	x.shares.Resize(int(x.shares.Len) + 1)
	s.at = x.at(time) // gathering may have widened the buckets
	*x.shares.At(x.shares.Len - 1) = *s
}

// gather puts the shares whose services are known in their places. Those of
// flows whose application isn't known yet go on waiting.
func (t *Table) gather() {
	x := &t.timeline
	t.settleDue()
	t.place()
	if x.shares.Len > maxUnsettled {
		for i := range x.shares.Len / 2 {
			t.nameByPort(x.shares.At(i).flow)
		}
		t.settleDue()
		t.place()
	}
	t.narrow(0)
	x.due = int(x.shares.Len) + min(max(minShares, int(x.cells.Len)/2), maxShares)
}

// narrow widens the buckets until there are few enough; flows before one hold
// no share of any.
func (t *Table) narrow(from uint32) {
	for x := &t.timeline; x.extra() > maxExtraBuckets; {
		t.widen(x.shift+1, from)
	}
}

// place merges the shares whose services are known into the cells.
func (t *Table) place() {
	x := &t.timeline
	x.makeRoom()
	n, half := x.shares.Len, x.shares.Len/2
	var first, second []uint64
	beside(func() {
		first, _ = sortKeys(t.keyShares(0, half, x.keys[:0:half]), x.spare[:half])
	}, func() {
		second, _ = sortKeys(t.keyShares(half, n, x.keys[half:half:n]), x.spare[half:n])
	})
	t.mergeBoth(first, second)
	x.drop(n - uint32(len(first)+len(second)))
}

// gatherRest puts all that waits in its place, and what flows hold: all have
// their services now. Where there are two processors both work.
func (t *Table) gatherRest() {
	x := &t.timeline
	for from := uint32(0); ; from += flowsAtOnce {
		to := min(from+flowsAtOnce, t.accounts.Len)
		t.placeRest(from, to)
		x.shares = compact.List[share]{}
		t.narrow(to)
		if to == t.accounts.Len {
			break
		}
	}
	x.keys, x.spare, x.free.list = nil, nil, nil
}

// flowsAtOnce is of how many flows gatherRest sorts keys at once.
const flowsAtOnce = 1 << 19

// placeRest merges all shares, and what some flows hold, into the cells.
func (t *Table) placeRest(from, to uint32) {
	x := &t.timeline
	x.makeRoom()
	var shares, flows []uint64
	beside(func() {
		shares, _ = sortKeys(t.keyShares(0, x.shares.Len, x.keys[:0]), x.spare)
	}, func() {
		flows = t.keyFlows(from, to)
		flows, _ = sortKeys(flows, make([]uint64, len(flows)))
	})
	t.mergeBoth(shares, flows)
}

// mergeBoth merges what the keys of two sorted lists stand for into the cells.
// Where there are two processors, each has the services with half of the keys.
func (t *Table) mergeBoth(a, b []uint64) {
	x := &t.timeline
	low, high := x.halves(t.Services(), a, b)
	beside(func() { t.merge(&low) }, func() { t.merge(&high) })
	for _, chunk := range x.cells.Chunks {
		if chunk != nil {
			x.free.give(chunk)
		}
	}
	x.cells = low.cells
	x.cells.Append(&high.cells)
	x.firsts += low.firsts + high.firsts
}

// beside runs both functions, side by side where there are two processors.
func beside(a, b func()) {
	if runtime.GOMAXPROCS(0) < 2 {
		a()
		b()
		return
	}
	var other sync.WaitGroup
	other.Go(a)
	b()
	other.Wait()
}

// A reference says what a key stands for: a share by its number, or what a flow
// holds by its number above firstFlow. refBits are what it takes, the lowest of
// a word, with a cell's key above.
const (
	refBits   = 25
	refMask   = 1<<refBits - 1
	firstFlow = maxUnsettled + maxShares // which is how many shares there can be
)

// Numbers of flows must fit, and keys above them: else this doesn't compile.
const (
	_ = uint(1<<refBits - firstFlow - MaxFlows)
	_ = uint64(MaxFlows-1) << keyShift << refBits
)

// makeRoom makes room for the keys of all shares.
func (x *timeline) makeRoom() {
	if n := int(x.shares.Len); n > len(x.keys) {
		n = max(n, 2*len(x.keys)) // there will be more and more
		x.keys, x.spare = make([]uint64, n), make([]uint64, n)
	}
}

// keyShares appends the keys of some shares to keys: of those whose services are
// known, which it notes with them.
func (t *Table) keyShares(from, to uint32, keys []uint64) []uint64 {
	for i := from; i < to; i++ {
		s := t.timeline.shares.At(i)
		if s.state == 0 {
			f := t.accounts.At(s.flow)
			if f.state&settled == 0 {
				continue
			}
			s.flow, s.state = f.Service, f.state
		}
		keys = append(keys, keyOf(s.flow, s.kind, s.at)<<refBits|uint64(i))
	}
	return keys
}

// keyFlows returns the keys of what some flows hold, whose services are known.
func (t *Table) keyFlows(from, to uint32) []uint64 {
	keys := make([]uint64, 0, to-from)
	for i := from; i < to; i++ {
		if f := t.accounts.At(i); f.pendingPackets != [2]uint16{} {
			keys = append(keys, keyOf(f.Service, Every, f.pendingAt)<<refBits|uint64(firstFlow+i))
		}
	}
	return keys
}

// drop drops all shares but those that wait, of which there are so many.
func (x *timeline) drop(waiting uint32) {
	if waiting < x.shares.Len {
		n := uint32(0)
		for i := uint32(0); n < waiting; i++ {
			if s := x.shares.At(i); s.state == 0 {
				*x.shares.At(n) = *s
				n++
			}
		}
		x.shares.Resize(int(waiting))
	}
}

// sortKeys sorts keys by all but their references, with the help of spare, which
// has as much room: by 12 bits at a time, the lowest first. Bits that all have
// in common, as most captures' highest are, take no pass. It returns the sorted
// list, which may lie in either, and the other.
func sortKeys(keys, spare []uint64) (sorted, other []uint64) {
	const digit, passes = 12, 4
	var counts [passes][1 << digit]uint32
	for _, k := range keys {
		for pass := range passes {
			counts[pass][k>>(refBits+digit*pass)&(1<<digit-1)]++
		}
	}
	from, to := keys, spare[:len(keys)]
	for pass := range passes {
		if n := len(from); n == 0 || int(counts[pass][from[0]>>(refBits+digit*pass)&(1<<digit-1)]) == n {
			continue
		}
		at := uint32(0)
		for i := range counts[pass] {
			at, counts[pass][i] = at+counts[pass][i], at
		}
		for _, k := range from {
			place := &counts[pass][k>>(refBits+digit*pass)&(1<<digit-1)]
			to[*place] = k
			*place++
		}
		from, to = to, from
	}
	return from, to
}
