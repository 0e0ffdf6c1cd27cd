package flow

import "iter"

const (
	// MaxBuckets is how many time buckets a capture spans at most. They widen,
	// doubling, as it grows.
	MaxBuckets = 512
	// minShift makes buckets of 2^20 ns, about a millisecond, at the least.
	minShift = 20
	// maxExtraBuckets is how many buckets services may have beyond one each;
	// past it, all widen. 2^19 buckets of 24 bytes are 12 MiB.
	maxExtraBuckets = 1 << 19
	// minShares and maxShares are how many shares wait before they are put in
	// their places: the more buckets there are, the more, as each has to be
	// passed. With as many that wait for their flows' services, these are
	// 2^19 shares, or 12 MiB.
	minShares = 1 << 14
	maxShares = 1 << 18
	// maxUnsettled is how many shares can wait for their flows' services. Past
	// it, the flows of the older half are named by their ports.
	maxUnsettled = 1 << 18
)

// timeline keeps the time buckets of all services. What flows add to it is
// written down in a list, share by share, and now and then all of the list is
// sorted and merged into the buckets: memory is passed from end to end and not
// looked up here and there.
//
// Bucket starts are aligned to the epoch and their widths are powers of two, so
// that the buckets of two parts of a capture are the buckets of the whole, in
// whichever order they came, and widening is a shift.
type timeline struct {
	shift       uint
	first, last int64 // the earliest and latest time added
	any         bool

	origin int64              // the time from whose bucket positions count
	cells  store[cell]        // the buckets, by rising key
	carry  map[uint64]*Volume // by key, what cells have no room for
	shares store[share]       // that wait, in the order of coming
	due    int                // how many shares make it time to gather
	// keys and spare are gather's.
	keys, spare []uint64
	touched     uint64 // keeps the compiler from leaving out what only warms caches
}

// share is what one time bucket gets from a flow. Index 0 is the client's.
type share struct {
	flow uint32
	at   position
	kind Kind
	// state is the flow's once that is settled. Where it is so from the start,
	// flow is the number of its service.
	state   state
	packets [2]uint32
	bytes   [2]uint32
}

// position is a bucket's number, counted from the origin's, which is middle.
type position uint16

// A cell's key holds the service's number above keyShift, the kind above
// kindShift, and below that the bucket's position.
const (
	kindShift = 11
	keyShift  = kindShift + 2
	middle    = 1 << (kindShift - 1) // more than MaxBuckets on either side
)

func keyOf(service uint32, kind Kind, at position) uint64 {
	return uint64(service)<<keyShift | uint64(kind)<<kindShift | uint64(at)
}

// cell is one time bucket of a service: its key, and what 45 bits of each
// direction's bytes and 32 of its packets say. What is more is carried.
type cell struct {
	head           uint64    // the key, above the upper bits of both directions' bytes
	packets, bytes [2]uint32 // index 0 is A to B; the lower bits
}

const (
	upperBits = 13 // of one direction's bytes
	headShift = 2 * upperBits
)

// Services' numbers, which are about half as many as flows, must fit: else this
// doesn't compile.
const _ = uint64(MaxFlows) << keyShift << headShift

func (c *cell) key() uint64     { return c.head >> headShift }
func (c *cell) service() uint32 { return uint32(c.head >> (headShift + keyShift)) }
func (c *cell) kind() Kind      { return Kind(c.head >> (headShift + kindShift) & 3) }
func (c *cell) at() position    { return position(c.head >> headShift & (1<<kindShift - 1)) }

// volume is what a cell has itself.
func (c *cell) volume() (v Volume) {
	for dir := range 2 {
		upper := c.head >> (dir * upperBits) & (1<<upperBits - 1)
		v.Packets[dir], v.Bytes[dir] = uint64(c.packets[dir]), upper<<32|uint64(c.bytes[dir])
	}
	return v
}

// cell is one that holds v, or carries it.
func (x *timeline) cell(key uint64, v *Volume) cell {
	c := cell{head: key << headShift}
	if (v.Packets[0]|v.Packets[1])>>32|(v.Bytes[0]|v.Bytes[1])>>(32+upperBits) != 0 {
		x.carried(key, v)
		return c
	}
	for dir := range 2 {
		c.head |= v.Bytes[dir] >> 32 << (dir * upperBits)
		c.packets[dir], c.bytes[dir] = uint32(v.Packets[dir]), uint32(v.Bytes[dir])
	}
	return c
}

// carried adds to what is carried for a key.
func (x *timeline) carried(key uint64, v *Volume) {
	if x.carry == nil {
		x.carry = map[uint64]*Volume{}
	}
	if x.carry[key] == nil {
		x.carry[key] = &Volume{}
	}
	x.carry[key].Add(v, Turn{0, 1})
}

// volume is all that a cell stands for.
func (x *timeline) volume(c *cell) Volume {
	if len(x.carry) > 0 {
		return x.withCarried(c)
	}
	return c.volume()
}

// addVolume adds all that a cell stands for.
func (x *timeline) addVolume(v *Volume, c *cell) {
	if len(x.carry) > 0 {
		all := x.withCarried(c)
		v.Add(&all, Turn{0, 1})
		return
	}
	for dir := range 2 {
		upper := c.head >> (dir * upperBits) & (1<<upperBits - 1)
		v.Packets[dir] += uint64(c.packets[dir])
		v.Bytes[dir] += upper<<32 | uint64(c.bytes[dir])
	}
}

func (x *timeline) withCarried(c *cell) Volume {
	v := c.volume()
	if more := x.carry[c.key()]; more != nil {
		v.Add(more, Turn{0, 1})
	}
	return v
}

// at is the position of the bucket that a time is in.
func (x *timeline) at(time int64) position {
	return position(time>>x.shift - x.origin>>x.shift + middle)
}

// start is a time in the bucket at a position.
func (x *timeline) start(at position) int64 {
	return (x.origin>>x.shift + int64(at) - middle) << x.shift
}

// moved is the position to which buckets of such a shift, that are wider, bring
// the one at a position.
func (x *timeline) moved(at position, shift uint) position {
	return position(x.start(at)>>shift - x.origin>>shift + middle)
}

// reach has the capture reach to time. It returns the shift that the buckets
// need for that.
func (x *timeline) reach(time int64) (shift uint) {
	if !x.any {
		x.any, x.first, x.last, x.origin, x.shift = true, time, time, time, minShift
	}
	x.first, x.last = min(x.first, time), max(x.last, time)
	shift = x.shift
	for x.last>>shift-x.first>>shift >= MaxBuckets {
		shift++
	}
	return shift
}

// widen makes the buckets wider, and those one that are the same by it.
func (x *timeline) widen(shift uint) {
	moved := func(at position) position { return x.moved(at, shift) }
	for i := range x.shares.len {
		s := x.shares.at(i)
		s.at = moved(s.at)
	}
	carry := x.carry
	x.carry = nil
	n := uint32(0)
	for i, before := uint32(0), ^uint64(0); i < x.cells.len; i++ {
		c := *x.cells.at(i)
		key := keyOf(c.service(), c.kind(), moved(c.at()))
		if key != before {
			c.head = key<<headShift | c.head&(1<<headShift-1)
			*x.cells.at(n) = c
			n++
			before = key
			continue
		}
		sum, more := x.cells.at(n-1).volume(), c.volume()
		sum.Add(&more, Turn{0, 1})
		*x.cells.at(n - 1) = x.cell(key, &sum)
	}
	for key, v := range carry {
		c := cell{head: key << headShift}
		x.carried(keyOf(c.service(), c.kind(), moved(c.at())), v)
	}
	x.cells.resize(int(n))
	x.shift = shift
}

// extra is how many cells there are beyond each list's first.
func (x *timeline) extra() int {
	lists, before := uint32(0), ^uint64(0)
	for i := range x.cells.len {
		if list := x.cells.at(i).key() >> kindShift; list != before {
			lists, before = lists+1, list
		}
	}
	return int(x.cells.len - lists)
}

// index tells services where their cells begin.
func (x *timeline) index(services *store[Service]) {
	before := ^uint32(0)
	for i := range x.cells.len {
		if n := x.cells.at(i).service(); n != before {
			services.at(n).cells = i + 1
			before = n
		}
	}
}

// list iterates over a service's cells.
func (x *timeline) list(sv *Service) iter.Seq[*cell] {
	return func(yield func(*cell) bool) {
		if sv.cells == 0 {
			return
		}
		first := x.cells.at(sv.cells - 1)
		service := first.service()
		if !yield(first) {
			return
		}
		for i := sv.cells; i < x.cells.len; i++ {
			if c := x.cells.at(i); c.service() != service || !yield(c) {
				return
			}
		}
	}
}
