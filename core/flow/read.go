package flow

import (
	"iter"

	"heatsink/core/app"
	"heatsink/core/packet"
)

// Finish brings what flows hold back into their services. It is called once,
// after the last frame; the Table is only read from then on.
func (t *Table) Finish() {
	for i := range t.flows.len {
		f := t.flows.at(i)
		if f.state&settled == 0 {
			t.gaveUp(i, t.inspector.End(f.inspection))
		}
		t.flush(f)
		sv := t.services.at(f.Service)
		sv.Merge(&f.Traffic, f.turn(sv))
	}
}

// Hosts is how many hosts there are; numbers run from 0, which is OtherHost.
func (t *Table) Hosts() int { return int(t.hosts.len) }

// Addr is a host's address; OtherHost's means nothing.
func (t *Table) Addr(h Host) packet.Addr { return *t.hosts.at(uint32(h)) }

// Applications lists the applications that Service.Application refers to.
func (t *Table) Applications() []Application { return t.applications }

// Flows is how many flows there are.
func (t *Table) Flows() int { return int(t.flows.len) }

// Flow returns flow i; it belongs to the Table.
func (t *Table) Flow(i int) *Flow { return t.flows.at(uint32(i)) }

// Facts is what a flow said of itself.
func (t *Table) Facts(i int) app.Facts {
	if t.inspector == nil {
		return app.Facts{}
	}
	return t.inspector.Facts(uint32(i))
}

// Lookups is how one server answered one client's DNS queries.
type Lookups = app.Lookups

// Lookups are those of all clients and servers, in the order of first sight.
func (t *Table) Lookups() []Lookups {
	if t.inspector == nil {
		return nil
	}
	return t.inspector.Lookups(t.series.last)
}

// Known is the number of an address; OtherHost's if it has none.
func (t *Table) Known(a packet.Addr) Host {
	if h, ok := t.known(a); ok {
		return h
	}
	return OtherHost
}

// TCP is the health of a TCP flow; nil for another's.
func (t *Table) TCP(f *Flow) *TCP {
	if f.tcp == 0 {
		return nil
	}
	return t.tcp.at(f.tcp - 1)
}

// Services is how many services there are.
func (t *Table) Services() int { return int(t.services.len) }

// Service returns service i; it belongs to the Table.
func (t *Table) Service(i int) *Service { return t.services.at(uint32(i)) }

// Buckets iterates over a service's time buckets of a kind by rising time.
// Each but those of Every has its time in common with one of Every.
func (t *Table) Buckets(sv *Service, kind Kind) iter.Seq[*Bucket] {
	return func(yield func(*Bucket) bool) {
		for b := sv.buckets[kind].head; b != 0; {
			bucket := t.series.buckets.at(b)
			b = bucket.next
			if !yield(bucket) {
				return
			}
		}
	}
}

// BucketShift is the binary logarithm of the buckets' width in nanoseconds: a
// time t lies in bucket t>>BucketShift.
func (t *Table) BucketShift() uint { return t.series.shift }

// Span returns the earliest and the latest time added; not ok without frames.
func (t *Table) Span() (first, last int64, ok bool) {
	return t.series.first, t.series.last, t.series.any
}

// Progress is how many bytes of direction dir a TCP flow's other side has
// acknowledged, and how many it had not by the end; not ok where the handshake
// or either side wasn't seen.
func (t *Table) Progress(f *Flow, dir int) (acknowledged, waiting uint32, ok bool) {
	tcp := t.TCP(f)
	if tcp == nil || f.state&(knowsClientISN<<dir) == 0 {
		return 0, 0, false
	}
	s, peer := &tcp.Sides[dir], &tcp.Sides[dir^1]
	if s.marks&sent == 0 || peer.marks&sent == 0 || after(peer.lastAck, s.nextSeq) {
		return 0, 0, false
	}
	if after(peer.lastAck, f.isn[dir]+1) {
		acknowledged = peer.lastAck - f.isn[dir] - 1
	}
	return acknowledged, s.nextSeq - peer.lastAck, true
}
