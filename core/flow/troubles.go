package flow

// Troubles counts what went wrong for one side.
type Troubles struct {
	// Retransmissions counts segments sent again. Fast of them came right
	// after duplicate ACKs, Spurious of them had been acknowledged already, Bare
	// of them are SYN and FIN without data, Doubled of them are frames that the
	// capture holds twice.
	Retransmissions, Doubled uint32
	Fast, Spurious, Bare     uint16
	ZeroWindows              uint16
	// OutOfOrder counts segments that came late, Lost gaps before segments:
	// what the capture doesn't hold.
	OutOfOrder, Lost uint32
	DuplicateAcks    uint32
}

// troubled is a side that has Troubles, other than bare ones alone.
type troubled struct {
	Troubles
	// whose is the side in the lowest bit, above it the number of the other
	// side's, plus one, or 0.
	whose uint32
	// ackTime is when it acknowledged last, in nanoseconds since the Unix epoch,
	// known as long as that repeats itself: there are duplicate ACKs then. After
	// the last frame, ended has its place.
	ackTime int64
}

// end notes what the side had sent in the end, up to nextSeq, and what of it the
// other side had acknowledged.
func (x *troubled) end(nextSeq, acked uint32) { x.ackTime = int64(nextSeq)<<32 | int64(acked) }

func (x *troubled) ended() (nextSeq, acked uint32) {
	return uint32(x.ackTime >> 32), uint32(x.ackTime)
}

// Side is what one side of a TCP flow did. Its Troubles belong to the Table.
type Side struct {
	*Troubles
	// Resets counts segments with RST.
	Resets uint16
	// MaxInFlight is the most bytes that were sent and not acknowledged yet.
	MaxInFlight uint32
	// MSS is the maximum segment size that the side offered, 0 if none was seen.
	MSS uint16
	// Scale is the shift of the window that the side offered, NoScale if none.
	Scale uint8
}

// NoScale is the Scale of a side that offered none.
const NoScale = 255

// TCP is the health of one TCP flow. Side 0 is the client.
type TCP struct {
	Sides [2]Side
	Handshake
}

// TCP is the health of a finished Table's TCP flow; not ok for another's.
func (t *Table) TCP(f Flow) (health TCP, ok bool) {
	if f.tcp == 0 {
		return TCP{}, false
	}
	end := t.ended.At(f.tcp - 1)
	health.Handshake = end.handshake()
	for dir := range health.Sides {
		troubles := &bareTroubles[end.bare[dir]]
		if n, ok := t.troubledOf(&end.course, dir); ok {
			troubles = &t.troubles.At(n).Troubles
		}
		health.Sides[dir] = Side{troubles, end.resets[dir], end.maxInFlight[dir], end.mss[dir], end.scale[dir]}
	}
	return health, true
}

// maxBare is how many bare troubles a side can have without a record of them.
const maxBare = 255

// bareTroubles are those of the sides that have so many bare ones and no others.
var bareTroubles = func() (list [maxBare + 1]Troubles) {
	for n := range list {
		list[n] = Troubles{Retransmissions: uint32(n), Bare: uint16(n)}
	}
	return list
}()

// HasTroubles reports whether a side has some.
func (s *Side) HasTroubles() bool { return s.Troubles != &bareTroubles[0] }

// troubledOf is the number of a side's record; not ok where it has none.
func (t *finder) troubledOf(c *course, dir int) (n uint32, ok bool) {
	for n = c.troubles; n != 0; {
		x := t.troubles.At(n - 1)
		if x.whose&1 == uint32(dir) {
			return n - 1, true
		}
		n = x.whose >> 1
	}
	return 0, false
}

// Progress is how many bytes of direction dir a TCP flow's other side has
// acknowledged, and how many it had not by the end; not ok where the handshake
// or either side wasn't seen, and for a side without Troubles, or with bare ones
// alone.
func (t *Table) Progress(f Flow, dir int) (acknowledged, waiting uint32, ok bool) {
	if f.tcp == 0 || f.progress&(knowsClientISN<<dir) == 0 {
		return 0, 0, false
	}
	n, ok := t.troubledOf(&t.ended.At(f.tcp-1).course, dir)
	if !ok {
		return 0, 0, false
	}
	nextSeq, acked := t.troubles.At(n).ended()
	if after(acked, nextSeq) {
		return 0, 0, false
	}
	if after(acked, f.isn[dir]+1) {
		acknowledged = acked - f.isn[dir] - 1
	}
	return acknowledged, nextSeq - acked, true
}

// ApproachHealth asks for the memory that the TCP health of flows is in, those
// from one number up to another, so that the processor waits for all of it
// together. What it returns keeps the compiler from leaving that out.
func (t *Table) ApproachHealth(from, to int) (touched uint64) {
	for i := from; i < to; i++ {
		if n := t.tuples.At(uint32(i)).tcp; n != 0 {
			if n = t.ended.At(n - 1).troubles; n != 0 {
				touched += uint64(t.troubles.At(n - 1).Lost)
			}
		}
	}
	return touched
}

// note counts what a segment of side dir shows. Most sides have no troubles but
// resets and a SYN that was sent again, and take no memory for them.
func (c health) note(dir int, found finding) {
	c.resets[dir] = raise(c.resets[dir], found&reset)
	if found == reset {
		return
	}
	n, ok := c.of.troubledOf(&c.course, dir)
	switch {
	case ok:
	case found == retransmitted|bare && c.bare[dir] < maxBare:
		c.bare[dir]++
		return
	default:
		n = c.of.troubles.Add()
		*c.of.troubles.At(n) = troubled{Troubles: bareTroubles[c.bare[dir]], whose: c.course.troubles<<1 | uint32(dir)}
		c.course.troubles = n + 1
	}
	c.of.troubles.At(n).count(found)
}

// acked notes when side dir, which has sent duplicate ACKs, acknowledged last.
func (c health) acked(dir int, time int64) {
	if n, ok := c.of.troubledOf(&c.course, dir); ok {
		c.of.troubles.At(n).ackTime = time
	}
}

// ackedAt is what acked noted.
func (c health) ackedAt(dir int) int64 {
	n, _ := c.of.troubledOf(&c.course, dir)
	return c.of.troubles.At(n).ackTime
}

func (x *Troubles) count(found finding) {
	if found&retransmitted != 0 {
		x.Retransmissions++
		x.Fast = raise(x.Fast, found&fast)
		x.Spurious = raise(x.Spurious, found&spurious)
		x.Bare = raise(x.Bare, found&bare)
	}
	if found&outOfOrder != 0 {
		x.OutOfOrder++
	}
	if found&gap != 0 {
		x.Lost++
	}
	if found&duplicateACK != 0 {
		x.DuplicateAcks++
	}
	if found&doubled != 0 {
		x.Doubled++
	}
	x.ZeroWindows = raise(x.ZeroWindows, found&zeroWindow)
}

// raise counts up to the most that there is room for, if there is something.
func raise(n uint16, found finding) uint16 {
	if found == 0 || n == 1<<16-1 {
		return n
	}
	return n + 1
}
