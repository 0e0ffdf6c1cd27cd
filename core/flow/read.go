package flow

import (
	"iter"

	"heatsink/core/app"
	"heatsink/core/compact"
	"heatsink/core/packet"
)

// EndFinding drops what only finding needed: no frame comes any more. Who means
// to collect garbage before Finish calls it first, else Finish does.
func (t *Table) EndFinding() {
	t.hosts.ipv4, t.hosts.others = compact.Index{}, compact.Index{}
	t.index, t.recent, t.fragments, t.single = compact.Index{}, recent{}, fragments{}, nil
}

// Finish brings what flows hold back into their services. It is called once,
// after the last frame; the Table is only read from then on.
//
// What is needed no more goes as soon as can be, since what is made takes its
// place.
func (t *Table) Finish() {
	t.EndFinding()
	t.lookups = t.numberLookups()
	beside(t.endHealth, t.settleRest)
	t.serviceIndex, t.due, t.byPayload, t.byPort = compact.Index{}, nil, nil, nil
	if t.inspector != nil {
		t.inspector.Close()
		t.peek = app.Peek{}
	}
	t.gatherRest()
	t.timeline.index(t.Services())
	t.timeline.cells.Trim()
	t.endAccounts()
}

// Hosts is how many hosts there are; numbers run from 0, which is OtherHost.
func (t *Table) Hosts() int { return int(t.hosts.list.Len) }

// Addr is a host's address; OtherHost's means nothing.
func (t *Table) Addr(h Host) packet.Addr { return t.hosts.Addr(uint32(h)) }

// Applications lists the applications that Service.Application refers to.
func (t *Table) Applications() []Application { return t.applications }

// Flows is how many flows there are.
func (t *Table) Flows() int { return int(t.tuples.Len) }

// Flow returns flow i; what it points to belongs to the Table.
func (t *Table) Flow(i int) Flow {
	f := t.flow(uint32(i))
	f.Volume = t.volumeOf(uint32(i), f.Account)
	return f
}

// ServiceOf is the number of flow i's service.
func (t *Table) ServiceOf(i int) uint32 { return t.accountOf(uint32(i)).Service }

// Ends says who talks in flow i; it belongs to the Table.
func (t *Table) Ends(i int) *Tuple { return t.tuples.At(uint32(i)) }

// FlowSizes iterates over all flows and their bytes.
func (t *Table) FlowSizes() iter.Seq2[int, uint64] {
	return func(yield func(int, uint64) bool) {
		for i := range t.tuples.Len {
			v := t.volumeOf(i, t.accountOf(i))
			if !yield(int(i), v.AllBytes()) {
				return
			}
		}
	}
}

func (t *Table) flow(n uint32) Flow { return Flow{Tuple: t.tuples.At(n), Account: t.accountOf(n)} }

// Facts is what a flow said of itself.
func (t *Table) Facts(i int) app.Facts {
	if t.inspector == nil {
		return app.Facts{}
	}
	return t.inspector.Facts(uint32(i))
}

// Lookups is how one server answered one client's DNS queries.
type Lookups struct {
	app.Lookups
	Client, Server Host
}

// Lookups are those of all clients and servers, in the order of first sight.
func (t *Table) Lookups() []Lookups { return t.lookups }

func (t *Table) numberLookups() (list []Lookups) {
	if t.inspector == nil {
		return nil
	}
	for _, x := range t.inspector.Lookups(t.timeline.last) {
		list = append(list, Lookups{x, Host(x.Client), Host(x.Server)})
	}
	return list
}

// Beyond is what limits left out of what is known of flows, hosts and their
// lookups. Frames and bytes aren't among it: they all count.
type Beyond struct {
	app.Beyond
	Errors uint64 // ICMP errors that count for no flow
}

// Beyond tells what limits left out so far.
func (t *Table) Beyond() Beyond {
	b := Beyond{Errors: t.unquoted}
	if t.inspector != nil {
		b.Beyond = t.inspector.Beyond()
	}
	return b
}

// Services is how many services there are.
func (t *Table) Services() int { return int(t.services.Len) }

// Service returns service i; it belongs to the Table.
func (t *Table) Service(i int) *Service { return t.services.At(uint32(i)) }

// Volume is how much went in service i: what its time buckets and flow records
// add up to. For all services, Sums is faster.
func (t *Table) Volume(i int) (v Volume) {
	t.addRecorded(&v, t.Service(i))
	x := &t.timeline
	for c := range x.list(uint32(i)) {
		if c.kind() == Every {
			x.addVolume(&v, c)
		}
	}
	return v
}

func (t *Table) addRecorded(v *Volume, sv *Service) {
	if sv.apart != 0 {
		recorded := &t.aparts.At(sv.apart - 1).recorded
		v.Bytes[0] += recorded[0]
		v.Bytes[1] += recorded[1]
	}
}

// Sum is how much went in a service, and how many of its frames are Duplicate.
type Sum struct {
	Volume
	Copies uint64
}

// Sums iterates over all services with the Sum of each, which is valid until
// the next.
func (t *Table) Sums() iter.Seq2[int, *Sum] {
	return func(yield func(int, *Sum) bool) {
		x := &t.timeline
		next := uint32(0)
		var s Sum
		for i := range t.services.Len {
			s = Sum{}
			t.addRecorded(&s.Volume, t.services.At(i))
			for ; next < x.cells.Len; next++ {
				c := x.cells.At(next)
				if c.service() != i {
					break
				}
				switch c.kind() {
				case Every:
					x.addVolume(&s.Volume, c)
				case Duplicate:
					v := x.volume(c)
					s.Copies += v.AllPackets()
				}
			}
			if !yield(int(i), &s) {
				return
			}
		}
	}
}

// AllBuckets iterates over the time buckets of all services and kinds: by
// service, then by kind, then by rising time. Each is valid until the next.
func (t *Table) AllBuckets() iter.Seq2[int, *Bucket] {
	return func(yield func(int, *Bucket) bool) {
		x := &t.timeline
		var b Bucket
		for i := range x.cells.Len {
			c := x.cells.At(i)
			b = Bucket{Start: x.start(c.at()), Kind: c.kind()}
			x.addVolume(&b.Volume, c)
			if !yield(int(c.service()), &b) {
				return
			}
		}
	}
}

// BucketCount is how many time buckets all services and kinds have together.
func (t *Table) BucketCount() int { return int(t.timeline.cells.Len) }

// Recorded iterates over the services that flow records count in, and their
// bytes: A to B, B to A.
func (t *Table) Recorded() iter.Seq2[int, [2]uint64] {
	return func(yield func(int, [2]uint64) bool) {
		for i := range t.aparts.Len {
			if a := t.aparts.At(i); !yield(int(a.service), a.recorded) {
				return
			}
		}
	}
}

// Unfollowed iterates over the services in which frames count that are of no
// flow, and when these were.
func (t *Table) Unfollowed() iter.Seq2[int, *Times] {
	return func(yield func(int, *Times) bool) {
		for i := range t.aparts.Len {
			if a := t.aparts.At(i); !yield(int(a.service), &a.times) {
				return
			}
		}
	}
}

// Buckets iterates over service i's time buckets of a kind by rising time.
// Each but those of Every has its time in common with one of Every.
func (t *Table) Buckets(i int, kind Kind) iter.Seq[Bucket] {
	return func(yield func(Bucket) bool) {
		x := &t.timeline
		for c := range x.list(uint32(i)) {
			if c.kind() == kind && !yield(Bucket{x.start(c.at()), kind, x.volume(c)}) {
				return
			}
		}
	}
}

// BucketShift is the binary logarithm of the buckets' width in nanoseconds: a
// time t lies in bucket t>>BucketShift.
func (t *Table) BucketShift() uint { return t.timeline.shift }

// Span returns the earliest and the latest time added; not ok without frames.
func (t *Table) Span() (first, last int64, ok bool) {
	return t.timeline.first, t.timeline.last, t.timeline.any
}
