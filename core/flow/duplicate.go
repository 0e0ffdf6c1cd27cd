package flow

import (
	"encoding/binary"

	"heatsink/core/packet"
)

// A capture holds a frame twice when it saw it at two places: both ends of a
// veth pair, a bridge and its port, `any`, a mirrored switch port's two
// directions, or two captures of one path. A copy has the original's network
// header, but for its hop limit, and the original's contents.

const (
	// copyWindow is how long after a frame its copy at another place can come,
	// in nanoseconds.
	copyWindow = 50e6
	// mirrorWindow is the same for a copy at the same place. There only the
	// identification tells a copy from a segment that a host repeats.
	mirrorWindow = 5e6
	// recentFrames is how many frames are remembered for finding copies.
	recentFrames = 1 << 13
)

// recent remembers the latest frames, one for each hash.
type recent struct{ frames []recentFrame }

type recentFrame struct {
	print uint64
	place uint64
	time  int64
}

// mark says of entries which are copies of a recent frame, and remembers the
// others. It has them all at once, so that the processor waits once for what was
// remembered.
func (r *recent) mark(entries []entry) {
	if r.frames == nil {
		r.frames = make([]recentFrame, recentFrames)
	}
	for i := range entries {
		if e := &entries[i]; e.error == 0 && e.flow != noFlow {
			e.copy = r.holds(e)
		}
	}
}

// holds reports whether a frame is a copy of a recent one, and remembers it if it
// isn't.
func (r *recent) holds(e *entry) bool {
	seen := &r.frames[e.print%recentFrames]
	if seen.print == e.print {
		gap := max(e.time-seen.time, seen.time-e.time)
		if seen.place != e.place && gap <= copyWindow || seen.place == e.place && e.ID != 0 && gap <= mirrorWindow {
			return true
		}
	}
	*seen = recentFrame{e.print, e.place, e.time}
	return false
}

// printOf is the same for copies of a frame, and for hardly any other two. It
// needs no secret: what two frames collide with is each other.
func printOf(e *entry, f *Tuple) uint64 {
	return fold(e.print^(uint64(f.Client)<<32|uint64(f.Server)), uint64(f.ClientPort)<<48|uint64(f.ServerPort)<<32|uint64(f.Protocol)<<8|uint64(f.Layer)<<1|uint64(e.dir))
}

// contentsOf is printOf's part that a frame alone says: what stands in its
// headers, and how its payload begins.
func contentsOf(h *packet.Header) uint64 {
	hash := fold(uint64(h.Seq)<<32|uint64(h.Ack), uint64(h.PayloadLen)<<32|uint64(h.ID)<<16|uint64(h.Window))
	if h.Fragment {
		hash = fold(hash, uint64(h.FragmentID)<<16|uint64(h.FragmentOffset))
	}
	hash ^= uint64(h.Flags)
	if len(h.Options) > 0 {
		hash = mixBytes(hash, h.Options)
	}
	if len(h.Payload) > 0 {
		hash = mixBytes(hash, h.Payload[:min(len(h.Payload), 32)])
	}
	return hash
}

// placeOf tells where a frame was seen: by which interface, in which link
// layer's header, and after how many hops.
func placeOf(p *packet.Packet, h *packet.Header) uint64 {
	return mixBytes(uint64(p.Place)<<8|uint64(h.HopLimit), p.Link[:min(len(p.Link), 32)])
}

// mixBytes mixes bytes into a hash, 16 at a time. The last up to 16 are taken
// as two words that overlap.
func mixBytes(hash uint64, b []byte) uint64 {
	n := len(b)
	hash ^= uint64(n) << 56
	for ; len(b) > 16; b = b[16:] {
		hash = fold(hash^binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]))
	}
	switch n = len(b); {
	case n >= 8:
		return fold(hash^binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:]))
	case n >= 4:
		return fold(hash^uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:])))
	case n > 0:
		return fold(hash^uint64(b[0]), uint64(b[n/2])<<8|uint64(b[n-1]))
	}
	return hash
}

// fold mixes two words into one. WebAssembly has no product of 128 bits, which
// would do it in one step.
func fold(a, b uint64) uint64 {
	h := (a ^ 0x9e3779b97f4a7c15) * 0xd6e8feb86659fd93
	h = (h ^ h>>32 ^ b) * 0xe7037ed1a0b428db
	return h ^ h>>29
}
