package flow

import (
	"slices"

	"heatsink/core/app"
	"heatsink/core/compact"
	"heatsink/core/name"
	"heatsink/core/packet"
)

// DefaultFlows is how many flows a Table keeps apart by default, MaxFlows how
// many it can: the keys of time buckets have room for half as many services.
const (
	DefaultFlows = 1 << 21
	MaxFlows     = 1 << 24
)

// Limits bounds a Table's memory; a zero field means its default. What is
// past a limit still counts, in coarser records: a flow's frames in its
// service, a service's between OtherHost and itself, a host's as OtherHost's.
type Limits struct{ Hosts, Flows, Services int }

// LimitsFor are the limits that go with so many flows; 0 is DefaultFlows.
func LimitsFor(flows int) Limits {
	if flows <= 0 {
		flows = DefaultFlows
	}
	flows = min(flows, MaxFlows)
	return Limits{Hosts: max(2, flows/2), Flows: flows, Services: max(1, flows/2)}
}

func (l Limits) withDefaults() Limits {
	d := LimitsFor(0)
	for _, x := range []struct {
		limit    *int
		standard int
	}{{&l.Hosts, d.Hosts}, {&l.Flows, d.Flows}, {&l.Services, d.Services}} {
		if *x.limit == 0 {
			*x.limit = x.standard
		}
	}
	return l
}

// Table counts frames. One goroutine may Find a Batch while another Counts one
// that came before it; all else is for one goroutine.
type Table struct {
	finder

	accounts     compact.List[counting] // of the flows whose tuples the finder has
	kept         compact.List[Account]  // of them, once finished
	more         map[uint32]*Volume     // by flow, what their accounts have no room for
	services     compact.List[Service]
	aparts       compact.List[apart]
	serviceIndex compact.Index
	maxServices  int

	applications     []Application
	applicationIndex map[Application]uint32
	// byPayload and byPort are numbers of applications by app.Words, plus one.
	byPayload, byPort []uint32

	timeline timeline
	words    words

	// inspector is nil where ports alone name applications.
	inspector *app.Inspector
	lookups   []Lookups // once finished
	peek      app.Peek
	warmed    uint64  // as touched, for Count
	due       []named // flows to be settled

	single *Batch // for Add
	passed passed

	// Folded counts the frames that a limit kept out of a flow of their own.
	Folded uint64
	// FoldedServices counts the flows, and the frames without one, that the
	// limit on services put between OtherHost and itself.
	FoldedServices uint64
}

// New returns an empty Table. It looks into payloads and tells names what they
// say of hosts; with nil, ports alone name applications.
func New(limits Limits, names *name.Store) *Table {
	limits = limits.withDefaults()
	t := &Table{
		finder: finder{
			maxFlows: limits.Flows, touched: &touched{},
			hosts:  newHosts(limits.Hosts),
			tuples: compact.NewList[Tuple](limits.Flows), index: compact.NewIndex(0),
		},
		serviceIndex: compact.NewIndex(0), maxServices: limits.Services,
		applicationIndex: map[Application]uint32{}, due: make([]named, 0, BlockSize),
	}
	if names != nil {
		t.inspector = app.NewInspector(names, t.gaveUp)
		t.peek.Hosts = &t.hosts
	}
	return t
}

// Add counts one frame by itself: time in nanoseconds since the Unix epoch,
// length in bytes on the wire. It keeps nothing of p.
func (t *Table) Add(p *packet.Packet, time int64, length uint32) {
	if t.single == nil {
		t.single = NewBatch()
	}
	t.single.Reset()
	t.single.Add(p, time, length)
	t.Find(t.single)
	t.Count(t.single)
}

// Count counts what is found of a Batch, in the order in which Find was given
// them. It keeps nothing of the Batch.
func (t *Table) Count(b *Batch) {
	folds := b.folds
	for frames := range slices.Chunk(b.found, BlockSize) {
		t.approachAccounts(frames)
		for i := range frames {
			e := &frames[i]
			t.see(e.time)
			if e.flow != noFlow {
				t.count(e)
			} else {
				t.fold(e, &folds[0])
				folds = folds[1:]
			}
		}
	}
	t.settleDue()
}

// approachAccounts asks for the memory that the frames' flows are in, at once.
func (t *Table) approachAccounts(frames []found) {
	warmed := t.warmed
	for i := range frames {
		if n := frames[i].flow; n < t.accounts.Len {
			warmed += uint64(t.accounts.At(n).sums[0])
		}
	}
	if t.inspector != nil {
		warmed += t.approachPayloads(frames)
	}
	t.warmed = warmed
}

// see makes the time buckets wide enough for the capture to reach to time.
func (t *Table) see(time int64) {
	if x := &t.timeline; time < x.first || time > x.last || !x.any {
		if shift := x.reach(time); shift > x.shift {
			t.widen(shift, 0)
		}
	}
}

// widen makes the time buckets wider, and those one that are the same by it;
// flows before one hold no share of any.
func (t *Table) widen(shift uint, from uint32) {
	x := &t.timeline
	beside(func() {
		for i := from; i < t.accounts.Len; i++ {
			f := t.accounts.At(i)
			f.pendingAt = x.moved(f.pendingAt, shift)
		}
		for i := range x.shares.Len {
			s := x.shares.At(i)
			s.at = x.moved(s.at, shift)
		}
	}, func() { x.widenCells(shift) })
	x.shift = shift // which both ask for
}

// count counts a frame of a flow.
func (t *Table) count(e *found) {
	if e.flow == t.accounts.Len {
		t.begin(e)
	}
	f := t.accounts.At(e.flow)
	dir := int(e.dir)
	if f.add(dir, e.time, e.length) {
		t.empty(e.flow, dir)
	}
	t.addPending(e.flow, f, dir, e.time, e.length)
	if e.kind != Every {
		s := share{flow: e.flow, kind: e.kind}
		s.packets[dir], s.bytes[dir] = 1, e.length
		t.share(&s, e.time)
	}
	if f.inspection != app.Done && len(e.payload) > 0 && t.inspector != nil {
		t.inspect(t.tuples.At(e.flow), f, e)
	}
}

// begin makes the account of a flow of which e is the first frame.
func (t *Table) begin(e *found) {
	n := t.accounts.Add()
	if t.inspector == nil || !e.hasPorts {
		t.name(n, 0)
	}
}

// fold counts a frame that the limits give no flow of its own.
func (t *Table) fold(e *found, who *folded) {
	t.Folded++
	t.settleDue() // services are numbered in the order in which they were seen
	n := t.service(&who.Tuple, byPort(&who.Tuple))
	sv := t.services.At(n)
	dir := 0
	if sv.A != sv.B && who.src == sv.B {
		dir = 1
	}
	times := &t.apart(n).times
	times.First[dir], times.Last[dir] = min(times.First[dir], e.time), max(times.Last[dir], e.time)
	s := share{flow: n, state: settled}
	s.packets[dir], s.bytes[dir] = 1, e.length
	t.share(&s, e.time)
}
