package flow

import (
	"iter"
	"sort"
	"sync"

	"heatsink/core/compact"
)

const (
	// MaxBuckets is how many time buckets a capture spans at most. They widen,
	// doubling, as it grows.
	MaxBuckets = 512
	// minShift makes buckets of 2^20 ns, about a millisecond, at the least.
	minShift = 20
	// maxExtraBuckets is how many buckets services may have beyond one each;
	// past it, all widen. 2^19 buckets of 16 bytes are 8 MiB.
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

	origin   int64               // the time from whose bucket positions count
	cells    compact.List[cell]  // the buckets, by rising key
	free     cellChunks          // that held cells
	firsts   uint32              // how many of cells are the first of their service and kind
	starts   []uint32            // where those of each startsEvery services begin; known once finished
	carry    map[uint64]*Volume  // by key, what cells have no room for
	carrying sync.Mutex          // held while something is carried
	shares   compact.List[share] // that wait, in the order of coming
	due      int                 // how many shares make it time to gather
	// keys and spare are gather's.
	keys, spare []uint64
}

// share is what one time bucket gets from a flow. Index 0 is the client's.
type share struct {
	flow uint32
	at   position
	kind Kind
	// state is the flow's once that is settled. Where it is so from the start,
	// flow is the number of its service.
	state   state
	packets [2]uint16
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

// cell is one time bucket of a service: its key, and what 27 bits of each
// direction's bytes and 18 of its packets say. What is more is carried.
type cell struct {
	head uint64 // the key, above the bytes from A to B
	// rest is whether there is more than that, above the bytes from B to A, above
	// the packets from A to B and then from B to A.
	rest uint64
}

const (
	bytesBits   = 27
	packetsBits = 18
	headShift   = bytesBits
	restShift   = 2 * packetsBits // of the bytes
	hasMore     = 1 << 63
	bytesMask   = 1<<bytesBits - 1
	packetsMask = 1<<packetsBits - 1
	// Cells without these bits, of numbers that aren't half as large as can be,
	// can be added as they are.
	headHalf = 1 << (bytesBits - 1)
	restHalf = 1<<(packetsBits-1) | 1<<(restShift-1) | 1<<(restShift+bytesBits-1)
)

// Services' numbers, which are about half as many as flows, and what the rest
// is must fit: else this doesn't compile.
const (
	_ = uint64(MaxFlows-1) << keyShift << headShift
	_ = uint64(hasMore>>bytesBits>>restShift - 1)
)

func (c *cell) key() uint64     { return c.head >> headShift }
func (c *cell) service() uint32 { return uint32(c.head >> (headShift + keyShift)) }
func (c *cell) kind() Kind      { return Kind(c.head >> (headShift + kindShift) & 3) }
func (c *cell) at() position    { return position(c.head >> headShift & (1<<kindShift - 1)) }

// volume is what a cell has itself.
func (c *cell) volume() Volume {
	return Volume{
		Packets: [2]uint64{c.rest >> packetsBits & packetsMask, c.rest & packetsMask},
		Bytes:   [2]uint64{c.head & bytesMask, c.rest >> restShift & bytesMask},
	}
}

// cell is one that holds v, or carries it; more is hasMore if it carried some
// before, else 0.
func (x *timeline) cell(key uint64, v *Volume, more uint64) cell {
	if (v.Packets[0]|v.Packets[1])>>packetsBits|(v.Bytes[0]|v.Bytes[1])>>bytesBits != 0 {
		x.carried(key, v)
		return cell{key << headShift, hasMore}
	}
	return cell{
		head: key<<headShift | v.Bytes[0],
		rest: more | v.Bytes[1]<<restShift | v.Packets[0]<<packetsBits | v.Packets[1],
	}
}

// carried adds to what is carried for a key.
func (x *timeline) carried(key uint64, v *Volume) {
	x.carrying.Lock()
	defer x.carrying.Unlock()
	if x.carry == nil {
		x.carry = map[uint64]*Volume{}
	}
	if x.carry[key] == nil {
		x.carry[key] = &Volume{}
	}
	x.carry[key].Add(v, Turn{0, 1})
}

// volume is all that a cell stands for.
func (x *timeline) volume(c *cell) (v Volume) {
	x.addVolume(&v, c)
	return v
}

// addVolume adds all that a cell stands for.
func (x *timeline) addVolume(v *Volume, c *cell) {
	if c.rest&hasMore != 0 {
		v.Add(x.carry[c.key()], Turn{0, 1})
	}
	own := c.volume()
	v.Add(&own, Turn{0, 1})
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

// widenCells brings the cells to the buckets of such a shift, that are wider, and
// makes one of those that are then the same.
func (x *timeline) widenCells(shift uint) {
	var moved [1 << kindShift]uint64
	for at := range moved {
		moved[at] = uint64(x.moved(position(at), shift))
	}
	move := func(key uint64) uint64 { return key>>kindShift<<kindShift | moved[key&(1<<kindShift-1)] }
	carry := x.carry
	x.carry = nil
	n := uint32(0)
	before, same := uint64(none), (*cell)(nil)
	for _, c := range x.cells.All {
		key := move(c.key())
		if key != before {
			before, same = key, x.cells.At(n)
			*same = cell{key<<headShift | c.head&bytesMask, c.rest}
			n++
		} else if (same.head|c.head)&headHalf|(same.rest|c.rest)&(restHalf|hasMore) == 0 {
			same.head += c.head & bytesMask
			same.rest += c.rest
		} else {
			sum, more := same.volume(), c.volume()
			sum.Add(&more, Turn{0, 1})
			*same = x.cell(key, &sum, (same.rest|c.rest)&hasMore)
		}
	}
	for key, v := range carry {
		x.carried(move(key), v)
	}
	x.cells.Resize(int(n))
}

// extra is how many cells there are beyond each list's first.
func (x *timeline) extra() int { return int(x.cells.Len - x.firsts) }

// startsEvery is for how many services it is noted where their cells begin. To
// note it for each would take as much as a quarter of a cell.
const startsEvery = 64

// index notes where the cells of so many services begin.
func (x *timeline) index(services int) {
	x.starts = make([]uint32, services/startsEvery+2)
	n := 0
	for i := range x.cells.Len {
		for to := int(x.cells.At(i).service() / startsEvery); n <= to; n++ {
			x.starts[n] = i
		}
	}
	for ; n < len(x.starts); n++ {
		x.starts[n] = x.cells.Len
	}
}

// list iterates over a service's cells.
func (x *timeline) list(service uint32) iter.Seq[*cell] {
	return func(yield func(*cell) bool) {
		from, to := x.starts[service/startsEvery], x.starts[service/startsEvery+1]
		from += uint32(sort.Search(int(to-from), func(i int) bool { return x.cells.At(from+uint32(i)).service() >= service }))
		for ; from < to; from++ {
			if c := x.cells.At(from); c.service() != service || !yield(c) {
				return
			}
		}
	}
}
