package flow

// Handshake is when a TCP flow began. Times are in nanoseconds since the Unix
// epoch, 0 where it wasn't seen.
type Handshake struct {
	SYN    int64 // the last one
	SYNACK int64 // the first after it
	// RTT is the initial round trip time in nanoseconds: from the last SYN to
	// the first segment that acknowledges and opens nothing; 0 if unknown.
	RTT int64
	// Request is when the client's first payload came, Response when the
	// server's first one after it did.
	Request, Response int64
}

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

// troubled is a side that has Troubles.
type troubled struct {
	Troubles
	// whose is the side in the lowest bit, above it the number of the other
	// side's, plus one, or 0.
	whose uint32
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
	opening, ends := t.openings.At(f.tcp-1), t.endings.At(f.tcp-1)
	health.Handshake = opening.Handshake
	for dir := range health.Sides {
		health.Sides[dir] = Side{
			t.troublesOf(opening, dir), opening.resets[dir], ends[dir].maxInFlight, opening.mss[dir], opening.scale[dir],
		}
	}
	return health, true
}

// noTroubles are those of all sides that have none.
var noTroubles Troubles

// HasTroubles reports whether a side has some.
func (s *Side) HasTroubles() bool { return s.Troubles != &noTroubles }

// troublesOf are a side's.
func (t *finder) troublesOf(o *opening, dir int) *Troubles {
	for n := o.troubles; n != 0; {
		x := t.troubles.At(n - 1)
		if x.whose&1 == uint32(dir) {
			return &x.Troubles
		}
		n = x.whose >> 1
	}
	return &noTroubles
}

// ApproachHealth asks for the memory that the TCP health of flows is in, those
// from one number up to another, so that the processor waits for all of it
// together. What it returns keeps the compiler from leaving that out.
func (t *Table) ApproachHealth(from, to int) (touched uint64) {
	for i := from; i < to; i++ {
		if n := t.tuples.At(uint32(i)).tcp; n != 0 {
			if n = t.openings.At(n - 1).troubles; n != 0 {
				touched += uint64(t.troubles.At(n - 1).Lost)
			}
		}
	}
	return touched
}

// note counts what a segment of side dir shows. Most sides have no troubles but
// a reset, and take no memory for them.
func (t *finder) note(h tcp, dir int, found finding) {
	h.resets[dir] = raise(h.resets[dir], found&reset)
	if found == reset {
		return
	}
	x := t.troublesOf(h.opening, dir)
	if x == &noTroubles {
		n := t.troubles.Add()
		own := t.troubles.At(n)
		own.whose = h.troubles<<1 | uint32(dir)
		h.troubles = n + 1
		x = &own.Troubles
	}
	x.count(found)
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
