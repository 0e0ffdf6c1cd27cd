package flow

import (
	"slices"

	"heatsink/core/app"
	"heatsink/core/compact"
	"heatsink/core/packet"
)

// Tuple is who talks to whom in a flow.
type Tuple struct {
	Client, Server         Host
	ClientPort, ServerPort uint16
	Protocol               packet.Protocol
	Layer                  Layer
	progress               progress
	// isn are the initial sequence numbers that the handshake showed.
	isn [2]uint32
	tcp uint32 // number of its TCP health, from one on; 0 if there is none
}

// progress is what is known of how far a TCP connection is.
type progress uint8

const (
	knowsClientISN progress = 1 << iota
	knowsServerISN
	closed // FIN or RST seen
)

// key is a frame's 5-tuple at one layer, in the frame's own direction.
type key struct {
	src, dst         Host
	srcPort, dstPort uint16
	protocol         packet.Protocol
	layer            Layer
}

// finder numbers hosts and flows, and follows the health of TCP. What it has is
// written by Find alone; of what others are told the number of, they may read
// who talks to whom.
type finder struct {
	maxFlows  int
	hosts     hosts
	tuples    compact.List[Tuple]
	index     compact.Index
	fragments fragments
	recent    recent
	errors    map[uint32]Errors
	unquoted  uint64 // ICMP errors that maxErrors left out
	// tcps and openings are TCP's health, and troubles of some sides. Of the former
	// only what is ended is left once finished.
	tcps     compact.List[tcp]
	openings compact.List[opening]
	troubles compact.List[troubled]
	ended    compact.List[ended]
	touched  *touched
}

// touched keeps the compiler from leaving out what only warms caches. It stands
// apart from what is read on other goroutines: processors hand memory to each
// other by the cache line.
type touched struct {
	sum uint64
	_   [56]byte
}

// nearFlows is up to how many flows what is known of them is in a cache anyway.
const nearFlows = 4096

// Find numbers the hosts and flows of what waits in b, and says what kind of
// frame each is, in steps for some entries: each step first asks for all the
// memory that it will need, so that the processor waits for it once and not
// entry by entry.
func (t *finder) Find(b *Batch) {
	far := t.tuples.Len > nearFlows
	for entries := range slices.Chunk(b.waiting, BlockSize) {
		t.findHosts(entries)
		if far {
			t.approachFlows(entries)
		}
		for i := range entries {
			if e := &entries[i]; e.error != 0 {
				t.quote(e)
			} else {
				t.findFlow(e)
			}
		}
		t.recent.mark(entries)
		if far {
			t.approachHealth(entries)
		}
		for i := range entries {
			if e := &entries[i]; e.error == 0 && e.flow != noFlow {
				e.kind = t.kindOf(e)
			}
		}
		b.take(entries)
	}
	b.waiting = b.waiting[:0]
}

func (t *finder) findHosts(entries []entry) {
	for i := range entries {
		e := &entries[i]
		e.srcHash, e.dstHash = t.hosts.hash(&e.Src), t.hosts.hash(&e.Dst)
		e.src, e.dst = t.hosts.glimpse(&e.Src, e.srcHash), t.hosts.glimpse(&e.Dst, e.dstHash)
	}
	for i := range entries {
		e := &entries[i]
		if e.error != 0 {
			continue
		}
		if e.src == OtherHost {
			e.src = t.hosts.number(&e.Src, e.srcHash)
		}
		if e.dst == OtherHost {
			e.dst = t.hosts.number(&e.Dst, e.dstHash)
		}
		e.protocol = e.Protocol
		e.srcPort, e.dstPort = 0, 0
		if e.Fragment {
			if p, ok := t.fragments.resolve(e.src, e.dst, &e.Header); ok {
				e.srcPort, e.dstPort = p.src, p.dst
			}
		} else if e.HasPorts {
			e.srcPort, e.dstPort = e.SrcPort, e.DstPort
		}
		e.hash = e.key.hash()
	}
}

// approachFlows asks for the memory in which the entries' flows probably are.
func (t *finder) approachFlows(entries []entry) {
	var likely [BlockSize]uint32
	for i := range entries {
		likely[i], _, _ = t.index.See(t.index.Home(entries[i].hash), 0)
	}
	touched := t.touched.sum
	for _, n := range likely[:len(entries)] {
		if n != noFlow {
			touched += uint64(t.tuples.At(n).Client)
		}
	}
	t.touched.sum = touched
}

// findFlow finds or makes an entry's flow.
func (t *finder) findFlow(e *entry) {
	n, slot, ok := t.find(&e.key, e.hash)
	if ok && e.HasTCP && e.Flags&packet.SYN != 0 && t.tuples.At(n).reused(&e.key, &e.Header) {
		ok = false
	}
	if !ok {
		if n, ok = t.newFlow(e, slot); !ok {
			e.flow = noFlow
			return
		}
	}
	f := t.tuples.At(n)
	dir := f.direction(&e.key)
	if e.HasTCP && e.Flags&(packet.SYN|packet.FIN|packet.RST) != 0 {
		f.observe(dir, &e.Header)
	}
	e.flow, e.dir = n, uint8(dir)
	e.print = printOf(e, f)
}

func (t *finder) find(k *key, hash uint64) (n uint32, slot int, ok bool) {
	for slot = t.index.Home(hash); ; slot = t.index.Next(slot) {
		n, tagged, empty := t.index.See(slot, hash)
		if empty {
			return 0, slot, false
		}
		if tagged && t.tuples.At(n).matches(k) {
			return n, slot, true
		}
	}
}

// newFlow makes a flow of its first frame. slot is where find looked last; a
// flow with a reused 5-tuple takes its forerunner's place there. It is not ok
// when a limit forbids it.
func (t *finder) newFlow(e *entry, slot int) (n uint32, ok bool) {
	if int(t.tuples.Len) >= t.maxFlows || e.src == OtherHost || e.dst == OtherHost {
		return 0, false
	}
	n = t.tuples.Add()
	*t.tuples.At(n) = tupleOf(&e.key, opens(e))
	if _, _, empty := t.index.See(slot, e.hash); empty {
		t.index.Insert(e.hash, slot, n)
	} else {
		t.index.Replace(slot, n)
	}
	return n, true
}

// hash is the same for both directions.
func (k *key) hash() uint64 {
	a, b := uint64(k.src)<<16|uint64(k.srcPort), uint64(k.dst)<<16|uint64(k.dstPort)
	if a > b {
		a, b = b, a
	}
	kind := uint64(k.protocol)<<2 | uint64(k.layer)
	return compact.Hash(a^kind<<48, b^kind>>16<<48)
}

// matches reports whether a frame with key k is of the flow, either way.
func (f *Tuple) matches(k *key) bool {
	if f.Protocol != k.protocol || f.Layer != k.layer {
		return false
	}
	return f.direction(k) == 0 ||
		f.Client == k.dst && f.Server == k.src && f.ClientPort == k.dstPort && f.ServerPort == k.srcPort
}

// direction is 0 for client to server, which holds too for a host that talks
// to itself from one port.
func (f *Tuple) direction(k *key) int {
	if f.Client == k.src && f.Server == k.dst && f.ClientPort == k.srcPort && f.ServerPort == k.dstPort {
		return 0
	}
	return 1
}

func tupleOf(k *key, clientIsSrc bool) Tuple {
	f := Tuple{
		Client: k.src, ClientPort: k.srcPort, Server: k.dst, ServerPort: k.dstPort,
		Layer: k.layer, Protocol: k.protocol,
	}
	if !clientIsSrc {
		f.Client, f.ClientPort, f.Server, f.ServerPort = f.Server, f.ServerPort, f.Client, f.ClientPort
	}
	return f
}

// opens reports whether the sender of a flow's first frame opened it. TCP's
// handshake says so. Without one, who sends first did, unless the port it
// sends from is a service's and the one it sends to is not: then the capture
// began after the opening, and this is an answer.
func opens(e *entry) bool {
	if e.HasTCP && e.Flags&packet.SYN != 0 {
		return e.Flags&packet.ACK == 0
	}
	if e.srcPort == e.dstPort || e.Dst.IsMulticast() || e.Dst.IsBroadcast() {
		return true
	}
	from, to := app.PortRank(e.protocol, e.srcPort), app.PortRank(e.protocol, e.dstPort)
	if e.protocol == packet.TCP {
		return from >= to
	}
	return from > 0 || to == 0
}

// reused reports whether a SYN on f's 5-tuple begins another flow: after a FIN
// or RST, or with another initial sequence number than f's.
func (f *Tuple) reused(k *key, h *packet.Header) bool {
	dir := f.direction(k)
	known := f.progress&(knowsClientISN<<dir) != 0
	if h.Flags&packet.ACK != 0 {
		return known && f.isn[dir] != h.Seq
	}
	if f.progress&closed != 0 {
		return true
	}
	if known {
		return f.isn[dir] != h.Seq
	}
	// Without a handshake so far, the flow is an older connection's rest.
	return f.progress&(knowsClientISN|knowsServerISN) == 0
}

// observe learns from a frame with SYN, FIN or RST.
func (f *Tuple) observe(dir int, h *packet.Header) {
	if h.Flags&packet.SYN != 0 {
		f.isn[dir] = h.Seq
		f.progress |= knowsClientISN << dir
		if h.Flags&packet.ACK != 0 && f.progress&(knowsClientISN<<(dir^1)) == 0 {
			f.isn[dir^1] = h.Ack - 1
			f.progress |= knowsClientISN << (dir ^ 1)
		}
	}
	if h.Flags&(packet.FIN|packet.RST) != 0 {
		f.progress |= closed
	}
}
