package flow

import (
	"math/rand/v2"

	"heatsink/core/app"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// Limits bounds a Table's memory; a zero field means its default. What is
// past a limit still counts, in coarser records: a flow's frames in its
// service, a service's between OtherHost and itself, a host's as OtherHost's.
type Limits struct {
	Hosts    int // default 1 << 20
	Flows    int // default 1 << 21, at most 128 bytes each and 8 for finding it
	Services int // default 1 << 20
}

func (l Limits) withDefaults() Limits {
	if l.Hosts == 0 {
		l.Hosts = 1 << 20
	}
	if l.Flows == 0 {
		l.Flows = 1 << 21
	}
	if l.Services == 0 {
		l.Services = 1 << 20
	}
	return l
}

// Table counts frames. It is made by New and used by one goroutine.
type Table struct {
	limits Limits
	seed   uint64

	hosts     store[packet.Addr]
	hostIndex index
	lastSrc   cachedHost
	lastDst   cachedHost

	flows     store[Flow]
	flowIndex index

	services     store[Service]
	serviceIndex index

	applications     []Application
	applicationIndex map[Application]uint32

	fragments fragments
	series    series
	words     words

	// inspector is nil where ports alone name applications.
	inspector *app.Inspector
	peek      app.Peek
	shares    shares
	tcp       store[TCP]
	recent    recent
	errors    map[uint32]Errors

	// Folded counts the frames that a limit kept out of a flow of their own.
	Folded uint64
	// FoldedServices counts the flows, and the frames without one, that the
	// limit on services put between OtherHost and itself.
	FoldedServices uint64
}

type cachedHost struct {
	addr packet.Addr
	host Host
}

// New returns an empty Table. It looks into payloads and tells names what they
// say of hosts; with nil, ports alone name applications.
func New(limits Limits, names *name.Store) *Table {
	t := &Table{
		limits:           limits.withDefaults(),
		seed:             rand.Uint64(),
		applicationIndex: map[Application]uint32{},
	}
	if names != nil {
		t.inspector = app.NewInspector(names, t.gaveUp)
	}
	t.hosts.add() // OtherHost
	none := packet.Addr{}
	t.lastSrc = cachedHost{none, t.host(none)}
	t.lastDst = t.lastSrc
	return t
}

// Add counts one frame: time in nanoseconds since the Unix epoch, length in
// bytes on the wire. It keeps nothing of p.
func (t *Table) Add(p *packet.Packet, time int64, length uint32) {
	if t.series.see(time) {
		t.widen()
	}
	if !p.Tunneled {
		t.addLayer(p, &p.Outer, Both, time, length)
	} else {
		t.addLayer(p, &p.Outer, Outer, time, length)
		t.addLayer(p, &p.Inner, Inner, time, length)
	}
	if p.Error != 0 {
		t.quote(p)
	}
}

func (t *Table) addLayer(p *packet.Packet, h *packet.Header, layer Layer, time int64, length uint32) {
	k := t.keyOf(h, layer)
	hash := k.hash(t.seed)
	n, slot, ok := t.findFlow(&k, hash)
	if ok {
		f := t.flows.at(n)
		if h.HasTCP && h.Flags&packet.SYN != 0 && f.reused(&k, h) {
			ok = false
		}
	}
	if !ok {
		n, ok = t.newFlow(&k, h, hash, slot)
		if !ok {
			t.fold(&k, h, time, length)
			return
		}
	}
	f := t.flows.at(n)
	dir := f.direction(&k)
	f.add(dir, time, length)
	if h.HasTCP && h.Flags&(packet.SYN|packet.FIN|packet.RST) != 0 {
		f.observe(dir, h)
	}
	t.addPending(f, dir, time, length)
	if kind := t.kindOf(p, h, f, dir, time); kind != Every {
		t.note(f, kind, dir, time, length)
	}
	if f.inspection != app.Done && len(h.Payload) > 0 && t.inspector != nil {
		t.inspect(n, f, dir, h, time)
	}
}

// kindOf tells TCP's health of a frame, and whether it is a copy, or sent again.
func (t *Table) kindOf(p *packet.Packet, h *packet.Header, f *Flow, dir int, time int64) Kind {
	again := false
	var tcp *TCP
	if h.HasTCP && !h.Fragment {
		if f.tcp == 0 {
			f.tcp = t.tcp.add() + 1
		}
		tcp = t.tcp.at(f.tcp - 1)
		again = tcp.see(dir, h, time)
	}
	if t.recent.holds(p, h, f, dir, time) {
		if again {
			tcp.Doubled[dir]++
		}
		return Duplicate
	}
	if again {
		return Retransmitted
	}
	return Every
}

// addPending counts a frame towards its time bucket. A flow hands its share of
// a bucket to its service once, when the next bucket begins.
func (t *Table) addPending(f *Flow, dir int, time int64, length uint32) {
	shift := t.series.shift
	if f.pendingTime>>shift != time>>shift || f.pendingPackets[dir] == 1<<32-1 || f.pendingBytes[dir] > 1<<32-1-length {
		t.flush(f)
		f.pendingTime = time
	}
	f.pendingPackets[dir]++
	f.pendingBytes[dir] += length
}

// flush gives a flow's pending share of a bucket to its service, or lets it
// wait for that.
func (t *Table) flush(f *Flow) {
	if f.pendingPackets == [2]uint32{} {
		return
	}
	s := share{time: f.pendingTime, packets: f.pendingPackets, bytes: f.pendingBytes}
	f.pendingPackets, f.pendingBytes = [2]uint32{}, [2]uint32{}
	t.hand(f, &s)
}

// note counts a frame, which pending has too, under another kind.
func (t *Table) note(f *Flow, kind Kind, dir int, time int64, length uint32) {
	s := share{time: time, kind: kind}
	s.packets[dir], s.bytes[dir] = 1, length
	t.hand(f, &s)
}

// hand gives a share to a flow's service, now or when it is known.
func (t *Table) hand(f *Flow, s *share) {
	if f.state&settled == 0 {
		if t.shares.wait(f, *s) {
			return
		}
		f.inspection = app.Done
		t.settle(f, byPort(f))
	}
	t.give(f, s)
}

// give adds a flow's share of a bucket to its service.
func (t *Table) give(f *Flow, s *share) {
	sv := t.services.at(f.Service)
	bucket := t.series.bucket(&sv.buckets[s.kind], s.time)
	for from, dir := range f.turn(sv) {
		bucket.Packets[dir] += uint64(s.packets[from])
		bucket.Bytes[dir] += uint64(s.bytes[from])
	}
	t.bound()
}

// turn is how a flow goes into its service.
func (f *Flow) turn(sv *Service) Turn {
	if sv.A == sv.B {
		return Turn{0, 0}
	}
	return TurnTo(f.Client, f.Server, sv.A)
}

// bound widens the buckets until there are few enough of them.
func (t *Table) bound() {
	for t.series.extra > maxExtraBuckets {
		t.series.shift++
		t.widen()
	}
}

func (t *Table) widen() {
	for i := range t.services.len {
		sv := t.services.at(i)
		for kind := range sv.buckets {
			t.series.widen(&sv.buckets[kind])
		}
	}
}

// fold counts a frame that the limits give no flow of its own.
func (t *Table) fold(k *key, h *packet.Header, time int64, length uint32) {
	t.Folded++
	f := flowOf(k, opens(k, h))
	sv := t.services.at(t.service(&f, byPort(&f)))
	dir := 0
	if sv.A != sv.B && k.src == sv.B {
		dir = 1
	}
	sv.add(dir, time, length)
	bucket := t.series.bucket(&sv.buckets[Every], time)
	bucket.Packets[dir]++
	bucket.Bytes[dir] += uint64(length)
	t.bound()
}

// application interns a name.
func (t *Table) application(a Application) uint32 {
	n, ok := t.applicationIndex[a]
	if !ok {
		n = uint32(len(t.applications))
		t.applications = append(t.applications, a)
		t.applicationIndex[a] = n
	}
	return n
}
