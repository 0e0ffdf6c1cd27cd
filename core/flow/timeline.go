package flow

const (
	// MaxBuckets is how many time buckets a capture spans at most. They widen,
	// doubling, as it grows.
	MaxBuckets = 512
	// minShift makes buckets of 2^20 ns, about a millisecond, at the least.
	minShift = 20
	// maxExtraBuckets is how many buckets services may have beyond one each;
	// past it, all widen. 2^19 buckets of 40 bytes are 20 MiB.
	maxExtraBuckets = 1 << 19
	// minShares and maxShares are how many shares wait before they are put in
	// their places: the more buckets there are, the more, as each has to be
	// passed. With as many that wait for their flows' services, these are
	// 2^19 shares, or 16 MiB.
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

	origin int64       // the time from whose bucket keys count
	cells  store[cell] // the buckets, by rising key
	width  uint        // the shift under which their keys were made
	shares []share     // that wait, in the order of coming
	due    int         // how many shares make it time to gather
	// keys and spare are gather's.
	keys, spare []uint64
}

// share is what one time bucket gets from a flow. Index 0 is the client's.
type share struct {
	time    int64 // within the bucket, in nanoseconds since the Unix epoch
	packets [2]uint32
	bytes   [2]uint32
	flow    uint32
	kind    Kind
	// ofService says that flow is the number of a service, and index 0 is A to B.
	ofService bool
	looped    bool // all of it goes from A to B
	placed    bool
}

// cell is one time bucket of a service. Its key holds the service's number
// above keyShift, the kind above kindShift, and below that the bucket's number,
// counted from the origin's, which is keyMiddle.
type cell struct {
	key            uint64
	packets, bytes [2]uint64 // index 0 is A to B
}

const (
	kindShift = 11
	keyShift  = kindShift + 2
	keyMiddle = 1 << (kindShift - 1) // more than MaxBuckets on either side
)

func (c *cell) service() uint32 { return uint32(c.key >> keyShift) }
func (c *cell) kind() Kind      { return Kind(c.key >> kindShift & 3) }

// reach makes the buckets wide enough for the capture to reach to time.
func (x *timeline) reach(time int64) {
	if !x.any {
		x.any, x.first, x.last, x.origin, x.shift, x.width = true, time, time, time, minShift, minShift
	}
	x.first, x.last = min(x.first, time), max(x.last, time)
	for x.last>>x.shift-x.first>>x.shift >= MaxBuckets {
		x.shift++
	}
}

// key is that of the cell which time falls into.
func (x *timeline) key(service uint32, kind Kind, time int64) uint64 {
	at := time>>x.shift - x.origin>>x.shift + keyMiddle
	return uint64(service)<<keyShift | uint64(kind)<<kindShift | uint64(at)
}

// start is a time in a cell's bucket.
func (x *timeline) start(c *cell) int64 {
	at := int64(c.key&(1<<kindShift-1)) - keyMiddle
	return (x.origin>>x.width + at) << x.width
}

// widen gives cells keys of the present width, and makes those one that are
// the same by it.
func (x *timeline) widen() {
	if x.width == x.shift {
		return
	}
	n := uint32(0)
	for i := range x.cells.len {
		c := *x.cells.at(i)
		c.key = x.key(c.service(), c.kind(), x.start(&c))
		if n == 0 || x.cells.at(n-1).key != c.key {
			*x.cells.at(n) = c
			n++
			continue
		}
		into := x.cells.at(n - 1)
		for dir := range 2 {
			into.packets[dir] += c.packets[dir]
			into.bytes[dir] += c.bytes[dir]
		}
	}
	x.cells.resize(int(n))
	x.width = x.shift
}

// extra is how many cells there are beyond each list's first.
func (x *timeline) extra() int {
	lists, before := uint32(0), ^uint64(0)
	for i := range x.cells.len {
		if list := x.cells.at(i).key >> kindShift; list != before {
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
