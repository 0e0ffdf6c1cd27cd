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

// ending is what a side had sent in the end, up to nextSeq, and what of it the
// other side had acknowledged.
type ending struct{ nextSeq, acked uint32 }

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
	opening, inFlight := t.openings.At(f.tcp-1), t.inFlight.At(f.tcp-1)
	health.Handshake = opening.Handshake
	for dir := range health.Sides {
		troubles := &noTroubles
		if n, ok := t.troubledOf(opening, dir); ok {
			troubles = &t.troubles.At(n).Troubles
		}
		health.Sides[dir] = Side{troubles, opening.resets[dir], inFlight[dir], opening.mss[dir], opening.scale[dir]}
	}
	return health, true
}

// noTroubles are those of all sides that have none.
var noTroubles Troubles

// HasTroubles reports whether a side has some.
func (s *Side) HasTroubles() bool { return s.Troubles != &noTroubles }

// troubledOf is the number of what a side has; not ok for no troubles.
func (t *finder) troubledOf(o *opening, dir int) (n uint32, ok bool) {
	for n = o.troubles; n != 0; {
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
// or either side wasn't seen, and for a side without Troubles.
func (t *Table) Progress(f Flow, dir int) (acknowledged, waiting uint32, ok bool) {
	if f.tcp == 0 || f.progress&(knowsClientISN<<dir) == 0 {
		return 0, 0, false
	}
	opening := t.openings.At(f.tcp - 1)
	n, ok := t.troubledOf(opening, dir)
	if !ok || opening.spoke != [2]bool{true, true} {
		return 0, 0, false
	}
	end := t.endings.At(n)
	if after(end.acked, end.nextSeq) {
		return 0, 0, false
	}
	if after(end.acked, f.isn[dir]+1) {
		acknowledged = end.acked - f.isn[dir] - 1
	}
	return acknowledged, end.nextSeq - end.acked, true
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
	n, ok := t.troubledOf(h.opening, dir)
	if !ok {
		n = t.troubles.Add()
		t.troubles.At(n).whose = h.troubles<<1 | uint32(dir)
		h.troubles = n + 1
	}
	t.troubles.At(n).count(found)
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
